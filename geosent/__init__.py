"""Text in, one sentiment profile per country out.

>>> import geosent
>>> profile = geosent.analyze("Norway won a peace prize. War drags on in Syria.")
>>> [c.country.name for c in profile.ranking()]
['Norway', 'Syria']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geosent.analyzer import Analyzer
    from geosent.convenience import analyze, highlight, load_sample, tag
    from geosent.countries import all_countries, country
    from geosent.errors import (
        GeosentError,
        GeosentTypeError,
        GeosentValueError,
        GeosentWarning,
        InputError,
        MissingExtraError,
        UnknownCountryError,
    )
    from geosent.geocoding import CachedGeocoder, ChainGeocoder, OfflineGeocoder
    from geosent.maps import plot_over_time
    from geosent.model import Country, Document, Mention, Sentence, Sentiment, TargetSentiment
    from geosent.profiles import CountryProfile, Evidence, Measure, Profile, merge
    from geosent.reading import Reader
    from geosent.targeting import TargetScorer
    from geosent.transformers_scorer import TransformersTargetScorer

__version__ = "0.1.0"

# Names are imported when they are first used: NLTK and geopy take most of a second to import, and
# a script that only merges profiles needs neither.
_HOMES = {
    "analyzer": ("Analyzer",),
    "convenience": ("analyze", "highlight", "load_sample", "tag"),
    "countries": ("all_countries", "country"),
    "errors": (
        "GeosentError",
        "GeosentTypeError",
        "GeosentValueError",
        "GeosentWarning",
        "InputError",
        "MissingExtraError",
        "UnknownCountryError",
    ),
    "geocoding": ("CachedGeocoder", "ChainGeocoder", "OfflineGeocoder"),
    "maps": ("plot_over_time",),
    "model": ("Country", "Document", "Mention", "Sentence", "Sentiment", "TargetSentiment"),
    "profiles": ("CountryProfile", "Evidence", "Measure", "Profile", "merge"),
    "reading": ("Reader",),
    "targeting": ("TargetScorer",),
    "transformers_scorer": ("TransformersTargetScorer",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Analyzer",
    "CachedGeocoder",
    "ChainGeocoder",
    "Country",
    "CountryProfile",
    "Document",
    "Evidence",
    "GeosentError",
    "GeosentTypeError",
    "GeosentValueError",
    "GeosentWarning",
    "InputError",
    "Measure",
    "Mention",
    "MissingExtraError",
    "OfflineGeocoder",
    "Profile",
    "Reader",
    "Sentence",
    "Sentiment",
    "TargetScorer",
    "TargetSentiment",
    "TransformersTargetScorer",
    "UnknownCountryError",
    "all_countries",
    "analyze",
    "country",
    "highlight",
    "load_sample",
    "merge",
    "plot_over_time",
    "tag",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'geosent' has no attribute {name!r}")
    value = getattr(import_module(f"geosent.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
