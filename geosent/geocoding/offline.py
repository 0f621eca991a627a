"""The gazetteer as a geopy geocoder: no network, no key, no limit."""

from __future__ import annotations

from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geosent.gazetteer import Place, load_gazetteer
from geosent.geocoding.places import location


class OfflineAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """An adapter without a network: geopy makes one for each geocoder, and its own ones cost time
    (a TLS context, a connection pool) even when nothing is ever asked."""

    def get_json(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> NoReturn:
        raise GeocoderServiceError("an offline geocoder sends nothing")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """The gazetteer as a geopy geocoder.

    >>> from geosent.geocoding import OfflineGeocoder
    >>> OfflineGeocoder().geocode("Aleppo").raw["country_code"]
    'SY'
    """

    def __init__(self) -> None:
        super().__init__(
            timeout=None, proxies=None, ssl_context=None, adapter_factory=OfflineAdapter
        )
        self._locations: dict[Place, Location] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_locations": {}}

    def location_of(self, place: Place) -> Location:
        """The location of a place of the gazetteer. It is kept, so leave its `raw` as it is."""
        found = self._locations.get(place)
        if found is None:
            found = self._locations[place] = location(place)
        return found

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The place that a name most likely means, or with `exactly_one=False` all of them."""
        places = load_gazetteer().places(query)
        if not places:
            return None
        if exactly_one:
            return self.location_of(places[0])
        return [self.location_of(place) for place in places]
