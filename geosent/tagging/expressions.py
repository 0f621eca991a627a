"""Names that are part of another expression: pronouns, currencies, plain words, languages."""

from __future__ import annotations

from geosent.tagging.evidence import LOOSE_AFTER, UNDOUBTED
from geosent.tagging.readings import Reading, word_end
from geosent.tagging.words import SPEAKING, WRITING

#: A language, a dish: the word is the country's, the sentence is hardly about it.
_LOOSE = 0.55
_LARGE = 100_000
#: Words inside surnames that English has in no other place.
_PARTICLES = frozenset(
    "Bin Da De Del Di Du Ibn Van Von bin bint da das de del dela della di do dos du ibn van "
    "von".split()
)
#: What a surname may have after it, and an adjective has not.
_ENDING = frozenset(["close", "comma", "comma_number", "end", "person_verb", "possessive"])
_SPEAKING = frozenset("has is said says talks told was who writes wrote".split())
#: Who a headline says is of a town; and a word that is no town before them.
SOMEBODY = frozenset(
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
_OBJECTS = frozenset("her his it its my off our the their them these this up your".split())
#: Verbs that a place takes and that do not end in -ed.
_VERBS = frozenset(
    "are beat beats can could did does faces gets goes had has is loses lost may might must plans "
    "plays said saw says seeks sent should takes to took wants was went were will win wins won "
    "would".split()
)
#: What is agreed in a city, and is no matter of its country: "the Pretoria agreement".
AGREEMENTS = frozenset(
    "Accord Accords Agreement Agreements Consensus Declaration Document Format Memorandum Pact "
    "Process Protocol Protocols accord accords agreement agreements consensus declaration format "
    "memorandum pact process protocol protocols".split()
)
_PEACE = (" peace accord", " peace agreement", " peace process", " Peace A", " Peace Process")
AMPERSAND = "&"
#: Between the words of a name; where no table has the whole, its first word is another place.
_LINKS = frozenset("da das del di do dos du".split())
#: After an ampersand: a council or a league for the places around a town.
_OF_A_COUNCIL = frozenset("Area Central County District Mid North South West East".split())
#: Verbs and prepositions before "us" in a line of capitals.
_US_IS_A_PRONOUN = frozenset(
    "ABOUT AMONG ASK ASKS BELIEVE BETWEEN BRING BRINGS CALL CONTACT EMAIL FOLLOW FOR FORGIVE GIVE "
    "GIVES HELP HELPS JOIN KEEP KILL LEAVE LET LETS MADE MAKE MAKES OF SAVE SEND SHOW SHOWS TAKE "
    "TEACH TEACHES TELL TELLS TOLD TRUST WITH".split()
)


def is_something_else(r: Reading, text: str) -> bool:
    """What no list of names can tell: currencies, pronouns, plain words, names of organisations."""
    name = r.name
    sign = text[r.end]
    if sign == "$":
        return True  # US$30, A$5
    if sign == "." and text[r.end + 1 : r.end + 2].islower():
        return True  # Germany.travel
    if sign == "_" and text[r.start - 1] == "@":
        return True  # "@Chad_Hill", and not "#Chad_votes"
    if sign == '"' == text[r.start - 1] and name.kind in ("city", "region"):
        return True  # 'with "Fargo" and "Chicago"': a title, or the word itself
    if r.before == "address":
        return True
    if name.kind == "city" and (r.after_word in AGREEMENTS or text.startswith(_PEACE, r.end)):
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
    if AMPERSAND in (r.before_word, r.after_word) and _is_of_a_firm(r, text):
        return True
    if r.after_word in _LINKS and name.kind == "city" and _goes_on(r, text):
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
            r.after_word not in SOMEBODY or name.text in _NO_TOWN
        )
    return False


def _is_half_of_a_name(r: Reading) -> bool:
    """ "Norwood-McMallory", and not "Charlotte-Mecklenburg police" nor "Leeds-YMCA"."""
    name, other = r.name, r.after_word[1:]
    is_name = other[:1].isupper() and not other.isupper()
    if not is_name or r.is_joined or name.kind != "city":
        return False
    return not name.is_undoubted and name.first.population < _LARGE


def _goes_on(r: Reading, text: str) -> bool:
    """ "the Serra da Padrela", and not the Brazilian city of Serra."""
    start = r.end + len(r.after_word) + 2
    return text[start : start + 1].isupper()


def _is_of_a_firm(r: Reading, text: str) -> bool:
    """ "Bristol & Ellis", "Ellis & Malden": joined with what is no place."""
    if r.name.kind != "city" or r.is_joined:
        return False
    if r.after_word == AMPERSAND:
        other = text[r.end + 3 : word_end(text, r.end + 3)]
        return other[:1].isupper() and other not in _OF_A_COUNCIL
    end = r.start - 3
    return text[text.rfind(" ", 0, end) + 1].isupper()


def _is_after_name(r: Reading, text: str) -> bool:
    """Whether a surname such as English stands after a given name that no table has: a nationality
    has a noun after it, and no unknown name before it."""
    begin = r.start - 2 - len(r.before_word)
    if text[begin] in ".!?:;\"'":
        return False
    return r.after in _ENDING or r.after_word in _SPEAKING


def _is_verb(word: str) -> bool:
    return word.endswith("ed") or word in _VERBS


def demonym_confidence(r: Reading, text: str) -> float:
    """Nationality is sure; a language or a dish is the country's word in another matter."""
    word = r.before_word.lower()
    if r.after in LOOSE_AFTER:
        return _LOOSE
    if word in SPEAKING or (word in ("in", "into", "from") and _is_language(r, text)):
        return _LOOSE
    return UNDOUBTED


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
