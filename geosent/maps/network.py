"""Countries that share sentences, as great circles on the map (Altair).

Where the wording says who speaks of whom, a small arrowhead on the line points at the one spoken
of, in the colour of how it is judged. Two arrowheads of one line stand apart, each nearer to the
country that it points at.
"""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from geosent.gazetteer import unit_vector
from geosent.maps import style
from geosent.maps.offline import OfflineLayers, heading
from geosent.maps.parts import layer, pixels, shades
from geosent.maps.pictures import (
    LOOKS,
    basis,
    counted,
    inert,
    interval_text,
    percent,
    scale_of,
    signed,
    tooltip_of,
)
from geosent.maps.views import View, view_of
from geosent.maps.world import beside_first_legend, boundaries, frame, ground, projection
from geosent.model import Country
from geosent.profiles import Measure, Pair, Profile

#: How far along its line an arrowhead stands, and its outline, pointing up.
ALONG = 0.64
ARROW = "M0,-1L0.8,0.9L0,0.5L-0.8,0.9Z"

#: What the tooltip of a country tells.
TOLD_OF_COUNTRY = ("Country", "Based on", "Mean", "95% interval", "Strongest")

Box = tuple[float, float, float, float]


def network_layers(
    profile: Profile,
    region: str,
    min_sentences: int,
    top: int | None,
    title: str | None,
    width: float,
) -> OfflineLayers:
    """Draw the `top` most frequent pairs, the most frequent on top of the others."""
    view = view_of(region, width)
    every = profile.pairs(min_sentences)
    seen = [
        pair
        for pair in every
        if view.shows(pair.first.longitude, pair.first.latitude)
        and view.shows(pair.second.longitude, pair.second.latitude)
    ]
    pairs = seen[:top]
    look = LOOKS["sentiment"]
    scale = scale_of(look, [(pair.sentiment.mean or 0.0, False) for pair in pairs])
    lines = [_line(pair) for pair in reversed(pairs)]
    arrows = [arrow for pair in reversed(pairs) for arrow in _arrows(pair, view, scale)]
    members = {c.alpha_2: c for pair in pairs for c in (pair.first, pair.second)}
    nodes: list[dict[str, Any]] = []
    for code, country in sorted(members.items()):
        x, y = view.xy(country.longitude, country.latitude)
        own = profile.countries[code]
        nodes.append(
            {
                "x": round(x, 2),
                "y": round(y, 2),
                "sentences": own.sentences,
                **{
                    label: inert(text)
                    for label, text in tooltip_of(own, look)
                    if label in TOLD_OF_COUNTRY
                },
            }
        )
    nodes.sort(key=lambda node: -node["sentences"])
    labels = _labels(nodes, view)
    most = max((pair.sentences for pair in pairs), default=1)
    layers = ground(view)
    spot = pixels(view)
    if pairs:
        layers.append(
            layer(
                "geoshape",
                {
                    "stroke": _tone(scale, view),
                    "strokeWidth": _thickness(most, view),
                    "tooltip": [
                        alt.Tooltip(f"properties.{name}:N", title=name)
                        for name in (
                            "Pair",
                            "Shared",
                            "Mean",
                            "95% interval",
                            "Negative / positive",
                        )
                    ],
                },
                data={"values": lines, "format": {"type": "json"}},
                projection=projection(view),
                filled=False,
                clip=True,
                aria=False,
                strokeCap="round",
                opacity=0.75,
            )
        )
    if arrows:
        layers.append(
            layer(
                "point",
                {
                    **spot,
                    "angle": alt.Angle("angle:Q", scale=None),
                    # A scale of their own would turn the gradient of the legend into dots.
                    "fill": alt.Fill("colour:N", scale=None),
                    "tooltip": [
                        alt.Tooltip(f"{name}:N")
                        for name in ("Direction", "Based on", "Towards", "95% interval")
                    ],
                },
                data={"values": arrows},
                shape=ARROW,
                size=130,
                filled=True,
                opacity=1,
                stroke="#ffffff",
                strokeWidth=0.8,
                clip=True,
                aria=False,
            )
        )
    if pairs:
        circles = {
            **spot,
            "size": alt.Size(
                "sentences:Q", scale={"type": "linear", "range": [14, 130]}, legend=None
            ),
            "tooltip": [alt.Tooltip(f"{name}:N") for name in TOLD_OF_COUNTRY],
        }
        letters: dict[str, Any] = {
            "fontSize": 11.5,
            "align": "left",
            "baseline": "alphabetic",
            "aria": False,
        }
        written = {**spot, "text": alt.Text("name:N")}
        names = {"values": labels}
        halo: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 3, "strokeJoin": "round"}
        layers += [
            layer(
                "circle",
                circles,
                data={"values": nodes},
                fill=style.INK,
                stroke="#ffffff",
                strokeWidth=1,
                opacity=1,
                clip=True,
                aria=False,
            ),
            layer("text", written, data=names, **halo, **letters),
            layer("text", written, data=names, color=style.INK, **letters),
        ]
    subtitle = f"{counted(len(pairs), 'pair')} of {counted(len(members), 'country', 'countries')}"
    if not profile:
        subtitle = basis(profile, 0)
    elif not every:
        shared = "a sentence" if min_sentences < 2 else f"{min_sentences} sentences"
        subtitle = f"No two countries share {shared}"
    if len(pairs) < len(seen):
        subtitle += f", the most frequent of {len(seen):,}"
    if len(seen) < len(every):
        subtitle += f" · outside this view: {counted(len(every) - len(seen), 'pair')}"
    if arrows:
        subtitle += " · arrowheads: who speaks of whom, and how"
    text = title if title is not None else "Countries that share sentences, and their tone"
    best = ", ".join(
        f"{p.first.name} and {p.second.name} {p.sentences} ({signed(p.sentiment.mean or 0)})"
        for p in pairs[:10]
    )
    return OfflineLayers(
        layer=layers,
        data=boundaries(view),
        title=heading(text, subtitle, view.width),
        description=f"Network on a map. {text}. Most frequent: {best or 'none'}.",
        **frame(view),
    )


def _tone(scale: style.ColourScale, view: View) -> alt.Stroke:
    """The encoding of a line's sentiment, with the gradient that explains it."""
    guide = {
        "title": "Mean sentiment of the shared sentences",
        "orient": "bottom",
        "direction": "horizontal",
        "gradientLength": min(280, view.width * 0.6),
        "gradientThickness": 11,
        "gradientOpacity": 1,
        "values": [-scale.stops[-1], 0, scale.stops[-1]],
        "labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+.2~f')",
        "offset": 16,
    }
    shade = shades(scale)
    del shade["type"]
    return alt.Stroke("properties.value:Q", scale=shade, legend=guide)


def _thickness(most: int, view: View) -> alt.StrokeWidth:
    """The encoding of a line's count of sentences, with its legend."""
    x, y = beside_first_legend(view)
    guide = {
        "title": "Shared sentences",
        "orient": "none",
        "legendX": x,
        "legendY": y,
        "direction": "horizontal",
        "symbolType": "stroke",
        "symbolStrokeColor": "#777777",
        "values": _steps(most),
        "format": ",d",
    }
    return alt.StrokeWidth(
        "properties.sentences:Q",
        scale={"type": "sqrt", "domain": [0, most], "range": [0.4, 5]},
        legend=guide,
    )


#: The most frequent countries get their names written, as far as there is room.
LABELS = 24


def _labels(nodes: list[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    """Names next to nodes, the most frequent first; one that would cover another is left out.

    Widths are estimated: 6.2 pixels a letter at this size.
    """
    taken = [(n["x"] - 5, n["y"] - 5, n["x"] + 5, n["y"] + 5) for n in nodes]
    found: list[dict[str, Any]] = []
    for node in nodes[:LABELS]:
        x, y, width = node["x"], node["y"], 6.2 * len(node["Country"])
        for left, up in ((8.0, 4.0), (-8.0 - width, 4.0), (-width / 2, -9.0), (-width / 2, 17.0)):
            box = (x + left, y + up - 11, x + left + width, y + up + 3)
            inside = box[0] >= 0 and box[2] <= view.width and box[1] >= 0 and box[3] <= view.height
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found.append(
                    {"x": round(box[0], 1), "y": round(y + up, 1), "name": node["Country"]}
                )
                break
    return found


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _line(pair: Pair) -> dict[str, Any]:
    measure = pair.sentiment
    return {
        "type": "Feature",
        "geometry": {
            "type": "LineString",
            "coordinates": [
                [pair.first.longitude, pair.first.latitude],
                [pair.second.longitude, pair.second.latitude],
            ],
        },
        "properties": {
            "value": round(measure.mean or 0.0, 4),
            "sentences": pair.sentences,
            "Pair": f"{pair.first.name} – {pair.second.name}",
            "Shared": counted(pair.sentences, "sentence"),
            "Mean": signed(measure.mean or 0.0),
            "95% interval": interval_text(measure),
            "Negative / positive": (
                f"{percent(measure.share_negative or 0)} / {percent(measure.share_positive or 0)}"
            ),
        },
    }


def _arrows(pair: Pair, view: View, scale: style.ColourScale) -> list[dict[str, Any]]:
    """The arrowheads of a pair: none, one or two."""
    return [
        arrow
        for source, target, measure in (
            (pair.first, pair.second, pair.forward),
            (pair.second, pair.first, pair.backward),
        )
        if measure.count and (arrow := _arrow(source, target, measure, view, scale))
    ]


def _arrow(
    source: Country, target: Country, measure: Measure, view: View, scale: style.ColourScale
) -> dict[str, Any] | None:
    """An arrowhead; None where its line leaves the picture, or is too short to carry one."""
    x, y = view.xy(*_between(source, target, ALONG))
    before = view.xy(*_between(source, target, ALONG - 0.02))
    end = view.xy(target.longitude, target.latitude)
    across, down = x - before[0], y - before[1]
    torn = math.hypot(across, down) > view.width / 4  # the line goes round the back of the map
    if torn or math.dist((x, y), end) < 9 or not (0 <= x <= view.width and 0 <= y <= view.height):
        return None
    return {
        "x": round(x, 2),
        "y": round(y, 2),
        "angle": round(math.degrees(math.atan2(across, -down)), 1),
        "colour": scale.colour(measure.mean or 0.0),
        "Direction": f"{source.name} → {target.name}",
        "Based on": counted(measure.count, "sentence"),
        "Towards": signed(measure.mean or 0.0),
        "95% interval": interval_text(measure),
    }


def _between(source: Country, target: Country, share: float) -> tuple[float, float]:
    """Longitude and latitude of a point on the great circle from one country to another."""
    a = unit_vector(source.latitude, source.longitude)
    b = unit_vector(target.latitude, target.longitude)
    angle = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(a, b, strict=True)))))
    if math.sin(angle) < 1e-9:
        return source.longitude, source.latitude
    first, second = math.sin((1 - share) * angle), math.sin(share * angle)
    x, y, z = ((first * p + second * q) / math.sin(angle) for p, q in zip(a, b, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z))))


def _steps(most: int) -> list[int]:
    """Three round counts for the legend of line widths.

    >>> _steps(87), _steps(2)
    ([1, 20, 80], [1, 2])
    """
    digit = 10 ** (len(str(most)) - 1)
    largest = most // digit * digit
    return sorted({1, max(1, largest // 4), largest})
