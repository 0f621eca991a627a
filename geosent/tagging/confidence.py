"""How sure it is that a name stands for the place it was taken for.

A logistic regression over few and general signs: what kind of name it is, how often that name is a
word or a person, what stands before and after it, and whether the text is about that country
anyway. tools/train_tagging.py learns the weights, data/tagging_weights.tsv holds them, one a line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from geosent.tables import read_table
from geosent.tagging.readings import Reading, Signs
from geosent.tagging.resolving import Company

#: So many different signs are remembered.
_REMEMBERED = 100_000


class Confidence:
    """The model: a weight for each feature."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._known: dict[Signs, float] = {}

    def of(self, signs: Signs) -> float:
        """The probability, in [0, 1], that the name is a place."""
        value = self._known.get(signs)
        if value is None:
            weight = self._weights.get
            total = sum([weight(feature, 0.0) for feature in features(signs)])
            value = round(1 / (1 + math.exp(-total)), 4)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[signs] = value
        return value


def signs_of(reading: Reading, company: Company) -> Signs:
    """What the model sees of a reading."""
    name = reading.name
    row = name.first
    if reading.place != name.candidates[0]:
        row = company.gazetteer.row(reading.place)
    around = company.countries.get(row.alpha_2, 0)
    return (
        name.shape,
        "town" if name.is_town else row.kind,
        reading.before,
        reading.after,
        reading.before_word,
        reading.after_word,
        0 if around < 0.9 else 1 if around < 2 else 2 if around < 5 else 3,
    )


def features(signs: Signs) -> list[str]:
    """The features of some signs: each sign, and pairs of those that bear on each other."""
    (_, common, person, size, single, countries), kind, before, after, left, right, around = signs
    doubt = f"c{common // 2}p{person // 2}"
    return [
        "bias",
        f"kind={kind}",
        f"common={common}",
        f"person={person}",
        f"size={size}",
        f"single={single}",
        f"countries={countries}",
        f"before={before}",
        f"after={after}",
        f"left={left.lower()}",
        f"right={right.lower()}",
        f"around={around}",
        f"before,kind={before},{kind}",
        f"after,kind={after},{kind}",
        f"before,after={before},{after}",
        f"before,doubt={before},{doubt}",
        f"after,doubt={after},{doubt}",
        f"kind,size={kind},{size}",
        f"around,kind={around},{kind}",
        f"doubt,around={doubt},{around}",
    ]


@cache
def load_confidence() -> Confidence:
    """The shipped weights."""
    return Confidence(
        {row["feature"]: float(row["weight"]) for row in read_table("tagging_weights.tsv")}
    )
