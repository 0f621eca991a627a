"""Tagging: the places that a text mentions, each with its country.

A name is found first (matching), then looked at with the words beside it (readings), then settled:
by a rule where language is clear ("President Lincoln" is a person, "London, Ontario" is in Canada),
otherwise by a small model over the same signs (confidence). Which of several places of one name is
meant is a question of its own (resolving).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from geosent.countries import all_countries
from geosent.gazetteer import Place, fold
from geosent.model import DEFAULT_MIN_CONFIDENCE, Country, Mention
from geosent.tagging.lexicon import Lexicon, load_lexicon
from geosent.tagging.matching import Matcher, View, view_of
from geosent.tagging.names import Name
from geosent.tagging.readings import Reading, Signs, word_end
from geosent.tagging.settling import is_unmistakable, settle
from geosent.tagging.slots import may_go_on, name_at, name_before, next_in_list
from geosent.tagging.unknown import unknown_names

if TYPE_CHECKING:
    from geopy.location import Location

__all__ = ["Candidate", "Explanation", "Tagger"]

#: Gives a place its location, or what will give it when it is wanted.
Locate = Callable[[Place], "Location | Callable[[], Location]"]

Match = tuple[Name, int, int]

#: A headline has from four words on, and not more characters than this.
_SHORTEST_HEADLINE = 4
_LONGEST_HEADLINE = 150
#: What has a capital in headlines alone, or stands between capitals there alone.
_IN_HEADLINES = frozenset(
    "About After Against Ahead Amid Are As At Be Before But By During From Has Have His How In "
    "Into Is Its Near Not Off On Out Over Says Than That Their To Under Until Up Was While Who "
    "Will With Without after against ahead amid as from into near over to under with".split()
)
#: Classes of what follows a name that a headline makes of any word.
_CAPITAL_AFTER = frozenset(["capital", "capitals", "street_suffix"])
#: So many letters in capitals, in a line that has other letters too, are no town's.
_LONGEST_ACRONYM = 5
#: Words in a line of capitals that elsewhere tell of a company: a Norwegian one.
_WORDS_NOT_FIRMS = frozenset(["AS"])
#: The code of a country after a name; a text has two of them at least if it has any.
_CODE = re.compile(r" \(([A-Z]{3})\)")
_FEWEST_CODES = 2
#: The state of a member of Congress: "(D-OR)", ", R-KY,".
_PARTY = re.compile(r"(?:\(|, )[DRI]-([A-Z]{2})\b")
#: What stands before the name of an older town: "East Hanover" is not in Hanover.
_COMPASS = (" East ", " New ", " North ", " South ", " West ")
_COUNTIES = " counties"
#: Between the names before it.
_JOINING = (", and ", " and ", ", ")
_OPPOSITE = {"East": "West", "North": "South", "South": "North", "West": "East"}
#: What stands between the places of a list.
_GOES_ON = (", ", " and ")
#: A name that is mostly a word is no place beside the next one: "Hurricane Florence".
_MOSTLY_A_WORD = 9
#: Before the plural of a name; before one that lost its apostrophe stands no article.
_SEVERAL = frozenset("The Two both many of other the these those three two".split())
#: More towns than these are found faster all at once; a long text may name thousands.
_SEARCHED_ONE_BY_ONE = 30


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

    `names`, `min_confidence` and `case_sensitive` are those of `Analyzer`.
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
        self._own = _own_names(names or {}, self._lexicon) if names else None
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
        return [(view.original(start), view.original(end)) for start, end in found]

    def explain(self, text: str) -> list[Explanation]:
        """Every name considered, with its candidates and what decided."""
        view, readings = self._read(text)
        gazetteer = self._lexicon.gazetteer
        found: list[Explanation] = []
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
        view = view_of(text, self._lexicon.is_acronym, self._lexicon.as_written)
        readings = self._readings(view)
        if readings:
            if view.has_capitals:
                _mark_capitals(readings, view, text)
            _mark_headlines(readings, view, text)
            if "\n" in text:
                _mend_line_breaks(readings, view, text)
            settle(readings, view.text, self._lexicon)
        return view, readings

    def _readings(self, view: View) -> list[Reading]:
        """Every name found, with what stands around it."""
        text = view.text
        look_before, look_after = self._lexicon.around.look_before, self._lexicon.around.look_after
        readings: list[Reading] = []
        previous_end = -1
        last: Reading | None = None
        for name, start, end in self._matches(view):
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
            if is_bare and last.before_word in _SEVERAL:
                last.reason = "several of the name"  # "the Koreas", not "Koreas exports"
            previous_end = end if name.common < _MOSTLY_A_WORD else -1
        if last is not None:
            look_after(last, text, -1)
        return readings

    def _matches(self, view: View) -> list[Match]:
        found = self._lexicon.matcher.matches(view)
        starts, stops, small = self._lexicon.slots.search(view)
        if small:
            found = _merged(small, found, longest=True)
        if not self._case_sensitive:
            found = _merged(found, self._lexicon.small.matches(view.lower()))
        if self._own is not None:
            found = _merged(self._own.matches(view), found, longest=True)
        return self._completed(view, found, starts, stops)

    def _completed(
        self, view: View, found: list[Match], starts: list[int], stops: list[int]
    ) -> list[Match]:
        """The matches, with what is a name only beside others: a postal code, half of a name, and
        towns, which stand where a text puts a place and are then known in all of it."""
        text = view.text
        towns: dict[str, Name] = {}
        if starts:
            ends = {start: end for _, start, end in found}
            for start in starts:
                while start >= 0:  # "from Malin, Alford and Tulelake"
                    end = ends.get(start, -1)
                    if end < 0 or may_go_on(text, end):
                        # "Kirkland Lake", where Kirkland is known
                        name = self._town_at(text, start)
                        if name is not None and start + len(name.text) > end:
                            towns[name.text] = name
                            end = ends[start] = start + len(name.text)
                    start = next_in_list(text, end) if end >= 0 else -1
        counties: list[Match] = []
        for stop in stops:  # "Lugari MP Nabii Nabwera", "Ludden village"
            if text.startswith(_COUNTIES, stop):
                counties += self._counties(text, stop)
            words = name_before(text, stop).rpartition(". ")[2]
            if words and self._lexicon.begins_town(words.partition(" ")[0]):
                name = self._lexicon.town(words)
                if name is not None:
                    towns[name.text] = name
        more: list[Match] = []
        previous_end = -1
        for name, start, end in found:
            before = text[start - 2]  # most names have neither of these before them
            if before == "," and name.kind == "region" and text[start - 1] == " ":
                # A name that was found there leaves no room for a town.
                words = name_before(text, start - 2) if previous_end < start - 2 else ""
                town = self._lexicon.longest_town(words)
                if town is not None:
                    towns[town.text] = town
            elif before == "d" and text.endswith(" and ", 0, start):
                more += self._other_half(name, text, start - 5)
            elif before in "htw" and text.endswith(_COMPASS, 0, start) and name.candidates:
                half = text[text.rfind(" ", 0, start - 1) + 1 : end]
                town = self._lexicon.town(half)
                if town is not None:
                    towns[town.text] = town
            if name.kind == "city" and text.startswith(_GOES_ON, end):
                town = self._next_town(name, text, end)
                if town is not None:
                    towns[town.text] = town
            if text[end] == "," and text[end + 2 : end + 4].isupper():
                more += self._postal_code(name, text, end + 2)
            previous_end = end
        if "R-" in text or "D-" in text:
            more += self._states_of_congress(text)
        more += self._sport_codes(text)
        if towns:
            found = _merged(_everywhere(towns, view), found, longest=True)
        if counties:
            found = _merged(counties, found, longest=True)
        return _merged(found, more) if more else found

    def _other_half(self, name: Name, text: str, end: int) -> list[Match]:
        """The place of which only half the name is given: "North and South Korea"."""
        half, _, whole = name.text.partition(" ")
        other = _OPPOSITE.get(half)
        if other is None or not text.endswith(f" {other}", 0, end):
            return []
        known = self._lexicon.name(f"{other} {whole}")
        return [(known, end - len(other), end)] if known is not None else []

    def _postal_code(self, name: Name, text: str, start: int) -> list[Match]:
        """The postal code of a region after a place in it: "Paris, TX"."""
        for end in (start + 3, start + 2):
            for region in self._lexicon.postal.get(text[start:end], ()):
                is_word = not text[end].isalnum()
                if is_word and self._lexicon.inside(name, region.first) >= 0:
                    return [(region, start, end)]
        return []

    def _states_of_congress(self, text: str) -> list[Match]:
        """The postal codes of states after the party of a member of Congress: "(D-OR)"."""
        found: list[Match] = []
        for match in _PARTY.finditer(text):
            for state in self._lexicon.postal.get(match[1], ()):
                if state.first.alpha_2 == "US":
                    found.append((state, *match.span(1)))
        return found

    def _counties(self, text: str, end: int) -> list[Match]:
        """The names before a plural that is said of all of them: "Waukesha and Dane counties"."""
        found: list[Match] = []
        while True:
            words = name_before(text, end).rpartition(". ")[2]
            start = end - len(words)
            county = self._county(words)
            if county is None:
                break
            found.append((county, start, end))
            sign = next((sign for sign in _JOINING if text.endswith(sign, 0, start)), None)
            if sign is None:
                break
            end = start - len(sign)
        return found[::-1]

    def _county(self, words: str) -> Name | None:
        if not words:
            return None
        return self._lexicon.name(f"{words} County") or self._lexicon.name(f"County {words}")

    def _sport_codes(self, text: str) -> list[Match]:
        """The codes of countries in a list of results: "Bolt (JAM) beat Gatlin (USA)".

        One alone may stand for anything, a party or a word that was just explained.
        """
        if text.count(" (") < _FEWEST_CODES:
            return []
        brackets = [match for match in _CODE.finditer(text) if text[match.start() - 1].isalnum()]
        if len({match[1] for match in brackets}) < _FEWEST_CODES:
            return []
        codes = self._lexicon.sport_codes
        found = [(codes[m[1]], *m.span(1)) for m in brackets if m[1] in codes]
        return found if len({name.text for name, _, _ in found}) >= _FEWEST_CODES else []

    def _town_at(self, text: str, start: int) -> Name | None:
        # A text ends with a blank, and before each start there is one.
        if not self._lexicon.begins_town(text[start : text.find(" ", start)]):
            return None
        return self._lexicon.longest_town(name_at(text, start))

    def _next_town(self, name: Name, text: str, end: int) -> Name | None:
        """The town that goes on a list of places of one country: "in Gao, Timbuktu and Ansongo"."""
        is_last = text[end] == " "
        start = end + (5 if is_last else 2)
        if not text[start : start + 1].isupper():
            return None
        if not self._lexicon.begins_town(text[start : word_end(text, start)]):
            return None
        words = name_at(text, start)
        town = self._lexicon.town(words)
        if town is None or not (is_last or text.startswith(_GOES_ON, start + len(words))):
            return None
        code = name.first.alpha_2
        is_alike = is_unmistakable(town, code) and any(row.alpha_2 == code for row in town.rows)
        return town if is_alike else None


def _everywhere(names: Mapping[str, Name], view: View) -> list[Match]:
    """Where some names stand in a text, in order; of two that overlap, the first and longest."""
    if len(names) > _SEARCHED_ONE_BY_ONE:
        return Matcher(names, names.get).matches(view)
    text = view.text
    found: list[Match] = []
    for known, name in names.items():
        start = text.find(known)
        while start >= 0:
            end = start + len(known)
            if not (text[start - 1].isalnum() or text[end].isalnum()):
                found.append((name, start, end))
            start = text.find(known, end)
    found.sort(key=lambda match: (match[1], -match[2]))
    done = 0
    kept: list[Match] = []
    for match in found:
        if match[1] >= done:
            kept.append(match)
            done = match[2]
    return kept


def _mark_capitals(readings: list[Reading], view: View, text: str) -> None:
    """Mark what is written in capitals: a long word, or a short one among others in capitals."""
    for r in readings:
        start, end = view.original(r.start), view.original(r.end)
        if text[start:end].isupper():
            around = text[max(0, start - 8) : start] + text[end : end + 8]
            r.in_capitals = end - start > 3 or around.isupper()
            is_short = r.name.kind == "city" and end - start <= _LONGEST_ACRONYM
            if is_short and not around.isupper() and _is_acronym(r, text[start - 1 : start]):
                r.reason = "an acronym"
            if r.in_capitals:  # a capital beside it then says nothing either, "AS" is no club
                if r.before == "capital" or len(r.before_word) < 3:
                    r.before = "lower"
                if r.after in ("capital", "capitals") or r.after_word in _WORDS_NOT_FIRMS:
                    r.after = "lower"


def _is_acronym(r: Reading, sign: str) -> bool:
    """ "the Washington Office (WOLA)", "said in JAMA", and not "COLNE, England" nor "in PARIS"."""
    if r.after == "agency":
        return False  # "NICE (Reuters)"
    if sign == "(":
        return not r.name.first.capital
    return r.before != "start" and not r.name.first.capital and not r.name.is_undoubted


def _mark_headlines(readings: list[Reading], view: View, text: str) -> None:
    """In a headline whose words all have capitals, a capital beside a well-known name says nothing:
    "Man Arrested After Leeds Stabbing"."""
    line_end = 0
    is_headline = False
    for r in readings:
        if r.name.is_undoubted and (r.after in _CAPITAL_AFTER or r.before == "capital"):
            start, end = view.original(r.start), view.original(r.end)
            if start >= line_end:
                line_start = text.rfind("\n", max(0, start - _LONGEST_HEADLINE), start) + 1
                line_end = text.find("\n", end, end + _LONGEST_HEADLINE)
                if line_end < 0:
                    line_end = len(text)
                is_headline = _is_headline(text, line_start, line_end)
            if is_headline:
                if r.before == "capital":
                    r.before = "lower"
                if r.after in _CAPITAL_AFTER:
                    r.after = "lower"


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether all longer words of a line have capitals, and one that names never have: "After"."""
    if end - start > _LONGEST_HEADLINE:
        return False
    words = text[start:end].split()
    if len(words) < _SHORTEST_HEADLINE or _IN_HEADLINES.isdisjoint(words[1:]):
        return False
    return not any(len(word) > 4 and word[0].islower() for word in words)


def _mend_line_breaks(readings: list[Reading], view: View, text: str) -> None:
    """A capitalised word at the end of the line above is not part of a name, but of a heading."""
    for r in readings:
        if r.before == "capital" and text[view.original(r.start) - 1] == "\n":
            r.before = "lower"


def _own_names(names: Mapping[str, Country | None], lexicon: Lexicon) -> Matcher[Name]:
    made: dict[str, Name] = {}
    for text, country in names.items():
        numbers = [] if country is None else lexicon.gazetteer.names[fold(country.name)][:1]
        made[fold(text)] = Name(
            fold(text), numbers, lexicon.gazetteer, lexicon.words, kind="custom"
        )
    return Matcher(made, made.get)


def _merged(first: list[Match], second: list[Match], *, longest: bool = False) -> list[Match]:
    """Both lists in order of their start; where two overlap, the one of `first` stays.

    With `longest`, a longer name of `second` that holds one of `first` stays instead: "Guinea" of
    the caller's names says nothing of "Papua New Guinea".
    """
    if longest:
        starts = [start for _, start, _ in second]
        first = [m for m in first if not _is_inside_any(m, second, starts)]
    taken = sorted((start, end) for _, start, end in first)
    kept = list(first)
    i = 0
    for match in second:
        while i < len(taken) and taken[i][1] <= match[1]:
            i += 1
        if i == len(taken) or taken[i][0] >= match[2]:
            kept.append(match)
    return sorted(kept, key=lambda match: match[1])


def _is_inside_any(match: Match, others: list[Match], starts: list[int]) -> bool:
    """Whether the match lies inside a longer one of `others`, which begin at `starts`, in order."""
    _, start, end = match
    i = bisect_right(starts, start) - 1
    return i >= 0 and others[i][2] >= end and others[i][2] - others[i][1] > end - start
