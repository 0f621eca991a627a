"""Asking online geocoders for names that the gazetteer does not hold, within bounds.

A run must not become slow, rude or fragile by it. So each name is asked once, a budget bounds the
requests, a service that fails several times in a row is left alone, and no failure is ever raised:
the name stays untagged, and one warning at the end says how many and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geosent.geocoding.answers import country_code, kind
from geosent.geocoding.cached import CachedGeocoder
from geosent.geocoding.calling import accepted
from geosent.geocoding.chain import online_geocoders

#: After so many failures in a row no service is asked for the rest of the run.
_PATIENCE = 3

#: How many answers to look at: the first in one of the document's countries is taken.
_ANSWERS = 5

# What a failure is called, with one and with several names; the first class that fits.
_REASONS: tuple[tuple[type[Exception], str, str], ...] = (
    (GeocoderTimedOut, "timeout", "timeouts"),
    (GeocoderQuotaExceeded, "over the service's rate or quota", "over the service's rate or quota"),
    (GeocoderAuthenticationFailure, "access refused", "accesses refused"),
    (GeocoderInsufficientPrivileges, "access refused", "accesses refused"),
    (GeocoderUnavailable, "failed connection", "failed connections"),
    (GeocoderParseError, "unreadable answer", "unreadable answers"),
    (GeocoderQueryError, "query refused", "queries refused"),
    (GeocoderServiceError, "error of the service", "errors of the service"),
    (GeopyError, "error of the service", "errors of the service"),
    (Exception, "unreadable answer", "unreadable answers"),
)
_NO_COUNTRY = "answer without a country"
_NO_BUDGET = "over max_lookups"
_GIVEN_UP = "not asked after repeated failures"
_PLURALS = {one: several for _, one, several in _REASONS} | {
    _NO_COUNTRY: "answers without a country"
}


class Lookup:
    """The look-ups of one run.

    >>> import geosent
    >>> lookup = Lookup(geosent.OfflineGeocoder(), max_lookups=10)  # nothing online: asks nobody
    >>> lookup.country_of("Kafr Batna", {"SY"}) is None, lookup.warning()
    (True, None)
    """

    def __init__(self, geocoder: Geocoder, max_lookups: int = 100) -> None:
        self._geocoders = online_geocoders(geocoder)
        self.max_lookups = max_lookups
        self.lookups = 0  #: names asked so far; what a cache answered is not counted
        self.failures: Counter[str] = Counter()  #: names not looked up, by reason
        self._known: dict[tuple[str, frozenset[str]], Location | None] = {}
        self._failed_in_a_row = 0

    def country_of(self, name: str, bias_codes: Collection[str] = ()) -> Location | None:
        """Where a name is, preferably in one of some countries (alpha-2); None if unknown.

        `raw` of the location is the service's, with `country_code` (alpha-2) and `kind`
        ("country", "region" or "city") added.
        """
        key = (name, frozenset(bias_codes))
        if key not in self._known:
            self._known[key] = self._look_up(name, key[1]) if self._geocoders else None
        return self._known[key]

    def warning(self) -> str | None:
        """What to tell the user at the end of the run, or None when all went well."""
        return describe_failures(self.failures)

    def _look_up(self, name: str, bias: frozenset[str]) -> Location | None:
        reason: str | None = None
        for geocoder in self._geocoders:
            arguments = _arguments(geocoder, bias)
            if not (isinstance(geocoder, CachedGeocoder) and geocoder.holds(name, **arguments)):
                refused = self._refused()
                if refused:
                    reason = reason or refused
                    continue
                self.lookups += 1
            try:
                answer = geocoder.geocode(name, **arguments)
                found, problem = _chosen(answer, bias)
            except Exception as error:  # what a service sends can break any parser
                self._failed_in_a_row += 1
                reason = _reason(error)
                continue
            self._failed_in_a_row = 0
            if found is not None:
                return found
            reason = problem or reason
        if reason is not None:
            self.failures[reason] += 1
        return None

    def _refused(self) -> str | None:
        if self._failed_in_a_row >= _PATIENCE:
            return _GIVEN_UP
        return _NO_BUDGET if self.lookups >= self.max_lookups else None


def describe_failures(failures: Mapping[str, int]) -> str | None:
    """One sentence for the failures of a run; those of several processes can be added first.

    >>> describe_failures({"timeout": 2, "over max_lookups": 1})
    '3 names were not looked up: 2 timeouts, 1 over max_lookups'
    """
    total = sum(failures.values())
    if not total:
        return None
    ordered = sorted(failures.items(), key=lambda item: (-item[1], item[0]))
    parts = (f"{n} {reason if n == 1 else _PLURALS.get(reason, reason)}" for reason, n in ordered)
    names = "name was" if total == 1 else "names were"
    return f"{total} {names} not looked up: {', '.join(parts)}"


def _reason(error: Exception) -> str:
    if isinstance(error, GeocoderUnavailable) and "timed out" in str(error):
        return "timeout"  # as geopy tells it where its adapter has tried several times
    return next(one for cls, one, _ in _REASONS if isinstance(error, cls))


def _arguments(geocoder: Geocoder, bias: frozenset[str]) -> dict[str, Any]:
    """How to ask a service for several answers in English, with details."""
    inner = geocoder.geocoder if isinstance(geocoder, CachedGeocoder) else geocoder
    wanted = {"limit": _ANSWERS, "addressdetails": True, "language": "en"}
    arguments = accepted(inner.geocode, wanted)
    if "limit" in arguments:
        return {**arguments, "exactly_one": False}
    if len(bias) == 1:  # GeoNames: no limit, but a bias
        arguments |= accepted(inner.geocode, {"country_bias": next(iter(bias))})
    return arguments


def _chosen(answer: object, bias: frozenset[str]) -> tuple[Location | None, str | None]:
    """The answer to take, or why there is none."""
    given = answer if isinstance(answer, list) else [answer]
    places = [
        (location, what)
        for location in given
        if isinstance(location, Location) and (what := kind(location)) is not None
    ]
    if not places:
        return None, None
    coded = [(location, what, country_code(location)) for location, what in places]
    usable = [(location, what, code) for location, what, code in coded if code is not None]
    if not usable:
        return None, _NO_COUNTRY
    location, what, code = next((each for each in usable if each[2] in bias), usable[0])
    raw = {**location.raw, "country_code": code, "kind": what}
    return Location(location.address, location.point, raw), None
