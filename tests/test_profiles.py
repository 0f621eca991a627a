"""Aggregation: exact sums, merge laws, intervals, and the JSON form."""

from __future__ import annotations

import json
import random
import re
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from strategies import CODES, document_profiles, sentences

from geosent.countries import all_countries, country
from geosent.errors import GeosentTypeError, GeosentValueError, InputError, UnknownCountryError
from geosent.model import Label, Mention, Sentence, Sentiment, TargetSentiment
from geosent.profiles import (
    EVIDENCE_CHARACTERS,
    CountryProfile,
    Evidence,
    EvidenceBox,
    Measure,
    Profile,
    merge,
    profile_document,
    t975,
)

Values = list[list[float]]  # documents of values


def measure_of(documents: Values) -> Measure:
    """The measure of documents, each a list of values."""
    total = Measure()
    for values in documents:
        total = total + Measure.of_document(
            [(v, (0.0, 1.0, 0.0), Sentiment(0.0, 1.0, 0.0, v).label) for v in values]
        )
    return total


def sentence(
    names: list[str], score: float, text: str = "Text.", start: int = 0, judged: bool = False
) -> Sentence:
    """A sentence that names some countries and has a tone."""
    mentions = tuple(
        Mention(start, start + 1, "x", country(name), "country", None, 1.0)  # type: ignore[arg-type]
        for name in names
    )
    toward = {
        m.country.alpha_2: TargetSentiment(0.6, 0.3, 0.1) if score < 0 else TargetSentiment(0, 0, 1)
        for m in mentions
        if judged
    }
    return Sentence(
        text, start, start + len(text), mentions, Sentiment(0.0, 1.0, 0.0, score), toward
    )


# --- merge laws -------------------------------------------------------------------------------


@given(document_profiles(), document_profiles(), document_profiles())
def test_merging_is_associative(a: Profile, b: Profile, c: Profile) -> None:
    assert (a | b) | c == a | (b | c)
    assert ((a | b) | c).to_json() == (a | (b | c)).to_json()


@given(document_profiles(), document_profiles())
def test_merging_is_commutative(a: Profile, b: Profile) -> None:
    assert a | b == b | a
    assert (a | b).to_json() == (b | a).to_json()


@given(document_profiles())
def test_the_empty_profile_is_the_identity(a: Profile) -> None:
    assert a | Profile() == a == Profile() | a
    assert merge([a]) == a
    assert merge([]) == Profile()


@given(st.lists(document_profiles(), max_size=8), st.randoms(use_true_random=False))
def test_bytes_do_not_depend_on_order_and_grouping(
    profiles: list[Profile], chance: random.Random
) -> None:
    expected = merge(profiles).to_json()
    waiting = list(profiles)
    chance.shuffle(waiting)
    while len(waiting) > 1:
        several = chance.randint(2, len(waiting))
        waiting = [*waiting[several:], merge(waiting[:several])]
        chance.shuffle(waiting)
    assert merge(waiting).to_json() == expected


@given(document_profiles(2), document_profiles(5), document_profiles(None))
def test_profiles_that_kept_unlike_amounts_of_evidence_merge_in_any_order(
    a: Profile, b: Profile, c: Profile
) -> None:
    results = {merge(order).to_json() for order in ((a, b, c), (c, a, b), (a | c, b), (a, c | b))}
    assert len(results) == 1


@given(st.lists(document_profiles(), max_size=4).map(merge))
def test_json_round_trip(profile: Profile) -> None:
    text = profile.to_json()
    again = Profile.from_json(text)
    assert again == profile
    assert again.to_json() == text
    assert hash(again) == hash(profile)


@given(st.lists(document_profiles(), min_size=2, max_size=4))
def test_a_run_resumed_from_json_gives_the_same_bytes(profiles: list[Profile]) -> None:
    saved = Profile.from_json(merge(profiles[:1]).to_json())
    assert merge([saved, *profiles[1:]]).to_json() == merge(profiles).to_json()


# --- sums and intervals -----------------------------------------------------------------------

_values = st.integers(-10_000, 10_000).map(lambda n: n / 10_000)
_documents = st.lists(st.lists(_values, min_size=1, max_size=6), min_size=1, max_size=8)


@given(_documents)
def test_the_mean_is_the_mean(documents: Values) -> None:
    values = [v for document in documents for v in document]
    measure = measure_of(documents)
    assert measure.count == len(values)
    assert measure.documents == len(documents)
    assert measure.mean == pytest.approx(sum(values) / len(values), abs=1e-12)


def assert_shares(measure: Measure, labels: list[Label]) -> None:
    """The shares of a measure are those of some labels."""
    assert measure.count == len(labels)
    if labels:
        assert measure.share_negative == labels.count("negative") / len(labels)
        assert measure.share_neutral == labels.count("neutral") / len(labels)
        assert measure.share_positive == labels.count("positive") / len(labels)


@given(st.lists(sentences(), max_size=6))
def test_the_shares_count_labels(found: list[Sentence]) -> None:
    profile = profile_document("d", found)
    for code, c in profile.items():
        here = [s for s in found if code in {m.country.alpha_2 for m in s.mentions}]
        assert_shares(c.sentiment, [s.sentiment.label for s in here])
        assert_shares(c.toward, [s.toward[code].label for s in here if code in s.toward])
    for codes, measure in profile.directions.items():
        judged = [s.directed[codes].label for s in found if codes in s.directed]
        assert_shares(measure, judged)


def test_a_slight_lean_is_no_judgement() -> None:
    leaning = []
    for parts in ((0.3, 0.6, 0.1), (0.1, 0.5, 0.4), (0.5, 0.4, 0.1)):
        judged = TargetSentiment(*parts)
        said = sentence(["NO", "SE"], 0.0)
        leaning.append(evolve(said, toward={"NO": judged}, directed={("SE", "NO"): judged}))
    profile = profile_document("d", leaning)
    for measure in (profile["NO"].toward, profile.directions["SE", "NO"]):
        assert (measure.negative, measure.neutral, measure.positive) == (1, 2, 0)


@given(st.lists(st.lists(_values, min_size=1, max_size=6), min_size=2, max_size=8))
def test_the_standard_error_is_the_ratio_estimator(documents: Values) -> None:
    n = [len(document) for document in documents]
    s = [sum(document) for document in documents]
    mean = sum(s) / sum(n)
    d = len(documents)
    # As in a textbook: the residuals of the document totals.
    squares = sum((a - mean * b) ** 2 for a, b in zip(s, n, strict=True))
    expected = sqrt(squares * d / (d - 1)) / sum(n)
    error = measure_of(documents).standard_error
    assert error == pytest.approx(expected, abs=1e-9)


@given(_documents)
def test_the_interval_holds_the_mean_and_stays_in_range(documents: Values) -> None:
    measure = measure_of(documents)
    if len(documents) == 1:
        assert measure.standard_error is None
        assert measure.ci95 is None
        return
    assert measure.ci95 is not None
    assert measure.mean is not None
    low, high = measure.ci95
    assert -1 <= low <= measure.mean <= high <= 1


def test_documents_that_agree_leave_no_doubt() -> None:
    measure = measure_of([[0.3], [0.3], [0.3]])
    assert measure.standard_error == 0
    assert measure.ci95 == (0.3, 0.3)


def test_the_interval_is_clipped() -> None:
    assert measure_of([[1.0], [-1.0]]).ci95 == (-1.0, 1.0)


def test_an_empty_measure_knows_nothing() -> None:
    empty = Measure()
    assert (empty.mean, empty.ci95, empty.standard_error) == (None, None, None)
    assert (empty.share_negative, empty.share_neutral, empty.share_positive) == (None, None, None)
    assert (empty.neg, empty.neu, empty.pos) == (None, None, None)
    assert Measure.of_document([]) == empty


def test_the_parts_are_means() -> None:
    measure = Measure.of_document(
        [(0.5, (0.1, 0.4, 0.5), "positive"), (0.1, (0.3, 0.4, 0.3), "neutral")]
    )
    assert (measure.neg, measure.neu, measure.pos) == (0.2, 0.4, 0.4)


# The shares are those of docs/architecture.md.
@pytest.mark.parametrize(
    ("documents", "covers", "naive_covers"), [(20, 0.94, 0.59), (5, 0.92, 0.54)]
)
def test_the_interval_covers_the_truth_where_a_naive_one_does_not(
    documents: int, covers: float, naive_covers: float
) -> None:
    chance = random.Random(20250601)
    runs = 1500
    clustered = naive = 0
    for _ in range(runs):
        drawn: Values = []
        for _ in range(documents):
            tone = chance.gauss(0, 0.2)  # of the document, shared by its sentences
            drawn.append(
                [round(tone + chance.gauss(0, 0.1), 4) for _ in range(chance.randint(1, 9))]
            )
        measure = measure_of(drawn)
        assert measure.ci95 is not None
        clustered += measure.ci95[0] <= 0 <= measure.ci95[1]
        values = [v for document in drawn for v in document]
        mean = sum(values) / len(values)
        spread = sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))
        naive += abs(mean) <= 1.96 * spread
    assert clustered / runs == pytest.approx(covers, abs=0.02)
    # Taking sentences as independent would be far too sure.
    assert naive / runs == pytest.approx(naive_covers, abs=0.02)


@pytest.mark.parametrize(
    ("degrees", "value"),
    [
        (1, 12.706),
        (2, 4.303),
        (5, 2.571),
        (10, 2.228),
        (11, 2.201),
        (12, 2.179),
        (15, 2.131),
        (20, 2.086),
        (25, 2.060),
        (30, 2.042),
        (40, 2.021),
        (60, 2.000),
        (120, 1.980),
        (1000, 1.962),
        (10**9, 1.960),
    ],
)
def test_t_as_in_printed_tables(degrees: int, value: float) -> None:
    assert round(t975(degrees), 3) == value


def test_t_falls_with_the_degrees() -> None:
    values = [t975(degrees) for degrees in range(1, 200)]
    assert values == sorted(values, reverse=True)


# --- evidence ---------------------------------------------------------------------------------


def evidence(score: float, document: str = "d", start: int = 0) -> Evidence:
    return Evidence(score, document, start, start + 5, "Text.")


def test_evidence_keeps_both_sides_strongest_first() -> None:
    scores = [0.1, -0.2, 0.3, 0.0, -0.4, 0.5, -0.6]
    box = EvidenceBox.of([evidence(score) for score in scores], 2)
    assert [e.score for e in box.all] == [-0.6, 0.5, -0.4, 0.3]


def test_ties_go_by_document_then_offset() -> None:
    found = [evidence(0.5, "b", 0), evidence(-0.5, "a", 9), evidence(0.5, "a", 2)]
    box = EvidenceBox.of(found, 5)
    assert [(e.document, e.start) for e in box.all] == [("a", 2), ("a", 9), ("b", 0)]


def test_the_smaller_box_decides() -> None:
    many = EvidenceBox.of([evidence(0.1 * n) for n in range(1, 6)], 5)
    few = EvidenceBox.of([evidence(0.9)], 1)
    assert (many + few).size == 1
    assert [e.score for e in (many + few).all] == [0.9]
    assert many + EvidenceBox() == many


def test_long_evidence_is_cut_and_its_offsets_are_not() -> None:
    long = sentence(["FR"], 0.5, "x" * 2000, start=7)
    found = profile_document("d", [long])["FR"].evidence[0]
    assert len(found.text) == EVIDENCE_CHARACTERS
    assert found.text.endswith("…")
    assert (found.start, found.end) == (7, 2007)


def test_no_evidence_when_none_is_wanted() -> None:
    assert profile_document("d", [sentence(["FR"], 0.5)], 0)["FR"].evidence == ()


# --- one document -----------------------------------------------------------------------------


def test_a_sentence_counts_once_however_often_it_names_a_country() -> None:
    profile = profile_document("d", [sentence(["FR", "FR", "DE"], 0.5), sentence(["FR"], -0.1)])
    france = profile["FR"]
    assert (france.mentions, france.sentences, france.documents) == (3, 2, 1)
    assert france.sentiment.mean == 0.2
    assert (profile.documents, profile.sentences) == (1, 2)


def test_a_document_without_a_country_counts() -> None:
    profile = profile_document("d", [sentence([], 0.5)])
    assert (profile.documents, profile.sentences, len(profile)) == (1, 1, 0)


def test_pairs_are_unordered_and_counted_once_a_sentence() -> None:
    both = [
        sentence(["FR", "DE"], 0.5),
        sentence(["DE", "FR", "FR"], 0.1),
        sentence(["NO", "DE"], 0),
    ]
    pairs = profile_document("d", both).pairs()
    assert [(p.first.alpha_2, p.second.alpha_2, p.sentences) for p in pairs] == [
        ("DE", "FR", 2),
        ("DE", "NO", 1),
    ]
    assert pairs[0].sentiment.mean == 0.3
    assert [p.sentences for p in profile_document("d", both).pairs(min_sentences=2)] == [2]


def test_sentiment_towards_is_kept_where_it_is_known() -> None:
    profile = profile_document("d", [sentence(["FR"], -0.5, judged=True), sentence(["FR"], 0.5)])
    france = profile["FR"]
    assert (france.toward.count, france.toward.mean) == (1, -0.5)
    assert (france.toward.neg, france.toward.neu, france.toward.pos) == (0.6, 0.3, 0.1)
    assert france.toward.evidence[0].score == -0.5


# --- the profile as a mapping -----------------------------------------------------------------


@pytest.fixture
def profile() -> Profile:
    first = [sentence(["NO"], 0.5, start=0), sentence(["SY", "NO"], -0.5, start=10, judged=True)]
    second = [sentence(["SY"], -0.7), sentence(["FR"], 0.0, start=20)]
    return profile_document("one", first) | profile_document("two", second)


@pytest.mark.parametrize("key", ["SY", "SYR", "760", "Syria", "syria", "Syrian Arab Republic"])
def test_any_code_or_name_is_a_key(profile: Profile, key: str) -> None:
    assert profile[key].country.alpha_2 == "SY"
    assert key in profile


def test_a_country_is_a_key(profile: Profile) -> None:
    assert profile[country("SY")].country.name == "Syria"


def test_a_mapping_in_the_order_of_codes(profile: Profile) -> None:
    assert list(profile) == ["FR", "NO", "SY"]
    assert len(profile) == 3
    assert [c.country.alpha_2 for c in profile.values()] == ["FR", "NO", "SY"]
    assert profile.get("DE") is None
    assert "Atlantis" not in profile


def test_a_country_that_is_not_mentioned(profile: Profile) -> None:
    with pytest.raises(UnknownCountryError, match="Germany is not mentioned in these documents"):
        profile["DE"]
    with pytest.raises(KeyError):
        profile["DE"]
    with pytest.raises(UnknownCountryError, match="no country is called 'Atlantis'"):
        profile["Atlantis"]
    with pytest.raises(GeosentTypeError, match="not int"):
        profile[760]  # type: ignore[index]


def test_what_it_looks_like(profile: Profile) -> None:
    assert repr(profile) == "<Profile of 3 countries in 2 documents, 4 sentences>"
    assert repr(Profile()) == "<Profile of 0 countries in 0 documents, 0 sentences>"
    one = profile_document("d", [sentence(["FR"], 0.1)])
    assert repr(one) == "<Profile of 1 country in 1 document, 1 sentence>"


def test_only_profiles_merge(profile: Profile) -> None:
    with pytest.raises(TypeError):
        profile | {}  # type: ignore[operator]
    assert profile != {}


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        ("sentiment", ["FR", "NO", "SY"]),
        ("toward", ["NO", "SY"]),  # nobody judged France
        ("mentions", ["NO", "SY", "FR"]),
        ("sentences", ["NO", "SY", "FR"]),
        ("documents", ["SY", "FR", "NO"]),
        ("share_negative", ["SY", "NO", "FR"]),
        ("share_positive", ["NO", "FR", "SY"]),
    ],
)
def test_ranking(profile: Profile, by: Any, codes: list[str]) -> None:
    assert [c.country.alpha_2 for c in profile.ranking(by)] == codes


def test_ranking_leaves_out_thin_countries(profile: Profile) -> None:
    assert [c.country.alpha_2 for c in profile.ranking(min_sentences=2)] == ["NO", "SY"]


def test_ranking_by_what_is_no_measure(profile: Profile) -> None:
    with pytest.raises(GeosentValueError, match="cannot rank by 'fame': use one of sentiment, "):
        profile.ranking(by="fame")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("least", "error"),
    [
        (-1, GeosentValueError),
        (1.5, GeosentTypeError),
        ("2", GeosentTypeError),
        (None, GeosentTypeError),
    ],
)
@pytest.mark.parametrize("method", ["ranking", "pairs", "directed", "map", "chart", "network"])
def test_min_sentences_that_is_no_number(
    profile: Profile, method: str, least: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=f"min_sentences .* 0 or more, not {least!r}"):
        getattr(profile, method)(min_sentences=least)


def test_directions() -> None:
    measure = measure_of([[0.5]])
    more = measure_of([[0.1, 0.2]])
    profile = Profile(2, 3, directions={("FR", "DE"): measure, ("DE", "FR"): more})
    assert [(d.source.alpha_2, d.target.alpha_2, d.sentences) for d in profile.directed()] == [
        ("DE", "FR", 2),
        ("FR", "DE", 1),
    ]
    assert [d.toward.mean for d in profile.directed(min_sentences=2)] == [0.15]
    assert Profile.from_json(profile.to_json()) == profile
    assert (profile | profile).directions["FR", "DE"].count == 2


def test_country_profiles_add_up() -> None:
    one = CountryProfile(country("FR"), 2, measure_of([[0.5]]))
    assert (one + one).mentions == 4
    assert (one + one).sentences == 2


# --- JSON -------------------------------------------------------------------------------------


def test_json_to_a_file_and_back(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    text = profile.to_json(path, indent=2)
    assert path.read_text(encoding="ascii") == text + "\n"
    assert Profile.from_json(path) == profile


def test_the_form_of_the_json(profile: Profile) -> None:
    data = json.loads(profile.to_json())
    assert (data["schema"], data["version"]) == ("geosent/profile", 1)
    assert (data["documents"], data["sentences"]) == (2, 4)
    norway = data["countries"]["NO"]
    assert norway["name"] == "Norway"
    assert norway["mentions"] == 2
    assert norway["sentiment"] == {
        "mean": 0.0,
        "ci95": None,
        "share_negative": 0.5,
        "share_neutral": 0.0,
        "share_positive": 0.5,
        "sums": {
            "documents": 1,
            "count": 2,
            "total": 0,
            "total_squared": 0,
            "total_times_count": 0,
            "count_squared": 4,
            "negative": 1,
            "positive": 1,
            "parts": [0, 20000, 0],
        },
        "evidence_size": 5,
        "evidence": [
            {"score": 0.5, "document": "one", "start": 0, "end": 5, "text": "Text."},
            {"score": -0.5, "document": "one", "start": 10, "end": 15, "text": "Text."},
        ],
    }
    assert [pair["countries"] for pair in data["pairs"]] == [["NO", "SY"]]


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_every_field_of_the_json_is_documented(profile: Profile) -> None:
    document = Path(__file__).resolve().parents[1] / "docs" / "profile-schema.md"
    described = set(re.findall(r"`([a-z0-9_]+)`", document.read_text(encoding="utf-8")))
    fields = _keys(json.loads(profile.to_json())) - set(all_countries())
    assert fields - described == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expecting value"),
        ("[1]", "[1] is no object"),
        ("[" * 100_000, "too deep"),
        ("{}", "the field 'schema' is missing"),
        ('{"schema": "other"}', "its schema is 'other'"),
        (
            '{"schema": "geosent/profile", "version": 99}',
            "schema version 99, and this geosent reads 1",
        ),
    ],
)
def test_what_is_no_profile(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "profile.json"
    path.write_text(text)
    with pytest.raises(GeosentValueError, match=re.escape(message)):
        Profile.from_json(path)


def test_a_path_may_be_a_str(profile: Profile, tmp_path: Path) -> None:
    path = str(tmp_path / "profile.json")
    text = profile.to_json(path, indent=2)
    assert Profile.from_json(path) == Profile.from_json("\n " + text) == profile


@pytest.mark.parametrize("name", ["gone.json", "", "[1]", "x" * 100_000, "\0"])
def test_a_str_that_is_neither_text_nor_file(name: str) -> None:
    with pytest.raises(InputError, match=r"cannot be read \(.*\); JSON text begins with {") as told:
        Profile.from_json(name)
    assert str(told.value).startswith(repr(name[:200]))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json' cannot be read \([^;]*$"):
        Profile.from_json(tmp_path / "gone.json")


@pytest.mark.parametrize("source", [None, {"schema": "geosent/profile"}, b"{}"])
def test_what_no_profile_is_read_from(source: Any) -> None:
    with pytest.raises(GeosentTypeError, match=f"not from {type(source).__name__}"):
        Profile.from_json(source)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("documents",), 1.5),
        (("sentences",), True),
        (("countries", "SY", "mentions"), "3"),
        (("countries", "SY", "sentiment", "sums", "total"), 0.5),
        (("countries", "SY", "sentiment", "sums", "parts"), [1, 2]),
        (("countries", "SY", "toward"), None),
        (("countries", "SY", "sentiment", "evidence"), [{}]),
        (("countries", "ZZ"), {"mentions": 1}),
        (("countries", "SY", "sentiment", "evidence", 0, "start"), "0"),
        (("pairs",), [{"countries": []}]),
        (("pairs", 0, "countries"), ["FR", "ZZ"]),
        (("pairs", 0, "countries"), ["SY", "SY"]),
        (("pairs", 0, "countries"), ["SY", "FR"]),
        (("documents",), -1),
        (("countries", "SY", "mentions"), -1),
        (("countries", "SY", "sentiment", "sums", "total"), 10**400),
        (("countries", "SY", "sentiment", "sums", "documents"), 10**400),
        (("countries", "SY", "sentiment", "sums", "count"), 0),
        (("countries", "SY", "sentiment", "sums", "count"), -1),
        (("countries", "SY", "sentiment", "sums", "total_squared"), -1),
        (("countries", "SY", "sentiment", "sums", "count_squared"), 10**400),
        (("countries", "SY", "sentiment", "sums", "negative"), 99),
        (("countries", "SY", "sentiment", "sums", "parts"), [10**400, 0, 0]),
        (("countries", "SY", "sentiment", "evidence_size"), -1),
        (("countries", "SY", "sentiment", "evidence_size"), True),
        (("countries", "SY", "sentiment", "evidence", 0, "score"), float("inf")),
        (("countries", "SY", "sentiment", "evidence", 0, "score"), float("nan")),
        (("countries", "SY", "sentiment", "evidence", 0, "score"), "0.5"),
        (("countries", "SY", "sentiment", "evidence", 0, "text"), None),
        (("countries", "SY", "sentiment", "evidence", 0, "document"), {}),
        (("countries", "SY", "sentiment", "evidence", 0, "end"), -1),
    ],
)
def test_a_damaged_profile_is_refused(
    profile: Profile, path: tuple[Any, ...], value: object
) -> None:
    with pytest.raises(GeosentValueError, match="not the JSON of a geosent profile"):
        Profile.from_json(damaged(profile, path, value))


def damaged(profile: Profile, path: tuple[Any, ...], value: object) -> str:
    """The JSON of a profile with another value in one place."""
    data = json.loads(profile.to_json())
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("countries",), [], "the field 'countries' is [], not an object"),
        (("countries", "ZZ"), 3, "the field 'ZZ' is 3, not an object"),
        (("countries", "SY", "mentions"), True, "the field 'mentions' is True, not an integer"),
        (("countries", "SY", "mentions"), -1, "the field 'mentions' is -1, not a count"),
        (("countries", "SY", "toward"), {}, "the field 'sums' is missing"),
        (("countries", "SY", "sentiment", "sums", "parts"), [1, 2], "not three integers"),
        (("countries", "SY", "sentiment", "evidence"), "xy", "'evidence' is 'xy', not an array"),
        (("countries", "SY", "sentiment", "evidence"), [3], "holds 3, not only objects"),
        (("pairs", 0, "countries"), ["FR", "QQ"], "'QQ' is no alpha-2 code of a country"),
        (("pairs", 0, "countries"), [[], "FR"], "[] is no alpha-2 code of a country"),
        (("pairs", 0, "countries"), ["FR"], "['FR'] are no two countries"),
    ],
)
def test_what_is_wrong_with_a_damaged_profile(
    profile: Profile, path: tuple[Any, ...], value: object, message: str
) -> None:
    with pytest.raises(GeosentValueError, match=re.escape(message)):
        Profile.from_json(damaged(profile, path, value))


ONE_VALUE, TWO_VALUES, TWO_DOCUMENTS = map(measure_of, ([[0.1]], [[0.1, 0.2]], [[0.1], [0.2]]))
FRANCE = country("FR")


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (Profile(1, 0, {"FR": CountryProfile(FRANCE, 1, ONE_VALUE)}), "than the whole"),
        (Profile(1, 2, {"FR": CountryProfile(FRANCE, 2, TWO_DOCUMENTS)}), "than the whole"),
        (Profile(1, 1, shared={("DE", "FR"): TWO_VALUES}), "than the whole"),
        (Profile(1, 1, directions={("FR", "DE"): TWO_VALUES}), "than the whole"),
        (Profile(1, 2, {"FR": CountryProfile(FRANCE, 1, TWO_VALUES)}), "sums of FR contradict"),
        (
            Profile(1, 2, {"FR": CountryProfile(FRANCE, 1, ONE_VALUE, TWO_VALUES)}),
            "sums of FR contradict",
        ),
        (
            Profile(2, 2, {"FR": CountryProfile(FRANCE, 2, TWO_VALUES, TWO_DOCUMENTS)}),
            "sums of FR contradict",
        ),
    ],
)
def test_sums_that_do_not_go_together_are_refused(impossible: Profile, message: str) -> None:
    with pytest.raises(GeosentValueError, match=message):
        Profile.from_json(impossible.to_json())


def test_a_pair_that_stands_twice_is_refused(profile: Profile) -> None:
    data = json.loads(profile.to_json())
    data["pairs"] *= 2
    with pytest.raises(GeosentValueError, match="stood before"):
        Profile.from_json(json.dumps(data))


@pytest.mark.parametrize("version", [True, 1.0, "1", None])
def test_only_the_number_1_is_version_1(profile: Profile, version: object) -> None:
    data = json.loads(profile.to_json()) | {"version": version}
    with pytest.raises(GeosentValueError, match=re.escape(f"schema version {version!r}")):
        Profile.from_json(json.dumps(data))


def test_a_file_that_is_no_profile_is_named(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text(profile.to_json()[:-9])
    with pytest.raises(GeosentValueError, match=r"half\.json is not the JSON of a geosent profile"):
        Profile.from_json(path)
    path.write_text("\ufeff" + profile.to_json(), encoding="utf-8")  # saved by an editor
    assert Profile.from_json(path) == profile


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (["x"], "str"),
        ("x", "str"),
        ([None], "NoneType"),
        (None, "NoneType"),
        (Profile(), "Profile"),
        ({2025: Profile()}, "dict"),
    ],
)
def test_only_profiles_are_merged(given: Any, kind: str) -> None:
    with pytest.raises(GeosentTypeError, match=f"several profiles are merged, .* not {kind}$"):
        merge(given)


@given(st.lists(document_profiles(), max_size=3).map(merge))
def test_what_is_made_of_documents_is_sound(profile: Profile) -> None:
    for c in profile.values():
        assert c.sentiment.is_sound
        assert c.toward.is_sound


def test_the_codes_of_the_strategies_are_countries() -> None:
    assert set(CODES) <= set(all_countries())
    assert len(list(combinations(CODES, 2))) == 15
