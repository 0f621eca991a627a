"""The target scorer: reading, features, weights, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.targeting.features import places, sentence_features, word_features
from geosent.targeting.reading import Span, read
from geosent.targeting.weights import shipped, softmax, unpack

#: Sums for words in places are kept between calls, and forgotten when there are this many.
_REMEMBERED = 200_000


class TargetScorer:
    """Scores how a text judges the target at an offset.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

    A scorer may be shared by threads.
    """

    def __init__(self) -> None:
        self._sums: dict[str, dict[tuple[str, int, str], int]] = {}

    def score(
        self, text: str, start: int, end: int, others: Iterable[Span] = (), place: bool = False
    ) -> TargetSentiment:
        """The sentiment towards `text[start:end]`, by a sentence or short passage `text`.

        `others` are the spans of other names of places; they are masked, as the names that the
        package knows are without being told. `place` says that the target is one itself, for names
        that are not known.
        """
        if not isinstance(text, str):
            raise GeosentTypeError(f"a text must be str, not {type(text).__name__}")
        if not 0 <= start < end <= len(text):
            raise GeosentValueError(
                f"no target at {start}:{end} of a text of {len(text)} characters"
            )
        reading = read(text, start, end, others, place)
        model = shipped()
        head = "place" if reading.kind in ("place", "people") else "other"
        index, weights = model.index, model.heads[head]
        total = self._side(head, "L", reading.left) + self._side(head, "R", reading.right)
        for name in sentence_features(reading, model.lexicon):
            found = index.get(name)
            if found is not None:
                total += weights[found]
        low, middle, high = softmax(*unpack(total))
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)

    def _side(self, head: str, side: str, words: Sequence[str]) -> int:
        """The sum over the words of one side. Words come back, so their sums are remembered."""
        sums = self._sums.setdefault(head, {})
        total = 0
        for key in zip([side] * len(words), places(words), words, strict=True):
            known = sums.get(key)
            if known is None:
                if len(sums) >= _REMEMBERED:
                    sums.clear()
                model = shipped()
                weights, index = model.heads[head], model.index
                known = 0
                for name in word_features(*key, model.lexicon):
                    found = index.get(name)
                    if found is not None:
                        known += weights[found]
                sums[key] = known
            total += known
        return total
