"""The shipped boundaries (data/boundaries.json, TopoJSON), by ISO 3166-1 alpha-2 code.

Natural Earth's 1:50m countries, assigned to codes the way tools/build_boundaries.py tells. They
are made for a sphere: a ring may cross the antimeridian (Russia does) or go around a pole
(Antarctica). d3 and so Vega draw such rings as they are; what draws on a plane (Leaflet, our own
SVG) asks for `unwrapped` or `cut` rings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from geosent.tables import read_text

Point = tuple[float, float]
Ring = Sequence[Point]

#: Topology objects of land that belongs to no code (the Siachen Glacier) are kept under this.
NO_CODE = ""


@cache
def topology() -> dict[str, Any]:
    """The TopoJSON as it ships; do not change it, it is shared."""
    loaded: dict[str, Any] = json.loads(read_text("boundaries.json"))
    return loaded


@cache
def coarse(step: float) -> str:
    """The TopoJSON text without the detail below `step` degrees, for small pictures.

    Rings that would fold up are left out: on a sphere, a ring turned inside out is the rest of
    the world.
    """
    topo = topology()
    scale_x, scale_y = topo["transform"]["scale"]
    arcs, thin = _arcs(), []
    for arc in topo["arcs"]:
        out: list[list[int]] = []
        x = y = 0
        for i, (step_x, step_y) in enumerate(arc):
            x, y = x + step_x, y + step_y
            far = i in (0, len(arc) - 1) or math.hypot(x * scale_x, y * scale_y) >= step
            if far:
                out.append([x, y])
                x = y = 0
        thin.append(out)
    smaller = {"type": "Topology", "transform": topo["transform"], "arcs": thin}
    thin_arcs = _decoded(smaller)
    geometries = []
    for geometry in topo["objects"]["countries"]["geometries"]:
        single = geometry["type"] == "Polygon"
        shapes = [geometry["arcs"]] if single else geometry["arcs"]
        kept = [
            shape
            for shape in shapes
            if _survives(_ring(arcs, shape[0]), _ring(thin_arcs, shape[0]))
        ]
        geometries.append({**geometry, "type": "MultiPolygon", "arcs": kept})
    smaller["objects"] = {"countries": {"type": "GeometryCollection", "geometries": geometries}}
    return json.dumps(smaller, separators=(",", ":"))


def _survives(fine: Ring, thin: Ring) -> bool:
    before, after = _area(fine), _area(thin)
    return len(thin) > 3 and before * after > 0 and abs(after) > 0.5 * abs(before)


@cache
def polygons() -> Mapping[str, tuple[tuple[Ring, ...], ...]]:
    """The polygons of each code: rings of (longitude, latitude), the outer one first.

    >>> len(polygons()["MT"][0][0]) > 4
    True
    """
    topo, arcs = topology(), _arcs()
    found: dict[str, tuple[tuple[Ring, ...], ...]] = {}
    for geometry in topo["objects"]["countries"]["geometries"]:
        shapes = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        found[geometry.get("id", NO_CODE)] = tuple(
            tuple(_ring(arcs, indices) for indices in shape) for shape in shapes
        )
    return found


@cache
def _arcs() -> list[list[Point]]:
    return _decoded(topology())


def _decoded(topo: dict[str, Any]) -> list[list[Point]]:
    (kx, ky), (dx, dy) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x += step_x
            y += step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def _ring(arcs: list[list[Point]], indices: list[int]) -> list[Point]:
    ring: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


@cache
def areas() -> Mapping[str, float]:
    """The area of each code's polygons, in steradians (the Earth has 4π)."""
    return {
        code: sum(abs(_area(shape[0])) for shape in shapes) for code, shapes in polygons().items()
    }


def _area(ring: Ring) -> float:
    """The area that a ring encloses on the sphere, as a sum of slices down to the equator.

    A ring around a pole is closed along it, so that this holds for it too. Half of the first
    map's time goes to this sum over every border, hence the plain loop.
    """
    radian = math.pi / 180.0
    total = turned = 0.0
    lon0, lat0 = ring[-1]
    height0 = math.sin(lat0 * radian)
    for lon, lat in ring:
        height = math.sin(lat * radian)
        step = lon - lon0
        if step > 180.0:
            step -= 360.0
        elif step < -180.0:
            step += 360.0
        turned += step
        total += step * (height0 + height)
        lon0, height0 = lon, height
    if abs(turned) > 180.0:
        total -= 2 * turned * math.copysign(1.0, lat0)
    return total * radian / 2


def unwrapped(ring: Ring, pole: float = 90.0) -> list[Point]:
    """A ring without jumps in longitude, which may so leave [-180, 180].

    A ring around a pole is closed along latitude ±`pole`.
    """
    out: list[Point] = []
    shift = 0.0
    for i, (lon, lat) in enumerate(ring):
        if i:
            step = lon - ring[i - 1][0]
            shift += 360.0 if step < -180.0 else -360.0 if step > 180.0 else 0.0
        out.append((lon + shift, lat))
    if abs(out[-1][0] - out[0][0]) > 180.0:  # once around a pole
        edge = math.copysign(pole, out[0][1])
        out += [(out[-1][0], edge), (out[0][0], edge)]
    elif out[0] == out[-1] and len(out) > 1:
        out.pop()
    middle = sum(lon for lon, _ in out) / len(out)
    turns = 360.0 * round(middle / 360.0)
    return [(lon - turns, lat) for lon, lat in out]


def cut(ring: Ring, centre: float) -> list[list[Point]]:
    """A ring as seen from a central meridian: pieces with longitudes from it, in [-180, 180].

    >>> cut([(170.0, 0.0), (-170.0, 0.0), (-170.0, 9.0), (170.0, 9.0)], centre=0.0)[1][0]
    (-180.0, 0.0)
    """
    line = [(lon - centre, lat) for lon, lat in unwrapped(ring)]
    west, east = min(lon for lon, _ in line), max(lon for lon, _ in line)
    if west >= -180.0 and east <= 180.0:
        return [line]
    pieces = []
    for turn in (0.0, -360.0, 360.0):
        if west + turn < 180.0 and east + turn > -180.0:
            moved = [(lon + turn, lat) for lon, lat in line]
            piece = _clipped(_clipped(moved, -180.0, 1.0), 180.0, -1.0)
            if len(piece) > 2:
                pieces.append(piece)
    return pieces


def _clipped(ring: list[Point], bound: float, side: float) -> list[Point]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    out: list[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (x0 - bound) * side >= 0:
            out.append((x0, y0))
        if ((x0 - bound) * side >= 0) != ((x1 - bound) * side >= 0):
            out.append((bound, y0 + (bound - x0) / (x1 - x0) * (y1 - y0)))
    return out
