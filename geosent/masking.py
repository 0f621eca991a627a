"""What is done to a sentence before it is scored, and to its scores after.

VADER's lexicon counts the words inside names: "United" is friendly to it, and so is "Great" in
"Great Britain". A sentence must not be friendly because of what a country is called, so every
mention is replaced by a word that means nothing to VADER before it reads the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import Sentiment, TargetSentiment

#: Not in VADER's lexicon, no booster, no negation: proven by a test.
MASK = "somewhere"

Span = tuple[int, int]


class Scorer(Protocol):
    """What `Analyzer(scorer=…)` asks of a scorer: one method, from a sentence to a `Sentiment`."""

    def score(self, text: str) -> Sentiment:
        """The sentiment of `text`, in which every mention has been masked."""


class TargetScorerLike(Protocol):
    """What `Analyzer(target_scorer=…)` asks: how a sentence judges what stands at some offsets."""

    def score(
        self, text: str, start: int, end: int, others: Sequence[Span] = ()
    ) -> TargetSentiment:
        """The sentiment towards `text[start:end]`; `others` are the other mentions' offsets."""


def checked_tone(found: object) -> Sentiment:
    """What a scorer gave, if it can be added up: NaN cannot, and a profile beyond ±1 lies.

    >>> checked_tone(Sentiment(neg=0.0, neu=0.5, pos=0.5, compound=0.6)).compound
    0.6
    """
    if not isinstance(found, Sentiment):
        raise GeosentTypeError(f"a scorer gives a Sentiment, not {type(found).__name__}")
    _check(found, found.compound, (found.neg, found.neu, found.pos))
    return found


def checked_judgement(found: object) -> TargetSentiment:
    """What a target scorer gave, if it can be added up.

    >>> checked_judgement(TargetSentiment(0.8, 0.2, 0.0)).label
    'negative'
    """
    if not isinstance(found, TargetSentiment):
        raise GeosentTypeError(
            f"a target scorer gives a TargetSentiment, not {type(found).__name__}"
        )
    parts = found.negative, found.neutral, found.positive
    _check(found, 0.0, parts)
    return found


def _check(found: object, score: float, parts: tuple[float, float, float]) -> None:
    low, middle, high = parts
    if not (-1 <= score <= 1 and 0 <= low <= 1 and 0 <= middle <= 1 and 0 <= high <= 1):
        raise GeosentValueError(
            f"a scorer gave {found}: a compound is from -1 to 1, everything else from 0 to 1"
        )


def mean_of(scores: Sequence[TargetSentiment]) -> TargetSentiment:
    """One score for several mentions of one country: the mean of each probability.

    >>> mean_of([TargetSentiment(0.8, 0.2, 0.0), TargetSentiment(0.2, 0.8, 0.0)]).negative
    0.5
    """
    if len(scores) == 1:
        return scores[0]
    return TargetSentiment(
        round(sum(s.negative for s in scores) / len(scores), 4),
        round(sum(s.neutral for s in scores) / len(scores), 4),
        round(sum(s.positive for s in scores) / len(scores), 4),
    )


def mask(text: str, spans: Sequence[Span]) -> str:
    """`text` with a neutral word in the place of each span, and of an article before it.

    The word does not depend on what it replaces. In a line of capitals it is in capitals, or it
    would be the one lower-case word that makes VADER read the others as shouted.

    >>> mask("The United States praised Great Britain.", [(4, 17), (26, 39)])
    'somewhere praised somewhere.'
    """
    parts: list[str] = []
    done = 0
    for start, end in spans:
        before = text[done:start]
        article = _ARTICLE.search(before)
        parts.append(before[: article.start()] if article else before)
        parts.append(MASK)
        done = end
    parts.append(text[done:])
    rest = "".join(parts[::2])
    if rest.isupper():
        parts[1::2] = [MASK.upper()] * (len(parts) // 2)
    return "".join(parts)


_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
