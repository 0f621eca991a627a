"""The ranking as an Altair chart: a dot for each country, whiskers for its 95% interval."""

from __future__ import annotations

from typing import Any

import altair as alt

from geosent.maps import style
from geosent.maps.offline import OfflineLayers, heading
from geosent.maps.parts import layer, shades
from geosent.maps.pictures import Ranked, Ranking, inert
from geosent.maps.world import CERTAINTY, TOOLTIP_FIELDS

ROW = 19


def ranking_layers(ranking: Ranking, width: float) -> OfflineLayers:
    """Draw a ranking."""
    look, scale = ranking.look, ranking.scale
    rows = [_row(ranked) for ranked in ranking.rows]
    order = [row["Country"] for row in rows]
    names = alt.Y(
        "Country:N",
        sort=order,
        title=None,
        axis={
            "labelLimit": 220,
            "ticks": False,
            "grid": True,
            "gridColor": "#f0f1f2",
            "labelPadding": 8,
        },
    )
    top = scale.stops[-1]
    axis: dict[str, Any]
    if look.kind == "diverging":
        ends = [row[key] for row in rows for key in ("low", "high") if key in row]
        reach = max([top, *(abs(end) for end in ends)])
        axis, form = {"domain": [-reach, reach], "nice": False}, "+.2~f"
    elif look.kind == "share":
        axis, form = {"domain": [0, top]}, ".0%"
    else:
        axis, form = {"type": "log", "domain": [1, max(10.0, top)]}, "~s"
    x_axis = {
        "labelExpr": f"datum.value == 0 ? '0' : format(datum.value, '{form}')",
        "title": look.axis,
        "tickCount": 7,
        "orient": "bottom",
        "labelFlush": False,
    }
    if look.kind == "count":
        x_axis["values"] = _steps(top)
    seen = {
        "y": names,
        "color": alt.Color("value:Q", legend=None, scale=shades(scale)),
        "opacity": alt.Opacity(
            "certainty:O", legend=None, scale={"domain": list(CERTAINTY), "range": [1.0, 0.6]}
        ),
        "tooltip": [
            alt.Tooltip(f"{name}:N") for name in TOOLTIP_FIELDS if any(name in r for r in rows)
        ],
    }
    layers = [
        layer(
            "rule",
            {"x": alt.X("low:Q"), "x2": alt.X2("high:Q"), **seen},
            transform=[{"filter": "isValid(datum.low)"}],
            strokeWidth=2,
            aria=False,
        ),
        layer(
            "circle",
            {"x": alt.X("value:Q", scale=axis, axis=x_axis), **seen},
            size=80,
            stroke="#ffffff",
            strokeWidth=1,
            aria=False,
        ),
        layer(
            "text",
            {"x": alt.value(width + 46), "y": names, "text": alt.Text("sentences:Q", format=",")},
            align="right",
            baseline="middle",
            fontSize=11,
            color=style.MUTED,
            aria=False,
        ),
    ]
    if look.kind == "diverging":
        zero = layer(
            "rule",
            {"x": alt.X("zero:Q")},
            data={"values": [{"zero": 0}]},
            color="#9a9da2",
            strokeWidth=1,
            aria=False,
        )
        layers.insert(0, zero)
    return OfflineLayers(
        layer=layers,
        data={"values": rows},
        width=width,
        height=max(2, len(rows)) * ROW,
        title=heading(ranking.title, ranking.subtitle, width + 140, frame="bounds"),
        description=ranking.description,
    )


def _steps(top: float) -> list[int]:
    """Where a logarithmic axis is labelled: 1, 2, 5 and so on, or the powers of 10.

    >>> _steps(60.0), _steps(20_000.0)
    ([1, 2, 5, 10, 20, 50], [1, 10, 100, 1000, 10000])
    """
    leading = (1, 2, 5) if top < 2000 else (1,)
    return [lead * 10**i for i in range(9) for lead in leading if lead * 10**i <= max(10.0, top)]


def _row(ranked: Ranked) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": round(ranked.value, 4),
        "certainty": style.UNCERTAIN if ranked.weak else style.SURE,
        "sentences": ranked.sentences,
        **{label: inert(text) for label, text in ranked.tooltip},
    }
    if ranked.interval:
        found["low"], found["high"] = (round(end, 4) for end in ranked.interval)
    return found
