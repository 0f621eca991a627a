"""A sentence as a target sees it: the words before and after it, names of places masked.

The score must not depend on which country is judged, nor on which others stand beside it. So the
target itself is never read, only what kind of expression it is, and every other name of a place
becomes a symbol. What grammar does to a name is undone as well: "the" before it, "an" for "a".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain
from typing import Literal

from attrs import frozen

from geosent.tables import read_table

Span = tuple[int, int]
Kind = Literal["place", "people", "pronoun", "other"]

PLACE = "<P>"  #: stands for a country, a city or a government
PEOPLE = "<D>"  #: stands for a demonym
NUMBER = "<0>"

#: Characters on either side of the target that are read: those of the nearest words, and more.
REACH = 400

#: Stands before a word that was written with a capital.
CAPITAL = "^"

LOWER, UPPER, MASKED = 0, 1, 2  #: how a word was written, or that a symbol stands for it

_TOKEN = re.compile(
    r"(?=[A-Za-z]\.)(?:[A-Za-z]\.){2,}"
    r"|[^\W_]+(?:(?<=n)['’]t\b)?|['’](?:s|re|ve|ll|d|m)\b|[^\w\s]"
)
_SPACED = re.compile(r"(?<![^\W_])U\. ?(?:S\. ?A\.|[SKN]\.)")
_PLAINER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_ARTICLE = ("the", CAPITAL + "the")
_LONG = 40  #: a longer stretch is no word, and not kept
_REMEMBERED = 30_000  #: stretches and targets that are kept; beyond it they are forgotten
_PRONOUNS = frozenset(
    {
        *("he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"),
        *("they", "them", "their", "themselves", "we", "us", "our", "i", "me", "my"),
        *("you", "your", "who"),
    }
)

Name = tuple[str, ...]


@frozen
class Reading:
    """The words on either side of the target, the nearest first, and what kind the target is.

    Words are in lower case; one that was written with a capital has `CAPITAL` before it.
    """

    left: Sequence[str]
    right: Sequence[str]
    kind: Kind


def read(
    text: str, start: int, end: int, others: Iterable[Span] = (), place: bool = False
) -> Reading:
    """The sentence as the target at `start:end` sees it; `others` are spans of known places.

    `place` says that the target is a place, for a name that the package does not know.

    >>> reading = read("The US condemned Syria.", 17, 22)
    >>> reading.left, reading.right, reading.kind
    (['condemned', '<P>'], ['.'], 'place')
    """
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    near = sorted([span for span in others if first <= span[0] and span[1] <= last])
    left = _masked(text, first, start, near)
    right = _masked(text, end, last, near)
    _drop_article(left)
    left.reverse()
    target = text[start:end].strip()
    kind = kind_of(target)
    if len(target) > 2 and target.endswith(("'s", "’s")):
        right.insert(0, "'s")
    if place and kind != "people":
        kind = "place"
    return Reading(left, right, kind)


@lru_cache(_REMEMBERED)
def kind_of(target: str) -> Kind:
    """What kind of expression a target is, by the shipped names alone.

    >>> kind_of("the United States"), kind_of("Syrians"), kind_of("She"), kind_of("Mr. Smith")
    ('place', 'people', 'pronoun', 'other')
    """
    words = [plain(word) for word in _words(target)]
    first = 1 if len(words) > 1 and words[0] == "the" else 0
    last = len(words) - (len(words) > 1 and words[-1] == "'s")
    name = tuple(words[first:last])
    if name:
        for known, symbol in _names().get(name[0], ()):
            if known == name:
                return "place" if symbol == PLACE else "people"
    return "pronoun" if len(name) == 1 and name[0] in _PRONOUNS else "other"


def plain(word: str) -> str:
    """A word of a reading without the mark of its capital.

    >>> plain("^syria"), plain("^")
    ('syria', '^')
    """
    return word[1:] if len(word) > 1 and word[0] == CAPITAL else word


def way_of(word: str) -> int:
    """How a word of a reading was written: `LOWER`, `UPPER` or `MASKED`."""
    if word in (PLACE, PEOPLE):
        return MASKED
    return UPPER if len(word) > 1 and word[0] == CAPITAL else LOWER


class _Stretches(dict[str, Sequence[str]]):
    """The words of stretches of text without a blank; most stretches are met again and again."""

    def __missing__(self, stretch: str) -> Sequence[str]:
        raw = (stretch,) if stretch.isalnum() else _TOKEN.findall(stretch)
        words = tuple(map(_simplified, raw))
        if len(stretch) <= _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[stretch] = words
        return words


_STRETCHES = _Stretches()


def _words(text: str) -> list[str]:
    if "U. " in text:
        text = _SPACED.sub(lambda match: match.group().replace(" ", ""), text)
    return list(chain.from_iterable(map(_STRETCHES.__getitem__, text.split())))


def _simplified(written: str) -> str:
    """A word as it stands in a reading: "an" as "a", a number as its symbol."""
    word = written.lower()
    if not word.isascii():
        word = word.translate(_PLAINER)
    if word == "an":
        word = "a"
    elif written == "US":  # no pronoun
        word = "u.s."
    elif "0" <= word < ":" and word == written:
        return NUMBER
    return CAPITAL + word if written[0].isupper() else word


def _masked(text: str, start: int, end: int, spans: Sequence[Span]) -> list[str]:
    """The words of `text[start:end]`, with the places masked."""
    words: list[str] = []
    done = start
    for first, last in spans:
        if first >= done and last <= end:
            _append(words, _words(text[done:first]))
            _drop_article(words)
            words.append(PEOPLE if kind_of(text[first:last]) == "people" else PLACE)
            done = last
    _append(words, _words(text[done:end]))
    return words


def _append(words: list[str], found: Sequence[str]) -> None:
    """Add words, with known names of places masked."""
    begins = _beginnings()
    done = 0
    if not begins.isdisjoint(found):
        for i in [i for i, word in enumerate(found) if word in begins]:
            if i >= done and (known := _name_at(found, i)):
                words += found[done:i]
                _drop_article(words)
                words.append(known[1])
                done = i + len(known[0])
    words += found[done:] if done else found


def _name_at(words: Sequence[str], i: int) -> tuple[Name, str] | None:
    for name, symbol in _names()[plain(words[i])]:
        if len(name) == 1 or tuple(map(plain, words[i : i + len(name)])) == name:
            return name, symbol
    return None


def _drop_article(words: list[str]) -> None:
    """Forget "the" at the end: some names have it, some have not."""
    if words and words[-1] in _ARTICLE:
        del words[-1]


@cache
def _names() -> Mapping[str, Sequence[tuple[Name, str]]]:
    """Every name of a place that is masked, by its first word, the longest first."""
    symbols: dict[Name, str] = {}

    def add(names: str, symbol: str) -> None:
        for name in names.split("|"):
            words = tuple(map(plain, _words(name)))
            if words[:1] == ("the",):
                words = words[1:]
            if words:
                symbols[words] = symbol

    for row in read_table("targeting_names.tsv"):
        add(row["names"], PLACE if row["kind"] == "place" else PEOPLE)
    for row in read_table("demonyms.tsv"):
        for column in ("adjective", "person", "people"):
            add(row[column], PEOPLE)
    for row in read_table("countries.tsv"):
        for column in ("name", "official_name", "capital"):
            add(row[column], PLACE)
    by_first: dict[str, list[tuple[Name, str]]] = {}
    for words, symbol in symbols.items():
        by_first.setdefault(words[0], []).append((words, symbol))
    for entries in by_first.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    return by_first


@cache
def _beginnings() -> AbstractSet[str]:
    """The words that a name in a text may begin with: those with a capital, but not "Us"."""
    return frozenset(CAPITAL + word for word in _names() if word != "us")
