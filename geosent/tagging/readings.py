"""A reading: one name in one text, what stands around it, and what it was taken for."""

from __future__ import annotations

from geosent.model import MentionKind
from geosent.tagging.names import Name
from geosent.tagging.words import LANGUAGE_BEFORE, Words

#: What ends a sentence before a name; a title or an initial also ends with a full stop.
_SENTENCE_END = ".!?:;"
_OPENING = "\"'“(["
_CLOSING = "\"'”)],;:!?."
#: Text without a space must not be searched to its end for each name in it.
_LONGEST_WORD = 60
_DASHES = ("-", "--", "—", "–", "_")


class Reading:
    """A name found in a text. `start` and `end` are offsets into the view."""

    __slots__ = (
        "after",
        "after_word",
        "before",
        "before_word",
        "confidence",
        "end",
        "in_capitals",
        "kind",
        "name",
        "place",
        "reason",
        "scores",
        "signs",
        "start",
    )

    def __init__(self, name: Name, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.before = ""  #: class of what stands before, and …
        self.before_word = ""  #: … the word itself
        self.after = ""
        self.after_word = ""
        self.in_capitals = False  #: in a line of capitals, where case tells nothing
        self.place = -1  #: number of the place it was taken for; -1 for none
        self.confidence = 0.0
        self.reason = ""
        self.kind: MentionKind | None = None  #: where it is not that of the place
        self.scores: tuple[tuple[int, float], ...] = ()  #: candidates, where context decided
        self.signs: tuple[object, ...] = ()  #: what the model of confidence was shown


def is_plain(text: str, start: int, end: int, words: Words, *, demonym: bool) -> bool:
    """Whether a well-known name stands where nothing beside it can make it anything else.

    That is most names in most texts, and saves a closer look at them: no capital stands before or
    after, no "of" ("University of Nigeria"), no word that goes with persons or languages, and
    nothing is joined to the name but a possessive.
    """
    sign = text[end]
    if sign == " ":
        following = text[end + 1 : end + 2]
        if following.isupper() or following == "-" or following == "(":
            return False
        if demonym and text[end + 1 : word_end(text, end + 1)].rstrip(".,;") in words.after:
            return False
    elif sign == ",":
        if text[end + 2 : end + 3].isupper():  # "Lebanon, Ohio"
            return False
    elif sign != "." and sign != "'":
        return False
    if text[start - 1] != " ":
        return False
    before = text[_word_start(text, start - 1) : start - 1]
    if before[:1].isupper() or before in words.telling:
        return False
    return not (demonym and before in LANGUAGE_BEFORE)


def look_before(reading: Reading, text: str, words: Words, previous_end: int) -> None:
    """Set the class of what stands before the name."""
    start = reading.start
    sign = text[start - 1]
    if sign != " ":
        if sign == "-":
            reading.before = "hyphen"
        elif sign in "\n\r":
            reading.before = "start"
        else:
            reading.before = "open"
        return
    if previous_end == start - 1:
        reading.before = "place"
        return
    begin = _word_start(text, start - 1)
    word = text[begin : start - 1]
    if not word or word[-1] == "\n":
        reading.before = "start"
        return
    reading.before_word = word
    if word[0] in _OPENING:
        word = word.lstrip(_OPENING)
    found = None
    if word in words.before_second:
        earlier = _word_start(text, begin - 1)
        found = words.before_pairs.get(text[earlier : start - 1])
    found = found or words.before.get(word)
    if found is None and word in _FUNCTION_WORDS:
        found = words.before.get(word.lower())  # "In", "From" at the start of a sentence
    if found is not None:
        reading.before = found
        return
    if not word:
        reading.before = "open"
    elif word[-1] == ",":
        reading.before = "comma"
    elif word[-1] in _SENTENCE_END:
        if (
            word[-1] == "."
            and word[0].isupper()
            and word[1:2] == "."
            and word.count(".") * 2 == len(word)
        ):
            reading.before = "initial"
        else:
            reading.before = "start"
    elif word in _DASHES:
        reading.before = "start"
    elif word[-1] in _CLOSING:
        reading.before = "open"
    elif word[0].isupper():
        plain = word.removesuffix("'s")
        if plain != word:
            reading.before = "possessive"
        elif words.given.get(word, 0) >= 3:
            reading.before = "given"
        elif len(word) == 1:
            reading.before = "initial" if word != "A" and word != "I" else "lower"
        elif word in _FUNCTION_WORDS:
            reading.before = "the" if word == "The" else "lower"
        else:
            reading.before = "capital"
    elif word in ("the", "a", "an"):
        reading.before = "the"
    elif word in ("and", "or", "&"):
        reading.before = "and"
    else:
        reading.before = "lower"


def look_after(reading: Reading, text: str, words: Words, next_start: int) -> None:
    """Set the class of what stands after the name."""
    end = reading.end
    sign = text[end]
    if sign == " ":
        if next_start == end + 1:
            reading.after = "place"
            return
        _word_after(reading, text, words, end + 1)
    elif sign == ",":
        reading.after = "comma_place" if next_start == end + 2 else "comma"
        if reading.after == "comma" and text[end + 2 : end + 3].isdigit():
            reading.after = "comma_number"
    elif sign == "'" and text[end + 1] == "s" and not text[end + 2].isalnum():
        reading.after = "possessive"
        if text[end + 2] == " ":
            stop = word_end(text, end + 3)
            word = "'s " + text[end + 3 : stop]
            reading.after_word = word
            reading.after = words.after_pairs.get(word, "possessive")
    elif sign == "-":
        stop = word_end(text, end)
        word = text[end:stop].rstrip(_CLOSING)
        reading.after_word = word
        reading.after = words.after.get(word, "hyphen")
    elif sign in ".!?":
        reading.after = "end"
    else:
        reading.after = "close"


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at a position begins; of a very long one, its last letters."""
    low = max(0, end - _LONGEST_WORD)
    return max(low, text.rfind(" ", low, end) + 1)


def word_end(text: str, start: int) -> int:
    """Where the word that begins at a position ends; of a very long one, its first letters."""
    high = min(len(text), start + _LONGEST_WORD)
    stop = text.find(" ", start, high)
    return high if stop < 0 else stop


def _word_after(reading: Reading, text: str, words: Words, start: int) -> None:
    stop = word_end(text, start)
    word = text[start:stop]
    if not word or word[0] == "\n":
        reading.after = "end"
        return
    bare = word
    if word[-1] in _CLOSING:
        bare = word.rstrip(_CLOSING)
    if bare.endswith("'s"):
        bare = bare[:-2]
    reading.after_word = bare
    found = None
    if word in words.after_first:
        later = word_end(text, stop + 1)
        found = words.after_pairs.get(text[start:later].rstrip(_CLOSING))
    if found is None:
        found = words.after.get(bare) or words.after.get(word)
    if found is not None:
        reading.after = found
    elif word[0] == "(":
        reading.after = "agency" if word.strip("()") in words.agencies else "close"
    elif word in _DASHES:
        reading.after = "dash"
    elif bare and bare[0].isupper():
        if bare in words.titles:
            reading.after = "title"
        elif bare in _FUNCTION_WORDS or (len(bare) > 1 and bare.isupper()):
            reading.after = "lower"
        else:
            reading.after = "capital"
    elif word[0].isdigit():
        reading.after = "number"
    elif word in ("and", "or", "&"):
        reading.after = "and"
    else:
        reading.after = "lower"


_FUNCTION_WORDS = frozenset(
    "A After All Also Although An And Are As At Because Before Both But By Can Could Did Do Does "
    "During Each For From Had Has Have He Her Here His How However I If In Into Is It Its Just "
    "Last Like Many May Meanwhile More Most Must My New No Not Now Of Off On Once One Only Or Our "
    "Out Over Says Several She Should Since So Some Still That The Their Then There These They "
    "This Those Though Through To Two Under Unlike Until Up Was We Were What When Where Whether "
    "Near Outside Around Inside Across "
    "Which While Who Why Will With Within Without Would Yet You Your".split()
)
