"""What a sentence says about a target, as names of features; a name that stands twice counts twice.

The belief behind them: a word counts by its side and its distance, and less beyond the end of the
clause. So each word falls into one of nine places on its side (`place_of`) and each place opens
slots: the very neighbour, the words within four, within eight, the clause, the whole text. In each
slot the word itself, its stem, the classes that the lexicon gives it and VADER's valence count.
These are the features of one word in one place, and do not depend on the rest (`word_features`).

The others do (`sentence_features`): pairs of neighbours, the first words of judgement on each side
and the little words between them and the target ("criticism of", "was condemned by"), what stands
between the target and the next capitalised name, negation, quotation marks, length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import frozen

from geosent.targeting.reading import MASKED, Reading

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
_QUOTES = frozenset('"“”')
_SUFFIX = re.compile(
    r"(?:ingly|edly|ations?|ments?|ness|ings?|ers?|ors?|ed|es|ly|s|e|ions?|ies|y)$"
)

#: Classes of words that pass judgement or report; see the lexicon.
_STRONG = frozenset(
    {
        *("JN", "JP", "HN", "HP", "MN", "MP", "RE", "jn", "jp", "bn", "gn", "ba", "ga"),
        *("AC", "TR", "VN1", "VN2", "VP1", "VP2"),
    }
)
#: Little words that show how a word of judgement and the target hang together.
_LINKS = frozenset(
    {
        *("of", "by", "to", "for", "with", "against", "from", "in", "on", "at", "as", "about"),
        *("over", "into", "between", "among", "toward", "towards", "behind", "than", "and", "or"),
        *("but", "that", "which", "who", "whom", "is", "are", "was", "were", "be", "been"),
        *("being", "has", "have", "had", "will", "would", "not", "'s", ",", '"', "“", "”"),
    }
)
#: Little words that stand for themselves among classes.
_PLAIN = _LINKS | {
    *("the", "a", "would", "it", "its", "their", "his", "her", "he", "they", "anti", "like"),
    *("'", ".", ":", ";", "?", "!", "-", "(", ")", "<0>"),
}


@frozen
class Lexicon:
    """The classes of each word, the most telling first, and its valence from -4 to 4."""

    classes: Mapping[str, tuple[str, ...]]
    valence: Mapping[str, int]


def stem(word: str) -> str:
    """A word without its ending, crudely: enough to bring "condemned" and "condemns" together.

    >>> stem("condemned"), stem("condemns"), stem("war")
    ('condemn', 'condemn', 'war')
    """
    if len(word) < 5:
        return word
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 4 else word[:4]


def place_of(i: int, beyond: bool) -> int:
    """The place of the `i`-th word of a side, in the target's clause or beyond it."""
    if beyond:
        return 7 if i < 8 else 8
    return i if i < 4 else 4 if i < 8 else 5 if i < 15 else 6


def word_features(side: str, place: int, word: str, lexicon: Lexicon) -> list[str]:
    """The features of one word in one place, whatever else the text says."""
    root = stem(word)
    classes = lexicon.classes.get(word, ())
    valence = lexicon.valence.get(word, 0)
    found = [f"b={word}", f"b~{root}"]
    for slot in SLOTS[place]:
        found += (f"{side}{slot}={word}", f"{side}{slot}~{root}")
        found += [f"{side}{slot}:{name}" for name in classes]
        if valence:
            found += [f"{side}{slot}{'+' if valence > 0 else '-'}"] * abs(valence)
    # Classes also count in the one place itself, without what lies nearer.
    found += [f"{side}p{place}:{name}" for name in classes]
    if valence:
        found += ["b+" if valence > 0 else "b-"] * abs(valence)
    return found


def places(words: Sequence[str]) -> list[int]:
    """The place of each word of a side, the nearest first."""
    found = []
    beyond = False
    for i, word in enumerate(words):
        beyond = beyond or (i > 0 and word in _CLAUSE_ENDS)
        found.append(place_of(i, beyond))
    return found


def sentence_features(reading: Reading, lexicon: Lexicon) -> list[str]:
    """The features that depend on several words at once."""
    left, right = reading.left, reading.right
    found = [
        "*",
        f"kind={reading.kind}",
        f"LR={left[0] if left else '^'}_{right[0] if right else '$'}",
        f"length={min(8, (len(left) + len(right)) // 8)}",
        f"position={min(6, len(left) // 4)}",
        f"quoted={sum(word in _QUOTES for word in left) % 2}",
    ]
    near_left = _side(found, "L", left, reading.left_case, lexicon)
    near_right = _side(found, "R", right, reading.right_case, lexicon)
    if near_left and near_right:
        found.append(f"YLR={near_left[0]} {near_right[0]}")
        if len(near_left) > 1:
            found.append(f"YLLR={near_left[1]} {near_left[0]} {near_right[0]}")
        if len(near_right) > 1:
            found.append(f"YLRR={near_left[0]} {near_right[0]} {near_right[1]}")
    return found


def _side(
    found: list[str], side: str, words: Sequence[str], case: Sequence[int], lexicon: Lexicon
) -> list[str]:
    """Add the features of one side; give back the symbols of its nearest three words."""
    for i, (word, following) in enumerate(pairwise(words[:4])):
        found.append(f"{side}{i}b={word}_{following}")
    found.append(f"{side}names={min(4, len(case) - case.count(0))}")
    if case:
        found.append(f"{side}case={case[0]}")
    symbols = [_symbol(word, lexicon) for word in words[:3]]
    for n in range(1, len(symbols) + 1):
        found.append(f"Y{side}{n}={' '.join(symbols[:n])}")
    _paths(found, side, words, lexicon)
    _next_name(found, side, words, case, lexicon)
    _judgements(found, side, words, lexicon)
    return symbols


def _symbol(word: str, lexicon: Lexicon) -> str:
    """A word's first class; a little word itself; nothing for the rest."""
    classes = lexicon.classes.get(word)
    if classes:
        return classes[0]
    if word[0] == "<" and len(word) == 3:
        return word if word == "<0>" else "<P>"
    return word if word in _PLAIN else "_"


def _strong(word: str, lexicon: Lexicon) -> str | None:
    for name in lexicon.classes.get(word, ()):
        if name in _STRONG:
            return name
    return None


def _paths(found: list[str], side: str, words: Sequence[str], lexicon: Lexicon) -> None:
    """The two nearest words of judgement, and the little words on the way to them."""
    links: list[str] = []
    hits = 0
    for i, word in enumerate(words[:12]):
        if i and word in _CLAUSE_ENDS:
            break
        name = _strong(word, lexicon)
        if name is not None:
            following = words[i + 1] if i + 1 < len(words) else "$"
            found.append(f"P{side}{hits}={name}|{' '.join(links[-3:])}")
            found.append(f"P{side}w{hits}={word}|{links[-1] if links else ''}")
            found.append(f"P{side}x={name}|{following if following in _PLAIN else '_'}")
            hits += 1
            if hits == 2:
                break
        elif word in _LINKS:
            links.append(word)
        elif word[0] == "<" and word != "<0>":
            links.append("P")


def _next_name(
    found: list[str], side: str, words: Sequence[str], case: Sequence[int], lexicon: Lexicon
) -> None:
    """What stands between the target and the next name, who may be the one that judges it."""
    between: list[str] = []
    passive = ""
    for i, word in enumerate(words[:14]):
        # A text's first word has a capital whatever it is.
        if case[i] == MASKED or (case[i] and (i + 1 < len(words) if side == "L" else i > 0)):
            found.append(f"N{side}={' '.join(between[:3])}{passive}")
            found.append(f"N{side}at={min(i // 2, 4)}")
            return
        name = _strong(word, lexicon)
        if name is not None:
            between.append(name)
        elif word == "by":
            passive = " by"
    found.append(f"N{side}none")


def _judgements(found: list[str], side: str, words: Sequence[str], lexicon: Lexicon) -> None:
    """The first two words of judgement in the clause, and those that are negated."""
    seen = 0
    for i, word in enumerate(words):
        if i and word in _CLAUSE_ENDS:
            break
        classes = lexicon.classes.get(word)
        if not classes:
            continue
        strong = [name for name in classes if name in _STRONG]
        if not strong:
            continue
        seen += 1
        if seen <= 2:
            found += [f"{side}{'first' if seen == 1 else 'second'}={name}" for name in strong]
        before = words[i + 1 : i + 4] if side == "L" else words[max(0, i - 3) : i]
        if any("NEG" in lexicon.classes.get(near, ()) for near in before):
            found += [f"{side}not={name}" for name in strong]
