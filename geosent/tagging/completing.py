"""Matches that are names only beside others, and towns.

A postal code, half of a name, the code of a country and the county in "Waukesha and Dane counties"
are names where another one stands beside them. Towns share their names with words and persons, so
they are looked up only where a text puts a place, and are then known in all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from geosent.tagging.evidence import is_unmistakable
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.matching import Matcher, View
from geosent.tagging.names import Name
from geosent.tagging.readings import word_end
from geosent.tagging.slots import may_go_on, name_at, name_before, next_in_list
from geosent.tagging.unknown import CLOSING, RIVER, Span, unknown_at, unknown_before

Match = tuple[Name, int, int]

#: The code of a country after a name; a text has two of them at least if it has any.
_CODE = re.compile(r" \(([A-Z]{3})\)")
_FEWEST_CODES = 2
#: The state of a member of Congress: "(D-OR)", ", R-KY,", "(R-Tex)".
_PARTY = re.compile(r"(?:\(|, )[DRI]-([A-Z]{2}|[A-Z][a-z]{2,4})\b(?!\.)")
#: What stands before the name of an older town: "East Hanover" is not in Hanover.
_COMPASS = (" East ", " New ", " North ", " South ", " West ")
_COUNTIES = " counties"
#: Between the names before it.
_JOINING = (", and ", " and ", ", ")
_OPPOSITE = {"East": "West", "North": "South", "South": "North", "West": "East"}
#: What stands between the places of a list.
_GOES_ON = (", ", " and ")
#: More towns than these are found faster all at once; a long text may name thousands.
_SEARCHED_ONE_BY_ONE = 30


def completed(
    view: View,
    found: list[Match],
    starts: list[int],
    stops: list[int],
    lexicon: Lexicon,
    unknown: list[Span],
) -> list[Match]:
    """The matches, with what is a name only beside others: a postal code, half of a name, and
    towns, which stand where a text puts a place and are then known in all of it.

    To `unknown` it adds where words stand that no table has, and that can only be a place, unless
    they turn out to be part of a match.
    """
    text = view.text
    towns = _towns_in_slots(text, found, starts, stops, lexicon, unknown)
    counties = [
        county
        for stop in stops
        if text.startswith(_COUNTIES, stop)
        for county in _counties(text, stop, lexicon)
    ]
    more: list[Match] = []
    previous_end = -1
    for name, start, end in found:
        before = text[start - 2]  # most names have neither of these before them
        if before == "," and text[start - 1] == " " and _may_be_region(name):
            # A name that was found there leaves no room for a town.
            words = name_before(text, start - 2) if previous_end < start - 2 else ""
            town = lexicon.longest_town(words)
            if town is not None:
                towns[town.text] = town
            elif words and text.startswith(CLOSING, end):  # "Purchase, New York."
                town = lexicon.town_in(words, name)
                if town is not None and not town.common:
                    towns[town.text] = town
                elif town is not None:
                    more.append((town, start - 2 - len(words), start - 2))
        elif before == "d" and text.endswith(" and ", 0, start):
            more += _other_half(name, text, start - 5, lexicon)
        elif before in "htw" and text.endswith(_COMPASS, 0, start) and name.candidates:
            half = text[text.rfind(" ", 0, start - 1) + 1 : end]
            town = lexicon.town(half)
            if town is not None:
                towns[town.text] = town
        if name.kind == "city" and text.startswith(_GOES_ON, end):
            town = _next_town(name, text, end, lexicon)
            if town is not None:
                towns[town.text] = town
        if text[end] == "," and text[end + 2 : end + 4].isupper():
            more += _postal_code(name, text, end + 2, lexicon)
        previous_end = end
    if "R-" in text or "D-" in text:
        more += _states_of_congress(text, lexicon)
    more += _sport_codes(text, lexicon)
    if towns:
        found = merged(everywhere(towns, view), found, longest=True)
    if counties:
        found = merged(counties, found, longest=True)
    if more:
        found = merged(found, sorted(more, key=lambda match: match[1]))
    return found


def _towns_in_slots(
    text: str,
    found: list[Match],
    starts: list[int],
    stops: list[int],
    lexicon: Lexicon,
    unknown: list[Span],
) -> dict[str, Name]:
    """The towns where a text puts a place, by name."""
    towns: dict[str, Name] = {}
    if starts:
        ends = {start: end for _, start, end in found}
        for start in starts:
            while start >= 0:  # "from Malin, Alford and Tulelake"
                end = ends.get(start, -1)
                if end < 0 or may_go_on(text, end):
                    # "Kirkland Lake", where Kirkland is known
                    name = _town_at(text, start, lexicon)
                    if name is not None and start + len(name.text) > end:
                        towns[name.text] = name
                        end = ends[start] = start + len(name.text)
                    elif end < 0:
                        unknown += unknown_at(text, start, ends)
                start = next_in_list(text, end) if end >= 0 else -1
    for stop in stops:  # "Lugari MP Nabii Nabwera", "Ludden village"
        words = name_before(text, stop).rpartition(". ")[2]
        name = None
        is_town = not text.startswith(RIVER, stop)
        if words and is_town and lexicon.begins_town(words.partition(" ")[0]):
            name = lexicon.town(words)
        if name is not None:
            towns[name.text] = name
        else:
            unknown += unknown_before(text, stop, words)
    return towns


def _may_be_region(name: Name) -> bool:
    return name.kind == "region" or any(row.kind == "region" for row in name.rows)


def _other_half(name: Name, text: str, end: int, lexicon: Lexicon) -> list[Match]:
    """The place of which only half the name is given: "North and South Korea"."""
    half, _, whole = name.text.partition(" ")
    other = _OPPOSITE.get(half)
    if other is None or not text.endswith(f" {other}", 0, end):
        return []
    known = lexicon.name(f"{other} {whole}")
    return [(known, end - len(other), end)] if known is not None else []


def _postal_code(name: Name, text: str, start: int, lexicon: Lexicon) -> list[Match]:
    """The postal code of a region after a place in it: "Paris, TX"."""
    for end in (start + 3, start + 2):
        for region in lexicon.postal(text[start:end]):
            is_word = not text[end].isalnum()
            if is_word and lexicon.inside(name, region.first) >= 0:
                return [(region, start, end)]
    return []


def _states_of_congress(text: str, lexicon: Lexicon) -> list[Match]:
    """The postal codes of states after the party of a member of Congress: "(D-OR)"."""
    found: list[Match] = []
    for match in _PARTY.finditer(text):
        shortened = lexicon.name(f"{match[1]}.")  # a name with its full stop
        for state in lexicon.postal(match[1]) or ([shortened] if shortened else ()):
            if state.first.alpha_2 == "US" and state.kind == "region":
                found.append((state, *match.span(1)))
    return found


def _counties(text: str, end: int, lexicon: Lexicon) -> list[Match]:
    """The names before a plural that is said of all of them: "Waukesha and Dane counties"."""
    found: list[Match] = []
    while True:
        words = name_before(text, end).rpartition(". ")[2]
        start = end - len(words)
        county = _county(words, lexicon)
        if county is None:
            break
        found.append((county, start, end))
        sign = next((sign for sign in _JOINING if text.endswith(sign, 0, start)), None)
        if sign is None:
            break
        end = start - len(sign)
    return found[::-1]


def _county(words: str, lexicon: Lexicon) -> Name | None:
    if not words:
        return None
    return lexicon.name(f"{words} County") or lexicon.name(f"County {words}")


def _sport_codes(text: str, lexicon: Lexicon) -> list[Match]:
    """The codes of countries in a list of results: "Bolt (JAM) beat Gatlin (USA)".

    One alone may stand for anything, a party or a word that was just explained.
    """
    if text.count(" (") < _FEWEST_CODES:
        return []
    brackets = [match for match in _CODE.finditer(text) if text[match.start() - 1].isalnum()]
    if len({match[1] for match in brackets}) < _FEWEST_CODES:
        return []
    found = [
        (country, *match.span(1))
        for match in brackets
        if (country := lexicon.sport(match[1])) is not None
    ]
    return found if len({name.text for name, _, _ in found}) >= _FEWEST_CODES else []


def _town_at(text: str, start: int, lexicon: Lexicon) -> Name | None:
    # A text ends with a blank, and before each start there is one.
    if not lexicon.begins_town(text[start : text.find(" ", start)]):
        return None
    return lexicon.longest_town(name_at(text, start))


def _next_town(name: Name, text: str, end: int, lexicon: Lexicon) -> Name | None:
    """The town that goes on a list of places of one country: "in Gao, Timbuktu and Ansongo"."""
    is_last = text[end] == " "
    start = end + (5 if is_last else 2)
    if not text[start : start + 1].isupper():
        return None
    if not lexicon.begins_town(text[start : word_end(text, start)]):
        return None
    words = name_at(text, start)
    town = lexicon.town(words)
    if town is None or not (is_last or text.startswith(_GOES_ON, start + len(words))):
        return None
    code = name.first.alpha_2
    is_alike = is_unmistakable(town, code) and any(row.alpha_2 == code for row in town.rows)
    return town if is_alike else None


def everywhere(names: Mapping[str, Name], view: View) -> list[Match]:
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


def merged(first: list[Match], second: list[Match], *, longest: bool = False) -> list[Match]:
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


def spans_of(matches: list[Match]) -> list[Span]:
    """Where some matches stand."""
    return [(start, end) for _, start, end in matches]


def _is_inside_any(match: Match, others: list[Match], starts: list[int]) -> bool:
    """Whether the match lies inside a longer one of `others`, which begin at `starts`, in order."""
    _, start, end = match
    i = bisect_right(starts, start) - 1
    return i >= 0 and others[i][2] >= end and others[i][2] - others[i][1] > end - start
