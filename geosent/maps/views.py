"""Where things stand on a picture: projections, regions and the view that fits one to the other.

The same formulas place things here and in d3, on which Vega draws, so Python knows the pixel of
every point: it can say which country is too small to see, and move circles apart.

The world is drawn in Equal Earth (Šavrič, Patterson, Jenny 2018), a region in Lambert's azimuthal
equal-area projection around its middle. Both keep areas: an empty country is not made to look
large. The world is centred on 11° E, so that the picture is cut through the Bering Strait and
Russia stays whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from attrs import frozen

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.maps.boundaries import Point

Projection = Literal["equalEarth", "azimuthalEqualArea", "mercator", "equirectangular"]

CENTRE = 11.0

#: West, south, east, north in degrees; an east beyond 180 lies across the antimeridian.
REGIONS: Mapping[str, tuple[float, float, float, float]] = {
    "world": (-169.0, -57.0, 191.0, 84.0),
    "africa": (-19.0, -36.0, 53.0, 38.0),
    "asia": (40.0, -11.0, 146.0, 55.0),
    "balkans": (13.0, 34.5, 30.0, 48.5),
    "caribbean": (-92.0, 6.5, -57.0, 28.0),
    "caucasus": (37.0, 37.0, 51.5, 45.0),
    "central america": (-93.0, 6.5, -76.0, 19.0),
    "central asia": (45.0, 34.0, 88.0, 55.5),
    "east asia": (96.0, 17.0, 147.0, 53.0),
    "europe": (-11.0, 34.0, 42.0, 70.0),
    "gulf": (42.0, 12.0, 61.0, 34.0),
    "horn of africa": (32.0, -5.0, 52.0, 19.0),
    "latin america": (-118.0, -56.0, -33.0, 33.0),
    "middle east": (24.0, 12.0, 64.0, 42.5),
    "north africa": (-18.0, 14.0, 38.0, 38.0),
    "north america": (-130.0, 8.0, -57.0, 62.0),
    "oceania": (112.0, -48.0, 206.0, 18.0),
    "south america": (-82.0, -56.0, -34.0, 13.0),
    "south asia": (60.0, 4.0, 98.0, 39.0),
    "southeast asia": (92.0, -11.0, 142.0, 29.0),
    "southern africa": (10.0, -35.5, 52.0, -4.0),
    "west africa": (-26.0, 1.0, 17.0, 26.0),
}


@frozen
class View:
    """A picture of `width` by `height` pixels and the projection that fills it."""

    projection: Projection
    region: str
    width: float
    height: float
    scale: float  #: pixels per radian on the sphere
    translate: tuple[float, float]
    centre: tuple[float, float]  #: longitude, latitude

    def xy(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a point, x to the right and y down."""
        return self.turned_xy(turn(longitude - self.centre[0]), latitude)

    def turned_xy(self, from_centre: float, latitude: float) -> tuple[float, float]:
        """The pixel of a point whose longitude counts from the centre, in [-180, 180]."""
        x, y = _RAW[self.projection](
            math.radians(from_centre), math.radians(latitude), math.radians(self.centre[1])
        )
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y

    def shows(self, longitude: float, latitude: float, margin: float = 0.0) -> bool:
        """Whether a point lies on the picture."""
        x, y = self.xy(longitude, latitude)
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin

    def pixels(self, steradians: float) -> float:
        """How many square pixels an area has; exact for the equal-area projections."""
        return steradians * self.scale**2


def view_of(
    region: str = "world",
    width: float = 820.0,
    projection: Projection | None = None,
    antarctica: bool = False,
) -> View:
    """The view of a region that is `width` pixels wide, or less where it is much taller than wide.

    >>> view = view_of("middle east")
    >>> view.shows(38.5, 35.0), view.shows(10.0, 60.0)
    (True, False)
    """
    if not isinstance(region, str):
        raise GeosentTypeError(
            f"the region must be str, not {type(region).__name__}: use one of {', '.join(REGIONS)}"
        )
    key = " ".join(region.casefold().replace("_", " ").replace("-", " ").split())
    if key not in REGIONS:
        nearest = get_close_matches(key, REGIONS, n=1)
        hint = f"did you mean {nearest[0]!r}? The names are" if nearest else "use one of"
        raise GeosentValueError(f"no region is called {region!r}: {hint} {', '.join(REGIONS)}")
    chosen: Projection = projection or ("equalEarth" if key == "world" else "azimuthalEqualArea")
    if chosen not in _RAW:
        raise GeosentValueError(
            f"no projection is called {projection!r}: use one of {', '.join(_RAW)}"
        )
    west, south, east, north = REGIONS[key]
    if key == "world" and antarctica:
        south = -90.0 if chosen != "mercator" else -80.0
    if key == "world":
        centre = (CENTRE, 0.0)
    else:
        middle = (south + north) / 2 if chosen == "azimuthalEqualArea" else 0.0
        centre = (turn((west + east) / 2), middle)
    unit = View(chosen, key, 1.0, 1.0, 1.0, (0.0, 0.0), centre)
    edge = [
        unit.turned_xy(max(-180.0, min(180.0, lon - (west + east) / 2)), lat)
        for lon, lat in _edge(west, south, east, north)
    ]
    left, right = min(x for x, _ in edge), max(x for x, _ in edge)
    top, bottom = min(y for _, y in edge), max(y for _, y in edge)
    width = min(width, 0.95 * width * (right - left) / (bottom - top))
    scale = width / (right - left)
    return View(
        chosen,
        key,
        round(width),
        round(scale * (bottom - top)),
        scale,
        (-left * scale, -top * scale),
        centre,
    )


def _edge(west: float, south: float, east: float, north: float) -> Iterator[Point]:
    for i in range(25):
        lon, lat = west + (east - west) * i / 24, south + (north - south) * i / 24
        yield from ((lon, south), (lon, north), (west, lat), (east, lat))


def turn(longitude: float) -> float:
    """A longitude within [-180, 180).

    >>> turn(190.0), turn(-180.0)
    (-170.0, -180.0)
    """
    return (longitude + 180.0) % 360.0 - 180.0


def _equal_earth(lon: float, lat: float, _centre: float) -> tuple[float, float]:
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    m = math.sqrt(3) / 2
    t = math.asin(m * math.sin(lat))
    t2 = t * t
    t6 = t2 * t2 * t2
    return (
        lon * math.cos(t) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))),
        t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)),
    )


def _azimuthal(lon: float, lat: float, centre: float) -> tuple[float, float]:
    cos_c = math.sin(centre) * math.sin(lat) + math.cos(centre) * math.cos(lat) * math.cos(lon)
    k = math.sqrt(2 / max(1e-12, 1 + cos_c))
    return (
        k * math.cos(lat) * math.sin(lon),
        k * (math.cos(centre) * math.sin(lat) - math.sin(centre) * math.cos(lat) * math.cos(lon)),
    )


def _mercator(lon: float, lat: float, _centre: float) -> tuple[float, float]:
    return lon, math.asinh(math.tan(max(-1.5, min(1.5, lat))))


def _equirectangular(lon: float, lat: float, _centre: float) -> tuple[float, float]:
    return lon, lat


_RAW: Mapping[str, Callable[[float, float, float], tuple[float, float]]] = {
    "equalEarth": _equal_earth,
    "azimuthalEqualArea": _azimuthal,
    "mercator": _mercator,
    "equirectangular": _equirectangular,
}
