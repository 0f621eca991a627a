"""Charts put together from plain Vega-Lite values, which Altair does not check one by one.

Altair checks each object that it makes against the schema of Vega-Lite, and then the whole chart
again whenever it is written: two thirds of the time from a profile to a specification. What
`geosent.maps` draws has always the same shape, so the tests check it once, in full, and here it
is put together from dicts. The result is an Altair chart like any other; what a user adds to it
or changes in it by Altair's own methods is checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from geosent.maps.style import ColourScale
from geosent.maps.views import View


class Layer(alt.Chart):
    """A layer that was put together here."""


def layer(
    mark: str,
    encoding: Mapping[str, Any] | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    transform: Sequence[Mapping[str, Any]] = (),
    projection: Mapping[str, Any] | None = None,
    **look: Any,
) -> Layer:
    """A layer of one kind of mark; `look` is what Vega-Lite calls the definition of the mark.

    >>> layer("point", {"x": alt.X("a:Q")}, size=9).to_dict(validate=False)["mark"]
    {'type': 'point', 'size': 9}
    """
    parts: dict[str, Any] = {"mark": {"type": mark, **look}}
    if encoding:
        # Channels that are given to the constructor would be checked.
        parts["encoding"] = alt.FacetedEncoding()
        for channel, value in encoding.items():
            parts["encoding"][channel] = value
    if data is not None:
        parts["data"] = data
    if transform:
        parts["transform"] = list(transform)
    if projection is not None:
        parts["projection"] = projection
    return Layer(**parts)


def made_here(chart: Any) -> bool:
    """Whether a chart consists of nothing but layers that were put together here.

    >>> made_here(alt.layer(layer("rule"))), made_here(alt.layer(layer("rule"), alt.Chart()))
    (True, False)
    """
    if isinstance(chart, Layer):
        return True
    if isinstance(chart, alt.LayerChart):
        return all(map(made_here, chart.layer))
    if isinstance(chart, alt.ConcatChart):
        return all(map(made_here, chart.concat))
    return isinstance(chart, alt.FacetChart) and made_here(chart.spec)


def shades(scale: ColourScale) -> dict[str, Any]:
    """A colour scale as Vega-Lite has it."""
    return {
        "type": scale.kind,
        "domain": list(scale.stops),
        "range": list(scale.colours),
        "interpolate": "rgb",
        "clamp": True,
    }


def pixels(view: View) -> dict[str, Any]:
    """The channels that put a record with a pixel, in "x" and "y", onto a map."""
    return {
        "x": alt.X("x:Q", axis=None, scale={"domain": [0, view.width], "nice": False}),
        "y": alt.Y(
            "y:Q", axis=None, scale={"domain": [0, view.height], "reverse": True, "nice": False}
        ),
    }
