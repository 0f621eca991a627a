"""Where a text is at home, by all its names together.

Local news does not say in which state or province its towns are; its readers know. Of "Hanover",
"Durham", "Paisley" and "Walkerton" each but the last is better known elsewhere, and only Ontario
has all four. So each name votes for the areas that have a place called so, and the one that
explains the names best is taken for what the text is about, if it leaves no doubt.

A name's vote is the log-likelihood ratio of two ways in which it came into the text: as one of the
places of an area, each as likely as the other, or as places are named anywhere, the likelier the
more people live there. "London" says nothing for Ontario, and the many towns of England do not
outvote the few of Tasman.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import log

from geosent.tagging.names import Name
from geosent.towns import Town

ALL = ""
#: How an area of few known places is kept from explaining too much.
_UNKNOWN_PLACES = 20
#: Of all names of places in news, those of a place of a million people are so many, roughly.
_OF_A_MILLION = 0.001
_MOST = 0.05
#: Fewer names say nothing.
FEWEST = 2
#: So many of the names must be explained, and so much better than by the areas of other countries.
_SHARE = 0.15
_LEAD = 6.0

Votes = Mapping[str, float]


def votes(name: Name, towns: Iterable[Town], places: Mapping[str, int]) -> Votes:
    """What a name says for each area that has a place called so.

    `places` is how many places are known of each region and country, and of all.
    """
    areas: set[str] = set()
    people = 0
    for row in name.rows:
        if row.kind in ("city", "region"):
            areas.update((row.region, row.alpha_2))
            people = max(people, row.population)
    for town in towns:
        areas.update((town.around, town.alpha_2))
    anywhere = min(max(1 / places[ALL], people / 1e6 * _OF_A_MILLION), _MOST)
    found: dict[str, float] = {}
    for area in sorted(areas - {ALL}):
        expected = (places.get(area, 0) + _UNKNOWN_PLACES) * anywhere
        if expected < 1 and area in places:
            found[area] = -log(expected)
    return found


def home_of(votes: Sequence[Votes]) -> str:
    """The code of the region or the country that most of some names speak for; empty if none."""
    telling = [own for own in votes if own]
    if len(telling) < FEWEST:
        return ""
    # One name is no home, and seldom in the way of one; so most areas need no sum.
    times = Counter(chain.from_iterable(telling))
    areas = [area for area, n in times.items() if n >= FEWEST]
    sums = {area: sum([own[area] for own in telling if area in own]) for area in areas}
    if not sums:
        return ""
    best = max(sums, key=lambda area: (sums[area], area))
    abroad = max((value for area, value in sums.items() if area[:2] != best[:2]), default=0.0)
    is_enough = times[best] >= _SHARE * len(votes) and sums[best] - abroad >= _LEAD
    return best if is_enough else ""
