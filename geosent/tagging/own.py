"""The caller's own names, which win over all that is shipped; one without a country is no place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from geosent.gazetteer import fold
from geosent.model import Country
from geosent.tagging.completing import Match, merged
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.matching import Matcher, View, view_of
from geosent.tagging.names import Name

_CAPITALS = re.compile(r"[A-Z]{2,}")
_ARTICLES = ("Al-", "El-")


def form_of(name: str) -> str:
    """A name as it stands in a view, by which it is found; any white space in it is one blank.

    >>> form_of("Hay’at Tahrir al-Shām")
    "Hay'at Tahrir al-Sham"
    """
    return view_of(" ".join(name.split()), lambda _: True).text.strip()


class OwnNames:
    """Names as the caller gave them, each with its country or None.

    With `when_small` they are also found in lower case, but for those that are words.
    """

    def __init__(
        self, names: Mapping[str, Country | None], lexicon: Lexicon, *, when_small: bool
    ) -> None:
        self._lexicon = lexicon
        self._names: dict[str, Name] = {}
        for given, country in names.items():
            text = form_of(given)
            numbers = [] if country is None else lexicon.gazetteer.names[fold(country.name)][:1]
            self._names[text] = Name(text, numbers, lexicon.gazetteer, lexicon.words, kind="custom")
        self._acronyms = {word for text in self._names for word in _CAPITALS.findall(text)}
        for text, name in list(self._names.items()):
            for other in self._otherwise(text):
                self._names.setdefault(other, name)
        self._matcher = Matcher(self._names, self._names.get)
        self._small: Matcher[Name] | None = None
        if when_small:
            small: dict[str, Name] = {}
            for text, name in self._names.items():
                if text not in lexicon.words.common:
                    small.setdefault(text.lower(), name)
            self._small = Matcher(small, small.get)

    def _otherwise(self, text: str) -> Iterator[str]:
        """How else a name is written: at the start of a sentence, in a line of capitals, and with a
        small article, "al-Shabaab"."""
        yield text[0].upper() + text[1:]
        yield view_of(text.upper(), self.is_acronym, self._lexicon.as_written).text.strip()
        if text.startswith(_ARTICLES):
            yield text[0].lower() + text[1:]

    def is_acronym(self, word: str) -> bool:
        """Whether a word stays in capitals wherever it stands."""
        return word in self._acronyms or self._lexicon.is_acronym(word)

    def matches(self, view: View) -> list[Match]:
        """Where the names stand in a text."""
        found = self._matcher.matches(view)
        if self._small is not None:
            found = merged(found, self._small.matches(view.lower()))
        return found

    def over(self, found: list[Match], own: list[Match]) -> list[Match]:
        """Matches with those of the own names over them, also where a shipped name is only half
        written, "North and South Korea", or has lost its apostrophe."""
        names = self._names
        renamed = [(names.get(name.text, name), start, end) for name, start, end in found]
        return merged(own, renamed, longest=True)
