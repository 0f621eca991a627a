"""Places too small for the gazetteer: names with a country and a region, and no coordinates.

There are four times as many of them as cities, and most share their name with a person, a word or a
larger place, so they are only looked up where a text puts a place ("in Chiefland"). The table is
kept as sorted bytes and searched by bisection: loading it costs little, and nothing before the
first look-up.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
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

    >>> {town.region for town in load_towns().beginning("Chiefland")["Chiefland"]}
    {'US-FL'}
    """

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._known: dict[str, dict[str, list[Town]]] = {}

    def beginning(self, word: str) -> dict[str, list[Town]]:
        """All towns whose name begins with a word, by full name."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._search(word)
        return found

    def _search(self, word: str) -> dict[str, list[Town]]:
        found: dict[str, list[Town]] = {}
        key = word.encode("utf-8", "replace")
        i = bisect_left(self._lines, key)
        while i < len(self._lines) and self._lines[i].startswith(key):
            if self._lines[i][len(key)] in b"\t -":
                name, alpha_2, region, population = self._lines[i].decode().split("\t")
                found.setdefault(name, []).append(Town(name, alpha_2, region, int(population)))
            i += 1
        return found


@cache
def load_towns() -> Towns:
    """The shipped towns."""
    lines = gzip.decompress(read_bytes("towns.tsv.gz")).split(b"\n")
    first = next(i for i, line in enumerate(lines[1:], 1) if not line.startswith(b"#"))
    return Towns([line for line in lines[first:] if line])
