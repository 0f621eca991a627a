"""The interactive map that pans and zooms (folium), which needs no network to show its countries.

folium's pages load Leaflet from a CDN; here Leaflet ships with geosent and goes into the page.
There are no tiles unless the user asks for them: land and countries are drawn from the shipped
boundaries. folium writes tooltips as HTML, so what comes from a text is escaped here, and it
travels as JSON, which folium escapes for scripts.
"""

from __future__ import annotations

import base64
import html
from functools import cache
from typing import Any

import folium
from branca.element import Element

from geosent.errors import GeosentValueError
from geosent.maps import style
from geosent.maps.boundaries import polygons, unwrapped
from geosent.maps.pictures import Mark, Picture
from geosent.maps.views import REGIONS
from geosent.tables import read_text

#: Mercator has no poles.
EDGE = 85.0

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline' data:; "
    "img-src data:"
)

_CSS = f"""
:root {{ color-scheme: only light; }}
.leaflet-container {{ background: {style.SEA} !important;
  font: 13px/1.4 {style.FONT} !important; }}
.geosent-tip table td {{ padding: 0; white-space: normal; }}
.geosent-tip {{ max-width: 320px; min-width: 200px; white-space: normal; color: {style.INK};
  border: 1px solid #c9ccd0; box-shadow: 0 2px 8px #0003; }}
.geosent-tip b {{ font-weight: 600; }}
.geosent-tip i {{ font-style: normal; color: {style.MUTED}; }}
.geosent-key {{ position: absolute; z-index: 900; left: 12px; bottom: 12px; padding: 8px 12px;
  background: #fffffff0; border: 1px solid #d9dbde; border-radius: 4px;
  box-sizing: border-box; width: 228px; max-width: 78vw;
  font: 12px/1.4 {style.FONT}; color: {style.INK}; }}
.geosent-key div {{ height: 11px; margin: 4px 0 2px; width: 100%; }}
.geosent-key b {{ overflow-wrap: anywhere; }}
.geosent-key i {{ display: inline-block; width: 11px; height: 11px; margin-right: 6px;
  background: {style.LAND}; border: 1px solid {style.COAST}; vertical-align: -1px; }}
.geosent-key p {{ margin: 0; display: flex; justify-content: space-between; }}
"""


def _data_uri(name: str, kind: str) -> str:
    body = base64.b64encode(read_text(name).encode()).decode("ascii")
    return f"data:{kind};base64,{body}"


class OfflineMap(folium.Map):
    """A folium map that brings its own Leaflet. Markers with icons need more: see folium."""

    default_js = [  # noqa: RUF012 (as folium has it)
        ("leaflet", _data_uri("leaflet.js", "text/javascript"))
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", _data_uri("leaflet.css", "text/css"))
    ]


def slippy_map(picture: Picture, tiles: str | None, height: int | str) -> OfflineMap:
    """Draw a picture; `tiles` is anything folium knows, and then asks the network."""
    west, south, east, north = REGIONS[picture.view.region]
    if picture.view.region == "world":
        west, east, north = -150.0, 170.0, 78.0
    try:
        found = OfflineMap(
            tiles=tiles,
            height=height,
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=2,
            min_zoom=1,
            max_zoom=9,
            world_copy_jump=False,
            zoom_snap=0.25,
            attribution_control=tiles is not None,
        )
    except (AttributeError, TypeError, ValueError) as error:  # folium raises any of these
        raise GeosentValueError(
            f"folium cannot draw a map with tiles={tiles!r} and height={height!r}: use the name of "
            "tiles that it knows, such as 'OpenStreetMap', or a folium.TileLayer, and a height in "
            "pixels or like '80%'"
        ) from error
    found.fit_bounds([[south, west], [north, east]])
    root: Any = found.get_root()
    if tiles is None:
        root.header.add_child(
            Element(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'), name="csp"
        )
    root.title = html.escape(picture.title)
    root.header.add_child(Element(f"<style>{_CSS}</style>"), name="geosent")
    root.html.add_child(Element(_key(picture, land=tiles is None)), name="geosent-key")
    drawn = {mark.code: mark for mark in picture.marks}
    if tiles is None:
        rest = [_feature(code, {}) for code in polygons() if code not in drawn]
        folium.GeoJson(
            {"type": "FeatureCollection", "features": rest},
            name="Land",
            style_function=lambda _: {
                "fillColor": style.LAND,
                "fillOpacity": 1,
                "color": style.COAST,
                "weight": 0.7,
                "interactive": False,
            },
            smooth_factor=0.3,
        ).add_to(found)
    areas = [
        _feature(code, _properties(mark)) for code, mark in drawn.items() if code in polygons()
    ]
    if areas:
        _layer(areas, "Countries", None).add_to(found)
    points = [_point(mark) for mark in picture.circles]
    if points:
        circle = folium.CircleMarker(radius=6, fill=True)
        _layer(points, "Small countries", circle).add_to(found)
    return found


def _layer(features: list[dict[str, Any]], name: str, marker: Any) -> folium.GeoJson:
    def look(feature: dict[str, Any]) -> dict[str, Any]:
        weak = feature["properties"]["weak"]
        return {  # a weak border is dark, so it is thin
            "fillColor": feature["properties"]["colour"],
            "fillOpacity": style.WEAK_OPACITY if weak else 0.92,
            "color": style.WEAK_BORDER if weak else style.BORDER,
            "opacity": style.WEAK_OPACITY if weak else 1,
            "weight": 0.6 if weak else 1,
        }

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=name,
        style_function=look,
        highlight_function=lambda _: {"color": style.INK, "weight": 1.6, "opacity": 1},
        marker=marker,
        smooth_factor=0.3,
        tooltip=folium.GeoJsonTooltip(
            fields=["tooltip"], labels=False, class_name="geosent-tip", sticky=True, opacity=1
        ),
    )


def _feature(code: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code or "-",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": _coordinates(code)},
    }


@cache
def _coordinates(code: str) -> list[Any]:
    """The polygons of a code as GeoJSON has them, on the sheet that Mercator cuts off."""
    return [
        [
            [[round(lon, 2), round(max(-EDGE, min(EDGE, lat)), 2)] for lon, lat in _closed(ring)]
            for ring in shape
        ]
        for shape in polygons()[code]
    ]


def _closed(ring: Any) -> list[tuple[float, float]]:
    line = unwrapped(ring, pole=EDGE)
    return [*line, line[0]]


def _properties(mark: Mark) -> dict[str, Any]:
    return {"colour": mark.colour, "weak": mark.weak, "tooltip": tooltip_html(mark)}


def _point(mark: Mark) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{mark.code}-point",
        "properties": _properties(mark),
        "geometry": {
            "type": "Point",
            "coordinates": [mark.country.longitude, mark.country.latitude],
        },
    }


def tooltip_html(mark: Mark) -> str:
    """The tooltip of a mark as HTML, with everything escaped."""
    (_, name), *rest = mark.tooltip
    lines = [f"<b>{html.escape(name)}</b>"]
    lines += [f"<i>{html.escape(label)}:</i> {html.escape(text)}" for label, text in rest]
    return "<br>".join(lines)


def _key(picture: Picture, land: bool) -> str:
    look, scale = picture.look, picture.scale
    labels = "".join(f"<span>{html.escape(end)}</span>" for end in picture.ends)
    hint = "" if picture.marks else f"<p>{html.escape(picture.subtitle)}</p>"
    note = f"<p>Paler: {look.paler}</p>" if picture.uncertain else ""
    if land:
        note += f"<p><span><i></i>{picture.blank}</span></p>"
    return (
        '<section class="geosent-key" aria-label="Legend">'
        f"<b>{html.escape(picture.title)}</b><br>{html.escape(look.legend)}"
        f'<div style="background: linear-gradient(to right, {", ".join(scale.colours)})"></div>'
        f"<p>{labels}</p>{hint}{note}<p>Borders: Natural Earth. Map: Leaflet.</p></section>"
    )
