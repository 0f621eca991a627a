"""Throughput, beside what a user would otherwise put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from benchmarks.texts import articles, megabytes, repeated
from benchmarks.timing import fresh, interleaved, seconds
from geosent import Analyzer
from geosent.sentences import sentence_spans

Row = tuple[str, str, str]

# A process that has read nothing yet looks up each name and each word for the first time.
FIRST_PASS = """
from time import perf_counter as now
from benchmarks.speed import flashgeotext_tagger
from benchmarks.texts import articles
from geosent import Analyzer
taggers = Analyzer().tag, flashgeotext_tagger()
taken = [0.0, 0.0]
for tag in taggers:
    tag("Warm up in France.")
for text in articles():
    for number, tag in enumerate(taggers):
        start = now()
        tag(text)
        taken[number] += now() - start
print(*taken)
"""


def flashgeotext_tagger() -> Callable[[str], object]:
    """flashgeotext as its documentation shows it."""
    from flashgeotext.geotext import GeoText

    geotext = GeoText()
    return lambda text: geotext.extract(text, span_info=True)


def usual_stack() -> Callable[[list[str]], dict[str, list[float]]]:
    """Punkt, flashgeotext and vaderSentiment, one after another, a mean per country name.

    Punkt has the parameters that geosent gives it. Only sentences that hold a country are scored.
    """
    from flashgeotext.geotext import GeoText
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from geosent.sentences import _punkt

    punkt, geotext, vader = _punkt(), GeoText(), SentimentIntensityAnalyzer()

    def run(texts: list[str]) -> dict[str, list[float]]:
        scores: dict[str, list[float]] = defaultdict(list)
        for text in texts:
            for sentence in punkt.tokenize(text):
                countries = geotext.extract(sentence)["countries"]
                if countries:
                    compound = vader.polarity_scores(sentence)["compound"]
                    for country in countries:
                        scores[country].append(compound)
        return scores

    return run


def rows(size: float, runs: int) -> list[Row]:
    """Name, figure and note of each measurement."""
    texts = repeated(size)
    amount = megabytes(texts)
    analyzer = Analyzer()
    tone_only = Analyzer(target_scorer=None)
    found = [
        ("texts", f"{amount:.2f} MB", f"{len(texts)} documents of the sample and the examples"),
        (
            "splitting into sentences",
            f"{amount / seconds(lambda: [sentence_spans(t) for t in texts], runs):.2f} MB/s",
            "",
        ),
    ]
    try:
        other_tag, other_stack = flashgeotext_tagger(), usual_stack()
    except ImportError:
        taken = seconds(lambda: [analyzer.tag(text) for text in texts], runs)
        whole = seconds(lambda: analyzer.profile(texts), runs)
        note = "flashgeotext is not installed: nothing to compare with"
        return [
            *found,
            ("tagging", f"{amount / taken:.2f} MB/s", note),
            ("whole pipeline", f"{amount / whole:.2f} MB/s", note),
        ]
    ours, theirs = interleaved(
        lambda: [analyzer.tag(text) for text in texts],
        lambda: [other_tag(text) for text in texts],
        runs,
    )
    found += _beside("tagging", amount, ours, theirs, "flashgeotext")
    ours, theirs = fresh(FIRST_PASS, runs)
    amount_once = megabytes(articles())
    found += _beside("tagging, new names in each text", amount_once, ours, theirs, "flashgeotext")
    stack = "Punkt + flashgeotext + vaderSentiment"
    for name, whole in (
        ("whole pipeline, tone only", tone_only),
        ("whole pipeline, with sentiment towards", analyzer),
    ):
        ours, theirs = interleaved(
            lambda whole=whole: whole.profile(texts),  # type: ignore[misc]
            lambda: other_stack(texts),
            runs,
        )
        found += _beside(name, amount, ours, theirs, stack)
    return found


def _beside(name: str, amount: float, ours: float, theirs: float, other: str) -> list[Row]:
    return [
        (name, f"{amount / ours:.2f} MB/s", f"{theirs / ours:.2f} × {other}"),
        (f"  {other}", f"{amount / theirs:.2f} MB/s", "in the same run"),
    ]
