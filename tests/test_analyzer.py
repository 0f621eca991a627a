"""The analyzer: the whole way of a text, groups, processes, and bad input."""

from __future__ import annotations

import os
import pickle
import random
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from geopy.exc import GeocoderUnavailable
from geopy.location import Location
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text, news_texts

import geosent
from geosent.analyzer import Analyzer
from geosent.errors import (
    GeosentTypeError,
    GeosentValueError,
    GeosentWarning,
    UnknownCountryError,
)
from geosent.gazetteer import Place
from geosent.model import Document, Mention, Sentiment, TargetSentiment
from geosent.profiles import Profile, merge

TEXTS = [
    "Norway won a peace prize. War drags on in Syria.",
    "The U.S. praised Norway! Syria was not happy.",
    "Nothing happened today.",
    "",
    "Talks between France and Germany failed terribly in Paris.",
    "French troops left Mali. “A great relief,” said a man from Bamako.",
]


# --- one text ---------------------------------------------------------------------------------


def test_the_whole_way_of_a_text(analyzer: Analyzer) -> None:
    profile = analyzer.profile("Norway won a great peace prize. A terrible war drags on in Syria.")
    assert list(profile) == ["NO", "SY"]
    assert (profile.documents, profile.sentences) == (1, 2)
    norway, syria = profile["NO"], profile["SY"]
    assert norway.sentiment.mean is not None
    assert syria.sentiment.mean is not None
    assert syria.sentiment.mean < -0.05 < 0.05 < norway.sentiment.mean
    assert norway.sentiment.ci95 is None  # one document tells nothing of the spread
    assert norway.evidence[0].text == "Norway won a great peace prize."
    assert (syria.evidence[0].document, syria.evidence[0].start) == ("0", 32)


def test_sentences_hold_their_mentions(analyzer: Analyzer) -> None:
    text = "The U.S. and Norway agreed.\n\nTalks in Paris failed. Nobody wept."
    sentences = list(analyzer.sentences(text))
    assert [s.text for s in sentences] == [
        "The U.S. and Norway agreed.",
        "Talks in Paris failed.",
        "Nobody wept.",
    ]
    assert [[m.text for m in s.mentions] for s in sentences] == [["U.S.", "Norway"], ["Paris"], []]
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert set(sentence.toward) == {m.country.alpha_2 for m in sentence.mentions}


@given(st.one_of(news_texts(), any_text))
@settings(max_examples=150)
def test_no_text_is_refused(analyzer: Analyzer, text: str) -> None:
    sentences = list(analyzer.sentences(text))
    mentions = [m for sentence in sentences for m in sentence.mentions]
    assert mentions == analyzer.tag(text)
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        for mention in sentence.mentions:
            assert sentence.start <= mention.start < mention.end <= sentence.end
    profile = analyzer.profile(text)
    assert profile.sentences == len(sentences)
    assert sum(c.mentions for c in profile.values()) == len(mentions)
    assert Profile.from_json(profile.to_json()) == profile


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "😀" * 50_000,
        "!?" * 50_000,
        "." * 100_000,
        "-" * 100_000,
        "\x00" * 100_000,
        "\ud800" * 100_000,
        "\n" * 100_000,
        "Syria! " * 5_000,
        "the " * 25_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_long_texts_of_no_language(analyzer: Analyzer, text: str) -> None:
    profile = analyzer.profile(text)
    assert profile.documents == 1
    assert Profile.from_json(profile.to_json()) == profile


def test_an_empty_text_is_a_document(analyzer: Analyzer) -> None:
    profile = analyzer.profile("")
    assert (profile.documents, profile.sentences, len(profile)) == (1, 0, 0)
    assert analyzer.tag("") == []
    assert list(analyzer.sentences("")) == []


def test_a_text_without_a_country_is_a_document(analyzer: Analyzer) -> None:
    profile = analyzer.profile("Nothing happened today.")
    assert (profile.documents, profile.sentences, len(profile)) == (1, 1, 0)


# --- many texts -------------------------------------------------------------------------------


def test_no_documents_at_all(analyzer: Analyzer) -> None:
    assert analyzer.profile([]) == Profile()
    assert analyzer.profile([], by="year") == {}


def test_every_way_to_give_documents(analyzer: Analyzer) -> None:
    as_texts = analyzer.profile(TEXTS)
    assert analyzer.profile(iter(TEXTS)) == as_texts
    assert analyzer.profile({"text": text} for text in TEXTS) == as_texts
    assert analyzer.profile(tuple(map(Document, TEXTS))) == as_texts
    assert as_texts.documents == len(TEXTS)
    assert analyzer.profile({"text": TEXTS[0]}) == analyzer.profile(TEXTS[0])
    assert analyzer.profile(Document(TEXTS[0], "0")) == analyzer.profile(TEXTS[0])


@pytest.mark.parametrize(
    "document", [TEXTS[0], {"text": TEXTS[0], "id": 7}, Document(TEXTS[0]), Document(TEXTS[0], "x")]
)
def test_one_document_by_itself(analyzer: Analyzer, document: Any) -> None:
    assert analyzer.profile_of(document) == analyzer.profile(document)


def test_documents_are_read_as_they_come(analyzer: Analyzer) -> None:
    given, scored = 0, 0

    def documents() -> Iterator[str]:
        nonlocal given
        for _ in range(500):
            given += 1
            assert given - scored < 100  # no more than a batch or two wait
            yield "Norway votes."

    class Counting(_Loud):
        def score(self, text: str) -> Sentiment:
            nonlocal scored
            scored += 1
            return super().score(text)

    assert Analyzer(scorer=Counting()).profile(documents()).documents == 500


@given(st.data())
@settings(max_examples=30)
def test_any_partition_and_order_gives_the_same_bytes(
    analyzer: Analyzer, data: st.DataObject
) -> None:
    documents = [Document(text, f"doc-{i}") for i, text in enumerate(TEXTS)]
    expected = analyzer.profile(documents).to_json()
    shuffled = data.draw(st.permutations(documents))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(TEXTS)))))
    edges = [0, *cuts, len(TEXTS)]
    parts = [shuffled[a:b] for a, b in pairwise(edges)]
    assert merge(analyzer.profile(part) for part in parts).to_json() == expected


# --- groups -----------------------------------------------------------------------------------

RECORDS: list[dict[str, Any]] = [
    {"text": "Norway votes.", "year": 2025, "id": "b"},
    {"text": "Chad votes.", "year": 2024, "id": "a"},
    {"text": "Chad mourns.", "year": 2025},
    {"text": "Mali votes."},
    {"text": "Mali waits.", "year": "unknown"},
    {"text": "Togo waits.", "year": None},
]


def test_by_a_field(analyzer: Analyzer) -> None:
    groups = analyzer.profile(RECORDS, by="year")
    assert {key: list(profile) for key, profile in groups.items()} == {
        2024: ["TD"],
        2025: ["NO", "TD"],
        "unknown": ["ML"],
        None: ["ML", "TG"],
    }
    assert list(groups) == [2024, 2025, "unknown", None]
    assert merge(groups.values()) == analyzer.profile(RECORDS)


@pytest.mark.parametrize("missing", [{}, {"yeer": None}])
def test_by_a_field_that_no_document_has(analyzer: Analyzer, missing: dict[str, None]) -> None:
    records = [{"text": "Mali votes.", "id": "a", "year": 2025} | missing, "Togo votes."]
    fields = ", ".join(["year", *missing])
    message = f"no document has a field 'yeer' with a value (fields of the first: {fields})"
    with pytest.warns(GeosentWarning, match=re.escape(message)):
        groups = analyzer.profile(iter(records), by="yeer")
    assert {key: list(profile) for key, profile in groups.items()} == {None: ["ML", "TG"]}
    assert list(analyzer.profile(records, by=lambda _: None)) == [None]  # meant so


def test_by_a_function(analyzer: Analyzer) -> None:
    groups = analyzer.profile(RECORDS, by=lambda document: document.text.startswith("Norway"))
    assert {key: list(profile) for key, profile in groups.items()} == {
        False: ["ML", "TD", "TG"],
        True: ["NO"],
    }


def test_by_the_identifier(analyzer: Analyzer) -> None:
    assert list(analyzer.profile(RECORDS[:3], by="id")) == ["2", "a", "b"]


def test_what_is_missing_in_a_data_frame_is_one_group(analyzer: Analyzer) -> None:
    # Each is another value to Python, and none is equal to itself.
    years = [float("nan"), 2024.0, float("nan")]
    records = [{"text": "Norway votes.", "year": year, "id": year} for year in years]
    groups = analyzer.profile(records, by="year")
    assert [(year, p.documents) for year, p in groups.items()] == [(2024.0, 1), (None, 2)]
    assert list(analyzer.profile(records, by="id")) == ["0", "2", "2024.0"]


def test_na_of_pandas_is_missing_too(analyzer: Analyzer) -> None:
    # Nullable columns give it; it has no truth, and raises where it is asked for one.
    na = pytest.importorskip("pandas").NA
    records = [{"text": "Norway votes.", "year": year, "id": year} for year in (na, 2024, na)]
    groups = analyzer.profile(records, by="year")
    assert [(year, p.documents) for year, p in groups.items()] == [(2024, 1), (None, 2)]
    assert list(analyzer.profile(records, by="id")) == ["0", "2", "2024"]


@pytest.mark.parametrize("kind", [int, float, Decimal, Fraction, "int64", "float32"])
def test_groups_of_numbers_are_in_their_order(analyzer: Analyzer, kind: Any) -> None:
    number = getattr(pytest.importorskip("numpy"), kind) if isinstance(kind, str) else kind
    keys = ["ten", None, number(9), number(10), number(8), 7]
    records = [{"text": "Mali votes.", "n": key} for key in keys]
    assert list(analyzer.profile(records, by="n")) == [7, 8, 9, 10, "ten", None]


def test_a_data_frame_is_no_stream_of_its_column_names(analyzer: Analyzer) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": ["Norway votes.", "Syria mourns."], "year": [2024, 2025]})
    with pytest.raises(GeosentTypeError, match=r"frame\.to_dict\('records'\)"):
        analyzer.profile(frame)
    assert list(analyzer.profile(frame.to_dict("records"), by="year")) == [2024, 2025]
    assert list(analyzer.profile(frame["text"])) == ["NO", "SY"]


def test_by_what_can_name_no_group(analyzer: Analyzer) -> None:
    tagged = [{"text": "Mali votes.", "id": "m", "tags": ["africa"]}]
    message = "document 'm': the value to group by is a list, which cannot name a group"
    with pytest.raises(GeosentTypeError, match=message):
        analyzer.profile(tagged, by="tags")
    with pytest.raises(GeosentTypeError, match="a dict, which cannot name a group"):
        analyzer.profile(tagged, by=lambda document: {})


# --- processes --------------------------------------------------------------------------------

multi_threaded = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")


@multi_threaded
@pytest.mark.parametrize("by", [None, "source"])
def test_two_processes_give_the_bytes_of_one(by: str | None) -> None:
    chance = random.Random(3)
    records = [
        {"text": chance.choice(TEXTS), "source": chance.choice("ab"), "id": number}
        for number in range(150)
    ]
    analyzer = Analyzer(names={"Nobody": "NO"})
    one: Any = analyzer.profile(records, by=by)
    two: Any = analyzer.profile(records, by=by, workers=2)
    if by is None:
        assert two.to_json() == one.to_json()
        assert two["NO"].mentions > 0
    else:
        assert {k: p.to_json() for k, p in two.items()} == {k: p.to_json() for k, p in one.items()}


@multi_threaded
def test_bad_documents_end_a_run_of_many_processes() -> None:
    with pytest.raises(GeosentTypeError, match="document 40 is missing"):
        Analyzer().profile(["Mali votes."] * 40 + [None], workers=2)


@multi_threaded
class _Ended:
    """A scorer whose process is ended from outside, as happens when memory runs short."""

    def score(self, text: str) -> Sentiment:
        os._exit(9)


def test_a_process_that_is_ended_is_told() -> None:
    with pytest.raises(geosent.GeosentError, match="use fewer workers"):
        Analyzer(scorer=_Ended()).profile(["Norway votes."], workers=2)


def test_fields_need_not_travel() -> None:
    records = [{"text": "Norway votes.", "year": 2025, "when": lambda: 0}]
    assert list(Analyzer().profile(records, by="year", workers=2)) == [2025]


def test_no_documents_for_many_processes() -> None:
    assert Analyzer().profile([], workers=2) == Profile()


def test_an_executor_is_used_and_left_open(analyzer: Analyzer) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = analyzer.profile(TEXTS * 60, workers=pool)
        assert pool.submit(len, "open").result() == 4
    assert found.to_json() == analyzer.profile(TEXTS * 60).to_json()


def test_an_analyzer_travels_without_its_tables(analyzer: Analyzer) -> None:
    analyzer.tag("Norway votes.")
    sent = pickle.dumps(analyzer)
    assert len(sent) < 20_000
    assert pickle.loads(sent).tag("Norway votes.") == analyzer.tag("Norway votes.")


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [None, 5, 1.5, b"Paris", ["Paris"], Document("Paris")])
@pytest.mark.parametrize("method", ["tag", "explain", "sentences"])
def test_what_is_no_text(analyzer: Analyzer, method: str, text: object) -> None:
    with pytest.raises(GeosentTypeError, match=f"a text must be str, not {type(text).__name__}"):
        list(getattr(analyzer, method)(text))


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (None, "documents are NoneType, not a str, dict, Document or an iterable of them"),
        (5, "documents are int, not a str, dict, Document or an iterable of them"),
        (b"Paris", "documents are bytes: decode them first"),
        (bytearray(b"Paris"), "documents are bytes: decode them first"),
        (["Paris votes.", None], "document 1 is missing (None): leave it out"),
        (["Paris votes.", 5], "document 1 is int, not str, dict or Document"),
        (["Paris votes.", b"x"], "document 1 is bytes, not str, dict or Document; decode it first"),
        ([{"text": 5}], "document 0: its field 'text' must be str, not int"),
        ({"text": None}, "document 0: its field 'text' is missing (None)"),
    ],
)
def test_what_are_no_documents(analyzer: Analyzer, documents: object, message: str) -> None:
    with pytest.raises(GeosentTypeError) as caught:
        analyzer.profile(documents)
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, TypeError)


def test_a_record_without_text(analyzer: Analyzer) -> None:
    with pytest.raises(GeosentValueError, match="document 1 has no field 'text'"):
        analyzer.profile(["Paris votes.", {"body": "x"}])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_confidence": 1.5}, "min_confidence is a probability, not 1.5"),
        ({"min_confidence": -0.1}, "min_confidence is a probability, not -0.1"),
        ({"min_confidence": float("nan")}, "min_confidence is a probability, not nan"),
        ({"max_lookups": -1}, "max_lookups is a number of names, not -1"),
        ({"evidence": -1}, "evidence is a number of sentences, not -1"),
    ],
)
def test_options_out_of_range(options: dict[str, Any], message: str) -> None:
    with pytest.raises(GeosentValueError, match=message):
        Analyzer(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_confidence": "high"}, "min_confidence is a probability, not 'high'"),
        ({"max_lookups": "x"}, "max_lookups is a number of names, not 'x'"),
        ({"evidence": 2.5}, "evidence is a number of sentences, not 2.5"),
        ({"case_sensitive": "no"}, "case_sensitive is True or False, not 'no'"),
        ({"names": ["Rosatom"]}, 'names is a dict such as {"Rosatom": "RU"}, not list'),
        ({"names": "x"}, 'names is a dict such as {"Rosatom": "RU"}, not str'),
        ({"scorer": 3}, "scorer is an object with a method score(), not 3"),
        ({"target_scorer": "x"}, "target_scorer is an object with a method score(), not 'x'"),
        ({"tagger": 3}, "tagger is an object with a method tag(), not 3"),
        ({"geocoder": 3}, "geocoder is an object with a method geocode(), not 3"),
        (
            {"geocoder": geosent.OfflineGeocoder},
            "geocoder is an object with a method geocode(), not <class",
        ),
    ],
)
def test_options_of_another_kind(options: dict[str, Any], message: str) -> None:
    with pytest.raises(GeosentTypeError, match=re.escape(message)):
        Analyzer(**options)


@pytest.mark.parametrize("by", [["year"], 3])
def test_what_nothing_can_be_grouped_by(analyzer: Analyzer, by: Any) -> None:
    message = f"by is the name of a field or a function of a Document, not {type(by).__name__}"
    with pytest.raises(GeosentTypeError, match=message):
        analyzer.profile(RECORDS, by=by)


@pytest.mark.parametrize(
    ("workers", "error"),
    [
        (0, GeosentValueError),
        (1.5, GeosentTypeError),
        ("2", GeosentTypeError),
        (None, GeosentTypeError),
    ],
)
def test_workers_that_are_no_number(
    analyzer: Analyzer, workers: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=f"1 or more, not {workers!r}"):
        analyzer.profile("Paris votes.", workers=workers)


class _Client:
    """What can be given work as an executor can, and is none: the client of a Dask cluster."""

    def submit(self, work: object, *arguments: object) -> None:
        raise AssertionError("nothing is sent")


def test_a_client_is_no_executor(analyzer: Analyzer) -> None:
    with pytest.raises(GeosentTypeError, match=r"workers is a _Client.* client\.get_executor\(\)"):
        analyzer.profile("Paris votes.", workers=_Client())  # type: ignore[call-overload]


def test_own_names_of_no_country() -> None:
    with pytest.raises(UnknownCountryError, match="Atlantis"):
        Analyzer(names={"Plato": "Atlantis"})


# --- options and parts ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", " \n", "–", "...", "&amp;", "ʼ", "&nbsp;"])
def test_an_own_name_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(GeosentValueError, match="is no name"):
        Analyzer(names={name: "SY"})
    with pytest.raises(GeosentTypeError, match="a name must be str, not int"):
        Analyzer(names={7: "SY"})  # type: ignore[dict-item]


def test_own_names_that_are_found_alike_have_one_country() -> None:
    with pytest.raises(GeosentValueError, match="'São' and 'Sao' are found in the same places"):
        Analyzer(names={"Sao": "BR", "São": "RU"})
    assert Analyzer(names={"Sao": "BR", "São": "BR"}).tag("He left São.")[0].country.alpha_2 == "BR"


def test_explain_tells_what_is_left_out_on_purpose() -> None:
    text = "He left Oslo by the South China&nbsp;Sea."
    own, sea = Analyzer(names={"Oslo": None}).explain(text)
    assert (own.text, own.tagged, own.reason) == ("Oslo", False, "your own name, of no country")
    assert (sea.text, sea.tagged) == ("South China&nbsp;Sea", False)
    assert sea.reason == "known to be of no one country"


def test_white_space_around_an_own_name_does_not_matter() -> None:
    analyzer = Analyzer(names={" Rosatom\n": "RU", "Camp\tLut": "IR"})
    text = "Rosatom and Camp Lut."
    assert [(m.text, m.country.alpha_2) for m in analyzer.tag(text)] == [
        ("Rosatom", "RU"),
        ("Camp Lut", "IR"),
    ]


def test_own_names_win() -> None:
    own = Analyzer(names={"Rosatom": "Russia", "Paris": geosent.country("US"), "Mali": None})
    found = [(m.text, m.country.alpha_2, m.kind) for m in own.tag("Rosatom left Mali for Paris.")]
    assert found == [("Rosatom", "RU", "custom"), ("Paris", "US", "custom")]


def test_min_confidence_leaves_out_what_is_doubtful(analyzer: Analyzer) -> None:
    text = "Syrian troops left Aleppo; Jordan and Chad met Georgia in Paris."
    sure = Analyzer(min_confidence=1.0).tag(text)
    every = Analyzer(min_confidence=0.0).tag(text)
    assert all(m.confidence == 1 for m in sure)
    assert len(sure) <= len(analyzer.tag(text)) <= len(every)


def test_lower_case_on_demand(analyzer: Analyzer) -> None:
    text = "flights from usa to north korea"
    assert analyzer.tag(text) == []
    found = [m.country.alpha_2 for m in Analyzer(case_sensitive=False).tag(text)]
    assert found == ["US", "KP"]


def test_evidence_is_as_long_as_wanted() -> None:
    text = " ".join(f"Norway won {word} prizes." for word in ("two", "great", "lovely", "good"))
    assert len(Analyzer(evidence=1).profile(text)["NO"].evidence) == 1
    assert Analyzer(evidence=0).profile(text)["NO"].evidence == ()


class _Loud:
    """A scorer that likes every text and remembers it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def score(self, text: str) -> Sentiment:
        self.seen.append(text)
        return Sentiment(0.0, 0.0, 1.0, 0.123456)


def test_a_scorer_of_ones_own() -> None:
    scorer = _Loud()
    profile = Analyzer(scorer=scorer).profile("The United States won. So be it.")
    assert profile["US"].sentiment.mean == 0.1235  # kept in units of 1e-4
    assert profile.sentences == 2
    assert scorer.seen == ["somewhere won."]  # the other is only counted
    list(Analyzer(scorer=scorer).sentences("So be it."))
    assert scorer.seen[1:] == ["So be it."]


class _Judge:
    """A target scorer that tells which mention it was asked about, and what else was named."""

    def score(
        self, text: str, start: int, end: int, others: Iterable[tuple[int, int]] = ()
    ) -> TargetSentiment:
        others = [text[a:b] for a, b in others]
        assert text[start:end] not in others
        positive = {"Syria": 0.8, "Syrian": 0.4}.get(text[start:end], 0.0)
        return TargetSentiment(0.2, 0.8 - positive, positive)


def test_a_target_scorer_of_ones_own() -> None:
    (sentence,) = Analyzer(target_scorer=_Judge()).sentences(
        "Norway told Syrian troops: leave Syria."
    )
    assert set(sentence.toward) == {"NO", "SY"}
    assert sentence.toward["SY"].positive == pytest.approx(0.6)  # the mean of both mentions
    profile = Analyzer(target_scorer=_Judge()).profile(sentence.text)
    assert profile["SY"].toward.mean == pytest.approx(0.4)
    assert profile["NO"].toward.mean == pytest.approx(-0.2)


class _Gives:
    """A scorer of one's own that gives the same, whatever the text."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def score(self, text: str, *_: object) -> Any:
        return self.given


NAN = float("nan")


@pytest.mark.parametrize(
    ("part", "given", "message"),
    [
        ("scorer", None, "a scorer gives a Sentiment, not NoneType"),
        ("scorer", 0.5, "a scorer gives a Sentiment, not float"),
        ("scorer", Sentiment(0.0, 1.0, 0.0, NAN), "compound=nan"),
        ("scorer", Sentiment(0.0, 1.0, 0.0, 5.0), "compound=5.0"),
        ("scorer", Sentiment(NAN, 1.0, 0.0, 0.0), "neg=nan"),
        ("target_scorer", None, "a target scorer gives a TargetSentiment, not NoneType"),
        ("target_scorer", TargetSentiment(NAN, 1.0, 0.0), "negative=nan"),
        ("target_scorer", TargetSentiment(0.0, 1.0, 7.0), "positive=7.0"),
    ],
)
def test_a_scorer_that_gives_what_cannot_be_added_up(part: str, given: Any, message: str) -> None:
    with pytest.raises(geosent.GeosentError, match=re.escape(message)):
        Analyzer(**{part: _Gives(given)}).profile("Norway votes.")


def test_without_a_target_scorer_nobody_is_judged() -> None:
    profile = Analyzer(target_scorer=None).profile("Norway praised Syria.")
    assert profile["SY"].toward.count == 0
    assert profile["SY"].toward.mean is None
    assert profile["SY"].sentiment.count == 1


class _Tagger:
    """A tagger that finds one thing."""

    def tag(self, text: str, locate: Any) -> list[Mention]:
        country = geosent.country("SY")
        return [Mention(0, 3, text[:3], country, "custom", Location("", (0, 0), {}), 1.0)]

    def explain(self, text: str) -> list[Any]:
        return ["because"]


def test_a_tagger_of_ones_own() -> None:
    own = Analyzer(tagger=_Tagger())  # type: ignore[arg-type]
    assert list(own.profile("War!")) == ["SY"]
    assert own.explain("War!") == ["because"]


def test_a_tagger_that_only_tags() -> None:
    class Tags:
        tag = _Tagger.tag

    online = _Online()
    own = Analyzer(tagger=Tags(), geocoder=online)  # type: ignore[arg-type]
    assert list(own.profile("War in the town of Zarlabad Ney!")) == ["SY"]
    assert online.asked == []  # nobody told what is unknown
    with pytest.raises(GeosentTypeError, match=r"Tags explains nothing: .* a method explain\("):
        own.explain("War!")


class _Online:
    """Looks like a geopy geocoder; knows one place, and fails on others."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def geocode(self, query: str) -> Location | None:
        self.asked.append(query)
        if query.startswith("Bamako"):
            raise GeocoderUnavailable("no network")
        if query.startswith("Oslo"):
            raise KeyError("its parser")
        return Location("Found", (1.0, 2.0), {}) if query.startswith("Paris, Ile-") else None


def test_a_geocoder_of_ones_own() -> None:
    online = _Online()
    own = Analyzer(geocoder=online)
    text = "Talks in Paris, in Oslo and in Bamako. Paris, in France, waits."
    found = {m.text: m.location for m in own.tag(text)}
    assert found["Paris"].address == "Found"
    assert found["Bamako"].address.endswith("Mali")  # the gazetteer's own, when the other fails
    assert found["Oslo"].address.endswith("Norway")
    assert found["France"].raw["country_code"].upper() == "FR"
    assert len(online.asked) == len(set(online.asked))  # once for each place


def test_a_geocoder_of_ones_own_is_asked_for_the_place_itself() -> None:
    online = _Online()
    text = "The Kremlin wrote to Bavaria and to Syrian rebels, then to Paris, Texas."
    found = {m.text: m.location for m in Analyzer(geocoder=online).tag(text)}
    texan = ["Paris, Texas, United States", "Texas, United States"]
    assert online.asked == ["Bavaria, Germany", "Syria", *texan]
    assert found["Kremlin"].address == "Kremlin, Russia"


def test_a_geocoder_of_ones_own_is_asked_within_bounds() -> None:
    online = _Online()
    text = "From Paris, Texas, to Bavaria, France and Norway."
    with pytest.warns(geosent.GeosentWarning, match="^4 names were not looked up: 4 over max"):
        profile = Analyzer(geocoder=online, max_lookups=1).profile(text)
    assert len(online.asked) == 1
    assert profile == Analyzer().profile(text)


def test_every_mention_is_located_by_the_geocoder() -> None:
    class Counting(geosent.OfflineGeocoder):
        located: list[Place] = []  # noqa: RUF012

        def location_of(self, place: Place) -> Location:
            self.located.append(place)
            return super().location_of(place)

    geocoder = Counting()
    mentions = Analyzer(geocoder=geocoder).tag("Syrian troops left Aleppo for the Kremlin.")
    assert [place.alpha_2 for place in geocoder.located] == [m.country.alpha_2 for m in mentions]


# --- progress, and the short way --------------------------------------------------------------


def test_progress_is_told(analyzer: Analyzer, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    shown = analyzer.profile(TEXTS, progress=True)
    assert shown == analyzer.profile(TEXTS)
    bar = capsys.readouterr().err
    assert f"{len(TEXTS)}/{len(TEXTS)}" in bar
    analyzer.profile("Paris votes.", progress=True)
    assert "1/1" in capsys.readouterr().err
    analyzer.profile(iter(TEXTS), progress=True)
    assert f"{len(TEXTS)} documents" in capsys.readouterr().err


def test_progress_needs_an_extra(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    with pytest.raises(geosent.MissingExtraError, match=r"geosent\[frames\]"):
        analyzer.profile(TEXTS, progress=True)


def test_the_short_way_is_the_default_analyzer(analyzer: Analyzer) -> None:
    assert geosent.analyze(TEXTS) == analyzer.profile(TEXTS)
    assert geosent.tag(TEXTS[0]) == analyzer.tag(TEXTS[0])
