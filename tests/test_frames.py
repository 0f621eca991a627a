"""Profiles as data frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import geosent
from geosent.frames import COLUMNS, rows
from geosent.profiles import Profile

TEXTS = ["Norway won a great prize.", "Norway praised Chad."]


def test_a_row_for_each_country() -> None:
    profile = geosent.analyze(TEXTS)
    found = rows(profile)
    assert [row["alpha_2"] for row in found] == ["NO", "TD"]
    assert all(tuple(row) == COLUMNS for row in found)
    chad, norway = found[1], found[0]
    assert (norway["alpha_3"], norway["country"]) == ("NOR", "Norway")
    assert (norway["mentions"], norway["sentences"], norway["documents"]) == (2, 2, 2)
    assert (norway["sentiment_low"], norway["sentiment_high"]) == profile["NO"].sentiment.ci95
    assert (chad["sentiment_low"], chad["sentiment_high"]) == (None, None)


def test_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = geosent.analyze(TEXTS).to_frame()
    assert frame.index.name == "alpha_2"
    assert list(frame.columns) == list(COLUMNS[1:])
    assert frame.loc["NO", "sentences"] == 2
    assert pandas.isna(frame.loc["TD", "sentiment_low"])
    assert str(frame["mentions"].dtype) == "int64"
    assert str(frame["toward"].dtype) == "float64"


def test_a_csv_is_read_back_with_namibia(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = geosent.analyze([*TEXTS, "Namibia won."]).to_frame()
    frame.to_csv(tmp_path / "countries.csv")
    # As the README tells; without this, the code of Namibia is missing.
    options = {"keep_default_na": False, "na_values": [""]}
    read = pandas.read_csv(tmp_path / "countries.csv", index_col="alpha_2", **options)
    pandas.testing.assert_frame_equal(read, frame)


def test_an_empty_frame_has_the_same_columns() -> None:
    pytest.importorskip("pandas")
    frame = Profile().to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == list(COLUMNS[1:])
    assert frame.dtypes.equals(geosent.analyze(TEXTS).to_frame().dtypes)


def test_a_frame_needs_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(geosent.MissingExtraError, match=r"geosent\[frames\]"):
        Profile().to_frame()
