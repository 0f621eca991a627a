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
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import frozen

from geosent.targeting.reading import Reading

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
    if not _CLAUSE_ENDS.isdisjoint(words):
        for i, word in enumerate(words):
            if word in _CLAUSE_ENDS and i:
                return i
    return len(words)


def places(length: int, clause: int) -> Sequence[int]:
    """The places of a side's words, the nearest first; `clause` of them are in the clause.

    >>> places(6, 5)
    (0, 1, 2, 3, 4, 7)
    """
    inside = _NEAR[:clause] + (6,) * (clause - len(_NEAR))
    return inside + _FAR[clause:length] + (8,) * (length - max(clause, len(_FAR)))


def sentence_features(reading: Reading) -> list[str]:
    """The features that depend on several words at once."""
    left, right = reading.left, reading.right
    return [
        "*",
        f"kind={reading.kind}",
        f"LR={left[0] if left else '^'}_{right[0] if right else '$'}",
        *_side("L", left, reading.left_case),
        *_side("R", right, reading.right_case),
    ]


def _side(side: str, words: Sequence[str], case: Sequence[int]) -> Iterator[str]:
    if case:
        yield f"{side}case={case[0]}"
    for i, (word, following) in enumerate(pairwise(words[:4])):
        yield f"{side}{i}b={word}_{following}"
