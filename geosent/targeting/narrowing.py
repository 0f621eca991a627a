"""What a verb that judges says of others is taken out of the reading of a target.

The models hold such a verb against whoever stands near it. Two things in a sentence say that it
judges somebody else:

- In "Iran was condemned by Norway" it judges its subject, and Norway only speaks, as it does in
  "Norway condemned". So for a target in the phrase with "by" a verb that only reports stands in its
  place. Verbs that harm or help are left to the models: "invaded by" and "saved by" show who did it
  in a light.
- "Chad praised Mali; Norway left" is two statements. So what stands beyond a semicolon is left out,
  if a verb judges there and another place is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from geosent.targeting.reading import PEOPLE, PLACE, Reading, plain
from geosent.targeting.weights import shipped

_JUDGING = frozenset({"JN", "JP"})

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


def narrowed(reading: Reading) -> Reading:
    """The reading, without the verbs that judge somebody else.

    >>> from geosent.targeting.reading import read
    >>> narrowed(read("Iran was condemned by Norway.", 22, 28)).left
    ['by', 'told', 'was', '<P>']
    >>> narrowed(read("Iran was invaded by Norway.", 20, 26)).left
    ['by', 'invaded', 'was', '<P>']
    >>> narrowed(read("Iran praised Chad; Norway left.", 19, 25)).left
    []
    """
    left, right = _statement(reading.left), _statement(reading.right)
    return Reading(_without_passive(left), right, reading.kind)


def _statement(words: Sequence[str]) -> Sequence[str]:
    """The words of a side up to a semicolon, if another place is judged beyond it."""
    if ";" not in words:
        return words
    end = words.index(";")
    beyond = words[end:]
    judged = any(not _JUDGING.isdisjoint(_classes(plain(word))) for word in beyond)
    return words[:end] if judged and (PLACE in beyond or PEOPLE in beyond) else words


def _without_passive(words: Sequence[str]) -> Sequence[str]:
    """The words before a target, without the verbs by which it judges another."""
    by = _by(words)
    if by is None:
        return words
    left = list(words)
    at = by + 1
    if at < len(left) and left[at].endswith("ly"):  # "criticised sharply by"
        at += 1
    while at < len(left) and _judges(plain(left[at])):
        left[at] = _REPORTED
        if left[at + 1 : at + 2] != ["and"]:
            break
        at += 2  # "mocked and condemned by"
    return left


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
    classes = _classes(word)
    return (
        word not in _DEEDS
        and word.endswith("ed")
        and not _JUDGING.isdisjoint(classes)
        and {"HN", "HP"}.isdisjoint(classes)
    )


def _classes(word: str) -> Sequence[str]:
    """The classes of a word in the lexicon."""
    return shipped().lexicon.entries.get(word, ((), 0))[0]
