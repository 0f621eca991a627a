"""Hypothesis strategies: texts, sentences and documents of every kind the tests need."""

from __future__ import annotations

from functools import cache

from geopy.location import Location
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from geosent.countries import all_countries
from geosent.model import Mention, Sentence, Sentiment, TargetSentiment
from geosent.profiles import Profile, profile_document

#: Few, so that merged profiles share them.
CODES = ("BA", "FR", "NO", "SY", "US", "XK")

#: What separates words in found text, and what hides between its letters.
_SPACES = (" ", " ", " ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\t", "\u00a0", "\u2028", "\u2009", "")
_HIDDEN = ("\u00ad", "\u200b", "\ufeff", "\u0301", "\u0308", "\u20dd", "\ud800", "\udfff", "\x00")
_MARKS = (
    ".",
    ",",
    "’s",
    "'s",
    "-",
    "–",
    "“",
    "”",
    "!",
    "?",
    "...",
    "(",
    ")",
    ":",
    "\u2029",
    "🇫🇷",
    "😀",
)
_NAMES = (
    "U.S.",
    "US",
    "us",
    "United States",
    "the United Kingdom",
    "São Tomé and Príncipe",
    "Sao Tome",
    "Côte d'Ivoire",
    "Côte d’Ivoire",
    "Saudi-led",
    "Sino-Indian",
    "anti-American",
    "TURKEY",
    "İstanbul",
    "Łódź",
    "Z\u0301ilina",
    "New York",
    "Paris, Texas",
    "London, Ontario",
    "Washington",
    "the Kremlin",
    "Georgia",
    "Jordan",
    "Chad",
    "Norwegian",
    "SRI LANKA",
    "Papua New Guinea",
)
_WORDS = (
    "said",
    "The",
    "war",
    "a great",
    "NOT",
    "troops",
    "of",
    "in",
    "President",
    "Mr.",
    "voted",
    "3.5",
)

#: Every code point, lone surrogates among them.
any_text = st.text(st.characters(exclude_categories=()))


def news_texts() -> st.SearchStrategy[str]:
    """Texts full of names, in all the ways in which layout and encoding can maim them."""
    pieces = st.one_of(
        st.sampled_from(_NAMES),
        st.sampled_from(_NAMES),
        st.sampled_from(_WORDS),
        st.sampled_from(_SPACES),
        st.sampled_from(_SPACES),
        st.sampled_from(_MARKS),
        st.sampled_from(_HIDDEN),
        st.characters(exclude_categories=()),
    )
    return st.lists(pieces, max_size=25).map("".join)


@cache
def _vader_words() -> tuple[str, ...]:
    lexicon = SentimentIntensityAnalyzer()
    known = sorted(lexicon.lexicon)
    idioms = [word for phrase in sorted(SPECIAL_CASES) for word in phrase.split()]
    emoji = sorted(lexicon.emojis)
    return (*known, *known[::7], *emoji, *idioms)


def vader_texts() -> st.SearchStrategy[str]:
    """Texts of words that VADER has rules for: lexicon, negations, boosters, "but", emoji."""
    rules = sorted({*BOOSTER_DICT, *NEGATE, *SPECIAL_CASES})
    extra = (
        "but",
        "BUT",
        "no",
        "least",
        "at least",
        "very least",
        "never so",
        "never this",
        "or",
        "nor",
    )
    extra += (
        "kind of",
        "kind",
        "sort of",
        "without doubt",
        "the shit",
        "yeah right",
        "table",
        "walks",
    )
    word = st.one_of(
        st.sampled_from(_vader_words()),
        st.sampled_from(_vader_words()),
        st.sampled_from(rules),
        st.sampled_from(extra),
        st.sampled_from(extra),
    )
    shaped = st.builds(
        lambda text, shape: shape(text), word, st.sampled_from([str, str, str.upper, str.title])
    )
    joint = st.sampled_from(
        [" ", " ", " ", " ", ", ", "! ", "!!! ", "? ", "??? ", " . ", "\n", "", "  "]
    )
    return st.lists(st.tuples(shaped, joint), max_size=30).map(
        lambda pairs: "".join(text for pair in pairs for text in pair)
    )


def _scores() -> st.SearchStrategy[float]:
    """Compounds as VADER rounds them, the thresholds and their neighbours often among them."""
    edges = st.sampled_from([0.0, -0.0, 0.05, -0.05, 0.0499, -0.0499, 1.0, -1.0])
    return edges | st.integers(-10_000, 10_000).map(lambda n: n / 10_000)


#: Of each label, with scores on both sides of zero.
_JUDGEMENTS = [
    TargetSentiment(0.25, 0.25, 0.5),
    TargetSentiment(0.3333, 0.3333, 0.3334),
    TargetSentiment(0.3, 0.6, 0.1),
    TargetSentiment(0.1, 0.6, 0.3),
    TargetSentiment(0.5, 0.4, 0.1),
]

_TEXTS = st.sampled_from(["Peace.", "War.", "Talks — “so”.", "\ud800 lone", "x" * 700])


@st.composite
def sentences(draw: st.DrawFn, judged: bool = True) -> Sentence:
    """A sentence with mentions of some countries, made without tagger and scorer."""
    text = draw(_TEXTS)
    start = draw(st.integers(0, 50))
    codes = draw(st.lists(st.sampled_from(CODES), max_size=4))
    mentions = tuple(
        Mention(
            start,
            start + 1,
            text[:1],
            all_countries()[code],
            "country",
            Location("", (0, 0), {}),
            1.0,
        )
        for code in codes
    )
    compound = draw(_scores())
    neg = draw(st.integers(0, 1000)) / 1000
    toward = {
        code: draw(st.sampled_from(_JUDGEMENTS)) for code in codes if judged and draw(st.booleans())
    }
    directed = {
        (source, target): toward[target]
        for source in codes
        for target in toward
        if source != target and draw(st.booleans())
    }
    tone = Sentiment(neg, 1 - neg, 0.0, compound)
    return Sentence(text, start, start + len(text), mentions, tone, toward, directed)


@st.composite
def document_profiles(draw: st.DrawFn, evidence: int | None = 2) -> Profile:
    """The profile of one document; the same identifiers come often, to make ties."""
    identifier = draw(st.sampled_from(["a", "b", "c.txt", "ü\ud800"]))
    return profile_document(identifier, draw(st.lists(sentences(), max_size=6)), evidence)
