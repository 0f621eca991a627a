"""What may be asked of a picture, and what the caller is told where it cannot be drawn."""

from __future__ import annotations

import math
import operator
from numbers import Real
from typing import Any

from geosent.errors import GeosentTypeError, GeosentValueError

#: Pixels; on less than this nothing can be told apart.
LEAST_WIDTH = 60


def check(
    *,
    title: object = None,
    width: object = None,
    min_sentences: object = 1,
    top: object = None,
    columns: object = None,
    evidence: object = None,
) -> None:
    """Raise an error that says what is wrong with an option, and what would do.

    >>> check(title="Mine", width=300)
    >>> check(width=-5)
    Traceback (most recent call last):
        ...
    geosent.errors.GeosentValueError: width must be a number of pixels, at least 60, not -5
    """
    if title is not None and not isinstance(title, str):
        raise GeosentTypeError(f"the title must be str, not {type(title).__name__}")
    if width is not None:
        if not isinstance(width, Real):
            raise GeosentTypeError(
                f"width must be a number of pixels, not {type(width).__name__} {width!r}"
            )
        if not LEAST_WIDTH <= float(width) < math.inf:
            raise GeosentValueError(
                f"width must be a number of pixels, at least {LEAST_WIDTH}, not {width!r}"
            )
    _whole("min_sentences", min_sentences, 0)
    _whole("top", top, 1)
    _whole("columns", columns, 1)
    _whole("evidence", evidence, 0)


def _whole(name: str, value: Any, least: int) -> None:
    if value is None:
        return
    try:
        number = operator.index(value)
    except TypeError:
        raise GeosentTypeError(
            f"{name} must be a whole number, not {type(value).__name__} {value!r}"
        ) from None
    if number < least:
        raise GeosentValueError(f"{name} must be at least {least}, not {value}")
