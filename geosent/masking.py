"""What is done to a sentence before it is scored, and to its scores after.

VADER's lexicon counts the words inside names: "United" is friendly to it, and so is "Great" in
"Great Britain". A sentence must not be friendly because of what a country is called, so every
mention is replaced by a word that means nothing to VADER before it reads the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

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
