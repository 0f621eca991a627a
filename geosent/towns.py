"""Places too small for the gazetteer: names with a country and a region, and no coordinates.

There are several times as many of them as cities, and most share their name with a person, a word
or a larger place, so they are only looked up where a text puts a place ("in Chiefland"). The table
is sorted by bytes, and its lines are searched as they stand in the file; a line is parsed when its
town is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from geosent.tables import read_bytes, read_table

#: After the first word of a name stands a tab, a blank or this; nearly all else sorts behind it.
_LAST_AFTER_WORD = ord("-")
#: Signs in place of a region.
_LOCAL = ("+", "-")


class Town(NamedTuple):
    """A town, most often of 500 to 15,000 people; `population` is 0 where it is not known.

    `region` is an ISO 3166-2 code or empty. Instead of it a sign says that only a text about the
    country means the place: "+" a village or a suburb, "-" an area whose name is that of better
    known places, or a word: the county of Clare, the states of Rivers and Delta.
    """

    name: str
    alpha_2: str
    region: str
    population: int

    @property
    def is_area(self) -> bool:
        """Whether it is a district, a county or a state."""
        return self.region == "-"

    @property
    def is_local(self) -> bool:
        """Whether only a text about its country means it."""
        return self.region in _LOCAL

    @property
    def around(self) -> str:
        """The code of what a text must be about that means it: its region, or its country."""
        return self.alpha_2 if not self.region or self.is_local else self.region


class Towns:
    """Towns by name, without accents.

    >>> [town.region for town in load_towns().called("Chiefland")]
    ['US-FL']
    >>> load_towns().begins("Glen"), load_towns().begins("Chiefl")
    (True, False)
    """

    def __init__(self, table: bytes) -> None:
        start = table.index(b"\n") + 1  # the header is no town, and comments are none
        while table.startswith(b"#", start):
            start = table.index(b"\n", start) + 1
        self._lines = table[start:].rstrip().split(b"\n")

    def begins(self, word: str) -> bool:
        """Whether a word is the name of a town, or the first word of one."""
        key = word.encode("utf-8", "replace")
        firsts = (key + b"\t", key + b" ", key + b"-")
        lines = self._lines
        for number in range(bisect_left(lines, firsts[0]), len(lines)):
            line = lines[number]
            if line.startswith(firsts):
                return True
            if not line.startswith(key) or line[len(key)] > _LAST_AFTER_WORD:
                return False
        return False

    def called(self, name: str) -> list[Town]:
        """The towns of a name."""
        key = name.encode("utf-8", "replace") + b"\t"
        lines = self._lines
        found = []
        for number in range(bisect_left(lines, key), len(lines)):
            line = lines[number]
            if not line.startswith(key):
                break
            name, alpha_2, region, people = line.decode().split("\t")
            found.append(Town(name, alpha_2, region, int(people)))
        return found


class TownWords:
    """With which words the names of an area's towns begin; an area is a region or a country.

    >>> "Glen" in load_town_words().of("US-IL"), "Chiefland" in load_town_words().of("US-IL")
    (True, False)
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words  #: by area, with blanks between them
        self._known: dict[str, frozenset[str]] = {}

    def of(self, area: str) -> frozenset[str]:
        """The first words of names, those of villages included, which may lie in any region."""
        known = self._known.get(area)
        if known is None:
            country = area[:2]
            parts = [area, f"{country}+"]
            if area == country:
                parts = [part for part in self._words if part.startswith(country)]
            words = " ".join(self._words.get(part, "") for part in parts)
            known = self._known[area] = frozenset(words.split())
        return known


@cache
def load_towns() -> Towns:
    """The shipped towns."""
    return Towns(read_bytes("towns.tsv"))


@cache
def load_town_words() -> TownWords:
    """The shipped first words."""
    return TownWords({row["area"]: row["words"] for row in read_table("town_words.tsv")})
