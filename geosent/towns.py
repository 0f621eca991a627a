"""Places too small for the gazetteer: names with a country and a region, and no coordinates.

There are four times as many of them as cities, and most share their name with a person, a word or a
larger place, so they are only looked up where a text puts a place ("in Chiefland"). The table is
sorted by bytes, and searched as it stands in its file: of a line in every few, the first bytes are
known, and what lies between two of them is searched for the name. Nothing else is parsed.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from geosent.tables import read_bytes

#: So many bytes of the table are searched for a name.
_BLOCK = 1000
#: No name is longer, in bytes.
_LONGEST = 100
#: What stands after the first word of a name.
_AFTER_WORD = (b"\t", b" ", b"-")
_COUNTRY_CODE = 2  #: letters; a region's has more
#: Signs in place of a region.
_LOCAL = ("+", "-")


class Town(NamedTuple):
    """A town of 500 or 1,000 to 15,000 people; `region` is an ISO 3166-2 code or empty.

    Instead of it a sign says that only a text about the country means the place: "+" a village or a
    suburb, "-" an area whose name is that of better known places, or a word: the county of Clare,
    the states of Rivers and Delta.
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
    >>> load_towns().begins("Chiefland", "US-FL"), load_towns().begins("Chiefland", "US-GA")
    (True, False)
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        start = table.index(b"\n") + 1  # the header is no town, and comments are none
        while table.startswith(b"#", start):
            start = table.index(b"\n", start) + 1
        #: Where each block of lines begins, the end of the table, and the first line of each block.
        self._starts: list[int] = []
        while 0 < start < len(table):
            self._starts.append(start)
            start = table.find(b"\n", start + _BLOCK) + 1
        self._keys = [table[start : start + _LONGEST] for start in self._starts]
        self._starts.append(len(table))

    def begins(self, word: str, area: str = "") -> bool:
        """Whether a word is the name of a town, or the first word of one, in an area if one is
        given: a region or a country. Of a village no region is known; it may be in any."""
        key = word.encode("utf-8", "replace")
        around = f"\t{area[:2]}\t"
        places = [around] if len(area) == _COUNTRY_CODE else [f"{around}{area}\t"]
        places += [f"{around}{sign}\t" for sign in _LOCAL]
        inside = [place.encode() for place in places] if area else [b""]
        for sign in _AFTER_WORD:
            start = self._find(key + sign)
            while start >= 0 and self._table.startswith(key + sign, start):
                end = self._table.find(b"\n", start)
                if any(self._table.find(place, start, end) >= 0 for place in inside):
                    return True
                start = end + 1
        return False

    def called(self, name: str) -> list[Town]:
        """The towns of a name."""
        key = name.encode("utf-8", "replace") + b"\t"
        start = self._find(key)
        found = []
        while start >= 0 and self._table.startswith(key, start):
            end = self._table.find(b"\n", start)
            cells = self._table[start:end].decode().split("\t")
            found.append(Town(cells[0], cells[1], cells[2], int(cells[3])))
            start = end + 1
        return found

    def _find(self, key: bytes) -> int:
        """Where the first line stands that begins with a key; -1 if none does."""
        block = bisect_left(self._keys, key)
        end = self._starts[block] + len(key)  # it may be the first line of the next block
        found = self._table.find(b"\n" + key, self._starts[max(0, block - 1)] - 1, end)
        return found + 1 if found >= 0 else -1


@cache
def load_towns() -> Towns:
    """The shipped towns."""
    return Towns(read_bytes("towns.tsv"))
