"""What stands around two mentions, as names of features, and the weights learned for them.

The constructions of `direction.py` are sure but few; this catches what they miss ("Tehran's fury
at …"). Each feature counts apart for the case that the first of two mentions speaks of the second
(">") and for the other ("<"). Words count only in lower case, so that no name is read; everything
else is one of a few symbols. A linear model over them, trained by tools/train_direction.py, adds up
integers, which makes it the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from geosent.tables import read_table
from geosent.targeting.features import stem
from geosent.targeting.weights import shipped

FILE = "direction_weights.tsv"
UNIT = 512  #: weights are in units of 1/512 of a logit
BIAS = "*"  #: the weight that every pair has; the threshold is in it

#: Mentions further apart than this many words are not looked at.
REACH = 45

_AROUND = 3
_AFTER = 8
_EMPTY = frozenset({"_", "C", "the", "a", "its", "their", "his"})
_LITTLE = frozenset(
    {
        *("of", "by", "to", "for", "with", "against", "from", "in", "on", "at", "as", "about"),
        *("over", "into", "between", "among", "toward", "towards", "than", "and", "or", "but"),
        *("that", "which", "who", "has", "have", "had", "will", "would", "not", "'s", ",", '"'),
        *("-", ":", ";", ".", "?", "!", "the", "a", "its", "their", "his"),
    }
)
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you"})
_SUBORDINATORS = frozenset(
    {"because", "while", "when", "if", "although", "though", "whereas", "after", "before", "until"}
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_VERBS = ("", "VJ", "VD", "VS")
_PLOT = frozenset({"VJ", "VD", "VS", "N", "M", "by", ";", ".", "and", ",", "PRO", "SUB"})


def symbols(
    words: Sequence[str],
    upper: Sequence[bool],
    group: Sequence[int],
    verbs: Sequence[int],
    nouns: Sequence[bool],
) -> list[str]:
    """One symbol for each word: a mention, a verb or noun that directs, a little word, a class."""
    found = []
    entries = shipped().lexicon.entries
    for i, word in enumerate(words):
        if group[i] >= 0:
            found.append("M")
        elif verbs[i]:
            found.append(_VERBS[verbs[i]])
        elif nouns[i]:
            found.append("N")
        elif word in _BE:
            found.append("BE")
        elif word in _LITTLE:
            found.append(word)
        elif word in _PRONOUNS:
            found.append("PRO")
        elif word in _SUBORDINATORS:
            found.append("SUB")
        elif upper[i]:
            found.append("C")
        else:
            entry = entries.get(word)
            found.append(entry[0][0] if entry and entry[0] else "_")
    return found


def pair_features(
    words: Sequence[str], marks: Sequence[str], upper: Sequence[bool], first: int, second: int
) -> list[str]:
    """The features of `words[first]` and `words[second]`; `marks` are the words' symbols.

    >>> words = ["<P>", "denounced", "<P>", "."]
    >>> found = pair_features(words, ["M", "VJ", "M", "."], [True, False, True, False], 0, 2)
    >>> "core:VJ" in found, "w:denounc" in found
    (True, True)
    """
    entries = shipped().lexicon.entries
    between = marks[first + 1 : second]
    length = len(between)
    once = {f"n{length if length < 4 else min(12, 4 + length // 4)}"}
    for k, mark in enumerate(between):
        at = first + 1 + k
        once.add(f"b:{mark}")
        if k < 2:
            once.add(f"f{k}:{mark}")
        if length - k <= 3:
            once.add(f"l{length - k}:{mark}")
        if upper[at]:
            continue
        word = words[at]
        once.add(f"w:{stem(word)}")
        entry = entries.get(word)
        if entry is not None:
            once.update([f"c:{name}" for name in entry[0]])
        if k < 2:
            once.add(f"f{k}w:{word}")
        if length - k <= 3:
            once.add(f"l{length - k}w:{word}")
    core = [mark for mark in between if mark not in _EMPTY]
    once.add("core:" + " ".join(core[:3]))
    once.add("tail:" + " ".join(core[-3:]))
    once.add("plot:" + " ".join([mark for mark in between if mark in _PLOT][:5]))
    once.add(f"M{min(3, between.count('M'))}")
    once.update([f"2:{a} {b}" for a, b in pairwise(between)])
    size = len(words)
    for d in range(1, _AROUND + 1):
        for side, at in (("pre", first - d), ("post", second + d)):
            inside = 0 <= at < size
            once.add(f"{side}{d}:{marks[at] if inside else '$'}")
            if d < _AROUND and inside and not upper[at]:
                once.add(f"{side}w{d}:{words[at]}")
    for at in range(second + 1, min(size, second + 1 + _AFTER)):
        once.add(f"after:{marks[at]}")
        entry = None if upper[at] else entries.get(words[at])
        if entry is not None:
            once.update([f"afterc:{name}" for name in entry[0]])
    inner = words[first + 1 : second].count('"') % 2
    once.add(f"q{inner}{words[:first].count(chr(34)) % 2}")
    once.add(f"start{min(4, first // 3)}")
    return list(once)


def named(features: Sequence[str], way: str, construction: bool) -> list[str]:
    """The names under which the weights of one way (">" or "<") are kept.

    >>> named(["M0"], ">", True)
    ['*', '>', 'rule', '>rule', '>M0']
    """
    told = ["rule", f"{way}rule"] if construction else []
    return [BIAS, way, *told, *(way + name for name in sorted(features))]


def total(features: Sequence[str], way: str) -> int:
    """The sum of the weights: above 0 one speaks of the other, where no construction says so."""
    known = _weights()[way]
    return known[BIAS] + sum(filter(None, map(known.get, features)))


@cache
def _weights() -> Mapping[str, Mapping[str, int]]:
    """The weights of each way, under the names of the features; the bias holds the way's own."""
    read = {row["feature"]: int(row["weight"]) for row in read_table(FILE)}
    found = {
        way: {name[1:]: weight for name, weight in read.items() if name[0] == way and name[1:]}
        for way in "<>"
    }
    for way, weights in found.items():
        weights[BIAS] = read[BIAS] + read.get(way, 0)
    return found
