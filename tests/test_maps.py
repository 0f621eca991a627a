"""Maps and charts: the data behind them, their geometry, and the pixels that come out."""

from __future__ import annotations

import base64
import io
import json
import math
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import jsonschema
import pytest
import vl_convert
from PIL import Image
from profiles_for_pictures import INJECTED, large_profile, profile_of, sentence, small_profile

import geosent.maps as maps
from geosent.countries import all_countries, country
from geosent.errors import GeosentTypeError, GeosentValueError, GeosentWarning, MissingExtraError
from geosent.maps import style
from geosent.maps.boundaries import areas, coarse, cut, polygons, unwrapped
from geosent.maps.offline import title_lines
from geosent.maps.overtime import label_of
from geosent.maps.parts import made_here
from geosent.maps.pictures import LOOKS, inert, is_weak, picture, ranking, scale_of, short
from geosent.maps.views import REGIONS, view_of
from geosent.profiles import Profile, merge, profile_document
from geosent.tables import read_text

EARTH = 6371.0**2  # square kilometres in a steradian


def everything() -> Profile:
    """Every country of ISO 3166-1, each in two documents."""
    return profile_of({c.name: 0.3 for c in all_countries().values()}, documents=2)


def png(chart: alt.TopLevelMixin, scale: float = 1.0) -> Image.Image:
    """A chart as pixels."""
    data = vl_convert.vegalite_to_png(chart.to_dict(), scale=scale)
    return Image.open(io.BytesIO(data)).convert("RGB")


def owner(longitude: float, latitude: float) -> str | None:
    """The code whose polygons hold a point, by the crossings of a line to the east."""
    for code, shapes in polygons().items():
        crossings = 0
        for shape in shapes:
            for ring in shape:
                line = unwrapped(ring)
                for (x0, y0), (x1, y1) in zip(line, [*line[1:], line[0]], strict=True):
                    if (y0 > latitude) != (y1 > latitude):
                        at = x0 + (latitude - y0) / (y1 - y0) * (x1 - x0)
                        crossings += at > longitude
        if crossings % 2:
            return code
    return None


# --- boundaries ---------------------------------------------------------------------------------


def test_boundaries_are_small_enough_to_travel_in_every_chart() -> None:
    assert len(read_text("boundaries.json").encode()) <= 350_000


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code"),
    [
        ("Crimea", 34.3, 45.2, "UA"),
        ("Golan Heights", 35.78, 33.0, "SY"),
        ("Galilee", 35.4, 32.8, "IL"),
        ("Gaza", 34.36, 31.4, "PS"),
        ("West Bank", 35.2, 32.1, "PS"),
        ("Western Sahara, west of the berm", -13.5, 25.5, "EH"),
        ("Western Sahara, east of the berm", -9.5, 26.0, "EH"),
        ("Somaliland", 45.0, 9.5, "SO"),
        ("Northern Cyprus", 33.6, 35.3, "CY"),
        ("Kosovo", 21.0, 42.6, "XK"),
        ("Taiwan", 121.0, 24.0, "TW"),
        ("Hong Kong", 114.15, 22.42, "HK"),
        ("French Guiana", -53.0, 4.0, "GF"),
        ("Réunion", 55.5, -21.1, "RE"),
        ("Svalbard", 16.0, 78.8, "SJ"),
        ("Corsica", 9.1, 42.2, "FR"),
        ("Siachen Glacier", 77.0, 35.4, ""),
        ("mid-Pacific", -140.0, -20.0, None),
    ],
)
def test_contested_and_far_places(
    place: str, longitude: float, latitude: float, code: str | None
) -> None:
    assert owner(longitude, latitude) == code, place


@pytest.mark.parametrize(
    ("code", "square_kilometres"),
    [
        ("SY", 185_000),
        ("NO", 324_000),
        ("EH", 266_000),
        ("RU", 17_000_000),
        ("AQ", 12_270_000),
        ("MT", 316),
    ],
)
def test_areas(code: str, square_kilometres: float) -> None:
    expected = pytest.approx(square_kilometres, rel=0.35 if code == "MT" else 0.06)
    assert areas()[code] * EARTH == expected


def test_land_is_29_percent_of_the_earth() -> None:
    assert sum(areas().values()) / (4 * math.pi) == pytest.approx(0.29, abs=0.01)


def test_every_country_is_drawn() -> None:
    shown = picture(everything())
    assert len(shown.marks) == len(all_countries())
    for mark in shown.marks:
        visible = shown.view.pixels(areas().get(mark.code, 0.0)) > 9
        assert visible or mark.circle, mark.country.name


def test_circles_do_not_lie_on_each_other() -> None:
    places = [mark.circle for mark in picture(everything()).circles if mark.circle]
    nearest = min(math.dist(a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    assert nearest > 6.5


def test_cut_keeps_the_area_of_a_ring_over_the_edge() -> None:
    pieces = cut([(170.0, 0.0), (-170.0, 0.0), (-170.0, 9.0), (170.0, 9.0)], 0.0)
    assert sorted((min(p)[0], max(p)[0]) for p in pieces) == [(-180.0, -170.0), (170.0, 180.0)]


def test_coarse_boundaries_keep_every_large_country() -> None:
    kept = json.loads(coarse(0.4))["objects"]["countries"]["geometries"]
    drawn = {g.get("id") for g in kept if g["arcs"]}
    assert {c for c, area in areas().items() if area * EARTH > 30_000} <= drawn
    assert len(coarse(0.4)) < len(coarse(0.0)) / 2


# --- views --------------------------------------------------------------------------------------


@pytest.mark.parametrize("projection", ["equalEarth", "azimuthalEqualArea", "mercator"])
@pytest.mark.parametrize("region", ["europe", "oceania"])
def test_pixels_are_where_vega_puts_them(projection: str, region: str) -> None:
    view = view_of(region, projection=projection)  # type: ignore[arg-type]
    points = [(c.longitude, c.latitude) for c in all_countries().values()][::9]
    inside = [p for p in points if view.shows(*p)]
    chart = {
        "data": {"values": [{"lon": lon, "lat": lat} for lon, lat in inside]},
        "mark": "circle",
        "width": view.width,
        "height": view.height,
        "projection": {
            "type": view.projection,
            "scale": view.scale,
            "translate": list(view.translate),
            "rotate": [-view.centre[0], -view.centre[1], 0],
        },
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
        },
    }
    text = json.dumps(vl_convert.vegalite_to_scenegraph(chart))
    found = [
        (float(x), float(y)) for x, y in re.findall(r'"x": ([-\d.]+), "y": ([-\d.]+), "fill"', text)
    ] or _symbols(json.loads(text))
    assert len(inside) > 1
    for lon, lat in inside:
        x, y = view.xy(lon, lat)
        assert min(math.hypot(x - a, y - b) for a, b in found) < 0.05


def _symbols(node: object) -> list[tuple[float, float]]:
    found = []
    if isinstance(node, dict):
        if node.get("marktype") == "symbol":
            found += [(i["x"], i["y"]) for i in node["items"]]
        for value in node.values():
            found += _symbols(value)
    elif isinstance(node, list):
        for value in node:
            found += _symbols(value)
    return found


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_region_fits_its_picture(region: str) -> None:
    view = view_of(region, width=820)
    west, south, east, north = REGIONS[region]
    assert 300 <= view.width <= 820
    assert 0.3 < view.height / view.width < 1.5
    assert view.shows(((west + east) / 2 + 180) % 360 - 180, (south + north) / 2)


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(GeosentValueError, match=r"use one of .*middle east"):
        maps.country_map(small_profile(), region="xyz")
    with pytest.raises(GeosentValueError, match="did you mean 'middle east'"):
        maps.country_map(small_profile(), region="midle-east")
    assert view_of("Middle_East").region == "middle east"
    with pytest.raises(GeosentValueError, match="equalEarth"):
        view_of("world", projection="flat")  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="share_negative"):
        maps.country_map(small_profile(), measure="joy")  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="positive"):
        maps.country_map(small_profile(), limit=0.0)
    with pytest.raises(GeosentValueError, match="'lines' or 'maps'"):
        maps.plot_over_time({"2025": small_profile()}, kind="pie")  # type: ignore[arg-type]
    with pytest.raises(GeosentTypeError, match="by="):
        maps.plot_over_time([small_profile()])  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="countries is empty: name one"):
        maps.plot_over_time({"2025": small_profile()}, countries=[])
    with pytest.raises(GeosentValueError, match="the dict is empty"):
        maps.plot_over_time({}, kind="maps")
    with pytest.raises(GeosentTypeError, match="'2025' has int"):
        maps.plot_over_time({"2025": 3})  # type: ignore[dict-item]
    with pytest.raises(GeosentTypeError, match="top is a whole number, 1 or more"):
        maps.ranking_chart(small_profile(), top="x")  # type: ignore[arg-type]
    with pytest.raises(GeosentValueError, match="1 or more, not 0"):
        maps.ranking_chart(small_profile(), top=0)


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"region": None}, GeosentTypeError, "the region must be str.*europe"),
        ({"width": 0}, GeosentValueError, "width is .* 60 or more, not 0"),
        ({"width": math.nan}, GeosentValueError, "not nan"),
        ({"width": "800"}, GeosentTypeError, "not '800'"),
        ({"title": 5}, GeosentTypeError, "title must be str"),
        ({"min_sentences": -1}, GeosentValueError, "whole number, 0 or more, not -1"),
        ({"min_sentences": "5"}, GeosentTypeError, "whole number, 0 or more, not '5'"),
        ({"min_sentences": None}, GeosentTypeError, "whole number, 0 or more, not None"),
        ({"limit": "x"}, GeosentTypeError, "must be a number"),
        ({"limit": 2}, GeosentValueError, "'sentiment' must be at most 1"),
    ],
)
def test_wrong_options_are_told_apart(
    options: dict[str, Any], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        maps.country_map(small_profile(), **options)


@pytest.mark.parametrize("limit", [5, 500])
def test_a_limit_for_counts_ends_their_scale(limit: int) -> None:
    shown = picture(small_profile(), "mentions", limit=limit)
    assert (shown.scale.stops[0], shown.scale.stops[-1]) == (1.0, limit)
    assert shown.scale.colour(limit) == style.COUNTS[-1]
    chart = maps.country_map(small_profile(), measure="mentions", limit=limit)
    assert '"domain": [1.0, ' in json.dumps(chart.to_dict())
    assert png(chart).width > 800


def test_a_limit_for_counts_lies_beyond_their_beginning() -> None:
    with pytest.raises(GeosentValueError, match="'mentions' must be more than 1"):
        maps.country_map(small_profile(), measure="mentions", limit=1)


def legends(spec: object) -> list[dict[str, Any]]:
    """The legends of a specification."""
    if isinstance(spec, list):
        return [found for one in spec for found in legends(one)]
    if not isinstance(spec, dict):
        return []
    own = [spec["legend"]] if isinstance(spec.get("legend"), dict) else []
    return own + [found for key, one in spec.items() if key != "config" for found in legends(one)]


def test_the_legend_tells_what_land_without_a_colour_is() -> None:
    def told(**options: Any) -> str:
        spec = maps.country_map(small_profile(), **options).to_dict()
        return " ".join(legend.get("labelExpr", "") for legend in legends(spec))

    assert "'not mentioned'" in told()
    assert "'not mentioned, or left out'" in told(min_sentences=2)
    assert "fewer than 5 sentences, no interval, or one that includes 0" in told()
    assert "fewer than 5 sentences, or 1 document" in told(measure="share_negative")
    page = maps.folium_map(small_profile()).get_root().render()
    assert "not mentioned" in page
    # With tiles, the street map shows where nothing is.
    streets = maps.folium_map(small_profile(), tiles="OpenStreetMap").get_root().render()
    assert "not mentioned" not in streets


def written_on(chart: Any) -> list[str]:
    """The texts of a chart."""
    return re.findall(r">([^<>]+)</text>", vl_convert.vegalite_to_svg(chart.to_dict()))


def test_the_legend_tells_what_lies_beyond_its_ends() -> None:
    profile = profile_of({"Chad": 0.28, "Norway": 0.39, "Syria": -0.1})
    assert {"−0.2", "≥ +0.2"} <= set(written_on(maps.country_map(profile, limit=0.2)))
    assert {"−0.4", "+0.4"} <= set(written_on(maps.country_map(profile, limit=0.4)))
    mentioned = maps.country_map(profile, measure="mentions", limit=11)
    assert {"1", "≥ 11"} <= set(written_on(mentioned))
    assert "10" not in written_on(mentioned)  # it would stand in the label of the end
    page = maps.folium_map(profile, limit=0.2).get_root().render()
    assert "<span>−0.20</span><span>0.00</span><span>≥ +0.20</span>" in page
    # Uncertain values do not stretch the scale of a map that has no limit.
    weak = profile | profile_document("b", [sentence(["Mali"], -0.9)])
    assert {"≤ −0.4", "+0.4"} <= set(written_on(maps.country_map(weak)))


def test_small_maps_tell_it_above() -> None:
    groups = {"a": small_profile(), "b": small_profile()}
    spec = maps.plot_over_time(groups, kind="maps").to_dict()
    above = " ".join(spec["title"]["subtitle"])
    assert above == (
        "White: not mentioned; "
        "paler: uncertain (fewer than 5 sentences, no interval, or one that includes 0)"
    )


@pytest.mark.parametrize("width", [200, 262, 820])
def test_the_labels_of_a_legend_do_not_run_into_each_other(width: int) -> None:
    legend = legends(maps.country_map(small_profile(), width=width, limit=0.5).to_dict())
    gradient = next(one for one in legend if "gradientLength" in one)
    between = gradient["gradientLength"] / (len(gradient["values"]) - 1)
    assert between > 8 * len("+0.25")


# --- colours ------------------------------------------------------------------------------------


def lightness(colour: str) -> float:
    """L* of CIELAB."""
    red, green, blue = (_linear(v) for v in bytes.fromhex(colour[1:]))
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * (y ** (1 / 3) if y > 0.008856 else 7.787 * y + 16 / 116) - 16


def _linear(value: int) -> float:
    v = value / 255
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


# Machado, Oliveira, Fernandes 2009: what people without one kind of cone see, in linear RGB.
BLIND = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


@pytest.mark.parametrize("kind", sorted(BLIND))
@pytest.mark.parametrize("scale", [style.DIVERGING, style.DIVERGING_DARK])
def test_the_two_ends_differ_for_the_colour_blind(kind: str, scale: tuple[str, ...]) -> None:
    def seen(colour: str) -> list[float]:
        rgb = [_linear(v) for v in bytes.fromhex(colour[1:])]
        return [
            max(0.0, sum(k * v for k, v in zip(row, rgb, strict=True))) ** (1 / 2.2)
            for row in BLIND[kind]
        ]

    for low, high in zip(scale[:3], scale[:3:-1], strict=True):
        assert math.dist(seen(low), seen(high)) > 0.25


def test_lightness_falls_evenly_from_the_middle() -> None:
    found = [lightness(colour) for colour in style.DIVERGING]
    assert found[:4] == sorted(found[:4])
    assert found[3:] == sorted(found[3:], reverse=True)
    assert abs(found[0] - found[-1]) < 4
    dark = [lightness(colour) for colour in style.DIVERGING_DARK]
    assert dark[:4] == sorted(dark[:4], reverse=True)
    assert dark[3:] == sorted(dark[3:])


@pytest.mark.parametrize("colour", [style.NEUTRAL, style.SHARES[0]])
def test_what_is_neutral_or_nothing_is_not_land_without_data(colour: str) -> None:
    assert lightness(style.LAND) - lightness(colour) > 15
    paler = style.mix("#ffffff", colour, style.WEAK_OPACITY)
    assert lightness(style.LAND) - lightness(paler) > 7
    assert lightness(style.SEA) - lightness(paler) > 4


@pytest.mark.parametrize("colours", [style.COUNTS, style.SHARES])
def test_sequential_scales_darken_and_start_off_the_land(colours: tuple[str, ...]) -> None:
    found = [lightness(colour) for colour in colours]
    assert found == sorted(found, reverse=True)
    start, land = (bytes.fromhex(c[1:]) for c in (colours[0], style.LAND))
    assert math.dist(start, land) > 25


def test_the_scale_is_symmetric_and_weak_countries_do_not_stretch_it() -> None:
    look = LOOKS["sentiment"]
    scale = scale_of(look, [(-0.32, False), (0.1, False), (0.95, True)])
    assert scale.stops[0] == pytest.approx(-0.4)
    assert scale.stops[-1] == pytest.approx(0.4)
    assert scale.colour(0.0) == style.NEUTRAL
    assert scale_of(look, [(0.95, True)]).stops[-1] == pytest.approx(1.0)
    assert scale_of(look, [(0.1, False)], 0.8).stops[-1] == 0.8


def test_what_is_weak() -> None:
    shown = {mark.code: mark.weak for mark in picture(small_profile()).marks}
    assert shown == {"BR": True, "MT": False, "NO": False, "SG": False, "SY": False, "TD": True}
    # One document has no intervals: there a country is never surer than among other documents.
    alone = profile_document("one", [sentence(["Chad"], -0.4)] * 9)
    assert alone["TD"].sentiment.count > style.FEW_SENTENCES
    assert picture(alone).uncertain
    assert is_weak(LOOKS["sentiment"], alone["TD"])
    assert is_weak(LOOKS["share_negative"], alone["TD"])
    assert not is_weak(LOOKS["mentions"], alone["TD"])
    assert is_weak(LOOKS["share_negative"], small_profile()["TD"])
    assert not is_weak(LOOKS["mentions"], small_profile()["TD"])


# --- pixels -------------------------------------------------------------------------------------


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_colours_at_the_countries_points() -> None:
    chart = maps.country_map(small_profile())
    image = png(chart)
    shown = picture(small_profile())
    view = shown.view
    # The map lies behind the padding and the title; the sphere's left end tells how far.
    top = next(
        y
        for y in range(image.height)
        if image.getpixel((int(12 + view.width / 2), y)) == rgb(style.SEA)
    )

    def at(longitude: float, latitude: float) -> tuple[int, ...]:
        x, y = view.xy(longitude, latitude)
        pixel = image.getpixel((round(12 + x), round(top + y)))
        assert isinstance(pixel, tuple)
        return pixel

    colours = {mark.code: rgb(mark.colour) for mark in shown.marks}
    assert at(38.5, 35.0) == colours["SY"]
    assert at(9.0, 61.5) == colours["NO"]
    for code in ("SG", "MT"):
        place = country(code)
        assert at(place.longitude, place.latitude) == colours[code]
    red, _, blue = at(38.5, 35.0)
    assert red > blue
    red, _, blue = at(9.0, 61.5)
    assert blue > red
    assert at(-100.0, 40.0) == rgb(style.LAND)
    assert at(134.0, -24.0) == rgb(style.LAND)
    assert at(-35.0, 10.0) == rgb(style.SEA)
    assert style.WEAK_OPACITY < 0.6
    # Chad has one sentence: its colour is there, but paler
    shade, full = at(18.5, 14.0), colours["TD"]
    assert shade == tuple(pytest.approx(255 + (c - 255) * style.WEAK_OPACITY, abs=3) for c in full)


def test_a_map_stays_in_its_frame_with_little_clipping() -> None:
    chart = maps.country_map(small_profile(), region="oceania", width=400)
    image = png(chart)
    middle = image.height // 2
    for x in (5, image.width - 6):  # the padding around the map
        assert image.getpixel((x, middle)) == (255, 255, 255)
    # Each clipped layer of a large picture takes longer to draw than all that is in it.
    assert vl_convert.vegalite_to_svg(chart.to_dict()).count("clip-path=") == 2


def test_saving_in_every_format(tmp_path: Path) -> None:
    chart = maps.country_map(small_profile(), region="middle east")
    for ending, start in (("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF")):
        path = tmp_path / f"map.{ending}"
        chart.save(path)
        assert path.read_bytes().startswith(start)
    chart.save(tmp_path / "LOUD.PNG")
    assert (tmp_path / "LOUD.PNG").read_bytes().startswith(b"\x89PNG")
    for name in ("map.jpg", "map"):
        with pytest.raises(GeosentValueError, match="png, svg, pdf, html"):
            chart.save(tmp_path / name)
    with pytest.raises(GeosentValueError, match="format="):
        chart.save(io.BytesIO())
    page = tmp_path / "map.html"
    chart.save(page)
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert "default-src 'none'" in text
    buffer = io.StringIO()
    chart.save(buffer, format="html")
    assert buffer.getvalue() == text
    assert "cdn" in chart.to_html(fullhtml=True)  # what Altair makes of options is Altair's


def test_a_text_cannot_leave_the_script_it_travels_in() -> None:
    for chart in (maps.country_map(small_profile()), maps.ranking_chart(small_profile())):
        assert "hacked" in json.dumps(chart.to_dict())
        beside, below = chart | chart, chart & chart
        assert "cdn" not in beside.to_html()
        plain = alt.hconcat(chart, chart)  # Altair's own page does not escape
        text = below.to_html() + beside.to_html() + plain.to_html() + chart.to_html(inline=True)
        assert "</script><script>window" not in text
        assert "<script>window.hacked" not in text
    assert inert("a < b, </script> <!-- <b>") == "a < b, <\u2060/script> <\u2060!-- <\u2060b>"
    assert INJECTED in dict(picture(small_profile()).marks[-1].tooltip)["Strongest"]


def test_a_notebook_gets_a_picture_and_the_specification() -> None:
    chart = maps.country_map(small_profile(), width=300)
    bundle, metadata = chart._repr_mimebundle_()
    assert set(bundle) == {
        "application/vnd.vegalite.v6+json",
        "image/png",
        "text/plain",
    }
    assert bundle["text/plain"].startswith("Map. Tone of the sentences")
    picture_of_it = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    size = metadata["image/png"]
    assert size == {"width": picture_of_it.width // 2, "height": picture_of_it.height // 2}
    assert size["width"] >= 300
    with alt.renderers.enable("json"):
        other = chart._repr_mimebundle_()
        assert "image/png" not in (other[0] if isinstance(other, tuple) else other)


# --- Altair ---------------------------------------------------------------------------------------

DRAWN: dict[str, Callable[[], alt.TopLevelMixin]] = {
    **{
        f"map of {measure}": lambda measure=measure: maps.country_map(  # type: ignore[misc]
            large_profile(60), measure=measure
        )
        for measure in LOOKS
    },
    **{
        f"ranking by {measure}": lambda measure=measure: maps.ranking_chart(  # type: ignore[misc]
            large_profile(60), measure=measure
        )
        for measure in LOOKS
    },
    **{
        f"lines of {measure}": lambda measure=measure: maps.plot_over_time(  # type: ignore[misc]
            {"2025-01": small_profile(), "2025-02": large_profile(60)}, measure=measure
        )
        for measure in LOOKS
    },
    "lines by group": lambda: maps.plot_over_time({"a": small_profile(), "b": small_profile()}),
    "small maps": lambda: maps.plot_over_time({"a": small_profile()}, kind="maps"),
    "rows of maps": lambda: maps.plot_over_time(
        {"a": small_profile(), "b": small_profile()}, kind="maps", columns=1
    ),
    "network": lambda: maps.network_map(large_profile(60)),
    "region": lambda: maps.country_map(small_profile(), region="europe", projection="mercator"),
    "nothing": lambda: maps.country_map(Profile()),
    "no network": lambda: maps.network_map(Profile()),
    "no ranking": lambda: maps.ranking_chart(Profile()),
}


@pytest.mark.parametrize("what", sorted(DRAWN))
def test_what_is_put_together_unchecked_is_what_the_schema_asks_for(what: str) -> None:
    chart = DRAWN[what]()
    assert made_here(chart)
    # Altair's own check leaves out the configuration and the datasets, which come in after it.
    alt.Chart.validate(chart.to_dict(validate=True), alt.load_schema())


@pytest.mark.parametrize("what", ["ranking by sentiment", "lines of sentiment", "network"])
def test_no_chart_carries_a_column_that_nothing_shows(what: str) -> None:
    spec = DRAWN[what]().to_dict()
    tables = [rows for rows in spec.pop("datasets").values() if isinstance(rows, list)]
    columns = {name for rows in tables for row in rows if "geometry" not in row for name in row}
    shown = json.dumps(spec)
    assert {name for name in columns if json.dumps(name)[1:-1] not in shown} == set()


def test_what_a_user_adds_is_checked() -> None:
    chart = maps.country_map(small_profile())
    mine = alt.Chart({"values": [{"x": 1}]}).mark_text(text="Fig. 1")
    assert len(alt.layer(chart, mine).to_dict()["layer"]) == 2
    assert len((chart + mine).to_dict()["layer"]) == len(chart.to_dict()["layer"]) + 1
    assert chart.properties(title="Mine", width=300).to_dict()["width"] == 300
    assert "param" in json.dumps(maps.ranking_chart(small_profile()).interactive().to_dict())
    with pytest.raises(jsonschema.ValidationError):
        chart.properties(title=3)
    mine.mark = {"type": "blot"}
    for mixed in (chart + mine, chart | mine, chart & mine, alt.layer(chart, mine)):
        assert not made_here(mixed)
        with pytest.raises(jsonschema.ValidationError):
            mixed.to_dict()


def test_what_was_drawn_can_be_changed_by_altairs_methods() -> None:
    chart = maps.country_map(small_profile())
    dots = chart.layer[-1].encode(color=alt.value("black"), opacity=alt.value(0.5))
    changed = alt.layer(*chart.layer[:-1], dots, data=chart.data).to_dict()
    assert changed["layer"][-1]["encoding"]["color"] == {"value": "black"}
    assert chart.layer[-1].to_dict()["encoding"]["color"]["field"] == "value"
    tall = maps.ranking_chart(small_profile()).configure_axis(labelFontSize=20)
    assert tall.to_dict()["config"]["axis"]["labelFontSize"] == 20


LONG = "How the press of six countries wrote of every country of the world in " + "2024 and " * 9


def test_long_titles_are_broken_into_lines() -> None:
    for chart in (
        maps.country_map(small_profile(), title=LONG),
        maps.ranking_chart(small_profile(), title=LONG),
        maps.network_map(large_profile(60), title=LONG),
        maps.plot_over_time({"2025": small_profile()}, title=LONG),
    ):
        lines = chart.to_dict()["title"]["text"]
        assert len(lines) > 1
        assert " ".join(lines) == LONG.strip()
        assert LONG.strip() in chart.to_html()
        assert png(chart).width < 960
    assert title_lines("Line one\nLine two", 800) == ["Line one", "Line two"]
    chinese = title_lines("各国" * 20, 300)
    assert "".join(chinese) == "各国" * 20
    assert len(chinese) == 3


def test_axes_do_not_write_a_number_twice() -> None:
    calm = profile_of({"Syria": 0.02, "Norway": -0.02})
    for measure in ("sentiment", "mentions"):
        chart = maps.ranking_chart(calm, measure=measure)  # type: ignore[arg-type]
        svg = vl_convert.vegalite_to_svg(chart.to_dict())
        axis = re.findall(r'role-axis-label.*?</g>(?=<g class="mark-rule|</g>)', svg, re.DOTALL)
        written = [re.findall(r">([^<>]+)</text>", part) for part in axis]
        assert any(len(labels) > 2 for labels in written)
        assert all(len(labels) == len(set(labels)) for labels in written)


# --- the options ----------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", sorted(LOOKS))
def test_measures(measure: str) -> None:
    spec = maps.country_map(small_profile(), measure=measure, region="Europe").to_dict()  # type: ignore[arg-type]
    assert spec["title"]["text"] == LOOKS[measure].title
    assert LOOKS[measure].legend in json.dumps(spec, ensure_ascii=False)


def test_nothing_is_left_out_in_silence() -> None:
    shown = picture(small_profile(), min_sentences=2, region="europe")
    assert [mark.code for mark in shown.marks] == ["MT", "NO", "SY"] or {
        mark.code for mark in shown.marks
    } == {"MT", "NO", "SY"}
    assert "left out: 1 with fewer than 2 sentences" in shown.subtitle
    assert "outside this view: Singapore, Brazil" in shown.subtitle


def test_a_profile_without_target_scores_says_so() -> None:
    from attrs import evolve

    plain = evolve(sentence(["Chad"], 0.4), toward={})
    profile = profile_document("a", [plain, sentence(["Mali"], 0.2)])
    assert "1 without a value" in picture(profile, "toward").subtitle
    with pytest.raises(GeosentValueError, match="target scorer"):
        picture(profile_document("a", [plain]), "toward")


@pytest.mark.parametrize(
    "draw",
    [
        maps.country_map,
        maps.ranking_chart,
        maps.network_map,
        lambda profile: maps.plot_over_time({"2025": profile}),
    ],
)
def test_where_no_country_is_mentioned_the_picture_says_so(draw: Any) -> None:
    chart = draw(Profile(documents=2, sentences=5))
    told = "No country mentioned in 2 documents, 5 sentences"
    assert chart.to_dict()["title"]["subtitle"] == [told]
    assert png(chart).width > 300


def test_where_no_country_is_mentioned_small_maps_and_folium_say_so() -> None:
    nothing = Profile(documents=2, sentences=5)
    months = {"2025-01": small_profile(), "2025-02": nothing}
    first, second = maps.plot_over_time(months, kind="maps").to_dict()["concat"]
    assert first["title"]["subtitle"] == "6 countries, 7 documents"
    assert second["title"]["subtitle"] == "No country mentioned, 2 documents"
    page = maps.folium_map(nothing).get_root().render()
    assert "<p>No country mentioned in 2 documents, 5 sentences</p>" in page
    assert "No country mentioned" not in maps.folium_map(small_profile()).get_root().render()


def test_what_is_left_of_a_profile_may_be_nothing() -> None:
    few = profile_of({"Syria": -0.5})
    ranked = maps.ranking_chart(few, min_sentences=50).to_dict()["title"]["subtitle"]
    assert ranked == ["0 countries in 6 documents, 12 sentences"]
    alone = maps.network_map(few).to_dict()["title"]["subtitle"]
    assert alone == ["No two countries share a sentence"]
    often = maps.network_map(few, min_sentences=9).to_dict()["title"]["subtitle"]
    assert often == ["No two countries share 9 sentences"]


def test_the_whole_earth_is_shown_when_antarctica_is_in_the_news() -> None:
    profile = profile_of({"Antarctica": 0.2})
    assert picture(profile).view.height > picture(small_profile()).view.height
    assert "AQ" in {mark.code for mark in picture(profile).marks}


def test_a_spec_of_195_countries_is_light() -> None:
    names = [c.name for c in all_countries().values()][:195]
    spec = maps.country_map(profile_of(dict.fromkeys(names, 0.2), 2)).to_dict()
    assert len(json.dumps(spec)) < 600_000


def test_ranking() -> None:
    shown = ranking(large_profile(60), top=10)
    assert len(shown.rows) == 10
    assert [r.value for r in shown.rows] == sorted((r.value for r in shown.rows), reverse=True)
    assert "The 10 of" in shown.subtitle
    spec = maps.ranking_chart(small_profile(), measure="toward", title="Mine").to_dict()
    assert spec["title"]["text"] == "Mine"
    for measure in ("mentions", "share_negative"):
        assert png(maps.ranking_chart(small_profile(), measure=measure)).width > 500  # type: ignore[arg-type]


def test_network() -> None:
    shared = merge(
        profile_document(str(i), [sentence(["France", "Germany"], 0.4), sentence(["Chad"], 0.1)])
        for i in range(3)
    )
    spec = maps.network_map(shared).to_dict()
    text = json.dumps(spec, ensure_ascii=False)
    assert "Germany – France" in text
    assert "Chad" not in text
    assert spec["title"]["subtitle"] == ["1 pair of 2 countries"]
    away = maps.network_map(shared, region="oceania").to_dict()
    assert "outside this view: 1 pair" in " ".join(away["title"]["subtitle"])
    assert png(maps.network_map(shared)).width > 800


def test_over_time_lines_break_where_nothing_is_known() -> None:
    months = {
        "2025-01": profile_of({"Syria": -0.5}),
        "2025-02": profile_of({"Norway": 0.5}),
        date(2025, 3, 1): profile_of({"Syria": -0.2, "Norway": 0.4}),
    }
    alone = maps.plot_over_time(months, countries="Syria").to_dict()["datasets"]
    assert {row["Country"] for row in next(iter(alone.values()))} == {"Syria"}
    chart = maps.plot_over_time(months, countries=["SY", "Norway"])
    spec = chart.to_dict()
    rows = next(iter(spec["datasets"].values()))
    syria = {row["label"]: row["value"] for row in rows if row["Country"] == "Syria"}
    assert syria["2025-02"] is None
    assert syria["2025-01"] == pytest.approx(-0.49, abs=0.02)
    assert {row["time"] for row in rows} == {"2025-01-01", "2025-02-01", "2025-03-01"}
    assert png(chart).width > 400


def test_over_time_by_other_keys_and_measures() -> None:
    groups = {"wire": small_profile(), "blog": small_profile()}
    for measure in ("mentions", "share_negative"):
        spec = maps.plot_over_time(groups, measure=measure, columns=2).to_dict()  # type: ignore[arg-type]
        assert '"ordinal"' in json.dumps(spec)
    assert label_of(date(2025, 3, 1)) == "2025-03-01"


def test_over_time_leaves_out_points_of_few_sentences() -> None:
    months = {
        "2025-01": profile_of({"Syria": -0.5, "Norway": 0.4}),
        "2025-02": profile_of({"Syria": -0.5}, documents=1),
        "2025-03": profile_of({"Norway": 0.4}, documents=1),
    }

    def values(**options: Any) -> dict[tuple[str, str], float | None]:
        spec = maps.plot_over_time(months, **options).to_dict()
        rows = next(iter(spec["datasets"].values()))
        return {(row["Country"], row["label"]): row["value"] for row in rows}

    every, enough = values(measure="mentions"), values(measure="mentions", min_sentences=10)
    assert every["Syria", "2025-02"] == 2
    assert enough["Syria", "2025-02"] is None
    assert enough["Syria", "2025-01"] == every["Syria", "2025-01"] == 12
    assert enough["Syria", "2025-03"] == 0  # not mentioned, which is known
    alone = {"2025-01": months["2025-02"], "2025-02": months["2025-02"]}
    spec = maps.plot_over_time(alone, min_sentences=4).to_dict()  # enough in all, nowhere in one
    assert not next(iter(spec["datasets"].values()))
    assert "left out: points of fewer than 4 sentences" in json.dumps(spec["title"])
    spec = maps.plot_over_time(months, min_sentences=10).to_dict()
    assert "left out: points of fewer than 10 sentences" in json.dumps(spec["title"])


@pytest.mark.parametrize(
    "key", ["2025\n", "2025-13", "2025-02-30", "\u0662\u0660\u0662\u0665", "wire"]
)
def test_what_is_no_date_is_a_group(key: str) -> None:
    spec = maps.plot_over_time({"2024": small_profile(), key: small_profile()}).to_dict()
    (rows,) = spec["datasets"].values()
    assert {row["time"] for row in rows} == {"2024", key}
    assert '"ordinal"' in json.dumps(spec)


def test_over_time_refuses_what_its_kind_cannot_show() -> None:
    with pytest.raises(GeosentValueError, match="give countries to lines"):
        maps.plot_over_time({"2025": small_profile()}, region="europe")
    with pytest.raises(GeosentValueError, match="give maps a region"):
        maps.plot_over_time({"2025": small_profile()}, kind="maps", countries="SY")


def test_over_time_the_axis_holds_the_bands() -> None:
    wide = profile_document("a", [sentence(["NO"], 0.6)]) | profile_document(
        "b", [sentence(["NO"], -0.3)]
    )
    assert wide["NO"].sentiment.ci95 == (-1.0, 1.0)
    spec = maps.plot_over_time({"2024": wide, "2025": wide}).to_dict()
    for one in spec["spec"]["layer"]:
        low, high = one["encoding"]["y"]["scale"]["domain"]
        assert low <= -1.0
        assert high >= 1.0


def over_time(*keys: object) -> tuple[dict[str, Any], list[str]]:
    """A chart of Norway by keys, and what stands on its axis."""
    spec = maps.plot_over_time({key: profile_of({"Norway": 0.4}) for key in keys}).to_dict()
    return spec, [row["time"] for row in next(iter(spec["datasets"].values()))]


@pytest.mark.parametrize("years", [(2023.0, 2024.0, None), ("2023.0", "2024.0", "")])
def test_over_time_a_missing_year_does_not_make_names_of_the_others(years: tuple[Any, ...]) -> None:
    with pytest.warns(GeosentWarning, match="6 documents without a date"):
        spec, times = over_time(*years)
    assert times == ["2023-01-01", "2024-01-01"]
    (rows,) = spec["datasets"].values()
    assert [row["label"] for row in rows] == ["2023", "2024"]


def test_over_time_quarters_are_dates() -> None:
    spec, times = over_time("2025 Q1", "2025-Q2", "2025Q4")
    assert times == ["2025-01-01", "2025-04-01", "2025-10-01"]
    axis = spec["spec"]["layer"][0]["encoding"]["x"]["axis"]
    assert axis["tickCount"] == {"interval": "month", "step": 3}
    assert "Q%q" in axis["labelExpr"]
    _, mixed = over_time("2024", "2025Q1")
    assert mixed == ["2024-01-01", "2025-01-01"]


def marks(spec: dict[str, Any]) -> list[str]:
    """The marks that a chart over time has for each country."""
    return [layer["mark"]["type"] for layer in spec["spec"]["layer"]]


def test_over_time_only_dates_are_joined() -> None:
    dates, _ = over_time("2024", "2025")
    assert marks(dates) == ["area", "rule", "rule", "line", "point"]
    assert "band: 95% interval" in dates["title"]["subtitle"][0]
    names, _ = over_time("herald", "tribune")
    assert marks(names) == ["rule", "rule", "point"]
    assert "line: 95% interval" in names["title"]["subtitle"][0]


def test_over_time_groups_by_two_things_are_named_by_both() -> None:
    keys = [(year, source) for year in (2023.0, 2024.0) for source in ("herald", "tribune")]
    spec, times = over_time(*keys)
    assert times == ["2023 herald", "2023 tribune", "2024 herald", "2024 tribune"]
    drawn = vl_convert.vegalite_to_svg(spec)
    assert all(f">{name}</text>" in drawn for name in times)


@pytest.mark.parametrize(
    ("measure", "limit", "domain", "beyond"),
    [
        ("sentiment", 0.3, [-0.336, 0.336], "1 point"),
        ("share_negative", 0.5, [0, 0.525], None),
        ("mentions", 10, [0, 10.5], "2 points"),
    ],
)
def test_over_time_a_limit_fixes_colours_and_axis(
    measure: Any, limit: float, domain: list[float], beyond: str | None
) -> None:
    years = {"2024": profile_of({"Norway": 0.1}), "2025": profile_of({"Norway": 0.5})}
    spec = maps.plot_over_time(years, measure=measure, limit=limit).to_dict()
    point = spec["spec"]["layer"][-1]["encoding"]
    assert point["y"]["scale"]["domain"] == pytest.approx(domain)
    assert point["fill"]["scale"]["domain"][-1] == limit
    told = "".join(spec["title"]["subtitle"]).partition("; beyond the axis: ")[2]
    assert told == (beyond or "")
    assert png(maps.plot_over_time(years, measure=measure, limit=limit)).width > 200


def test_over_time_a_limit_that_no_scale_has_is_told() -> None:
    for kind in ("lines", "maps"):
        with pytest.raises(GeosentValueError, match="limit of a colour scale must be positive"):
            maps.plot_over_time({"2024": small_profile()}, kind=kind, limit=0)  # type: ignore[arg-type]


def test_over_time_what_has_no_date_is_left_out_and_told() -> None:
    with pytest.warns(GeosentWarning, match=r"left out .* 6 documents without a date"):
        spec, times = over_time("2023", "2024", None)
    assert times == ["2023-01-01", "2024-01-01"]
    assert '"temporal"' in json.dumps(spec)


@pytest.mark.parametrize("keys", [("2023", "2024", "unknown"), ("a", None), (None,)])
def test_over_time_keys_that_are_no_dates_are_names_as_they_are(keys: tuple[object, ...]) -> None:
    spec, times = over_time(*keys)
    assert times == [str(key) for key in keys]
    assert '"temporal"' not in json.dumps(spec)


def test_over_time_maps_share_their_colours() -> None:
    months = {"2025-01": profile_of({"Syria": -0.8}), "2025-02": profile_of({"Norway": 0.3})}
    spec = maps.plot_over_time(months, kind="maps", columns=2).to_dict()
    domains = {
        json.dumps(layer["encoding"]["color"]["scale"]["domain"])
        for one in spec["concat"]
        for layer in one["layer"]
        if "color" in layer.get("encoding", {})
    }
    assert len(domains) == 1
    assert json.loads(domains.pop())[-1] == pytest.approx(0.8)


def test_over_time_maps_with_a_limit_tell_in_one_legend_what_lies_beyond() -> None:
    months = {"2025-01": profile_of({"Syria": -0.8}), "2025-02": profile_of({"Norway": 0.3})}
    drawn = io.StringIO()
    maps.plot_over_time(months, kind="maps", limit=0.2).save(drawn, format="svg")
    assert [drawn.getvalue().count(f">{end}</text>") for end in ("≤ −0.2", "≥ +0.2")] == [1, 1]


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\ud800", "\ufffe"], ids=ascii)
def test_what_cannot_be_drawn_does_not_end_the_process(odd: str) -> None:
    text = f"Norway {odd} won."
    profile = profile_document(text, [sentence(["NO", "SY"], 0.5, text)])
    groups = {text: profile, "b": profile}
    charts: list[Any] = [
        profile.map(title=text),
        profile.chart(title=text),
        profile.network(title=text),
        maps.plot_over_time(groups, title=text),
        maps.plot_over_time(groups, kind="maps"),
    ]
    for chart in charts:
        page = io.StringIO()
        chart.save(page, format="svg")
        assert odd not in page.getvalue()
        ElementTree.fromstring(page.getvalue())


def test_folium_asks_for_nothing() -> None:
    page = maps.folium_map(small_profile(), title="The <six>").get_root().render()
    assert "<b>The &lt;six&gt;</b>" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "<script>window.hacked" not in page
    assert "&lt;script&gt;window.hacked" in page.replace("\\u0026", "&").replace(";", ";")
    assert (
        "openstreetmap"
        in maps.folium_map(
            small_profile(), tiles="OpenStreetMap", region="europe", measure="mentions"
        )
        .get_root()
        .render()
        .lower()
    )


@pytest.mark.parametrize("wrong", [{"tiles": "bogus"}, {"tiles": 3}, {"height": "tall"}])
def test_what_folium_cannot_draw_is_told(wrong: dict[str, Any]) -> None:
    with pytest.raises(GeosentValueError, match=r"'OpenStreetMap'.*'80%'") as caught:
        maps.folium_map(small_profile(), **wrong)
    assert repr(next(iter(wrong.values()))) in str(caught.value)


@pytest.mark.parametrize(
    ("package", "draw"),
    [
        ("altair", maps.country_map),
        ("altair", maps.ranking_chart),
        ("vl_convert", maps.network_map),
        ("folium", maps.folium_map),
    ],
)
def test_without_the_extra(package: str, draw: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith("geosent.maps.") and not name.endswith(
            ("pictures", "views", "style", "boundaries")
        ):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"geosent\[maps\]"):
        draw(small_profile())  # type: ignore[operator]


def test_short() -> None:
    assert short("one two  three", 20) == "one two three"
    assert short("x" * 30, 10) == "x" * 10 + "…"
