"""What may be asked of a picture, and what the caller is told where it cannot be drawn."""

from __future__ import annotations

from numbers import Real

from geosent.checking import check_number
from geosent.errors import GeosentTypeError

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
    geosent.errors.GeosentValueError: width is a number of pixels, 60 or more, not -5
    """
    for name, value in options.items():
        if value is None and name in OPTIONAL:
            continue
        if name == "title":
            _title(value)
        elif name == "width":
            what = f"width is a number of pixels, {LEAST_WIDTH} or more"
            check_number(what, value, LEAST_WIDTH, kind=Real)
        else:
            least = LEAST[name]
            check_number(f"{name} is a whole number, {least} or more", value, least)


def _title(value: object) -> None:
    if not isinstance(value, str):
        raise GeosentTypeError(f"the title must be str, not {type(value).__name__}")
