"""What the answers of geocoding services say: each has its own record for country and kind.

Known are Nominatim (and what is built like it), Photon and GeoNames; other services are read by
the names that most of them use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geopy.location import Location

from geosent.countries import all_countries
from geosent.model import MentionKind

_COUNTRY_KEYS = ("country_code", "countryCode", "countrycode", "country_a", "countryIso2")

#: What OpenStreetMap counts a thing to, if the thing can stand as a place in a text. Shops, streets
#: and offices cannot: a name that only they bear is not a place in the news.
_GEOGRAPHIC = frozenset({"place", "boundary", "natural", "waterway", "landuse", "island"})

_REGION_TYPES = frozenset({"administrative", "archipelago", "county", "district", "island"}) | {
    "province",
    "region",
    "state",
    "state_district",
}

# Nominatim's ranks: a country is 4, a state 8, a county 12, a city 16.
_COUNTRY_RANK, _REGION_RANK = 4, 12


def country_code(location: Location) -> str | None:
    """The alpha-2 code of the country that a service says a location is in.

    >>> country_code(Location("x", (0, 0), {"address": {"country_code": "sy"}}))
    'SY'
    """
    for record in _records(location.raw):
        for key in _COUNTRY_KEYS:
            code = record.get(key)
            if isinstance(code, str) and code.upper() in all_countries():
                return code.upper()
    return None


def kind(location: Location) -> MentionKind | None:
    """What a location is: a country, a region or a city; None if it is no place of a map."""
    raw = location.raw
    if not isinstance(raw, Mapping):
        return "city"
    if "fcl" in raw:  # GeoNames: feature class and code
        if raw["fcl"] not in ("A", "P", "H", "T", "L"):
            return None
        code = str(raw.get("fcode", ""))
        return "country" if code.startswith("PCL") else "city" if raw["fcl"] == "P" else "region"
    record = next((r for r in _records(raw) if "osm_key" in r), raw)
    group = record.get("osm_key") or record.get("category") or record.get("class")
    if group is not None and group not in _GEOGRAPHIC:
        return None
    what, rank = record.get("addresstype"), record.get("place_rank")
    if what is None and isinstance(rank, int):
        return "country" if rank <= _COUNTRY_RANK else "region" if rank <= _REGION_RANK else "city"
    what = what or record.get("type")
    return "country" if what == "country" else "region" if what in _REGION_TYPES else "city"


def _records(raw: object) -> Iterator[Mapping[str, Any]]:
    """The record of a location, and those inside it that describe it."""
    if isinstance(raw, Mapping):
        yield raw
        for key in ("address", "properties", "components"):
            inner = raw.get(key)
            if isinstance(inner, Mapping):
                yield inner
