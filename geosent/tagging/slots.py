"""What small letters announce: a place that the gazetteer may not have ("in Chiefland"), and the
few names that begin with a small letter ("eastern Ukraine", "al-Bab").

Towns of a few thousand people share their names with persons and words far too often to be looked
for everywhere. Here they are looked up only after a preposition of place, or before a region; a
town that was found so is then known for the rest of its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Generic

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from geosent.tagging.matching import Known, View, patterns

#: What stands before a town; "of" and "by" alone stand before too much else.
_PREPOSITIONS = (
    *("at", "around", "from", "in", "near", "off", "outside", "through", "to", "toward", "towards"),
    *("via", "outskirts of", "residents of"),
    *(f"{kind} of" for kind in ("city", "district", "port", "suburb", "town", "village")),
    *(f"{kind} of" for kind in ("cities", "districts", "towns", "villages")),
    *(f"{side} of" for side in ("east", "north", "south", "west")),
    *(f"{side} of" for side in ("northeast", "northwest", "southeast", "southwest")),
    # The bulletins of seismologists: "35 km SSW of Vicuna, Chile".
    *(f"{side} of" for side in ("E", "N", "S", "W", "NE", "NW", "SE", "SW")),
    *(f"{side} of" for side in ("ENE", "ESE", "NNE", "NNW", "SSE", "SSW", "WNW", "WSW")),
)
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = [f" {word} {letter}".encode() for word in _PREPOSITIONS for letter in _CAPITALS]

#: A name of one to four words: "Glen Carbon", "Deir al-Balah", "St. Marys".
_NAME = re.compile(
    r"[A-Z][\w'-]*\.?(?: (?:(?:de|del|la|las|le|los|el|al|of|the|upon|on) ){0,2}[A-Z][\w'-]+){0,3}"
)
_WORD = re.compile(r"[A-Z][\w'-]*\.?")


class Slots(Generic[Known]):
    """Finds capitalised words after a preposition of place, and names with a small first letter.

    Such names have an automaton of their own: in one with all other names, nearly every word of a
    text would begin like one of them, and the search would take twice as long.
    """

    def __init__(self, names: Iterable[str], learn: Callable[[str], Known | None]) -> None:
        self._names = list(names)
        self._learn = learn
        self._automaton = BytesAhoCorasick(
            [*_SIGNS, *(b" " + pattern for pattern in patterns(self._names))],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA,
        )

    def search(self, view: View) -> tuple[list[int], list[tuple[Known, int, int]]]:
        """Where capitalised words stand after a preposition, and the names found."""
        text = view.text
        starts: list[int] = []
        found: list[tuple[Known, int, int]] = []
        for number, start, end in view.find(self._automaton):
            if number < len(_SIGNS):
                if text[end - 2] == " ":
                    starts.append(end - 1)
            else:
                name = self._names[number - len(_SIGNS)]
                value = self._learn(name) if text.startswith(name, start + 1) else None
                if value is not None:
                    found.append((value, start + 1, end - 1))
        return starts, found


def name_at(text: str, start: int) -> str:
    """The capitalised words at a position, at most four."""
    match = _NAME.match(text, start)
    return match[0] if match else ""


def shorter(name: str) -> Iterator[str]:
    """A name and what is left of it when words are taken from its end.

    >>> list(shorter("Glen Carbon Mayor"))
    ['Glen Carbon Mayor', 'Glen Carbon', 'Glen']
    """
    while name:
        yield name.rstrip(".")
        name = name.rpartition(" ")[0]


def name_before(text: str, end: int) -> str:
    """The capitalised words that end at a position, at most three.

    >>> name_before("the mayor of Glen Carbon, Illinois", 24)
    'Glen Carbon'
    """
    words: list[str] = []
    for word in reversed(text[max(0, end - 60) : end].rsplit(" ", 3)[-3:]):
        bare = word.lstrip("\"'([")
        if not _WORD.fullmatch(bare) or (not words and bare[-1] == "."):
            break
        words.append(bare)
        if bare != word:
            break
    return " ".join(reversed(words))
