"""Sentiment towards a target: what the scorer must do, and what it must not depend on.

The behaviour itself is data: `cases/targeting.json`, in the manner of CheckList. A case has a text,
a target (its first occurrence, or the one numbered by `occurrence`), and what is expected:

* a label: "negative", "neutral" or "positive";
* `{"less_than": …}` or `{"more_than": …}`: the score against that of another text and target;
* `{"same_as": …, "within": 0.2}`: the score is the same, or nearly;
* `{"same_for": "every country"}`: `{}` in the text stands for each country's name in turn.

What is known to fail stands in `cases/targeting_known_failures.json`; when one starts to pass, the
suite says so by failing, and the case moves.
"""

from __future__ import annotations

import gzip
import json
import pickle
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from operator import add
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.model import TargetSentiment
from geosent.tables import read_table
from geosent.targeting import TargetScorer, network, scorer
from geosent.targeting import reading as reading_module
from geosent.targeting.arrays import from_bytes
from geosent.targeting.features import (
    COLUMNS,
    SLOTS,
    TARGET,
    Entry,
    clause_length,
    columns,
    places,
    stem,
)
from geosent.targeting.narrowing import narrowed
from geosent.targeting.reading import (
    LOWER,
    MASKED,
    REACH,
    UPPER,
    Reading,
    kind_of,
    plain,
    read,
    way_of,
)
from geosent.targeting.weights import UNIT, decode, encode, shipped, softmax

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
Case = dict[str, Any]


def load(name: str) -> list[Case]:
    cases: list[Case] = json.loads((HERE / "cases" / name).read_text(encoding="utf-8"))
    return cases


CASES = load("targeting.json")
KNOWN_FAILURES = load("targeting_known_failures.json")
COUNTRIES = [row["name"] for row in read_table("countries.tsv")]
SCORER = TargetScorer()


def score(case: Case) -> TargetSentiment:
    text, target = case["text"], case["target"]
    start = -1
    for _ in range(case.get("occurrence", 1)):
        start = text.index(target, start + 1)
    return SCORER.score(text, start, start + len(target))


def filled(case: Case, name: str) -> Case:
    """The case with a country's name for {}."""
    return case | {
        "text": case["text"].replace("{}", name),
        "target": case["target"].replace("{}", name),
    }


def failure(case: Case) -> str:
    """What is wrong, or nothing."""
    expect = case["expect"]
    if isinstance(expect, str):
        found = score(case)
        return "" if found.label == expect else f"{found.label}, expected {expect}: {found}"
    if "same_for" in expect:
        found = score(filled(case, COUNTRIES[0]))
        others = [name for name in COUNTRIES if score(filled(case, name)) != found]
        return f"another score for {', '.join(others)}" if others else ""
    relation = next(key for key in ("less_than", "more_than", "same_as") if key in expect)
    here, there = score(case).score, score(expect[relation]).score
    right = {
        "less_than": here < there,
        "more_than": here > there,
        "same_as": abs(here - there) <= expect.get("within", 0),
    }[relation]
    return "" if right else f"{here} should be {relation.replace('_', ' ')} {there}"


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_behaviour(case: Case) -> None:
    assert not failure(case)


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=[case["label"] for case in KNOWN_FAILURES])
def test_known_failures_still_fail(case: Case) -> None:
    assert failure(case), "this passes now: move it to targeting.json"


def test_the_suite_is_what_it_should_be() -> None:
    everything = CASES + KNOWN_FAILURES
    assert len(CASES) >= 120
    labels = [case["label"] for case in everything]
    assert len(set(labels)) == len(labels)
    assert all(case["comment"] and case["target"] in case["text"] for case in everything)
    assert len(COUNTRIES) == 250


@pytest.mark.parametrize(
    "text",
    [
        "The minister condemned {}.",
        "{} was praised by the committee for its reforms.",
        "Critics of {}'s government and of Norway's were arrested, an official in Cairo said.",
        "An attack on {} killed nine people; the United States blamed Iran.",
    ],
)
@pytest.mark.parametrize("column", ["name", "official_name"])
def test_the_score_does_not_depend_on_which_country_it_is(text: str, column: str) -> None:
    before = text.index("{}")
    scores = {
        SCORER.score(text.replace("{}", row[column]), before, before + len(row[column]))
        for row in read_table("countries.tsv")
    }
    assert len(scores) == 1


def test_the_score_does_not_depend_on_which_country_stands_beside_it() -> None:
    scores = set()
    for name in COUNTRIES:
        text = f"{name} condemned Syria, and {name}'s ally praised it."
        start = text.index("Syria, ")
        scores.add(SCORER.score(text, start, start + 5))
    assert len(scores) == 1


def test_nor_on_which_people_it_is() -> None:
    people = [p for row in read_table("demonyms.tsv") for p in row["people"].split("|") if p]
    text = "He praised the {} for their courage."
    scores = {SCORER.score(text.replace("{}", p), 15, 15 + len(p)) for p in people}
    assert len(people) > 200
    assert len(scores) == 1


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Israel was condemned by Norway.", "Israel"),
        ("Israel was attacked by Norway.", "Norway"),
        ("Israel was invaded by troops from Norway.", "Norway"),
        ("Israel was threatened by Norway.", "Norway"),
        ("Israel was supported by Norway.", "Norway"),
        ("Nine people were killed by Friday in Norway.", "Norway"),
        ("A house was hit by a bomb in Norway.", "Norway"),
        ("They were seen by the river in Norway.", "Norway"),
        ("He criticised the attack by Norway.", "Norway"),
        ("Condemned by Israel, Norway gave in.", "Norway"),
        ("Israel was condemned by Chad and so was Norway.", "Norway"),
        ("Israel was condemned by Chad for helping Norway.", "Norway"),
        ("By Norway.", "Norway"),
    ],
)
def test_only_verbs_that_judge_another_are_taken_away(text: str, target: str) -> None:
    start = text.index(target)
    reading = read(text, start, start + len(target))
    assert narrowed(reading) == reading


def test_another_statement_beyond_a_semicolon_is_not_read() -> None:
    text = "Chad praised Mali; Norway was {}; Chad blamed Mali."
    alone = "Norway was {}"
    for verb in ("condemned", "thanked"):
        start = text.index("Norway")
        whole = read(text.format(verb), start, start + 6)
        assert narrowed(whole) == read(alone.format(verb), 0, 6)
    for text in ("He was angry; Norway lost.", "Chad is far; Norway lost.", "Praise; Norway lost."):
        whole = read(text, text.index("Norway"), text.index(" lost"))
        assert narrowed(whole) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Israel was {} by Norway.",
        "ISRAEL WAS {} BY NORWAY.",
        "Israel was {} sharply by the new government of Norway.",
        "Israel, {} by Chad and Norway, gave in.",
        "Israel was mocked and {} by officials in Norway.",
    ],
)
def test_every_verb_that_judges_says_the_same_of_who_judges(text: str) -> None:
    capitals = text.isupper()
    scores = set()
    for verb in ("condemned", "praised", "blamed", "welcomed", "accused"):
        filled_in = text.format(verb.upper() if capitals else verb)
        start = filled_in.lower().index("norway")
        scores.add(SCORER.score(filled_in, start, start + 6))
    assert len(scores) == 1


def test_other_mentions_are_masked_when_they_are_told() -> None:
    def towards(city: str) -> TargetSentiment:
        text = f"The mayor of {city} condemned Syria."
        return SCORER.score(text, len(text) - 6, len(text) - 1, others=[(13, 13 + len(city))])

    assert towards("Friendly Harbour") == towards("Bad Axe") == towards("Paris")


def test_an_unknown_place_is_one_when_it_is_told() -> None:
    text = "The army retook {} on Monday."
    known = SCORER.score(text.format("Syria"), 16, 21)
    assert SCORER.score(text.format("Sarmada"), 16, 23, others=()) == known
    assert SCORER.score(text.format("Sarmada"), 16, 23) != known


def test_the_target_is_not_read() -> None:
    text = "The committee met {} again."
    one, other = "Grace Love", "Evil Murder"
    assert SCORER.score(text.format(one), 18, 28) == SCORER.score(text.format(other), 18, 29)


@given(st.text(min_size=1), st.data())
@settings(max_examples=200, deadline=None)
def test_any_text_has_a_score(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = SCORER.score(text, start, end)
    parts = (found.negative, found.neutral, found.positive)
    assert all(0 <= part <= 1 and round(part, 4) == part for part in parts)
    assert round(sum(parts), 4) == 1
    assert found == TargetScorer().score(text, start, end)


def test_what_is_far_away_is_not_read() -> None:
    near = "word " * 300 + "He condemned Syria. " + "word " * 300
    start = near.index("Syria")
    far = "A terrible war. " * 10_000 + near + " A wonderful peace." * 10_000
    moved = far.index("Syria")
    assert len(near) > 2 * REACH
    started = time.perf_counter()
    assert SCORER.score(far, moved, moved + 5) == SCORER.score(near, start, start + 5)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3), (0, 99)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(GeosentValueError, match="no target at"):
        SCORER.score("About Syria.", start, end)


def test_a_text_that_is_none_is_refused() -> None:
    with pytest.raises(GeosentTypeError, match="not bytes"):
        SCORER.score(b"Syria", 0, 5)  # type: ignore[arg-type]


def test_kinds_of_targets() -> None:
    assert kind_of("the Netherlands") == "place"
    assert kind_of("U.S.") == kind_of("U. S.") == kind_of("The White House") == "place"
    assert kind_of("France's") == kind_of("France’s") == "place"
    assert kind_of("Britons") == "people"
    assert kind_of("He") == "pronoun"
    assert kind_of("Jordan Peele") == "other"


def test_reading_masks_names_and_forgets_articles() -> None:
    reading = read("An envoy of the United States praised the Netherlands.", 42, 53)
    assert reading.left == ["praised", "<P>", "of", "envoy", "^a"]
    assert list(map(plain, reading.left)) == ["praised", "<P>", "of", "envoy", "a"]
    assert list(map(way_of, reading.left)) == [LOWER, MASKED, LOWER, LOWER, UPPER]
    assert read("He met us in Syria.", 13, 18).left == ["in", "us", "met", "^he"]


def test_the_pronoun_is_no_country() -> None:
    reading = read("Us? The US and the U. S. left Syria.", 30, 35)
    assert reading.left == ["left", "<P>", "and", "<P>", "?", "^us"]


def test_a_possessive_belongs_to_what_follows() -> None:
    apart, within = read("Syria's army fled.", 0, 5), read("Syria's army fled.", 0, 7)
    assert apart == within
    assert apart.right == ["'s", "army", "fled", "."]


def test_a_stretch_without_blanks_is_read_as_well() -> None:
    text = "x-" * REACH + "Syria"
    assert read(text, 2 * REACH, len(text)).left == ["-", "x"] * (REACH // 2)


def test_places_are_by_distance_and_clause() -> None:
    words = ["condemned", "minister", "the", ".", "far"]
    assert list(places(len(words), clause_length(words))) == [0, 1, 2, 7, 7]
    assert list(places(20, 20)) == [0, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6]
    assert list(places(10, 1)) == [0, 7, 7, 7, 7, 7, 7, 7, 8, 8]
    assert [COLUMNS[i] for i in columns("L", 3, 2)] == [("L", 7), ("L", 1), ("L", 0)]
    assert [COLUMNS[i] for i in columns("R", 3, 2)] == [("R", 0), ("R", 1), ("R", 7)]
    assert clause_length([".", "then"]) == 2  # a stop that touches the target ends nothing


WORDS = ["", "minister", "condemned", "attack", "the", ".", "on", "<P>", "praised"]
SENTENCES = [
    ("The minister condemned Syria.", "Syria"),
    ("Syria", "Syria"),
    ("Mr. Smith", "Smith"),
    ("France condemned. The attack on the Syrians praised " + "the minister " * 40, "Syrians"),
]


def readings() -> list[Reading]:
    return [
        read(text, text.index(target), text.index(target) + len(target))
        for text, target in SENTENCES
    ]


def numbers(rng: random.Random, rows: int, columns: int, most: int) -> list[list[int]]:
    return [[rng.randint(-most, most) for _ in range(columns)] for _ in range(rows)]


def made_up_network() -> tuple[dict[str, list[int]], network.Layers]:
    rng = random.Random(3)
    books, entries, units, hidden = 2, 5, 6, 5
    layers = network.Layers(
        books=numbers(rng, 3 * books * entries, units, 120),
        ways=numbers(rng, 3 * len(network.WAYS), units, 120),
        kinds=numbers(rng, 3 * len(network.KINDS), units, 120),
        columns=numbers(rng, len(COLUMNS) + 1, units, 120),
        hidden=numbers(rng, units + 1, hidden, 900),
        last=numbers(rng, hidden + 1, 2 * len(network.HEADS), 700),
        shifts=(3, 6, 9),
    )
    return {word: [rng.randrange(entries) for _ in range(books)] for word in WORDS}, layers


def test_the_judge_says_what_plain_sums_do() -> None:
    """Packed integers hide nothing: the same numbers, one by one."""
    codes, layers = made_up_network()
    rng = random.Random(5)
    widths = [len(WORDS)] * len(COLUMNS) + [len(network.KINDS)]
    against, for_it = ([numbers(rng, 1, width, 900)[0] for width in widths] for _ in range(2))
    entries: dict[str, Entry] = {"condemned": (("JN",), -2), "not": (("NEG",), 0), "very": ((), 0)}
    weights = decode(encode(against, for_it, entries))
    assert weights.lexicon.entries == entries
    judge = scorer.Judge(network.decode(network.encode(codes, layers)), weights)
    rows = {word: i for i, word in enumerate(sorted(WORDS))}
    for reading in readings():
        place = reading.kind in ("place", "people")
        words, where = around(reading)
        expected = list(plain_network(reading, 0 if place else 1, codes, layers))
        for i, table in enumerate((against, for_it)):
            expected[i] += table[TARGET][network.KINDS.index(reading.kind)]
            if place:
                expected[i] += sum(
                    table[column][rows.get(plain(word), 0)]
                    for word, column in zip(words, where, strict=True)
                    if column != TARGET
                )
        assert judge.probabilities(reading) == softmax(*expected)


def around(reading: Reading) -> tuple[list[str], list[int]]:
    """The words that are read, in the order of the text, with "" for the target; their columns."""
    words, where = [""], [TARGET]
    for side in (reading.left, reading.right):
        found = places(len(side), clause_length(side))
        for word, place in list(zip(side, found, strict=True))[: network.REACH]:
            at = 0 if side is reading.left else len(words)
            words.insert(at, word)
            where.insert(at, place if side is reading.left else len(SLOTS) + place)
    return words, where


def plain_network(
    reading: Reading, head: int, codes: dict[str, list[int]], layers: network.Layers
) -> tuple[int, int]:
    units, entries = len(layers.columns[0]), len(layers.books) // 3 // len(codes[""])
    words, where = around(reading)

    def given(i: int, part: int) -> list[int]:
        """What a word gives to the one after it, to itself, or to the one before it."""
        if not 0 <= i < len(words):
            return [0] * units
        if where[i] == TARGET:
            return list(layers.kinds[3 * network.KINDS.index(reading.kind) + part])
        rows = [layers.ways[3 * way_of(words[i]) + part]]
        for book, code in enumerate(codes.get(plain(words[i]), codes[""])):
            rows.append(layers.books[3 * (book * entries + code) + part])
        return [sum(column) for column in zip(*rows, strict=True)]

    sums = [0] * units
    for i, column in enumerate(where):
        parts = [given(i - 1, 0), given(i, 1), given(i + 1, 2), layers.columns[column]]
        for unit, said in enumerate(zip(*parts, strict=True)):
            sums[unit] += max(0, sum(said))
    half = 1 << layers.shifts[0] >> 1
    inputs = [(number + half) >> layers.shifts[0] for number in sums]
    logits = list(layers.last[-1][2 * head : 2 * head + 2])
    for k, weights in enumerate(layers.last[:-1]):
        number = layers.hidden[-1][k] + sum(
            x * row[k] for x, row in zip(inputs, layers.hidden, strict=False)
        )
        for column in (0, 1):
            logits[column] += (max(0, number) >> layers.shifts[1]) * weights[2 * head + column]
    return logits[0] >> layers.shifts[2], logits[1] >> layers.shifts[2]


def fields(packed: int, count: int, bits: int = network.FIELD) -> list[int]:
    """Numbers, negative ones too, that are fields of one integer."""
    middle = 1 << (bits - 1)
    positive = packed + network.filled(middle, count, bits)
    code = {16: "H", 32: "I"}[bits]
    found = from_bytes(code, positive.to_bytes(count * bits // 8, "little"))
    return [number - middle for number in found]


def units_at_most(extreme: Callable[[Iterable[int]], int]) -> list[int]:
    """What no unit of the shipped network can pass, whatever the words and their places."""
    net = network.shipped()
    units = net.sign.bit_length() // network.FIELD

    def most(rows: Iterable[int]) -> list[int]:
        """The extreme of each column."""
        return list(map(extreme, zip(*(fields(row, units) for row in rows), strict=True)))

    ways = [net.given(0, way) for way in network.WAYS]
    words = [net.given(row, LOWER) for row in range(len(net.words))]
    found = [0] * units
    for part in range(3):
        of_words = most(word[part] for word in words)
        of_ways = most(way[part] - ways[LOWER][part] for way in ways)
        target = most(kind[part] for kind in net.kinds)
        either = [extreme(pair) for pair in zip(map(add, of_words, of_ways), target, strict=True)]
        if part != 1:  # a neighbour may be missing
            either = [extreme((number, 0)) for number in either]
        found = list(map(add, found, either))
    return list(map(add, found, most(column - net.sign for column in net.columns)))


def test_no_text_is_too_much_for_the_network() -> None:
    """The fields of the packed integers are wide enough for any words in any places."""
    net = network.shipped()
    half = 1 << net.shifts[0] >> 1
    words = 2 * network.REACH + 1
    greatest = units_at_most(max)
    assert max(greatest) <= network.MOST
    assert words * network.MOST + half < 1 << network.FIELD
    assert min(units_at_most(min)) >= -(1 << (network.FIELD - 1))

    hidden, bits = len(net.last[0]) - 1, network.HIDDEN_FIELD
    sums = [(words * unit + half) >> net.shifts[0] for unit in greatest]
    reach = list(
        map(abs, fields(net.start - network.filled(1 << (bits - 1), hidden, bits), hidden, bits))
    )
    for row, most in zip(net.hidden, sums, strict=True):
        reach = [
            x + abs(weight) * most
            for x, weight in zip(reach, fields(row, hidden, bits), strict=True)
        ]
    assert max(reach) < 1 << (bits - 1)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_softmax_is_that_of_floats(negative: int, positive: int) -> None:
    from math import exp

    top = max(negative, positive, 0)
    parts = [exp((x - top) / UNIT) for x in (negative, 0, positive)]
    for got, part in zip(softmax(negative, positive), parts, strict=True):
        assert got / 10_000 == pytest.approx(part / sum(parts), abs=1.1e-4)
    assert sum(softmax(negative, positive)) == 10_000


def test_stems_bring_forms_together() -> None:
    assert stem("condemned") == stem("condemns") == stem("condemning") == "condemn"
    assert stem("war") == "war"


def test_the_weights_are_small_and_without_a_date() -> None:
    folder = ROOT / "geosent" / "data"
    data = (folder / "targeting.weights.gz").read_bytes()
    more = (folder / "targeting.network.gz").read_bytes()
    assert len(data) + len(more) <= 1_500_000
    assert more[4:8] == b"\0\0\0\0"
    assert data[4:8] == b"\0\0\0\0"  # gzip's time
    assert len(shipped().negative[0]) == len(network.shipped().words)
    assert gzip.decompress(data)[:1] == b"{"


def test_nothing_is_read_before_the_first_score() -> None:
    code = (
        "import time, sys, geosent.targeting.scorer as s, geosent.targeting.weights as w\n"
        "assert not w.shipped.cache_info().currsize\n"
        "assert 'numpy' not in sys.modules and 'sklearn' not in sys.modules\n"
        "started = time.process_time()\n"
        "s.TargetScorer().score('He condemned Syria.', 13, 18)\n"
        "print(time.process_time() - started)\n"
    )
    best = min(
        float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True))
        for _ in range(3)
    )
    assert best < 0.6, "the figure is 0.15 s on an idle machine; this only catches blunders"


def test_a_scorer_may_be_shared_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer, "_WORDS", 5)  # forgets all the time
    monkeypatch.setattr(reading_module, "_REMEMBERED", 5)
    shared = TargetScorer()
    texts = [f"{name} condemned Syria and praised Peru." for name in COUNTRIES]
    alone = [SCORER.score(text, text.index("Peru."), text.index("Peru.") + 4) for text in texts]
    wrong: list[str] = []

    def work() -> None:
        for text, expected in zip(texts, alone, strict=True):
            start = text.index("Peru.")
            if shared.score(text, start, start + 4) != expected:
                wrong.append(text)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_scorer_may_be_sent_to_another_process() -> None:
    used = pickle.loads(pickle.dumps(SCORER))
    text = "The minister condemned Syria."
    assert used.score(text, 23, 28) == SCORER.score(text, 23, 28)
