"""What a query means: from the words of a geocoder's query to places of the gazetteer, ranked.

What it believes:

- A name is taken as it is written first; only if nothing is called so, without regard to capitals,
  full stops and hyphens. ISO codes and postal abbreviations come after names ("LA" is Los Angeles).
- What follows a comma says where: a country, a region or a city, by name or code. The last part
  must be known and must fit, so that "Aleppo, Texas" is nothing rather than Aleppo; parts in
  between that are not known (districts, postcodes) are passed over. "Paris Texas" is read so too.
- A country comes before its demonym, and both before places; names of which only the country is
  known come last. Among places the more people, the likelier; a capital counts three times, an
  alternate name half, the spelling of the query with all its accents double. A region counts a
  fifth of its people, and a city in the region of its name double: "New York" and "Zurich" are the
  cities, "Quebec" is the province.
- Towns are tried last: of them only the country and the region are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from geosent.countries import all_countries, country
from geosent.errors import UnknownCountryError
from geosent.gazetteer import Place, fold, load_gazetteer
from geosent.model import MentionKind
from geosent.tables import read_table
from geosent.towns import load_towns

Kinds = frozenset[MentionKind]
Codes = frozenset[str]

#: Where a place must be: a country, and a region of it or the empty string.
Within = tuple[str, str]

COUNTRY: Kinds = frozenset({"country", "demonym"})
STATE: Kinds = frozenset({"region"})
CITY: Kinds = frozenset({"city", "institution", "custom"})
ANY: Kinds = COUNTRY | STATE | CITY

#: Nominatim's feature types.
FEATURE_TYPES: Mapping[str, Kinds] = {
    "country": COUNTRY,
    "state": STATE,
    "city": CITY,
    "settlement": STATE | CITY,
}

#: How many answers are kept for names that come again. More would be slower: Python's garbage
#: collector goes through them.
KEPT = 8192

# The parts of a structured query, the smallest first.
_PART_KINDS: Mapping[str, Kinds] = {
    "city": CITY,
    "county": STATE,
    "state": STATE,
    "country": COUNTRY,
}
#: Of the name of a country or a region: "South Georgia and the South Sandwich Islands".
_MOST_WORDS = 8
_TIERS: Mapping[MentionKind, int] = {"country": 1, "demonym": 2}


def loosely(name: str) -> str:
    """A name without accents, capitals, full stops, apostrophes and hyphens; "Saint" is "St".

    >>> loosely("N’Djaména"), loosely("Port-au-Prince"), loosely("Saint-Louis")
    ('ndjamena', 'port au prince', 'st louis')
    """
    plain = fold(name).lower().translate(_LOOSE)
    return plain.replace("saint ", "st ") if "saint " in plain else plain


_LOOSE = {ord("."): "", ord("'"): "", ord("-"): " "}


@cache
def _shipped_loosely() -> Mapping[str, list[int]]:
    """The names of the gazetteer without regard to case and punctuation."""
    found: dict[str, list[int]] = {}
    for name, numbers in load_gazetteer().names.items():
        known = found.setdefault(loosely(name), [])
        known.extend(number for number in numbers if number not in known)
    return found


@cache
def _by_code() -> Mapping[str, list[Place]]:
    """Countries by their ISO 3166-1 codes, regions by ISO 3166-2; also those of postal usage."""
    found: dict[str, list[Place]] = {}
    gazetteer = load_gazetteer()
    regions: dict[str, Place] = {}
    for number in gazetteer.areas():
        row = gazetteer.row(number)
        if row.kind == "country":
            known = all_countries()[row.id]
            for code in filter(None, (known.alpha_2, known.alpha_3, known.numeric)):
                found[code] = [gazetteer.place(number)]
        elif row.kind == "region" and row.id == row.region:
            regions[row.id] = gazetteer.place(number)
            found[row.id] = [regions[row.id]]
    for cells in read_table("regions.tsv"):
        for code in filter(None, cells["postal"].split("|")):
            found.setdefault(code, []).append(regions[cells["code"]])
    return found


class Search:
    """Looks queries up in the gazetteer and in places of the user's own, which come first."""

    def __init__(self, own: Iterable[tuple[str, Place]] = ()) -> None:
        self._own: dict[str, list[Place]] = {}
        for name, place in own:
            self._own.setdefault(loosely(name), []).append(place)
        self.find: Callable[[str, Kinds, Codes | None], tuple[Place, ...]]
        self.find = lru_cache(maxsize=KEPT)(self._find)
        self.find_parts: Callable[
            [tuple[tuple[str, str], ...], Kinds, Codes | None], tuple[Place, ...]
        ]
        self.find_parts = lru_cache(maxsize=KEPT)(self._find_parts)

    def _find(self, query: str, kinds: Kinds, codes: Codes | None) -> tuple[Place, ...]:
        """The places that a query can mean, the likeliest first."""
        text = _tidy(query)
        if not text:
            return ()
        for name, within in self._readings(text):
            found = self._within(name, within, kinds, codes)
            if found:
                return self._ranked(found, name)
        return ()

    def _readings(self, text: str) -> Iterator[tuple[str, list[set[Within]]]]:
        """The ways to read a text: as a name, or as a name and where it is."""
        yield text, []
        name, *rest = map(_tidy, text.split(","))
        if rest:
            within = self._all_around(rest)
            if name and within is not None:
                yield name, within
            return
        words = text.split(" ")
        for end in range(len(words) - 1, max(0, len(words) - 1 - _MOST_WORDS), -1):
            senses = self._around(" ".join(words[end:]), COUNTRY | STATE)
            if senses:
                yield " ".join(words[:end]), [senses]

    def _find_parts(
        self, parts: tuple[tuple[str, str], ...], kinds: Kinds, codes: Codes | None
    ) -> tuple[Place, ...]:
        """The places that a structured query can mean: its parts, the smallest first."""
        given = {key: tidy for key, value in parts if key in _PART_KINDS and (tidy := _tidy(value))}
        first = next((key for key in _PART_KINDS if key in given), None)
        if first is None:
            return ()
        within = []
        for key in _PART_KINDS:
            if key in given and key != first:
                senses = self._around(given[key], _PART_KINDS[key])
                if senses:
                    within.append(senses)
                elif key != "county":
                    return ()
        name = given[first]
        found = self._within(name, within, kinds & _PART_KINDS[first], codes)
        if not found and first == "city":  # a city state, or an island that people call a city
            found = self._within(name, within, kinds & STATE, codes)
        return self._ranked(found, name)

    def _within(
        self, name: str, within: list[set[Within]], kinds: Kinds, codes: Codes | None
    ) -> list[Place]:
        """The places called so that are of some kinds, and in all of some areas."""

        def fitting(places: list[Place]) -> list[Place]:
            if kinds is ANY and codes is None and not within:
                return places
            return [
                place
                for place in places
                if place.kind in kinds
                and (codes is None or place.alpha_2 in codes)
                and all(_in_one(place, areas) for areas in within)
            ]

        own = fitting(self._own.get(loosely(name), [])) if self._own else []
        for named in _named(name):
            found = fitting(named)
            if found:
                return own + found
        return own

    def _all_around(self, parts: list[str]) -> list[set[Within]] | None:
        """Where the parts after a name say it is; None when the last of them is unknown."""
        parts = list(filter(None, map(_without_postcode, parts)))
        while parts and load_gazetteer().names.get(fold(parts[-1])) == ():
            parts.pop()  # a continent
        known = [self._around(part, ANY) for part in parts]
        if known and not known[-1]:
            return None
        return [senses for senses in known if senses]

    def _around(self, name: str, kinds: Kinds) -> set[Within]:
        """The areas that a name can mean, by name and by code."""
        named = next(filter(None, _named(name)), [])
        return {
            (place.alpha_2, place.region)
            for place in (*named, *_by_code().get(name.upper(), ()))
            if place.kind in kinds and place.kind in ("country", "region", "city")
        }

    def _ranked(self, places: list[Place], name: str) -> tuple[Place, ...]:
        if len(places) < 2:
            return tuple(places)
        own = self._own.get(loosely(name), ()) if self._own else ()
        folded = fold(name)
        regions = {place.region for place in places if place.kind == "region"}

        def order(place: Place) -> tuple[int, float]:
            tier = 0 if place in own else _TIERS.get(place.kind, 3)
            if tier == 3 and place.id == place.alpha_2:
                tier = 4
            score = float(place.population or 1)
            if place.kind == "region":
                score /= 5
            elif place.region in regions:
                score *= 2
            if place.capital:
                score *= 3
            if place.name == name:
                score *= 2
            elif fold(place.name) != folded:
                score /= 2
            return tier, -score

        return tuple(sorted(dict.fromkeys(places), key=order))


def _named(name: str) -> Iterator[list[Place]]:
    """The shipped places called so: spelled so, coded so, spelled similarly, and at last rare ones.

    Nothing follows a name that is known to be no place ("South China Sea").
    """
    gazetteer = load_gazetteer()
    numbers = gazetteer.names.get(fold(name))
    if numbers is None and name[:4].lower() == "the ":
        name = name[4:]
        numbers = gazetteer.names.get(fold(name))
    if numbers is not None:
        yield list(map(gazetteer.place, numbers))
        if not numbers:
            return
    yield _by_code().get(name, [])
    alike = _shipped_loosely().get(loosely(name))
    if alike is not None:
        yield list(map(gazetteer.place, alike))
        if not alike:
            return
    yield _rarely_named(name)


def _rarely_named(name: str) -> list[Place]:
    """What is in none of the tables of names: a formal name of a country, or a town."""
    try:
        return _by_code()[country(name).alpha_2]
    except UnknownCountryError:
        pass
    if "," in name:
        return []
    folded = fold(name)
    for spelling in dict.fromkeys((folded, folded.title())):
        towns = load_towns().called(spelling)
        if towns:
            gazetteer = load_gazetteer()
            return [gazetteer.place(gazetteer.town(town)) for town in towns]
    return []


def _in_one(place: Place, areas: set[Within]) -> bool:
    """Whether a place is in one of some areas."""
    if (place.alpha_2, "") in areas or (place.alpha_2, place.region) in areas:
        return True
    own_without_region = place.kind == "custom" and not place.region
    return own_without_region and any(alpha_2 == place.alpha_2 for alpha_2, _ in areas)


def _tidy(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()).strip(" ,;")


def _without_postcode(text: str) -> str:
    """A part of an address without its postcode; numbers alone can be an ISO code."""
    if text.isdigit() and len(text) == 3:
        return text
    return " ".join(word for word in text.split() if not _HAS_DIGIT(word))


_HAS_DIGIT = re.compile(r"\d").search
