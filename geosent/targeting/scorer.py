"""The target scorer: a reading, what its words say by weights and network, probabilities."""

from __future__ import annotations

from collections.abc import Iterable

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.targeting import network, weights
from geosent.targeting.features import TARGET, clause_length, columns
from geosent.targeting.narrowing import narrowed
from geosent.targeting.network import HEADS, KINDS, REACH, Network
from geosent.targeting.reading import Reading, Span, plain, read, way_of
from geosent.targeting.weights import Weights, softmax

#: How many words are kept between calls; beyond it all of them are forgotten.
_WORDS = 20_000

#: What a word gives to the network, and its row in the tables of weights.
Word = tuple[int, int, int, int]


class TargetScorer:
    """Scores how a text judges the target at an offset.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

    A scorer may be used from several threads.
    """

    def __init__(self) -> None:
        self._judge: Judge | None = None

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
        judge = self._judge
        if judge is None:
            judge = self._judge = Judge(network.shipped(), weights.shipped())
        reading = narrowed(read(text, start, end, others or (), place=others is not None))
        low, middle, high = judge.probabilities(reading)
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)


class Judge:
    """The network and the weights at work; it keeps what words give, once it has met them."""

    def __init__(self, network: Network, weights: Weights) -> None:
        self._network = network
        self._weights = weights
        self._words = _Words(network)

    def probabilities(self, reading: Reading) -> tuple[int, int, int]:
        """Those of negative, neutral and positive, in units of 1e-4."""
        left, right = reading.left[:REACH], reading.right[:REACH]
        where = (
            *columns("L", len(left), clause_length(left)),
            TARGET,
            *columns("R", len(right), clause_length(right)),
        )
        kind = KINDS.index(reading.kind)
        words = self._words
        found = [words[word] for word in reversed(left)]
        found.append((*self._network.kinds[kind], kind))
        found += [words[word] for word in right]
        after, itself, before, rows = zip(*found, strict=True)
        place = reading.kind in ("place", "people")
        head = HEADS.index("place" if place else "other")
        against, for_it = self._network.logits(after, itself, before, where, head)
        # Words have weights towards places only.
        cells = list(zip(where, rows, strict=True)) if place else [(TARGET, kind)]
        negative, positive = self._weights.negative, self._weights.positive
        against += sum([negative[column][row] for column, row in cells])
        for_it += sum([positive[column][row] for column, row in cells])
        return softmax(against, for_it)


class _Words(dict[str, Word]):
    """What each word gives wherever it stands."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def __missing__(self, word: str) -> Word:
        row = self._network.words.get(plain(word), 0)
        if len(self) >= _WORDS:
            self.clear()
        found = self[word] = (*self._network.given(row, way_of(word)), row)
        return found
