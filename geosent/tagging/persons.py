"""Which names are part of a person's: "Senator Lincoln", "Paris Hilton", later "Hilton" alone."""

from __future__ import annotations

from geosent.tagging.evidence import (
    BEFORE_SURNAME,
    INSIDE_NAME,
    OF_A_STATE,
    RARE,
    SURELY_GIVEN,
    TITLE,
    stands_as_place,
)
from geosent.tagging.readings import Reading, word_end
from geosent.tagging.words import Words

#: How far a look around in the text goes, in characters: a long text must not take the square of
#: its length.
_NEARBY = 3000
#: Titles that are common surnames: "Regina King opened …".
_AS_SURNAME = frozenset("Baron Bishop Dean Duke Earl Judge King Pope Prince".split())
_SENTENCE_END = frozenset('.!?"')
_INTRODUCING = frozenset(["role", "relation_before"])
#: Before a whole name; before a bare surname they are ranks as well.
_RANKS = frozenset(
    "Adm. Brig. Capt. Cmdr. Col. Cpl. Dr Dr. Gen. Lt. Maj. Mr Mr. Mrs Mrs. Ms Ms. Prof. Rev. "
    "Sgt.".split()
)
_HONORIFICS = frozenset("Dr Dr. Mr Mr. Mrs Mrs. Ms Ms.".split())  # and not "Miss Venezuela"
_COMMON_SURNAME = 8


def by_person(readings: list[Reading], text: str, words: Words) -> set[str]:
    """Settle what is part of a person's name; return the surnames that then stand for persons."""
    votes: dict[str, int] = {}
    for i, r in enumerate(readings):
        name = r.name
        given = name.given
        if name.kind == "country" and _is_before_common_surname(r, text, words):
            given = max(given, RARE)  # "Kenya Moore": any country may be a given name
        elif _is_before_initial(r, text):
            given = max(given, RARE)  # "Sydney H. Mallory"
        is_inside = r.before in INSIDE_NAME and name.kind in ("city", "region")
        if is_inside and not r.reason and name.is_single_word and _is_end_of_name(r, text, words):
            r.reason = "the end of a person's name"
            votes[name.text] = votes.get(name.text, 0) + 1
            continue
        if r.before == "capital" and _is_titled(r, text, words):
            r.before = "given"  # "Alhaji Sabiu Bako", whatever Sabiu is
        is_aged = _is_before_age(r, text)
        if given < RARE and r.before not in BEFORE_SURNAME and not is_aged:
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
            if name.given >= SURELY_GIVEN and r.after == "place" and i + 1 < len(readings):
                readings[i + 1].before = "given"  # "Judge Mary Galway"
            else:
                votes[name.text] = votes.get(name.text, 0) + 1
        elif r.before in ("given", "initial") and (bears or name.kind in ("city", "region")):
            r.reason = "after a given name"
            votes[name.text] = votes.get(name.text, 0) + 1
        elif given < RARE or name.kind == "demonym" or not _may_be_given_name(r):
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
        if r.name.text in votes and stands_as_place(r):
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
    low = max(0, r.start - TITLE)
    start = text.rfind(" ", low, r.start - 1) + 1
    word = text[low : max(low, start - 1)].rpartition(" ")[2]
    role = word[word.rfind("-") + 1 :]  # "ex-minister", "vice-captain"
    if words.before.get(role) in _INTRODUCING or word in _RANKS:
        return text[start].isupper()
    if words.before.get(word.lower()) in _INTRODUCING:
        # A capital says so too, "sent Senator Erico Caacupe", unless a headline has many.
        end = max(0, start - len(word) - 2)
        earlier = text[max(0, end - TITLE) : end].rpartition(" ")[2]
        return text[start].isupper() and (earlier[-1:] in _SENTENCE_END or earlier.islower())
    if r.before == "capital" or words.given.get(word, 0) < SURELY_GIVEN:
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
    if word in OF_A_STATE:
        return False  # "Georgia Democrats"
    if r.after != "capital" and (r.after != "title" or word not in _AS_SURNAME):
        return False
    start = r.end + 1
    end = start + len(word)
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return False
    return text.find(f" {word.lower()}", max(0, start - _NEARBY), start + _NEARBY) < 0
