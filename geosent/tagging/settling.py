"""Settling readings: which are places, which are persons or words, and which place each is.

The order is that of certainty: the caller's own names, an explicit container ("London, Ontario"),
part of a person's name, and then what the model of confidence says. What is settled early is
evidence for what comes later: a text names places near each other, and a person who was introduced
by a full name is later called by the surname alone.
"""

from __future__ import annotations

from geosent.gazetteer import Gazetteer
from geosent.tagging.confidence import signs_of
from geosent.tagging.lexicon import Lexicon
from geosent.tagging.readings import Reading
from geosent.tagging.resolving import Company, inside, scored

_CONTAINED = 0.97
_AREAS = ("region", "country")
_BETWEEN = (", ", " (", " in ", " ")


def settle(readings: list[Reading], text: str, lexicon: Lexicon) -> list[Reading]:
    """The readings, each with a place and a confidence, or with the reason why it has none."""
    gazetteer = lexicon.gazetteer
    for r in readings:
        if r.name.kind == "custom":
            r.place, r.kind, r.confidence, r.reason = r.name.candidates[0], "custom", 1.0, "own name"
    _by_container(readings, text, gazetteer)
    persons = _by_person(readings)
    company = _company(readings, gazetteer)
    meant = {r.name.text: r.place for r in readings if r.reason == "container"}
    for r in readings:
        if not r.reason:
            _by_context(r, company, meant, persons, lexicon)
    return readings


def _by_container(readings: list[Reading], text: str, gazetteer: Gazetteer) -> None:
    """ "London, Ontario", "Paris (Texas)", "Tripoli in Lebanon", and not "Texas, Georgia"."""
    for r, following in zip(readings, readings[1:], strict=False):
        if following.start - r.end > 4 or r.reason:
            continue
        between = text[r.end : following.start]
        if between not in _BETWEEN or r.name.kind in ("demonym", "institution"):
            continue
        container = _area(following, gazetteer)
        if container < 0:
            continue
        around = gazetteer.row(container)
        if between == ", " and any(gazetteer.row(n).kind == around.kind for n in r.name.candidates):
            continue  # a list of equals
        number = inside(gazetteer, r.name, container)
        if number < 0:
            continue
        r.place, r.confidence, r.reason = number, _CONTAINED, "container"
        following.place, following.confidence = container, _CONTAINED
        following.reason = "holds the place before"


def _area(reading: Reading, gazetteer: Gazetteer) -> int:
    """The region or country that a reading may be; -1 for none."""
    for number in reading.name.candidates:
        if gazetteer.row(number).kind in _AREAS:
            return number
    return -1


def _by_person(readings: list[Reading]) -> set[str]:
    """Settle what is part of a person's name; return the names that then stand for persons."""
    persons: set[str] = set()
    for r in readings:
        name = r.name
        if r.reason or not name.is_single_word:
            continue
        if r.before == "title" and name.kind not in ("demonym", "country", "institution"):
            r.reason = "after a title"
        elif r.before in ("given", "initial") and (name.kind != "country" or name.person or name.given):
            r.reason = "after a given name"
        elif (
            r.after == "capital"
            and name.given >= 2
            and name.kind != "demonym"
            and r.before not in ("place_noun_before", "the")
            and (r.before != "place_preposition" or name.given >= 5)
        ):
            r.reason = "a given name"
        else:
            continue
        persons.add(name.text)
    return persons


def _company(readings: list[Reading], gazetteer: Gazetteer) -> Company:
    """The places that the text names beyond doubt, and with less weight those that are likely."""
    company = Company(gazetteer)
    for r in readings:
        if r.place >= 0:
            company.add(r.place, 1.0)
        elif r.reason:
            continue
        elif r.name.code:
            doubt = r.name.common + r.name.person + (9 if r.name.is_abbreviation else 0)
            sure = 0.5 if r.name.kind == "city" else 1.0
            company.add(r.name.candidates[0], sure if doubt < 2 else 0.4 * sure if doubt < 5 else 0.1)
        elif r.name.priors[0] - r.name.priors[1] > 1:
            company.add(r.name.candidates[0], 0.15)
    return company


def _by_context(
    r: Reading, company: Company, meant: dict[str, int], persons: set[str], lexicon: Lexicon
) -> None:
    name = r.name
    if name.is_abbreviation and r.before not in ("comma", "place", "place_preposition"):
        r.reason = "an abbreviation without a place before it"
        return
    number = meant.get(name.text, -1)
    if number < 0:
        r.scores = scored(name, company)
        number = r.scores[0][0]
        meant[name.text] = number
    r.place = number
    r.signs = signs_of(r, company, name.text in persons, lexicon.gazetteer)
    r.confidence = lexicon.confidence.of(r.signs)
    r.reason = "context"
