"""What the name beside another one says of it: containers, owners, lists, and titles of works."""

from __future__ import annotations

import re
from itertools import pairwise
from math import exp

from geosent.tagging.evidence import (
    BEFORE_SURNAME,
    CONTAINED,
    CONTAINER,
    COURTS,
    HOLDS,
    INSIDE_NAME,
    METROPOLIS,
    PLACE_BEFORE,
    RARE,
    Beside,
    Listed,
    is_against,
    stands_as_place,
)
from geosent.tagging.expressions import AMPERSAND
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.names import Name
from geosent.tagging.readings import Reading
from geosent.tagging.resolving import are_alike, inside, is_point, nearest
from geosent.tagging.words import Words

#: A hundredth of the people, in powers of ten.
_AS_WELL_KNOWN = 2.0
#: What a country has in the cities of others.
_ABROAD = frozenset(
    "ambassador bureau consul consulate correspondent delegation embassy envoy mission office "
    "summit talks trip visit".split()
)
#: A place that is only known to lie in the country or region named after it.
_SOMEWHERE = 0.9
#: A title of a work is not longer; and a word of so many letters has a capital in it.
_TITLE = 80
_LONG_WORD = 5
_BETWEEN_TITLES = ('", ', '" and ', '", and ', '," ', '," and ')

_AREAS = ("region", "country")
#: What is a namesake of places in other countries, and no country itself.
_SHARED = ("region", "city")
#: How far a sentence is looked at, in characters, and where what is named there says a third.
_SENTENCE = 150
_BESIDE = 60.0
_CLOSING_APPOSITION = ("agency", "close", "comma", "dash", "end")
_PARTS = ("north", "northeast", "northwest", "south", "southeast", "southwest", "east", "west")
_BETWEEN = frozenset(
    [", ", " (", " in ", " ", " in the ", ", in ", ", in the ", " on ", ", on "]
).union(
    f"{before} {part}{ending} "
    for before in (" in", ", in", ",")
    for part in (*_PARTS, "central")
    for ending in ("", "ern")
) | frozenset(
    f"{before} {part} of "
    for before in (" in the", ", in the", " on the", ", on the")
    for part in (*_PARTS, "centre", "center", "heart", "middle", "edge", "coast", "outskirts")
)
#: Between an area and a place in it: "the Georgia town of Rome".
_TOWN_OF = re.compile(
    r" (?:[a-z-]+ )?(?:capital|city|commune|district|hamlet|island|port|province|region|resort|"
    r"state|suburb|town|village) of "
)
#: Between a place and its country: "Hyderabad, the Telangana capital".
_APPOSITION = (", a ", ", an ", ", the ", " (the ")
_SETTLEMENTS = frozenset("capital city hamlet port resort town village".split())
#: Between a place and a better known one that it is not far from: "Perth, near Ottawa".
_PART = r"(?:north|south|east|west|(?:north|south)-?(?:east|west))"
_MILES = r"(?:\d\d?|[a-z]+) (?:km|kilomet(?:er|re)s|miles)"
_NEAR_TO = re.compile(
    rf"(?:, | \(| )(?:just |about |some |around )?"
    rf"(?:near|outside|(?:{_MILES} )?{_PART} of|{_MILES} (?:away )?(?:from|outside)) "
)
_NOT_FAR = 150.0  #: km
_WELL_AHEAD = 1.0
_BEFORE_OTHER = (" from ", " near ", " of ", " outside ")
_LISTING = (", ", " and ", ", and ", " or ")
#: "Accra 31, Cork 12, Nice 19"
_NUMBERED = re.compile(r" -?\d{1,3}[°CF]{0,2}[,;] ")
#: Between the ends of a road, a railway, a pipeline: "the Baku-Tbilisi-Ceyhan pipeline".
_CHAINING = ("-", "\u2013", "/")
_FAR = max(map(len, (*_BETWEEN, *_LISTING)))
_FARTHEST = len(", about thirty kilometres north-west of ")
#: What stands between a given name and a surname, and a given name itself.
_BEFORE_BEARER = BEFORE_SURNAME | INSIDE_NAME
_SURELY_PERSON = 6


def by_title(readings: list[Reading], text: str, words: Words) -> None:
    """Settle what is part of the title of a work, a word for which stands before: 'the novel "Last
    Tram to Plovdiv"', 'the films "Casablanca" and "In Bruges"'."""
    for r in readings:
        opening = text.rfind('"', max(0, r.start - _TITLE), r.start)
        if opening < 0 or r.reason or text[opening - 1] != " " or text[opening + 1] == " ":
            continue  # no quotation that begins there
        closing = text.find('"', r.end, r.end + _TITLE)
        if closing < 0 or not _is_title(text[opening + 1 : closing]):
            continue
        before = text[max(0, opening - 4 * _TITLE) : opening]
        while before.endswith(_BETWEEN_TITLES):
            before = before[: before.rfind('"')].rpartition('"')[0]
        if before.rstrip(" ,:").rpartition(" ")[2].lower() in words.works:
            r.reason = "the title of a work"


def _is_title(words: str) -> bool:
    return all(len(word) < _LONG_WORD or not word[0].islower() for word in words.split())


def by_neighbour(readings: list[Reading], text: str, lexicon: Lexicon) -> Listed:
    """Settle what the name beside says; return what stands in a list with a country or a region.

    The answer is by name: kind and country of the one beside it.
    """
    listed: dict[str, tuple[str, str]] = {}
    for r, following in pairwise(readings):
        apart = following.start - r.end
        if apart > _FARTHEST or r.reason:
            continue
        if apart > _FAR and not text.endswith(_BEFORE_OTHER, r.end, following.start):
            continue
        between = text[r.end : following.start]
        if between == "'s ":
            _by_owner(r, following)
        elif between in _BETWEEN:
            _by_container(r, following, text, lexicon)
        elif between in _APPOSITION:
            _by_apposition(r, following, text, lexicon)
        elif between == " of " and r.name.is_generic:
            _by_container(r, following, text, lexicon)
            if not r.reason:  # "the Southern District of New York", and not the one of Israel
                r.reason = "a part of another place"
        elif between.endswith(_BEFORE_OTHER):
            if _TOWN_OF.fullmatch(between):
                _by_area(following, r, lexicon)
            elif _NEAR_TO.fullmatch(between):
                _by_vicinity(r, following, lexicon)
            elif between == " of " and r.before == "the" and following.name.is_settled:
                _by_container(r, following, text, lexicon)  # "the Valencia of Venezuela"
        is_listed = between in _LISTING or (r.after == "number" and _NUMBERED.fullmatch(between))
        if is_listed and not r.reason:
            for one, other in ((r.name, following.name), (following.name, r.name)):
                if other.code and not one.code and _is_area(other):
                    listed[one.text] = other.kind, other.code
            if _may_go_together(r.name, following.name):
                r.is_joined = following.is_joined = True
        elif between == f" {AMPERSAND} ":
            r.is_joined = following.is_joined = True  # "Brighton & Hove", and not "Hays & Sons"
        elif between in _CHAINING and _may_go_together(r.name, following.name):
            r.is_joined = following.is_joined = True
            if following.before != "address":
                following.before = "and"
    return listed


def by_sentence(readings: list[Reading], text: str) -> Beside:
    """What is named beside the names that several countries share: "Argentina blamed a gang from
    Rosario". The nearer it is, the more it says."""
    found: dict[str, dict[str, float]] = {}
    for i, r in enumerate(readings):
        name = r.name
        if name.code or r.reason or name.kind not in _SHARED or len(name.rows) < 2:
            continue
        weights = found.setdefault(name.text, {})
        done: set[str] = set()
        for j in (i - 1, i + 1, i - 2, i + 2, i - 3, i + 3):
            if not 0 <= j < len(readings):
                continue
            other = readings[j]
            code = other.name.code
            if not code or code in done or other.place < 0:
                continue
            low, high = (other.end, r.start) if j < i else (r.end, other.start)
            if high - low < _SENTENCE and text.find(". ", low, high) < 0:
                done.add(code)
                weights[code] = weights.get(code, 0.0) + exp((low - high) / _BESIDE)
    return found


def _may_go_together(name: Name, other: Name) -> bool:
    """Whether one is a place for sure, or both may be of one country and not both persons."""
    if name.is_settled or other.is_settled:
        return True
    if name.person > 1 and other.person > 1:
        return False  # "Lincoln and Jackson voted no"
    return not {row.alpha_2 for row in name.rows}.isdisjoint([row.alpha_2 for row in other.rows])


def _is_area(name: Name) -> bool:
    return name.kind == "country" or (name.kind == "region" and name.is_undoubted)


def _settle(r: Reading, number: int, reason: str) -> None:
    """Give a reading the place that another name says it has."""
    r.place, r.confidence, r.reason = number, CONTAINED, reason


def _by_container(r: Reading, following: Reading, text: str, lexicon: Lexicon) -> None:
    """ "London, Ontario", "Paris (Texas)", "Tripoli in Lebanon", and not "Texas, Georgia"."""
    if r.name.kind in ("demonym", "institution"):
        return
    if text.startswith("'s ", following.end):
        return  # "after leaving London, Canada's minister …"
    if r.before in _BEFORE_BEARER and text.startswith(" (", r.end):
        return  # "P. Bilbao (Spain) won", "Akira Akasaka (JPN)"
    if r.name.given >= RARE and following.name.given >= 4 and following.start == r.end + 1:
        return  # "Chelsea Victoria Mallory"
    is_apart = text.startswith((" in ", " on "), r.end)
    if is_apart and r.name.person >= _SURELY_PERSON and r.before not in PLACE_BEFORE:
        return  # "beat Clinton in Michigan"
    may_be_list = text.startswith(", ", r.end)  # "Texas, Georgia and Ohio"
    for container, around in zip(following.name.candidates, following.name.rows, strict=True):
        if around.kind not in _AREAS:
            continue
        if may_be_list and any(are_alike(row, around.kind, around.alpha_2) for row in r.name.rows):
            continue
        # "Peru, Indiana, is …", and not "After leaving Peru, Indiana's governor …"
        may_be_town = r.name.kind != "country" or following.after in _CLOSING_APPOSITION
        if may_be_town:  # "Boston, Lincolnshire", and not "Boston, Norfolk and Cork"
            widely = not may_be_list or following.after not in ("and", "comma_place")
            number = lexicon.inside(r.name, around, widely=widely)
        else:
            number = inside(r.name, around)
        if number >= 0:
            _settle(r, number, CONTAINER)
            _settle(following, container, HOLDS)
            return
    holds = is_apart or (may_be_list and following.name.kind == "region")
    if holds and r.name.kind == "city" and following.name.is_settled and _is_area(following.name):
        _as_unknown(r, following)


def _as_unknown(r: Reading, following: Reading) -> None:
    """ "at Hollins in Tasmania": a small place elsewhere is not meant, but one of no table."""
    name = r.name
    if name.given >= RARE or name.first.alpha_2 == following.name.code:
        return
    if name.first.capital or name.first.known or name.first.population >= METROPOLIS:
        return  # "reports from Moscow in Ukraine's papers"
    # "fled from Aleppo in Turkey's trucks" does not say where Aleppo is.
    is_apposition = r.after == "comma_place" and (
        stands_as_place(r) or (following.after in _CLOSING_APPOSITION and not is_against(r))
    )
    if r.before_word in ("at", "in", "near") or is_apposition:
        r.place, r.confidence, r.kind = following.name.candidates[0], _SOMEWHERE, "city"
        r.reason = "somewhere in the place after it"
    elif name.person >= RARE and not name.is_undoubted:
        r.reason = "no place of this name is in the place after it"


def _by_owner(owner: Reading, r: Reading) -> None:
    """ "Egypt's Alexandria", and "Izmir's Cesme", since Izmir is a province too; not "Britain's
    Boston consulate".

    A place that is much smaller than the best known of its name needs a clearer sign.
    """
    if r.after_word in _ABROAD or is_against(r):
        return
    own = owner.name.first.alpha_2
    for around in owner.name.rows:
        if around.kind in _AREAS and around.alpha_2 == own:
            number = inside(r.name, around)
            if number >= 0 and dict(r.name.ranked)[number] >= r.name.ranked[0][1] - _AS_WELL_KNOWN:
                _settle(r, number, CONTAINER)
                return


def _by_apposition(r: Reading, following: Reading, text: str, lexicon: Lexicon) -> None:
    """ "Hyderabad, the Telangana capital", "Rosario, an Argentine city"."""
    if following.after_word in _SETTLEMENTS:
        after = following.end + len(following.after_word) + 2
        if not text[after : after + 1].isupper():  # "In London, the Kenyan capital Nairobi …"
            _by_area(r, following, lexicon)


def _by_area(r: Reading, around: Reading, lexicon: Lexicon) -> None:
    """Settle a place by what is said to be around it: "the Georgia town of Rome"."""
    if r.reason or r.name.kind in ("demonym", "institution"):
        return
    for container, row in zip(around.name.candidates, around.name.rows, strict=True):
        if row.kind == "demonym":
            row = row._replace(kind="country", id=row.alpha_2)
        number = lexicon.inside(r.name, row) if row.kind in _AREAS else -1
        if number >= 0:
            _settle(r, number, CONTAINER)
            if around.name.kind in _AREAS:
                _settle(around, container, HOLDS)
            return


def _by_vicinity(r: Reading, other: Reading, lexicon: Lexicon) -> None:
    """ "Perth, near Ottawa", "Newcastle, north of Sydney": of several places, the one there."""
    name, there = r.name, other.name.first
    if r.reason or name.kind not in _SHARED or not (stands_as_place(r) or r.after == "comma"):
        return
    if there.kind != "city" or other.name.is_town or other.name.lead < _WELL_AHEAD:
        return
    gazetteer = lexicon.gazetteer
    here = [gazetteer.point(other.name.candidates[0])]
    for number, row in zip(name.candidates, name.rows, strict=True):
        if is_point(row) and nearest(gazetteer.point(number), here) < _NOT_FAR:
            break
    else:
        number = lexicon.inside(name, gazetteer.row(gazetteer.area(there.alpha_2, there.region)))
    if number >= 0:
        _settle(r, number, CONTAINER)


def by_court(r: Reading, text: str) -> None:
    """ "Lincoln Crown Court" is in England, and Lincoln nobody's name there."""
    code = COURTS[r.after_word]
    if text.startswith(f" {r.after_word} Court", r.end):
        for number, row in zip(r.name.candidates, r.name.rows, strict=True):
            if row.alpha_2 == code and row.kind in ("city", "region"):
                _settle(r, number, CONTAINER)
                return
