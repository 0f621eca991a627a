"""Which place a name means: by its container, by the company it keeps, by what is best known.

Believes that a text names places near each other, that one name has one meaning in one text unless
the text says otherwise ("London, Ontario"), and that with no sign at all the larger place is meant.
"""

from __future__ import annotations

import math

from geosent.gazetteer import Gazetteer, Vector
from geosent.tagging.names import Name

# How much company counts, in powers of ten of people: a place 250 km from another that the text
# names is as likely as one 10 ** (_NEAR / e) times its size that is near none. Fitted to the names
# of the development corpora that two or more countries share, and rounded.
_SAME_COUNTRY = 1.2
_SAME_REGION = 2.5
_SHARE_OF_COMPANY = 2.0
_NEAR = 3.0
_NEAR_KM = 250.0
#: Two names or three say more than one does.
_DOUBT = 1.0
#: Named so often, a region is what the text is about.
_MAIN_REGION = 2.5
#: How fast the odds grow with the score, from the same fit.
_SHARPNESS = 1.8
#: Kilometres, as in geopy.
EARTH_RADIUS = 6371.009
#: More places than these say nothing new about a text, and cost time.
_COMPANY = 12


class Company:
    """The places that a text names beyond doubt, against which the doubtful ones are held."""

    __slots__ = ("_own", "_places", "countries", "gazetteer", "main_regions", "regions", "total")

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.countries: dict[str, float] = {}
        self.regions: dict[str, float] = {}
        self.main_regions: tuple[str, ...] = ()
        self.total = 0.0
        self._own: dict[str, float] = {}
        self._places: dict[int, str] = {}

    def add(self, name: Name, number: int, weight: float) -> None:
        """Count one place; `weight` is 1 for a country and less for what may still be doubtful."""
        row = name.first if number == name.candidates[0] else self.gazetteer.row(number)
        code, region, text = row.alpha_2, row.region, name.text
        self.total += weight
        self.countries[code] = self.countries.get(code, 0.0) + weight
        if region:
            self.regions[region] = self.regions.get(region, 0.0) + weight
        self._own[text] = self._own.get(text, 0.0) + weight
        if len(self._places) < _COMPANY and row.kind != "demonym":
            self._places.setdefault(number, text)

    def close(self) -> None:
        """Everything has been added: find the regions that the text is about, if it is at all."""
        self.main_regions = tuple(
            region
            for region, weight in self.regions.items()
            if weight >= _MAIN_REGION and 2 * self.countries[region[:2]] >= self.total
        )

    def around(self, name: Name) -> list[Vector]:
        """Where the other names of the company are."""
        point = self.gazetteer.point
        return [point(number) for number, text in self._places.items() if text != name.text]

    def support(self, name: Name, number: int, around: list[Vector]) -> float:
        """How well a place fits into the company, in powers of ten of people.

        A name is no company for itself, so what it added is taken away again.
        """
        row = self.gazetteer.row(number)
        first = name.first
        added = self._own.get(name.text, 0.0)
        total = self.total - added
        if total <= 0:
            return 0.0
        own = self.countries.get(row.alpha_2, 0.0)
        if first.alpha_2 == row.alpha_2:
            own -= added
        value = 0.0
        if own > 0:
            value = _SAME_COUNTRY * math.log1p(own) + _SHARE_OF_COMPANY * own / (total + _DOUBT)
        if row.region:
            near = self.regions.get(row.region, 0.0) - (added if first.region == row.region else 0)
            value += _SAME_REGION * math.log1p(max(0.0, near))
        # Towns have no point of their own.
        if around and (row.kind == "region" or (row.kind == "city" and row.id.isdigit())):
            distance = nearest(self.gazetteer.point(number), around)
            value += _NEAR * math.exp(-distance / _NEAR_KM) * total / (total + _DOUBT)
        return value


def nearest(here: Vector, points: list[Vector]) -> float:
    """The great-circle distance to the nearest of some points, in km.

    It is what geopy.distance.great_circle gives, to the metre, without importing geopy's two
    hundred modules for it in the middle of a text.
    """
    x, y, z = here
    cosine = max([x * a + y * b + z * c for a, b, c in points])
    return EARTH_RADIUS * math.acos(min(1.0, cosine))


def scored(name: Name, company: Company) -> tuple[tuple[int, float], ...]:
    """The candidates with how well each fits prior and company, the best first.

    Company chooses the country, and the region of a town; whether the country itself, a region or a
    city is meant is left to the prior: "Djibouti" is not the city because another city is near.
    """
    around = company.around(name)
    values = [
        (prior + company.support(name, number, around), -i, number)
        for i, (number, prior) in enumerate(name.ranked)
    ]
    values.sort(reverse=True)
    row = company.gazetteer.row
    code = row(values[0][2]).alpha_2
    first = next(n for n in name.candidates if row(n).alpha_2 == code)
    if row(first).kind != row(values[0][2]).kind:
        values.sort(key=lambda value: value[2] != first)
    return tuple((number, value) for value, _, number in values)


def certainty(scores: tuple[tuple[int, float], ...], gazetteer: Gazetteer) -> float:
    """The probability of the first candidate's country, given that the name is a place at all."""
    best = gazetteer.row(scores[0][0]).alpha_2
    top = max(score for _, score in scores)
    own = total = 0.0
    for number, score in scores:
        weight = math.exp((score - top) * _SHARPNESS)
        total += weight
        if gazetteer.row(number).alpha_2 == best:
            own += weight
    return own / total


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
