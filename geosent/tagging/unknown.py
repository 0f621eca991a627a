"""Names that no table holds, where a text puts a place: "the village of X", "X, Syria", "in X".

Where hardly anything but a place can stand, it is tagged: its country is that of what stands beside
it, "the village of X near Homs", or else what most of the text is about; it is located in that
region or country, for want of a better point. An online geocoder can be asked for these and for
some more; but every wrong guess is a request to somebody else's server.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geosent.gazetteer import Row
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.readings import Reading
from geosent.tagging.slots import name_at, name_before
from geosent.tagging.words import Words

Span = tuple[int, int]

_SETTLEMENTS = (
    *("city", "commune", "hamlet", "municipality", "port", "settlement", "suburb", "town"),
    *("townland", "township", "village"),
)
_AREAS = ("county", "district", "governorate", "oblast", "prefecture", "province")
_KIND = "|".join((*_SETTLEMENTS, *_AREAS, "island", "region"))
_AFTER = re.compile(rf"(?: (?:in|near|outside|around)| (?:{_KIND}) of) (?=[A-Z])(?!(?:The|A|An) )")
_BEFORE = re.compile(rf"([A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}}) (?:{_KIND})\b")
_SMALL_WORD = re.compile(" (?:of|on|the|upon) ")  # more often ends a name than belongs to it
_SHORTENED = ("Ft. ", "Mt. ", "Pt. ", "St. ", "Ste. ")
_TOO_SHORT = 3
_INSTITUTIONS = frozenset("Cabinet Congress Court Earth Office Parliament Senate".split())
_NO_PLACE = frozenset(["organisation_suffix", "street_suffix", "person_suffix", "weekday", "month"])

#: After the first and before the second, hardly anything but a place can stand.
_SIGNS_BEFORE = (*(f" {kind} of " for kind in (*_SETTLEMENTS, *_AREAS)), " village ")
_AREAS_AFTER = ("district", "mandal", "taluk", "tehsil", "upazila")
_KINDS_AFTER = (*_AREAS_AFTER, "suburb", "village")
_SIGNS_AFTER = tuple(f" {kind}" for kind in _KINDS_AFTER)
RIVER = " River"
_LONGEST = 40
#: What ends the region or the country of a place; "In Congress, Texas lawmakers" has none of it.
CLOSING = (",", ".", ";", ":", ")", " (", " -", " —", " –")
#: Between a place and what tells where it is.
_BESIDE = re.compile(
    rf"(?: (?:{'|'.join(_KINDS_AFTER)}))?"
    r"(?:,? (?:close to|in|inside|just outside|near|outside|[a-z]+ of)(?: [a-z]{3,11})?|,) "
)
_LIKELY = 0.3
#: How sure a country is that stands beside it, and one that so much of a text is about.
_SURE_BESIDE = 0.85
_SURE_OF_TEXT = 0.65
_MOST = 0.6


def unknown_at(text: str, start: int, ends: Mapping[int, int]) -> list[Span]:
    """The unknown name after a preposition, where only a place can stand: "the village of X",
    "in X, Syria". `ends` tells where known names end, by where they start."""
    is_kind = text[start - 2] in "fe" and text.endswith(_SIGNS_BEFORE, 0, start)
    comma = text.find(", ", start, start + _LONGEST)
    container_end = ends.get(comma + 2, -1) if comma >= 0 else -1
    if container_end < 0 and not is_kind:
        return []
    name = _SMALL_WORD.split(name_at(text, start), maxsplit=1)[0].rstrip(".")
    if ". " in name and not name.startswith(_SHORTENED):
        name = name.partition(". ")[0]  # "the hamlet of Zarlabad. The men …"
    end = start + len(name)
    is_contained = end == comma and text.startswith(CLOSING, container_end)
    return [(start, end)] if is_kind or is_contained else []


def unknown_before(text: str, end: int, name: str) -> list[Span]:
    """The unknown name before what only a place is: "in X district", "the X River"."""
    start = end - len(name)
    if not (name and text[start - 1] == " " and text[start - 2].islower()):
        return []  # "Coal town votes"
    if text.startswith(RIVER, end):
        end += len(RIVER)
        is_more = text[end] == " " and text[end + 1 : end + 2].isupper()  # "Indian River County"
        return [] if is_more else [(start, end)]
    return [(start, end)] if text.startswith(_SIGNS_AFTER, end) else []


def placed(
    text: str, spans: Sequence[Span], readings: Sequence[Reading], lexicon: Lexicon
) -> list[Reading]:
    """Readings of the unknown names at some spans of a view, where their country can be told."""
    likely = {r.start: r for r in readings if r.place >= 0 and r.confidence >= _LIKELY}
    found: list[Reading] = []
    for start, end in spans:
        name = text[start:end]
        if not _is_name(name.removesuffix(RIVER), lexicon.words):
            continue
        after = _BESIDE.match(text, end)
        beside = likely.get(after.end()) if after else None
        if beside is not None:
            row = lexicon.gazetteer.row(beside.place)
            place = lexicon.gazetteer.area(row.alpha_2, row.region)
        else:
            place = _of_text(likely, lexicon)
        if place >= 0:
            r = Reading(lexicon.unlisted(name, place), start, end)
            r.place, r.is_unlisted = place, True
            if beside is not None:
                r.confidence, r.reason = _SURE_BESIDE, "unknown; placed by what is beside it"
            else:
                r.confidence, r.reason = _SURE_OF_TEXT, "unknown; placed in the text's country"
            r.kind = "region" if _is_area(text, start, end) else "city"
            found.append(r)
    return found


def _of_text(likely: Mapping[int, Reading], lexicon: Lexicon) -> int:
    """The number of the country that most of a text is about; -1 if there is none."""
    rows: list[Row] = [lexicon.gazetteer.row(r.place) for r in likely.values()]
    [(code, times)] = Counter(row.alpha_2 for row in rows).most_common(1) or [("", 0)]
    is_most = times and times >= _MOST * len(rows)
    return lexicon.gazetteer.area(code) if is_most else -1


def _is_area(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LONGEST) : start].removesuffix(" of ").rpartition(" ")[2]
    after = text[end + 1 : end + _LONGEST].partition(" ")[0].rstrip(",.;:)")
    return before in _AREAS or after in _AREAS_AFTER or text.endswith(RIVER, start, end)


def unknown_names(text: str, readings: Sequence[Reading], words: Words) -> list[Span]:
    """Where unknown names stand in a view, in order; none overlaps a name that was found."""
    taken = sorted((r.start, r.end) for r in readings if not r.is_unlisted)
    spans = {span for span in _candidates(text, readings) if _is_name(text[slice(*span)], words)}
    spans |= {(r.start, r.end) for r in readings if r.is_unlisted}
    return apart(spans, taken)


def apart(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """The spans, in order, that overlap none of some others, which are in order and apart."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        i = bisect_right(taken, (end,)) - 1
        if (i < 0 or taken[i][1] <= start) and not (kept and kept[-1][1] > start):
            kept.append((start, end))
    return kept


def _candidates(text: str, readings: Sequence[Reading]) -> Iterator[Span]:
    for match in _AFTER.finditer(text):
        name = _SMALL_WORD.split(name_at(text, match.end()), maxsplit=1)[0]
        yield match.end(), match.end() + len(name.rstrip("."))
    for match in _BEFORE.finditer(text):
        yield match.span(1)
    for r in readings:
        area = r.place >= 0 and r.name.kind in ("country", "region")
        if area and text[r.start - 2 : r.start] == ", ":
            name = name_before(text, r.start - 2)
            yield r.start - 2 - len(name), r.start - 2


def _is_name(name: str, words: Words) -> bool:
    parts = name.split()
    return (
        len(name) > _TOO_SHORT
        and not name.isupper()
        and name not in _INSTITUTIONS
        and not any(
            part in words.months or part in words.titles or part in words.agencies for part in parts
        )
        and words.given.get(parts[0], 0) < 6
        and not any(part in words.after and words.after[part] in _NO_PLACE for part in parts)
    )
