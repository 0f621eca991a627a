"""What only the text as written shows: lines in capitals, headlines, line breaks, accents, and who
speaks in a transcript."""

from __future__ import annotations

import re
from html import unescape

from geosent.tagging.evidence import RARE, SPEAKER
from geosent.tagging.matching import View
from geosent.tagging.readings import Reading

#: A headline has from four words on, and not more characters than this.
_SHORTEST_HEADLINE = 4
_LONGEST_HEADLINE = 150
#: What has a capital in headlines alone, or stands between capitals there alone.
_IN_HEADLINES = frozenset(
    "About After Against Ahead Amid Are As At Be Before But By During From Has Have His How In "
    "Into Is Its Near Not Off On Out Over Says Than That Their To Under Until Up Was While Who "
    "Will With Without after against ahead amid as from into near over to under with".split()
)
#: Classes of what follows a name that a headline makes of any word.
_CAPITAL_AFTER = frozenset(["capital", "capitals", "street_suffix"])
#: So many letters in capitals, in a line that has other letters too, are no town's.
_LONGEST_ACRONYM = 5
#: What ends a dateline: "SHELBY (Staff) — Police".
_DASH = re.compile(r"(?: \([^()\n]{2,40}\))? (?:—|–|--?) ")
#: Words in a line of capitals that elsewhere tell of a company: a Norwegian one.
_WORDS_NOT_FIRMS = frozenset(["AS"])


def mark_capitals(readings: list[Reading], view: View, text: str) -> None:
    """Mark what is written in capitals: a long word, or a short one among others in capitals."""
    for r in readings:
        start, end = view.original(r.start), view.original(r.end)
        if text[start:end].isupper():
            around = text[max(0, start - 8) : start] + text[end : end + 8]
            r.in_capitals = end - start > 3 or around.isupper()
            is_short = r.name.kind == "city" and end - start <= _LONGEST_ACRONYM
            if is_short and not around.isupper() and _is_acronym(r, text[start - 1 : start]):
                r.reason = "an acronym"
            if r.in_capitals:  # a capital beside it then says nothing either, "AS" is no club
                if r.before == "capital" or len(r.before_word) < 3:
                    r.before = "lower"
                if r.after in ("capital", "capitals") or r.after_word in _WORDS_NOT_FIRMS:
                    r.after = "lower"
                elif r.after == "place" and text[end + 2 : end + 3].islower():
                    r.after = "lower"  # a dateline without its dash: "SEOUL North Korea said"
                if text[start - 1 : start] in ("", "\n") and _DASH.match(text, end):
                    r.before = "place_preposition"  # a dateline says where, as "in" does


def mark_accents(readings: list[Reading], view: View, text: str) -> None:
    """Mark the names that the text writes with accents, which others leave out."""
    for r in readings:
        is_given = r.name.kind == "demonym" and r.name.given > 0
        if is_given or (not r.name.code and len(r.name.rows) > 1):
            written = text[view.original(r.start) : view.original(r.end)]
            r.has_accents = not unescape(written).isascii()
            if is_given and r.has_accents:
                r.reason = "a given name"  # Germán is not German


def mark_speakers(readings: list[Reading], view: View, text: str) -> None:
    """Mark who speaks in a transcript: "BRADFORD: Welcome back.", more than once; and not what a
    list of places tells of each, "Gaza: ten killed."."""
    labels: dict[str, list[Reading]] = {}
    seen = view.text
    for r in readings:
        if seen[r.end] == ":" and r.name.person >= RARE and r.name.kind in ("city", "region"):
            start = view.original(r.start)
            if start == 0 or text[start - 1] == "\n":
                labels.setdefault(r.name.text, []).append(r)
    for repeated in labels.values():
        if len(repeated) > 1:
            for r in repeated:
                r.reason = SPEAKER


def _is_acronym(r: Reading, sign: str) -> bool:
    """ "the Washington Office (WOLA)", "said in JAMA", and not "COLNE, England" nor "in PARIS"."""
    if r.after == "agency":
        return False  # "NICE (Reuters)"
    if sign == "(":
        return not r.name.first.capital
    return r.before != "start" and not r.name.first.capital and not r.name.is_undoubted


def mark_headlines(readings: list[Reading], view: View, text: str) -> None:
    """In a headline whose words all have capitals, a capital beside a well-known name says nothing:
    "Man Arrested After Leeds Stabbing"."""
    line_end = 0
    is_headline = False
    for r in readings:
        if r.name.is_undoubted and (r.after in _CAPITAL_AFTER or r.before == "capital"):
            start, end = view.original(r.start), view.original(r.end)
            if start >= line_end:
                line_start = text.rfind("\n", max(0, start - _LONGEST_HEADLINE), start) + 1
                line_end = text.find("\n", end, end + _LONGEST_HEADLINE)
                if line_end < 0:
                    line_end = len(text)
                is_headline = _is_headline(text, line_start, line_end)
            if is_headline:
                if r.before == "capital":
                    r.before = "lower"
                if r.after in _CAPITAL_AFTER:
                    r.after = "lower"


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether all longer words of a line have capitals, and one that names never have: "After"."""
    if end - start > _LONGEST_HEADLINE:
        return False
    words = text[start:end].split()
    if len(words) < _SHORTEST_HEADLINE or _IN_HEADLINES.isdisjoint(words[1:]):
        return False
    return not any(len(word) > 4 and word[0].islower() for word in words)


def mend_line_breaks(readings: list[Reading], view: View, text: str) -> None:
    """A capitalised word at the end of the line above is not part of a name, but of a heading."""
    for r in readings:
        if r.before == "capital" and text[view.original(r.start) - 1] == "\n":
            r.before = "lower"
