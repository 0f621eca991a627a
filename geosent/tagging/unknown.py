"""Names that no table holds, where a text puts a place: "the town of X", "X, Syria", "in X".

They are what an online geocoder can be asked for. Only places where hardly anything but a place can
stand are used, because every wrong guess is a request to somebody else's server.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from geosent.tagging.readings import Reading
from geosent.tagging.slots import name_at, name_before
from geosent.tagging.words import Words

_SETTLEMENT = (
    "city|town|village|hamlet|township|municipality|district|province|governorate|oblast|prefecture|"
    "commune|suburb|port|island|county|region"
)
_AFTER = re.compile(
    rf"(?: (?:in|near|outside|around)| (?:{_SETTLEMENT}) of) (?=[A-Z])(?!(?:The|A|An) )"
)
_BEFORE = re.compile(rf"([A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}}) (?:{_SETTLEMENT})\b")
_SMALL_WORD = re.compile(" (?:of|on|the|upon) ")  # more often ends a name than belongs to it
_TOO_SHORT = 3

Span = tuple[int, int]


def unknown_names(text: str, readings: Sequence[Reading], words: Words) -> list[Span]:
    """Where unknown names stand in a view, in order; none overlaps a name that was found."""
    taken = sorted((r.start, r.end) for r in readings)
    spans = {span for span in _candidates(text, readings) if _is_name(text[slice(*span)], words)}
    return [span for span in sorted(spans) if not _overlaps(span, taken)]


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


_INSTITUTIONS = frozenset("Cabinet Congress Court Earth Office Parliament Senate".split())
_NO_PLACE = frozenset(["organisation_suffix", "street_suffix", "person_suffix", "weekday", "month"])


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps any of some others, which are in order and apart."""
    i = bisect_right(taken, (span[1],)) - 1
    return i >= 0 and taken[i][1] > span[0]
