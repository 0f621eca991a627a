"""All names, ready for matching, with what is known of each: loaded once and never changed."""

from __future__ import annotations

from functools import cache, cached_property

from geosent.gazetteer import Gazetteer, load_gazetteer
from geosent.tagging.confidence import Confidence, load_confidence
from geosent.tagging.matching import Matcher
from geosent.tagging.names import Name
from geosent.tagging.words import Words, load_words

#: Abbreviations that are no English word when written small.
_SMALL_ABBREVIATIONS = frozenset("DPRK DRC UAE UK USA U.A.E. U.K. U.S. U.S.A.".split())
#: Lower-case text names well-known places; smaller ones are mostly other words there.
_WELL_KNOWN = 300_000


class Lexicon:
    """The shipped names."""

    def __init__(self) -> None:
        self.gazetteer: Gazetteer = load_gazetteer()
        self.words: Words = load_words()
        self.confidence: Confidence = load_confidence()
        self.matcher = Matcher(self.gazetteer.names)
        self._names: list[Name | None] = [None] * len(self.matcher.names)
        self.acronyms = frozenset(
            name
            for name in self.gazetteer.names
            if len(name) < 6 and name.isupper() and name.isalpha()
        )

    def name(self, number: int) -> Name:
        """What is known of the name with a number of the matcher."""
        name = self._names[number]
        if name is None:
            text = self.matcher.names[number]
            name = Name(text, self.gazetteer.names[text], self.gazetteer, self.words)
            self._names[number] = name
        return name

    @cached_property
    def small(self) -> tuple[Matcher, list[Name]]:
        """Names that are tagged in lower case too, and a matcher over them in lower case."""
        chosen: dict[str, Name] = {}
        for number, text in enumerate(self.matcher.names):
            if text.lower() != text and self._is_known_when_small(text):
                chosen.setdefault(text.lower(), self.name(number))
        return Matcher(chosen), list(chosen.values())

    def _is_known_when_small(self, text: str) -> bool:
        numbers = self.gazetteer.names[text]
        if not numbers:
            return True  # "south china sea" is no country in lower case either
        if self.words.common.get(text, 0) >= 8:
            return False
        if text.replace(".", "").isupper():
            return text in _SMALL_ABBREVIATIONS
        rows = [self.gazetteer.row(number) for number in numbers]
        if any(row.kind in ("country", "demonym", "institution") for row in rows):
            return True
        if text in self.words.common or self.words.person.get(text) or self.words.given.get(text):
            return False
        return any(row.population >= _WELL_KNOWN for row in rows)


@cache
def load_lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon()
