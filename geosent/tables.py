"""Reading the shipped tables: tab-separated, one header line, comments after '#'."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files


def read_text(name: str) -> str:
    """The content of a file in geosent/data."""
    return files("geosent").joinpath("data", name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """The bytes of a file in geosent/data."""
    return files("geosent").joinpath("data", name).read_bytes()


def read_lines(name: str) -> Iterator[str]:
    """Each line of a table, its header first; comment lines are passed over."""
    for line in read_text(name).split("\n"):
        if line and line[0] != "#":
            yield line


def read_rows(name: str) -> Iterator[list[str]]:
    """The cells of each line of a table, its header first."""
    for line in read_lines(name):
        yield line.split("\t")


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Each line of a table as a dict by its header; cells missing at the end are empty.

    >>> next(read_table("countries.tsv"))["alpha_2"]
    'AD'
    """
    rows = read_rows(name)
    header = next(rows)
    for cells in rows:
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        yield dict(zip(header, cells, strict=True))


def delimiter_of(header: str) -> str:
    """What separates the cells of a table, by its first line.

    Spreadsheets write a semicolon where the comma is for decimals, and tabs on demand.

    >>> delimiter_of("name;country"), delimiter_of("text")
    (';', ',')
    """
    return max(",;\t", key=header.count)


@contextmanager
def keeping_all() -> Iterator[None]:
    """Load what is never freed, without looking for garbage in it.

    The tables are hundreds of thousands of objects. Once they are loaded they are moved to the
    oldest generation, or the first texts would pay for a look at each of them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
            gc.collect(1)
