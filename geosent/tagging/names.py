"""What is known of a name before any text: its possible places, and how likely it is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from geosent.gazetteer import Gazetteer, Row
from geosent.model import MentionKind
from geosent.tagging.words import Words

#: How much likelier a kind is than a city of the same population, in powers of ten of people.
_KIND_PRIOR: Mapping[str, float] = {
    "country": 2.0,
    "demonym": 2.0,
    "institution": 9.0,
    "region": 0.6,
    "city": 0.0,
}
_CAPITAL_PRIOR = 0.7
#: A city better known than its size tells is at least as likely as one of half a million people.
_KNOWN_PRIOR = 5.7
#: A city that holds a tenth of its region's people is what its name means: Valencia, not Quebec.
_MAIN_CITY = 10
#: A place a hundred times as large as its namesakes abroad is evidence like one without any.
_CLEAR_LEAD = 2.0
#: Cities of this size are named without explanation.
_WELL_KNOWN = 100_000
#: Places by number, each with its score, the best first.
Scores = tuple[tuple[int, float], ...]
#: What a name means in a text: the place, how sure its country is, and all candidates with scores.
Meaning = tuple[int, float, Scores]
#: Kind; how much the name is a word, and a person, up to 9; digits of the population; whether it is
#: one word; 1 if it is of one country alone, else 3.
Shape = tuple[str, int, int, int, bool, int]
#: What a region is called in any country: "Northern District", "North West Region", "Upper East".
_GENERIC = frozenset(
    "Capital Central Coast Department District Division East Eastern Far Lower National North "
    "Northeast Northeastern Northern Northwest Northwestern Province Region River South Southeast "
    "Southeastern Southern Southwest Southwestern State Upper West Western department district "
    "division province region state".split()
)
#: The first place of a name that has none.
NOWHERE = Row("", "", "city", "", "", "", 0, "", False)


class Name:
    """One name of the gazetteer, with all that a reading of it needs, computed once."""

    __slots__ = (
        "candidates",
        "code",
        "common",
        "first",
        "given",
        "is_abbreviation",
        "is_generic",
        "is_local",
        "is_settled",
        "is_single_word",
        "is_town",
        "is_undoubted",
        "kind",
        "lead",
        "meaning",
        "person",
        "ranked",
        "rows",
        "shape",
        "text",
        "weight",
    )

    def __init__(
        self,
        text: str,
        numbers: Sequence[int],
        gazetteer: Gazetteer,
        words: Words,
        kind: MentionKind | None = None,
        *,
        is_town: bool = False,
        is_local: bool = False,
    ) -> None:
        rows = [gazetteer.row(number) for number in numbers]
        values = [prior(row) for row in rows]
        if len(rows) > 1:
            _put_main_cities_first(rows, values)
            # Not by number: those of towns depend on what was read so far.
            order = sorted(range(len(rows)), key=lambda i: (-values[i], rows[i].id))
            numbers = [numbers[i] for i in order]
            values = [values[i] for i in order]
            rows = [rows[i] for i in order]
        self.text = text
        self.candidates = numbers  #: the likeliest first
        self.ranked: Scores = tuple(zip(numbers, values, strict=True))
        self.rows = rows
        self.first = rows[0] if rows else NOWHERE
        own = self.first.alpha_2
        abroad: list[float] = []
        if len(rows) > 1:
            abroad = [value for row, value in zip(rows, values, strict=True) if row.alpha_2 != own]
        self.code = "" if abroad else own  #: where all candidates agree
        #: How far the likeliest place is ahead of the first in another country.
        self.lead = values[0] - abroad[0] if abroad else math.inf
        self.kind: MentionKind = kind or self.first.kind
        self.is_single_word = " " not in text and "-" not in text
        self.is_town = is_town
        self.is_local = is_local  #: only in a text about its country
        self.common = words.common.get(text, 0)
        self.given = words.given.get(text, 0)
        self.person = max(words.person.get(text, 0), self.given if self.kind != "country" else 0)
        #: "Ala.", "Pa.", "N. C.": only after a comma; "N.C." and "Calif." are clear by themselves.
        self.is_abbreviation = text[-1:] == "." and (
            (text.count(".") == 1 and len(text) < 6)
            or (self.kind == "region" and text[1:3] == ". ")
        )
        #: A region whose name says nothing about its country.
        self.is_generic = self.kind == "region" and _GENERIC.issuperset(
            text.replace("-", " ").split()
        )
        best = self.first
        #: Neither a word nor a person to speak of, and known to everybody.
        self.is_undoubted = (
            bool(self.rows)
            and self.common == 0
            and self.person <= 1
            and not is_town
            and not self.is_abbreviation
            and not self.is_generic
            and (
                best.kind != "city" or best.capital or best.known or best.population >= _WELL_KNOWN
            )
        )
        #: One country whatever the text says.
        self.is_settled = self.is_undoubted and bool(self.code)
        #: What it means in any text, if that is one country at least.
        self.meaning: Meaning | None = None
        if self.code and not is_town:
            self.meaning = numbers[0], 1.0, self.ranked
        #: How much the name says, by itself, about where its text is set.
        self.weight = self._weight()
        #: What the confidence depends on, of the name alone.
        self.shape: Shape = (
            "town" if is_town else self.kind,
            min(self.common, 9),
            min(self.person, 9),
            len(str(best.population)),
            self.is_single_word,
            3 if abroad else 1,
        )

    def _weight(self) -> float:
        if self.is_generic:
            return 0.0
        if self.code:
            doubt = self.common + self.person + (9 if self.is_abbreviation else 0)
            sure = 0.5 if self.kind == "city" else 1.0
            return sure if doubt < 2 else 0.4 * sure if doubt < 5 else 0.1
        if self.lead >= _CLEAR_LEAD and self.is_undoubted:
            return 0.5
        return 0.15 if self.lead >= 1 else 0.0


def _put_main_cities_first(rows: Sequence[Row], values: list[float]) -> None:
    """A city that its region is called after goes before the region."""
    for i, region in enumerate(rows):
        if region.kind == "region":
            for city in rows:
                if (
                    city.kind == "city"
                    and city.alpha_2 == region.alpha_2
                    and (city.capital or city.population * _MAIN_CITY >= region.population)
                ):
                    values[i] = min(values[i], prior(city) - 0.01)


def prior(row: Row) -> float:
    """How likely a place is meant when nothing else is known, in powers of ten of people."""
    value = _KIND_PRIOR[row.kind] + math.log10(row.population + 10)
    if row.known:
        return max(value + _CAPITAL_PRIOR, _KNOWN_PRIOR)
    return value + _CAPITAL_PRIOR if row.capital else value
