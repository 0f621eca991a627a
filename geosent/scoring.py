"""The tone of a sentence: vaderSentiment, in time linear in its length.

The numbers are vaderSentiment's own, to the last digit. Only its running time is changed: version
3.3.2 lower-cases the whole text again for each word it knows, which is quadratic, and hours long on
a page of emoji. No rule of it looks further than three words back and two ahead, so here it is
shown just that window.
"""

from __future__ import annotations

import heapq
import re
from functools import cache
from string import punctuation

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    SentimentIntensityAnalyzer,
)

from geosent.model import Sentiment


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
        # As VADER's `SentiText` does: punctuation taken off, unless hardly anything would be left,
        # which is an emoticon then; and whether some words, but not all, are in capitals.
        words = [
            token if len(word := token.strip(punctuation)) <= 2 else word for token in text.split()
        ]
        is_cap_diff = 0 < sum(map(str.isupper, words)) < len(words)
        lower = [word.lower() for word in words]
        last = len(words) - 1
        valences: list[float] = [0.0] * len(words)
        for i, word in enumerate(lower):
            if word not in self.lexicon or word in BOOSTER_DICT:
                continue
            if word == "kind" and i < last and lower[i + 1] == "of":
                continue
            first = max(0, i - 3)
            window = _Window(words[first : i + 3], is_cap_diff)
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
        first = places[value][0]  # never "but" itself, which has no valence
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
    0.8225
    """

    def score(self, text: str) -> Sentiment:
        numbers = _vader().polarity_scores(text)
        return Sentiment(numbers["neg"], numbers["neu"], numbers["pos"], numbers["compound"])
