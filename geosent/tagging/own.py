"""The caller's own names, which win over all that is shipped; one without a country is no place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geosent.gazetteer import fold
from geosent.model import Country
from geosent.tagging.completing import Match, merged
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.matching import Matcher, View, view_of
from geosent.tagging.names import Name

_CAPITALS = re.compile(r"[A-Z]{2,}")


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
            text = view_of(given, lambda _: True).text.strip()  # as it will stand in a view
            numbers = [] if country is None else lexicon.gazetteer.names[fold(country.name)][:1]
            self._names[text] = Name(text, numbers, lexicon.gazetteer, lexicon.words, kind="custom")
        self._matcher = Matcher(self._names, self._names.get)
        self._acronyms = {word for text in self._names for word in _CAPITALS.findall(text)}
        self._small: Matcher[Name] | None = None
        if when_small:
            common = lexicon.words.common
            small = {text.lower(): name for text, name in self._names.items() if text not in common}
            self._small = Matcher(small, small.get)

    def is_acronym(self, word: str) -> bool:
        """Whether a word stays in capitals wherever it stands."""
        return word in self._acronyms or self._lexicon.is_acronym(word)

    def matches(self, view: View) -> list[Match]:
        """Where the names stand in a text."""
        found = self._matcher.matches(view)
        if self._small is not None:
            found = merged(found, self._small.matches(view.lower()))
        return found

    def over(self, found: list[Match], view: View) -> list[Match]:
        """Matches with the own names over them, also where a shipped name is only half written,
        "North and South Korea", or has lost its apostrophe."""
        own = self._names
        renamed = [(own.get(name.text, name), start, end) for name, start, end in found]
        return merged(self.matches(view), renamed, longest=True)
