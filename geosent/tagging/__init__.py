"""Tagging: the places that a text mentions, each with its country.

A name is found first (matching), then looked at with the words beside it (readings), then settled:
by a rule where language is clear ("President Lincoln" is a person, "London, Ontario" is in Canada),
otherwise by a small model over the same signs (confidence). Which of several places of one name is
meant is a question of its own (resolving).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from geosent.countries import all_countries
from geosent.gazetteer import Place
from geosent.model import DEFAULT_MIN_CONFIDENCE, Country, Mention
from geosent.tagging.completing import Match, completed, merged, spans_of
from geosent.tagging.hometowns import home, with_towns_of
from geosent.tagging.lexicon import load_lexicon
from geosent.tagging.marking import (
    mark_accents,
    mark_capitals,
    mark_headlines,
    mark_speakers,
    mend_line_breaks,
)
from geosent.tagging.matching import View, view_of
from geosent.tagging.own import OwnNames
from geosent.tagging.readings import Reading, Signs
from geosent.tagging.settling import settle
from geosent.tagging.unknown import Span, apart, placed, unknown_names

if TYPE_CHECKING:
    from geopy.location import Location

__all__ = ["Candidate", "Explanation", "Tagger"]

#: Gives a place its location, or what will give it when it is wanted.
Locate = Callable[[Place], "Location | Callable[[], Location]"]

#: A name that is mostly a word is no place beside the next one: "Hurricane Florence".
_MOSTLY_A_WORD = 9
#: Before the plural of a name; before one that lost its apostrophe stands no article.
_SEVERAL = frozenset("Two both many other these those three two".split())
#: These do so only before what there are several of: "the Koreas", and not "foes of Irans ally".
_THE = frozenset(["The", "the"])
_DOUBLES = frozenset(
    "Carolina China Congo Dakota Germany Guinea Ireland Korea Sudan Vietnam Virginia Yemen".split()
)


@frozen
class Candidate:
    """A place that a name can mean; `score` is in powers of ten of people, the context included."""

    place: Place
    score: float


@frozen
class Explanation:
    """Why a name was tagged, or was not."""

    start: int
    end: int
    text: str
    tagged: bool
    country: str  #: alpha-2 code; empty when it was taken for no place
    confidence: float
    reason: str
    before: str  #: the class of what stands before the name
    after: str  #: the class of what stands after it
    candidates: tuple[Candidate, ...]  #: the best first


@frozen
class Judged:
    """A name as the model of confidence sees it."""

    start: int
    end: int
    country: str
    kind: str
    signs: Signs


class Tagger:
    """The default tagger.

    >>> from geosent.geocoding import OfflineGeocoder
    >>> locate = OfflineGeocoder().location_of
    >>> [m.country.alpha_2 for m in Tagger().tag("He flew from London, Ontario to Paris.", locate)]
    ['CA', 'CA', 'FR']

    `min_confidence` and `case_sensitive` are those of `Analyzer`; so are `names`, each with its
    `Country` or None.
    """

    def __init__(
        self,
        names: Mapping[str, Country | None] | None = None,
        min_confidence: float = DEFAULT_MIN_CONFIDENCE,
        *,
        case_sensitive: bool = True,
    ) -> None:
        self._lexicon = load_lexicon()
        self._min_confidence = min_confidence
        self._case_sensitive = case_sensitive
        self._own: OwnNames | None = None
        self._is_acronym = self._lexicon.is_acronym
        if names:
            self._own = OwnNames(names, self._lexicon, when_small=not case_sensitive)
            self._is_acronym = self._own.is_acronym
        self._countries = all_countries()

    def tag(self, text: str, locate: Locate) -> list[Mention]:
        """The mentions in a text, in order; `locate` gives a place its location."""
        view, readings = self._read(text)
        place_of, countries = self._lexicon.gazetteer.place, self._countries
        least, is_even = self._min_confidence, view.is_even
        mentions: list[Mention] = []
        for r in readings:
            if r.place < 0 or r.confidence < least:
                continue
            place = place_of(r.place)
            if is_even:
                start, end = r.start - 1, r.end - 1
            else:
                start, end = view.original(r.start), view.original(r.end)
            mentions.append(
                Mention(
                    start,
                    end,
                    text[start:end],
                    countries[place.alpha_2],
                    r.kind or place.kind,
                    locate(place),
                    r.confidence,
                )
            )
        return mentions

    def unknown(self, text: str) -> list[tuple[int, int]]:
        """Where names stand that no table holds, in places of a text that want a place.

        >>> text = "Shells fell in Zarlabad near Damascus."
        >>> [text[start:end] for start, end in Tagger().unknown(text)]
        ['Zarlabad']
        """
        view, readings = self._read(text)
        found = unknown_names(view.text, readings, self._lexicon.words)
        if self._own is not None:
            found = apart(found, spans_of(self._own.matches(view)))
        return [(view.original(start), view.original(end)) for start, end in found]

    def explain(self, text: str) -> list[Explanation]:
        """Every name considered, with its candidates and what decided."""
        view, readings = self._read(text)
        gazetteer = self._lexicon.gazetteer
        found = self._left_out(view, text)
        for r in readings:
            start, end = view.original(r.start), view.original(r.end)
            scored = r.scores or r.name.ranked
            ranked = sorted(scored, key=lambda pair: -pair[1])
            found.append(
                Explanation(
                    start,
                    end,
                    text[start:end],
                    r.place >= 0 and r.confidence >= self._min_confidence,
                    gazetteer.row(r.place).alpha_2 if r.place >= 0 else "",
                    r.confidence,
                    r.reason,
                    r.before,
                    r.after,
                    tuple(Candidate(gazetteer.place(n), round(score, 2)) for n, score in ranked),
                )
            )
        found.sort(key=lambda explained: explained.start)
        return found

    def _left_out(self, view: View, text: str) -> list[Explanation]:
        """The names that are known to stand for no country, or for no single one."""
        found: list[Explanation] = []
        for name, start, end in self._matches(view, []):
            if not name.candidates:
                own = name.kind == "custom"
                reason = "your own name, of no country" if own else "known to be of no one country"
                start, end = view.original(start), view.original(end)
                found.append(
                    Explanation(start, end, text[start:end], False, "", 0.0, reason, "", "", ())
                )
        return found

    def judged(self, text: str) -> list[Judged]:
        """The names that the model of confidence had to judge; for training it."""
        view, readings = self._read(text)
        row = self._lexicon.gazetteer.row
        return [
            Judged(
                view.original(r.start),
                view.original(r.end),
                row(r.place).alpha_2,
                row(r.place).kind,
                r.signs,
            )
            for r in readings
            if r.signs
        ]

    def _read(self, text: str) -> tuple[View, list[Reading]]:
        view = view_of(text, self._is_acronym, self._lexicon.as_written)
        unknown: list[Span] = []
        matches = self._matches(view, unknown)
        readings = self._readings(view.text, matches)
        if readings:
            at_home = home(readings, self._lexicon)
            if at_home:
                more = with_towns_of(at_home, view, matches, self._lexicon)
                if more is not matches:
                    matches = more
                    readings = self._readings(view.text, matches)
            if view.has_capitals:
                mark_capitals(readings, view, text)
            mark_headlines(readings, view, text)
            if not text.isascii() or "&" in text:
                mark_accents(readings, view, text)
            if "\n" in text:
                mend_line_breaks(readings, view, text)
                mark_speakers(readings, view, text)
            settle(readings, view.text, self._lexicon, at_home)
        if unknown:
            unknown = apart(unknown, spans_of(matches))
            readings += placed(view.text, unknown, readings, self._lexicon)
            readings.sort(key=lambda r: r.start)
        return view, readings

    def _readings(self, text: str, matches: list[Match]) -> list[Reading]:
        """The names found, with what stands around them."""
        look_before, look_after = self._lexicon.around.look_before, self._lexicon.around.look_after
        readings: list[Reading] = []
        previous_end = -1
        last: Reading | None = None
        for name, start, end in matches:
            if last is not None:
                look_after(last, text, start)
                last = None
            if not name.candidates:
                previous_end = -1
                continue
            is_bare = end - start > len(name.text)  # a possessive without its apostrophe
            last = Reading(name, start, end - 1 if is_bare else end)
            readings.append(last)
            look_before(last, text, previous_end)
            if is_bare and _are_several(last, text[end]):
                last.reason = "several of the name"
            previous_end = end if name.common < _MOSTLY_A_WORD else -1
        if last is not None:
            look_after(last, text, -1)
        return readings

    def _matches(self, view: View, unknown: list[Span]) -> list[Match]:
        """Every name found, in order; `unknown` gets where names stand that no table has."""
        found = self._lexicon.matcher.matches(view)
        starts, stops, small = self._lexicon.slots.search(view)
        if small:
            found = merged(small, found, longest=True)
        if not self._case_sensitive:
            found = merged(found, self._lexicon.small.matches(view.lower()))
        if self._own is None:
            return completed(view, found, starts, stops, self._lexicon, unknown)
        own = self._own.matches(view)
        found = self._own.over(found, own)
        found = completed(view, found, starts, stops, self._lexicon, unknown)
        return self._own.over(found, own)


def _are_several(r: Reading, sign: str) -> bool:
    """Whether a plural is one, "the Koreas", "the Washingtons, who", and not a possessive without
    its apostrophe."""
    if r.before_word in _THE and sign == " ":
        return r.name.text in _DOUBLES
    return r.before_word in _THE or r.before_word in _SEVERAL
