"""The look that every picture shares: colours, scales and fonts.

The diverging scale goes from burnt orange over grey to blue. Orange and blue stay apart for all
common kinds of colour blindness (red and green do not), both ends are equally dark, and lightness
falls evenly away from the middle, so the picture still reads in black and white as "how strong".
Land without data is as white as the page, and the middle a grey that is darker even where it is
drawn paler: "neutral" is not "nothing known".
"""

from __future__ import annotations

import math
from typing import Literal

from attrs import frozen

DIVERGING = ("#93310a", "#bf5a26", "#db9468", "#cbc9c6", "#83abd0", "#3f7fb8", "#144f8a")
NEGATIVE, NEUTRAL, POSITIVE = DIVERGING[0], DIVERGING[3], DIVERGING[-1]
COUNTS = ("#cfdcdb", "#6f9fa6", "#0f4a57")
SHARES = ("#eec993", "#d47f3f", "#7d2806")

# For pages in dark mode: there the ends must be bright to stand out, and the middle dark.
DIVERGING_DARK = ("#ffb482", "#ee8a4c", "#a9683f", "#62666b", "#4679a6", "#5fa5e4", "#a9d3ff")
COUNTS_DARK = ("#43585b", "#5f9aa3", "#b4e6ec")
SHARES_DARK = ("#5a4a3c", "#c07a44", "#ffc48f")

LAND = "#ffffff"  #: land without data; its outline tells it from the sea
COAST = "#b4b8bd"
SEA = "#f2f5f8"
GRATICULE = "#e3e8ec"
BORDER = "#ffffff"  #: between countries with data
WEAK_BORDER = "#4d4a46"  #: before it is made as faint as its country
INK = "#22252a"
MUTED = "#5c6067"

#: How opaque a country is whose number is uncertain; a sure one is 1.
WEAK_OPACITY = 0.5

#: Fewer sentences than this make a number uncertain, whatever its interval.
FEW_SENTENCES = 5

FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"

SURE, UNCERTAIN = "sure", "uncertain"


@frozen
class ColourScale:
    """Values to colours, linear (or logarithmic) between stops, clamped at both ends.

    >>> scale = diverging(0.6)
    >>> scale.colour(0.0), scale.colour(-2.0)
    ('#cbc9c6', '#93310a')
    """

    kind: Literal["linear", "log"]
    stops: tuple[float, ...]
    colours: tuple[str, ...]

    @property
    def dark(self) -> ColourScale:
        """The same scale for a dark page."""
        pairs = {DIVERGING: DIVERGING_DARK, COUNTS: COUNTS_DARK, SHARES: SHARES_DARK}
        return ColourScale(self.kind, self.stops, pairs.get(self.colours, self.colours))

    def css(self, value: float) -> str:
        """The colour of a value as two CSS variables, one for light pages and one for dark ones."""
        return f"--l:{self.colour(value)};--d:{self.dark.colour(value)}"

    def colour(self, value: float) -> str:
        """The colour of a value, as #rrggbb."""
        stops = self.stops
        if value <= stops[0]:
            return self.colours[0]
        if value >= stops[-1]:
            return self.colours[-1]
        at = next(i for i in range(1, len(stops)) if value <= stops[i])
        low, high = stops[at - 1], stops[at]
        if self.kind == "log":
            low, high, value = math.log(low), math.log(high), math.log(value)
        return mix(self.colours[at - 1], self.colours[at], (value - low) / (high - low))


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first to the second, in sRGB.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    a, b = (bytes.fromhex(colour[1:]) for colour in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def diverging(limit: float) -> ColourScale:
    """The scale of a sentiment, from -limit to limit."""
    return ColourScale("linear", tuple(round(limit * i / 3, 6) for i in range(-3, 4)), DIVERGING)


def counts(limit: float) -> ColourScale:
    """The logarithmic scale of a count, from 1 to limit: counts are often of different orders."""
    return ColourScale("log", (1.0, math.sqrt(limit), limit), COUNTS)


def shares(limit: float) -> ColourScale:
    """The scale of a share, from 0 to limit."""
    return ColourScale("linear", (0.0, limit / 2, limit), SHARES)


def round_limit(largest: float, least: float = 0.2) -> float:
    """The end of a scale that holds `largest`: up to the next tenth, from `least` to 1.

    >>> round_limit(0.43), round_limit(0.02), round_limit(0.98)
    (0.5, 0.2, 1.0)
    """
    return min(1.0, max(least, math.ceil(round(largest * 10, 6)) / 10))
