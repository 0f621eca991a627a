"""What is known of a name before any text: its possible places, and how likely it is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

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
#: A city that holds a tenth of its region's people is what its name means: Valencia, not Quebec.
_MAIN_CITY = 10
#: A place a hundred times as large as its namesakes abroad is evidence like one without any.
_CLEAR_LEAD = 2.0
#: Cities of this size are named without explanation.
_WELL_KNOWN = 100_000
_FAMOUS = 500_000


class Name:
    """One name of the gazetteer, with all that a reading of it needs, computed once."""

    __slots__ = (
        "candidates",
        "code",
        "common",
        "given",
        "is_abbreviation",
        "is_settled",
        "is_single_word",
        "is_town",
        "is_undoubted",
        "kind",
        "lead",
        "person",
        "priors",
        "ranked",
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
    ) -> None:
        ranked = sorted(((-value, number) for value, number in _priors(numbers, gazetteer)))
        self.text = text
        self.candidates = [number for _, number in ranked]  #: the likeliest first
        self.priors = [-value for value, _ in ranked]
        codes = {gazetteer.row(number).alpha_2 for number in numbers}
        self.code = codes.pop() if len(codes) == 1 else ""  #: where all candidates agree
        self.ranked = tuple(zip(self.candidates, self.priors, strict=True))
        #: How far the likeliest place is ahead of the first in another country.
        self.lead = next(
            (
                self.priors[0] - value
                for value, number in zip(self.priors, self.candidates, strict=True)
                if gazetteer.row(number).alpha_2 != gazetteer.row(self.candidates[0]).alpha_2
            ),
            math.inf,
        )
        likely = gazetteer.row(self.candidates[0]).kind if ranked else "city"
        self.kind: MentionKind = kind or likely
        self.is_single_word = " " not in text and "-" not in text
        self.is_town = is_town
        self.common = words.common.get(text, 0)
        self.given = words.given.get(text, 0)
        self.person = max(words.person.get(text, 0), self.given if self.kind != "country" else 0)
        #: "Ala.", "Pa.": only after a comma; "N.C." and "Calif." are clear by themselves.
        self.is_abbreviation = text.count(".") == 1 and text[-1:] == "." and len(text) < 6
        population = gazetteer.row(self.candidates[0]).population if ranked else 0
        best = gazetteer.row(self.candidates[0]) if ranked else None
        #: Neither a word nor a person to speak of, and known to everybody.
        self.is_undoubted = (
            best is not None
            and self.common == 0
            and self.person <= 1
            and not is_town
            and not self.is_abbreviation
            and (best.kind != "city" or best.capital or best.population >= _WELL_KNOWN)
        )
        #: One country whatever the text says. A smaller city may be a town elsewhere as well.
        self.is_settled = self.is_undoubted and bool(self.code) and _is_famous(best)
        #: How much the name says, by itself, about where its text is set.
        self.weight = self._weight()
        #: What the confidence depends on, of the name alone.
        self.shape = (
            "town" if is_town else self.kind,
            min(self.common, 9),
            min(self.person, 9),
            len(str(population)),
            self.is_single_word,
            min(3, len(codes) + 1),
        )

    def _weight(self) -> float:
        if self.code:
            doubt = self.common + self.person + (9 if self.is_abbreviation else 0)
            sure = 0.5 if self.kind == "city" else 1.0
            return sure if doubt < 2 else 0.4 * sure if doubt < 5 else 0.1
        if self.lead >= _CLEAR_LEAD and self.is_undoubted:
            return 0.5
        return 0.15 if self.lead >= 1 else 0.0


def _is_famous(row: Row | None) -> bool:
    return row is not None and (row.kind != "city" or row.capital or row.population >= _FAMOUS)


def _priors(numbers: Sequence[int], gazetteer: Gazetteer) -> Iterator[tuple[float, int]]:
    """The priors of places of one name; a city that its region is called after goes before it."""
    rows = [(gazetteer.row(number), number) for number in numbers]
    for row, number in rows:
        value = prior(gazetteer, number)
        if row.kind == "region":
            for city, other in rows:
                if (
                    city.kind == "city"
                    and city.alpha_2 == row.alpha_2
                    and (city.capital or city.population * _MAIN_CITY >= row.population)
                ):
                    value = min(value, prior(gazetteer, other) - 0.01)
        yield value, number


def prior(gazetteer: Gazetteer, number: int) -> float:
    """How likely a place is meant when nothing else is known, in powers of ten of people."""
    row = gazetteer.row(number)
    return (
        _KIND_PRIOR[row.kind]
        + math.log10(row.population + 10)
        + (_CAPITAL_PRIOR if row.capital else 0.0)
    )
