"""What geocoders have in common: the type of their answers, and how their arguments are read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from geopy.exc import GeocoderQueryError
from geopy.location import Location

from geosent.countries import country
from geosent.errors import GeosentTypeError, UnknownCountryError

#: What `geocode` and `reverse` give: a location, with `exactly_one=False` a list, or None.
Answer: TypeAlias = "Location | list[Location] | None"


def accepted(method: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Those of some keyword arguments that a method takes.

    >>> accepted(lambda query, *, limit=None: None, {"limit": 5, "language": "en"})
    {'limit': 5}
    """
    parameters = inspect.signature(method).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return arguments
    known = {parameter.name for parameter in parameters}
    return {name: value for name, value in arguments.items() if name in known}


def countries_of(country_codes: str | Iterable[str] | None) -> frozenset[str] | None:
    """The alpha-2 codes of the countries that an argument names; None if it names none.

    >>> sorted(countries_of("Syria, iq")), countries_of(["SYR"]), countries_of("")
    (['IQ', 'SY'], frozenset({'SY'}), None)
    """
    if not country_codes:
        return None
    given = country_codes.split(",") if isinstance(country_codes, str) else country_codes
    codes = list(given) if isinstance(given, Iterable) else [given]
    for code in codes:
        if not isinstance(code, str):
            raise GeosentTypeError(
                f"country_codes is a str or several, as in ['sy', 'iq'], not {country_codes!r}"
            )
    try:
        return frozenset(country(code.strip()).alpha_2 for code in codes) or None
    except UnknownCountryError as error:
        raise GeocoderQueryError(str(error)) from error
