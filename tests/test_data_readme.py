"""What is told of the shipped data: sources, licences, and how much there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geosent.tables import read_table

DATA = Path(__file__).resolve().parents[1] / "geosent" / "data"


def test_every_shipped_file_has_its_source_and_licence() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    shipped = {path.name for path in DATA.iterdir()} - {"README.md", "leaflet.LICENSE"}
    assert told == shipped


def test_every_builder_that_is_named_exists() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    builders = set(re.findall(r"`(tools/[^`]+\.py)`", text))
    assert builders
    assert all((DATA.parents[1] / builder).is_file() for builder in builders)


def test_attribution_stands_in_both_readmes() -> None:
    for path in (DATA / "README.md", DATA.parents[1] / "README.md"):
        text = path.read_text(encoding="utf-8")
        assert "GeoNames" in text
        assert "https://creativecommons.org/licenses/by/4.0/" in text


@pytest.mark.parametrize("what", ["regions", "cities", "towns"])
def test_the_documentation_tells_how_many_places_there_are(what: str) -> None:
    there_are = len(list(read_table(f"{what}.tsv")))
    pages = [DATA.parents[1] / "docs" / name for name in ("geocoding.md", "architecture.md")]
    told = [re.findall(rf"([\d,]+) {what}\b", page.read_text(encoding="utf-8")) for page in pages]
    assert told[0]
    for number in told[0] + told[1]:
        assert int(number.replace(",", "")) == pytest.approx(there_are, rel=0.02)
