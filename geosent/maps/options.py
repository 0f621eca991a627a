"""What may be asked of a picture, and what the caller is told where it cannot be drawn."""

from __future__ import annotations

import math
import operator
from numbers import Real
from typing import Any

from geosent.errors import GeosentTypeError, GeosentValueError

#: Pixels; on less than this nothing can be told apart.
LEAST_WIDTH = 60


#: The least of what is counted.
LEAST = {"min_sentences": 0, "top": 1, "columns": 1, "evidence": 0}

#: What may be None: the title of the measure, all countries.
OPTIONAL = ("title", "top")


def check(**options: object) -> None:
    """Raise an error that says what is wrong with an option, and what would do.

    >>> check(title="Mine", width=300)
    >>> check(width=-5)
    Traceback (most recent call last):
        ...
    geosent.errors.GeosentValueError: width must be a number of pixels, at least 60, not -5
    """
    for name, value in options.items():
        if value is None and name in OPTIONAL:
            continue
        if name == "title":
            _title(value)
        elif name == "width":
            _width(value)
        else:
            _whole(name, value, LEAST[name])


def _title(value: object) -> None:
    if not isinstance(value, str):
        raise GeosentTypeError(f"the title must be str, not {type(value).__name__}")


def _width(value: object) -> None:
    if not isinstance(value, Real):
        raise GeosentTypeError(
            f"width must be a number of pixels, not {type(value).__name__} {value!r}"
        )
    if not LEAST_WIDTH <= float(value) < math.inf:
        raise GeosentValueError(
            f"width must be a number of pixels, at least {LEAST_WIDTH}, not {value!r}"
        )


def _whole(name: str, value: Any, least: int) -> None:
    try:
        number = operator.index(value)
    except TypeError:
        raise GeosentTypeError(
            f"{name} must be a whole number, not {type(value).__name__} {value!r}"
        ) from None
    if number < least:
        raise GeosentValueError(f"{name} must be at least {least}, not {value}")
