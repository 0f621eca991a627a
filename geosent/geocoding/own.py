"""Reading a user's own gazetteer from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import cast, get_args

from geosent.countries import country
from geosent.errors import InputError, UnknownCountryError
from geosent.gazetteer import Place
from geosent.geocoding.places import OWN
from geosent.model import MentionKind
from geosent.tables import delimiter_of

# A place called a country, or a demonym, would be the whole country that it is in.
_KINDS = tuple(kind for kind in get_args(MentionKind) if kind not in ("country", "demonym"))

_REQUIRED = ("name", "country")
_OPTIONAL = ("latitude", "longitude", "kind", "population", "alternates", "region")


def read_places(path: str | PathLike[str]) -> list[tuple[str, Place]]:
    """Each name in a file of places with its place; a place has as many as its row gives names.

    Raises `InputError`, naming the line, for what cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error}); save it as UTF-8") from error
    return list(_places(str(path), text))


def _places(path: str, text: str) -> Iterator[tuple[str, Place]]:
    first = text.split("\n", 1)[0]
    # Strict: a quotation mark that is never closed would make one cell of all that follows.
    lines = io.StringIO(text, newline="")
    reader = csv.DictReader(lines, delimiter=delimiter_of(first), strict=True)
    try:
        yield from _rows(path, reader)
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num + 1}: not CSV ({error})") from error


def _rows(path: str, reader: csv.DictReader[str]) -> Iterator[tuple[str, Place]]:
    header = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in _REQUIRED if name not in header]
    if missing:
        raise InputError(
            f"{path}: no column {' or '.join(map(repr, missing))}; its first line must name them: "
            f"{', '.join(_REQUIRED)}, and if known {', '.join(_OPTIONAL)}"
        )
    double = [name for name in (*_REQUIRED, *_OPTIONAL) if header.count(name) > 1]
    if double:
        raise InputError(
            f"{path}: more than one column {' and '.join(map(repr, double))}; leave one of them"
        )
    reader.fieldnames = header
    for cells in reader:
        row = {key: (value or "").strip() for key, value in cells.items() if isinstance(key, str)}
        if "".join(cells.get(None) or ()).strip():
            raise InputError(
                f"{path}, line {reader.line_num}: more cells than the first line names columns; "
                "name each column there, and put a cell that holds a separator in quotes"
            )
        if not any(row.values()):
            continue
        try:
            place = _place(row, f"{OWN}{reader.line_num}")
        except (ValueError, UnknownCountryError) as error:
            raise InputError(f"{path}, line {reader.line_num}: {error}") from error
        for name in (place.name, *row.get("alternates", "").split("|")):
            if name.strip():
                yield name.strip(), place


def _place(row: dict[str, str], key: str) -> Place:
    if not row["name"]:
        raise ValueError("the name is empty")
    known = country(row["country"])
    kind = row.get("kind") or "custom"
    if kind not in _KINDS:
        raise ValueError(f"{kind!r} is no kind; use one of {', '.join(_KINDS)}")
    latitude, longitude = row.get("latitude", ""), row.get("longitude", "")
    if bool(latitude) != bool(longitude):
        raise ValueError("latitude and longitude come together or not at all")
    region = row.get("region", "").upper()
    if region and not region.startswith(f"{known.alpha_2}-"):
        raise ValueError(
            f"{row['region']!r} is no region of {known.name}: "
            f"use an ISO 3166-2 code, which begins with {known.alpha_2}-, or leave it empty"
        )
    return Place(
        id=key,
        name=row["name"],
        kind=cast(MentionKind, kind),
        alpha_2=known.alpha_2,
        latitude=_degrees("latitude", latitude, 90) if latitude else known.latitude,
        longitude=_degrees("longitude", longitude, 180) if longitude else known.longitude,
        population=_people(row.get("population") or "0"),
        region=region,
        capital=False,
    )


def _degrees(column: str, text: str, limit: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} {text!r} is no number of degrees, as 30.5 is one") from None
    if not -limit <= value <= limit:
        raise ValueError(f"{column} {text} is not in -{limit} to {limit} degrees")
    return value


def _people(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"population {text!r} is no number of people, as 12500 is one")
    return int(text)
