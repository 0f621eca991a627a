"""Geocoding through geopy's interface: offline from the gazetteer, or online behind a cache.

`OfflineGeocoder` is the gazetteer as a `geopy.geocoders.base.Geocoder`. `CachedGeocoder` keeps the
answers of any other geopy geocoder in a file; `ChainGeocoder` asks one after another. geopy costs
a fifth of a second to import, so nothing else in geosent imports this package at start-up.
"""

from geosent.geocoding.cached import CachedGeocoder
from geosent.geocoding.chain import ChainGeocoder
from geosent.geocoding.offline import OfflineGeocoder

__all__ = ["CachedGeocoder", "ChainGeocoder", "OfflineGeocoder"]
