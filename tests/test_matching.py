"""Finding names: the fast search against a slow one that is plain to read, and its neighbours."""

from __future__ import annotations

from importlib.resources import files

import pytest
from geopy.distance import great_circle
from hypothesis import example, given
from hypothesis import strategies as st

from geosent.gazetteer import unit_vector
from geosent.tagging.matching import Matcher, view_of
from geosent.tagging.resolving import nearest
from geosent.tagging.slots import Slots, name_before
from geosent.towns import Town, Towns, TownWords, load_town_words, load_towns

# Names that are the beginning of others, share a key ("U.S", "U-S"), end or begin with a sign,
# or are not written in Latin letters.
NAMES = [
    "Guinea",
    "Guinea-Bissau",
    "New Guinea",
    "Papua New Guinea",
    "Sino-",
    "U.S",
    "U.S.",
    "U-S",
    "'Ajman",
    "Gəncə",
    "Москва",
]
KNOWN = {name: name for name in NAMES}
MATCHER = Matcher(NAMES, KNOWN.get)

texts = st.lists(
    st.sampled_from([*NAMES, " ", " ", "-", ".", "'", "—", "x", "Papua", "Bissau", "Д", "é", "1"]),
    max_size=12,
).map("".join)


def slowly(text: str) -> list[tuple[str, int, int]]:
    """The longest name at each position from the left, on word boundaries."""
    found = []
    position = 1
    while position < len(text):
        ends = [
            (position + len(name), name)
            for name in NAMES
            if text.startswith(name, position)
            and not text[position - 1].isalnum()
            and (name[-1] == "-" or not text[position + len(name)].isalnum())
        ]
        if not ends:
            position += 1
            continue
        end, name = max(ends)
        found.append((name, position, end - (name[-1] == "-")))
        position = end
    return found


def no_acronym(_: str) -> bool:
    return False


@given(texts)
@example("U.S.U.S. 'Ajman")
@example("Papua New Guinea-Bissau")
@example("Sino-Guinea—Москва, Gəncə")
@example("xGuinea New Guinea")
def test_names_are_found_as_by_a_slow_search(text: str) -> None:
    view = view_of(text, no_acronym)
    if view.text == f" {text} ":  # otherwise it is not the same text
        fast = [match for match in MATCHER.matches(view) if match[0] not in SAME_KEY]
        slow = [match for match in slowly(view.text) if match[0] not in SAME_KEY]
        assert fast == slow


#: Of names with one key the first is looked for; the others are found where it does not stand, or
#: not at all where only a sign before them tells them apart.
SAME_KEY = {"U-S", "U.S", "'Ajman"}


def test_a_slot_is_a_capital_after_a_preposition_and_a_blank() -> None:
    slots = Slots(["eastern Congo"], {"eastern Congo": "CD"}.get)
    view = view_of("He went in-Depth to Goma in eastern Congo, from Paris.", no_acronym)
    starts, ends, found = slots.search(view)
    assert [view.text[start:].split()[0] for start in starts] == ["Goma", "Paris."]
    assert ends == []
    assert [(code, view.text[start:end]) for code, start, end in found] == [("CD", "eastern Congo")]


def test_a_slot_is_also_before_who_sits_for_a_place_and_before_what_it_is() -> None:
    slots = Slots(["eastern Congo"], {"eastern Congo": "CD"}.get)
    view = view_of("Lugari MP Nabwera left Ludden village in Kent, 3 MPs and villages.", no_acronym)
    starts, ends, _ = slots.search(view)
    assert [view.text[:end].split()[-1] for end in ends] == ["Lugari", "Ludden"]
    assert [view.text[start:].split()[0] for start in starts] == ["Kent,"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the mayor of Glen Carbon", "Glen Carbon"),
        ('said "St. Marys', "St. Marys"),  # the quote ends it
        ("King of East Glen Carbon", "East Glen Carbon"),
        ("at Mt.", ""),  # an abbreviation is not the end of a name
        ("nowhere at all", ""),
        ("", ""),
    ],
)
def test_name_before(text: str, name: str) -> None:
    assert name_before(text, len(text)) == name


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(degrees, st.lists(degrees, min_size=1, max_size=4))
def test_distances_are_those_of_geopy(
    here: tuple[float, float], others: list[tuple[float, float]]
) -> None:
    expected = min(great_circle(here, other).km for other in others)
    points = [unit_vector(*other) for other in others]
    assert nearest(unit_vector(*here), points) == pytest.approx(expected, abs=0.001)


# --- towns ------------------------------------------------------------------------------------

TABLE = files("geosent").joinpath("data", "towns.tsv").read_bytes()
LINES = [line.split("\t") for line in TABLE.decode().split("\n")[1:] if line and line[0] != "#"]


@pytest.mark.parametrize("row", [*LINES[::1500], LINES[0], LINES[-1]], ids=lambda row: row[0])
def test_every_town_is_found_in_the_file(row: list[str]) -> None:
    assert Town(row[0], row[1], row[2], int(row[3])) in load_towns().called(row[0])
    first = row[0].split(" ")[0].split("-")[0]
    assert load_towns().begins(first)
    region = row[1] if row[2] in ("+", "-") else row[2]  # of a village no region is known
    assert first in load_town_words().of(row[1]) & load_town_words().of(region or row[1])


def test_what_is_no_town() -> None:
    towns = Towns(
        b"name\talpha_2\tregion\tpopulation\n# a comment\nAb's Head\tGB\t\t2000\n"
        b"Ab-sur-Mer\tFR\t\t1000\nAbc\tFR\tFR-ARA\t1200\n"
    )
    assert towns.called("Abc") == [Town("Abc", "FR", "FR-ARA", 1200)]
    assert [towns.called(name) for name in ("Ab", "name", "# a comment", "Z", "")] == [[]] * 5
    assert [towns.begins(word) for word in ("Ab", "Abc", "Ab's")] == [True] * 3
    assert [towns.begins(word) for word in ("A", "Abcd", "name", "#")] == [False] * 4


def test_where_towns_begin_with_a_word() -> None:
    words = TownWords({"CA": "Old", "CA+": "Tiny", "CA-ON": "Glen New", "US-OH": "Ada"})
    assert words.of("CA-ON") == {"Glen", "New", "Tiny"}  # a village may lie in any region
    assert words.of("CA-QC") == {"Tiny"}
    assert words.of("CA") == {"Glen", "New", "Old", "Tiny"}
    assert words.of("FR") == frozenset()
