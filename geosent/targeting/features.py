"""What a sentence says about a target, as names of features; a name that stands twice counts twice.

The belief behind them: a word counts by its side and its distance, and less beyond the end of the
clause. So each word falls into one of nine places on its side (`places`) and each place opens
slots: the very neighbour, the words within four, within eight, the clause, the whole text. In each
slot the word itself, its stem, the classes that the lexicon gives it and VADER's valence count.
These are the features of one word in one place, and do not depend on the rest (`word_features`).
Of several words at once only pairs of near neighbours count (`sentence_features`): what words do
to one another is told by the network (`network.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from geosent.targeting.reading import Reading, plain, way_of

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
_CLAUSE_ENDS = frozenset(".!?;:")
_LEFT_PAIRS = ("L0b", "L1b", "L2b")
_RIGHT_PAIRS = ("R0b", "R1b", "R2b")
_SUFFIX = re.compile(
    r"(?:ingly|edly|ations?|ments?|ness|ings?|ers?|ors?|ed|es|ly|s|e|ions?|ies|y)$"
)

Entry = tuple[tuple[str, ...], int]  #: a word's classes, in alphabetical order, and its valence
Pair = tuple[str, str, str]  #: where two words of a reading stand, and they


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
    """The features of one word in one place, whatever else the text says."""
    root = stem(word)
    found = [f"b={word}", f"b~{root}"]
    for slot in SLOTS[place]:
        found += (f"{side}{slot}={word}", f"{side}{slot}~{root}")
    return found if entry is None else found + entry_features(side, place, entry)


def entry_features(side: str, place: int, entry: Entry) -> list[str]:
    """Those of a word's features that come from the lexicon."""
    classes, valence = entry
    sign = "+" if valence > 0 else "-"
    found = [f"b{sign}"] * abs(valence)
    for slot in SLOTS[place]:
        found += [f"{side}{slot}:{name}" for name in classes]
        found += [f"{side}{slot}{sign}"] * abs(valence)
    # Classes also count in the one place itself, without what lies nearer.
    found += [f"{side}p{place}:{name}" for name in classes]
    return found


_NEAR = (0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5)
_FAR = (7, 7, 7, 7, 7, 7, 7, 7)


def clause_length(words: Sequence[str]) -> int:
    """How many words of a side belong to the target's clause."""
    farther = words[1:]  # a stop that touches the target ends nothing
    ends = _CLAUSE_ENDS.intersection(farther)
    return min(map(farther.index, ends)) + 1 if ends else len(words)


@lru_cache(4_096)
def places(length: int, clause: int) -> Sequence[int]:
    """The places of a side's words, the nearest first; `clause` of them are in the clause.

    >>> places(6, 5)
    (0, 1, 2, 3, 4, 7)
    """
    inside = _NEAR[:clause] + (6,) * (clause - len(_NEAR))
    return inside + _FAR[clause:length] + (8,) * (length - max(clause, len(_FAR)))


def sentence_features(reading: Reading) -> list[str]:
    """The features that depend on several words at once."""
    return [name for pair in pairs(reading) for name in pair_features(pair)]


def pairs(reading: Reading) -> list[Pair]:
    """The words that count together: those on both sides of the target, and near neighbours.

    The first stands with the kind of the target, the others with their place.
    """
    left, right = reading.left, reading.right
    return [
        (reading.kind, left[0] if left else "", right[0] if right else ""),
        *zip(_LEFT_PAIRS, left, left[1:4]),  # noqa: B905  as many as there are
        *zip(_RIGHT_PAIRS, right, right[1:4]),  # noqa: B905
    ]


def pair_features(pair: Pair) -> list[str]:
    """The features of one pair; with that around the target those of the target itself."""
    place, first, second = pair
    if place in _LEFT_PAIRS or place in _RIGHT_PAIRS:
        return [f"{place}={plain(first)}_{plain(second)}"]
    found = ["*", f"kind={place}", f"LR={plain(first) or '^'}_{plain(second) or '$'}"]
    for side, word in (("L", first), ("R", second)):
        if word:
            found.append(f"{side}case={way_of(word)}")
    return found
