"""Asking online geocoders within bounds, for names that no table holds and for known places.

A run must not become slow, rude or fragile by it. So each name is asked once, a budget bounds how
many are, a service that fails several times in a row is left alone for a while, and no failure is
ever raised: the name stays untagged, the place stays where the gazetteer has it, and one warning at
the end says how many and why.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeAlias

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
from geosent.geocoding.calling import Answer, accepted
from geosent.geocoding.chain import innermost, online_geocoders

#: After so many failures in a row a service is left alone for a while.
_PATIENCE = 3

#: After so many seconds what failed may be asked again, in the same run or in a later one. Not much
#: sooner: to wait for a dead service takes many seconds each time, and a run can be one text.
_WHILE = 300.0

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

#: The locations that an answer holds, or why there are none to use.
Read: TypeAlias = "tuple[list[Location], str | None]"


class Lookup:
    """The look-ups of an analyzer. What is told is of one run; all else is for all runs.

    >>> import geosent
    >>> lookup = Lookup(geosent.OfflineGeocoder(), max_lookups=10)  # nothing online: asks nobody
    >>> lookup.country_of("Kafr Batna", {"SY"}) is None, lookup.warning()
    (True, None)
    """

    def __init__(self, geocoder: Geocoder, max_lookups: int = 100) -> None:
        self._geocoders = online_geocoders(geocoder)
        self.max_lookups = max_lookups
        self._answers: dict[tuple[Hashable, ...], Read] = {}
        self._spent: set[str] = set()  # the names that drew on the budget
        # By geocoder and name: why, and until when it is not asked again.
        self._failed: dict[tuple[int, str], tuple[str, float]] = {}
        self._failed_in_a_row: Counter[int] = Counter()  # by geocoder
        self._left_alone_until: dict[int, float] = {}
        self.begin_run()

    def begin_run(self) -> None:
        """Tell no more of what failed before."""
        self._reasons: dict[str, str] = {}  # of the names that no geocoder answered

    @property
    def lookups(self) -> int:
        """How many names services have answered, each once for all of them.

        What a cache holds is free, and so is what fails: a service must not use up the budget while
        it is dead.
        """
        return len(self._spent)

    def country_of(self, name: str, bias_codes: Collection[str] = ()) -> Location | None:
        """Where a name is, preferably in one of some countries (alpha-2); None if unknown.

        `raw` of the location is the service's, with `country_code` (alpha-2) and `kind`
        ("country", "region" or "city") added.
        """
        bias = frozenset(bias_codes)
        found = self._first(name, lambda geocoder: _arguments(geocoder, bias), _places)
        first = found[0] if found else None
        return next((place for place in found if place.raw["country_code"] in bias), first)

    def location_of(self, address: str) -> Location | None:
        """Where an address is, as the service says it; None if unknown."""
        return next(iter(self._first(address, lambda _: {}, _location)), None)

    @property
    def failures(self) -> Counter[str]:
        """How many names were not looked up in this run, by reason."""
        return Counter(self._reasons.values())

    def warning(self) -> str | None:
        """What to tell the user at the end of the run, or None when all went well."""
        return describe_failures(self.failures)

    def _first(
        self,
        query: str,
        arguments: Callable[[Geocoder], dict[str, Any]],
        read: Callable[[Answer], Read],
    ) -> list[Location]:
        """The locations in the first answer that holds any."""
        reason: str | None = None
        found: list[Location] = []
        for geocoder in self._geocoders:
            found, problem = self._ask(geocoder, query, arguments(geocoder), read)
            if found:
                break
            reason = reason or problem
        if found or reason is None:
            self._reasons.pop(query, None)  # it may have failed earlier in the run
        else:
            self._reasons[query] = reason
        return found

    def _ask(
        self,
        geocoder: Geocoder,
        query: str,
        arguments: dict[str, Any],
        read: Callable[[Answer], Read],
    ) -> Read:
        """What one geocoder answers; the first that answers for a name draws on the budget."""
        name = (id(geocoder), query)
        question = (*name, read, *arguments.items())
        if question in self._answers:
            return self._answers[question]
        if name in self._failed and time.monotonic() < self._failed[name][1]:
            return [], self._failed[name][0]
        is_free = isinstance(geocoder, CachedGeocoder) and geocoder.holds(query, **arguments)
        if not is_free:
            if time.monotonic() < self._left_alone_until.get(id(geocoder), 0.0):
                return [], _GIVEN_UP
            if query not in self._spent and self.lookups >= self.max_lookups:
                return [], _NO_BUDGET
        try:
            self._answers[question] = read(geocoder.geocode(query, **arguments))
        except Exception as error:  # what a service sends can break any parser
            return [], self._fail(name, _reason(error))
        if not is_free:  # a cache answers for a dead service, too
            self._spent.add(query)
            self._failed_in_a_row[id(geocoder)] = 0
        return self._answers[question]

    def _fail(self, name: tuple[int, str], reason: str) -> str:
        """Keep that a geocoder failed, and give the reason."""
        geocoder, _ = name
        until = time.monotonic() + _WHILE
        self._failed[name] = reason, until
        self._failed_in_a_row[geocoder] += 1
        if self._failed_in_a_row[geocoder] >= _PATIENCE:
            self._left_alone_until[geocoder] = until
        return reason


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
    inner = innermost(geocoder)
    wanted = {"limit": _ANSWERS, "addressdetails": True, "language": "en"}
    arguments = accepted(inner.geocode, wanted)
    if "limit" in arguments:
        return {**arguments, "exactly_one": False}
    if len(bias) == 1:  # GeoNames: no limit, but a bias
        arguments |= accepted(inner.geocode, {"country_bias": next(iter(bias))})
    return arguments


def _places(answer: Answer) -> Read:
    """The places of a map that an answer holds, each with its country and kind."""
    found: list[Location] = []
    problem: str | None = None
    for location in answer if isinstance(answer, list) else [answer]:
        if not isinstance(location, Location):
            continue
        what, code = kind(location), country_code(location)
        if what is not None and code is None:
            problem = _NO_COUNTRY
        elif what is not None:
            raw = {**location.raw, "country_code": code, "kind": what}
            found.append(Location(location.address, location.point, raw))
    return found, problem


def _location(answer: Answer) -> Read:
    """The location that an answer is."""
    return [answer] if isinstance(answer, Location) else [], None
