"""The map as an Altair chart."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from geosent.maps import style
from geosent.maps.boundaries import coarse
from geosent.maps.offline import OfflineLayers, heading
from geosent.maps.parts import Layer, layer, pixels, shades
from geosent.maps.pictures import RADIUS, Mark, Picture, inert, radius
from geosent.maps.views import View

TOOLTIP_FIELDS = (
    "Country",
    "Based on",
    "Mentions",
    "Mean",
    "Mean towards",
    "95% interval",
    "Negative / positive",
    "Strongest",
)

CERTAINTY = (style.SURE, style.UNCERTAIN)


def world_chart(picture: Picture) -> OfflineLayers:
    """Draw a picture."""
    return OfflineLayers(
        layer=map_layers(picture),
        data=boundaries(picture.view),
        title=heading(picture.title, picture.subtitle, picture.view.width),
        description=picture.description,
        **frame(picture.view),
    )


def boundaries(view: View) -> dict[str, Any]:
    """The boundaries as chart data, without the detail that the view is too small to show.

    As text, which Vega parses itself: Altair and Vega-Lite would copy and walk through an object.
    """
    visible = 0.5 * math.degrees(1 / view.scale)
    step = round(visible, 2) if visible > 0.05 else 0.0
    return {"values": coarse(step), "format": {"type": "topojson", "feature": "countries"}}


def frame(view: View) -> dict[str, Any]:
    """The size of a chart; its projection is on each layer."""
    return {"width": view.width, "height": view.height}


def projection(view: View, margin: float = 9.0) -> dict[str, Any]:
    """The projection that puts points where the view says.

    What lies outside would be drawn and then covered, which takes ten times as long. The margin
    keeps the borders that run along the cut out of the picture.
    """
    return {
        "type": view.projection,
        "scale": view.scale,
        "translate": list(view.translate),
        "rotate": [-view.centre[0], -view.centre[1], 0],
        "precision": 0.2,
        "clipExtent": [[-margin, -margin], [view.width + margin, view.height + margin]],
    }


def ground(
    view: View, covered: Sequence[str] = (), outline: alt.Stroke | None = None
) -> list[Layer]:
    """Sea, graticule and land, for charts whose data are the boundaries.

    Countries that are `covered` are left out: they are drawn on top, and half the time goes to
    drawing land. `outline` is an encoding of the others, by the field "blank".
    """
    lines = 30 if view.region == "world" else 10
    place = projection(view)
    # What has no border along the cut needs no margin, and so no `clip`: with one on each layer,
    # clipping takes most of the time of drawing a large picture.
    exact = projection(view, margin=0)
    return [
        layer(
            "geoshape",
            data={"sphere": True},
            projection=exact,
            fill=style.SEA,
            clip=False,
            aria=False,
        ),
        layer(
            "geoshape",
            data={"graticule": {"step": [lines, lines]}},
            projection=exact,
            stroke=style.GRATICULE,
            strokeWidth=0.6,
            filled=False,
            clip=False,
            aria=False,
        ),
        layer(
            "geoshape",
            None if outline is None else {"stroke": outline},
            transform=[
                {"filter": f"indexof({json.dumps(list(covered))}, datum.id) < 0"},
                {"calculate": "'blank'", "as": "blank"},
            ],
            projection=place,
            fill=style.LAND,
            stroke=style.COAST,
            strokeWidth=0.5,
            clip=True,
            aria=False,
            strokeJoin="round",
        ),
    ]


def map_layers(picture: Picture, keys: bool = True) -> list[Layer]:
    """The ground and the marks; the chart they go into has the boundaries as its data.

    With `keys` legends tell what is paler and what is blank, besides the one of the colours.
    """
    view = picture.view
    line = radius(view) / RADIUS  # small maps have thin lines
    rows = [row(mark) for mark in picture.marks]
    fields = sorted({name for r in rows for name in r} - {"code", "x", "y"})
    weak_border = {
        "test": f"datum.certainty == '{style.UNCERTAIN}'",
        "value": style.WEAK_BORDER,
    }
    encoded: dict[str, Any] = {
        "color": colour(picture),
        "opacity": certainty(picture, keys),
        "stroke": alt.StrokeValue(style.BORDER, condition=weak_border),
        "tooltip": [alt.Tooltip(f"{name}:N") for name in TOOLTIP_FIELDS if name in fields],
    }
    shapes = layer(
        "geoshape",
        encoded,
        transform=[
            {"lookup": "id", "from": {"data": table(rows), "key": "code", "fields": fields}},
            {"filter": "isValid(datum.value)"},
        ],
        projection=projection(view),
        strokeWidth=0.6 * line,
        clip=True,
        aria=False,
        strokeJoin="round",
    )
    sure = [mark.code for mark in picture.marks if not mark.weak]
    # Under a weak one there is land, so that no graticule shines through.
    layers = [*ground(view, sure, blank(picture) if keys else None), shapes]
    if small := [r for r in rows if "x" in r]:
        layers.append(
            layer(
                "circle",
                {**pixels(view), **encoded},
                data=table(small),
                size=4 * radius(view) ** 2,
                strokeWidth=0.8 * line,
                aria=False,
            )
        )
    return layers


def table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Records as chart data; as text, because Altair would copy and check each value of them."""
    return {"values": json.dumps(rows, ensure_ascii=False), "format": {"type": "json"}}


def row(mark: Mark) -> dict[str, Any]:
    """A mark as a record of chart data."""
    found: dict[str, Any] = {
        "code": mark.code,
        "value": round(mark.value, 4),
        "certainty": mark.certainty,
        **{label: inert(text) for label, text in mark.tooltip},
    }
    if mark.circle:
        found["x"], found["y"] = mark.circle
    return found


def beside_first_legend(view: View) -> tuple[float, float]:
    """Where the second legend goes, which Vega would set close behind the first: right or below."""
    return (340.0, view.height + 16.0) if view.width >= 720 else (0.0, view.height + 72.0)


def blank(picture: Picture) -> alt.Stroke:
    """The outline of land without a colour, with the legend that explains it, below the second."""
    x, y = beside_first_legend(picture.view)
    guide = {
        "title": None,
        "orient": "none",
        "legendX": x,
        "legendY": y + (52.0 if picture.uncertain else 16.0),
        "symbolType": "square",
        "symbolFillColor": style.LAND,
        "symbolStrokeWidth": 0.8,
        "symbolSize": 150,
        "labelExpr": f"'{picture.blank}'",
    }
    return alt.Stroke("blank:N", scale={"domain": ["blank"], "range": [style.COAST]}, legend=guide)


def colour(picture: Picture) -> alt.Color:
    """The encoding of the value, with the gradient that explains it."""
    look, scale = picture.look, picture.scale
    label = {
        "diverging": "datum.value == 0 ? '0' : format(datum.value, '+.2~f')",
        "share": "format(datum.value, '.0%')",
        "count": "format(datum.value, ',.0f')",
    }[look.kind]
    signs = "".join(
        f"datum.value == {end} ? '{sign}' : "
        for end in (scale.stops[0], scale.stops[-1])
        if (sign := picture.sign(end))
    )
    length = min(280, picture.view.width * 0.6)
    guide = {
        "title": look.legend,
        "orient": "bottom",
        "direction": "horizontal",
        "gradientLength": length,
        "gradientThickness": 11,
        "gradientOpacity": 1,
        "labelExpr": f"({signs}'') + ({label})" if signs else label,
        "values": ticks(picture, length),
        "offset": 16,
    }
    return alt.Color("value:Q", scale=shades(scale), legend=guide)


def ticks(picture: Picture, length: float) -> list[float]:
    """Where the legend is labelled; five labels would run into each other on a short one."""
    top = picture.scale.stops[-1]
    if picture.look.kind == "diverging":
        return [-top, 0, top] if length < 220 else [-top, -top / 2, 0, top / 2, top]
    if picture.look.kind == "share":
        return [0, top / 2, top]
    if picture.sign(top):  # the last label is that of the end
        return [*(10.0**i for i in range(8) if 10.0**i < top / 3), top]
    return [10.0**i for i in range(8) if 10.0**i <= top] if top >= 10 else [1.0, top]


def certainty(picture: Picture, legend: bool = True) -> alt.Opacity:
    """The encoding of certainty; explained only where a mark is uncertain."""
    x, y = beside_first_legend(picture.view)
    guide = {
        "title": "Paler: uncertain",
        "orient": "none",
        "legendX": x,
        "legendY": y,
        "direction": "vertical",
        "symbolType": "square",
        "symbolFillColor": picture.scale.colours[-1],
        "symbolStrokeColor": style.WEAK_BORDER,
        "symbolStrokeWidth": 0.6,
        "symbolSize": 150,
        "labelExpr": f"datum.label == '{style.SURE}' ? 'clear' : '{picture.look.paler}'",
    }
    return alt.Opacity(
        "certainty:O",
        scale={"domain": list(CERTAINTY), "range": [1.0, style.WEAK_OPACITY]},
        legend=guide if legend and picture.uncertain else None,
    )
