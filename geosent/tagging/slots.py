"""Places where a text puts a place, and the gazetteer has none: "in Chiefland", "Mayfield, Ky.".

Towns of a few thousand people share their names with persons and words far too often to be looked
for everywhere. Here they are looked up only after a preposition of place, or before a region; a
town that was found so is then known for the rest of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation

#: Prepositions before a town; "of" and "by" stand before too much else.
_PREPOSITIONS = ("at", "around", "from", "in", "near", "outside", "to", "toward", "towards", "via")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = [f" {word} {letter}" for word in _PREPOSITIONS for letter in _CAPITALS]

#: A name of one to four words: "Glen Carbon", "Deir al-Balah", "St. Marys".
_NAME = re.compile(
    r"[A-Z][\w'-]*\.?(?: (?:(?:de|del|la|le|el|al|of|the|upon|on) )?[A-Z][\w'-]+){0,3}"
)
_BEFORE_COMMA = re.compile(r"(?:[A-Z][\w'-]*\.? )?(?:[A-Z][\w'-]*\.? )?[A-Z][\w'-]*$")


class Slots:
    """Finds the capitalised words after a preposition of place."""

    def __init__(self) -> None:
        self._automaton = AhoCorasick(
            _SIGNS, implementation=Implementation.DFA, store_patterns=False
        )

    def starts(self, text: str) -> Iterator[int]:
        """Where a capitalised word stands after a preposition of place."""
        for _, _, end in self._automaton.find_matches_as_indexes(text):
            yield end - 1


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
    """The capitalised words that end at a position, at most three."""
    start = max(0, end - 60)
    match = _BEFORE_COMMA.search(text[start:end])
    return match[0] if match else ""
