"""Geocoders one after another: the first that knows an answer gives it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from types import TracebackType
from typing import Any

from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.gazetteer import Place
from geosent.geocoding.answers import country_code
from geosent.geocoding.calling import Answer, accepted, countries_of
from geosent.geocoding.offline import OfflineAdapter, OfflineGeocoder


class ChainGeocoder(Geocoder):  # type: ignore[misc]
    """Several geocoders as one: each is asked in turn until one has an answer.

    >>> import geosent
    >>> chain = geosent.ChainGeocoder([geosent.OfflineGeocoder()])
    >>> chain.geocode("Aleppo").address
    'Aleppo, Syria'

    A geocoder that fails is passed over; if then none has an answer, its error is raised. Keyword
    arguments are given to each geocoder that takes them. `country_codes` holds for all of them, and
    is read as `OfflineGeocoder` reads it: answers of a geocoder without such an argument are
    filtered.
    """

    def __init__(self, geocoders: Iterable[Geocoder]) -> None:
        super().__init__(
            timeout=None, proxies=None, ssl_context=None, adapter_factory=OfflineAdapter
        )
        if not isinstance(geocoders, Iterable):
            raise GeosentTypeError(
                f"a chain is made of several geocoders, ChainGeocoder([first, second]), "
                f"not {type(geocoders).__name__}"
            )
        self.geocoders = tuple(geocoders)
        if not self.geocoders:
            raise GeosentValueError("a chain needs at least one geocoder")
        for member in self.geocoders:
            if not isinstance(member, Geocoder):
                raise GeosentTypeError(
                    f"a chain is made of geocoders of geopy, not {type(member).__name__}"
                )

    @property
    def online(self) -> tuple[Geocoder, ...]:
        """The geocoders that may ask a service: all but `OfflineGeocoder`."""
        found: list[Geocoder] = []
        for member in self.geocoders:
            found += online_geocoders(member)
        return tuple(found)

    def __enter__(self) -> ChainGeocoder:
        for member in self.geocoders:
            member.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for member in reversed(self.geocoders):
            member.__exit__(kind, error, traceback)

    def location_of(self, place: Place) -> Location:
        """The location of a place of the gazetteer, from the first geocoder that gives one."""
        for member in self.geocoders:
            if hasattr(member, "location_of"):
                return member.location_of(place)
        return _gazetteer_geocoder().location_of(place)

    def geocode(
        self,
        query: str | Mapping[str, Any],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        **arguments: Any,
    ) -> Answer:
        """The first answer to a query."""
        return self._first("geocode", query, exactly_one, timeout, arguments)

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        **arguments: Any,
    ) -> Answer:
        """The first answer for a point."""
        return self._first("reverse", query, exactly_one, timeout, arguments)

    def _first(
        self,
        method: str,
        query: object,
        exactly_one: bool,
        timeout: object,
        arguments: dict[str, Any],
    ) -> Answer:
        failure: GeocoderServiceError | None = None
        common: dict[str, Any] = {"exactly_one": exactly_one}
        if timeout is not DEFAULT_SENTINEL:
            common["timeout"] = timeout
        codes = countries_of(arguments.pop("country_codes", None))
        if codes:  # as every service understands it
            arguments["country_codes"] = sorted(map(str.lower, codes))
        for member in self.geocoders:
            inner: Callable[..., Answer] | None = getattr(innermost(member), method, None)
            if inner is None:
                continue
            ask: Callable[..., Answer] = getattr(member, method)
            taken = accepted(inner, arguments)
            try:
                answer = ask(query, **common, **taken)
            except GeocoderServiceError as error:
                failure = failure or error
                continue
            if codes and "country_codes" not in taken:
                answer = _only(answer, codes)
            if answer:
                return answer
        if failure is not None:
            raise failure
        return None


def online_geocoders(geocoder: Geocoder) -> tuple[Geocoder, ...]:
    """The geocoders in one that may ask a service."""
    if isinstance(geocoder, ChainGeocoder):
        return geocoder.online
    return () if isinstance(geocoder, OfflineGeocoder) else (geocoder,)


def innermost(geocoder: Geocoder) -> Geocoder:
    """The geocoder that is asked in the end: what it can do, a cache in front of it can."""
    from geosent.geocoding.cached import CachedGeocoder

    return innermost(geocoder.geocoder) if isinstance(geocoder, CachedGeocoder) else geocoder


def _only(answer: Answer, codes: Collection[str]) -> Answer:
    """The part of an answer that is in one of some countries."""
    if isinstance(answer, list):
        return [location for location in answer if country_code(location) in codes] or None
    return answer if answer is not None and country_code(answer) in codes else None


@cache
def _gazetteer_geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()
