"""Finding known names in a text: one Aho-Corasick pass, leftmost-longest, on word boundaries.

What is searched is a *view* of the text: accents and curly quotes made plain, line breaks inside a
paragraph made spaces, words in capitals written like names. A view has the length of the text
wherever it can, so offsets need no care; where white space or invisible characters must go, it
remembers what it left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from attrs import frozen

from geosent.gazetteer import FOLDED

#: What cannot be mended character by character: runs of white space, invisible characters.
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f\u0300-\u036f"
_UNEVEN = re.compile(rf"[ \t\r\n\u2028]{{2,}}|[{_INVISIBLE}]+")
_UNEVEN_BYTES = (b"  ", b"\r", b"\t", b"\n ", b" \n")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_ASCII = bytes(range(128))
_CAPITALS_AS_A = bytes(65 if 65 <= byte <= 90 else 46 for byte in range(256))
_BREAKS = "\n\r\t\x0b\x0c\u2028"
_BLANK = str.maketrans(dict.fromkeys(_BREAKS, " "))
_CAPITALS = re.compile(r"[A-Z]{2,}(?:['. -]{1,2}[A-Z]+)*")
_WORD = re.compile(r"[A-Z]+")
_SMALL_WORDS = frozenset(
    "AL AND AU DA DAS DE DEL DES DI DO DOS DU EN EZ LOS OF ON SUR THE UND UPON".split()
)
_ARTICLE_WORDS = frozenset(["AL", "LOS"])  # small inside some names, capitals in most


@frozen
class View:
    """A text made ready for matching: one blank added at each end, so that no edge is special."""

    text: str  #: what is searched
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


def view_of(text: str, acronyms: frozenset[str]) -> View:
    """The view of `text`; `acronyms` stay in capitals when the words around them do not."""
    positions: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    plain = text
    uneven = False
    # Bytes are searched and translated several times faster than text is by regular expressions.
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) != len(text):
        others = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        for character in set(others):
            if character in FOLDED:
                plain = plain.replace(character, FOLDED[character])
            elif _IS_INVISIBLE.match(character):
                uneven = True
            elif "\ud800" <= character <= "\udfff":  # a lone surrogate is no text to the matcher
                plain = plain.replace(character, "?")
    if uneven or any(sign in raw for sign in _UNEVEN_BYTES):
        plain, positions, shifts = _evened(plain)
    else:
        for character in _BREAKS:
            if character in plain:
                plain = plain.replace(character, " ")
    named = plain
    if b"AAAA" in raw.translate(_CAPITALS_AS_A):
        named = _CAPITALS.sub(lambda run: _like_a_name(run[0], acronyms), plain)
    return View(f" {named} ", named != plain, positions, shifts)


def _evened(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    parts: list[str] = []
    positions, shifts = [0], [0]
    done = length = 0
    for match in _UNEVEN.finditer(text):
        run = match[0]
        if run[0] not in " \t\r\n\u2028":
            short = ""
        elif run.count("\n") > 1 or run.count("\r") > 1:
            short = "\n\n"  # a blank line, which no name spans
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


def _like_a_name(run: str, acronyms: frozenset[str]) -> str:
    """A run of words in capitals as it would stand in a sentence: "SRI LANKA" as "Sri Lanka"."""
    words = _WORD.findall(run)
    if all(len(word) < 4 for word in words):
        return run
    if len(words) == 1 and run in acronyms:
        return run

    def lower(match: re.Match[str]) -> str:
        word = match[0]
        if word in acronyms:
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


class Matcher:
    """Finds names on word boundaries; a match is (number of the name, start, end) in the view."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: Sequence[str] = list(names)
        self._automaton = AhoCorasick(
            self.names,
            matchkind=MatchKind.LeftmostLongest,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

    @cached_property
    def _number(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        """The leftmost-longest names in `text`, which must have a blank at each end."""
        found: list[tuple[int, int, int]] = []
        keep = found.append
        for match in self._automaton.find_matches_as_indexes(text):
            number, start, end = match
            if not text[end].isalnum():
                if not text[start - 1].isalnum():
                    keep(match)
                    continue
            elif text[end - 1] == "-":  # "Sino-" stands before another name, and ends in a hyphen
                keep((number, start, end - 1))
                continue
            if text.find(" ", start, end) >= 0 or text.find("-", start, end) >= 0:
                found.extend(self._inside(text, start, end))
        return found

    def _inside(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Names inside a match that does not end, or begin, at a word boundary.

        "Georgia Technical" holds the name "Georgia Tech" and not on a boundary: "Georgia" is what
        is left of it.
        """
        while text[end - 1].isalnum() and text[end].isalnum():
            end += 1  # the name that was found ends in the middle of this word
        position = start
        while position < end:
            if text[position - 1].isalnum() or not text[position].isalnum():
                position += 1
                continue
            shorter = self._longest_at(text, position, end)
            if shorter is None:
                position += 1
            else:
                yield shorter
                position = shorter[2]

    def _longest_at(self, text: str, start: int, end: int) -> tuple[int, int, int] | None:
        while end > start:
            number = self._number.get(text[start:end])
            if number is not None and not text[end].isalnum():
                return number, start, end
            end = max(text.rfind(" ", start, end), text.rfind("-", start, end))
        return None
