"""The location of a place through whatever geocoder the caller chose."""

from __future__ import annotations

from collections.abc import Callable

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geosent.gazetteer import Place
from geosent.geocoding.chain import ChainGeocoder
from geosent.geocoding.lookup import Lookup
from geosent.geocoding.offline import OfflineGeocoder
from geosent.model import Country


def locator(geocoder: Geocoder, lookup: Lookup) -> Callable[[Place], Location]:
    """A function from a place to its location.

    A geocoder that knows places (`location_of`) is asked by place. Any other is asked through
    `lookup` by the address that the gazetteer gives the place; where there is no answer, the
    gazetteer's own location stands.
    """
    known = getattr(geocoder, "location_of", None)
    if known is not None:
        return known  # type: ignore[no-any-return]
    offline = OfflineGeocoder()

    def locate(place: Place) -> Location:
        location = offline.location_of(place)
        # "The Kremlin" is a government; by that name a service finds buildings, if not bars.
        if place.kind == "institution":
            return location
        return lookup.location_of(location.address) or location

    return locate


def own_location(geocoder: Geocoder, name: str, country: Country) -> Location | None:
    """The point of a name in the caller's own gazetteer, if it is there and in that country.

    Only geocoders that are asked without a network are asked, in a chain one after another: names
    of one's own can be anybody's.
    """
    if isinstance(geocoder, ChainGeocoder):
        found = (own_location(member, name, country) for member in geocoder.geocoders)
        return next((location for location in found if location is not None), None)
    if not isinstance(geocoder, OfflineGeocoder):
        return None
    location = geocoder.geocode(name, country_codes=country.alpha_2)
    return location if isinstance(location, Location) else None
