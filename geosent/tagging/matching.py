"""Finding known names in a text: one Aho-Corasick pass, leftmost-longest, on word boundaries.

What is searched is a *view* of the text: accents and curly quotes made plain, line breaks made
blanks, HTML entities made characters, words in capitals written like names. A view has the length
of the text wherever it can, so offsets need no care; where white space, invisible characters or
entities must go, it remembers what it left out.

The automaton does not see the view itself but its *key*: bytes, with a blank for all that is
neither letter nor digit. Every name ends with a blank there, so "Niger" is not found in "Nigeria",
and hardly anything is found that a closer look has to reject.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from itertools import product
from typing import Generic, TypeVar

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from attrs import frozen

from geosent.gazetteer import FOLDED

Known = TypeVar("Known")

#: A name found: its number, and where it starts and ends in the view.
Found = tuple[int, int, int]

#: What cannot be mended character by character: runs of white space, invisible characters, and
#: what HTML has for one character.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u0300-\u036f"
_UNEVEN = re.compile(
    rf"(?:[ \t\r\n\u2028]|&nbsp;|&#160;){{2,}}|[{_INVISIBLE}]+|"
    r"&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[A-Za-z]{2,10});"
)
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")


def searcher(*signs: bytes) -> BytesAhoCorasick:
    """Finds a few signs ten times as fast as `in` does: many bytes at a time."""
    return BytesAhoCorasick(signs, matchkind=MatchKind.LeftmostFirst)


#: Two characters of white space, but for those of a blank line, which no name spans.
_RAGGED = searcher(
    *(f"{a}{b}".encode() for a, b in product(" \t\r\n", repeat=2) if a + b != "\n\n")
)
#: Four letters in capitals, in a shape, or two short words such as "LA PAZ".
_IN_CAPITALS = searcher(b"AAAA", b" AA AAA ")
_BREAKS = "\n\r\t\x0b\x0c\u2028"
_BLANK = str.maketrans(dict.fromkeys(_BREAKS, " "))

_ASCII = bytes(range(128))
_KEY = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))
_KEY_OF_LINES = _KEY[:10] + b"\n" + _KEY[11:]
_SHAPE = bytes(
    ord("A" if chr(byte).isupper() else "a" if chr(byte).isalnum() else " ") for byte in range(128)
).ljust(256, b"a")
_CAPITALS = re.compile(r"[A-Z]{2,}(?:['. -]{1,2}[A-Z]+)*")
_WORD = re.compile(r"[A-Z]+")
_SMALL_WORDS = frozenset(
    "AL AND AU DA DAS DE DEL DES DI DO DOS DU EN EZ LOS OF ON SUR THE UND UPON".split()
)
_ARTICLE_WORDS = frozenset(["AL", "LOS"])  # small inside some names, capitals in most


@frozen
class View:
    """A text made ready for matching: one blank added at each end, so that no edge is special."""

    text: str  #: what names, and the words beside them, are read from
    key: bytes  #: what is searched
    has_capitals: bool  #: whether there were words in capitals that now look like names
    _positions: tuple[int, ...] = ()  #: where in the view the shift changes …
    _shifts: tuple[int, ...] = ()  #: … and what to add there to get an offset into the original

    @property
    def is_even(self) -> bool:
        """Whether offsets differ from the original's by the one blank at the beginning alone."""
        return not self._positions

    def original(self, position: int) -> int:
        """The offset in the original text of a position in the view."""
        if not self._positions:
            return position - 1
        return position - 1 + self._shifts[bisect_right(self._positions, position - 1) - 1]

    def lower(self) -> View:
        """The same in lower case, of the same length."""
        lower = self.text.lower()
        if len(lower) != len(self.text):  # a few letters, such as İ, become two
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        return View(lower, key_of(lower), False)

    def find(self, automaton: BytesAhoCorasick) -> Sequence[Found]:
        """What an automaton finds in the key, at offsets into the text."""
        found: Sequence[Found] = automaton.find_matches_as_indexes(self.key)
        if len(self.key) == len(self.text):
            return found
        return list(_in_characters(self.key, found))


def _in_characters(key: bytes, found: Iterable[Found]) -> Iterator[Found]:
    """Offsets into characters for those into UTF-8."""
    position = done = 0
    for number, start, end in found:
        start_here = position + len(key[done:start].decode("utf-8", "surrogatepass"))
        position = start_here + len(key[start:end].decode("utf-8", "surrogatepass"))
        done = end
        yield number, start_here, position


def view_of(
    text: str, is_acronym: Callable[[str], bool], as_written: Callable[[str], str] = str
) -> View:
    """The view of `text`; an acronym stays in capitals when the words around it do not.

    `as_written` puts the names into a run of capitals that no rule would restore.
    """
    positions: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    plain = text
    uneven = "&" in text and ";" in text  # there may be HTML in it: "C&ocirc;te d&#39;Ivoire"
    if not text.isascii():
        for character in _others(text):
            if character in FOLDED:
                plain = plain.replace(character, FOLDED[character])
            elif _IS_INVISIBLE.match(character):
                uneven = True
            elif "\ud800" <= character <= "\udfff":  # a lone surrogate is no text to the matcher
                plain = plain.replace(character, "?")
    if uneven or _RAGGED.find_matches_as_indexes(plain.encode()):
        plain, positions, shifts = _evened(plain)
    else:
        for character in _BREAKS:
            plain = plain.replace(character, " ")
    plain = f" {plain} "
    key = key_of(plain)
    named = _with_names(plain, key, is_acronym, as_written)
    if named is plain:
        return View(plain, key, False, positions, shifts)
    return View(named, key_of(named), True, positions, shifts)


def _others(text: str) -> set[str]:
    """The characters of a text that are not ASCII."""
    # Bytes are searched and translated several times faster than text is by regular expressions.
    raw = text.encode("utf-8", "surrogatepass")
    return set(raw.translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def key_of(text: str, blanks: bytes = _KEY) -> bytes:
    """The bytes of a text, with a blank for each character that is no letter and no digit."""
    if not text.isascii():
        for character in _others(text):
            if not character.isalnum():
                text = text.replace(character, " ")
    return text.encode().translate(blanks)


def _evened(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    parts: list[str] = []
    positions, shifts = [0], [0]
    done = length = 0
    for match in _UNEVEN.finditer(text):
        run = match[0]
        if run[0] == "&" and run.count("&") == 1 and run[-1] == ";":
            short = _character(run)
        elif run[0] not in "& \t\r\n\u2028":
            short = ""
        elif run.count("\n") > 1 or run.count("\r") > 1:
            short = "  "  # a blank line, which no name spans
        else:
            short = " "
        parts.append(text[done : match.start()].translate(_BLANK))
        parts.append(short)
        length += match.start() - done + len(short)
        done = match.end()
        positions.append(length)
        shifts.append(done - length)
    parts.append(text[done:].translate(_BLANK))
    return "".join(parts), tuple(positions), tuple(shifts)


def _character(entity: str) -> str:
    """What an HTML entity stands for; itself, if that is nothing."""
    character = unescape(entity)
    if character == entity or "\ud800" <= character <= "\udfff":
        return entity
    folded = "".join(FOLDED.get(c, c) for c in character).translate(_BLANK)
    return "" if _IS_INVISIBLE.fullmatch(folded) else folded


def shape_of(key: bytes) -> bytes:
    """The bytes of a text with "A" for each capital, "a" for other letters and digits."""
    return key.translate(_SHAPE)


def _with_names(
    plain: str, key: bytes, is_acronym: Callable[[str], bool], as_written: Callable[[str], str]
) -> str:
    """The text with its words in capitals as they would stand in a sentence."""
    shape = shape_of(key)
    found = _IN_CAPITALS.find_matches_as_indexes(shape)
    if not found:
        return plain

    def like_names(part: str) -> str:
        return _CAPITALS.sub(lambda run: _like_a_name(run[0], is_acronym, as_written), part)

    if len(key) != len(plain):
        return like_names(plain)
    parts: list[str] = []
    done = 0
    for _, position, _ in found:
        if position >= done:
            start = shape.rfind(b"a", done, position) + 1 or done
            end = shape.find(b"a", position)
            end = len(plain) if end < 0 else end
            parts += plain[done:start], like_names(plain[start:end])
            done = end
    parts.append(plain[done:])
    named = "".join(parts)
    return plain if named == plain else named


@lru_cache(maxsize=10_000)
def _like_a_name(
    run: str, is_acronym: Callable[[str], bool], as_written: Callable[[str], str]
) -> str:
    """A run of words in capitals as it would stand in a sentence: "SRI LANKA" as "Sri Lanka"."""
    words = _WORD.findall(run)
    run = as_written(run)
    if all(len(word) < 4 for word in words):
        return run
    if len(words) == 1 and is_acronym(run):
        return run

    def lower(match: re.Match[str]) -> str:
        word = match[0]
        if is_acronym(word):
            return word
        if word in _SMALL_WORDS and match.start() and word not in _ARTICLE_WORDS:
            return word.lower()
        if word == "D" and run[match.end() : match.end() + 1] == "'":
            return "d"
        if match.start() and run[match.start() - 1] == "'" and len(word) == 1:
            return word.lower()  # the S of a possessive
        if word.startswith("MC") and len(word) > 4:
            return f"Mc{word[2]}{word[3:].lower()}"
        return word[0] + word[1:].lower()

    return _WORD.sub(lower, run)


class Matcher(Generic[Known]):
    """Finds names on word boundaries, and what is known of each.

    `learn` tells that, and None of what is no name; it is asked once for each name found.
    """

    def __init__(self, names: Iterable[str], learn: Callable[[str], Known | None]) -> None:
        self.names: Sequence[str] = list(names)
        self._learn = learn
        self._known: list[Known | None] = [None] * len(self.names)
        self._automaton = BytesAhoCorasick(
            patterns(self.names),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def matches(self, view: View) -> list[tuple[Known, int, int]]:
        """The leftmost-longest names in a view, with where each starts and ends."""
        text, names, known = view.text, self.names, self._known
        found: list[tuple[Known, int, int]] = []
        for number, start, end in view.find(self._automaton):
            name = names[number]
            if text.startswith(name, start) and not text[start - 1].isalnum():
                value = known[number]
                if value is None:
                    value = known[number] = self._learn(name)
                if value is not None:
                    found.append((value, start, end - 1))
            else:
                found.extend(self._otherwise(text, start, end - 1, name))
        return found

    def _otherwise(
        self, text: str, start: int, end: int, name: str
    ) -> Iterable[tuple[Known, int, int]]:
        """What has the key of a name and is not that name: another one, or the same with a hyphen
        where others have a blank, "Miercurea Ciuc"."""
        written, plain = text[start:end], name.replace("-", " ")
        is_name = plain.rpartition(" ")[2][:1].isupper()  # "Spanish-language" is another thing
        if is_name and written.replace("-", " ") == plain and not text[start - 1].isalnum():
            value = self._learn(written) or self._learn(name)
            if value is not None:
                return [(value, start, end)]
        return self._inside(text, start - 1, end)

    def _inside(self, text: str, start: int, end: int) -> Iterator[tuple[Known, int, int]]:
        """Names in what has the key of a name and is not that name: "Korea" in "Korea-North"."""
        position = start
        while position < end:
            for stop in range(end, position, -1):
                if text[position - 1].isalnum() or text[stop].isalnum():
                    continue
                value = self._learn(text[position:stop])
                if value is not None:
                    yield value, position, stop
                    position = stop
                    break
            else:
                position += 1


def patterns(names: Sequence[str]) -> list[bytes]:
    """The key of each name, with the blank that ends it.

    A name that ends in a hyphen stands before another one ("Sino-Russian") and needs no more
    blanks; a quote at the beginning (" 'Ajman") is left to the closer look.
    """
    # One text of all names: a key for each alone would take ten times as long.
    keys = key_of("\n".join(names).replace("-\n", "\n") + "\n", _KEY_OF_LINES)
    keys = keys.lstrip(b" ").replace(b"\n ", b"\n").replace(b"\n", b" \n")
    return keys.split(b"\n")[: len(names)]
