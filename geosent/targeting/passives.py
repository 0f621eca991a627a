"""Who judges in a passive: "Iran was condemned by Norway" says nothing against Norway.

The belief behind it: a verb that judges, in "condemned by Norway", judges its subject, and Norway
only speaks, as it does in "Norway condemned". The models hold such a verb against whoever stands
next to it. So for a target in the phrase with "by" a verb that only reports stands in its place.

Verbs that harm or help are left to the models: "invaded by" and "saved by" show who did it in a
light.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from geosent.targeting.reading import Reading, plain
from geosent.targeting.weights import shipped

#: Judges nobody: the lexicon has it in its class RE.
_REPORTED = "told"

#: How many words "by" may stand before the target: "by the new government of Chad".
_REACH = 6

#: Words beyond which nothing belongs to the phrase: "praised by Norway, Chad …" praises Chad.
_ENDS = frozenset(
    {
        *(".", "!", "?", ";", ":", ",", "for", "on", "at", "after", "over", "to", "with"),
        *("that", "who", "which", "but", "because", "while", "is", "are", "was", "were"),
    }
)

#: What is done and not said, among the verbs that the lexicon has as judging.
_DEEDS = frozenset(
    {
        *("arrested", "backed", "defended", "embargoed", "expelled", "hounded", "imprisoned"),
        *("jailed", "knocked", "mauled", "mistreated", "overturned", "penalised", "penalized"),
        *("prosecuted", "punished", "ripped", "sanctioned", "savaged", "supported", "targeted"),
        *("threatened", "thumped", "torched", "trashed", "victimised", "whacked"),
    }
)


def without_passive(reading: Reading) -> Reading:
    """The reading, without the verbs by which the target judges another.

    >>> from geosent.targeting.reading import read
    >>> without_passive(read("Iran was condemned by Norway.", 22, 28)).left
    ['by', 'told', 'was', '<P>']
    >>> without_passive(read("Iran was invaded by Norway.", 20, 26)).left
    ['by', 'invaded', 'was', '<P>']
    """
    by = _by(reading.left)
    if by is None:
        return reading
    left = list(reading.left)
    at = by + 1
    if at < len(left) and left[at].endswith("ly"):  # "criticised sharply by"
        at += 1
    while at < len(left) and _judges(plain(left[at])):
        left[at] = _REPORTED
        if left[at + 1 : at + 2] != ["and"]:
            break
        at += 2  # "mocked and condemned by"
    return evolve(reading, left=left)


def _by(left: Sequence[str]) -> int | None:
    """Where the "by" stands in whose phrase the target is."""
    for at, word in enumerate(map(plain, left[:_REACH])):
        if word in _ENDS:
            return None
        if word == "by":
            return at
    return None


def _judges(word: str) -> bool:
    """Whether a word is the participle of a verb that judges, and of no deed."""
    classes = shipped().lexicon.entries.get(word, ((), 0))[0]
    return (
        word not in _DEEDS
        and word.endswith("ed")
        and not {"JN", "JP"}.isdisjoint(classes)
        and {"HN", "HP"}.isdisjoint(classes)
    )
