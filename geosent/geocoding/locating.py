"""The location of a place through whatever geocoder the caller chose."""

from __future__ import annotations

from collections.abc import Callable

from geopy.exc import GeopyError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geosent.countries import all_countries
from geosent.gazetteer import Place
from geosent.geocoding.offline import OfflineGeocoder
from geosent.model import Country


def locator(geocoder: Geocoder) -> Callable[[Place], Location]:
    """A function from a place to its location.

    A geocoder that knows places (`location_of`) is asked by place. Any other is asked by name, once
    for each place; where it has no answer or fails, the gazetteer's own location stands.
    """
    known = getattr(geocoder, "location_of", None)
    if known is not None:
        return known  # type: ignore[no-any-return]
    offline = OfflineGeocoder()
    asked: dict[Place, Location] = {}

    def locate(place: Place) -> Location:
        found = asked.get(place)
        if found is None:
            found = asked[place] = _ask(geocoder, place) or offline.location_of(place)
        return found

    return locate


def _ask(geocoder: Geocoder, place: Place) -> Location | None:
    country = all_countries()[place.alpha_2].name
    try:
        found = geocoder.geocode(country if place.kind != "city" else f"{place.name}, {country}")
    except GeopyError:
        return None
    return found if isinstance(found, Location) else None


def own_location(geocoder: Geocoder, name: str, country: Country) -> Location | None:
    """The point of a name in the caller's own gazetteer, if it is there and in that country.

    Only a geocoder that is asked without a network is asked: names of one's own can be anybody's.
    """
    if not isinstance(geocoder, OfflineGeocoder):
        return None
    found = geocoder.geocode(name, country_codes=country.alpha_2)
    return found if isinstance(found, Location) else None
