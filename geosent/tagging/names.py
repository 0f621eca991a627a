"""What is known of a name before any text: its possible places, and how likely it is none."""

from __future__ import annotations

import math
from collections.abc import Mapping

from geosent.gazetteer import Gazetteer
from geosent.model import MentionKind
from geosent.tagging.words import Words

#: How much likelier a kind is than a city of the same population, in powers of ten of people.
_KIND_PRIOR: Mapping[str, float] = {
    "country": 3.0,
    "demonym": 3.0,
    "institution": 9.0,
    "region": 0.6,
    "city": 0.0,
}
_CAPITAL_PRIOR = 1.0


class Name:
    """One name of the gazetteer, with all that a reading of it needs, computed once."""

    __slots__ = (
        "candidates",
        "code",
        "common",
        "given",
        "is_abbreviation",
        "is_single_word",
        "kind",
        "person",
        "priors",
        "shape",
        "text",
    )

    def __init__(
        self,
        text: str,
        numbers: list[int],
        gazetteer: Gazetteer,
        words: Words,
        kind: MentionKind | None = None,
    ) -> None:
        ranked = sorted(((-prior(gazetteer, number), number) for number in numbers))
        self.text = text
        self.candidates = [number for _, number in ranked]  #: the likeliest first
        self.priors = [-value for value, _ in ranked]
        codes = {gazetteer.row(number).alpha_2 for number in numbers}
        self.code = codes.pop() if len(codes) == 1 else ""  #: where all candidates agree
        likely = gazetteer.row(self.candidates[0]).kind if ranked else "city"
        self.kind: MentionKind = kind or likely
        self.is_single_word = " " not in text and "-" not in text
        self.common = words.common.get(text, 0)
        self.given = words.given.get(text, 0)
        self.person = max(words.person.get(text, 0), self.given if self.kind != "country" else 0)
        #: "Ala.", "Pa.": only after a comma; "N.C." and "Calif." are clear by themselves.
        self.is_abbreviation = text.count(".") == 1 and text[-1:] == "." and len(text) < 6
        population = gazetteer.row(self.candidates[0]).population if ranked else 0
        #: What the confidence depends on, of the name alone.
        self.shape = (
            self.kind,
            min(self.common, 9),
            min(self.person, 9),
            len(str(population)),
            self.is_single_word,
            min(3, len(codes) + 1),
        )


def prior(gazetteer: Gazetteer, number: int) -> float:
    """How likely a place is meant when nothing else is known, in powers of ten of people."""
    row = gazetteer.row(number)
    return (
        _KIND_PRIOR[row.kind]
        + math.log10(row.population + 10)
        + (_CAPITAL_PRIOR if row.capital else 0.0)
    )
