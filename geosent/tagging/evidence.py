"""What a name and the words beside it say, for all who settle readings."""

from __future__ import annotations

from collections.abc import Mapping

from geosent.tagging.names import Name
from geosent.tagging.readings import Reading

CONTAINED = 0.97
#: An undoubted name is this sure unless something beside it speaks against a place.
UNDOUBTED = 0.96
METROPOLIS = 500_000
CONTAINER = "container"
HOLDS = "holds the place beside it"
SPEAKER = "who speaks"

AGAINST_BEFORE = frozenset(
    "title given initial organisation_before relation_before role capital surname_particle "
    "address".split()
)
AGAINST_AFTER = frozenset(
    "organisation_suffix street_suffix person_suffix person_verb capital capitals place".split()
)
LOOSE_AFTER = frozenset(["language_word", "cuisine_word"])
#: Abbreviations that English has for an adjective: "US Congress", "a UK Muslim".
_ADJECTIVES = frozenset(["U. K.", "U. S.", "U.K.", "U.S.", "UK", "US"])
PLACE_BEFORE = frozenset(["place_preposition", "place_noun_before"])
BEFORE_SURNAME = frozenset(["title", "given", "initial"])
INSIDE_NAME = frozenset(["capital", "hyphen", "surname_particle"])
_ENGLISH_SPEAKING = frozenset("AU CA GB IE JM NZ US ZA".split())
RARE = 2  #: how much of a given name a place must be to be taken for one
SURELY_GIVEN = 5
#: Words after the name of a state of the US.
OF_A_STATE = frozenset(
    "Congressional Democrat Democratic Democrats Gov Governor Legislature Lt Rep Reps "
    "Republican Republicans Sen Senate Sens Statehouse Superior Supreme cornerback freshman "
    "linebacker lineman quarterback sophomore tailback".split()
)
#: Courts that sit in the towns of one country alone.
COURTS = {"Crown": "GB", "Sheriff": "GB"}

#: Names in a list with a country or a region: its kind and its country.
Listed = Mapping[str, tuple[str, str]]
#: How much is named in the same sentences of each country, by name.
Beside = Mapping[str, Mapping[str, float]]


def is_against(r: Reading) -> bool:
    """Whether what stands beside a name may make it part of a person's or an organisation's."""
    if r.before in AGAINST_BEFORE:
        return True
    # "the US administration", "Kenya Bans Plastic Bottles", and not "the Houston administration"
    if r.after in ("person_suffix", "capitals"):
        return r.name.kind not in ("country", "demonym")
    if r.after == "capital" and r.name.text in _ADJECTIVES:
        return False
    return r.after in AGAINST_AFTER


def stands_as_place(r: Reading) -> bool:
    """Whether the words beside a name say that it is a place: "in Jordan", "Jordan province"."""
    return r.before in PLACE_BEFORE or r.after == "place_noun_after"


def is_unmistakable(name: Name, code: str) -> bool:
    """Whether a name is no word and no person's: where English is spoken, towns have both."""
    return name.common == 0 and name.person == 0 and code not in _ENGLISH_SPEAKING
