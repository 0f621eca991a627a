"""The gazetteer as a geopy geocoder: no network, no key, no limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from os import PathLike
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geosent.countries import all_countries
from geosent.errors import GeosentTypeError
from geosent.gazetteer import Place, load_gazetteer
from geosent.geocoding.calling import countries_of
from geosent.geocoding.own import read_places
from geosent.geocoding.places import describe, has_point
from geosent.geocoding.reverse import NearestPlaces, kilometres, load_raster, shipped_places
from geosent.geocoding.search import ANY, FEATURE_TYPES, KEPT, Kinds, Search


class OfflineAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """An adapter without a network: geopy makes one for each geocoder, and its own ones cost time
    (a TLS context, a connection pool) even when nothing is ever asked."""

    def get_json(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> NoReturn:
        raise GeocoderServiceError("an offline geocoder sends nothing")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """The gazetteer as a geopy geocoder: countries, regions, cities, demonyms and institutions.

    >>> import geosent
    >>> geocoder = geosent.OfflineGeocoder()
    >>> geocoder.geocode("Paris, Texas").address
    'Paris, Texas, United States'
    >>> geocoder.geocode({"city": "Tripoli", "country": "Lebanon"}).raw["country_code"]
    'LB'
    >>> geocoder.reverse("36.2, 37.16").address
    'Aleppo, Syria'

    It does what geopy's geocoders do, without a network, and works with whatever is written for
    them. The shipped tables are loaded when it is first asked something.

    `raw` of a location holds `name`, `kind` ("country", "demonym", "region", "city",
    "institution", "custom"), `country_code` (alpha-2), `population` (0 where unknown),
    `geonames_id` (or None), `source`, `precision` and, as in Nominatim's answers, `address`.
    `precision` is "place" for coordinates of the place itself, or "region" or "country" where only
    those of the area around it are known.
    """

    def __init__(self) -> None:
        super().__init__(
            timeout=None, proxies=None, ssl_context=None, adapter_factory=OfflineAdapter
        )
        self._own: list[tuple[str, Place]] = []
        self._own_source = ""
        self._prepare()

    @classmethod
    def from_csv(cls, path: str | PathLike[str]) -> OfflineGeocoder:
        """A geocoder that knows the places of a file besides the shipped ones.

        The file is CSV (or separated by semicolons or tabs), UTF-8, and its first line names the
        columns: `name` and `country` (any ISO code or English name), and if known `latitude` and
        `longitude`, `kind` ("city", "region", "institution" or "custom"), `population`, `region`
        (ISO 3166-2) and `alternates` (separated by "|"). Its places come before shipped ones of the
        same name; one without coordinates is where its country is, and `reverse` does not find it.
        Raises `InputError`, naming the line, for what cannot be read.

        >>> import geosent, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as directory:
        ...     path = pathlib.Path(directory, "places.csv")
        ...     _ = path.write_text("name,country,latitude,longitude\\nCamp Lut,IR,30.6,59.07\\n")
        ...     geocoder = geosent.OfflineGeocoder.from_csv(path)
        >>> geocoder.geocode("Camp Lut").address
        'Camp Lut, Iran'
        """
        geocoder = cls()
        geocoder._own = read_places(path)
        geocoder._own_source = str(path)
        geocoder._prepare()
        return geocoder

    def _prepare(self) -> None:
        """Make what can be made again: it does not travel to other processes."""
        self._search = Search(self._own)
        own = {place.id: place for _, place in self._own}
        self._own_places = NearestPlaces([place for place in own.values() if has_point(place)])
        self._own_ids = frozenset(own)
        self._locations: dict[Place, Location] = {}
        self._described = lru_cache(maxsize=KEPT)(self._describe)

    def __getstate__(self) -> dict[str, Any]:
        made = ("_search", "_own_places", "_own_ids", "_locations", "_described")
        return {name: value for name, value in self.__dict__.items() if name not in made}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._prepare()

    @property
    def names(self) -> dict[str, str]:
        """The names read by `from_csv`, each with the alpha-2 code of its country.

        They can be given to `Analyzer(names=…)`, to be found in texts. Of a name in several
        countries the first is given, whatever its accents; what has neither a letter nor a digit
        is no name.
        """
        from geosent.tagging.own import form_of  # by which an analyzer compares them

        first: dict[str, str] = {}
        found: dict[str, str] = {}
        for name, place in self._own:
            form = form_of(name)
            code = first.setdefault(form, place.alpha_2)
            if place.alpha_2 == code and any(map(str.isalnum, form)):
                found[name] = code
        return found

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        featuretype: str | None = None,
        language: object = None,
        addressdetails: object = None,
    ) -> Location | list[Location] | None:
        """The place that a query most likely means, or with `exactly_one=False` all it can mean.

        >>> import geosent
        >>> found = geosent.OfflineGeocoder().geocode("Georgia", exactly_one=False)
        >>> [location.address for location in found]
        ['Georgia', 'Georgia, United States']

        Parameters
        ----------
        query
            "Aleppo", "Aleppo, Syria", "Paris, Texas", "SYR", "Syrian"; or a dict with some of
            "city", "county", "state", "country". Capitals and accents do not matter. Street
            addresses are not known; their keys in a dict are passed over.
        exactly_one
            False gives a list, the likeliest first.
        limit
            How many at most, with `exactly_one=False`. Less than 1 is a `ValueError`.
        country_codes
            One ISO code or several: nothing else is found. "de,at" is also understood.
        featuretype
            "country", "state", "city" or "settlement": nothing else is found.
        timeout, language, addressdetails
            Taken for the sake of code written for online geocoders; nothing here depends on them.

        Gives None when nothing fits, for a list too, as geopy does.
        """
        if not exactly_one and limit is not None and int(limit) < 1:
            raise ValueError("Limit cannot be less than 1")
        kinds = ANY if featuretype is None else _kinds(featuretype)
        codes = countries_of(country_codes)
        if isinstance(query, str):
            places = self._search.find(query, kinds, codes)
        elif isinstance(query, Mapping):
            parts = tuple((key, str(value)) for key, value in query.items() if value is not None)
            places = self._search.find_parts(parts, kinds, codes)
        else:
            raise GeosentTypeError(
                f"a query is a str or a dict with 'city', 'state' or 'country', "
                f"not {type(query).__name__}"
            )
        if not places:
            return None
        if exactly_one:
            return self._location(places[0])
        return [self._location(place) for place in places[: None if limit is None else int(limit)]]

    def reverse(
        self,
        query: Point | Iterable[float] | str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        language: object = None,
        addressdetails: object = None,
    ) -> Location | list[Location] | None:
        """The country around a point, and its place that is nearest: a city, or the country itself.

        `query` is a point in any form that geopy knows; one that is none raises `ValueError`. The
        location is that of the nearest place, which `raw["distance_km"]` tells the distance of;
        in a desert that can be hundreds of kilometres. None is for the sea, more than 25 km (up to
        40 in places) from any land.

        >>> import geosent
        >>> geosent.OfflineGeocoder().reverse((30.0, -40.0)) is None
        True
        """
        if query is None:
            raise ValueError("Must be a coordinate pair or Point")
        latitude, longitude, _ = query if isinstance(query, Point) else Point(query)
        code = load_raster().country_at(latitude, longitude)
        if not code:
            return None
        found = shipped_places().nearest(code, latitude, longitude)
        own = self._own_places.nearest(code, latitude, longitude)
        if own is not None and (
            found is None
            or kilometres(latitude, longitude, own) < kilometres(latitude, longitude, found)
        ):
            found = own
        if found is None:
            found = load_gazetteer().places(all_countries()[code].name)[0]
        location = self._location(found)
        location.raw["distance_km"] = round(kilometres(latitude, longitude, found), 1)
        return location if exactly_one else [location]

    def location_of(self, place: Place) -> Location:
        """The location of a place of the gazetteer. It is kept, so leave its `raw` as it is."""
        found = self._locations.get(place)
        if found is None:
            found = self._locations[place] = self._location(place)
        return found

    def _describe(self, place: Place) -> tuple[str, Point, dict[str, Any]]:
        own = place.id in self._own_ids
        return describe(place, self._own_source if own else None)

    def _location(self, place: Place) -> Location:
        """A location that is the caller's own, to change as they like."""
        address, point, raw = self._described(place)
        return Location(address, point, {**raw, "address": {**raw["address"]}})


def _kinds(featuretype: object) -> Kinds:
    if not isinstance(featuretype, str):
        raise GeosentTypeError(f"a feature type is a str, not {featuretype!r}")
    kinds = FEATURE_TYPES.get(featuretype)
    if kinds is None:
        known = ", ".join(map(repr, FEATURE_TYPES))
        raise GeocoderQueryError(f"{featuretype!r} is no feature type; use one of {known}")
    return kinds
