"""Which place a name means: by its container, by the company it keeps, by what is best known.

Believes that a text names places near each other, that one name has one meaning in one text unless
the text says otherwise ("London, Ontario"), and that with no sign at all the larger place is meant.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from geopy.distance import great_circle

from geosent.gazetteer import Gazetteer
from geosent.tagging.names import Name

_SAME_REGION = 2.0
_SAME_COUNTRY = 1.4
_NEAR = 0.7
_NEAR_KM = 500.0
#: More places than these say nothing new about a text, and cost time.
_COMPANY = 12


class Company:
    """The places that a text names beyond doubt, against which the doubtful ones are held."""

    __slots__ = ("_distance", "_gazetteer", "countries", "places", "regions")

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.countries: Counter[str] = Counter()
        self.regions: Counter[str] = Counter()
        self.places: list[int] = []

    def add(self, number: int, weight: float) -> None:
        """Count one place; `weight` is 1 for a country and less for what may still be doubtful."""
        row = self._gazetteer.row(number)
        self.countries[row.alpha_2] += weight  # type: ignore[assignment]
        if row.region:
            self.regions[row.region] += weight  # type: ignore[assignment]
        if row.kind != "demonym" and len(self.places) < _COMPANY:
            self.places.append(number)

    def support(self, number: int, leave_out: int = -1) -> float:
        """How well a place fits into the company, in powers of ten of people."""
        row = self._gazetteer.row(number)
        value = _SAME_COUNTRY * math.log1p(self.countries.get(row.alpha_2, 0))
        if row.region:
            value += _SAME_REGION * math.log1p(self.regions.get(row.region, 0))
        if row.kind in ("city", "region") and self.places:
            nearest = min(
                (
                    _kilometres(self._gazetteer, number, other)
                    for other in self.places
                    if other != leave_out
                ),
                default=math.inf,
            )
            value += _NEAR * math.exp(-nearest / _NEAR_KM)
        return value


@lru_cache(maxsize=100_000)
def _kilometres(gazetteer: Gazetteer, one: int, other: int) -> float:
    a, b = gazetteer.place(one), gazetteer.place(other)
    distance: float = great_circle((a.latitude, a.longitude), (b.latitude, b.longitude)).km
    return distance


def scored(name: Name, company: Company) -> tuple[tuple[int, float], ...]:
    """The candidates with how well each fits prior and company, the best first."""
    if len(name.candidates) == 1:
        return ((name.candidates[0], name.priors[0]),)
    values = [
        (prior + company.support(number), -i, number)
        for i, (number, prior) in enumerate(zip(name.candidates, name.priors, strict=True))
    ]
    return tuple((number, value) for value, _, number in sorted(values, reverse=True))


def inside(gazetteer: Gazetteer, name: Name, container: int) -> int:
    """The candidate that lies in the container: its region or its country; -1 if none does."""
    around = gazetteer.row(container)
    for number in name.candidates:
        row = gazetteer.row(number)
        if number == container or row.kind in ("country", "demonym", "institution"):
            continue
        if around.kind == "region":
            if row.region == around.id and row.kind != "region":
                return number
        elif row.alpha_2 == around.alpha_2:
            return number
    return -1
