"""The hand-kept language tables: well formed, sorted, without repetition, and still there.

The figures are floors under what was written, so that a slip of an editor shows; what the tables
do for tagging is tested with the tagger.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pycountry
import pytest
from scripts import load_script

from geosent import gazetteer
from geosent.tables import read_rows, read_table, read_text

ROOT = Path(__file__).resolve().parent.parent
CODES = {country.alpha_2 for country in pycountry.countries} | {"XK"}
KINDS = {"country", "demonym", "region", "city", "institution"}

HEADERS = {
    "institutions.tsv": ["name", "alpha_2", "latitude", "longitude", "note"],
    "phrases.tsv": ["phrase", "alpha_2", "kind", "class"],
    "given_names.tsv": ["name", "weight"],
    "context.tsv": ["class", "word", "note"],
    "homonyms.tsv": ["word", "class", "weight", "note"],
    "abbreviations.tsv": ["abbreviation", "ends", "note"],
    "sport_codes.tsv": ["code", "alpha_2"],
    "surnames.tsv": ["name", "weight"],
}
FLOORS = {
    "institutions.tsv": 350,
    "phrases.tsv": 5000,
    "given_names.tsv": 4500,
    "context.tsv": 1800,
    "homonyms.tsv": 1200,
    "abbreviations.tsv": 300,
    "sport_codes.tsv": 80,
    "surnames.tsv": 2000,
}
CLASSES = {
    "agency",
    "language_word",
    "month",
    "organisation_before",
    "organisation_suffix",
    "person_suffix",
    "person_verb",
    "place_noun_after",
    "place_noun_before",
    "place_preposition",
    "relation_before",
    "role",
    "street_suffix",
    "surname_particle",
    "title",
    "weekday",
}


def fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize("table", sorted(HEADERS))
def test_a_table_is_well_formed(table: str) -> None:
    text = read_text(table)
    assert text.endswith("\n")
    assert "\r" not in text
    assert unicodedata.is_normalized("NFC", text)
    header, *rows = read_rows(table)
    assert header == HEADERS[table]
    for cells in rows:
        assert len(cells) == len(header), cells
        assert cells == [cell.strip() for cell in cells]
        assert cells[0]
    assert len(rows) >= FLOORS[table]


@pytest.mark.parametrize("table", sorted(set(HEADERS) - {"context.tsv"}))
def test_rows_are_sorted_and_stand_once(table: str) -> None:
    names = [cells[0] for cells in read_rows(table)][1:]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    # Of two that are alike but for their accents, one would have no effect.
    assert not [name for name, n in Counter(map(gazetteer.fold, names)).items() if n > 1]


def test_context_is_sorted_by_class_and_word_and_a_word_stands_once_in_a_class() -> None:
    keys = [(row["class"], row["word"]) for row in read_table("context.tsv")]
    assert keys == sorted(keys, key=lambda key: (key[0], key[1].casefold(), key[1]))
    assert not [key for key, count in Counter(keys).items() if count > 1]
    counts = Counter(name for name, _ in keys)
    assert set(counts) >= CLASSES  # a rule may bring a list of its own
    assert min(counts.values()) >= 10


def test_institutions_have_a_country_and_a_place_on_earth() -> None:
    rows = list(read_table("institutions.tsv"))
    for row in rows:
        assert row["alpha_2"] in CODES, row
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        for cell in (row["latitude"], row["longitude"]):
            assert len(cell.partition(".")[2]) == 4, row
    assert len({row["alpha_2"] for row in rows}) >= 60


def test_an_institution_has_one_row_whatever_its_accents() -> None:
    names = Counter(
        fold(name) for row in read_table("institutions.tsv") for name in row["name"].split("|")
    )
    assert not [name for name, count in names.items() if count > 1]


def test_phrases_are_blocked_or_have_a_country_and_a_kind() -> None:
    classes = Counter(row["class"] for row in read_table("phrases.tsv"))
    assert set(classes) == {
        "event_or_document",
        "organisation",
        "people",
        "place",
        "river",
        "sea",
        "supranational",
        "thing",
        "title",
        "work",
    }
    for row in read_table("phrases.tsv"):
        assert "|" not in row["phrase"]
        if row["alpha_2"]:
            assert row["alpha_2"] in CODES, row
            assert row["kind"] in KINDS, row
        else:
            assert row["kind"] == "", row


def test_no_phrase_takes_an_institution_from_its_country() -> None:
    countries = {
        name: row["alpha_2"]
        for row in read_table("institutions.tsv")
        for name in row["name"].split("|")
    }
    clashes = [
        row["phrase"]
        for row in read_table("phrases.tsv")
        if countries.get(row["phrase"], row["alpha_2"]) != row["alpha_2"]
    ]
    assert clashes == []


def test_weights_are_single_digits() -> None:
    for table in ("given_names.tsv", "homonyms.tsv"):
        for row in read_table(table):
            assert row["weight"] in set("123456789"), row
    assert {row["class"] for row in read_table("homonyms.tsv")} == {"word", "person", "both"}


def test_homonyms_do_not_doubt_the_names_of_countries() -> None:
    weights = {row["word"]: int(row["weight"]) for row in read_table("homonyms.tsv")}
    for row in read_table("countries.tsv"):
        assert weights.get(row["name"], 0) <= 3, row["name"]


@pytest.mark.parametrize(
    ("table", "column"), [("given_names.tsv", "name"), ("homonyms.tsv", "word")]
)
def test_a_name_has_one_spelling(table: str, column: str) -> None:
    names = Counter(fold(row[column]).casefold() for row in read_table(table))
    assert not [name for name, count in names.items() if count > 1]


def test_given_names_know_the_world() -> None:
    weights = {fold(row["name"]): int(row["weight"]) for row in read_table("given_names.tsv")}
    assert len(weights) < 20_000
    for name in ("David", "Mohammed", "Recep", "Volodymyr", "Narendra", "Shinzo", "Ngozi"):
        assert weights[name] == 9
    for name in ("Jordan", "Paris", "Chelsea", "Georgia"):
        assert weights[name] <= 5
    assert not {"Texas", "China", "The", "Monday"} & set(weights)


def test_given_names_are_what_their_builder_makes() -> None:
    module = load_script("build_given_names")
    assert module.drift(read_text("given_names.tsv"), module.build()) == []


def test_the_census_extract_is_ranked() -> None:
    module = load_script("build_given_names")
    shares = [
        max(float(row[sex] or 0) for sex in ("female", "male"))
        for row in module.read_table(module.CENSUS)
    ]
    assert len(shares) == module.EXTRACTED
    assert shares == sorted(shares, reverse=True)


def test_the_extra_names_are_sorted() -> None:
    module = load_script("build_given_names")
    names = [row["name"] for row in module.read_table(module.EXTRA)]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    assert len(names) == len({fold(name).casefold() for name in names})


def test_abbreviations_are_as_punkt_wants_them() -> None:
    for row in read_table("abbreviations.tsv"):
        word = row["abbreviation"]
        assert word == word.lower()
        assert not word.endswith(".")
        assert row["ends"] in {"0", "1"}
    ends = {row["abbreviation"]: row["ends"] for row in read_table("abbreviations.tsv")}
    assert all(ends[word] == "1" for word in ("u.s", "a.m", "inc", "jr", "etc"))
    assert all(ends[word] == "0" for word in ("mr", "gen", "gov", "no"))
