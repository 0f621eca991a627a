"""Places too small for the gazetteer: names with a country and a region, and no coordinates.

There are four times as many of them as cities, and most share their name with a person, a word or a
larger place, so they are only looked up where a text puts a place ("in Chiefland"). The table is
sorted by bytes, and searched by bisection as it stands in its file: nothing is parsed before the
first look-up, and little after it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geosent.tables import read_bytes


class Town(NamedTuple):
    """A town of 1,000 to 15,000 people; `region` is an ISO 3166-2 code or empty."""

    name: str
    alpha_2: str
    region: str
    population: int


class Towns:
    """Towns by name, without accents.

    >>> [town.region for town in load_towns().called("Chiefland")]
    ['US-FL']
    >>> load_towns().begins("Glen"), load_towns().begins("Chiefl")
    (True, False)
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._first = table.index(b"\n") + 1  # the header is no town, and comments are none
        while table.startswith(b"#", self._first):
            self._first = table.index(b"\n", self._first) + 1

    def begins(self, word: str) -> bool:
        """Whether a word is the name of a town, or the first word of one."""
        key = word.encode("utf-8", "replace")
        # In the order of bytes a tab comes before a blank, a blank before a hyphen.
        for sign in b"\t-":
            start = self._position(key + bytes([sign]))
            end = start + len(key)
            if self._table.startswith(key, start) and self._table[end : end + 1] in _AFTER_WORD:
                return True
        return False

    def called(self, name: str) -> list[Town]:
        """The towns of a name."""
        key = name.encode("utf-8", "replace") + b"\t"
        start = self._position(key)
        found = []
        while self._table.startswith(key, start):
            end = self._table.find(b"\n", start)
            cells = self._table[start:end].decode().split("\t")
            found.append(Town(cells[0], cells[1], cells[2], int(cells[3])))
            start = end + 1
        return found

    def _position(self, key: bytes) -> int:
        """Where the first line begins that does not come before a key."""
        table, low, high = self._table, self._first, len(self._table)
        while low < high:
            start = table.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = table.find(b"\n", start)
            if table[start:end] < key:
                low = end + 1
            else:
                high = start
        return low


_AFTER_WORD = (b"\t", b" ", b"-")


@cache
def load_towns() -> Towns:
    """The shipped towns."""
    return Towns(read_bytes("towns.tsv"))
