"""The ranking as an Altair chart: a dot for each country, whiskers for its 95% interval."""

from __future__ import annotations

from typing import Any

import altair as alt

from geosent.maps import style
from geosent.maps.offline import OfflineLayers, wrapped
from geosent.maps.pictures import Ranked, Ranking, inert
from geosent.maps.world import CERTAINTY, TOOLTIP_FIELDS

ROW = 19


def ranking_layers(ranking: Ranking, width: float) -> OfflineLayers:
    """Draw a ranking."""
    look, scale = ranking.look, ranking.scale
    rows = [_row(ranked) for ranked in ranking.rows]
    order = [row["Country"] for row in rows]
    y = alt.Y("Country:N", sort=order, title=None).axis(
        labelLimit=220, ticks=False, grid=True, gridColor="#f0f1f2", labelPadding=8
    )
    top = scale.stops[-1]
    if look.kind == "diverging":
        ends = [row[key] for row in rows for key in ("low", "high") if key in row]
        reach = max([top, *(abs(end) for end in ends)])
        axis = alt.Scale(domain=[-reach, reach], nice=False)
        form = "+.1f"
    elif look.kind == "share":
        axis, form = alt.Scale(domain=[0, top]), ".0%"
    else:
        axis, form = alt.Scale(type="log", domain=[1, max(10.0, top)]), "~s"
    x_axis = alt.Axis(
        labelExpr=f"datum.value == 0 ? '0' : format(datum.value, '{form}')",
        title=look.axis,
        tickCount=7,
        orient="bottom",
        labelFlush=False,
    )
    shade = alt.Color(
        "value:Q",
        legend=None,
        scale=alt.Scale(
            type=scale.kind,
            domain=list(scale.stops),
            range=list(scale.colours),
            interpolate="rgb",
            clamp=True,
        ),
    )
    faint = alt.Opacity(
        "certainty:O", legend=None, scale=alt.Scale(domain=list(CERTAINTY), range=[1.0, 0.6])
    )
    tooltip = [alt.Tooltip(f"{name}:N") for name in TOOLTIP_FIELDS if any(name in r for r in rows)]
    layers: list[alt.Chart] = []
    if look.kind == "diverging":
        layers.append(
            alt.Chart(alt.InlineData(values=[{"zero": 0}]))
            .mark_rule(color="#9a9da2", strokeWidth=1, aria=False)
            .encode(x=alt.X("zero:Q"))
        )
    layers += [
        alt.Chart()
        .transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2, aria=False)
        .encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=shade, opacity=faint, tooltip=tooltip),
        alt.Chart()
        .mark_circle(size=80, stroke="#ffffff", strokeWidth=1, aria=False)
        .encode(
            x=alt.X("value:Q", scale=axis, axis=x_axis),
            y=y,
            color=shade,
            opacity=faint,
            tooltip=tooltip,
        ),
        alt.Chart()
        .mark_text(align="right", baseline="middle", fontSize=11, color=style.MUTED, aria=False)
        .encode(x=alt.value(width + 46), y=y, text=alt.Text("sentences:Q", format=",")),
    ]
    return OfflineLayers(
        layer=layers,
        data=alt.InlineData(values=rows),
        width=width,
        height=max(2, len(rows)) * ROW,
    ).properties(
        title=alt.TitleParams(
            text=ranking.title, subtitle=wrapped(ranking.subtitle, width + 140), frame="bounds"
        ),
        description=ranking.description,
    )


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
