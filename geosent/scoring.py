"""The tone of a sentence: vaderSentiment, with the names of places masked first.

VADER's lexicon counts the words inside names: "United" is friendly to it, and so is "Great" in
"Great Britain". A sentence must not be friendly because of what a country is called, so every
mention is replaced by a word that means nothing to VADER before it reads the sentence.

The numbers are vaderSentiment's own, to the last digit. Only its running time is changed: version
3.3.2 lower-cases the whole text again for each word it knows, which is quadratic, and hours long on
a page of emoji. No rule of it looks further than three words back and two ahead, so here it is
shown just that window.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    SentimentIntensityAnalyzer,
    SentiText,
)

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


class _Window:
    """The words that VADER's rules for one word can see, in the shape of its `SentiText`."""

    __slots__ = ("is_cap_diff", "words_and_emoticons")

    def __init__(self, words: list[str], is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


class _LinearVader(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """vaderSentiment in time linear in the length of the text, with identical results."""

    def __init__(self) -> None:
        super().__init__()
        # VADER looks emoji up one character at a time, so sequences of several never count.
        self._single = frozenset(emoji for emoji in self.emojis if len(emoji) == 1)
        self._emoji = re.compile(f"[{re.escape(''.join(sorted(self._single)))}]")

    def polarity_scores(self, text: str) -> dict[str, float]:
        text = self._without_emoji(text).strip()
        whole = SentiText(text)
        words: list[str] = whole.words_and_emoticons
        lower = [word.lower() for word in words]
        last = len(words) - 1
        valences: list[float] = [0.0] * len(words)
        for i, word in enumerate(lower):
            if word not in self.lexicon or word in BOOSTER_DICT:
                continue
            if word == "kind" and i < last and lower[i + 1] == "of":
                continue
            first = max(0, i - 3)
            window = _Window(words[first : i + 3], whole.is_cap_diff)
            valences[i] = self.sentiment_valence(0, window, words[i], i - first, [])[0]
        if "but" in lower:
            _shift_weight_across_but(valences, lower.index("but"))
        result: dict[str, float] = self.score_valence(valences, text)
        return result

    def _without_emoji(self, text: str) -> str:
        """Emoji replaced by their descriptions, with a space before one that touches a word."""
        if text.isascii() or self._single.isdisjoint(text):
            return text
        parts: list[str] = []
        done = 0
        after_space = True
        for match in self._emoji.finditer(text):
            if match.start() > done:
                parts.append(text[done : match.start()])
                after_space = parts[-1].endswith(" ")
            if not after_space:
                parts.append(" ")
            parts.append(self.emojis[match.group()])
            after_space = False
            done = match.end()
        parts.append(text[done:])
        return "".join(parts)


def _shift_weight_across_but(valences: list[float], but: int) -> None:
    """Halve what stands before "but" and raise what stands after it by half, as VADER does.

    VADER looks each value up by equality, so the first of several equal values is the one that it
    changes. Where each value stands first is kept in heaps, to stay linear.
    """
    places: dict[float, list[int]] = {}
    for i, valence in enumerate(valences):
        if valence:  # a zero stays zero
            places.setdefault(valence, []).append(i)
    for i in range(len(valences)):
        value = valences[i]
        if not value:
            continue
        first = places[value][0]
        if first == but:
            continue
        heapq.heappop(places[value])
        changed = value * (0.5 if first < but else 1.5)
        valences[first] = changed
        heapq.heappush(places.setdefault(changed, []), first)


@cache
def _vader() -> _LinearVader:
    return _LinearVader()


class VaderScorer:
    """The default scorer.

    >>> VaderScorer().score("A great day for peace.").compound
    0.8316
    """

    def score(self, text: str) -> Sentiment:
        numbers = _vader().polarity_scores(text)
        return Sentiment(numbers["neg"], numbers["neu"], numbers["pos"], numbers["compound"])


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
