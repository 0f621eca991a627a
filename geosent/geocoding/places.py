"""What a geopy `Location` says of a place of the gazetteer: its address, point and `raw` record."""

from __future__ import annotations

from functools import cache
from typing import Any

from geopy.point import Point

from geosent.countries import all_countries
from geosent.gazetteer import Place, load_gazetteer
from geosent.tables import read_table

#: What the id of a place of the user's own begins with.
OWN = "custom:"


@cache
def region_names() -> dict[str, str]:
    """The name of each region by its ISO 3166-2 code."""
    gazetteer = load_gazetteer()
    rows = map(gazetteer.row, gazetteer.areas())
    return {row.id: row.name for row in rows if row.id == row.region}


@cache
def country_ids() -> dict[str, int]:
    """The GeoNames id of each country by its alpha-2 code."""
    rows = read_table("countries.tsv")
    return {row["alpha_2"]: int(row["geonames_id"]) for row in rows if row["geonames_id"]}


def describe(place: Place, source: str | None = None) -> tuple[str, Point, dict[str, Any]]:
    """The address, the point and the raw record of a place; the record is the caller's to change.

    `raw["address"]` is keyed as in Nominatim's answers, so that code written for those finds what
    it looks for.
    """
    country = all_countries()[place.alpha_2].name
    parts = {"country": country, "country_code": place.alpha_2.lower()}
    address = country
    whole = place.kind in ("country", "demonym")
    if not whole:
        region = "" if place.id == place.region else region_names().get(place.region, "")
        if region:
            parts = {"state": region, **parts}
            if region != place.name:  # not "Aleppo, Aleppo, Syria"
                address = f"{region}, {address}"
        parts = {_ADDRESS_KEY.get(place.kind, "place"): place.name, **parts}
        address = f"{place.name}, {address}"
    # A part of a country of which no more is known than a point has the country's population.
    is_part = place.id.startswith(f"{place.alpha_2}-") and not place.region
    borrowed = not whole and (place.id == place.alpha_2 or is_part)
    raw = {
        "name": place.name,
        "kind": place.kind,
        "country_code": place.alpha_2,
        "population": 0 if borrowed else place.population,
        "geonames_id": _geonames_id(place),
        "source": source or ("geosent" if borrowed else place.source),
        "precision": _precision(place),
        "address": parts,
    }
    return address, Point(place.latitude, place.longitude), raw


_ADDRESS_KEY = {"city": "city", "region": "state"}


def _geonames_id(place: Place) -> int | None:
    if place.kind == "city" and place.id.isdigit():
        return int(place.id)
    return country_ids().get(place.id) if place.kind == "country" else None


def has_point(place: Place) -> bool:
    """Whether a place of the user's own has coordinates: without, it is where its country is."""
    around = all_countries()[place.alpha_2]
    return (place.latitude, place.longitude) != (around.latitude, around.longitude)


def _precision(place: Place) -> str:
    """What the coordinates are of: the place, or the region or country around it.

    Towns and counties have none of their own and are called by the area they are in ("US-TX Dallas
    County"); other names for parts of a country have its code, unless they have a point. A place of
    the user's own may have none, either.
    """
    if place.kind == "city" and place.id.isdigit():
        return "place"
    if place.kind in ("country", "demonym"):
        return "country"
    if place.id.startswith(OWN):
        return "place" if has_point(place) else "country"
    if place.id == place.alpha_2 or place.id == f"{place.alpha_2} {place.name}":
        return "country"
    if place.kind == "region" or (place.region and place.id.startswith(f"{place.region} ")):
        return "region"
    return "place"
