"""Numbers that a caller gives, checked where they are given: what needs them may be hours away."""

from __future__ import annotations

import math
from numbers import Integral
from typing import Any

from geosent.errors import GeosentTypeError, GeosentValueError


def check_number(
    what: str, value: Any, least: float = 0, most: float = math.inf, kind: Any = Integral
) -> None:
    """Raise an error if a value is no number of a kind, or not from `least` to `most`.

    >>> check_number("top is a whole number, 1 or more", 0, least=1)
    Traceback (most recent call last):
        ...
    geosent.errors.GeosentValueError: top is a whole number, 1 or more, not 0
    """
    if not isinstance(value, kind):
        raise GeosentTypeError(f"{what}, not {value!r}")
    if not least <= value <= most or value == math.inf:
        raise GeosentValueError(f"{what}, not {value!r}")
