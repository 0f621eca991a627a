"""ISO 3166-1 look-up: a country by any of its codes or names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from geosent.errors import GeosentTypeError, UnknownCountryError
from geosent.model import Country
from geosent.tables import read_table


@cache
def all_countries() -> Mapping[str, Country]:
    """Every country of ISO 3166-1 and Kosovo, by alpha-2 code, in the order of the codes.

    >>> len(all_countries())
    250
    """
    return {
        row["alpha_2"]: Country(
            alpha_2=row["alpha_2"],
            alpha_3=row["alpha_3"],
            numeric=row["numeric"],
            name=row["name"],
            official_name=row["official_name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in read_table("countries.tsv")
    }


def country(key: str | Country) -> Country:
    """The country that a code or a name means; case and accents do not matter.

    >>> country("sy").name, country("CHE").name, country("Burma").name
    ('Syria', 'Switzerland', 'Myanmar')

    Raises `UnknownCountryError` when nothing in ISO 3166-1 is called so.
    """
    if isinstance(key, Country):
        return key
    if not isinstance(key, str):
        raise GeosentTypeError(f"a country is named by str or Country, not {type(key).__name__}")
    found = all_countries().get(key) or _by_any_name().get(_fold(key))
    if found is None:
        raise UnknownCountryError(
            f"no country is called {key!r}: use an ISO 3166-1 code (SY, SYR, 760) or an "
            "English name"
        )
    return found


@cache
def _by_any_name() -> Mapping[str, Country]:
    found: dict[str, Country] = {}
    for name, known in _names():
        found.setdefault(_fold(name), known)
    return found


def _names() -> Iterator[tuple[str, Country]]:
    """Names and codes, the surest first."""
    countries = all_countries()
    for known in countries.values():
        yield known.alpha_2, known
    for known in countries.values():
        yield known.alpha_3, known
        yield known.name, known
        yield known.official_name, known
        if known.numeric:
            yield known.numeric, known
    for row in read_table("names.tsv"):
        if row["kind"] == "country" and row["alpha_2"] and not row["name"].endswith("-"):
            yield row["name"], countries[row["alpha_2"]]


def _fold(name: str) -> str:
    """A name without case, accents, full stops, a leading article and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c != ".")
    return " ".join(plain.casefold().replace("\u2019", "'").split()).removeprefix("the ")
