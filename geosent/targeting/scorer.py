"""The target scorer: reading, features, weights, probabilities."""

from __future__ import annotations

from collections.abc import Iterable

from geosent.model import TargetSentiment
from geosent.targeting.features import features
from geosent.targeting.reading import Span, read
from geosent.targeting.weights import shipped, softmax, unpack


class TargetScorer:
    """Scores how a text judges the target at an offset.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'
    """

    def score(
        self, text: str, start: int, end: int, others: Iterable[Span] = ()
    ) -> TargetSentiment:
        """The sentiment towards `text[start:end]`, by a sentence or short passage `text`.

        `others` are the spans of other names of places, which are masked; names that the package
        knows are masked without being told.
        """
        reading = read(text, start, end, others)
        head = "place" if reading.kind in ("place", "people") else "other"
        weight = shipped().heads[head].get
        negative, positive = unpack(sum([weight(name, 0) for name in features(reading)]))
        low, middle, high = softmax(negative, positive)
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)
