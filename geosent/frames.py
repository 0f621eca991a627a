"""Profiles as pandas data frames (extra `frames`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geosent.errors import MissingExtraError
from geosent.profiles import Measure, Profile

if TYPE_CHECKING:
    import pandas


def rows(profile: Profile) -> list[dict[str, Any]]:
    """One flat record for each country: the columns of the data frame and of the CSV output."""
    return [
        {
            "alpha_2": code,
            "alpha_3": c.country.alpha_3,
            "country": c.country.name,
            "mentions": c.mentions,
            "sentences": c.sentences,
            "documents": c.documents,
            **_columns("sentiment", c.sentiment),
            **_columns("toward", c.toward),
        }
        for code, c in profile.items()
    ]


def _columns(name: str, measure: Measure) -> dict[str, float | None]:
    low, high = measure.ci95 or (None, None)
    return {
        name: measure.mean,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_share_negative": measure.share_negative,
        f"{name}_share_neutral": measure.share_neutral,
        f"{name}_share_positive": measure.share_positive,
    }


_TEXT = ("alpha_2", "alpha_3", "country")
_COUNTS = ("mentions", "sentences", "documents")
_NUMBERS = (*_columns("sentiment", Measure()), *_columns("toward", Measure()))

#: The names of the columns, in order.
COLUMNS = (*_TEXT, *_COUNTS, *_NUMBERS)


def to_frame(profile: Profile) -> pandas.DataFrame:
    """One row for each country, indexed by alpha-2 code; an unknown number is NaN.

    >>> import geosent
    >>> to_frame(geosent.analyze("Norway won a prize.")).loc["NO", "sentences"].item()
    1

    Of a CSV, pandas reads "NA", the code of Namibia, as a missing value unless it is told that only
    empty cells are: `pandas.read_csv(path, keep_default_na=False, na_values=[""])`.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("a data frame", "frames") from error
    frame = pandas.DataFrame.from_records(rows(profile), columns=list(COLUMNS))
    types = dict.fromkeys(_TEXT, "str") | dict.fromkeys(_COUNTS, "int64")
    return frame.astype(types | dict.fromkeys(_NUMBERS, "float64")).set_index("alpha_2")
