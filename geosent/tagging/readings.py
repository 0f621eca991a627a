"""A reading: one name in one text, what stands around it, and what it was taken for."""

from __future__ import annotations

import re
from typing import TypeVar

from geosent.model import MentionKind
from geosent.tagging.names import Name, Scores, Shape
from geosent.tagging.words import FAMILIES, FAMILY, Words

#: What ends a sentence before a name; a title or an initial also ends with a full stop.
_SENTENCE_END = ".!?:;"
_OPENING = "\"'“(["
_CLOSING = "\"'”)],;:!?."
#: Text without a space must not be searched to its end for each name in it.
_LONGEST_WORD = 60
_ADDRESS = re.compile(r"[a-z]://|\bwww\.|[\w.+-]@[\w-]+\.\w")
#: Endings of verbs and adverbs, which names at the beginning of a sentence seldom have.
_INFLECTED = ("ing", "ed", "ly")
#: Who sits for a place, or rules it: between its name and that of the person.
_SEATS = frozenset(
    "Councilman Councilwoman Gov. Governor Mayor MCA MEP MLA MLC MNA MP MPA MPP MSP Senator "
    "TD".split()
)
_DASHES = ("-", "--", "—", "–", "_")
#: So many words beside names, and so many of all else, are remembered; texts hardly ever have more.
_REMEMBERED = 100_000

Key = TypeVar("Key")
Found = TypeVar("Found")

#: What the model of confidence sees of a reading: the shape of its name; the kind of its place; the
#: classes of what stands before and after it, and the words; how much else is of its country, 0-3;
#: whether it is listed with a likely place; how much else is of a town's region, 0-2.
Signs = tuple[Shape, str, str, str, str, str, int, bool, int]


class Reading:
    """A name found in a text. `start` and `end` are offsets into the view."""

    before = ""  #: class of what stands before, and …
    before_word = ""  #: … the word itself
    after = ""
    after_word = ""
    is_joined = False  #: listed with a name that may well be a place if this is one
    in_capitals = False  #: in a line of capitals, where case tells nothing
    has_accents = False  #: of a name of several countries, in the text as it was written
    is_unlisted = False  #: no table holds the name
    place = -1  #: number of the place it was taken for; -1 for none
    confidence = 0.0
    reason = ""
    kind: MentionKind | None = None  #: where it is not that of the place
    scores: Scores = ()  #: candidates, where the context decided between them
    signs: Signs | None = None  #: what the model of confidence was shown

    def __init__(self, name: Name, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end


class Surroundings:
    """Tells the class of what stands before and after a name; each word is classified once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._before: dict[str, str] = {}
        self._pairs: dict[str, str] = {}
        #: The class of a word after a name, the bare word, and whether more must be looked at.
        self._after: dict[str, tuple[str, str, bool]] = {}

    def look_before(self, reading: Reading, text: str, previous_end: int) -> None:
        """Set the class of what stands before the name."""
        last = reading.start - 1
        if text[last] != " ":
            if text[last] == "-":
                reading.before = "hyphen"
            else:
                reading.before = "address" if _is_address(text, last) else "open"
            return
        if previous_end == last:
            reading.before = "place"
            return
        low = last - _LONGEST_WORD if last > _LONGEST_WORD else 0
        begin = (text.rfind(" ", low, last) + 1) or low
        word = reading.before_word = text[begin:last]
        reading.before = self._before.get(word) or self._unusual(word, text, begin, last)
        if reading.before == "capital" and word.endswith(_INFLECTED) and _is_first(text, begin):
            reading.before = "lower"  # "Accusing China", "Convicted Leeds striker"

    def _unusual(self, word: str, text: str, begin: int, last: int) -> str:
        """The class of a word not met before, or of one that the word before it may change."""
        words = self._words
        if word not in words.before_second:
            found = _class_before(word, words)
            remember(self._before, word, found)
            return found
        pair = text[_word_start(text, begin - 1) : last]
        known = self._pairs.get(pair)
        if known is None:
            known = words.before_pairs.get(pair)
            if known is None and word == "of":
                if pair[:1].islower():
                    known = "lower"  # "the government of Chad", and not "Lord Mawson of Chad"
                elif pair.endswith(", of"):
                    known = "place_preposition"  # "Galloway, of Gary, was charged"
            known = known or _class_before(word, words)
            remember(self._pairs, pair, known)
        return known

    def look_after(self, reading: Reading, text: str, next_start: int) -> None:
        """Set the class of what stands after the name."""
        end = reading.end
        sign = text[end]
        if sign == " ":
            start = end + 1
            if next_start == start:
                reading.after = "place"
                return
            stop = text.find(" ", start, start + _LONGEST_WORD)
            if stop < 0:
                stop = word_end(text, start)
            word = text[start:stop]
            known = self._after.get(word) or self._learn_after(word)
            reading.after, reading.after_word, more = known
            if more:
                if text[stop + 1 : stop + 2].isupper():
                    if known[0] == "capital":
                        reading.after = "capitals"  # a headline, or an organisation of three words
                    elif known[1] in _SEATS:  # "Lincoln Mayor Leirion Baird", not "Lincoln MP said"
                        reading.after = "place_noun_after"
                if word in self._words.after_first:
                    pair = text[start : word_end(text, stop + 1)].rstrip(_CLOSING)
                    reading.after = self._words.after_pairs.get(pair, reading.after)
        elif sign == ",":
            if next_start == end + 2:
                reading.after = "comma_place"
            else:
                is_number = text[end + 2 : end + 3].isdigit()
                reading.after = "comma_number" if is_number else "comma"
        elif sign in ".!?":
            reading.after = "end"
        elif sign == "'" and text[end + 1] == "s" and not text[end + 2].isalnum():
            reading.after = "possessive"
            if text[end + 2] == " ":
                word = reading.after_word = "'s " + text[end + 3 : word_end(text, end + 3)]
                reading.after = self._words.after_pairs.get(word, "possessive")
        elif sign == "-":
            word = reading.after_word = text[end : word_end(text, end)].rstrip(_CLOSING)
            reading.after = self._words.after.get(word, "hyphen")
        else:
            reading.after = "close"

    def _learn_after(self, word: str) -> tuple[str, str, bool]:
        found, bare = _class_after(word, self._words)
        more = found == "capital" or bare in _SEATS or word in self._words.after_first
        known = found, bare, more
        remember(self._after, word, known)
        return known


def remember(known: dict[Key, Found], key: Key, found: Found) -> None:
    """Keep what was found; before that becomes too much, forget everything."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = found


def _is_first(text: str, begin: int) -> bool:
    """Whether a word opens a sentence, which alone gives it its capital."""
    return begin < 3 or text[begin - 2] in _SENTENCE_END or text[begin - 1] in _OPENING


def _is_address(text: str, position: int) -> bool:
    """Whether a sign is part of a web or an e-mail address, or inside a handle, "@radio_chad";
    "@Israel" and "Iran/Iraq" are none."""
    if text[position] not in "/.@=&?_":
        return False
    if text[position] == "_" and text[_word_start(text, position)] == "@":
        return True
    return bool(_ADDRESS.search(text, _word_start(text, position), word_end(text, position)))


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at a position begins; of a very long one, its last letters."""
    low = max(0, end - _LONGEST_WORD)
    return max(low, text.rfind(" ", low, end) + 1)


def word_end(text: str, start: int) -> int:
    """Where the word that begins at a position ends; of a very long one, its first letters."""
    high = min(len(text), start + _LONGEST_WORD)
    stop = text.find(" ", start, high)
    return high if stop < 0 else stop


def _class_before(word: str, words: Words) -> str:
    """The class of a word before a name, the punctuation at its ends included."""
    if not word:
        return "start"
    if word[0] in _OPENING:
        word = word.lstrip(_OPENING)
        if not word:
            return "open"
    found = words.before.get(word)
    if found is None and word in _FUNCTION_WORDS:
        found = words.before.get(word.lower())  # "In", "From" at the start of a sentence
    if found is not None:
        return found
    if word[-1] == ",":
        is_relation = word[:-1] in FAMILY or word[:-1] in FAMILIES
        return "relation_before" if is_relation else "comma"  # "his wife, Georgia, …"
    if word[-1] in _SENTENCE_END:
        initials = word[-1] == "." and word[0].isupper() and word.count(".") * 2 == len(word)
        return "initial" if initials and word[1] == "." else "start"
    if word in _DASHES:
        return "start"
    if word[-1] in _CLOSING:
        return "open"
    if word[0].isupper() and not _is_joined(word):
        if word.endswith("'s"):
            return "possessive"
        credit, _, word = word.rpartition("/")
        if words.given.get(word, 0) >= 3 or credit in words.agencies or credit == "Photo":
            return "given"
        if len(word) == 1:
            return "initial" if word not in "AI" else "lower"
        if word in _FUNCTION_WORDS:
            return "the" if word == "The" else "lower"
        # "On Thursday Iran said"
        return "lower" if words.after.get(word) in ("weekday", "month") else "capital"
    if word in ("the", "a", "an"):
        return "the"
    return "and" if word in ("and", "or", "&") else "lower"


def _is_joined(word: str) -> bool:
    """Whether a name is only part of the word: "Houthi-held Sanaa", "Syria's US-backed rebels"."""
    return word[word.rfind("-") + 1 :].islower() and "-" in word


def _class_after(word: str, words: Words) -> tuple[str, str]:
    """The class of a word after a name, and the word without what stands at its end."""
    if not word:
        return "end", ""
    bare = word.rstrip(_CLOSING) if word[-1] in _CLOSING else word
    bare = bare.removesuffix("'s")
    found = words.after.get(bare) or words.after.get(word)
    if found is not None:
        return found, bare
    if word[0] == "(":
        return ("agency" if word.strip("()") in words.agencies else "close"), bare
    if word in _DASHES:
        return "dash", bare
    if bare[:1].isupper() and not _is_joined(bare):
        if bare in words.titles:
            return "title", bare
        small = bare in _FUNCTION_WORDS or (len(bare) > 1 and bare.isupper())
        return ("lower" if small else "capital"), bare
    if word[0].isdigit():
        return "number", bare
    return ("and" if word in ("and", "or", "&") else "lower"), bare


_FUNCTION_WORDS = frozenset(
    "A About Above Across After Against All Along Alongside Also Although Amid Among An And "
    "Another Any Are Around As At Because Before Beside Besides Between Beyond Both But By Can "
    "Could Current Despite Did Do Does During Each Either Even Every Following For Former From "
    "Given Had Has Have He Her Here His How However I If In Indeed Inside Instead Into Is It Its "
    "Just Last Late Later Like Many May Meanwhile More Most Must My Near Neither New No Nor Not "
    "Now Of Off On Once One Only Or Other Others Our Out Outside Over Perhaps Recent Regarding "
    "Says Senior Several She Should Since So Some Still Such That The Their Then There These They "
    "This Those Though Through Throughout To Today Top Toward Towards Two Under Unlike Until Up "
    "Upon Versus Via Was We Were What When Where Whereas Whether Which While Who Whose Why Will "
    "With Within Without Would Yesterday Yet You Your".split()
)
