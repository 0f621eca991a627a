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
from geosent.tagging.readings import Reading, Signs, remember
from geosent.tagging.resolving import Company

#: Signs that bear on each other: a name for the part, and the signs.
Part = tuple[object, ...]


class Confidence:
    """The model: a weight for each feature."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._known: dict[Signs, float] = {}
        self._sums: dict[Part, float] = {}

    def of(self, signs: Signs) -> float:
        """The probability, in [0, 1], that the name is a place."""
        value = self._known.get(signs)
        if value is None:
            total = math.fsum([self._sum(part) for part in _parts(signs)])
            value = round(1 / (1 + math.exp(-total)), 4)
            remember(self._known, signs, value)
        return value

    def _sum(self, part: Part) -> float:
        """What a part adds; most parts of a name that was not met yet have been met before."""
        value = self._sums.get(part)
        if value is None:
            weight = self._weights.get
            value = math.fsum([weight(feature, 0.0) for feature in _features(part)])
            remember(self._sums, part, value)
        return value


def signs_of(reading: Reading, company: Company) -> Signs:
    """What the model sees of a reading."""
    name = reading.name
    row = name.first
    if reading.place != name.candidates[0]:
        row = company.gazetteer.row(reading.place)
    around = company.countries.get(row.alpha_2, 0)
    beside = 0.0
    if name.is_town:
        beside = company.regions.get(row.region, 0) if row.region else around
        if beside and row.region == name.first.region:
            beside -= company.weight(name)
    return (
        name.shape,
        "town" if name.is_town else row.kind,
        reading.before,
        reading.after,
        reading.before_word,
        reading.after_word,
        0 if around < 0.9 else 1 if around < 2 else 2 if around < 5 else 3,
        reading.is_joined,
        0 if beside < 0.4 else 1 if beside < 1.4 else 2,
    )


def features(signs: Signs) -> list[str]:
    """The features of some signs: each sign, and pairs of those that bear on each other."""
    return [feature for part in _parts(signs) for feature in _features(part)]


def _parts(signs: Signs) -> tuple[Part, ...]:
    """The signs that bear on each other, part by part."""
    shape, kind, before, after, left, right, around, joined, beside = signs
    common, person = shape[1:3]
    doubt = f"c{common // 2}p{person // 2}"
    return (
        ("name", kind, shape),
        ("before", before, kind, doubt),
        ("after", after, kind, doubt),
        ("around", around, kind, doubt),
        ("before,after", before, after),
        ("left", left.lower()),
        ("right", right.lower()),
        ("joined", joined, kind, doubt),
        *([("beside", beside, kind, doubt)] if kind == "town" else []),
    )


def _features(part: Part) -> list[str]:
    match part:
        case "name", kind, (_, common, person, size, single, countries):
            return [
                "bias",
                f"kind={kind}",
                f"common={common}",
                f"person={person}",
                f"size={size}",
                f"single={single}",
                f"countries={countries}",
                f"kind,size={kind},{size}",
            ]
        case "around", around, kind, doubt:
            return [
                f"around={around}",
                f"around,kind={around},{kind}",
                f"doubt,around={doubt},{around}",
            ]
        case side, sign, kind, doubt:
            return [
                f"{side}={sign}",
                f"{side},kind={sign},{kind}",
                f"{side},doubt={sign},{doubt}",
            ]
        case name, *values:
            return [f"{name}={','.join(map(str, values))}"]
        case _:
            raise AssertionError(part)


@cache
def load_confidence() -> Confidence:
    """The shipped weights."""
    return Confidence(
        {row["feature"]: float(row["weight"]) for row in read_table("tagging_weights.tsv")}
    )
