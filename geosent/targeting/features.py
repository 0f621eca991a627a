"""What a sentence says about a target, as names of features; a name that stands twice counts twice.

The belief behind them: a word counts by its side and its distance, and less beyond the end of the
clause. So each word falls into one of nine places on its side (`places`) and each place opens
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
_QUOTE = '"'
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
        *("being", "has", "have", "had", "will", "would", "not", "'s", ",", '"'),
    }
)
#: Little words that stand for themselves among classes.
_PLAIN = _LINKS | {
    *("the", "a", "would", "it", "its", "their", "his", "her", "he", "they", "anti", "like"),
    *("'", ".", ":", ";", "?", "!", "-", "(", ")", "<0>"),
}


Entry = tuple[tuple[str, ...], int]  #: a word's classes, in alphabetical order, and its valence


class Lexicon:
    """What is known of words: their classes, and how friendly VADER finds them, from -4 to 4."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        sets = {classes for classes, _ in entries.values()}
        strong = {classes: tuple(c for c in classes if c in _STRONG) for classes in sets}
        #: The classes of judgement of each word that has one.
        self.strong: Mapping[str, tuple[str, ...]] = {
            word: strong[classes] for word, (classes, _) in entries.items() if strong[classes]
        }
        self.negations = frozenset(w for w, (classes, _) in entries.items() if "NEG" in classes)


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


def sentence_features(reading: Reading, lexicon: Lexicon) -> list[str]:
    """The features that depend on several words at once."""
    left, right = reading.left, reading.right
    found = [
        "*",
        f"kind={reading.kind}",
        f"LR={left[0] if left else '^'}_{right[0] if right else '$'}",
        f"length={min(8, (len(left) + len(right)) // 8)}",
        f"position={min(6, len(left) // 4)}",
        f"quoted={left.count(_QUOTE) % 2}",
    ]
    clauses = clause_length(left), clause_length(right)
    near_left = _side(found, "L", left, reading.left_case, clauses[0], lexicon)
    near_right = _side(found, "R", right, reading.right_case, clauses[1], lexicon)
    if near_left and near_right:
        found.append(f"YLR={near_left[0]} {near_right[0]}")
        if len(near_left) > 1:
            found.append(f"YLLR={near_left[1]} {near_left[0]} {near_right[0]}")
        if len(near_right) > 1:
            found.append(f"YLRR={near_left[0]} {near_right[0]} {near_right[1]}")
    return found


def _side(
    found: list[str],
    side: str,
    words: Sequence[str],
    case: Sequence[int],
    clause: int,
    lexicon: Lexicon,
) -> list[str]:
    """Add the features of one side; give back the symbols of its nearest three words."""
    for i, (word, following) in enumerate(pairwise(words[:4])):
        found.append(f"{side}{i}b={word}_{following}")
    found.append(f"{side}names={min(4, len(case) - case.count(0))}")
    if case:
        found.append(f"{side}case={case[0]}")
    symbols = [_symbol(word, lexicon) for word in words[:3]]
    joined = ""
    for n, symbol in enumerate(symbols, 1):
        joined = f"{joined} {symbol}" if joined else symbol
        found.append(f"Y{side}{n}={joined}")
    # Beyond the 14th word only the clause is looked at, for negated judgements.
    strong = list(map(lexicon.strong.get, words[: max(clause, 14)]))
    _paths(found, side, words[: min(clause, 12)], strong, words)
    _next_name(found, side, words[:14], case, strong, len(words))
    _judgements(found, side, words[:clause], strong, lexicon)
    return symbols


def _symbol(word: str, lexicon: Lexicon) -> str:
    """A word's first class; a little word itself; nothing for the rest."""
    entry = lexicon.entries.get(word)
    if entry is not None and entry[0]:
        return entry[0][0]
    if word[0] == "<" and len(word) == 3:
        return word if word == "<0>" else "<P>"
    return word if word in _PLAIN else "_"


Strong = Sequence[tuple[str, ...] | None]


def _paths(
    found: list[str], side: str, near: Sequence[str], strong: Strong, words: Sequence[str]
) -> None:
    """The two nearest words of judgement, and the little words on the way to them."""
    links: list[str] = []
    hits = 0
    for i, word in enumerate(near):
        names = strong[i]
        if names is not None:
            name = names[0]
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
    found: list[str],
    side: str,
    near: Sequence[str],
    case: Sequence[int],
    strong: Strong,
    length: int,
) -> None:
    """What stands between the target and the next name, who may be the one that judges it."""
    between: list[str] = []
    passive = ""
    # A text's first word has a capital whatever it is, and so may the word after the target.
    first, last = (0, length - 1) if side == "L" else (1, length)
    for i, word in enumerate(near):
        if case[i] == MASKED or (case[i] and first <= i < last):
            found.append(f"N{side}={' '.join(between[:3])}{passive}")
            found.append(f"N{side}at={min(i // 2, 4)}")
            return
        names = strong[i]
        if names is not None:
            between.append(names[0])
        elif word == "by":
            passive = " by"
    found.append(f"N{side}none")


def _judgements(
    found: list[str], side: str, words: Sequence[str], strong: Strong, lexicon: Lexicon
) -> None:
    """The first two words of judgement in the clause, and those that are negated."""
    judging = [i for i, names in enumerate(strong[: len(words)]) if names is not None]
    for i, order in zip(judging, ("first", "second"), strict=False):
        found += [f"{side}{order}={name}" for name in strong[i] or ()]
    if lexicon.negations.isdisjoint(words):
        return
    negated = [i for i, word in enumerate(words) if word in lexicon.negations]
    for i in judging:
        # Up to three words before it in the text.
        before = range(i + 1, i + 4) if side == "L" else range(i - 3, i)
        if any(n in before for n in negated):
            found += [f"{side}not={name}" for name in strong[i] or ()]
