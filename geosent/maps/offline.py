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
import re
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import altair as alt
import vl_convert

from geosent.errors import GeosentValueError
from geosent.maps import style
from geosent.maps.parts import made_here

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


#: How much smaller than made a page shows a chart before it scrolls; a map is shown whole.
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


#: What a chart can be saved as.
KINDS = ("png", "svg", "pdf", "html", "json", "vega")

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
            spec = drawable(spec)
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
        name = " ".join(name) if isinstance(name, list) else name
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
        kind = format or (Path(fp).suffix[1:].lower() if isinstance(fp, (str, Path)) else None)
        if kind not in KINDS:
            raise GeosentValueError(
                f"cannot save a chart as {fp if kind is None else kind!r}: the name must end with, "
                f"or format= be, one of {', '.join(KINDS)}"
            )
        if kind == "html" and not options:
            page = self.to_html()
            if isinstance(fp, (str, Path)):
                Path(fp).write_text(page, encoding="utf-8", errors="replace")
            else:
                fp.write(page)
            return
        if kind == "png" and "ppi" not in options:
            options.setdefault("scale_factor", 2.0)
        super().save(fp, format=kind, **options)  # type: ignore[arg-type]

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


# What XML cannot hold, and the halves of a character that UTF-8 cannot.
_UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def drawable(value: Any) -> Any:
    """A specification whose texts can be drawn: the renderer ends the whole process at a NUL.

    >>> drawable({"title": ["a" + chr(0), 1]}) == {"title": ["a" + chr(0xFFFD), 1]}
    True
    """
    if isinstance(value, str):
        return _UNDRAWABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: drawable(inner) for key, inner in value.items()}
    return [drawable(inner) for inner in value] if isinstance(value, list) else value


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


def heading(text: str, subtitle: str, width: float, **look: Any) -> dict[str, Any]:
    """A title with what the picture is based on below, in lines that are not much wider than it.

    >>> heading("Tone", "3 countries", 300.0)
    {'text': 'Tone', 'subtitle': ['3 countries']}
    """
    return {"text": title_lines(text, width), "subtitle": wrapped(subtitle, width), **look}


def title_lines(text: str, width: float, letter: float = 8.4) -> str | list[str]:
    """A title as Vega-Lite has it: a text, or a list of lines."""
    lines = wrapped(text, width, letter)
    return lines[0] if len(lines) == 1 else lines


# Chinese, Japanese and Korean letters: twice as wide, and a line may end behind any of them.
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_PIECE = re.compile(rf"[{_WIDE}]|\s+|[^\s{_WIDE}]+")
_IS_WIDE = re.compile(f"[{_WIDE}]")


def wrapped(text: str, width: float, letter: float = 6.3) -> list[str]:
    """Lines that are not wider than `width` pixels where a letter takes `letter` on average.

    >>> wrapped("Tone of the sentences that mention each country", 160.0)
    ['Tone of the sentences', 'that mention each country']
    """
    limit = max(24, int(width / letter))
    lines = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for piece in _PIECE.findall(paragraph):
            size = len(piece) + bool(_IS_WIDE.match(piece))
            if line and used + size > limit and not piece.isspace():
                lines.append(line.rstrip())
                line, used = "", 0
            line, used = line + piece, used + size
        lines.append(line.strip())
    return lines
