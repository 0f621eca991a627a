"""Settling readings: which are places, which are persons or words, and which place each is.

The order is that of certainty: the caller's own names, an explicit container ("London, Ontario"),
part of a person's name, and then what the model of confidence says. What is settled early is
evidence for what comes later: a text names places near each other, and a person who was introduced
by a full name is later called by the surname alone.
"""

from __future__ import annotations

from typing import NamedTuple

from geosent.tagging.confidence import signs_of
from geosent.tagging.evidence import (
    AGAINST_AFTER,
    AGAINST_BEFORE,
    BEFORE_SURNAME,
    CONTAINED,
    CONTAINER,
    COURTS,
    LOOSE_AFTER,
    METROPOLIS,
    OF_A_STATE,
    SURELY_GIVEN,
    UNDOUBTED,
    Beside,
    Listed,
    is_against,
    is_unmistakable,
    stands_as_place,
)
from geosent.tagging.expressions import (
    AGREEMENTS,
    AMPERSAND,
    SOMEBODY,
    demonym_confidence,
    is_something_else,
)
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.names import Meaning, Name
from geosent.tagging.neighbours import by_court, by_neighbour, by_sentence, by_title
from geosent.tagging.persons import PRONOUNS, QUOTES, by_person, is_before_age
from geosent.tagging.readings import Reading
from geosent.tagging.resolving import Company, scored
from geosent.tagging.words import LANGUAGE_BEFORE

#: Fewer names than these say nothing of what a text is about.
_ENOUGH = 3
#: Where a place is expected, a small one is as likely as not, and more.
_EXPECTED = 0.7
#: Nobody is called New Zealand; a company may be.
_NOBODYS = 0.55
#: What a country named once weighs, not quite.
_NAMED_ONCE = 0.9
_SETTLED = "nothing speaks against it"
_CLOSER_LOOK = AGAINST_BEFORE | {"place", "hyphen"}  # "Paul Hammersmith", "Ann Smith-Leeds"
_CLOSER_WORDS = PRONOUNS | {AMPERSAND}  # "asked to call her Chelsea", "Ellis & Malden"
_CLOSER_AFTER = AGREEMENTS | {"Peace", "peace"}
_CLOSER_SIGNS = QUOTES | {AMPERSAND}  # 'Winchester "Win" Holland', "Bristol & Ellis"
_BEFORE_ABBREVIATION = ("comma", "place", "place_preposition")
#: So much of a name's use is a person's that a place needs a sign of its own.
_FAMOUS_SURNAME = 8
#: Where so much of the use of a name is a person's, what speaks is the person.
_OFTEN_A_PERSON = 4
_AFTER_PERSON = ("person_suffix", "person_verb")
_PERSON_SPEAKS = frozenset(
    "accused added admitted argued asked believes called claimed criticised criticized declined "
    "denied explained insisted knows met praised promised quoted replied responded said says "
    "slammed spoke suggested thanked thinks thought told told urged warned".split()
)
#: From here on a name of several words is one that many places have.
_GENERIC = 7
_STREETS = frozenset(
    "Avenue Ave Ave. Boulevard Blvd. Close Crescent Drive Lane Rd. Road Street".split()
)
#: Offices of towns, after the name of the town.
_OF_A_TOWN = frozenset(["Alderman", "Councilman", "Councilwoman", "Mayor"])
_TO_THE_DISTRICT = 30  #: characters from a state to "Congressional"
_STATE_RACES = ("'s Senate ra", "'s Senate ru", "'s Senate se", "'s gubernatorial")
#: Words after the name of a country whose team is spoken of; states have none in these sports.
_OF_A_COUNTRY = frozenset(
    "fly-half goalkeeper international internationals midfielder playmaker scrum-half striker "
    "winger".split()
)
#: What the towns of one country have, or of those like it; the first is meant.
_TOWNS_HAVE = {
    ("US", "CA"): (
        *(" City Manager", " Elementary School", " Fire Department", " Police Department"),
        *(" Independent School District", " Public Schools", " School District", " Township"),
    ),
    ("AU",): (" Shire Council",),
    ("GB",): (" Borough Council", " Constabulary"),
    ("IE",): (" Garda Station", " Garda station"),
}
_FIRST_WORDS = frozenset(
    phrase.split()[0] for phrases in _TOWNS_HAVE.values() for phrase in phrases
)
#: What stands before the name of a state.
_GOVERNOR_OF = ("overnor of ", "overnors of ", "tatehouse of ")


class Scene(NamedTuple):
    """What a text says of all its names together."""

    text: str
    lexicon: Lexicon
    company: Company
    persons: set[str]  #: surnames that stand for persons
    listed: Listed
    meant: dict[str, Meaning]  #: what is known so far, by name
    beside: Beside
    accented: frozenset[str]  #: names that the text writes with accents


def settle(readings: list[Reading], text: str, lexicon: Lexicon, home: str = "") -> None:
    """Give each reading a place and a confidence, or the reason why it has none.

    `home` is the region or the country that the text is about by all its names, if any.
    """
    if '"' in text:
        by_title(readings, text, lexicon.words)
    listed = by_neighbour(readings, text, lexicon)
    open_readings: list[Reading] = []
    times: dict[Name, int] = {}
    for r in readings:
        name = r.name
        if name.kind == "custom":
            r.place, r.confidence, r.reason = name.candidates[0], 1.0, "your own name"
            r.kind = "custom"
        elif r.reason:
            open_readings.append(r)
            continue
        elif name.is_settled and _is_plain(r, text):
            r.place, r.confidence, r.reason = name.candidates[0], UNDOUBTED, _SETTLED
        else:
            if r.after_word in COURTS:
                by_court(r, text)
            open_readings.append(r)
            continue
        times[name] = times.get(name, 0) + 1
    if not open_readings and len(readings) < _ENOUGH:
        return
    persons = by_person(open_readings, text, lexicon.words)
    if persons:
        for r in readings:
            if r.reason == _SETTLED and r.name.text in persons and not stands_as_place(r):
                r.place, r.confidence, r.reason = -1, 0.0, "a person of this text"
    certain: list[tuple[Name, int]] = []
    contained: dict[Name, list[int]] = {}
    left: list[Reading] = []
    for r in open_readings:
        if r.place >= 0:
            certain.append((r.name, r.place))
            if r.reason == CONTAINER:
                contained.setdefault(r.name, []).append(r.place)
        elif not r.reason:
            left.append(r)
            times[r.name] = times.get(r.name, 0) + 1
    company = Company(lexicon.gazetteer, certain, times, home)
    meant: dict[str, Meaning] = {
        name.text: (_main_sense(name, numbers, company), 1.0, ())
        for name, numbers in contained.items()
    }
    accented = frozenset(r.name.text for r in left if r.has_accents)
    beside = by_sentence(readings, text)
    scene = Scene(text, lexicon, company, persons, listed, meant, beside, accented)
    for r in left:
        if r.name.text not in meant:
            if _is_of_a_state(r, text):
                _take_for(r, scene, "region")
            elif r.after_word in _OF_A_COUNTRY:
                _take_for(r, scene, "country")
            elif code := _by_institution(r, scene):
                number = lexicon.place_in(code, r.name)
                if number >= 0:
                    meant[r.name.text] = number, CONTAINED, ()
    for r in left:
        _by_context(r, scene)
    if company.main_areas:  # a text about Ohio may mean the Dublin there
        for r in readings:
            if r.reason == _SETTLED and r.name.kind in ("city", "region"):
                r.confidence = round(UNDOUBTED * _as_meant(r, scene), 4)


def _main_sense(name: Name, contained: list[int], company: Company) -> int:
    """What a name means by itself in a text that has it with containers too.

    Of several places that is the one in the country that the text names most. And if the country of
    a container is named nowhere else, the container tells where the name is not, as long as there
    is one at home: "PERTH — They came from Dundee … and a telegram, from Perth in Australia".
    """
    row, countries = company.gazetteer.row, company.countries
    best = max(contained, key=lambda number: countries.get(row(number).alpha_2, 0.0))
    code = row(best).alpha_2
    if countries[code] - 2 * len(contained) <= _NAMED_ONCE:  # but for the name and its container
        for number, place in zip(name.candidates, name.rows, strict=True):
            if place.alpha_2 in company.main_areas and place.alpha_2 != code:
                return number
    return best


def _is_plain(r: Reading, text: str) -> bool:
    """Whether nothing beside a well-known name can make it anything else than its place.

    That is so for most names in most texts, and saves a closer look at them.
    """
    if r.before in _CLOSER_LOOK or r.in_capitals or (r.after in AGAINST_AFTER and is_against(r)):
        return False
    if r.before_word in _CLOSER_WORDS or r.after_word[:1] in _CLOSER_SIGNS:
        return False
    if r.after == "comma_number" and is_before_age(r, text):
        return False
    is_doubtful = text[r.end] in '$._"' or r.before == "the" or r.after_word in _CLOSER_AFTER
    if is_doubtful and is_something_else(r, text):
        return False  # US$30, Germany.travel, "the Niger rose", "Nairobi process stalls"
    if r.name.kind != "demonym":
        return True
    return r.after not in LOOSE_AFTER and r.before_word not in LANGUAGE_BEFORE


def _is_of_a_state(r: Reading, text: str) -> bool:
    """Whether the words beside a name say that it is a state: "Georgia Republicans"."""
    if r.after_word in OF_A_STATE or _is_of_a_party(r, text):
        return True
    if r.after == "possessive":  # "Georgia's Sixth Congressional District", "… 's Senate race"
        if text.startswith(_STATE_RACES, r.end):
            return True
        return "ongressional " in text[r.end : r.end + _TO_THE_DISTRICT]
    # "the governor of Georgia's central bank" is not of the state.
    return r.before_word == "of" and text.endswith(_GOVERNOR_OF, 0, r.start)


def _by_institution(r: Reading, scene: Scene) -> str:
    """The country whose towns have what follows a name, "Athens Police Department", if that is not
    the one where the name is best known, and nothing else speaks for that; or empty."""
    name = r.name
    if name.kind == "demonym" or r.after_word not in _FIRST_WORDS:
        return ""
    for codes, words in _TOWNS_HAVE.items():
        if scene.text.startswith(words, r.end):
            is_known_there = name.first.alpha_2 in codes or scene.company.names_more_of(name)
            return "" if is_known_there else codes[0]
    return ""


def _is_of_a_party(r: Reading, text: str) -> bool:
    """Whether a member of Congress stands before: "(R-Wis.)", "D-Georgia", "Ryan (Wis.)"."""
    sign = text[r.start - 1]
    if sign == "-":
        return text[r.start - 2] in "DRI" and not text[r.start - 3].isalnum()
    return sign == "(" and text[r.end] == ")" and r.name.is_abbreviation


def _is_adjective(r: Reading) -> bool:
    """Whether the abbreviation of a state stands for an adjective: "Fla. man", "Md. police"."""
    return r.after == "place_noun_after" or r.after_word in SOMEBODY


def _holds_an_office(r: Reading, scene: Scene) -> bool:
    """Whether what stands after a name belongs to a state or a town: "Utah Gov.", "Leeds Mayor"."""
    if r.after_word in _OF_A_TOWN:
        is_given = r.name.given >= SURELY_GIVEN
        return not is_given and r.before not in BEFORE_SURNAME and r.before != "capital"
    row = scene.lexicon.gazetteer.row(r.place)
    return row.kind == "region" and row.alpha_2 == "US" and _is_of_a_state(r, scene.text)


def _take_for(r: Reading, scene: Scene, kind: str) -> None:
    """Take a name for a state of the US, or for a country, if there is one of that name."""
    for number, row in zip(r.name.candidates, r.name.rows, strict=True):
        if row.kind == kind and (kind == "country" or row.alpha_2 == "US"):
            scene.meant[r.name.text] = number, CONTAINED, ()
            return


def _by_context(r: Reading, scene: Scene) -> None:
    name, text, company, lexicon = r.name, scene.text, scene.company, scene.lexicon
    is_of_a_party = name.first.alpha_2 == "US" and _is_of_a_party(r, text)
    may_abbreviate = is_of_a_party or r.before in _BEFORE_ABBREVIATION or _is_adjective(r)
    if name.is_abbreviation and not may_abbreviate:
        r.reason = "an abbreviation without a place before it"
        return
    if is_something_else(r, text):
        r.reason = "part of another expression"
        return
    if name.text in scene.persons and not (stands_as_place(r) or _is_the_country(name, company)):
        r.reason = "a person of this text"
        return
    if _is_hardly_a_place(r, scene):
        r.reason = "a person or a word, where nothing says a place"
        return
    if name.is_local and not company.is_at_home(name):
        r.reason = "a village of a country that the text does not name"
        return
    if r.after == "street_suffix" and r.after_word in _STREETS:
        r.reason = "a street"
        return
    sure = _as_meant(r, scene)
    if name.is_generic and not company.speaks_of(lexicon.gazetteer.row(r.place).alpha_2):
        r.place, r.reason = -1, "a region such as many countries have"
        return
    r.reason = "context"
    if is_of_a_party or _holds_an_office(r, scene):
        is_place = CONTAINED
    elif name.kind == "demonym":
        is_place = demonym_confidence(r, text)
    elif name.kind == "institution" or (name.is_undoubted and not is_against(r)):
        is_place = UNDOUBTED
    else:
        r.signs = signs_of(r, company)
        is_place = lexicon.confidence.of(r.signs)
        if is_place < _EXPECTED and _is_expected(r, scene):
            is_place = _EXPECTED
        elif is_place < _NOBODYS and name.kind == "country" and not name.is_single_word:
            is_place = _NOBODYS
    r.confidence = is_place if sure == 1.0 else round(is_place * sure, 4)


def _is_hardly_a_place(r: Reading, scene: Scene) -> bool:
    """Whether a famous surname or a plain word stands alone, "Kennedy had been warned", or a name
    that any country may have, "the North Shore", in a text that names nothing else of its own."""
    name, company = r.name, scene.company
    if not (name.person or name.common) or name.kind not in ("city", "region") or r.is_joined:
        return False
    if not name.is_single_word:
        return name.common >= _GENERIC and not company.names_more_of(name)
    if stands_as_place(r):
        return False
    is_small = name.kind == "city" and name.first.population < METROPOLIS
    is_human = r.after_word in _PERSON_SPEAKS or r.after in _AFTER_PERSON
    if is_small and is_human and name.person >= _OFTEN_A_PERSON:
        return True
    if max(name.person, name.common - 1) < _FAMOUS_SURNAME:
        return False
    own = company.weight(name)
    rows = scene.lexicon.local(name, company).rows if company.home else name.rows
    return not any(company.regions.get(row.region, 0.0) > own for row in rows)


def _is_expected(r: Reading, scene: Scene) -> bool:
    """Whether a small place stands where a text about its country puts one: "in Zuera", or in a
    list with another."""
    if r.in_capitals and r.after == "agency":
        return True  # "NICE (Reuters)"
    if r.before != "place_preposition" and not r.is_joined:
        return False
    code = scene.lexicon.gazetteer.row(r.place).alpha_2
    return (
        r.after not in AGAINST_AFTER
        and is_unmistakable(r.name, code)
        and scene.company.countries.get(code, 0.0) - scene.company.weight(r.name) >= _NAMED_ONCE
    )


def _is_the_country(name: Name, company: Company) -> bool:
    """Whether the country is meant after all: where Amman, or a Jordanian, is spoken of too, a
    given name is seldom repeated alone."""
    return name.kind == "country" and company.names_more_of(name)


def _as_meant(r: Reading, scene: Scene) -> float:
    """Give a reading the place that its name means in this text; return how sure its country is."""
    known = scene.meant.get(r.name.text)
    if known is None:
        known = scene.meant[r.name.text] = _meaning(r.name, scene)
    r.place, sure, r.scores = known
    return sure


def _meaning(name: Name, scene: Scene) -> Meaning:
    """What a name means in this text."""
    company = scene.company
    local = scene.lexicon.local(name, company) if company.main_areas else name
    if local.meaning is not None:
        return local.meaning
    beside = scene.beside.get(name.text, {})
    is_accented = name.text in scene.accented
    scores, sure = scored(local, company, scene.listed.get(name.text), beside, is_accented)
    return scores[0][0], sure, scores
