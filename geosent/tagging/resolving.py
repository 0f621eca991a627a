"""Which place a name means: by its container, by the company it keeps, by what is best known.

Believes that a text names places near each other, that one name has one meaning in one text unless
the text says otherwise ("London, Ontario"), and that with no sign at all the larger place is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import acos, exp, log1p

from geosent.gazetteer import Gazetteer, Row, Vector
from geosent.tagging.names import Name, Scores

# How much company counts, in powers of ten of people: a place 250 km from another that the text
# names is as likely as one 10 ** (_NEAR / e) times its size that is near none. Fitted to the names
# of the development corpora that two or more countries share, and rounded.
_SAME_COUNTRY = 1.2
_SAME_REGION = 2.5
_SHARE_OF_COMPANY = 2.0
_NEAR = 3.0
_NEAR_KM = 250.0
#: Lists are of things alike.
_IN_A_LIST = 3.0
#: The same sentence says more than the rest of the text: "Argentina … in Rosario".
_SAME_SENTENCE = 3.0
#: A place of 300,000 people needs no explanation, and a tenth as large a namesake abroad does,
#: unless nearly all of the text is about the country of that one.
_NEEDS_NO_EXPLANATION = 5.5
_FAR_BEHIND = 1.0
_AT_HOME = 0.8
#: A region itself, or two of its cities.
_NAMED = 1.0
#: Two names or three say more than one does.
_DOUBT = 1.0
#: What weighs less may be a namesake.
_IN_PASSING = 0.3
#: Named so often, a region or a country is what the text is about.
_MAIN_AREA = 1.0
#: That is what it is about, too, if its names together speak for it; they count as so many.
_HOME = 3.0
#: Countries that write no accents: "San José" is hardly the one in California.
_WITHOUT_ACCENTS = frozenset(["AU", "GB", "NZ", "PH", "US"])
_ACCENT = 2.0
#: How fast the odds grow with the score, from the same fit.
_SHARPNESS = 1.8
#: Kilometres, as in geopy.
EARTH_RADIUS = 6371.009
#: More places than these say nothing new about a text, and cost time.
_COMPANY = 12


class Company:
    """The places that a text names beyond doubt, against which the doubtful ones are held.

    `certain` are names, each with the place that it means in this text for sure; `named` counts
    the names that are likely to mean their first place; `home` is the region or the country that
    all names together speak for.
    """

    __slots__ = (
        "_own",
        "_where",
        "countries",
        "gazetteer",
        "home",
        "inner",
        "main_areas",
        "regions",
        "total",
    )

    def __init__(
        self,
        gazetteer: Gazetteer,
        certain: Iterable[tuple[Name, int]],
        named: Mapping[Name, int],
        home: str = "",
    ) -> None:
        self.gazetteer = gazetteer
        self.home = home
        countries: dict[str, float] = {}
        regions: dict[str, float] = {}
        inner: dict[str, float] = {}
        own: dict[str, float] = {}
        total = 0.0
        where: dict[int, str] = {}

        named_here = [(name, name.candidates[0], n * name.weight) for name, n in named.items()]
        for name, number, weight in (*((n, i, 1.0) for n, i in certain), *named_here):
            if not weight:
                continue
            row = name.first if number == name.candidates[0] else gazetteer.row(number)
            total += weight
            own[name.text] = own.get(name.text, 0.0) + weight
            code, region = row.alpha_2, row.region
            countries[code] = countries.get(code, 0.0) + weight
            if region:
                regions[region] = regions.get(region, 0.0) + weight
                if not row.capital:
                    inner[code] = inner.get(code, 0.0) + weight
            if len(where) < _COMPANY and row.kind != "demonym" and number not in where:
                where[number] = name.text
        if home:
            code = home[:2]
            total += _HOME
            countries[code] = countries.get(code, 0.0) + _HOME
            inner[code] = inner.get(code, 0.0) + _HOME
            if home != code:
                regions[home] = regions.get(home, 0.0) + _HOME
        self.countries = countries
        #: The same without the names that stand for a country as a whole, its capital among them.
        self.inner = inner
        self.regions = regions
        self.total = total
        self._own = own
        self._where = where
        #: The country and the regions that the text is about, if it is at all.
        self.main_areas: dict[str, float] = {
            code: weight
            for code, weight in countries.items()
            if weight >= _MAIN_AREA and (2 * weight >= total or code == home[:2])
        }
        if self.main_areas:
            for region, weight in regions.items():
                if weight >= _MAIN_AREA and region[:2] in self.main_areas:
                    self.main_areas[region] = weight

    def names_more_of(self, name: Name) -> bool:
        """Whether the text names something else of the country that a name first means."""
        return self.countries.get(name.first.alpha_2, 0.0) - self.weight(name) > _IN_PASSING

    def speaks_of(self, country: str) -> bool:
        """Whether the text names a country, or a place in it, at least in passing."""
        return self.countries.get(country, 0.0) > _IN_PASSING

    def is_at_home(self, name: Name) -> bool:
        """Whether the text names something else of a country that the name can mean."""
        around = {row.alpha_2: self.countries.get(row.alpha_2, 0.0) for row in name.rows}
        around[name.first.alpha_2] -= self.weight(name)
        return max(around.values()) > _IN_PASSING

    def weight(self, name: Name) -> float:
        """How much the name itself adds: it is no company for itself."""
        return self._own.get(name.text, 0.0)

    def places(self, name: Name) -> list[Vector]:
        """Where the others are."""
        point, text = self.gazetteer.point, name.text
        return [point(number) for number, other in self._where.items() if other != text]


def scored(
    name: Name,
    company: Company,
    listed: tuple[str, str] | None,
    beside: Mapping[str, float],
    is_accented: bool = False,
) -> tuple[Scores, float]:
    """The candidates with how well each fits prior and company, the best first; and how sure the
    country of the best is, given that the name is a place at all.

    Company chooses the country, and the region of a town; whether the country itself, a region or a
    city is meant is left to the prior: "Djibouti" is not the city because another city is near.
    `listed` is the kind and the country of what stands in a list with the name: "Georgia, Turkey
    and Chad" are three countries, "Georgia, Alabama and Florida" three states of one. `beside` is
    how much its sentences name of each country; `is_accented` whether the text writes the name
    with accents.
    """
    added = company.weight(name)
    total = company.total - added
    places = company.places(name)
    first = name.first
    share = _SHARE_OF_COMPANY / (total + _DOUBT)
    near = _NEAR * total / (total + _DOUBT)
    countries, regions, point = company.countries, company.regions, company.gazetteer.point
    highest = name.ranked[0][1]
    is_known = highest >= _NEEDS_NO_EXPLANATION and first.kind in ("region", "city")
    least = highest - _FAR_BEHIND if is_known else 0.0
    values: list[tuple[float, int, int]] = []
    for i, (number, prior) in enumerate(name.ranked):
        value = prior
        row = name.rows[i]
        if listed is not None and are_alike(row, *listed):
            value += _IN_A_LIST
        code, region = row.alpha_2, row.region
        if is_accented and code in _WITHOUT_ACCENTS and row.name.isascii():
            value -= _ACCENT
        is_far_behind = prior < least and code != first.alpha_2
        is_namesake = is_far_behind and (
            first.alpha_2 in beside
            # A text that all its names put in a country, and in no region of it, is about that one.
            or (code != company.home and countries.get(code, 0.0) < _AT_HOME * total)
        )
        if code in beside and not is_far_behind:
            value += _SAME_SENTENCE * log1p(beside[code])
        if total > 0:
            if not is_namesake and code in countries:
                own = countries[code] - added if first.alpha_2 == code else countries[code]
                if is_known and first.alpha_2 != code:
                    # What the White House says of Vienna does not make it the one in Virginia.
                    own = company.inner.get(code, 0.0)
                if own > 0:
                    value += _SAME_COUNTRY * log1p(own) + share * own
            # One city of a region is not enough for a namesake: "Toronto fell; in London …"
            is_near = region in regions and (
                not is_namesake or regions[region] >= _NAMED or 2 * countries[code] >= total
            )
            if is_near:
                around = regions[region] - added if first.region == region else regions[region]
                if around > 0:
                    value += _SAME_REGION * log1p(around)
            if places and is_point(row) and (is_near or not is_namesake):
                value += near * exp(-nearest(point(number), places) / _NEAR_KM)
        values.append((value, -i, number))
    values.sort(reverse=True)
    best = name.rows[-values[0][1]]
    inside_country = everywhere = 0.0
    # A region and the city that it is called after are one alternative, not two.
    around_cities = {row.region for row in name.rows if row.kind == "city"}
    for value, i, _ in values:
        if name.rows[-i].kind == "region" and name.rows[-i].region in around_cities:
            continue
        weight = exp((value - values[0][0]) * _SHARPNESS)
        everywhere += weight
        if name.rows[-i].alpha_2 == best.alpha_2:
            inside_country += weight
    scores = [(number, value) for value, _, number in values]
    likeliest = next(i for i, row in enumerate(name.rows) if row.alpha_2 == best.alpha_2)
    if name.rows[likeliest].kind != best.kind:
        scores.sort(key=lambda pair: pair[0] != name.candidates[likeliest])
    return tuple(scores), inside_country / everywhere


def are_alike(row: Row, kind: str, code: str) -> bool:
    """Whether a place may stand in a list with a country, or with a region of a country."""
    return row.kind == kind and (kind == "country" or row.alpha_2 == code)


def is_point(row: Row) -> bool:
    """Whether a place has coordinates that say more than those of its country do."""
    if row.kind == "region":
        return row.id != row.alpha_2
    return row.kind == "city" and row.id.isdigit()


def nearest(here: Vector, points: list[Vector]) -> float:
    """The great-circle distance to the nearest of some points, in km.

    It is what geopy.distance.great_circle gives, to the metre, without importing geopy's two
    hundred modules for it in the middle of a text.
    """
    x, y, z = here
    cosine = max([x * a + y * b + z * c for a, b, c in points])
    return EARTH_RADIUS * acos(cosine) if cosine < 1 else 0.0


def inside(name: Name, around: Row) -> int:
    """The candidate that lies in a region or a country; -1 if none does."""
    for number, row in zip(name.candidates, name.rows, strict=True):
        if row.kind in ("country", "demonym", "institution"):
            continue
        if around.kind == "region":
            if row.region == around.id and row.kind != "region":
                return number
        elif row.alpha_2 == around.alpha_2:
            return number
    return -1
