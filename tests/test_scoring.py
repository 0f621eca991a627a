"""Scoring: VADER's own numbers in linear time, and names that do not sway them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text, news_texts, vader_texts
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from geosent.analyzer import Analyzer
from geosent.countries import all_countries
from geosent.masking import MASK, mask
from geosent.model import Sentiment
from geosent.scoring import VaderScorer, _LinearVader


@cache
def original() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def linear() -> _LinearVader:
    return _LinearVader()


def assert_as_vader(text: str) -> None:
    assert linear().polarity_scores(text) == original().polarity_scores(text)


@given(vader_texts())
@settings(max_examples=250)
def test_the_numbers_are_those_of_vader(text: str) -> None:
    assert_as_vader(text)


@given(st.one_of(any_text, news_texts()))
def test_the_numbers_are_those_of_vader_on_any_text(text: str) -> None:
    assert_as_vader(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "but",
        "good but bad",
        "Good, great but bad, bad, horrible and good.",
        "good good but good good",  # equal values: VADER changes the first it finds
        "good bad but bad good BUT good",
        "but good but bad",
        "not good",
        "never so good",
        "without a doubt excellent",
        "at least it isn't a horrible book",
        "the least good",
        "kind of good, a kind man, kind",
        "VERY GOOD news",
        "ALL CAPS GREAT",
        "good!!! ??? good????",
        "no good, no or bad, nor good no bad",
        "the shit, the bomb, bad ass, yeah right, kiss of death, hand to mouth",
        "😀😀 good💔bad ❤️ 🇫🇷👩‍👩‍👧",
        "x😀y :) :-( ;)",
        "somewhere somewhere's SOMEWHERE",
        "extremely good, slightly bad, sort of nice",
        "\ud83d\ude00 lone \ud83d surrogates",
    ],
)
def test_the_numbers_are_those_of_vader_on_its_rules(text: str) -> None:
    assert_as_vader(text)


def test_the_scorer_gives_the_four_numbers() -> None:
    known = original().polarity_scores("A great day, but a sad one.")
    assert VaderScorer().score("A great day, but a sad one.") == Sentiment(**known)


class _Counting(_LinearVader):
    """Counts how many words VADER's rules are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0

    def sentiment_valence(self, valence: float, window: Any, *rest: Any) -> Any:
        self.shown += len(window.words_and_emoticons)
        return super().sentiment_valence(valence, window, *rest)


@pytest.mark.parametrize("text", ["good ", "😀", "not good but bad ", "great!!! "])
def test_the_rules_see_a_few_words_at_a_time(text: str) -> None:
    counting = _Counting()
    counting.polarity_scores(text * 100)
    hundred = counting.shown
    counting.polarity_scores(text * 1000)
    assert 0 < counting.shown - hundred <= 12 * hundred  # ten times as much, and the edges


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 50_000,
        "x" * 100_000,
        "good but bad " * 10_000,
        "!?" * 50_000,
        "...---" * 20_000,
        "\x00" * 100_000,
        "\ud800" * 100_000,
        "GREAT " * 20_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_texts_on_which_vader_itself_takes_hours(text: str) -> None:
    result = VaderScorer().score(text)
    assert -1 <= result.compound <= 1


# --- masking ----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [MASK, MASK.upper(), MASK.title(), f"{MASK}'s", f"{MASK}-backed"])
def test_the_mask_means_nothing_to_vader(word: str) -> None:
    assert word.lower() not in original().lexicon
    assert word.lower() not in BOOSTER_DICT
    assert word.lower() not in NEGATE
    assert not any(word.lower() in phrase.split() for phrase in SPECIAL_CASES)
    assert "n't" not in word
    for frame in ("{} won a great prize", "a good {} is not bad", "never {} so good", "{}!"):
        neutral = frame.format("of" if word.islower() else "OF")
        assert (
            VaderScorer().score(frame.format(word)).compound
            == VaderScorer().score(neutral).compound
        )


def test_the_article_goes_with_the_name() -> None:
    assert mask("The United States won.", [(4, 17)]) == "somewhere won."
    assert mask("in the\nNetherlands", [(7, 18)]) == "in somewhere"
    assert mask("Lithe Norway", [(6, 12)]) == "Lithe somewhere"


def test_capitals_stay_capitals() -> None:
    assert mask("TURKEY SHOOTS DOWN JET", [(0, 6)]) == "SOMEWHERE SHOOTS DOWN JET"
    assert mask("US shoots", [(0, 2)]) == "somewhere shoots"
    assert mask("US", [(0, 2)]) == "somewhere"


def test_nothing_to_mask() -> None:
    assert mask("Nothing here.", []) == "Nothing here."


FRAMES = (
    "{} won a great victory.",
    "Leaders fear that {} is weak.",
    "The terrible war has reached {}.",
    "The terrible war has reached {}",
    "Critics praised {}'s brilliant plan.",
    "Critics praised {}’s brilliant plan!",
    "He said the {} deal was good, but not great.",
    "A {}-backed peace plan failed.",
    "HORRIBLE ATTACK IN {upper}",
    "{upper} WINS GREAT PRIZE",
    "NOT good: {} lost again!!!",
    "It was not {} but the weather that was awful.",
    "Not even {} is happy.",
    "“{},” he said, “is kind of nice.”",
    "No {} troops died.",
    "Very {} and very bad.",
)


def _scores(analyzer: Analyzer, frame: str, name: str) -> list[Sentiment]:
    text = frame.format(name, upper=name.upper())
    return [sentence.sentiment for sentence in analyzer.sentences(text)]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    """Only the tone counts here."""
    return Analyzer(target_scorer=None)


@pytest.mark.parametrize("frame", FRAMES)
def test_no_country_changes_the_score_of_a_sentence(analyzer: Analyzer, frame: str) -> None:
    expected = _scores(analyzer, frame, "Norway")
    assert len(expected) == 1
    swayed = {
        known.name
        for known in all_countries().values()
        if _scores(analyzer, frame, known.name) != expected
    }
    assert swayed == set()


@given(
    st.lists(vader_texts(), min_size=2, max_size=4),
    st.lists(
        st.sampled_from(sorted(c.name for c in all_countries().values())), min_size=6, max_size=6
    ),
)
def test_swapping_names_changes_no_score(parts: list[str], names: list[str]) -> None:
    masked = Counter()
    for chosen in (names[:3], names[3:]):
        text, spans = parts[0], []
        for part, name in zip(parts[1:], chosen, strict=False):
            text += " "
            spans.append((len(text), len(text) + len(name)))
            text += f"{name} {part}"
        masked[mask(text, spans)] += 1
    assert len(masked) == 1


def test_a_name_without_a_mask_would_sway_the_score() -> None:
    scorer = VaderScorer()
    assert scorer.score("Great Britain signed.").compound > 0.6
    assert scorer.score(mask("Great Britain signed.", [(0, 13)])).compound == 0
