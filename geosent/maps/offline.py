"""Altair charts that show themselves without a network.

Altair's own HTML asks a CDN for Vega, and its default notebook output too. The charts made here
behave like any other Altair chart but write pages that carry Vega with them (as vl-convert ships
it), and in a notebook give a picture next to the Vega-Lite specification: a front end that has
Vega shows the chart with its tooltips, any other (and a notebook on a web page) the picture.
A renderer that the user has chosen with `altair.renderers.enable` is left in charge.
"""

from __future__ import annotations

import base64
import html
import json
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import altair as alt
import vl_convert

from geosent.maps import style
from geosent.maps.parts import made_here
from geosent.maps.pictures import Picture

if TYPE_CHECKING:
    _Base = alt.TopLevelMixin
else:
    _Base = object

#: Nothing may be loaded; Vega compiles its expressions, hence 'unsafe-eval'.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: only light; }}
body {{ margin: 0; padding: 12px; background: #fff; font-family: {font}; }}
#chart {{ display: block; position: relative; width: 100%; max-width: {width}px; margin: 0 auto;
  overflow-x: auto; }}
#chart svg.marks {{ max-width: 100%; height: auto; }}
#vg-tooltip-element {{ max-width: min(24rem, 90vw); box-sizing: border-box; font-size: 13px; }}
#vg-tooltip-element td.key {{ max-width: 9rem; vertical-align: top; white-space: nowrap; }}
#vg-tooltip-element td.value {{ max-width: none; max-height: none; display: table-cell;
  -webkit-line-clamp: unset; overflow-wrap: anywhere; }}
</style>
<script>{bundle}</script>
</head>
<body>
<div id="chart" role="img" aria-label="{label}"></div>
<script>
vegaEmbed("#chart", {spec}, {options}).then(() => {{
  const drawn = document.querySelector("#chart svg.marks");
  drawn.style.minWidth = {least} * drawn.getAttribute("width") + "px";
}}).catch(console.error);
</script>
</body>
</html>
"""

OPTIONS = {
    "mode": "vega-lite",
    "renderer": "svg",
    "actions": {"export": True, "source": False, "compiled": False, "editor": False},
}


#: How much smaller than made a page shows a chart on a phone; then it scrolls. A map is shown whole.
LEAST = 0.68


def is_map(spec: Mapping[str, Any]) -> bool:
    """Whether a specification draws a map.

    >>> is_map({"layer": [{"projection": {}, "mark": "geoshape"}]})
    True
    """
    return "projection" in spec or any(is_map(one) for one in spec.get("layer", ()))


def in_script(value: object) -> str:
    """JSON for a script element: no "<" in it, so that no text can end the element."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


@cache
def bundle() -> str:
    """Vega, Vega-Lite and vega-embed in one script."""
    script: str = vl_convert.javascript_bundle(vl_version=_version())  # type: ignore[call-arg]
    return script.replace("</script", "<\\/script")


#: The fonts and the quiet frame that all charts have in common.
LOOK: Mapping[str, Any] = {
    "font": style.FONT,
    "background": "#ffffff",
    "padding": 12,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "fontSize": 17,
        "fontWeight": 600,
        "color": style.INK,
        "subtitleFontSize": 12.5,
        "subtitleColor": style.MUTED,
        "subtitlePadding": 6,
        "offset": 12,
    },
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
        "labelColor": style.INK,
        "titleColor": style.MUTED,
        "gridColor": "#e8eaec",
        "domain": False,
        "tickColor": "#c9ccd0",
    },
    "legend": {
        "labelFontSize": 12,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
        "titleColor": style.INK,
        "labelColor": style.INK,
        "titleLimit": 420,
        "labelLimit": 420,
    },
    "header": {"labelFontSize": 13, "labelFontWeight": 600, "labelColor": style.INK},
}


class SelfContained(_Base):
    """What makes an Altair chart independent of the network; mixed into its classes below."""

    def to_dict(self, *args: Any, **options: Any) -> dict[str, Any]:
        """The specification; what the user configured goes before our look.

        The look comes in only here, because Altair combines no charts that have a configuration.
        It is checked against the schema where other layers than ours are in it, or when asked for
        with `validate=True`.
        """
        if not args and made_here(self):
            options.setdefault("validate", False)
        spec: dict[str, Any] = super().to_dict(*args, **options)
        if "$schema" in spec and options.get("format", "vega-lite") == "vega-lite":
            own = spec.get("config", {})
            spec["config"] = {**own, **{key: _over(own.get(key), LOOK[key]) for key in LOOK}}
        return spec

    def __or__(self, other: Any) -> Any:
        return OfflineBeside(hconcat=[self, other])  # type: ignore[list-item]

    def __and__(self, other: Any) -> Any:
        return OfflineBelow(vconcat=[self, other])  # type: ignore[list-item]

    def to_html(self, *args: Any, **options: Any) -> str:
        """A page of its own that needs no network; with options, what Altair makes of them."""
        if args or options:
            return super().to_html(*args, **options)
        spec = self.to_dict()
        title = spec.get("title") or {}
        name = title.get("text", "geosent") if isinstance(title, dict) else title
        return PAGE.format(
            policy=POLICY,
            title=html.escape(str(name)),
            label=html.escape(str(spec.get("description", name))),
            font=style.FONT,
            width=1200,
            least=0 if is_map(spec) else LEAST,
            bundle=bundle(),
            spec=in_script(spec),
            options=in_script(OPTIONS),
        )

    def save(  # type: ignore[override]
        self,
        fp: str | Path | IO[Any],
        format: Any = None,  # noqa: A002
        **options: Any,
    ) -> None:
        """Write a PNG (at double resolution), SVG, PDF, JSON or self-contained HTML file.

        The kind follows from the name of the file, or from `format`.
        """
        name = str(fp) if isinstance(fp, (str, Path)) else ""
        kind = format or name.rsplit(".", 1)[-1].lower()
        if kind == "html" and not options:
            page = self.to_html()
            if isinstance(fp, (str, Path)):
                Path(fp).write_text(page, encoding="utf-8", errors="replace")
            else:
                fp.write(page)
            return
        if kind == "png" and "ppi" not in options:
            options.setdefault("scale_factor", 2.0)
        super().save(fp, format=format, **options)

    def _repr_mimebundle_(self, *args: Any, **options: Any) -> Any:
        if alt.renderers.active != "default":
            return super()._repr_mimebundle_(*args, **options)
        spec = self.to_dict()
        picture = vl_convert.vegalite_to_png(spec, vl_version=_version(), scale=2.0)
        version = alt.SCHEMA_VERSION.lstrip("v").split(".")[0]
        found = {
            f"application/vnd.vegalite.v{version}+json": spec,
            "image/png": base64.b64encode(picture).decode("ascii"),
            "text/plain": spec.get("description", "<geosent chart>"),
        }
        return found, {"image/png": shown_size(picture)}


def shown_size(png: bytes, scale: float = 2.0) -> dict[str, int]:
    """The size at which a notebook shows a PNG of `scale` pixels to a point, as Jupyter has it.

    Without it a front end shows one pixel of the picture as one of the page: twice as large as the
    chart is, and no sharper.
    """
    width, height = struct.unpack(">II", png[16:24])  # the header comes first in any PNG
    return {"width": round(width / scale), "height": round(height / scale)}


def _over(own: Any, look: Any) -> Any:
    if isinstance(own, dict) and isinstance(look, dict):
        return {**look, **own}
    return look if own is None else own


def _version() -> str:
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


class OfflineLayers(SelfContained, alt.LayerChart):
    """A layered chart that needs no network."""


class OfflineFacets(SelfContained, alt.FacetChart):
    """A chart of small multiples that needs no network."""


class OfflineBeside(SelfContained, alt.HConcatChart):
    """Charts beside each other that need no network."""


class OfflineBelow(SelfContained, alt.VConcatChart):
    """Charts below each other that need no network."""


class OfflineRows(SelfContained, alt.ConcatChart):
    """Charts in rows and columns that need no network."""


def heading(picture: Picture) -> dict[str, Any]:
    """A map's title with what it is based on below."""
    return {"text": picture.title, "subtitle": wrapped(picture.subtitle, picture.view.width)}


def wrapped(text: str, width: float) -> list[str]:
    """Lines that are not wider than `width` pixels at the size of a subtitle."""
    limit = max(24, int(width / 6.3))
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
