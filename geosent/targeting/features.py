"""What a sentence says about a target, as names of features; a name that stands twice counts twice.

The belief behind them: a word counts by its side and its distance, and less beyond the end of the
clause. So each word falls into one of nine places on its side (`places`) and each place opens
slots: the very neighbour, the words within four, within eight, the clause, the whole text. In each
slot the word itself, its stem, the classes that the lexicon gives it and VADER's valence count.
None of them depends on the other words: what words do to one another is told by the network
(`network.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from attrs import frozen

#: The slots that each of a side's nine places opens.
#: 0-3: that word; 4: words 5 to 8; 5: to 15; 6: beyond; 7 and 8: beyond the clause, near and far.
SLOTS: tuple[tuple[str, ...], ...] = (
    ("0", "4", "8", "c"),
    ("1", "4", "8", "c"),
    ("2", "4", "8", "c"),
    ("4", "8", "c"),
    ("8", "c"),
    ("f", "c"),
    ("c",),
    ("8", "x"),
    ("x",),
)
#: Where a word may stand: in each place of each side. What is kept by them has one entry more, for
#: the target itself.
COLUMNS = tuple((side, place) for side in "LR" for place in range(len(SLOTS)))
TARGET = len(COLUMNS)

_CLAUSE_ENDS = frozenset(".!?;:")
_SUFFIX = re.compile(
    r"(?:ingly|edly|ations?|ments?|ness|ings?|ers?|ors?|ed|es|ly|s|e|ions?|ies|y)$"
)

Entry = tuple[tuple[str, ...], int]  #: a word's classes, in alphabetical order, and its valence


@frozen(eq=False)
class Lexicon:
    """What is known of words: their classes, and how friendly VADER finds them, from -4 to 4."""

    entries: Mapping[str, Entry]


def stem(word: str) -> str:
    """A word without its ending, crudely: enough to bring "condemned" and "condemns" together.

    >>> stem("condemned"), stem("condemns"), stem("war")
    ('condemn', 'condemn', 'war')
    """
    if len(word) < 5:
        return word
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 4 else word[:4]


def word_features(side: str, place: int, word: str, entry: Entry | None) -> list[str]:
    """The names of the features of one word in one place; a name may stand several times.

    >>> word_features("L", 6, "war", ((), -2))
    ['b=war', 'b~war', 'Lc=war', 'Lc~war', 'b-', 'b-', 'Lc-', 'Lc-']
    """
    root = stem(word)
    found = [f"b={word}", f"b~{root}"]
    for slot in SLOTS[place]:
        found += (f"{side}{slot}={word}", f"{side}{slot}~{root}")
    if entry is None:
        return found
    classes, valence = entry
    sign = "+" if valence > 0 else "-"
    found += [f"b{sign}"] * abs(valence)
    for slot in SLOTS[place]:
        found += [f"{side}{slot}:{name}" for name in classes]
        found += [f"{side}{slot}{sign}"] * abs(valence)
    # Classes also count in the one place itself, without what lies nearer.
    return found + [f"{side}p{place}:{name}" for name in classes]


_NEAR = (0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5)
_FAR = (7, 7, 7, 7, 7, 7, 7, 7)


def clause_length(words: Sequence[str]) -> int:
    """How many words of a side belong to the target's clause."""
    farther = words[1:]  # a stop that touches the target ends nothing
    ends = _CLAUSE_ENDS.intersection(farther)
    return min(map(farther.index, ends)) + 1 if ends else len(words)


def places(length: int, clause: int) -> Sequence[int]:
    """The places of a side's words, the nearest first; `clause` of them are in the clause.

    >>> places(6, 5)
    (0, 1, 2, 3, 4, 7)
    """
    inside = _NEAR[:clause] + (6,) * (clause - len(_NEAR))
    return inside + _FAR[clause:length] + (8,) * (length - max(clause, len(_FAR)))


@lru_cache(4_096)
def columns(side: str, length: int, clause: int) -> Sequence[int]:
    """Which of `COLUMNS` a side's words stand in, in the order of the text.

    >>> columns("L", 6, 5), columns("R", 2, 2)
    ((7, 4, 3, 2, 1, 0), (9, 10))
    """
    found = places(length, clause)
    return found[::-1] if side == "L" else tuple([len(SLOTS) + place for place in found])
