"""A map as plain SVG, drawn in Python from the shipped boundaries, without any extra.

The report uses this renderer and not the Altair chart, for three reasons. A plain install has to
give the whole report (`geosent --html`). Static shapes of 150 kB stay light where Vega would add
900 kB of script to each file. And shapes styled by the page's own CSS follow its dark mode and
print well, which a picture painted with fixed colours does not. The geometry, the colours and the
tooltips come from the same `Picture`, so both show the same map.

Shapes have classes ("sea", "lines", "land", "mark", "weak"); the page that holds them sets how
these look. The fill of marks is data: an attribute, and for pages that have a dark mode the
variables --l and --d.
"""

from __future__ import annotations

import html
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from geosent.maps.boundaries import Point, cut, polygons
from geosent.maps.pictures import Mark, Picture, radius
from geosent.maps.views import View

#: Coordinates are whole numbers of this part of a pixel, which makes the paths short.
PART = 10

#: Points nearer than this to the last one (in parts of a pixel) are left out.
NEAR = 4


def map_svg(picture: Picture, linked: Container[str] = (), identifier: str = "map") -> str:
    """An SVG element of a world map; countries in `linked` link to `#c-` and their code.

    >>> from geosent.profiles import Profile
    >>> from geosent.maps.pictures import picture
    >>> map_svg(picture(Profile()))[:4]
    '<svg'
    """
    view = picture.view
    drawn = {mark.code for mark in picture.marks}
    land = "".join(country_path(code, view) for code in polygons() if code not in drawn)
    shapes = "".join(_shape(mark, picture, linked) for mark in picture.marks)
    circles = "".join(_circle(mark, picture, linked) for mark in picture.circles)
    return (
        f'<svg class="map" viewBox="0 0 {view.width * PART:.0f} {view.height * PART:.0f}" '
        f'role="img" aria-labelledby="{identifier}-t {identifier}-d" '
        'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{identifier}-t">{html.escape(picture.title)}</title>'
        f'<desc id="{identifier}-d">{html.escape(picture.description)}</desc>'
        f'<path class="sea" d="{_sea(view)}"/><path class="lines" d="{_graticule(view)}"/>'
        f'<path class="land" d="{land}"/>{shapes}{circles}</svg>'
    )


def _shape(mark: Mark, picture: Picture, linked: Container[str]) -> str:
    path = country_path(mark.code, picture.view)
    shape = f'<path {_look(mark, picture)} d="{path}">'
    return _link(mark, shape, "path", linked) if path else ""


def _circle(mark: Mark, picture: Picture, linked: Container[str]) -> str:
    x, y = mark.circle or (0.0, 0.0)
    size = radius(picture.view)
    shape = (
        f'<circle {_look(mark, picture)} cx="{x * PART:.0f}" cy="{y * PART:.0f}" '
        f'r="{size * PART:.0f}">'
    )
    return _link(mark, shape, "circle", linked)


def _look(mark: Mark, picture: Picture) -> str:
    kind = "mark weak" if mark.weak else "mark"
    return f'class="{kind}" fill="{mark.colour}" style="{picture.scale.css(mark.value)}"'


def _link(mark: Mark, opened: str, element: str, linked: Container[str]) -> str:
    """The shape in a link, its tooltip as a title: a browser shows that without any script.

    A country that is not in `linked` has a link element too, by which scripts find the tooltip.
    """
    target = f'href="#c-{mark.code}" ' if mark.code in linked else ""
    return (
        f'<a {target}tabindex="-1" data-c="{mark.code}">{opened}'
        f"<title>{html.escape(title_text(mark))}</title></{element}></a>"
    )


def title_text(mark: Mark) -> str:
    """The tooltip of a mark as lines of plain text, its country's name first."""
    (_, name), *rest = mark.tooltip
    return "\n".join([name, *(f"{label}: {text}" for label, text in rest)])


@lru_cache(maxsize=1024)
def country_path(code: str, view: View) -> str:
    """The path of a country's polygons; empty when it has none or they are too small to see."""
    return "".join(
        _path(_fine(piece), view)
        for shape in polygons().get(code, ())
        for ring in shape
        for piece in cut(ring, view.centre[0])
    )


def _sea(view: View) -> str:
    edge = [(-180.0, -90.0 + i * 3.0) for i in range(61)]
    return _path([*edge, *((180.0, lat) for _, lat in reversed(edge))], view)


def _graticule(view: View) -> str:
    meridians = [
        [(lon - view.centre[0], -90.0 + 5.0 * i) for i in range(37)]
        for lon in range(-150, 181, 30)
        if abs(lon - view.centre[0]) < 180
    ]
    parallels = [[(-180.0, float(lat)), (180.0, float(lat))] for lat in range(-60, 61, 30)]
    return "".join(_path(line, view, closed=False) for line in meridians + parallels)


def _fine(ring: Iterable[Point]) -> Iterator[Point]:
    """The ring with points on its long edges, which are curves in the projection."""
    points = list(ring)
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        yield x0, y0
        pieces = int(max(abs(x1 - x0), abs(y1 - y0)) // 4)
        for i in range(1, pieces + 1):
            share = i / (pieces + 1)
            yield x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _path(points: Iterable[Point], view: View, closed: bool = True) -> str:
    out: list[str] = []
    last_x = last_y = 0
    for lon, lat in points:
        x, y = view.turned_xy(lon, lat)
        at_x, at_y = round(x * PART), round(y * PART)
        step_x, step_y = at_x - last_x, at_y - last_y
        if out and abs(step_x) + abs(step_y) < NEAR:
            continue
        out.append(f"{step_x},{step_y}" if out else f"M{at_x},{at_y}l")
        last_x, last_y = at_x, at_y
    if len(out) < (3 if closed else 2):
        return ""
    return out[0] + " ".join(out[1:]) + ("z" if closed else "")
