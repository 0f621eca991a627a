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

_TOKEN = re.compile(
    r"U\. ?S\. ?A\.|U\. ?[SKN]\.|(?:[A-Za-z]\.){2,}"
    r"|['’](?:s|re|ve|ll|d|m)\b|\w+n['’]t\b|[^\W_]+|[^\w\s]"
)
_PRONOUNS = frozenset(
    "he she him her his hers they them their it its we us our i me my you your"
    " himself herself itself themselves who".split()
)


@frozen
class Reading:
    """The tokens left and right of the target, nearest last and first, and the target's kind."""

    left: Sequence[str]
    right: Sequence[str]
    kind: Kind


def read(text: str, start: int, end: int, others: Iterable[Span] = ()) -> Reading:
    """The sentence as the target at `start:end` sees it; `others` are spans of known places."""
    spans = [span for span in others if span[1] <= start or span[0] >= end]
    left = _masked(text, 0, start, spans)
    right = _masked(text, end, len(text), spans)
    if left and left[-1] == "the":
        left.pop()
    return Reading(left, right, kind_of(text[start:end]))


def kind_of(target: str) -> Kind:
    """What kind of expression the target is, from the shipped names alone."""
    words = [_plain(word) for word in _TOKEN.findall(target)]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1 and words[-1] == "'s":
        del words[-1]
    found = dict(_names().get(words[0] if words else "", ())).get(tuple(words))
    if found is not None:
        return "place" if found == PLACE else "people"
    return "pronoun" if len(words) == 1 and words[0] in _PRONOUNS else "other"


def _masked(text: str, start: int, end: int, spans: Sequence[Span]) -> list[str]:
    """The tokens of `text[start:end]`, in lower case, with the places masked."""
    tokens: list[str] = []
    done = start
    for first, last in sorted(spans):
        if first >= done and last <= end:
            _mask_into(tokens, _TOKEN.findall(text, done, first))
            if tokens and tokens[-1] == "the":
                tokens.pop()
            tokens.append(PEOPLE if kind_of(text[first:last]) == "people" else PLACE)
            done = last
    _mask_into(tokens, _TOKEN.findall(text, done, end))
    return tokens


def _mask_into(tokens: list[str], raw: Sequence[str]) -> None:
    names = _names()
    plain = [_plain(word) for word in raw]
    i = 0
    while i < len(raw):
        word = plain[i]
        if word in names and raw[i][0].isupper():
            for name, symbol in names[word]:
                if tuple(plain[i : i + len(name)]) == name and raw[i] != "Us":
                    break
            else:
                name, symbol = (word,), word
            if symbol is not word and tokens and tokens[-1] == "the":
                tokens.pop()
            tokens.append(symbol)
            i += len(name)
            continue
        tokens.append("a" if word == "an" else NUMBER if word[0].isdigit() else word)
        i += 1


def _plain(word: str) -> str:
    return word.lower().replace(" ", "").replace("’", "'")


@cache
def _names() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """The symbol of each name of a place, by its first word, longest name first."""
    symbols: dict[tuple[str, ...], str] = {}

    def add(name: str, symbol: str) -> None:
        words = tuple(_plain(word) for word in _TOKEN.findall(name))
        symbols[words[1:] if words[0] == "the" else words] = symbol

    for row in read_table("countries.tsv"):
        for column in ("name", "official_name", "capital"):
            if row[column]:
                add(row[column], PLACE)
    for row in read_table("targeting_names.tsv"):
        for name in row["names"].split("|"):
            add(name, PLACE if row["kind"] == "place" else PEOPLE)
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, symbol in symbols.items():
        by_first.setdefault(words[0], []).append((words, symbol))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first
