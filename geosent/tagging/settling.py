"""Settling readings: which are places, which are persons or words, and which place each is.

The order is that of certainty: the caller's own names, an explicit container ("London, Ontario"),
part of a person's name, and then what the model of confidence says. What is settled early is
evidence for what comes later: a text names places near each other, and a person who was introduced
by a full name is later called by the surname alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import exp
from typing import NamedTuple

from geosent.tagging.confidence import signs_of
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.names import Meaning, Name
from geosent.tagging.readings import Reading, word_end
from geosent.tagging.resolving import Company, are_alike, inside, scored
from geosent.tagging.words import LANGUAGE_BEFORE, SPEAKING, WRITING, Words

_CONTAINED = 0.97
#: An undoubted name is this sure unless something beside it speaks against a place.
_UNDOUBTED = 0.96
#: A hundredth of the people, in powers of ten.
_AS_WELL_KNOWN = 2.0
#: What a country has in the cities of others.
_ABROAD = frozenset(
    "ambassador bureau consul consulate correspondent delegation embassy envoy mission office "
    "summit talks trip visit".split()
)
#: A language, a dish: the word is the country's, the sentence is hardly about it.
_LOOSE = 0.55
_METROPOLIS = 500_000
_LARGE = 100_000
#: A place that is only known to lie in the country or region named after it.
_SOMEWHERE = 0.9

#: How far a look around in the text goes, in characters: a long text must not take the square of
#: its length.
_NEARBY = 3000
#: Fewer names than these say nothing of what a text is about.
_ENOUGH = 3
#: Where a place is expected, a small one is as likely as not, and more.
_EXPECTED = 0.7
#: What a country named once weighs, not quite.
_NAMED_ONCE = 0.9
_ENGLISH_SPEAKING = frozenset("AU CA GB IE JM NZ US ZA".split())
#: A title of a work is not longer; and a word of more letters has a capital in it.
_TITLE = 80
_LONG_WORD = 5
_BETWEEN_TITLES = ('", ', '" and ', '", and ', '," ', '," and ')
_SETTLED = "nothing speaks against it"
_CONTAINER = "container"

_AREAS = ("region", "country")
#: What is a namesake of places in other countries, and no country itself.
_SHARED = ("region", "city")
#: How far a sentence is looked at, in characters, and where what is named there says a third.
_SENTENCE = 150
_BESIDE = 60.0
_CLOSING_APPOSITION = ("agency", "close", "comma", "dash", "end")
_PARTS = ("north", "northeast", "northwest", "south", "southeast", "southwest", "east", "west")
_BETWEEN = frozenset([", ", " (", " in ", " ", " in the ", ", in ", ", in the ", " on "]).union(
    f"{before} {part}{ending} "
    for before in (" in", ", in", ",")
    for part in (*_PARTS, "central")
    for ending in ("", "ern")
)
_LISTING = (", ", " and ", ", and ", " or ")
#: Between the ends of a road, a railway, a pipeline: "the Baku-Tbilisi-Ceyhan pipeline".
_CHAINING = ("-", "\u2013", "/")
_FARTHEST = max(map(len, (*_BETWEEN, *_LISTING)))

_AGAINST_BEFORE = frozenset(
    "title given initial organisation_before relation_before role capital surname_particle "
    "address".split()
)
_AGAINST_AFTER = frozenset(
    "organisation_suffix street_suffix person_suffix person_verb capital capitals place".split()
)
_CLOSER_LOOK = _AGAINST_BEFORE | {"place", "hyphen"}  # "Paul Hammersmith", "Ann Smith-Leeds"
_LOOSE_AFTER = frozenset(["language_word", "cuisine_word"])
#: Abbreviations that English has for an adjective: "US Congress", "a UK Muslim".
_ADJECTIVES = frozenset(["U. K.", "U. S.", "U.K.", "U.S.", "UK", "US"])
_PLACE_BEFORE = frozenset(["place_preposition", "place_noun_before"])
#: Titles that are common surnames: "Regina King opened …".
_AS_SURNAME = frozenset("Baron Bishop Dean Duke Earl Judge King Pope Prince".split())
_BEFORE_SURNAME = frozenset(["title", "given", "initial"])
_INSIDE_NAME = frozenset(["capital", "hyphen", "surname_particle"])
_SENTENCE_END = frozenset('.!?"')
_INTRODUCING = frozenset(["role", "relation_before"])
#: Before a whole name; before a bare surname they are ranks as well.
_RANKS = frozenset(
    "Adm. Brig. Capt. Cmdr. Col. Cpl. Dr Dr. Gen. Lt. Maj. Mr Mr. Mrs Mrs. Ms Ms. Prof. Rev. "
    "Sgt.".split()
)
#: What stands between a given name and a surname, and a given name itself.
_BEFORE_BEARER = _BEFORE_SURNAME | _INSIDE_NAME
_HONORIFICS = frozenset("Dr Dr. Mr Mr. Mrs Mrs. Ms Ms.".split())  # and not "Miss Venezuela"
#: Words inside surnames that English has in no other place.
_PARTICLES = frozenset(
    "Bin Da De Del Di Du Ibn Van Von bin bint da das de del dela della di do dos du ibn van "
    "von".split()
)
#: What a surname may have after it, and an adjective has not.
_ENDING = frozenset(["close", "comma", "comma_number", "end", "person_verb", "possessive"])
_SPEAKING = frozenset("has is said says talks told was who writes wrote".split())
_BEFORE_ABBREVIATION = ("comma", "place", "place_preposition")
_RARE = 2  #: how much of a given name a place must be to be taken for one
_COMMON_SURNAME = 8
_SURELY_PERSON = 6
_SURELY_GIVEN = 5
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
_SAYS_PLACE = frozenset(["agency", "comma_place", "place_noun_after", "title"])
#: Who a headline says is of a town; and a word that is no town before them.
_SOMEBODY = frozenset(
    "boy brothers councillor councillors couple dad driver family father firefighters girl man "
    "men mother motorist mum pensioner police resident residents student teen teenager teenagers "
    "teens woman women".split()
)
_NO_TOWN = frozenset(["Nice"])
#: Countries called after a river of several, and what is said of the river with its article.
_RIVERS = frozenset(["Jordan", "Niger", "Senegal"])
_OF_A_RIVER = frozenset(
    "at bank banks basin burst crossing flooded flows in near overflowed rises rose runs to "
    "upstream valley".split()
)
_STREETS = frozenset(
    "Avenue Ave Ave. Boulevard Blvd. Close Crescent Drive Lane Rd. Road Street".split()
)
_OBJECTS = frozenset("her his it its my off our the their them these this up your".split())
#: Verbs that a place takes and that do not end in -ed.
_VERBS = frozenset(
    "are beat beats can could did does faces gets goes had has is loses lost may might must plans "
    "plays said saw says seeks sent should takes to took wants was went were will win wins won "
    "would".split()
)
#: Words after the name of a state of the US.
_OF_A_STATE = frozenset(
    "Congressional Democrat Democratic Democrats Gov Governor Legislature Lt Rep Reps "
    "Republican Republicans Sen Senate Sens Statehouse Superior Supreme cornerback freshman "
    "linebacker lineman quarterback sophomore tailback".split()
)
#: Offices of towns, after the name of the town.
_OF_A_TOWN = frozenset(["Alderman", "Councilman", "Councilwoman", "Mayor"])
_TO_THE_DISTRICT = 30  #: characters from a state to "Congressional"
#: Words after the name of a country whose team is spoken of; states have none in these sports.
_OF_A_COUNTRY = frozenset(
    "fly-half goalkeeper international internationals midfielder playmaker scrum-half striker "
    "winger".split()
)
#: Courts that sit in the towns of one country alone.
_COURTS = {"Crown": "GB", "Sheriff": "GB"}
#: What stands before the name of a state.
_GOVERNOR_OF = ("overnor of ", "overnors of ", "tatehouse of ")
#: Verbs and prepositions before "us" in a line of capitals.
_US_IS_A_PRONOUN = frozenset(
    "ABOUT AMONG ASK ASKS BELIEVE BETWEEN BRING BRINGS CALL FOLLOW FOR FORGIVE GIVE GIVES HELP "
    "HELPS JOIN KEEP KILL LEAVE LET LETS MADE MAKE MAKES OF SAVE SEND SHOW SHOWS TAKE TEACH "
    "TEACHES TELL TELLS TOLD TRUST WITH".split()
)

#: Names in a list with a country or a region: its kind and its country.
Listed = Mapping[str, tuple[str, str]]
#: How much is named in the same sentences of each country, by name.
Beside = Mapping[str, Mapping[str, float]]


class Scene(NamedTuple):
    """What a text says of all its names together."""

    text: str
    lexicon: Lexicon
    company: Company
    persons: set[str]  #: surnames that stand for persons
    listed: Listed
    meant: dict[str, Meaning]  #: what is known so far, by name
    beside: Beside


def settle(readings: list[Reading], text: str, lexicon: Lexicon) -> None:
    """Give each reading a place and a confidence, or the reason why it has none."""
    if '"' in text:
        _by_title(readings, text, lexicon.words)
    listed = _by_neighbour(readings, text, lexicon)
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
            r.place, r.confidence, r.reason = name.candidates[0], _UNDOUBTED, _SETTLED
        else:
            if r.after_word in _COURTS:
                _by_court(r, text)
            open_readings.append(r)
            continue
        times[name] = times.get(name, 0) + 1
    if not open_readings and len(readings) < _ENOUGH:
        return
    persons = _by_person(open_readings, text, lexicon.words)
    if persons:
        for r in readings:
            if r.reason == _SETTLED and r.name.text in persons and not _stands_as_place(r):
                r.place, r.confidence, r.reason = -1, 0.0, "a person of this text"
    certain: list[tuple[Name, int]] = []
    meant: dict[str, Meaning] = {}
    left: list[Reading] = []
    for r in open_readings:
        if r.place >= 0:
            certain.append((r.name, r.place))
            if r.reason == _CONTAINER:
                meant[r.name.text] = r.place, 1.0, ()
        elif not r.reason:
            left.append(r)
            times[r.name] = times.get(r.name, 0) + 1
    company = Company(lexicon.gazetteer, certain, times)
    scene = Scene(text, lexicon, company, persons, listed, meant, _by_sentence(readings, text))
    for r in left:
        if r.name.text not in meant:
            if _is_of_a_state(r, text):
                _take_for(r, scene, "region")
            elif r.after_word in _OF_A_COUNTRY:
                _take_for(r, scene, "country")
    for r in left:
        _by_context(r, scene)
    if company.main_areas:  # a text about Ohio may mean the Dublin there
        for r in readings:
            if r.reason == _SETTLED and r.name.kind in ("city", "region"):
                r.confidence = round(_UNDOUBTED * _as_meant(r, scene), 4)


def _by_title(readings: list[Reading], text: str, words: Words) -> None:
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


def _is_plain(r: Reading, text: str) -> bool:
    """Whether nothing beside a well-known name can make it anything else than its place.

    That is so for most names in most texts, and saves a closer look at them.
    """
    if r.before in _CLOSER_LOOK or r.in_capitals or (r.after in _AGAINST_AFTER and _is_against(r)):
        return False
    if (text[r.end] in "$." or r.before == "the") and _is_something_else(r, text):
        return False  # US$30, Germany.travel, "the Niger rose"
    if r.name.kind != "demonym":
        return True
    return r.after not in _LOOSE_AFTER and r.before_word not in LANGUAGE_BEFORE


def _is_against(r: Reading) -> bool:
    """Whether what stands beside a name may make it part of a person's or an organisation's."""
    if r.before in _AGAINST_BEFORE:
        return True
    # "the US administration", "Kenya Bans Plastic Bottles", and not "the Houston administration"
    if r.after in ("person_suffix", "capitals"):
        return r.name.kind not in ("country", "demonym")
    if r.after == "capital" and r.name.text in _ADJECTIVES:
        return False
    return r.after in _AGAINST_AFTER


def _is_of_a_state(r: Reading, text: str) -> bool:
    """Whether the words beside a name say that it is a state: "Georgia Republicans"."""
    if r.after_word in _OF_A_STATE or _is_of_a_party(r, text):
        return True
    if r.after == "possessive":  # "Georgia's Sixth Congressional District"
        return "ongressional " in text[r.end : r.end + _TO_THE_DISTRICT]
    # "the governor of Georgia's central bank" is not of the state.
    return r.before_word == "of" and text.endswith(_GOVERNOR_OF, 0, r.start)


def _is_of_a_party(r: Reading, text: str) -> bool:
    """Whether a member of Congress stands before: "(R-Wis.)", "D-Georgia", "Ryan (Wis.)"."""
    sign = text[r.start - 1]
    if sign == "-":
        return text[r.start - 2] in "DRI" and not text[r.start - 3].isalnum()
    return sign == "(" and text[r.end] == ")" and r.name.is_abbreviation


def _holds_an_office(r: Reading, scene: Scene) -> bool:
    """Whether what stands after a name belongs to a state or a town: "Utah Gov.", "Leeds Mayor"."""
    if r.after_word in _OF_A_TOWN:
        is_given = r.name.given >= _SURELY_GIVEN
        return not is_given and r.before not in _BEFORE_SURNAME and r.before != "capital"
    row = scene.lexicon.gazetteer.row(r.place)
    return row.kind == "region" and row.alpha_2 == "US" and _is_of_a_state(r, scene.text)


def _take_for(r: Reading, scene: Scene, kind: str) -> None:
    """Take a name for a state of the US, or for a country, if there is one of that name."""
    for number, row in zip(r.name.candidates, r.name.rows, strict=True):
        if row.kind == kind and (kind == "country" or row.alpha_2 == "US"):
            scene.meant[r.name.text] = number, _CONTAINED, ()
            return


def _by_neighbour(readings: list[Reading], text: str, lexicon: Lexicon) -> Listed:
    """Settle what the name beside says; return what stands in a list with a country or a region.

    The answer is by name: kind and country of the one beside it.
    """
    listed: dict[str, tuple[str, str]] = {}
    for r, following in pairwise(readings):
        if following.start - r.end > _FARTHEST or r.reason:
            continue
        between = text[r.end : following.start]
        if between == "'s ":
            _by_owner(r, following)
        elif between in _BETWEEN:
            _by_container(r, following, text, lexicon)
        elif between == " of " and r.name.is_generic:
            _by_container(r, following, text, lexicon)
            if not r.reason:  # "the Southern District of New York", and not the one of Israel
                r.reason = "a part of another place"
        if between in _LISTING and not r.reason:
            for one, other in ((r.name, following.name), (following.name, r.name)):
                if other.code and not one.code and _is_area(other):
                    listed[one.text] = other.kind, other.code
            if _may_go_together(r.name, following.name):
                r.is_joined = following.is_joined = True
        elif between in _CHAINING and _may_go_together(r.name, following.name):
            r.is_joined = following.is_joined = True
            if following.before != "address":
                following.before = "and"
    return listed


def _by_sentence(readings: list[Reading], text: str) -> Beside:
    """What is named beside the names that several countries share: "Argentina blamed a gang from
    Rosario". The nearer it is, the more it says."""
    found: dict[str, dict[str, float]] = {}
    for i, r in enumerate(readings):
        name = r.name
        if r.reason or name.code or name.kind not in _SHARED or len(name.rows) < 2:
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


def _by_container(r: Reading, following: Reading, text: str, lexicon: Lexicon) -> None:
    """ "London, Ontario", "Paris (Texas)", "Tripoli in Lebanon", and not "Texas, Georgia"."""
    if r.name.kind in ("demonym", "institution"):
        return
    if text.startswith("'s ", following.end):
        return  # "after leaving London, Canada's minister …"
    if r.before in _BEFORE_BEARER and text.startswith(" (", r.end):
        return  # "P. Bilbao (Spain) won", "Akira Akasaka (JPN)"
    if r.name.given >= _RARE and following.name.given >= 4 and following.start == r.end + 1:
        return  # "Chelsea Victoria Mallory"
    is_apart = text.startswith((" in ", " on "), r.end)
    if is_apart and r.name.person >= _SURELY_PERSON and r.before not in _PLACE_BEFORE:
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
            r.place, r.confidence, r.reason = number, _CONTAINED, _CONTAINER
            following.place, following.confidence = container, _CONTAINED
            following.reason = "holds the place before"
            return
    holds = is_apart or (may_be_list and following.name.kind == "region")
    if holds and r.name.kind == "city" and following.name.is_settled and _is_area(following.name):
        _as_unknown(r, following)


def _as_unknown(r: Reading, following: Reading) -> None:
    """ "at Hollins in Tasmania": a small place elsewhere is not meant, but one of no table."""
    name = r.name
    if name.given >= _RARE or name.first.alpha_2 == following.name.code:
        return
    if name.first.capital or name.first.known or name.first.population >= _METROPOLIS:
        return  # "reports from Moscow in Ukraine's papers"
    # "fled from Aleppo in Turkey's trucks" does not say where Aleppo is.
    if r.before_word in ("at", "in", "near") or (r.after == "comma_place" and _stands_as_place(r)):
        r.place, r.confidence, r.kind = following.name.candidates[0], _SOMEWHERE, "city"
        r.reason = "somewhere in the place after it"
    elif name.person >= _RARE and not name.is_undoubted:
        r.reason = "no place of this name is in the place after it"


def _by_owner(owner: Reading, r: Reading) -> None:
    """ "Egypt's Alexandria", and "Izmir's Cesme", since Izmir is a province too; not "Britain's
    Boston consulate".

    A place that is much smaller than the best known of its name needs a clearer sign.
    """
    if r.after_word in _ABROAD or _is_against(r):
        return
    own = owner.name.first.alpha_2
    for around in owner.name.rows:
        if around.kind in _AREAS and around.alpha_2 == own:
            number = inside(r.name, around)
            if number >= 0 and dict(r.name.ranked)[number] >= r.name.ranked[0][1] - _AS_WELL_KNOWN:
                r.place, r.confidence, r.reason = number, _CONTAINED, _CONTAINER
                return


def _by_court(r: Reading, text: str) -> None:
    """ "Lincoln Crown Court" is in England, and Lincoln nobody's name there."""
    code = _COURTS[r.after_word]
    if text.startswith(f" {r.after_word} Court", r.end):
        for number, row in zip(r.name.candidates, r.name.rows, strict=True):
            if row.alpha_2 == code and row.kind in ("city", "region"):
                r.place, r.confidence, r.reason = number, _CONTAINED, _CONTAINER
                return


def _by_person(readings: list[Reading], text: str, words: Words) -> set[str]:
    """Settle what is part of a person's name; return the surnames that then stand for persons."""
    votes: dict[str, int] = {}
    for i, r in enumerate(readings):
        name = r.name
        given = name.given
        if name.kind == "country" and _is_before_common_surname(r, text, words):
            given = max(given, _RARE)  # "Kenya Moore": any country may be a given name
        elif _is_before_initial(r, text):
            given = max(given, _RARE)  # "Sydney H. Mallory"
        is_inside = r.before in _INSIDE_NAME and name.kind in ("city", "region")
        if is_inside and not r.reason and name.is_single_word and _is_end_of_name(r, text, words):
            r.reason = "the end of a person's name"
            votes[name.text] = votes.get(name.text, 0) + 1
            continue
        if r.before == "capital" and _is_titled(r, text, words):
            r.before = "given"  # "Alhaji Sabiu Bako", whatever Sabiu is
        is_aged = _is_before_age(r, text)
        if given < _RARE and r.before not in _BEFORE_SURNAME and not is_aged:
            continue
        if r.reason or not name.is_single_word or name.kind == "institution":
            continue
        if is_aged:
            r.reason = "before an age"
            votes[name.text] = votes.get(name.text, 0) + 1
            continue
        bears = name.person or given or r.before_word in _HONORIFICS
        if r.before == "title" and (bears or name.kind == "city") and r.after != "title":
            r.reason = "after a title"
            if name.given >= _SURELY_GIVEN and r.after == "place" and i + 1 < len(readings):
                readings[i + 1].before = "given"  # "Judge Mary Galway"
            else:
                votes[name.text] = votes.get(name.text, 0) + 1
        elif r.before in ("given", "initial") and (bears or name.kind in ("city", "region")):
            r.reason = "after a given name"
            votes[name.text] = votes.get(name.text, 0) + 1
        elif given < _RARE or name.kind == "demonym" or not _may_be_given_name(r):
            continue
        elif _is_before_surname(r, text):
            r.reason = "a given name"
            if name.kind == "city" or name.given >= 5:
                votes[name.text] = votes.get(name.text, 0) + 1
        elif r.after == "place" and i + 1 < len(readings):
            following = readings[i + 1]
            is_free = following.name.is_single_word and not following.reason
            beside = following.start == r.end + 1
            if beside and is_free and (name.given >= 4 or following.name.person >= 3):
                r.reason, following.reason = "a given name", "after a given name"
                surname = following.name.text
                votes[surname] = votes.get(surname, 0) + 1
    if not votes:
        return set()
    for r in readings:
        if r.name.text in votes and _stands_as_place(r):
            votes[r.name.text] -= 1
    # Two that come out even are persons: what stands as a place will stay one all the same.
    return {text for text, count in votes.items() if count >= 0}


def _is_titled(r: Reading, text: str, words: Words) -> bool:
    """Whether a title stands before the capitalised word before a name."""
    start = text.rfind(" ", max(0, r.start - _NEARBY), r.start - 1)
    title = text[text.rfind(" ", 0, start) + 1 : start]
    if words.after.get(r.before_word) == "organisation_suffix":
        return False  # "the General Motors Lansing plant"
    return title in words.titles and words.before.get(title) == "title"


def _is_end_of_name(r: Reading, text: str, words: Words) -> bool:
    """ "the defender Tarik Mostar", "Ruben van Haarlem", "Hans Puschel-Rouen"."""
    low = max(0, r.start - _TITLE)
    start = text.rfind(" ", low, r.start - 1) + 1
    word = text[low : max(low, start - 1)].rpartition(" ")[2]
    role = word[word.rfind("-") + 1 :]  # "ex-minister", "vice-captain"
    if words.before.get(role) in _INTRODUCING or word in _RANKS:
        return text[start].isupper()
    if words.before.get(word.lower()) in _INTRODUCING:
        # A capital says so too, "sent Senator Erico Caacupe", unless a headline has many.
        end = max(0, start - len(word) - 2)
        earlier = text[max(0, end - _TITLE) : end].rpartition(" ")[2]
        return text[start].isupper() and (earlier[-1:] in _SENTENCE_END or earlier.islower())
    if r.before == "capital" or words.given.get(word, 0) < _SURELY_GIVEN:
        return False
    is_particle = r.before_word.islower() and r.before_word != "of"
    return is_particle if r.before == "surname_particle" else text[start].isupper()


def _is_before_common_surname(r: Reading, text: str, words: Words) -> bool:
    if r.after not in ("capital", "place"):
        return False
    surname = r.after_word or text[r.end + 1 : word_end(text, r.end + 1)].rstrip(",.")
    return words.person.get(surname, 0) >= _COMMON_SURNAME


def _is_before_initial(r: Reading, text: str) -> bool:
    """ "Sydney H. Mallory", and not "Camden, N. J." nor "Washington D. C."."""
    end = r.end
    return (
        r.after in ("capital", "capitals")
        and len(r.after_word) == 1
        and text[end + 2 : end + 4] == ". "
        and text[end + 4 : end + 5].isupper()
        and text[end + 5 : end + 6].islower()
    )


def _is_before_age(r: Reading, text: str) -> bool:
    """ "Easton, 41, pleaded guilty": cities of note have results there, not ages."""
    if r.after != "comma_number" or r.name.is_undoubted or r.name.kind not in ("city", "region"):
        return False
    return text[r.end + 2 : r.end + 4].isdigit() and text[r.end + 4 : r.end + 5] == ","


def _stands_as_place(r: Reading) -> bool:
    """Whether the words beside a name say that it is a place: "in Jordan", "Jordan province"."""
    return r.before in _PLACE_BEFORE or r.after == "place_noun_after"


def _may_be_given_name(r: Reading) -> bool:
    """Whether the words before leave room for a person: not in "the Jordan …", "in Israel …"."""
    if r.before in ("place_noun_before", "the", "possessive"):
        return False
    return r.before != "place_preposition" or (r.name.given >= 5 and r.name.kind == "city")


def _is_before_surname(r: Reading, text: str) -> bool:
    """Whether a capitalised word after a given name is a surname: "Paris Hilton opened …".

    Not when more capitals follow, as in names of organisations and in headlines ("Georgia Modular
    Systems", "Jordan Reopens Border With Syria"), nor when the text has the word in lower case too.
    """
    word = r.after_word
    if _is_before_initial(r, text):
        return True
    if word in _OF_A_STATE:
        return False  # "Georgia Democrats"
    if r.after != "capital" and (r.after != "title" or word not in _AS_SURNAME):
        return False
    start = r.end + 1
    end = start + len(word)
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return False
    return text.find(f" {word.lower()}", max(0, start - _NEARBY), start + _NEARBY) < 0


def _by_context(r: Reading, scene: Scene) -> None:
    name, text, company, lexicon = r.name, scene.text, scene.company, scene.lexicon
    is_of_a_party = name.first.alpha_2 == "US" and _is_of_a_party(r, text)
    if name.is_abbreviation and not (is_of_a_party or r.before in _BEFORE_ABBREVIATION):
        r.reason = "an abbreviation without a place before it"
        return
    if _is_something_else(r, text):
        r.reason = "part of another expression"
        return
    if name.text in scene.persons and not (_stands_as_place(r) or _is_the_country(name, company)):
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
        is_place = _CONTAINED
    elif name.kind == "demonym":
        is_place = _demonym_confidence(r, text)
    elif name.kind == "institution" or (name.is_undoubted and not _is_against(r)):
        is_place = _UNDOUBTED
    else:
        r.signs = signs_of(r, company)
        is_place = lexicon.confidence.of(r.signs)
        if is_place < _EXPECTED and _is_expected(r, scene):
            is_place = _EXPECTED
    r.confidence = is_place if sure == 1.0 else round(is_place * sure, 4)


def _is_hardly_a_place(r: Reading, scene: Scene) -> bool:
    """Whether a famous surname or a plain word stands alone, "Kennedy had been warned", or a name
    that any country may have, "the North Shore", in a text that names nothing else of its own."""
    name, company = r.name, scene.company
    if name.kind not in ("city", "region") or r.is_joined:
        return False
    if not name.is_single_word:
        return name.common >= _GENERIC and not company.names_more_of(name)
    if _stands_as_place(r) or r.after in _SAYS_PLACE:
        return False
    is_small = name.kind == "city" and name.first.population < _METROPOLIS
    is_human = r.after_word in _PERSON_SPEAKS or r.after in _AFTER_PERSON
    if is_small and is_human and name.person >= _OFTEN_A_PERSON:
        return True
    if max(name.person, name.common - 1) < _FAMOUS_SURNAME:
        return False
    own = company.weight(name)
    return not any(company.regions.get(row.region, 0.0) > own for row in name.rows)


def _is_expected(r: Reading, scene: Scene) -> bool:
    """Whether a small place stands where a text about its country puts one: "in Zuera", or in a
    list with another."""
    if r.in_capitals and r.after == "agency":
        return True  # "NICE (Reuters)"
    if r.before != "place_preposition" and not r.is_joined:
        return False
    code = scene.lexicon.gazetteer.row(r.place).alpha_2
    return (
        r.after not in _AGAINST_AFTER
        and is_unmistakable(r.name, code)
        and scene.company.countries.get(code, 0.0) - scene.company.weight(r.name) >= _NAMED_ONCE
    )


def is_unmistakable(name: Name, code: str) -> bool:
    """Whether a name is no word and no person's: where English is spoken, towns have both."""
    return name.common == 0 and name.person == 0 and code not in _ENGLISH_SPEAKING


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
    scores, sure = scored(local, company, scene.listed.get(name.text), beside)
    return scores[0][0], sure, scores


def _is_something_else(r: Reading, text: str) -> bool:
    """What no list of names can tell: currencies, pronouns, plain words, names of organisations."""
    name = r.name
    sign = text[r.end]
    if sign == "$":
        return True  # US$30, A$5
    if sign == "." and text[r.end + 1 : r.end + 2].islower():
        return True  # Germany.travel
    if r.before == "address":
        return True
    if r.before == "surname_particle" and r.before_word in _PARTICLES:
        return name.kind in ("city", "region")  # "de Castro", "von Trier"
    if r.before == "organisation_before" and name.kind != "demonym":
        return not text.endswith(("Battle of ", "Friends of "), 0, r.start)
    if text[r.start].islower():  # found because lower case was asked for
        if name.common < 2:  # "lebanon" is hardly ever anything else
            return False
        return name.kind == "demonym" or r.before != "place_preposition"
    if r.in_capitals:
        if name.text == "US":
            return r.before_word.upper() in _US_IS_A_PRONOUN
        if name.text == "CAR":
            return True  # "ELECTRIC CAR FIREBALL"
        if name.common >= 3 and r.after not in ("agency", "comma_number"):
            return True
    if name.kind == "demonym" and name.person and r.before == "capital":
        return _is_after_name(r, text)
    if r.after == "hyphen" and _is_half_of_a_name(r):
        return True
    if name.text in _RIVERS and r.before == "the":
        return r.after in ("end", "comma") or r.after_word in _OF_A_RIVER
    if not name.common:
        return False
    if name.kind == "demonym":
        return r.before == "start" and r.after_word in _OBJECTS  # "Polish the lens"
    if name.kind == "country":
        return r.before_word in ("a", "an", "A", "An")  # "to roast a Turkey"
    if r.before in ("start", "open") and r.after == "lower" and name.common >= 2:
        # "Nice weather", and not "Nice voted" or "Buffalo man drowns"
        return not _is_verb(r.after_word) and (
            r.after_word not in _SOMEBODY or name.text in _NO_TOWN
        )
    return False


def _is_half_of_a_name(r: Reading) -> bool:
    """ "Norwood-McMallory", and not "Charlotte-Mecklenburg police" nor "Leeds-YMCA"."""
    name, other = r.name, r.after_word[1:]
    is_name = other[:1].isupper() and not other.isupper()
    if not is_name or r.is_joined or name.kind != "city":
        return False
    return not name.is_undoubted and name.first.population < _LARGE


def _is_after_name(r: Reading, text: str) -> bool:
    """Whether a surname such as English stands after a given name that no table has: a nationality
    has a noun after it, and no unknown name before it."""
    begin = r.start - 2 - len(r.before_word)
    if text[begin] in ".!?:;\"'":
        return False
    return r.after in _ENDING or r.after_word in _SPEAKING


def _is_verb(word: str) -> bool:
    return word.endswith("ed") or word in _VERBS


def _demonym_confidence(r: Reading, text: str) -> float:
    """Nationality is sure; a language or a dish is the country's word in another matter."""
    word = r.before_word.lower()
    if r.after in _LOOSE_AFTER:
        return _LOOSE
    if word in SPEAKING or (word in ("in", "into", "from") and _is_language(r, text)):
        return _LOOSE
    return _UNDOUBTED


def _is_language(r: Reading, text: str) -> bool:
    before = text[max(0, r.start - 30) : r.start]
    if "transl" in before or "fluent" in before:
        return True
    if not before.endswith("in "):
        return False
    if r.after in ("end", "comma", "close"):
        return True
    verb = before[:-4].rpartition(" ")[2]  # "wrote in Chinese and Polish"
    return r.after == "and" and verb in WRITING
