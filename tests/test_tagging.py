"""Tagging: the cases in tests/cases/tagging*.json, and what holds for every text."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import any_text, news_texts

from geosent.analyzer import Analyzer
from geosent.countries import all_countries

CASES = Path(__file__).parent / "cases"
Case = dict[str, Any]


def load(name: str) -> list[Case]:
    cases: list[Case] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


PASSING = load("tagging.json")
FAILING = load("tagging_known_failures.json")


def label(case: Case) -> str:
    return str(case["label"])


@cache
def analyzer_for(options: str) -> Analyzer:
    """An analyzer for a case's options, which are given as JSON."""
    return Analyzer(**json.loads(options))


def wrong(case: Case) -> list[str]:
    """What is wrong about the mentions that are found; nothing, if they are as expected."""
    options = dict(case.get("options", {}))
    if "min_confidence" in case:
        options["min_confidence"] = case["min_confidence"]
    mentions = analyzer_for(json.dumps(options, sort_keys=True)).tag(case["text"])
    expected = [tuple(row) for row in case["mentions"]]
    found = [(m.text, m.country.alpha_2, m.kind) for m in mentions]
    if len(found) == len(expected):
        # A kind of null says that any kind is right.
        expected = [(t, c, k or f[2]) for (t, c, k), f in zip(expected, found, strict=True)]
    problems = [] if found == expected else [f"expected {expected}, found {found}"]
    for mention in mentions:
        if case["text"][mention.start : mention.end] != mention.text:
            problems.append(
                f"offsets {mention.start}:{mention.end} are not those of {mention.text}"
            )
    return problems


@pytest.mark.parametrize("case", PASSING, ids=label)
def test_case(case: Case) -> None:
    assert wrong(case) == []


@pytest.mark.parametrize("case", FAILING, ids=label)
def test_known_failure(case: Case) -> None:
    if not wrong(case):
        pytest.fail(f"{case['label']} passes now: move it to tagging.json")


def test_the_cases_are_in_order() -> None:
    labels = [case["label"] for case in PASSING + FAILING]
    assert len(labels) == len(set(labels))
    assert len(PASSING) >= 150
    assert {case["expect"] for case in PASSING} == {"pass"}
    assert {case["expect"] for case in FAILING} <= {"fail"}


# --- what holds for every text ----------------------------------------------------------------


@given(st.one_of(news_texts(), news_texts(), any_text))
@settings(max_examples=300)
@example("The U.S.\r\nArmy left Co\u0302te d’Ivoire;\u00a0São\u00a0Tomé stayed.")
@example("\ud800Syria\udfff \x00Chad\x00")
@example("Sa\u00adudi\u200b Arabia")
@example("South\r\n Korea and New\n\nZealand")
def test_offsets_are_into_the_text_as_given(analyzer: Analyzer, text: str) -> None:
    previous = 0
    for mention in analyzer.tag(text):
        assert text[mention.start : mention.end] == mention.text
        assert previous <= mention.start < mention.end <= len(text)
        assert mention.text == mention.text.strip()
        assert mention.country is all_countries()[mention.country.alpha_2]
        assert 0.5 <= mention.confidence <= 1
        previous = mention.end


@given(st.one_of(news_texts(), any_text))
@example("Ist\u0130nbul \u0130RAN \u00df \ufb01nland")
def test_no_text_is_refused_whatever_the_case(text: str) -> None:
    analyzer = analyzer_for('{"case_sensitive": false, "names": {"\u00df": "DE", "so": "SO"}}')
    for mention in analyzer.tag(text):
        assert text[mention.start : mention.end] == mention.text


@given(news_texts())
def test_explaining_agrees_with_tagging(analyzer: Analyzer, text: str) -> None:
    tagged = [(m.start, m.end, m.country.alpha_2) for m in analyzer.tag(text)]
    explained = analyzer.explain(text)
    assert [(e.start, e.end, e.country) for e in explained if e.tagged] == tagged
    for found in explained:
        assert text[found.start : found.end] == found.text
        assert found.reason
        assert found.candidates


@pytest.mark.parametrize("mark", ["\u0301", "\u0327", "\u200d", "\ufe0f"])
def test_decomposed_names_keep_their_marks(analyzer: Analyzer, mark: str) -> None:
    text = f"In Peru{mark} it rained."
    assert [m.text for m in analyzer.tag(text)] == [f"Peru{mark}"]


def test_a_name_in_any_form_of_unicode(analyzer: Analyzer) -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Talks in São Tomé and Príncipe and Curaçao.")
        found = [(m.text, m.country.alpha_2) for m in analyzer.tag(text)]
        names = ["São Tomé and Príncipe", "Curaçao"]
        assert found == [
            (unicodedata.normalize(form, name), code)
            for name, code in zip(names, ("ST", "CW"), strict=True)
        ]


@pytest.mark.parametrize("known", all_countries().values(), ids=lambda c: c.alpha_2)
def test_every_country_is_found_by_its_name(analyzer: Analyzer, known: Any) -> None:
    text = f"The government of {known.name} said on Tuesday that it would attend."
    assert [m.country.alpha_2 for m in analyzer.tag(text)] == [known.alpha_2]
    shouted = f"GOVERNMENT OF {known.name.upper()} TO ATTEND SUMMIT"
    assert [m.country.alpha_2 for m in analyzer.tag(shouted)] == [known.alpha_2]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "Syria" * 20_000,
        "Syria " * 20_000,
        "US" * 50_000,
        "U.S." * 25_000,
        "New " * 25_000,
        "NEW YORK " * 10_000,
        "Papua New " * 10_000,
        "Georgia Technical " * 5_000,
        "\u0301" * 100_000,
        "a\u0301" * 50_000,
        "-" * 100_000,
        "'" * 100_000,
        " " * 100_000,
        "😀" * 50_000,
        "\x00" * 100_000,
        "\ud800" * 100_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_long_texts_of_no_language(analyzer: Analyzer, text: str) -> None:
    for mention in analyzer.tag(text):
        assert text[mention.start : mention.end] == mention.text


def test_a_text_may_begin_and_end_at_any_word(analyzer: Analyzer) -> None:
    """A rule that looks at the next word or at the last finds none there."""
    for case in PASSING:
        words = case["text"].split(" ")
        for i in range(1, len(words)):
            for text in (" ".join(words[:i]), " ".join(words[i:])):
                for mention in analyzer.tag(text):
                    assert text[mention.start : mention.end] == mention.text


# --- locations --------------------------------------------------------------------------------


def test_a_mention_has_the_location_of_its_place(analyzer: Analyzer) -> None:
    for mention in analyzer.tag("Syrian troops left Aleppo for Bavaria and the Kremlin."):
        raw = mention.location.raw
        assert raw["country_code"].upper() == mention.country.alpha_2
        assert -90 <= mention.location.latitude <= 90
        assert mention.location.address.endswith(mention.country.name)
    aleppo = analyzer.tag("They left Aleppo.")[0].location
    assert aleppo.point.latitude == pytest.approx(36.2, abs=0.1)
    assert aleppo.point.longitude == pytest.approx(37.16, abs=0.1)


def test_tags_do_not_depend_on_what_was_read_before() -> None:
    """Tables are read as they are wanted, and a worker may begin with any document."""
    texts = [case["text"] for case in PASSING]
    backwards = """
import json, sys, geosent
texts = json.load(sys.stdin)
tagged = [[repr(m) for m in geosent.tag(text)] for text in reversed(texts)]
json.dump(tagged[::-1], sys.stdout)
"""
    other = subprocess.run(
        [sys.executable, "-c", backwards], input=json.dumps(texts), capture_output=True, text=True
    )
    tagged = [[repr(m) for m in analyzer_for("{}").tag(text)] for text in texts]
    assert json.loads(other.stdout) == tagged


@pytest.mark.parametrize(
    ("is_only_tested", "recall", "precision"),
    [
        pytest.param(False, 0.90, 0.93, id="trained on"),
        pytest.param(
            True, 0.88, 0.83, id="only tested"
        ),  # hard: persons and firms called like places
    ],
)
def test_articles_of_our_own(is_only_tested: bool, recall: float, precision: float) -> None:
    """Whole articles of all kinds of papers, marked by hand; a name marked without a country may
    be tagged or not. The weights of confidence were learned from some of them. What is asked of
    the tags is a little less than they reach."""
    found = missed = wrong_or_spurious = 0
    analyzer = analyzer_for("{}")
    for line in (CASES / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["id"].startswith("names-") != is_only_tested:
            continue
        mentions = analyzer.tag(article["text"])
        assert all(m.end <= following.start for m, following in pairwise(mentions))
        for start, end, code in article["gold"]:
            tags = [m for m in mentions if m.start < end and start < m.end]
            if code and any(m.country.alpha_2 == code for m in tags):
                found += 1
            elif code:
                missed += 1
                wrong_or_spurious += len(tags)
        wrong_or_spurious += sum(
            not any(m.start < end and start < m.end for start, end, _ in article["gold"])
            for m in mentions
            if m.kind != "institution"
        )
    assert found / (found + missed) > recall
    assert found / (found + wrong_or_spurious) > precision
