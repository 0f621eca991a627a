"""The target scorer: reading, features, weights, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.targeting.features import (
    SLOTS,
    Entry,
    clause_length,
    entry_features,
    places,
    sentence_features,
    stem,
)
from geosent.targeting.reading import Span, read
from geosent.targeting.weights import HEADS, Model, columns_of, shipped, softmax, unpack

#: Sums of words in places are kept between calls, and forgotten when there are this many.
_REMEMBERED = 100_000


class TargetScorer:
    """Scores how a text judges the target at an offset.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

    A scorer may be used from several threads.
    """

    def __init__(self) -> None:
        self._words: dict[str, _WordSums] = {}

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
        model = shipped()
        if not self._words:
            self._words = {head: _WordSums(model, head) for head in HEADS}
        reading = read(text, start, end, others, place)
        head = "place" if reading.kind in ("place", "people") else "other"
        sums = self._words[head]
        total = sums.side(0, reading.left) + sums.side(1, reading.right)
        index, weights = model.named, model.heads[head].named
        for name in sentence_features(reading, model.lexicon):
            found = index.get(name)
            if found is not None:
                total += weights[found]
        low, middle, high = softmax(*unpack(total))
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)


class _WordSums:
    """What each word in each place adds to the score of one kind of target, worked out once."""

    def __init__(self, model: Model, head: str) -> None:
        self._model = model
        self._weights = model.heads[head]
        each = [(side, place) for side in "LR" for place in range(len(SLOTS))]
        self._columns = [columns_of(side, place) for side, place in each]
        self._sums: list[dict[str, int]] = [{} for _ in each]
        self._entries: list[dict[Entry, int]] = [{} for _ in each]
        self._size = 0

    def side(self, side: int, words: Sequence[str]) -> int:
        """The sum of a side's words, the nearest first; `side` is 0 for left and 1 for right."""
        sums = self._sums[9 * side : 9 * side + 9]
        total = 0
        for place, word in zip(places(len(words), clause_length(words)), words, strict=True):
            known = sums[place].get(word)
            if known is None:
                known = sums[place][word] = self._sum(9 * side + place, word)
                self._size += 1
            total += known
        if self._size > _REMEMBERED:
            self._sums = [{} for _ in self._sums]
            self._size = 0
        return total

    def _sum(self, at: int, word: str) -> int:
        model, weights = self._model, self._weights
        total = 0
        row = model.words.get(word)
        if row is not None:
            size = len(model.words)
            for column in self._columns[at]:
                total += weights.words[column * size + row]
        row = model.stems.get(stem(word))
        if row is not None:
            size = len(model.stems)
            for column in self._columns[at]:
                total += weights.stems[column * size + row]
        entry = model.lexicon.entries.get(word)
        if entry is not None:
            known = self._entries[at].get(entry)
            if known is None:
                known = self._entries[at][entry] = self._entry(at, entry)
            total += known
        return total

    def _entry(self, at: int, entry: Entry) -> int:
        side, place = divmod(at, 9)
        index, weights = self._model.named, self._weights.named
        found = (index.get(name) for name in entry_features("LR"[side], place, entry))
        return sum(weights[row] for row in found if row is not None)
