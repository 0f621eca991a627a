"""Splitting: the cases in tests/cases/sentences*.json, and what holds for every text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktSentenceTokenizer
from strategies import any_text, news_texts

from geosent.sentences import _punkt, sentence_spans

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


PASSING = load("sentences.json")
FAILING = load("sentences_known_failures.json")


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def label(case: dict[str, Any]) -> str:
    return str(case["label"])


@pytest.mark.parametrize("case", PASSING, ids=label)
def test_case(case: dict[str, Any]) -> None:
    assert split(case["text"]) == case["sentences"]


@pytest.mark.parametrize("case", FAILING, ids=label)
def test_known_failure(case: dict[str, Any]) -> None:
    if split(case["text"]) == case["sentences"]:
        pytest.fail(f"{case['label']} passes now: move it to sentences.json")


def test_the_cases_are_in_order() -> None:
    labels = [case["label"] for case in PASSING + FAILING]
    assert len(labels) == len(set(labels))
    assert len(PASSING) >= 60
    assert {case["expect"] for case in PASSING} == {"pass"}
    assert {case["expect"] for case in FAILING} == {"fail"}


def assert_sound(text: str, spans: list[tuple[int, int]]) -> None:
    previous = 0
    for start, end in spans:
        assert previous <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[previous:start].strip()  # nothing is lost between two sentences
        previous = end
    assert not text[previous:].strip()


@given(st.one_of(any_text, news_texts()))
def test_spans_are_ordered_and_hold_all_of_the_text(text: str) -> None:
    assert_sound(text, sentence_spans(text))


@given(news_texts(), st.data())
def test_no_boundary_falls_inside_a_name(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    names = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    spans = sentence_spans(text, names)
    assert_sound(text, spans)
    for start, end in names:
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        last = first + len(text[start:end].strip())
        assert any(low <= first and last <= high for low, high in spans)


def test_a_name_with_full_stops_and_a_line_break_stays_whole() -> None:
    text = "He left the A.B.C. Republic!\nIt was late."
    name = (text.index("A.B.C."), text.index("!\nIt") + 5)
    assert len(sentence_spans(text)) == 2
    assert sentence_spans(text, [name]) == [(0, len(text))]


@given(news_texts().filter(lambda text: "\r" not in text))
def test_line_ends_of_every_system_mean_the_same(text: str) -> None:
    def squeezed(given: str) -> list[str]:
        return ["".join(sentence.split()) for sentence in split(given)]

    # A carriage return makes lines no longer: CRLF counts as one line end.
    assert squeezed(text.replace("\n", "\r\n")) == squeezed(text)
    assert squeezed(text.replace("\n", "\r")) == squeezed(text)


def test_a_long_text_in_one_line_is_split_like_a_short_one() -> None:
    sentence = "The U.S. and North Macedonia agreed on trade, said Mr. Smith of Ohio."
    text = " ".join([sentence] * 2000)
    assert set(split(text)) == {sentence}


@pytest.mark.parametrize("unit", ["Syria,", "U.S.", "Syrian-Iraqi-", "United States ", "Mr. "])
def test_no_sentence_is_as_long_as_a_list_of_names_without_an_end(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    names = [m.span() for m in re.finditer(r"Syrian?|Iraqi|U\.S\.|United States", text)]
    spans = sentence_spans(text, names)
    assert max(end - start for start, end in spans) <= 10_000
    assert_sound(text, spans)
    inside = {i for start, end in names for i in range(start + 1, end)}
    assert not {start for start, _ in spans} & inside


def test_a_sentence_longer_than_any_is_cut_at_white_space() -> None:
    words = ["peace"] * 4000
    parts = split(" ".join(words))
    assert len(parts) > 1
    assert " ".join(parts).split() == words


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "!" * 100_000,
        "." * 100_000,
        "?!" * 50_000,
        ". . . " * 5_000,
        "a." * 50_000,
        '."' * 50_000,
        "😀" * 50_000,
        "\x00" * 100_000,
        "\ud800" * 100_000,
        "\n" * 100_000,
        " " * 100_000,
        "\r\n \t" * 30_000,
        "- a\n" * 20_000,
        "(" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_long_texts_of_no_language(text: str) -> None:
    assert_sound(text, sentence_spans(text))


WORDS = (
    "The left U.S. Dr co. No. Said said. why? so! e.g. U It's “We He” end.” end.\" (a) 3. ... D.C."
)


@given(st.lists(st.sampled_from([*WORDS.split(), ".", "!", "?", '"', "é.", "x-y.", "St."])))
def test_plain_ends_are_told_as_punkt_tells_them(words: list[str]) -> None:
    text = " ".join(words)
    ours = _punkt()
    theirs = PunktSentenceTokenizer(ours._params)
    assert list(ours.span_tokenize(text)) == list(theirs.span_tokenize(text))
