"""The target scorer: reading, features, weights, the network, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.targeting import network
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
from geosent.targeting.weights import (
    COLUMNS,
    HEADS,
    Model,
    shipped,
    softmax,
    unpack,
    widen,
)

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
        self._judge: network.Judge | None = None

    def score(
        self, text: str, start: int, end: int, others: Iterable[Span] | None = None
    ) -> TargetSentiment:
        """The sentiment towards `text[start:end]`, by a sentence or short passage `text`.

        `others` are the spans of the other names of places in it, which are masked. To give them,
        be they none, is to say that the target is the name of a place as well. Without them, both
        are decided by the names that the package knows.
        """
        if not isinstance(text, str):
            raise GeosentTypeError(f"a text must be str, not {type(text).__name__}")
        if not 0 <= start < end <= len(text):
            raise GeosentValueError(
                f"no target at {start}:{end} of a text of {len(text)} characters"
            )
        model = shipped()
        judge = self._judge
        if judge is None:
            self._words = {head: _WordSums(model, head) for head in HEADS}
            judge = self._judge = network.Judge(network.shipped())
        reading = read(text, start, end, others or (), place=others is not None)
        left, right = reading.left, reading.right
        left_places = places(len(left), clause_length(left))
        right_places = places(len(right), clause_length(right))
        head = "place" if reading.kind in ("place", "people") else "other"
        sums = self._words[head]
        total = sums.side(0, left, left_places) + sums.side(1, right, right_places)
        weights = model.heads[head].named
        rows = map(model.named.get, sentence_features(reading))
        total += sum([weights[row] for row in rows if row is not None])
        negative, positive = unpack(total)
        more = judge.logits(reading, left_places, right_places, HEADS.index(head))
        low, middle, high = softmax(negative + more[0], positive + more[1])
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)


class _WordSums:
    """What each word in each place adds to the score of one kind of target, worked out once."""

    def __init__(self, model: Model, head: str) -> None:
        self._model = model
        self._weights = model.heads[head]
        self._known: dict[str, tuple[int | None, int | None, Sequence[int] | None]] = {}
        self._sums: list[dict[str, int]] = [{} for _ in COLUMNS]
        self._entries: dict[Entry, Sequence[int]] = {}
        self._size = 0

    def side(self, side: int, words: Sequence[str], at: Sequence[int]) -> int:
        """The sum of a side's words in their places; `side` is 0 for left and 1 for right."""
        first = side * len(SLOTS)
        sums = self._sums[first : first + len(SLOTS)]
        found = [sums[place].get(word) for place, word in zip(at, words, strict=True)]
        if None not in found:
            return sum(found)  # type: ignore[arg-type]
        total = 0
        for place, word, known in zip(at, words, found, strict=True):
            if known is None:
                known = sums[place][word] = self._sum(first + place, word)
                self._size += 1
            total += known
        if self._size > _REMEMBERED:
            self._sums = [{} for _ in self._sums]
            self._known = {}
            self._size = 0
        return total

    def _sum(self, column: int, word: str) -> int:
        known = self._known.get(word)
        if known is None:
            model = self._model
            row, root = model.words.get(word), model.stems.get(stem(word))
            known = self._known[word] = (row, root, self._added(word))
        row, root, added = known
        small = 0
        if row is not None:
            small = self._weights.words[row * len(COLUMNS) + column]
        if root is not None:
            small += self._weights.stems[root * len(COLUMNS) + column]
        return widen(small) if added is None else widen(small) + added[column]

    def _added(self, word: str) -> Sequence[int] | None:
        """What the lexicon adds for a word in each column; many words have the same entry."""
        entry = self._model.lexicon.entries.get(word)
        if entry is None:
            return None
        known = self._entries.get(entry)
        if known is None:
            known = [self._entry(column, entry) for column in range(len(COLUMNS))]
            self._entries[entry] = known
        return known

    def _entry(self, column: int, entry: Entry) -> int:
        weights = self._weights.named
        rows = map(self._model.named.get, entry_features(*COLUMNS[column], entry))
        return sum([weights[row] for row in rows if row is not None])
