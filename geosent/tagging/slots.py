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

#: What stands before a town; "of" is also the end of "city of" and of "35 km SSW of".
_PREPOSITIONS = (
    *("At", "From", "In", "Near", "Neighboring", "Neighbouring", "Outside"),
    *("at", "around", "between", "from", "in", "near", "nearby", "neighboring", "neighbouring"),
    *("outside", "through", "to", "toward", "towards", "via", "of", "off", "for", "on", "over"),
    *("above", "across", "along", "beyond", "into"),
    *("hit", "reached", "represents", "toured", "visited"),
    "village",
)
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = [f" {word} {letter}".encode() for word in _PREPOSITIONS for letter in _CAPITALS]
#: What stands after a town: who sits for it, and what it is.
_AFTER = (
    *("Governor", "Mayor", "MCA", "MLA", "MNA", "MP", "MPA", "MSP", "Senator", "TD"),
    *("block", "constituency", "district", "mandal", "mayor", "suburb", "taluk", "tehsil", "town"),
    *("upazila", "village", "villagers", "counties", "River"),
)
_SIGNS_AFTER = [f" {word}".encode() for word in _AFTER]

#: Between the words of a name: "Santiago de Compostela", "Port aux Basques", "Stoke on Trent".
_PARTICLES = "al|aux|da|das|de|del|do|dos|du|el|la|las|le|los|of|on|sur|the|upon"
#: A name of one to four words: "Glen Carbon", "Deir al-Balah", "St. Marys".
_NAME = re.compile(rf"[A-Z][\w'-]*\.?(?: (?:(?:{_PARTICLES}) ){{0,2}}[A-Z][\w'-]+){{0,3}}")
_WORD = re.compile(r"[A-Z][\w'-]*\.?")
#: What may go on a name: "Kirkland Lake", "San Antonio de los Cobres".
_MORE = re.compile(rf" (?:(?:{_PARTICLES}) ){{1,2}}[A-Z]")
_PARTICLE = frozenset(part[0] for part in _PARTICLES.split("|"))  #: what a particle begins with
#: Between the names of a list.
_LISTING = re.compile(r"(?:,? (?:and|or)|,) (?=[A-Z])")


class Slots(Generic[Known]):
    """Finds capitalised words after a preposition of place, and names with a small first letter.

    Such names have an automaton of their own: in one with all other names, nearly every word of a
    text would begin like one of them, and the search would take twice as long.
    """

    def __init__(self, names: Iterable[str], learn: Callable[[str], Known | None]) -> None:
        self._names = list(names)
        self._learn = learn
        self._automaton = BytesAhoCorasick(
            [*_SIGNS, *_SIGNS_AFTER, *(b" " + pattern for pattern in patterns(self._names))],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA,
        )

    def search(self, view: View) -> tuple[list[int], list[int], list[tuple[Known, int, int]]]:
        """Where words may begin that name a town, where they may end, and the names found."""
        text = view.text
        starts: list[int] = []
        ends: list[int] = []
        found: list[tuple[Known, int, int]] = []
        for number, start, end in view.find(self._automaton):
            if number < len(_SIGNS):
                if text[end - 2] == " ":
                    starts.append(end - 1)
            elif number < len(_SIGNS) + len(_SIGNS_AFTER):
                if text[start] == " " and text[start - 1].isalpha() and not text[end].isalnum():
                    ends.append(start)
            else:
                name = self._names[number - len(_SIGNS) - len(_SIGNS_AFTER)]
                value = self._learn(name) if text.startswith(name, start + 1) else None
                if value is not None:
                    found.append((value, start + 1, end - 1))
        return starts, ends, found


def may_go_on(text: str, end: int) -> bool:
    """Whether what ends at a position may be the beginning of a longer name."""
    if text[end] != " ":
        return text[end] == "-"
    letter = text[end + 1 : end + 2]
    return letter.isupper() or (letter in _PARTICLE and _MORE.match(text, end) is not None)


def next_in_list(text: str, end: int) -> int:
    """Where the next name of a list begins; -1 if the name that ends there is the last.

    After a comma another name may be an aside, unless it too goes on with a comma or an "and".

    >>> text = "in Alford, Spilsby and Boston, Skegness said"
    >>> next_in_list(text, 9), next_in_list(text, 18), next_in_list(text, 29)
    (11, 23, -1)
    """
    if text[end] != "," and not text.startswith((" and ", " or "), end):
        return -1
    match = _LISTING.match(text, end)
    if match is None:
        return -1
    start = match.end()
    if match[0] == ", ":
        name = name_at(text, start)
        if not name or not _LISTING.match(text, start + len(name)):
            return -1
    return start


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
