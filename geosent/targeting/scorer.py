"""The target scorer: reading, features, weights, the network, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import getitem

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.targeting import network
from geosent.targeting.features import (
    SLOTS,
    Entry,
    Pair,
    clause_length,
    entry_features,
    pair_features,
    pairs,
    places,
    stem,
)
from geosent.targeting.reading import Reading, Span, plain, read
from geosent.targeting.weights import COLUMNS, Head, Model, shipped, softmax, unpack, widen

#: How many words, words in one place, and pairs of words are kept between calls. Beyond it all of
#: them are forgotten.
_WORDS, _IN_PLACE, _PAIRS = 20_000, 4_000, 30_000

#: What a word gives wherever it stands: to the network, and where its weights begin in the tables
#: of words and of stems, and what the lexicon says of it.
Word = tuple[network.Given, int, int, Entry | None]

#: What a word gives in its place: to the network, and to the sum of the linear model.
Placed = tuple[int, int, int, int]


class TargetScorer:
    """Scores how a text judges the target at an offset.

    >>> TargetScorer().score("The minister condemned Syria.", 23, 28).label
    'negative'

    A scorer may be used from several threads.
    """

    def __init__(self) -> None:
        self._judge: network.Judge | None = None
        self._heads: Sequence[_Memory] = ()

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
        reading = read(text, start, end, others or (), place=others is not None)
        judge = self._judge or self._load()
        head = 0 if reading.kind in ("place", "people") else 1
        memory = self._heads[head]
        words = memory.placed(reading)
        after, itself, before, told = zip(*words, strict=True)
        negative, positive = unpack(sum(told, sum(map(memory.pairs.__getitem__, pairs(reading)))))
        more = judge.logits(after, itself, before, len(reading.left), head)
        low, middle, high = softmax(negative + more[0], positive + more[1])
        return TargetSentiment(low / 10_000, middle / 10_000, high / 10_000)

    def _load(self) -> network.Judge:
        model, judge = shipped(), network.Judge(network.shipped())
        words = _Words(model, judge)
        self._heads = [_Memory(head, words, judge) for head in model.heads]
        self._judge = judge
        return judge


class _Memory:
    """What words in their places and pairs of words say for one kind of target."""

    def __init__(self, head: Head, words: _Words, judge: network.Judge) -> None:
        columns = [_Column(head, words, column, at) for column, at in enumerate(judge.places)]
        self._left, self._right = columns[: len(SLOTS)], columns[len(SLOTS) :]
        self._targets: Mapping[str, Placed] = {
            kind: (*judge.target(kind), 0) for kind in network.KINDS
        }
        self.pairs = _PairSums(head)

    def placed(self, reading: Reading) -> list[Placed]:
        """What the words of a text give, in order, and among them the target."""
        left, right = reading.left, reading.right
        left_places = places(len(left), clause_length(left))
        right_places = places(len(right), clause_length(right))
        found = list(map(getitem, map(self._left.__getitem__, left_places), left))
        found.reverse()
        found.append(self._targets[reading.kind])
        found += map(getitem, map(self._right.__getitem__, right_places), right)
        return found


class _Words(dict[str, Word]):
    """What each word gives wherever it stands."""

    def __init__(self, model: Model, judge: network.Judge) -> None:
        super().__init__()
        self._model = model
        self._judge = judge

    def __missing__(self, word: str) -> Word:
        model = self._model
        term = plain(word)
        row = model.words.get(term, len(model.words))
        root = model.stems.get(stem(term), len(model.stems))
        entry = model.lexicon.entries.get(term)
        if len(self) >= _WORDS:
            self.clear()
        width = len(COLUMNS)
        found = self[word] = self._judge.given(word), row * width, root * width, entry
        return found


class _Column(dict[str, Placed]):
    """What each word gives in one place of one side, for one kind of target."""

    def __init__(self, head: Head, words: _Words, column: int, standing: int) -> None:
        super().__init__()
        self._head = head
        self._words = words
        self._column = column
        self._standing = standing  #: what the network adds to a word that stands there
        self._entries: dict[Entry, int] = {}
        self._parts: dict[Entry, int] = {}

    def __missing__(self, word: str) -> Placed:
        (after, itself, before), row, root, entry = self._words[word]
        told = widen(self._head.words[row + self._column] + self._head.stems[root + self._column])
        if entry is not None:
            known = self._entries.get(entry)
            if known is None:
                known = self._entries[entry] = self._lexicon(entry)
            told += known
        if len(self) >= _IN_PLACE:
            self.clear()
        found = self[word] = after, itself + self._standing, before, told
        return found

    def _lexicon(self, entry: Entry) -> int:
        """What the lexicon adds for a word: the sum of its classes and of the steps of valence."""
        classes, valence = entry
        found = sum([self._part(((name,), 0)) for name in classes])
        if valence:
            found += abs(valence) * self._part(((), 1 if valence > 0 else -1))
        return found

    def _part(self, entry: Entry) -> int:
        known = self._parts.get(entry)
        if known is None:
            known = self._head.total(entry_features(*COLUMNS[self._column], entry))
            self._parts[entry] = known
        return known


class _PairSums(dict[Pair, int]):
    """What each pair of words adds to the score of one kind of target."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self._head = head

    def __missing__(self, pair: Pair) -> int:
        if len(self) >= _PAIRS:
            self.clear()
        found = self[pair] = self._head.total(pair_features(pair))
        return found
