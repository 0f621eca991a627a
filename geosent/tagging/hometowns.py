"""Towns of the region that a text is about: its readers know them wherever they stand.

Elsewhere towns are looked up only where a text puts a place. In a paper of North Dakota "Towner is
sending its cattle queen" is enough.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from geosent.gazetteer import Row
from geosent.tagging.completing import Match, everywhere, merged
from geosent.tagging.evidence import is_against, stands_as_place
from geosent.tagging.home import FEWEST, home_of
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.matching import View
from geosent.tagging.names import Name
from geosent.tagging.readings import Reading
from geosent.tagging.slots import may_go_on, name_at

#: So much of a name's use is a word's, or a person's, that it says nothing for a place.
_OFTEN_A_WORD = 6
_OFTEN_A_PERSON = 8
#: After these a place is likely enough that a name of persons may be one.
_STRONG = (" at ", " from ", " in ", " near ", " outside ")
_OF_PLACES = ("city", "region")
_MANY = 200
_CAPITALISED = re.compile(r" ([A-Z][\w']*)")
_SENTENCE_END = frozenset(".!?:\"'—–-")


def home(readings: Sequence[Reading], lexicon: Lexicon) -> str:
    """The region or the country that a text is about by all its names together; often empty."""
    names: dict[Name, None] = {}
    for r in readings:
        name = r.name
        if name in names or r.reason or name.kind not in _OF_PLACES or is_against(r):
            continue
        is_likely = name.common < _OFTEN_A_WORD and name.person < _OFTEN_A_PERSON
        if is_likely or stands_as_place(r):
            names[name] = None
    return home_of([lexicon.votes(name) for name in names]) if len(names) >= FEWEST else ""


def with_towns_of(home: str, view: View, found: list[Match], lexicon: Lexicon) -> list[Match]:
    """The matches, and the towns of a region that stand by themselves somewhere in the text."""
    text = view.text
    first = lexicon.town_words(home).intersection(_CAPITALISED.findall(text))
    if not first or len(first) > _MANY:
        return found  # a list rather than news; it would take the square of its length
    starts = [start for _, start, _ in found]
    words: set[str] = set()
    towns: dict[str, Name] = {}
    for word in _CAPITALISED.finditer(text):
        if word[1] not in first:
            continue
        start = word.start(1)
        i = bisect_right(starts, start) - 1
        _, before, end = found[i] if i >= 0 else (None, 0, 0)
        name = None
        if end <= start or (before == start and may_go_on(text, end)):
            name = _town_by_itself(text, start, home, lexicon)
        if name is not None and start + len(name.text) > end:
            may_be_word = text[start - 2] in _SENTENCE_END  # it has its capital for that
            if may_be_word and not words:
                words = set(text.split(" "))
            if not (may_be_word and name.text.lower() in words):
                towns[name.text] = name
    # "Ruth Towner" too, to know that Towner is a person.
    return merged(everywhere(towns, view), found, longest=True) if towns else found


def _town_by_itself(text: str, start: int, home: str, lexicon: Lexicon) -> Name | None:
    """The town of a region at a position, unless it is part of something else."""
    words = name_at(text, start)
    first = words.partition(" ")[0].rstrip(".")
    if not may_go_on(text, start + len(first)):
        words = first
    name = lexicon.longest_town(words)
    if name is None and text.endswith(_STRONG, 0, start):
        name = lexicon.town_at_home(words, home)
    if name is None or not any(_is_at(row, home) for row in name.rows):
        return None
    # Not "Towner County Fair", nor "Ruth Towner".
    return None if len(words) > len(name.text) or _is_after_capital(text, start) else name


def _is_at(row: Row, home: str) -> bool:
    """Whether a place is in a region or a country; a village is only known to be in its country."""
    if row.region:
        return row.region == home or row.alpha_2 == home
    return row.alpha_2 == home[:2]


def _is_after_capital(text: str, start: int) -> bool:
    """Whether a name stands before, "Ruth Towner", and not "The Towner", "Dakota's Towner"."""
    word = text[text.rfind(" ", 0, start - 1) + 1 : start - 1]
    is_name = word[:1].isupper() and word[-1:].isalnum()
    return is_name and word != "The" and not word.endswith("'s")
