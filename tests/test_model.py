"""The value types and what a caller may give as a document."""

from __future__ import annotations

import pickle
from collections import UserDict
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from geopy.location import Location

from geosent.countries import country
from geosent.errors import GeosentTypeError, GeosentValueError, MissingExtraError
from geosent.model import (
    Document,
    Mention,
    Sentence,
    Sentiment,
    TargetSentiment,
    as_document,
    as_documents,
    is_missing,
)


@pytest.mark.parametrize(
    ("compound", "label"),
    [
        (1.0, "positive"),
        (0.05, "positive"),
        (0.0499, "neutral"),
        (0.0, "neutral"),
        (-0.0499, "neutral"),
        (-0.05, "negative"),
        (-1.0, "negative"),
    ],
)
def test_label_of_a_sentiment(compound: float, label: str) -> None:
    assert Sentiment(0.0, 1.0, 0.0, compound).label == label


@pytest.mark.parametrize(
    ("negative", "neutral", "positive", "label", "score"),
    [
        (0.7, 0.2, 0.1, "negative", -0.6),
        (0.1, 0.2, 0.7, "positive", 0.6),
        (0.2, 0.6, 0.2, "neutral", 0.0),
        (0.4, 0.4, 0.2, "neutral", -0.2),  # ties go to neutral,
        (0.4, 0.2, 0.4, "negative", 0.0),  # then to negative
        (0.2, 0.4, 0.4, "neutral", 0.2),
        (0.33333, 0.33333, 0.33334, "positive", 0.0),
    ],
)
def test_label_and_score_of_a_target(
    negative: float, neutral: float, positive: float, label: str, score: float
) -> None:
    sentiment = TargetSentiment(negative, neutral, positive)
    assert (sentiment.label, sentiment.score) == (label, score)


def test_a_country_is_its_code() -> None:
    syria = country("SY")
    assert repr(syria) == "Country(alpha_2='SY', alpha_3='SYR', numeric='760', name='Syria')"
    assert len({syria, country("SYR")}) == 1
    assert -90 <= syria.latitude <= 90


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        country("SY").name = "Assyria"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Document("Text.").text = ""  # type: ignore[misc]


def test_mentions_are_equal_whatever_their_location() -> None:
    here, there = Location("a", (1, 2), {}), Location("b", (3, 4), {})
    one = Mention(0, 5, "Syria", country("SY"), "country", here, 0.9)
    assert one == Mention(0, 5, "Syria", country("SY"), "country", there, 0.9)
    assert "location" not in repr(one)


def test_a_sentence_judges_nobody_by_itself() -> None:
    assert Sentence("Text.", 0, 5, (), Sentiment(0, 1, 0, 0)).toward == {}


# --- documents --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Paris votes.", Document("Paris votes.", "3")),
        ("", Document("", "3")),
        (Document("Paris votes."), Document("Paris votes.", "3")),
        (Document("Paris votes.", "x"), Document("Paris votes.", "x")),
        ({"text": "Paris votes."}, Document("Paris votes.", "3")),
        ({"text": "Paris votes.", "id": "x"}, Document("Paris votes.", "x")),
        ({"text": "Paris votes.", "id": 0}, Document("Paris votes.", "0")),
        ({"text": "Paris votes.", "id": None}, Document("Paris votes.", "3")),
        ({"text": "Paris votes.", "id": ""}, Document("Paris votes.", "3")),
        ({"text": "a", "year": 2025}, Document("a", "3", {"year": 2025})),
        (UserDict({"text": "a", "year": 2025}), Document("a", "3", {"year": 2025})),
    ],
)
def test_what_is_a_document(value: object, expected: Document) -> None:
    assert as_document(value, 3) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (7, "document 3 is int, not str, dict or Document"),
        (["a"], "document 3 is list, not str, dict or Document"),
        (b"a", "document 3 is bytes, not str, dict or Document; decode it first"),
        (bytearray(b"a"), "document 3 is bytearray, not str, dict or Document; decode it first"),
        ({"text": 1.5}, "document 3: its field 'text' must be str, not float"),
        ({"text": [], "id": "x"}, "document 3 ('x'): its field 'text' must be str, not list"),
    ],
)
def test_what_is_no_document(value: object, message: str) -> None:
    with pytest.raises(GeosentTypeError) as caught:
        as_document(value, 3)
    assert str(caught.value) == message


def test_lists_in_a_record_are_values_as_others() -> None:
    numpy = pytest.importorskip("numpy")  # what pandas reads lists of a parquet file as
    record = {"text": "a", "id": numpy.array([1, 2]), "tags": numpy.array(["a", "b"])}
    document = as_document(record, 3)
    assert document.id == "[1 2]"
    assert not is_missing(document.fields["tags"])


@pytest.mark.parametrize(("missing", "shown"), [(None, "None"), (float("nan"), "nan")])
def test_a_missing_text_is_told_with_its_document(missing: object, shown: str) -> None:
    dropped = rf"missing \({shown}\): leave such records out, .*dropna\(subset=\['text'\]\)"
    with pytest.raises(GeosentTypeError, match=rf"document 1 \('x2'\): .* is {dropped}"):
        list(as_documents([{"text": "a", "id": "x1"}, {"text": missing, "id": "x2"}]))
    with pytest.raises(GeosentTypeError, match=f"document 0: .* is {dropped}"):
        as_document({"text": missing}, 0)
    with pytest.raises(GeosentTypeError, match=rf"document 1 is missing \({shown}\): leave it out"):
        list(as_documents(["a", missing]))


def test_what_pandas_has_for_a_missing_text_is_missing() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(GeosentTypeError, match=r"'text' is missing \(<NA>\)"):
        as_document({"text": pandas.NA}, 0)
    with pytest.raises(GeosentTypeError, match="'text' must be str, not Series"):
        as_document({"text": pandas.Series(["a", "b"])}, 0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"body": "a", "id": 1}, "document 3 has no field 'text' (its fields: body, id)"),
        ({}, "document 3 has no field 'text' (its fields: none)"),
    ],
)
def test_a_record_without_a_text(value: dict[str, Any], message: str) -> None:
    with pytest.raises(GeosentValueError) as caught:
        as_document(value, 3)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"text": None}, "a document's text must be str, not NoneType"),
        ({"text": 1}, "a document's text must be str, not int"),
        ({"text": b"text"}, "a document's text must be str, not bytes"),
        ({"text": "a", "id": 3}, "a document's id must be str, not int"),
        ({"text": "a", "fields": [1]}, "a document's fields must be a dict, not list"),
        ({"text": "a", "fields": None}, "a document's fields must be a dict, not NoneType"),
    ],
)
def test_the_parts_of_a_document_are_of_their_kinds(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(GeosentTypeError) as caught:
        Document(**parts)
    assert str(caught.value) == message


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError("a data frame", "frames")
    assert str(error) == "a data frame needs an extra: pip install 'geosent[frames]'"
    assert isinstance(error, ImportError)


def test_a_missing_extra_is_told_by_another_process_too() -> None:
    error = MissingExtraError("a data frame", "frames")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_documents_and_sentences_can_be_members_of_a_set() -> None:
    a, b = (Document("Paris votes.", "a", {"source": source}) for source in ("wire", ["x"]))
    assert {a, Document("Paris votes.", "a", {"source": "wire"}), b} == {a, b}
    judged = {"FR": TargetSentiment(0.0, 1.0, 0.0)}
    sentence = Sentence("Paris votes.", 0, 12, (), Sentiment(0.0, 1.0, 0.0, 0.0), judged)
    assert len({sentence, evolve(sentence, toward={})}) == 2
