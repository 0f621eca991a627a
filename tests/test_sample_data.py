"""The shipped sample corpus holds what the notebooks and the documentation promise of it."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[1] / "geosent" / "data" / "sample.jsonl"

# Counted by plain search, on purpose: this checks the corpus, not the tagger.
COUNTRY_NAME = re.compile(
    r"\b("
    "Afghanistan|Albania|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bangladesh|Barbados"
    "|Belarus|Belgium|Benin|Bolivia|Botswana|Brazil|Bulgaria|Burkina Faso|Burundi|Cambodia"
    "|Cameroon|Canada|Central African Republic|Chile|China|Colombia|Comoros|Croatia|Cuba|Cyprus"
    "|Denmark|Dominican Republic|Ecuador|Egypt|Eritrea|Estonia|Ethiopia|Fiji|Finland|France|Gabon"
    "|Germany|Ghana|Greece|Greenland|Guatemala|Guyana|Haiti|Honduras|Hungary|Iceland|India"
    "|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Kazakhstan|Kenya|Kyrgyzstan|Laos"
    "|Latvia|Lesotho|Liberia|Libya|Lithuania|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania"
    "|Mauritius|Mexico|Moldova|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal"
    "|Netherlands|New Zealand|Nicaragua|Nigeria|North Macedonia|Norway|Oman|Pakistan|Panama"
    "|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Samoa|Saudi Arabia"
    "|Senegal|Serbia|Sierra Leone|Singapore|Slovakia|Slovenia|South Africa|South Korea|Spain"
    "|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo"
    "|Tonga|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|United Arab Emirates|United States|Uruguay"
    "|Uzbekistan|Vanuatu|Venezuela|Vietnam|Yemen|Zambia|Zimbabwe"
    r")\b"
)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def test_each_row_has_exactly_four_filled_strings(rows: list[Row]) -> None:
    for row in rows:
        assert list(row) == ["id", "date", "title", "text"]
        assert all(
            isinstance(value, str) and value.strip() == value != "" for value in row.values()
        )


def test_there_are_enough_dispatches_in_every_month(rows: list[Row]) -> None:
    months = Counter(row["date"][:7] for row in rows)
    assert len(rows) >= 130
    assert sorted(months) == [f"2025-{month:02}" for month in range(1, 13)]
    assert all(10 <= count <= 12 for count in months.values())


def test_dates_are_valid_and_sorted(rows: list[Row]) -> None:
    dates = [date.fromisoformat(row["date"]) for row in rows]
    assert dates == sorted(dates)


def test_ids_are_unique_and_begin_with_the_date(rows: list[Row]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(re.escape(row["date"]) + r"-[a-z]+(-[a-z]+)*", row["id"])


def test_each_dispatch_is_sixty_to_a_hundred_and_twenty_words(rows: list[Row]) -> None:
    lengths = {row["id"]: len(f"{row['title']} {row['text']}".split()) for row in rows}
    assert {key: n for key, n in lengths.items() if not 60 <= n <= 120} == {}


def test_no_title_and_no_sentence_occurs_twice(rows: list[Row]) -> None:
    assert len({row["title"] for row in rows}) == len(rows)
    sentences = Counter(s for row in rows for s in re.split(r"(?<=[.?!]) ", row["text"]))
    assert [s for s, n in sentences.items() if n > 1] == []


def test_the_corpus_covers_many_countries(rows: list[Row]) -> None:
    text = "\n".join(f"{row['title']}\n{row['text']}" for row in rows)
    found = set(COUNTRY_NAME.findall(text))
    # Far above the 45 that are asked for: a map drawn of the corpus should look like the world.
    assert len(found) >= 120
