"""Which names are part of a person's: "Senator Lincoln", "Paris Hilton", later "Hilton" alone."""

from __future__ import annotations

import re

from geosent.tagging.evidence import (
    BEFORE_SURNAME,
    INSIDE_NAME,
    OF_A_STATE,
    RARE,
    SPEAKER,
    SURELY_GIVEN,
    stands_as_place,
)
from geosent.tagging.readings import Reading, word_end
from geosent.tagging.words import FAMILIES, FAMILY, Words

#: How far a look around in the text goes, in characters: a long text must not take the square of
#: its length.
_NEARBY = 3000
#: So many characters before a name hold the two words that tell of a person.
_BEFORE = 80
#: Titles that are common surnames: "Regina King opened …".
_AS_SURNAME = frozenset("Baron Bishop Dean Duke Earl Judge King Pope Prince".split())
_INTRODUCING = frozenset(["role", "relation_before"])
_HONORIFICS = frozenset("Dr Dr. Mr Mr. Mrs Mrs. Ms Ms.".split())  # and not "Miss Venezuela"
#: Before a whole name; before a bare surname they are ranks as well.
_RANKS = _HONORIFICS.union("Adm. Brig. Capt. Cmdr. Col. Cpl. Gen. Lt. Maj. Prof. Rev. Sgt.".split())
_COMMON_SURNAME = 8
_OFTEN = 3  #: so much of a person's name tells a surname beside a given name
_GIVEN = "a given name"
_NAMING = frozenset("called named nicknamed".split())
PRONOUNS = frozenset(["her", "him"])
_NAMES_SOMEBODY = tuple(
    f"{verb} {pronoun} " for verb in ("call", "called", "name", "named") for pronoun in PRONOUNS
)
QUOTES = frozenset('"“')
#: What persons do, and countries not even in a figure of speech: "Chad smiled", "Jordan told me".
_HUMAN = frozenset(
    "blushed chuckled frowned gasped giggled graduated grinned hugged kissed nodded sighed smiled "
    "sobbed texted winked".split()
)
_HAS_FAMILY = re.compile(
    r"(?: and (?:his|her) |'s )(?:boyfriend|daughter|fianc[eé]e?|girlfriend|husband|wife)\b|"
    r" (?:asked|called|emailed|told) me\b"
)
#: Before "named": who is called so, and not what.
_NAMED = frozenset(
    "baby bloke boy cat child chap dog fellow girl guy horse man puppy woman".split()
)
#: Before any name but that of a place, for which the lists of words have "a town named".
_A_NOUN_NAMED = re.compile(r"\b[Aa]n? (?:[\w'-]+ ){1,3}named $")
_AS_WHAT = frozenset("a an as its the".split())
_MY_FRIEND = tuple(f"{whose} friend " for whose in ("my", "My", "his", "His", "her", "Her"))
#: A nickname inside a name, 'Winchester "Win" Holland', from its first word on.
_NICKNAME = re.compile(r""" ["“][A-Z][\w .'-]{1,20}["”] ([A-Z][\w'-]+)""")
#: The rest of a list of names: "three daughters, Sydney, Adelaide and Chelsea".
_AND_OTHERS = re.compile(r"(?:, [A-Z]\w+)*,? and [A-Z]\w+(?= *[^\w '-]| [a-z])")
_NAME = re.compile(r"[A-Z][\w'-]+")
#: What follows a whole name: ", 58, was", " of Brunswick was".
_AGE = re.compile(r", \d\d, [a-z]")
_OF = re.compile(r",? of [A-Z]")
#: Without a given name, one of these stands before a surname, or after what may be part of a name.
_IN_NAMES = BEFORE_SURNAME | INSIDE_NAME | _INTRODUCING
_GOES_ON = frozenset(["capital", "capitals", "comma_number", "place"])
_COMPASS = frozenset("NESW")
#: What follows a surname, and no nationality.
_ENDING = frozenset(["comma_number", "person_verb"])
#: What follows a name that stands for itself.
_APART = frozenset("and close comma end lower person_verb".split())


def by_person(readings: list[Reading], text: str, words: Words) -> set[str]:
    """Settle what is part of a person's name; return the surnames that then stand for persons."""
    votes: dict[str, int] = {}
    for i, r in enumerate(readings):
        if r.before == "relation_before" or r.after_word[:1] in QUOTES:
            for name in _named_with(r, text):
                votes[name] = votes.get(name, 0) + 1
        if r.reason == SPEAKER:
            votes[r.name.text] = votes.get(r.name.text, 0) + 1
        if r.reason or not r.name.is_single_word or r.name.kind == "institution":
            continue
        if (
            r.name.given < RARE
            and r.before not in _IN_NAMES
            and r.after not in _GOES_ON
            and r.before_word not in PRONOUNS
        ):
            continue  # nothing of a person's: so it is with most names
        r.reason = _part_of_name(r, text, words)
        following = readings[i + 1] if r.after == "place" and i + 1 < len(readings) else None
        is_beside = following is not None and _is_beside(r, following, text)
        if following and is_beside and (r.reason or _may_be_whole_name(r, following, text, words)):
            r.reason = r.reason or _GIVEN
            following.reason = "after a given name"
            votes[following.name.text] = votes.get(following.name.text, 0) + 1
        elif r.reason and (r.reason != _GIVEN or r.name.kind == "city" or r.name.given >= 5):
            votes[r.name.text] = votes.get(r.name.text, 0) + 1
    if not votes:
        return set()
    for r in readings:
        if r.name.text in votes and stands_as_place(r):
            votes[r.name.text] -= 1
    # Two that come out even are persons: what stands as a place will stay one all the same.
    return {text for text, count in votes.items() if count >= 0}


def _named_with(r: Reading, text: str) -> list[str]:
    """The other names of a person with a nickname, or of those told after one of the family."""
    if r.after_word[:1] in QUOTES:
        nickname = _NICKNAME.match(text, r.end)
        return [r.name.text, nickname[1]] if nickname else []
    if r.before_word.rstrip(",") in FAMILIES:
        others = _AND_OTHERS.match(text, r.end)
        return [r.name.text, *_NAME.findall(others[0])] if others else []
    return []


def _part_of_name(r: Reading, text: str, words: Words) -> str:
    """Why a name is part of a person's; empty if nothing says so."""
    name = r.name
    is_surname = name.kind in ("city", "region")
    if is_surname and r.before in INSIDE_NAME and _is_end_of_name(r, text, words):
        return "the end of a person's name"
    if is_before_age(r, text):
        return "before an age"
    if r.before == "capital" and _is_titled(r, text, words):
        r.before = "given"  # "Alhaji Sabiu Bako", whatever Sabiu is
    given = name.given
    if _is_before_initial(r, text):
        given = max(given, RARE)  # "Sydney H. Mallory"
    elif name.kind == "country" and _is_before_common_surname(r, text, words):
        given = max(given, RARE)  # "Kenya Moore": any country may be a given name
    bears = name.person or given or r.before_word in _HONORIFICS
    if r.before == "title" and (bears or name.kind == "city") and r.after != "title":
        return "after a title"
    may_be_surname = bears or is_surname or (name.kind == "demonym" and r.after in _ENDING)
    if r.before in ("given", "initial") and may_be_surname and not _is_compass_point(r):
        return "after a given name"  # "Vasile Moldovan, 52, said", too
    if r.before == "relation_before" and _is_of_the_family(r, text, words):
        return "after a relation"
    if r.before_word in PRONOUNS and text.endswith(_NAMES_SOMEBODY, 0, r.start):
        return "what somebody is called"
    if given >= RARE and (r.after_word in _HUMAN or _HAS_FAMILY.match(text, r.end)):
        return "what only a person does or has"
    is_given = given >= RARE and name.kind != "demonym" and _may_be_given_name(r)
    return _GIVEN if is_given and _is_before_surname(r, text, words) else ""


def _is_beside(r: Reading, following: Reading, text: str) -> bool:
    """Whether a second name follows that may belong to the same person: "Mary Galway"."""
    name = following.name
    if following.start != r.end + 1 or following.reason or not name.is_single_word:
        return False
    if name.common > name.person:
        return False  # "the Paris Metro"
    if name.kind == "country":
        # "Sgt. Kingston Poland said", and not "the Jordan Syria border"
        is_titled = (
            r.reason == "after a title" and text[following.end + 1 : following.end + 2].islower()
        )
        return is_titled or name.person >= _OFTEN or name.given >= RARE
    return name.kind in ("city", "region")


def _may_be_whole_name(r: Reading, following: Reading, text: str, words: Words) -> bool:
    """Whether two names side by side are those of one person: "Sydney Bradford", and not "the
    Israel Gaza war"; places stand apart."""
    name = r.name
    if name.kind == "demonym" or not _may_be_given_name(r):
        return False
    if name.kind != "country" and following.name.kind == "city":
        if is_before_age(following, text) or _OF.match(text, following.end):
            return True  # "Stirling Hamilton, 28, of", "Raleigh Washington of Brunswick"
        role = r.before_word.rstrip(",") if r.before == "comma" else ""
        if words.before.get(role) in _INTRODUCING and text[following.end] == ",":
            return True  # "Ross's solicitor, Perth Mackay, said"
    if r.before in _INTRODUCING and (name.given or name.person):
        return True
    if following.name.person >= _COMMON_SURNAME:
        return name.kind == "country" or name.given >= RARE  # "Kenya Moore"
    if name.kind == "country" and following.name.person < _OFTEN:
        return name.given >= SURELY_GIVEN and following.name.kind == "city"
    return name.given >= RARE


def _is_of_the_family(r: Reading, text: str, words: Words) -> bool:
    """ "his wife, Georgia, …", "a girl named Charlotte", and not "a town called Hope"."""
    name = r.name
    relation = r.before_word.rstrip(",")
    if relation in _NAMING:
        noun = text[max(0, r.start - _BEFORE) : r.start - len(relation) - 2].rpartition(" ")[2]
        # "A report named Russia" speaks of the country, and "a Labrador named Sudan" does not.
        if noun in _NAMED or (
            (name.kind != "country" or noun[:1].isupper()) and _is_named(r, text)
        ):
            return name.kind != "demonym"
    elif relation in FAMILIES:
        return name.kind == "city" and _AND_OTHERS.match(text, r.end) is not None
    elif relation == "friend" and text.endswith(_MY_FRIEND, 0, r.start):
        return name.given >= RARE
    elif relation not in FAMILY:
        return name.given >= SURELY_GIVEN and name.kind != "country"
    if name.kind == "country":
        return bool(name.given or name.person) and r.after in _APART
    if r.before_word[-1] == "," and r.after == "comma":
        return name.kind == "city"  # "a son, Houston, of London"
    return name.kind != "demonym" and (name.given or name.person) >= RARE


def _is_named(r: Reading, text: str) -> bool:
    """ "a Labrador named Sudan", and not "a jury named Kenya as the host"."""
    if r.before_word != "named" or r.after not in _APART or r.after_word in _AS_WHAT:
        return False
    return _A_NOUN_NAMED.search(text, max(0, r.start - _BEFORE), r.start) is not None


def _is_titled(r: Reading, text: str, words: Words) -> bool:
    """Whether a title stands before the capitalised word before a name."""
    start = text.rfind(" ", max(0, r.start - _NEARBY), r.start - 1)
    title = text[text.rfind(" ", 0, start) + 1 : start]
    if words.after.get(r.before_word) == "organisation_suffix":
        return False  # "the General Motors Lansing plant"
    return title in words.titles and words.before.get(title) == "title"


def _is_end_of_name(r: Reading, text: str, words: Words) -> bool:
    """ "the defender Tarik Mostar", "Ruben van Haarlem", "Hans Puschel-Rouen"."""
    low = max(0, r.start - _BEFORE)
    start = text.rfind(" ", low, r.start - 1) + 1
    word = text[low : max(low, start - 1)].rpartition(" ")[2]
    role = word[word.rfind("-") + 1 :]  # "ex-minister", "vice-captain"
    if words.before.get(role) in _INTRODUCING or word in _RANKS:
        return text[start].isupper()
    if words.before.get(word.lower()) in _INTRODUCING:
        # A capital says so too, "sent Senator Erico Caacupe", unless a headline has many.
        end = max(0, start - len(word) - 2)
        earlier = text[max(0, end - _BEFORE) : end].rpartition(" ")[2]
        return text[start].isupper() and earlier.islower()
    if r.before == "capital" or words.given.get(word, 0) < SURELY_GIVEN:
        return False
    is_particle = r.before_word.islower() and r.before_word != "of"
    return is_particle if r.before == "surname_particle" else text[start].isupper()


def _is_compass_point(r: Reading) -> bool:
    """ "N Ireland", "S England", as weather and traffic are told."""
    return r.before_word in _COMPASS and r.name.kind in ("country", "region")


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


def is_before_age(r: Reading, text: str) -> bool:
    """ "Easton, 41, pleaded guilty"; and not "Boston, 41, Dallas, 38", which have results."""
    if r.after != "comma_number" or r.name.kind not in ("city", "region"):
        return False
    if r.name.is_undoubted:
        return r.before != "place_preposition" and _AGE.match(text, r.end) is not None
    return text[r.end + 2 : r.end + 4].isdigit() and text[r.end + 4 : r.end + 5] == ","


def _may_be_given_name(r: Reading) -> bool:
    """Whether the words before leave room for a person: not in "the Jordan …", "in Israel …"."""
    if r.before in ("place_noun_before", "the", "possessive"):
        return False
    return r.before != "place_preposition" or (r.name.given >= _OFTEN and r.name.kind == "city")


def _is_before_surname(r: Reading, text: str, words: Words) -> bool:
    """Whether a capitalised word after a given name is a surname: "Paris Hilton opened …".

    Not when more capitals follow, as in names of organisations and in headlines ("Georgia Modular
    Systems", "Jordan Reopens Border With Syria"), nor when the text has the word in lower case too.
    """
    word = r.after_word
    if _is_before_initial(r, text):
        return True
    if word in OF_A_STATE:
        return False  # "Georgia Democrats"
    if r.after == "capitals" and words.given.get(word, 0) >= SURELY_GIVEN:
        return True  # "Virginia Lee Burton"
    if r.after != "capital" and (r.after != "title" or word not in _AS_SURNAME):
        return False
    start = r.end + 1
    end = start + len(word)
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return False
    return text.find(f" {word.lower()}", max(0, start - _NEARBY), start + _NEARBY) < 0
