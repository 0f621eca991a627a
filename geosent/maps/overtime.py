"""Profiles by date (or by any other key) as lines with bands, or as small maps (Altair)."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import altair as alt
from attrs import evolve

from geosent.maps.offline import OfflineFacets, OfflineRows, heading, title_lines
from geosent.maps.parts import layer, shades
from geosent.maps.pictures import (
    Look,
    based_on,
    basis,
    counted,
    countries_text,
    interval_text,
    is_weak,
    picture,
    scale_of,
)
from geosent.maps.views import view_of
from geosent.maps.world import boundaries, frame, map_layers
from geosent.model import Country, plain_key
from geosent.profiles import CountryProfile, Profile, merge

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_QUARTER = re.compile(r"([0-9]{4})[ -]?Q([1-4])")


def label_of(key: Hashable) -> str:
    """The key of a profile as it is written on an axis.

    >>> label_of(date(2025, 3, 1)), label_of("2025-03"), label_of(3), label_of((2024.0, "wire"))
    ('2025-03-01', '2025-03', '3', '2024 wire')
    """
    if isinstance(key, tuple):
        return " ".join(map(label_of, key))
    if isinstance(key, datetime):
        midnight = key.time() == key.min.time()
        return key.date().isoformat() if midnight else key.isoformat(" ", "minutes")
    return key.isoformat() if isinstance(key, date) else str(plain_key(key))


def first_day(label: str) -> str | None:
    """The first day of a year, a quarter, a month or a day; None for what is no date.

    >>> first_day("2025-03"), first_day("2025 Q2"), first_day("2025-13"), first_day("wire")
    ('2025-03-01', '2025-04-01', None, None)
    """
    if quarter := _QUARTER.fullmatch(label):
        return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02}-01"
    if not _DATE.fullmatch(label):
        return None
    try:
        return date.fromisoformat(f"{label}-01-01"[:10]).isoformat()
    except ValueError:
        return None


def are_dates(keys: Iterable[Hashable]) -> bool:
    """Whether there are keys and all of them are dates, which stand on an axis of time.

    >>> are_dates(["2024", date(2025, 3, 1)]), are_dates(["2024", "unknown"]), are_dates([None])
    (True, False, False)
    """
    days = [first_day(label_of(key)) for key in keys]
    return bool(days) and None not in days


def lines(
    profiles: Mapping[Any, Profile],
    countries: Sequence[Country],
    look: Look,
    min_sentences: int,
    title: str,
    width: float,
    columns: int,
    limit: float | None = None,
) -> OfflineFacets:
    """One small chart for each country, with its mean and its 95% interval.

    Dates are joined by a line and a band. Names are not: between them there is nothing, and their
    order may be any.
    """
    labels = [label_of(key) for key in profiles]
    dated = are_dates(profiles)
    times = [(dated and first_day(label)) or label for label in labels]
    rows = [
        _row(
            label,
            time,
            profile.countries.get(country.alpha_2, CountryProfile(country)),
            look,
            min_sentences,
        )
        for country in countries
        for label, time, profile in zip(labels, times, profiles.values(), strict=True)
    ]
    known = [row for row in rows if row["value"] is not None]
    scale = scale_of(look, [(row["value"], False) for row in known], limit)  # all points are seen
    cell_width = max(120.0, (width - 46 * columns) / columns)
    slanted = not dated and _run_together(labels, cell_width)
    x = _dates(labels) if dated else _groups(labels, cell_width, slanted)
    top = scale.stops[-1]
    y_scale: dict[str, Any]
    ends = [row[key] for row in known for key in ("low", "high") if row[key] is not None]
    if look.kind == "diverging":
        reach = 1.12 * (top if limit else max([top, *map(abs, ends)]))
        y_scale, form = {"domain": [-reach, reach]}, "+.2~f"
    elif look.kind == "share":
        reach = 1.05 * top
        y_scale, form = {"domain": [0, reach]}, ".0%"
    else:
        reach = 1.05 * limit if limit else math.inf
        y_scale, form = {"domain": [0, reach]} if limit else {"domainMin": 0}, "~s"
    axis = {
        "tickCount": 5,
        "title": None,
        "labelExpr": f"datum.value == 0 ? '0' : format(datum.value, '{form}')",
    }
    line_colour = "#30506e" if look.kind == "diverging" else scale.colours[-1]
    layers = []
    if look.kind == "diverging":
        band = {
            "x": x,
            "y": alt.Y("low:Q", scale=y_scale, axis=axis),
            "y2": alt.Y2("high:Q"),
        }
        if dated:
            layers.append(layer("area", band, color="#a9b9c9", opacity=0.45, clip=True, aria=False))
        layers += [
            layer(
                "rule",
                band,
                transform=[{"filter": "isValid(datum.low)"}],
                color="#a9b9c9" if dated else line_colour,
                strokeWidth=0.8 if dated else 1.6,
                clip=True,
                aria=False,
            ),
            layer(
                "rule",
                {"y": alt.Y("zero:Q", scale=y_scale, axis=axis)},
                transform=[{"calculate": "0", "as": "zero"}],
                color="#9a9da2",
                strokeWidth=0.8,
                aria=False,
            ),
        ]
    line = {"x": x, "y": alt.Y("value:Q", scale=y_scale, axis=axis)}
    point = {
        **line,
        "fill": alt.Fill("value:Q", legend=None, scale=shades(scale)),
        "tooltip": [
            alt.Tooltip("Country:N"),
            alt.Tooltip("label:N", title="When" if dated else "Group"),
            alt.Tooltip("shown:N", title=look.axis),
            alt.Tooltip("interval:N", title="95% interval"),
            alt.Tooltip("based:N", title="Based on"),
        ],
    }
    if dated:
        layers.append(
            layer("line", line, color=line_colour, strokeWidth=1.6, clip=bool(limit), aria=False)
        )
    layers.append(
        layer(
            "point",
            point,
            # Not clipped as the line is: half of a point on the edge would be lost.
            transform=[{"filter": f"abs(datum.value) <= {reach}"}] if limit else [],
            size=46,
            stroke=line_colour,
            strokeWidth=1,
            opacity=1,
            aria=False,
        )
    )
    cell = alt.LayerChart(layer=layers, width=cell_width, height=120)
    notes = look.axis + (f"; {'band' if dated else 'line'}: 95% interval" if ends else "")
    if min_sentences > 1:
        notes += f"; left out: points of fewer than {min_sentences} sentences"
    if beyond := sum(abs(row["value"]) > reach for row in known):
        notes += f"; beyond the axis: {counted(beyond, 'point')}"
    if not countries and not any(profiles.values()):
        notes = basis(merge(profiles.values()), 0)
    return OfflineFacets(
        data={"values": rows},
        spec=cell,
        facet=alt.Facet(
            "Country:N",
            sort=[c.name for c in countries],
            title=None,
            header={"labelAnchor": "start", "labelPadding": 4},
        ),
        columns=columns,
        bounds="flush",
        spacing={"row": 92 if slanted else 66, "column": 46},
        resolve={"axis": {"x": "independent"}},
        title=heading(title, notes, width),
        description=f"{title}: {', '.join(c.name for c in countries)}, "
        f"{labels[0] if labels else ''} to {labels[-1] if labels else ''}.",
    )


def _dates(labels: Sequence[str]) -> alt.X:
    parts: tuple[str, ...]
    ticks: Any = min(4, max(1, len(labels)))
    if all(map(_QUARTER.fullmatch, labels)):
        parts, ticks = ("Q%q", "%Y"), {"interval": "month", "step": 3}
    else:
        month = ("%b", "%Y")
        lines_of_label = {4: ("%Y",), 6: month, 7: month, 10: ("%d %b", "%Y")}
        parts = lines_of_label[max(map(len, labels), default=4)]
    text = ", ".join(f"utcFormat(datum.value, '{part}')" for part in parts)
    # The dates are read as UTC; on a local axis January would start in December west of it.
    return alt.X(
        "time:T",
        title=None,
        scale={"type": "utc"},
        axis={
            "labelExpr": f"[{text}]",
            "labelAngle": 0,
            "labelOverlap": "greedy",
            "labelFlush": False,
            "tickCount": ticks,
            "grid": False,
        },
    )


def _groups(labels: Sequence[str], width: float, slanted: bool) -> alt.X:
    # A longer label would run into those of the next chart.
    room = max(72, round(width / max(1, len(labels))))
    level = {"labelAngle": 0, "labelOverlap": "greedy", "labelLimit": room}
    slant = {"labelAngle": -35, "labelAlign": "right", "labelOverlap": False, "labelLimit": 90}
    return alt.X("time:O", sort=list(labels), title=None, axis=slant if slanted else level)


def _run_together(labels: Sequence[str], width: float) -> bool:
    """Whether level labels would hide each other, and slanted ones would not."""
    room = width / max(1, len(labels))
    return 16 <= room < 6.5 * max(map(len, labels), default=0)


def _row(
    label: str, time: str, profile: CountryProfile, look: Look, min_sentences: int
) -> dict[str, Any]:
    # A country that is not mentioned at all has a value too where mentions are counted: none.
    few = 0 < profile.sentences < min_sentences
    value = None if few else look.value(profile)
    interval = None if few else look.interval(profile)
    measure = look.measure(profile)
    found: dict[str, Any] = {
        "Country": profile.country.name,
        "label": label,
        "time": time,
        "value": None if value is None else round(value, 4),
        "shown": "" if value is None else look.text(value),
        "interval": interval_text(measure),
        "based": based_on(measure),
    }
    low, high = interval or (None, None)
    found["low"] = None if low is None else round(low, 4)
    found["high"] = None if high is None else round(high, 4)
    return found


def small_maps(
    profiles: Mapping[Any, Profile],
    look: Look,
    region: str,
    min_sentences: int,
    title: str,
    width: float,
    columns: int,
    limit: float | None = None,
) -> OfflineRows:
    """One small map for each profile, all with the same colours."""
    values = [
        (value, is_weak(look, c))
        for profile in profiles.values()
        for c in profile.values()
        if c.sentences >= min_sentences and (value := look.value(c)) is not None
    ]
    limit = scale_of(look, values, limit).stops[-1]
    cell = (width - 16 * (columns - 1)) / columns
    data = boundaries(view_of(region, cell))
    maps: list[alt.LayerChart] = []
    pictures = [
        picture(profile, look.key, region, min_sentences, label_of(key), cell, limit=limit)
        for key, profile in profiles.items()
    ]
    # Their one legend tells what lies beyond its ends on any of them.
    below, above = map(any, zip(*(shown.beyond for shown in pictures), strict=True))
    pictures = [evolve(shown, beyond=(below, above)) for shown in pictures]
    for shown, profile in zip(pictures, profiles.values(), strict=True):
        title_of_map = {
            "text": title_lines(shown.title, cell, 6.6),
            "subtitle": f"{countries_text(profile, len(shown.marks))}, "
            f"{counted(profile.documents, 'document')}",
            "fontSize": 13,
            "subtitleFontSize": 11,
            "subtitlePadding": 3,
            "offset": 4,
        }
        layers = map_layers(shown, keys=False)
        maps.append(alt.LayerChart(layer=layers, title=title_of_map, **frame(shown.view)))
    # Legends besides that of the colours stand at a fixed height, where they would cover a map.
    notes = [f"White: {max((shown.blank for shown in pictures), key=len)}"]
    if any(shown.uncertain for shown in pictures):
        notes.append(f"paler: uncertain ({look.paler})")
    return OfflineRows(
        concat=maps,
        data=data,
        columns=columns,
        spacing=14,
        title=heading(title, "; ".join(notes), width, offset=14),
        description=f"{title}: {counted(len(maps), 'map')}.",
    )
