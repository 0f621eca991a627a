"""A sentence as a target sees it: the words before and after it, names of places masked.

The score must not depend on which country is judged, nor on which others stand beside it. So the
target itself is never read, only what kind of expression it is, and every other name of a place
becomes a symbol. What grammar does to a name is undone as well: "the" before it, "an" for "a".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from attrs import frozen

from geosent.tables import read_table

Span = tuple[int, int]
Kind = Literal["place", "people", "pronoun", "other"]

PLACE = "<P>"  #: stands for a country, a city or a government
PEOPLE = "<D>"  #: stands for a demonym
NUMBER = "<0>"

#: Characters on either side of the target that are read: a sentence or short passage.
REACH = 1_000

LOWER, UPPER, MASKED = 0, 1, 2  #: how a word was written, or that a symbol stands for it

_TOKENS = (
    r"(?=[A-Za-z]\.)(?:U\. ?S\. ?A\.|U\. ?[SKN]\.|(?:[A-Za-z]\.){2,})"
    r"|[^\W_]+(?:(?<=n)['’]t\b)?|['’](?:s|re|ve|ll|d|m)\b|[^\w\s]"
)
_TOKEN = re.compile(_TOKENS)
#: The same for text in ASCII, where it is twice as fast.
_ASCII_TOKEN = re.compile(_TOKENS.replace(r"[^\W_]", "[A-Za-z0-9]"), re.ASCII)
_PLAINER = str.maketrans({" ": "", "’": "'", "‘": "'", "“": '"', "”": '"'})
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

    `left_case` and `right_case` say of each word whether it was capitalised or masked.
    """

    left: Sequence[str]
    left_case: Sequence[int]
    right: Sequence[str]
    right_case: Sequence[int]
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
    spans = sorted(span for span in others if span[1] <= start or span[0] >= end)
    left, left_case = _masked(text, max(0, start - REACH), start, spans)
    right, right_case = _masked(text, end, min(len(text), end + REACH), spans)
    _drop_article(left, left_case)
    left.reverse()
    left_case.reverse()
    words = _words(text[start:end])
    if len(words) > 1 and words[-1] == "'s":
        right.insert(0, "'s")
        right_case.insert(0, LOWER)
    kind = _kind(words)
    if place and kind != "people":
        kind = "place"
    return Reading(left, left_case, right, right_case, kind)


def kind_of(target: str) -> Kind:
    """What kind of expression a target is, by the shipped names alone.

    >>> kind_of("the United States"), kind_of("Syrians"), kind_of("She"), kind_of("Mr. Smith")
    ('place', 'people', 'pronoun', 'other')
    """
    return _kind(_words(target))


def _kind(words: Sequence[str]) -> Kind:
    first = 1 if len(words) > 1 and words[0] == "the" else 0
    last = len(words) - (len(words) > 1 and words[-1] == "'s")
    name = tuple(words[first:last])
    if name:
        for known, symbol in _names().get(name[0], ()):
            if known == name:
                return "place" if symbol == PLACE else "people"
    return "pronoun" if len(name) == 1 and name[0] in _PRONOUNS else "other"


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _TOKEN.findall(text)]


def _plain(word: str) -> str:
    return word.lower().translate(_PLAINER)


def _masked(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[list[str], list[int]]:
    """The words of `text[start:end]`, in lower case, with the places masked."""
    words: list[str] = []
    case: list[int] = []
    done = start
    tokens = _ASCII_TOKEN if text.isascii() else _TOKEN
    for first, last in spans:
        if first >= done and last <= end:
            _append(words, case, tokens.findall(text, done, first))
            _drop_article(words, case)
            words.append(PEOPLE if kind_of(text[first:last]) == "people" else PLACE)
            case.append(MASKED)
            done = last
    _append(words, case, tokens.findall(text, done, end))
    return words, case


def _append(words: list[str], case: list[int], raw: Sequence[str]) -> None:
    """Add words as they stand in the text, in lower case, with known names of places masked."""
    if not raw:
        return
    names = _names()
    plain = _plain("\n".join(raw)).split("\n")
    ready = [
        word if word >= ":" and word != "an" else _simplified(word, written)
        for word, written in zip(plain, raw, strict=True)
    ]
    marks = [LOWER] * len(raw)
    done = 0
    for i, written in enumerate(raw):
        if i < done or not written[0].isupper():
            continue
        word = plain[i]
        found = _name_at(names[word], plain, i) if word in names and written != "Us" else None
        if found is None:
            marks[i] = UPPER
        else:
            words += ready[done:i]
            case += marks[done:i]
            _drop_article(words, case)
            words.append(found[1])
            case.append(MASKED)
            done = i + len(found[0])
    words += ready[done:]
    case += marks[done:]


def _simplified(word: str, written: str) -> str:
    """A number as its symbol, "an" as "a"."""
    if word == "an":
        return "a"
    return NUMBER if "0" <= word < ":" and word == written else word


def _name_at(
    names: Sequence[tuple[Name, str]], plain: Sequence[str], i: int
) -> tuple[Name, str] | None:
    for name, symbol in names:
        if len(name) == 1 or tuple(plain[i : i + len(name)]) == name:
            return name, symbol
    return None


def _drop_article(words: list[str], case: list[int]) -> None:
    """Forget "the" at the end: some names have it, some have not."""
    if words and words[-1] == "the":
        del words[-1], case[-1]


@cache
def _names() -> Mapping[str, Sequence[tuple[Name, str]]]:
    """Every name of a place that is masked, by its first word, the longest first."""
    symbols: dict[Name, str] = {}

    def add(names: str, symbol: str) -> None:
        for name in names.split("|"):
            words = tuple(_words(name))
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
