"""The shipped places and their names: what a name could mean, before any text is looked at.

Loaded once, in a few hundred milliseconds, so the tables are kept as plain rows; a `Place` is made
from its row when somebody asks for it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import NamedTuple

from attrs import frozen

from geosent.model import MentionKind
from geosent.tables import keeping_all, read_lines, read_rows, read_table
from geosent.towns import Town

#: In the code of what has none of ISO 3166-2.
_OWN = "-x-"


@frozen(cache_hash=True)
class Place:
    """One entry of the gazetteer. Coordinates are degrees; population is 0 where unknown.

    `id` is the alpha-2 code of a country, the ISO 3166-2 code of a region and the GeoNames id of a
    city. A town or a county is called by its name behind the code of what is around it ("US-TX
    Dallas County"), an institution by its name, and a demonym, or a part of a country, has the code
    of the country in its id. `region` is the ISO 3166-2 code of the region around a city.
    """

    id: str
    name: str
    kind: MentionKind
    alpha_2: str
    latitude: float
    longitude: float
    population: int
    region: str
    capital: bool

    @property
    def source(self) -> str:
        """Where the entry comes from."""
        is_coded = self.kind == "region" and " " not in self.id and _OWN not in self.id
        is_of_geonames = self.id.isdigit() or self.kind == "country" or is_coded
        return "GeoNames" if is_of_geonames else "geosent"


class Row(NamedTuple):
    """A place as it stands in the tables: coordinates are parsed when they are needed."""

    id: str
    name: str
    kind: MentionKind
    alpha_2: str
    latitude: str
    longitude: str
    population: int
    region: str
    capital: bool
    known: bool = False  #: a city better known than its size tells: Venice, Srebrenica


def _city(line: str) -> Row:
    """The row of a line of cities.tsv."""
    key, name, code, latitude, longitude, people, region, rank, _ = line.split("\t")
    capital, known = rank == "1", rank == "2"
    return Row(key, name, "city", code, latitude, longitude, int(people), region, capital, known)


#: A point on the unit sphere.
Vector = tuple[float, float, float]


def unit_vector(latitude: float, longitude: float) -> Vector:
    """A point on the Earth, in degrees, as seen from the middle of it.

    >>> unit_vector(0.0, 0.0)
    (1.0, 0.0, 0.0)
    """
    north, east = math.radians(latitude), math.radians(longitude)
    around = math.cos(north)
    return around * math.cos(east), around * math.sin(east), math.sin(north)


class Gazetteer:
    """Names, and for each the places that it can mean, in the order of the tables.

    >>> gazetteer = load_gazetteer()
    >>> [(p.name, p.alpha_2) for p in gazetteer.places("Aleppo")]
    [('Aleppo', 'SY'), ('Aleppo', 'SY')]

    A name that is known to mean no single country ("South China Sea") has no places.
    """

    def __init__(
        self,
        rows: list[Row | str],
        names: dict[str, tuple[int, ...]],
        postal: dict[str, tuple[int, ...]],
    ) -> None:
        self._rows = dict(enumerate(rows))  # a city is its line until it is asked for
        self._places: dict[int, Place] = {}
        self._points: dict[int, Vector] = {}
        #: Countries, regions and counties; a country before the other names it has.
        self._areas: dict[str, int] = {}
        self._area_numbers: list[int] = []
        for number, row in enumerate(rows):
            if not isinstance(row, str) and row.kind in ("country", "region"):
                self._areas.setdefault(row.id, number)
                self._area_numbers.append(number)
        self._towns: dict[Town, int] = {}
        self._free = count(len(rows))
        self.names: Mapping[str, tuple[int, ...]] = names  #: folded name -> numbers of places
        self.postal: Mapping[str, tuple[int, ...]] = postal  #: postal code -> numbers of regions

    def place(self, number: int) -> Place:
        """The place of a number."""
        place = self._places.get(number)
        if place is None:
            row = self.row(number)
            place = self._places[number] = Place(
                row.id,
                row.name,
                row.kind,
                row.alpha_2,
                float(row.latitude),
                float(row.longitude),
                row.population,
                row.region,
                row.capital,
            )
        return place

    def point(self, number: int) -> Vector:
        """Where a place is, as a unit vector from the middle of the Earth."""
        point = self._points.get(number)
        if point is None:
            row = self.row(number)
            point = unit_vector(float(row.latitude), float(row.longitude))
            self._points[number] = point
        return point

    def places(self, name: str) -> list[Place]:
        """The places that a name can mean, whatever its accents."""
        return [self.place(number) for number in self.names.get(fold(name), ())]

    def town(self, town: Town) -> int:
        """The number of a town, which is at the point of its region or country."""
        number = self._towns.get(town)
        if number is None:
            around = self.row(self.area(town.alpha_2, town.region))
            region = "" if town.is_local else town.region
            # Threads may read texts side by side: no two may get one number.
            number = next(self._free)
            self._rows[number] = around._replace(
                id=f"{region or town.alpha_2} {town.name}",
                name=town.name,
                kind="region" if town.is_area else "city",
                population=town.population,
                region=region,
                capital=False,
            )
            number = self._towns.setdefault(town, number)
        return number

    def numbers(self) -> Sequence[int]:
        """The numbers of all places."""
        return list(self._rows)

    def areas(self) -> Sequence[int]:
        """The numbers of countries, regions and counties."""
        return self._area_numbers

    def area(self, alpha_2: str, region: str = "") -> int:
        """The number of a country; of its region if that is known."""
        return self._areas.get(region, self._areas[alpha_2])

    def row(self, number: int) -> Row:
        """The raw row of a place: cheap to read, coordinates as text."""
        row = self._rows[number]
        if isinstance(row, str):
            row = self._rows[number] = _city(row)
        return row


@cache
def load_gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    with keeping_all():
        return _Loader().load()


class _Loader:
    def __init__(self) -> None:
        self.rows: list[Row | str] = []
        self.names: dict[str, tuple[int, ...]] = {}
        self.postal: dict[str, tuple[int, ...]] = {}
        self.countries: dict[str, Row] = {}
        self.numbers: dict[str, int] = {}

    def load(self) -> Gazetteer:
        self._countries()
        self._demonyms()
        self._regions()
        self._cities()
        self._counties()
        self._institutions()
        self._other_names()
        self._phrases()
        return Gazetteer(self.rows, self.names, self.postal)

    def _place(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def _row(self, number: int) -> Row:
        row = self.rows[number]
        return _city(row) if isinstance(row, str) else row

    def _name(self, name: str, number: int) -> None:
        if not name.isascii():
            name = fold(name)
        numbers = self.names.get(name)
        if numbers is None:
            self.names[name] = (number,)
        elif number not in numbers:
            self.names[name] = (*numbers, number)

    def _countries(self) -> None:
        for cells in read_table("countries.tsv"):
            code = cells["alpha_2"]
            row = Row(
                code,
                cells["name"],
                "country",
                code,
                cells["latitude"],
                cells["longitude"],
                int(cells["population"] or 0),
                "",
                False,
            )
            self.countries[code] = row
            number = self.numbers[code] = self._place(row)
            for name in {cells["name"], _bare(cells["official_name"])}:
                self._name(name, number)

    def _like_country(
        self, code: str, kind: MentionKind, name: str, point: Sequence[str] = ()
    ) -> int:
        """What is as well known as its country, at that one's point if it has none of its own."""
        row = self.countries[code]._replace(kind=kind, name=name)
        if point:
            latitude, longitude = point
            row = row._replace(id=f"{code}{_OWN}{name}", latitude=latitude, longitude=longitude)
        return self._place(row)

    def _demonyms(self) -> None:
        for cells in read_table("demonyms.tsv"):
            number = self._like_country(
                cells["alpha_2"], "demonym", cells["adjective"].split("|")[0]
            )
            for column in ("adjective", "person", "people"):
                for name in filter(None, cells[column].split("|")):
                    self._name(name, number)

    def _regions(self) -> None:
        rows = read_rows("regions.tsv")
        next(rows)
        for code, alpha_2, name, latitude, longitude, people, postal, alternates in rows:
            country = self.countries[alpha_2]
            number = self._place(
                Row(
                    code,
                    name,
                    "region",
                    alpha_2,
                    latitude or country.latitude,
                    longitude or country.longitude,
                    int(people or 0),
                    code,
                    False,
                )
            )
            self._name(_bare(name), number)
            if alternates:
                for alternate in alternates.split("|"):
                    self._name(_bare(alternate), number)
            if postal:
                self.postal[postal] = (*self.postal.get(postal, ()), number)

    def _cities(self) -> None:
        """Cities are most of the gazetteer: their lines are parsed when somebody asks for one."""
        rows, names = self.rows, self.names
        lines = read_lines("cities.tsv")
        next(lines)
        number = len(rows)
        for line in lines:
            _, name, more = line.split("\t", 2)
            rows.append(line)
            if not name.isascii():
                name = fold(name)
            if name in names:
                names[name] += (number,)
            else:
                names[name] = (number,)
            alternates = more[more.rfind("\t") + 1 :]
            if alternates:
                for alternate in alternates.split("|"):
                    self._name(alternate, number)
            number += 1

    def _counties(self) -> None:
        states = {
            row.id: row
            for row in self.rows
            if not isinstance(row, str) and row.kind == "region" and row.alpha_2 == "US"
        }
        for cells in read_table("counties.tsv"):
            name = cells["name"]
            bare = name.removesuffix(" County")
            # "Cook county", as British papers write it, but not "Kent county cricket".
            is_small = bare != name and not self._is_county_abroad(bare)
            for code in cells["regions"].split("|"):
                number = self._place(
                    states[code]._replace(id=f"{code} {name}", name=name, population=0)
                )
                self._name(name, number)
                if is_small:
                    self._name(f"{bare} county", number)

    def _is_county_abroad(self, name: str) -> bool:
        """Whether Britain or Ireland has a county of a name: Kent, County Clare."""
        rows = map(self._row, self.names.get(name, ()))
        return f"County {name}" in self.names or any(
            row.kind == "region" and row.alpha_2 != "US" for row in rows
        )

    def _institutions(self) -> None:
        for cells in read_table("institutions.tsv"):
            names = cells["name"].split("|")
            number = self._place(
                Row(
                    names[0],
                    names[0],
                    "institution",
                    cells["alpha_2"],
                    cells["latitude"],
                    cells["longitude"],
                    0,
                    "",
                    False,
                )
            )
            for name in names:
                self.names[fold(_bare(name))] = (number,)

    def _other_names(self) -> None:
        demonyms: dict[str, int] = {}
        rows = read_rows("names.tsv")
        next(rows)
        for name, code, kind, _, *point in rows:
            name = fold(name)
            if not code:
                self.names[name] = ()
                continue
            known = self.names.get(name, ())
            if any(self._row(i)[2:4] == (kind, code) for i in known):
                continue
            if kind == "country":
                number = self.numbers[code]
            elif kind == "demonym" and code in demonyms:
                number = demonyms[code]
            else:
                number = self._like_country(code, kind, name, point)  # type: ignore[arg-type]
                if kind == "demonym":
                    demonyms[code] = number
            self._name(name, number)

    def _phrases(self) -> None:
        """Phrases that hold a name and mean something else; they win over any other reading."""
        rows = read_rows("phrases.tsv")
        next(rows)
        for name, code, kind, *_ in rows:
            name = fold(name)
            known = self.names.get(name)
            if not code:
                self.names[name] = ()
            elif known is None or (known and all(self._row(i).alpha_2 != code for i in known)):
                number = self._like_country(code, kind or "country", name)  # type: ignore[arg-type]
                self.names[name] = (number,)


def _bare(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")


def fold(name: str) -> str:
    """`name` without accents and with plain quotes, hyphens and spaces, of the same length.

    >>> fold("São Tomé’s Łódź")
    "Sao Tome's Lodz"
    """
    return name if name.isascii() else name.translate(_FOLDED)


def _folded() -> Iterator[tuple[int, str]]:
    for start, end in ((0xC0, 0x250), (0x1E00, 0x1F00)):
        for point in range(start, end):
            base = unicodedata.normalize("NFD", chr(point))[0]
            if base != chr(point):
                yield point, base
    yield from zip(map(ord, "ØøŁłĐđĦħŦŧıÐð"), "OoLlDdHhTtiDd", strict=True)
    yield from zip(map(ord, "’‘ʼʻ`´ʿʾ′"), "'" * 9, strict=True)
    yield from zip(map(ord, "‐‑"), "--", strict=True)
    yield from zip(map(ord, "\u00a0\u202f\u2009\u2007"), "    ", strict=True)


_FOLDED = dict(_folded())

#: What `fold` does to one character.
FOLDED: Mapping[str, str] = {chr(point): base for point, base in _FOLDED.items()}
