"""Which country a point lies in, and which place of the gazetteer is nearest to it there.

The country comes from a raster that tools/build_reverse.py makes from Natural Earth's boundaries:
cells of 1/50 degree (2 km), labelled with a country up to 25 km off its coasts. What is farther
from land than that, and no more than a tenth of a degree, is in no country.
"""

from __future__ import annotations

import json
import lzma
import struct
from functools import cache, reduce
from math import asin, cos, radians, sin, sqrt
from operator import xor

from geosent.gazetteer import Place, load_gazetteer
from geosent.tables import read_bytes

_PER_DEGREE = 50
_BLOCK = 5
_TILE = _PER_DEGREE * _PER_DEGREE
_TILES = 180 * 360
_MASK_ROW = 360 * _PER_DEGREE // _BLOCK // 8
_MASK = 180 * _PER_DEGREE // _BLOCK * _MASK_ROW


class CountryRaster:
    """The countries of the Earth as a raster.

    >>> load_raster().country_at(36.2, 37.16), load_raster().country_at(30.0, -40.0)
    ('SY', '')

    The file, after decompression: a line of JSON, the codes that the labels number (0 is none). A
    16-bit little-endian number for each tile of one degree, from the south-west corner eastwards:
    a label if it is less than 256, else 256 plus the number of a mixed tile. A bit for each block
    of 5 x 5 cells, set on land and near it. The mixed tiles, a byte for each cell, each but the
    first row exclusive-or'ed with the row to the south of it: mostly zeros then, which compress.
    """

    def __init__(self, content: bytes) -> None:
        data = lzma.decompress(content)
        start = data.index(b"\n") + 1
        self._codes: list[str] = json.loads(data[:start])
        self._index = struct.unpack_from(f"<{_TILES}H", data, start)
        start += 2 * _TILES
        self._land = data[start : start + _MASK]
        self._mixed = data[start + _MASK :]

    def country_at(self, latitude: float, longitude: float) -> str:
        """The alpha-2 code of the country at a point, or the empty string at sea."""
        row = min(int((latitude + 90) * _PER_DEGREE), 180 * _PER_DEGREE - 1)
        column = int((longitude + 180) * _PER_DEGREE) % (360 * _PER_DEGREE)
        label: int = self._index[row // _PER_DEGREE * 360 + column // _PER_DEGREE]
        if not label:
            return ""
        across = column // _BLOCK
        if not self._land[row // _BLOCK * _MASK_ROW + (across >> 3)] >> (across & 7) & 1:
            return ""
        if label >= 256:
            start = (label - 256) * _TILE + column % _PER_DEGREE
            end = start + row % _PER_DEGREE * _PER_DEGREE + 1
            label = reduce(xor, self._mixed[start:end:_PER_DEGREE])
        return self._codes[label]


@cache
def load_raster() -> CountryRaster:
    """The shipped raster."""
    return CountryRaster(read_bytes("reverse.bin"))


# The index of places has cells of a third of a degree. A country with few places needs none, and
# where so many rings of cells around a point may not hold the nearest, all places of the country
# are compared: degrees can be taken for flat only nearby.
_CELLS = 3
_RINGS = 8
_FEW = 30

# A cell has a number; rows are wide enough that the places beyond the date line have cells, too.
_ROW = 360 * _CELLS + 2 * _RINGS


def _ring(ring: int) -> list[int]:
    """What to add to the number of a cell for the cells at a distance of so many cells."""
    span = range(-ring, ring + 1)
    return [i * _ROW + j for i in span for j in span if ring in (abs(i), abs(j))]


_AROUND = [_ring(ring) for ring in range(_RINGS + 1)]

_Spot = tuple[float, float, Place]


class NearestPlaces:
    """Places by country and cell, to find the nearest of a country to a point."""

    def __init__(self, places: list[Place]) -> None:
        self._all: dict[str, list[_Spot]] = {}
        self._cells: dict[str, dict[int, list[_Spot]]] = {}
        for place in places:
            spots = self._all.setdefault(place.alpha_2, [])
            cells = self._cells.setdefault(place.alpha_2, {})
            spots.append((place.latitude, place.longitude, place))
            for turn in (-360, 0, 360):
                longitude = place.longitude + turn
                if abs(longitude) <= 180 + _RINGS / _CELLS:
                    spot = (place.latitude, longitude, place)
                    cells.setdefault(_cell(*spot[:2]), []).append(spot)

    def nearest(self, alpha_2: str, latitude: float, longitude: float) -> Place | None:
        """The nearest place of a country, or None if it has none."""
        spots = self._all.get(alpha_2)
        if spots is None:
            return None
        # Degrees east are shorter than degrees north; never nothing, for the poles' sake.
        shrink = max(cos(radians(latitude)), 0.02)
        if len(spots) > _FEW:
            cells = self._cells[alpha_2]
            cell = _cell(latitude, longitude)
            best, found, last, needed = 1e9, None, _RINGS, 0
            for ring, steps in enumerate(_AROUND):
                if ring > last:
                    break
                for step in steps:
                    if cell + step in cells:
                        distance, place = _nearest(cells[cell + step], latitude, longitude, shrink)
                        if distance < best:
                            best, found = distance, place
                if found is not None:
                    needed = int(sqrt(best) * _CELLS / shrink) + 1
                    last = min(last, needed)
            if found is not None and needed <= _RINGS:
                return found
        return min((place for *_, place in spots), key=lambda p: kilometres(latitude, longitude, p))


def _cell(latitude: float, longitude: float) -> int:
    return int((latitude + 90) * _CELLS) * _ROW + int((longitude + 180) * _CELLS + _RINGS)


def _nearest(
    spots: list[_Spot], latitude: float, longitude: float, shrink: float
) -> tuple[float, Place]:
    """The nearest of some places, and the square of its distance in degrees north."""
    best, found = 1e9, spots[0][2]
    for north, east, place in spots:
        north -= latitude
        east = (east - longitude) * shrink
        distance = north * north + east * east
        if distance < best:
            best, found = distance, place
    return best, found


@cache
def shipped_places() -> NearestPlaces:
    """The cities of the gazetteer."""
    gazetteer = load_gazetteer()
    rows = ((number, gazetteer.row(number)) for number in gazetteer.numbers())
    return NearestPlaces(
        [gazetteer.place(n) for n, row in rows if row.kind == "city" and row.id.isdigit()]
    )


def kilometres(latitude: float, longitude: float, place: Place) -> float:
    """The distance of a point from a place, on a sphere.

    >>> here = Place("0", "Null Island", "custom", "GH", 0.0, 0.0, 0, "", False)
    >>> round(kilometres(1.0, 0.0, here), 1)
    111.2
    """
    south, north = radians(latitude), radians(place.latitude)
    east = radians(place.longitude - longitude)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(half)))
