"""The offline geocoder: queries as people write them, and geopy's ways call by call."""

from __future__ import annotations

import asyncio
import json
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fake_nominatim import Service, Spot, serving
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geosent.analyzer import Analyzer
from geosent.errors import GeosentTypeError, InputError
from geosent.gazetteer import load_gazetteer
from geosent.geocoding import OfflineGeocoder
from geosent.geocoding.offline import OfflineAdapter
from geosent.geocoding.search import Search, loosely
from geosent.tables import read_rows
from geosent.towns import Town


@pytest.fixture(scope="module")
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()


# Queries.


@pytest.mark.parametrize(
    ("query", "address", "kind"),
    [
        ("Aleppo", "Aleppo, Syria", "city"),
        ("aleppo", "Aleppo, Syria", "city"),
        ("ALEPPO", "Aleppo, Syria", "city"),
        ("  Aleppo\n", "Aleppo, Syria", "city"),
        ("Aleppo, Syria", "Aleppo, Syria", "city"),
        ("Aleppo,Syria", "Aleppo, Syria", "city"),
        ("aleppo, sy", "Aleppo, Syria", "city"),
        ("Aleppo Syria", "Aleppo, Syria", "city"),
        ("Paris", "Paris, Ile-de-France, France", "city"),
        ("Paris, Texas", "Paris, Texas, United States", "city"),
        ("Paris, TX", "Paris, Texas, United States", "city"),
        ("Paris, US-TX", "Paris, Texas, United States", "city"),
        ("Paris Texas", "Paris, Texas, United States", "city"),
        ("Paris, TX 75460, USA", "Paris, Texas, United States", "city"),
        ("Springfield, Sangamon County, Illinois", "Springfield, Illinois, United States", "city"),
        ("Cairo, Egypt, Africa", "Cairo, Egypt", "city"),
        ("Syria", "Syria", "country"),
        ("the United States", "United States", "country"),
        ("Syrian Arab Republic", "Syria", "country"),
        ("SYR", "Syria", "country"),
        ("SY", "Syria", "country"),
        ("syr", "Syria", "country"),
        ("760", "Syria", "country"),
        ("U.S.", "United States", "country"),
        ("Syrian", "Syria", "demonym"),
        ("syrians", "Syria", "demonym"),
        ("Queensland", "Queensland, Australia", "region"),
        ("US-TX", "Texas, United States", "region"),
        ("TX", "Texas, United States", "region"),
        ("LA", "Los Angeles, California, United States", "city"),
        ("Port au Prince", "Port-au-Prince, Ouest Department, Haiti", "city"),
        ("ndjamena", "N'Djamena, Chad", "city"),
        ("St Petersburg, Florida", "St. Petersburg, Florida, United States", "city"),
        ("Saint Petersburg, Florida", "St. Petersburg, Florida, United States", "city"),
        ("Washington, D.C.", "Washington, District of Columbia, United States", "city"),
        ("the Kremlin", "Kremlin, Russia", "institution"),
    ],
)
def test_query(geocoder: OfflineGeocoder, query: str, address: str, kind: str) -> None:
    found = geocoder.geocode(query)
    assert (found.address, found.raw["kind"]) == (address, kind)


@pytest.mark.parametrize(
    "pair",
    [("São Paulo", "Sao Paulo"), ("Köln", "Koln"), ("Łódź", "Lodz"), ("Bogotá", "bogota")],
)
def test_accents_do_not_matter(geocoder: OfflineGeocoder, pair: tuple[str, str]) -> None:
    with_accents, without = map(geocoder.geocode, pair)
    assert with_accents.raw == without.raw
    decomposed = "".join(
        {"ã": "a\u0303", "ö": "o\u0308", "á": "a\u0301"}.get(c, c) for c in pair[0]
    )
    assert geocoder.geocode(decomposed).raw == without.raw


@pytest.mark.parametrize(
    ("query", "country"),
    [
        ("Tripoli", "LY"),
        ("Tripoli, Lebanon", "LB"),
        ("Hyderabad, Pakistan", "PK"),
        ("Hyderabad", "IN"),
        ("Georgia", "GE"),
        ("Athens, Georgia", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("London, Ontario", "CA"),
        ("Cambridge", "GB"),
        ("Punjab, IN", "IN"),
        ("Congo", "CD"),
    ],
)
def test_ranking_and_what_follows_the_comma(
    geocoder: OfflineGeocoder, query: str, country: str
) -> None:
    assert geocoder.geocode(query).raw["country_code"] == country


@pytest.mark.parametrize(
    ("query", "kind"), [("New York", "city"), ("Zurich", "city"), ("Quebec", "region")]
)
def test_city_or_region_of_the_same_name(geocoder: OfflineGeocoder, query: str, kind: str) -> None:
    assert geocoder.geocode(query).raw["kind"] == kind


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        ",",
        "dsadjkasdjasd",
        "dsadjkasdjasd, Syria",
        "Aleppo, Texas",
        "Aleppo, Atlantis",
        "South China Sea",  # no one country
        "south china sea",
        "Москва",  # the tables are in Latin letters
        "\x00",
        "a" * 10_000,
        "," * 1000,
        {},
        {"city": ""},
        {"city": None},
        {"postalcode": 10117},
        {"street": "Downing Street 10"},
        {"city": "Paris", "country": "Atlantis"},
        {"city": "Aleppo", "state": "Texas"},
        {"state": "Aleppo Governorate of Texas"},
        {"country": "Queensland"},
    ],
)
def test_nothing_fits(geocoder: OfflineGeocoder, query: Any) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ({"city": "Aleppo"}, "Aleppo, Syria"),
        ({"city": "Aleppo", "country": "Syria"}, "Aleppo, Syria"),
        ({"country": "us", "city": "moscow", "state": "idaho"}, "Moscow, Idaho, United States"),
        ({"city": "Paris", "state": "TX"}, "Paris, Texas, United States"),
        ({"city": "Paris", "county": "Lamar", "state": "TX"}, "Paris, Texas, United States"),
        ({"city": "London", "state": None, "country": "CAN"}, "London, Ontario, Canada"),
        ({"city": "Berlin", "street": "Unter den Linden 1"}, "Berlin, Germany"),
        ({"county": "Dallas County", "state": "Texas"}, "Dallas County, Texas, United States"),
        ({"state": "Queensland"}, "Queensland, Australia"),
        ({"country": "SYR"}, "Syria"),
        ({"city": "", "country": "Syria"}, "Syria"),
        ({"city": "Singapore"}, "Singapore, Singapore"),
        ({"city": "Georgia", "country": "US"}, "Georgia, United States"),
    ],
)
def test_structured_query(geocoder: OfflineGeocoder, query: dict[str, str], address: str) -> None:
    assert geocoder.geocode(query).address == address


@pytest.mark.parametrize("query", [None, 5, b"Aleppo", ["Aleppo"], float("nan")])
def test_what_is_no_query(geocoder: OfflineGeocoder, query: object) -> None:
    with pytest.raises(GeosentTypeError, match="query is a str or a dict"):
        geocoder.geocode(query)


# Arguments.


def test_list_is_ranked(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Springfield", exactly_one=False)
    assert len(found) > 3
    populations = [location.raw["population"] for location in found]
    assert populations == sorted(populations, reverse=True)
    assert found[0] == geocoder.geocode("Springfield")


def test_limit(geocoder: OfflineGeocoder) -> None:
    assert len(geocoder.geocode("Springfield", exactly_one=False, limit=2)) == 2
    assert isinstance(geocoder.geocode("Springfield", limit=2), Location)
    for limit in (0, -1):
        with pytest.raises(ValueError, match="Limit cannot be less than 1"):
            geocoder.geocode("does not matter", exactly_one=False, limit=limit)


@pytest.mark.parametrize("codes", ["us", "US", "USA", ["us"], ("ca", "us"), "ca,us", {"US"}])
def test_country_codes(geocoder: OfflineGeocoder, codes: Any) -> None:
    assert geocoder.geocode("moscow").raw["country_code"] == "RU"
    assert geocoder.geocode("moscow", country_codes=codes).raw["country_code"] == "US"


def test_country_codes_that_leave_nothing(geocoder: OfflineGeocoder) -> None:
    assert geocoder.geocode("Ouagadougou", country_codes="us") is None
    assert geocoder.geocode("Aleppo", country_codes=[]).raw["country_code"] == "SY"
    with pytest.raises(GeocoderQueryError, match="xx"):
        geocoder.geocode("Aleppo", country_codes="xx")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"country_codes": 5}, "country_codes is a str or several, .* not 5"),
        ({"country_codes": [1]}, r"country_codes is a str or several, .* not \[1\]"),
        ({"featuretype": ["city"]}, r"a feature type is a str, not \['city'\]"),
    ],
)
def test_arguments_of_no_use(
    geocoder: OfflineGeocoder, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(GeosentTypeError, match=message):
        geocoder.geocode("Aleppo", **arguments)


@pytest.mark.parametrize(
    ("featuretype", "address"),
    [
        ("country", "Georgia"),
        ("state", "Georgia, United States"),
        ("settlement", "Georgia, United States"),
        ("city", None),
    ],
)
def test_featuretype(geocoder: OfflineGeocoder, featuretype: str, address: str | None) -> None:
    found = geocoder.geocode("georgia", featuretype=featuretype)
    assert (found and found.address) == address


def test_unknown_featuretype(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="no feature type"):
        geocoder.geocode("georgia", featuretype="planet")


# What is found.


def test_raw(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Aleppo")
    assert found.raw["geonames_id"] == 170063
    assert found.raw["country_code"] == "SY"
    assert found.raw["population"] > 1_000_000
    assert (found.raw["source"], found.raw["precision"]) == ("GeoNames", "place")
    assert found.raw["address"] == {
        "city": "Aleppo",
        "state": "Aleppo",
        "country": "Syria",
        "country_code": "sy",
    }
    assert json.loads(json.dumps(found.raw)) == found.raw
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (36.2, 37.2)
    assert geocoder.geocode("Syria").raw["geonames_id"] == 163843


@pytest.mark.parametrize(
    ("query", "precision"),
    [
        ("Syria", "country"),
        ("Syrian", "country"),
        ("Queensland", "region"),
        ("Dallas County, Texas", "region"),
        ("Chiefland, Florida", "region"),  # towns have no coordinates of their own
        ("Kremlin", "place"),
    ],
)
def test_precision(geocoder: OfflineGeocoder, query: str, precision: str) -> None:
    assert geocoder.geocode(query).raw["precision"] == precision


def test_villages_and_districts_of_which_only_the_country_is_known(
    geocoder: OfflineGeocoder,
) -> None:
    of_sign = {"+": "city", "-": "region"}
    shipped = set(map(loosely, load_gazetteer().names))
    towns = [
        row
        for row in read_rows("towns.tsv")
        if row[2] in of_sign and loosely(row[0]) not in shipped
    ]
    assert len(towns) > 10_000
    for name, alpha_2, sign, _ in towns[::97]:
        every = geocoder.geocode(name, exactly_one=False, country_codes=alpha_2)
        found = {(location.raw["kind"], location.raw["precision"]) for location in every}
        assert (of_sign[sign], "country") in found, name


def test_a_name_of_a_town_and_of_a_district(geocoder: OfflineGeocoder) -> None:
    """Hanover is a town of Ontario, and a parish of Jamaica."""
    assert geocoder.geocode("Hanover, Ontario").address == "Hanover, Ontario, Canada"
    assert geocoder.geocode("Hanover, Jamaica").address == "Hanover, Jamaica"


def test_a_query_of_many_words_is_read_from_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a place is takes a few words; a page of text must not be tried word by word."""
    read = []
    around = Search._around
    monkeypatch.setattr(
        Search, "_around", lambda self, name, kinds: read.append(name) or around(self, name, kinds)
    )
    islands = "South Georgia and the South Sandwich Islands"
    assert OfflineGeocoder().geocode(f"Nowhereville {islands}") is None
    assert read[-1] == f"{islands}"
    read.clear()
    assert OfflineGeocoder().geocode("word " * 1000) is None
    assert len(read) < 20


def test_threads_get_different_numbers_for_different_towns() -> None:
    gazetteer = load_gazetteer()
    rows = list(read_rows("towns.tsv"))[1::50]
    towns = [Town(name, code, region, int(n)) for name, code, region, n in rows]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            numbers = list(pool.map(gazetteer.town, towns * 2))
    finally:
        sys.setswitchinterval(interval)
    assert len(set(numbers)) == len(towns)
    assert [gazetteer.row(n).name for n in numbers] == [town.name for town in towns * 2]


def test_a_part_of_a_country_does_not_have_its_people(geocoder: OfflineGeocoder) -> None:
    location = geocoder.geocode("Adirondacks")
    raw = location.raw
    assert (raw["country_code"], raw["population"], raw["precision"]) == ("US", 0, "region")
    assert (round(location.latitude), round(location.longitude)) == (44, -74)


def test_a_location_is_the_callers_own(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Aleppo")
    found.raw["kind"] = found.raw["address"]["city"] = "spoilt"
    again = geocoder.geocode("Aleppo")
    assert (again.raw["kind"], again.raw["address"]["city"]) == ("city", "Aleppo")


def test_location_of_any_place(geocoder: OfflineGeocoder) -> None:
    gazetteer = load_gazetteer()
    for number in gazetteer.numbers()[::97]:
        place = gazetteer.place(number)
        location = geocoder.location_of(place)
        assert location.raw["country_code"] == place.alpha_2
        assert location is geocoder.location_of(place)
        assert (location.latitude, location.longitude) == (place.latitude, place.longitude)


# geopy's ways.


def test_is_a_geocoder(geocoder: OfflineGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    with geocoder as entered:
        assert entered is geocoder


def test_async_with_is_refused(geocoder: OfflineGeocoder) -> None:
    async def enter() -> None:
        async with geocoder:
            pass

    with pytest.raises(TypeError, match="sync adapters"):
        asyncio.run(enter())


def test_rate_limiter_and_partial(geocoder: OfflineGeocoder) -> None:
    geocode = RateLimiter(partial(geocoder.geocode, language="en"), min_delay_seconds=0)
    assert [geocode(name).address for name in ("Syria", "Norway")] == ["Syria", "Norway"]
    reverse = RateLimiter(partial(geocoder.reverse, language="en"))
    assert reverse("36.2, 37.16").address == "Aleppo, Syria"


def test_threads() -> None:
    geocoder = OfflineGeocoder()
    names = ["Aleppo", "Paris, Texas", "Syrian", "Chiefland", "nowhere at all", "SYR"] * 50
    with ThreadPoolExecutor(8) as executor:
        found = list(executor.map(geocoder.geocode, names))
    assert found == [geocoder.geocode(name) for name in names]


def test_pickle(geocoder: OfflineGeocoder) -> None:
    geocoder.geocode("Aleppo")
    data = pickle.dumps(geocoder)
    assert len(data) < 2000  # the tables do not travel
    assert pickle.loads(data).geocode("Aleppo") == geocoder.geocode("Aleppo")


def test_nothing_touches_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    geocoder = OfflineGeocoder()
    assert geocoder.geocode("Aleppo, Syria")
    assert geocoder.geocode({"city": "Aleppo"})
    assert geocoder.reverse("36.2, 37.16")
    assert geocoder.geocode("a name that nobody knows") is None
    assert geocoder.location_of(load_gazetteer().place(0))
    assert type(geocoder.adapter) is OfflineAdapter
    for method in (geocoder.adapter.get_json, geocoder.adapter.get_text):
        with pytest.raises(GeocoderServiceError, match="sends nothing"):
            method("http://localhost/", timeout=1, headers={})


def test_nothing_is_loaded_early() -> None:
    """geopy's import and the tables cost time that scripts without geocoding should not pay."""
    code = (
        "import sys, geosent; assert 'geopy' not in sys.modules, 'geopy'\n"
        "geosent.OfflineGeocoder()\n"
        "from geosent.gazetteer import load_gazetteer\n"
        "assert load_gazetteer.cache_info().currsize == 0, 'tables'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def both(geocoder: OfflineGeocoder) -> Iterator[tuple[OfflineGeocoder, Nominatim, Service]]:
    """The offline geocoder and geopy's own, the latter with a service of the same places."""
    with serving() as service:
        service.spots = (
            Spot("Aleppo", "Syria", "SY", 36.2, 37.16, "city"),
            Spot("Springfield", "United States", "US", 37.2, -93.3, "city"),
            Spot("Springfield", "United States", "US", 42.1, -72.6, "city"),
            Spot("Moscow", "Russia", "RU", 55.75, 37.6, "city"),
            Spot("Moscow", "United States", "US", 46.7, -117.0, "city"),
        )
        online = Nominatim(
            user_agent="geosent-tests", domain=service.domain, scheme="http", proxies={}, timeout=9
        )
        yield geocoder, online, service


def _outcome(call: Any, *args: Any, **kwargs: Any) -> object:
    """What a call gives, as far as every geocoder should give the same."""
    try:
        found = call(*args, **kwargs)
    except (ValueError, TypeError) as error:
        return "ValueError" if isinstance(error, ValueError) else "TypeError"
    if isinstance(found, list):
        return [_outcome(lambda one=one: one) for one in found]
    if found is None:
        return None
    assert isinstance(found, Location)
    assert isinstance(found.point, Point)
    return found.raw["address"]["country_code"], round(found.latitude), round(found.longitude)


@pytest.mark.parametrize(
    ("method", "query", "arguments"),
    [
        ("geocode", "Aleppo", {}),
        ("geocode", "Aleppo, Syria", {}),
        ("geocode", {"city": "Aleppo"}, {}),
        ("geocode", {"city": "Aleppo", "planet": "Earth"}, {}),
        ("geocode", {"country": "Atlantis"}, {}),
        ("geocode", "", {}),
        ("geocode", "", {"exactly_one": False}),
        ("geocode", "dsadjkasdjasd", {}),
        ("geocode", "dsadjkasdjasd", {"exactly_one": False}),
        ("geocode", "Aleppo", {"exactly_one": False, "limit": 1}),
        ("geocode", "Springfield", {"exactly_one": False, "limit": 2}),
        ("geocode", "Springfield", {"exactly_one": False, "limit": 0}),
        ("geocode", "Springfield", {"limit": 5}),
        ("geocode", "moscow", {}),
        ("geocode", "moscow", {"country_codes": "us"}),
        ("geocode", "moscow", {"country_codes": ["us"], "timeout": 5}),
        ("geocode", "moscow", {"country_codes": ["us", "ca"], "exactly_one": False}),
        ("geocode", "Aleppo", {"language": "en"}),
        ("reverse", "36.2, 37.16", {}),
        ("reverse", Point(36.2, 37.16), {}),
        ("reverse", (36.2, 37.16), {}),
        ("reverse", [36.2, 37.16], {"exactly_one": False}),
        ("reverse", "36.2 37.16", {"timeout": 5}),
        ("reverse", (0, -30), {}),
        ("reverse", (0, -30), {"exactly_one": False}),
        ("reverse", "Aleppo", {}),
        ("reverse", "", {}),
        ("reverse", 36.2, {}),
    ],
)
def test_answers_like_nominatim(
    both: tuple[OfflineGeocoder, Nominatim, Service],
    method: str,
    query: Any,
    arguments: dict[str, Any],
) -> None:
    offline, online, _ = both
    expected = dict(arguments, addressdetails=True)
    assert _outcome(getattr(offline, method), query, **arguments) == _outcome(
        getattr(online, method), query, **expected
    )


# One's own places.

OWN = """\
name,country,latitude,longitude,kind,population,alternates,region
Camp Lut,IRN,30.60,59.07,,,Lut Camp|Lager Lut,
Aleppo,US,31.0,-97.0,city,12,,US-TX
Ruritania Hall,Germany,,,institution,,,
"""


@pytest.fixture
def own(tmp_path: Path) -> OfflineGeocoder:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return OfflineGeocoder.from_csv(path)


def test_own_places(own: OfflineGeocoder, tmp_path: Path) -> None:
    camp = own.geocode("lut camp")
    assert (camp.address, camp.raw["kind"]) == ("Camp Lut, Iran", "custom")
    assert camp.raw["source"] == str(tmp_path / "own.csv")
    assert camp.raw["geonames_id"] is None
    assert own.geocode("Lager Lut, Iran") == own.geocode("Camp Lut") == camp
    assert own.geocode({"city": "Camp Lut", "country": "IR"}) == camp
    assert own.geocode("Camp Lut, Syria") is None


def test_own_places_come_first(own: OfflineGeocoder) -> None:
    found = own.geocode("Aleppo", exactly_one=False)
    assert [f.raw["country_code"] for f in found][:2] == ["US", "SY"]
    assert own.geocode("Aleppo, Syria").raw["country_code"] == "SY"
    assert own.geocode("Aleppo, Texas").address == "Aleppo, Texas, United States"


def test_own_place_without_coordinates_is_where_its_country_is(own: OfflineGeocoder) -> None:
    hall, germany = own.geocode("Ruritania Hall"), own.geocode("Germany")
    assert (hall.latitude, hall.longitude) == (germany.latitude, germany.longitude)


def test_own_region_in_small_letters(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,country,region\nCamp Lut,US,us-tx\n", encoding="utf-8")
    found = OfflineGeocoder.from_csv(path).geocode("Camp Lut, Texas")
    assert found.address == "Camp Lut, Texas, United States"


@pytest.mark.parametrize("kind", ["", "city", "region", "institution"])
def test_precision_of_own_places(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "own.csv"
    rows = ["name,country,latitude,longitude,kind,region"]
    rows += [f"Camp Lut,IR,30.6,59.07,{kind},IR-07", f"Camp Mut,IR,,,{kind},IR-07"]
    path.write_text("\n".join(rows), encoding="utf-8")
    own = OfflineGeocoder.from_csv(path)
    assert own.geocode("Camp Lut").raw["precision"] == "place"
    assert own.geocode("Camp Mut").raw["precision"] == "country"


def test_own_names_and_pickle(own: OfflineGeocoder) -> None:
    assert own.names == {
        "Camp Lut": "IR",
        "Lut Camp": "IR",
        "Lager Lut": "IR",
        "Aleppo": "US",
        "Ruritania Hall": "DE",
    }
    copy = pickle.loads(pickle.dumps(own))
    assert copy.geocode("Lut Camp") == own.geocode("Lut Camp")
    assert OfflineGeocoder().names == {}


def test_own_names_are_names_for_an_analyzer(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [
        "name,country,alternates",
        "San José,CR,San Jose",
        "San  Jose,US,San&nbsp;Jose",
        "—,NO,Lut|?",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    own = OfflineGeocoder.from_csv(path)
    assert own.names == {"San José": "CR", "San Jose": "CR", "Lut": "NO"}
    found = Analyzer(geocoder=own, names=own.names).tag("San Jose and Lut met.")
    assert [(m.text, m.country.alpha_2) for m in found] == [("San Jose", "CR"), ("Lut", "NO")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_own_file_as_spreadsheets_write_it(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "own.csv"
    rows = [["Name", "Country "], ["Neustadt West", "DE"], ["", ""], ["Süd-Süd", "Niger"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    path.write_bytes(text.encode("utf-8-sig"))
    geocoder = OfflineGeocoder.from_csv(str(path))
    assert geocoder.geocode("Neustadt West").raw["country_code"] == "DE"
    assert geocoder.geocode("Sud-Sud").raw["country_code"] == "NE"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,latitude\nX,1\n", "no column 'country'"),
        ("", "no column 'name' or 'country'"),
        ("name,country\nX,Atlantis\n", "line 2: no country is called 'Atlantis'"),
        ("name,country\nX,DE\n,DE\n", "line 3: the name is empty"),
        ("name,country,latitude\nX,DE,5\n", "line 2: latitude and longitude come together"),
        ("name,country,latitude,longitude\nX,DE,95,5\n", "line 2: latitude 95 is not in -90 to 90"),
        (
            "name,country,latitude,longitude\nX,DE,nan,5\n",
            "line 2: latitude nan is not in -90 to 90",
        ),
        (
            "name,country,latitude,longitude\nX,DE,north,5\n",
            "line 2: latitude 'north' is no number",
        ),
        ('name,country,latitude,longitude\nX,DE,5,"30,5"\n', "longitude '30,5' .* as 30.5"),
        ("name,country,kind\nX,DE,village\n", "line 2: 'village' is no kind"),
        ("name,country,kind\nX,DE,country\n", "line 2: 'country' is no kind; use one of region"),
        ("name,country,kind\nX,DE,demonym\n", "line 2: 'demonym' is no kind"),
        ("name,country,population\nX,DE,many\n", "line 2: population 'many' is no number"),
        ("name,country,population\nX,DE,-5\n", "line 2: population '-5' is no number of people"),
        ("name,country,Name\nX,DE,Y\n", "more than one column 'name'"),
        ('name,country\n"X,DE\nY,FR\n', "line 2: not CSV"),
        ("name,country\nX,DE,,\nY,IR,30.6,59.07\n", "line 3: more cells than the first line"),
        ("name,country,region\nX,IR,US-TX\n", "line 2: 'US-TX' is no region of Iran: use .* IR-"),
        ("name,country,region\nX,US,Texas\n", "line 2: 'Texas' is no region of United States"),
    ],
)
def test_own_file_with_an_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        OfflineGeocoder.from_csv(path)
    assert "own.csv" in str(caught.value)


def test_own_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: No such file"):
        OfflineGeocoder.from_csv(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r": (Is a directory|Permission denied)$"):
        OfflineGeocoder.from_csv(tmp_path)
    (tmp_path / "latin.csv").write_bytes("name,country\nKöln,DE\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"not UTF-8 text .* save it as UTF-8"):
        OfflineGeocoder.from_csv(tmp_path / "latin.csv")
