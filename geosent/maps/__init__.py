"""Maps and charts of profiles (extra `maps`: altair, vl-convert-python, folium).

Importing this package needs no extra, and neither does `geosent.maps.svg`, with which the report
draws; the functions here do, and raise `MissingExtraError` without it.

The colours, the places and the certainty of countries are worked out once, in `pictures`, and
drawn by one small module for each kind of picture.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from geosent.countries import country
from geosent.errors import GeosentTypeError, GeosentValueError, GeosentWarning, MissingExtraError
from geosent.maps.options import check
from geosent.maps.pictures import MapMeasure, counted, look_of, picture, ranking
from geosent.maps.views import Projection
from geosent.model import Country
from geosent.profiles import Profile, merge

if TYPE_CHECKING:
    import altair
    import folium

__all__ = ["country_map", "folium_map", "network_map", "plot_over_time", "ranking_chart"]


@contextmanager
def _extra(what: str) -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("altair", "vl_convert", "folium", "branca"):
            raise
        raise MissingExtraError(what, "maps") from error


def country_map(
    profile: Profile,
    *,
    measure: MapMeasure = "sentiment",
    region: str = "world",
    min_sentences: int = 1,
    title: str | None = None,
    width: float = 820,
    projection: Projection | None = None,
    limit: float | None = None,
) -> altair.LayerChart:
    """A map of the profile: countries in the colour of a measure, small ones as circles.

    >>> import geosent
    >>> profile = geosent.analyze("Norway won a prize. Syria mourns.")
    >>> profile.map(region="europe").save("map.svg")  # doctest: +SKIP

    `measure` is "sentiment", "toward", "mentions" or "share_negative". `region` is "world" or
    the name of a part of it ("europe", "middle east", "africa", …; a wrong one is answered with
    the list). Countries with fewer than `min_sentences` sentences are left out, and the subtitle
    says so. `projection` is "equalEarth" for the world and "azimuthalEqualArea" for a region
    unless another one is given. `limit` fixes the end of the colour scale, to compare maps.

    Uncertain countries are paler (`geosent.maps.pictures` tells when), and those not mentioned are
    white. The chart needs no network and no browser to `.save("map.png")`, `.svg`, `.pdf` or
    (self-contained) `.html`.
    """
    check(title=title, width=width, min_sentences=min_sentences)
    shown = picture(profile, measure, region, min_sentences, title, width, projection, limit)
    with _extra("a map"):
        from geosent.maps.world import world_chart
    return world_chart(shown)


def ranking_chart(
    profile: Profile,
    *,
    measure: MapMeasure = "sentiment",
    min_sentences: int = 1,
    top: int | None = 40,
    title: str | None = None,
    width: float = 560,
) -> altair.LayerChart:
    """The countries in the order of a measure, with whiskers for the 95% interval.

    >>> import geosent
    >>> geosent.analyze("Norway won. Syria mourns.").chart().save("chart.svg")  # doctest: +SKIP

    Shows the `top` countries with the most sentences, or all of them with `top=None`.
    """
    check(title=title, width=width, min_sentences=min_sentences, top=top)
    shown = ranking(profile, measure, min_sentences, top, title)
    with _extra("a chart"):
        from geosent.maps.ranks import ranking_layers
    return ranking_layers(shown, width)


def network_map(
    profile: Profile,
    *,
    region: str = "world",
    min_sentences: int = 1,
    top: int | None = 60,
    title: str | None = None,
    width: float = 820,
) -> altair.LayerChart:
    """Countries that share sentences, as great circles: width by count, colour by tone.

    >>> import geosent
    >>> profile = geosent.analyze("France and Chad signed a treaty.")
    >>> profile.network().save("network.svg")  # doctest: +SKIP

    Shows the `top` most frequent pairs with at least `min_sentences` shared sentences.
    """
    check(title=title, width=width, min_sentences=min_sentences, top=top)
    with _extra("a network"):
        from geosent.maps.network import network_layers
    return network_layers(profile, region, min_sentences, top, title, width)


def folium_map(
    profile: Profile,
    *,
    measure: MapMeasure = "sentiment",
    region: str = "world",
    min_sentences: int = 1,
    title: str | None = None,
    tiles: str | None = None,
    height: int | str = "100%",
    limit: float | None = None,
) -> folium.Map:
    """An interactive map to pan and zoom, with the colours and tooltips of `country_map`.

    >>> import geosent
    >>> geosent.analyze("Syria mourns.").folium_map().save("map.html")  # doctest: +SKIP

    It shows its countries without a network. `tiles="OpenStreetMap"` (or anything that folium
    takes) puts a street map below, which the browser then asks the network for.
    """
    check(title=title, min_sentences=min_sentences)
    shown = picture(profile, measure, region, min_sentences, title, limit=limit)
    with _extra("a folium map"):
        from geosent.maps.slippy import slippy_map
    return slippy_map(shown, tiles, height)


def plot_over_time(
    profiles: Mapping[Any, Profile],
    *,
    countries: str | Country | Iterable[str | Country] | None = None,
    measure: MapMeasure = "sentiment",
    kind: Literal["lines", "maps"] = "lines",
    region: str = "world",
    min_sentences: int = 1,
    title: str | None = None,
    width: float = 820,
    columns: int = 3,
    limit: float | None = None,
) -> altair.TopLevelMixin:
    """How a measure moves over profiles, one for each date (as `by=` makes them) or other key.

    >>> import geosent
    >>> months = {"2025-01": geosent.analyze("Syria mourns."), "2025-02": geosent.analyze("…")}
    >>> geosent.plot_over_time(months, countries=["SY"]).save("syria.svg")  # doctest: +SKIP

    `kind="lines"` draws one small chart for each country, with the band of the 95% interval: the
    given `countries`, or the six with the most sentences. `kind="maps"` draws one small map of
    `region` for each profile, all in the same colours. A country is left out of those profiles in
    which it has fewer than `min_sentences` sentences. `limit` fixes the end of the colour scale,
    and with lines that of the axis, to compare charts.

    Keys that are dates, or texts like "2025", "2025 Q1", "2025-01" or "2025-01-31", are put on a
    time axis, without the keys None and "" (documents without a date); other keys are names, which
    stay in the order given, as points that no line joins.
    """
    if not isinstance(profiles, Mapping):
        raise GeosentTypeError(
            f"plot_over_time needs a dict of profiles by date, not {type(profiles).__name__}: "
            "make one with by="
        )
    for key, profile in profiles.items():
        if not isinstance(profile, Profile):
            raise GeosentTypeError(
                f"plot_over_time needs profiles, but {key!r} has {type(profile).__name__}"
            )
    if not profiles:
        raise GeosentValueError("there is no profile to draw: the dict is empty")
    if kind not in ("lines", "maps"):
        raise GeosentValueError(f"cannot draw {kind!r}: use 'lines' or 'maps'")
    if kind == "lines" and region != "world":
        raise GeosentValueError("a region is drawn with kind='maps' only: give countries to lines")
    if kind == "maps" and countries is not None:
        raise GeosentValueError("countries are chosen with kind='lines' only: give maps a region")
    check(title=title, width=width, min_sentences=min_sentences, columns=columns)
    look = look_of(measure)
    heading = title if title is not None else look.title
    if kind == "maps":
        with _extra("a chart"):
            from geosent.maps.overtime import small_maps
        return small_maps(profiles, look, region, min_sentences, heading, width, columns, limit)
    with _extra("a chart"):
        from geosent.maps.overtime import are_dates, lines
    named = {key: profile for key, profile in profiles.items() if key not in (None, "")}
    if len(named) < len(profiles) and are_dates(named):
        undated = [key for key in profiles if key not in named]
        documents = sum(profiles[key].documents for key in undated)
        warnings.warn(
            f"left out of the axis of time: {counted(documents, 'document')} without a date "
            f"(the key {' and '.join(map(repr, undated))})",
            GeosentWarning,
            stacklevel=2,
        )
        profiles = named
    if countries is None:
        chosen = _most_often(profiles.values(), min_sentences)[:6]
    else:
        keys = [countries] if isinstance(countries, (str, Country)) else countries
        chosen = [country(key) for key in keys]
        if not chosen:
            raise GeosentValueError("countries is empty: name one, or leave it out to see six")
    return lines(profiles, chosen, look, min_sentences, heading, width, columns, limit)


def _most_often(profiles: Collection[Profile], min_sentences: int) -> list[Country]:
    """The countries with enough sentences in one profile at least, the most frequent first."""
    enough = {code for p in profiles for code, c in p.items() if c.sentences >= min_sentences}
    ranked = merge(profiles).ranking("sentences")
    return [c.country for c in ranked if c.country.alpha_2 in enough]
