"""All names, ready for matching, with what is known of each: loaded once and never changed."""

from __future__ import annotations

import re
from functools import cache, cached_property

from geosent.countries import all_countries
from geosent.gazetteer import Gazetteer, Row, fold, load_gazetteer
from geosent.tables import read_table
from geosent.tagging.confidence import Confidence, load_confidence
from geosent.tagging.matching import Matcher, searcher, shape_of
from geosent.tagging.names import Name
from geosent.tagging.readings import Surroundings, remember
from geosent.tagging.resolving import Company, inside
from geosent.tagging.slots import Slots
from geosent.tagging.words import Words, load_words
from geosent.towns import load_towns

#: Abbreviations that are no English word when written small.
_SMALL_ABBREVIATIONS = frozenset("DPRK DRC UAE UK USA U.A.E. U.K. U.S. U.S.A.".split())
#: Lower-case text names well-known places; smaller ones are mostly other words there.
_WELL_KNOWN = 300_000
_FAMOUS = 1_000_000

#: What words in capitals do not tell of a name: particles ("Dar es Salaam"), small letters after an
#: apostrophe ("Nuku'alofa"), and words that are small in others ("La Paz", "Baja California Sur").
_HIDDEN = re.compile(
    r"[ -](?:[a-z]{1,3}|under|upon)[ -]|'[a-z]{2}|^(?:Al \w{2,3}$|Da |De |La |The )| Sur$"
)
_CAPITALS = re.compile("[A-Z]+")
_QUOTES = "'`/"
_LONGEST_ACRONYM = 5


class Lexicon:
    """The shipped names."""

    def __init__(self) -> None:
        self.gazetteer: Gazetteer = load_gazetteer()
        self.words: Words = load_words()
        self.confidence: Confidence = load_confidence()
        self._names: dict[str, Name] = {}
        large: list[str] = []
        small: list[str] = []
        for name in self.gazetteer.names:
            if "A" <= name[0] <= "Z" or name.lstrip(_QUOTES)[0].isupper():
                large.append(name)
            elif name[0].isalnum():
                small.append(name)
        large.sort()  # the automaton is built much faster so
        self.matcher = Matcher(large, self.name)
        self.slots = Slots(small, self.name)
        self.around = Surroundings(self.words)
        self._local: dict[tuple[str, ...], Name] = {}
        self._town_words: dict[str, bool] = {}
        self._town_names: dict[str, Name | None] = {}

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        names = "\n".join(self.gazetteer.names)
        shape = b" " + shape_of(names.encode("ascii", "replace")) + b" "
        found: set[str] = set()
        for _, start, end in searcher(b" AA").find_matches_as_indexes(shape):
            while shape[end] == ord("A"):
                end += 1
            if shape[end] == ord(" ") and end - start <= _LONGEST_ACRONYM + 1:
                found.add(names[start : end - 1])
        return frozenset(found)

    def is_acronym(self, word: str) -> bool:
        """Whether a word in capitals is written so in some name: "USA", "DR" of "DR Congo"."""
        return word in self._acronyms

    @cached_property
    def _hidden(self) -> dict[str, list[tuple[str, str]]]:
        """Names that capitals hide, by their first word: in capitals, and as they are written."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self.gazetteer.names:
            if not name.isalpha() and _HIDDEN.search(name) and name[0].isupper():
                if name.startswith("The ") and not self._is_large(name):
                    continue
                upper = name.upper()  # as long as the name, or offsets would be lost
                if len(upper) != len(name):
                    continue
                found.setdefault(re.split("[^A-Z]", upper, maxsplit=1)[0], []).append((upper, name))
        for names in found.values():
            names.sort(key=lambda pair: -len(pair[0]))
        return found

    def _is_large(self, name: str) -> bool:
        numbers = self.gazetteer.names[name]
        return any(self.gazetteer.row(number).population >= _WELL_KNOWN for number in numbers)

    def as_written(self, run: str) -> str:
        """Words in capitals, with the names among them that capitals hide: "Dar es SALAAM"."""
        parts: list[str] = []
        done = 0
        for word in _CAPITALS.finditer(run):
            start = word.start()
            for upper, name in self._hidden.get(word[0], ()) if start >= done else ():
                end = start + len(upper)
                if run.startswith(upper, start) and not run[end : end + 1].isalnum():
                    parts += (run[done:start], name)
                    done = end
                    break
        return "".join([*parts, run[done:]]) if parts else run

    def name(self, text: str) -> Name | None:
        """What is known of a name of the gazetteer; None if it is not there."""
        name = self._names.get(text)
        if name is None:
            numbers = self.gazetteer.names.get(text)
            if numbers is not None:
                name = self._names[text] = Name(text, numbers, self.gazetteer, self.words)
        return name

    def begins_town(self, word: str) -> bool:
        """Whether the name of any town begins with a word, punctuation behind it left out."""
        known = self._town_words.get(word)
        if known is None:
            first = re.split("[^\\w']", word, maxsplit=1)[0]
            known = bool(first) and load_towns().begins(first)
            remember(self._town_words, word, known)
        return known

    def town(self, text: str) -> Name | None:
        """The name of a town that is in no table but that of the towns; None if it is not there."""
        if text in self._town_names:
            return self._town_names[text]
        name = None
        doubt = self.words.common.get(text, 0) or self.words.given.get(text, 0) >= 6
        if text not in self.gazetteer.names and not doubt:
            numbers = [self.gazetteer.town(town) for town in load_towns().called(text)]
            if numbers:
                name = Name(text, numbers, self.gazetteer, self.words, is_town=True)
        self._town_names[text] = name
        return name

    def local(self, name: Name, company: Company) -> Name:
        """The name, with the towns called so in regions that the text is about.

        Every state has a Paris; only an article about Illinois means the one there.
        """
        if name.kind != "city" or name.is_town or not name.candidates:
            return name
        regions = company.main_regions
        key = (name.text, *regions)
        known = self._local.get(key)
        if known is None:
            towns = load_towns().called(name.text)
            more = [self.gazetteer.town(town) for town in towns if town.region in regions]
            numbers = [*name.candidates, *more]
            known = Name(name.text, numbers, self.gazetteer, self.words) if more else name
            remember(self._local, key, known)
        return known

    def inside(self, name: Name, around: Row) -> int:
        """The place of a name that lies in a region or a country; -1 if none does.

        In a region that is a town too: "Cairo, Illinois".
        """
        number = inside(name, around)
        if number < 0 and around.kind == "region":
            for town in load_towns().called(name.text):
                if town.region == around.id:
                    return self.gazetteer.town(town)
        return number

    @cached_property
    def postal(self) -> dict[str, list[Name]]:
        """Regions by postal code, which is a name only after a place in them: "Paris, TX"."""
        return {
            code: [Name(code, [number], self.gazetteer, self.words) for number in numbers]
            for code, numbers in self.gazetteer.postal.items()
        }

    @cached_property
    def sport_codes(self) -> dict[str, Name]:
        """Countries by the code of three letters that lists of results give: "Bolt (JAM)"."""
        countries = all_countries()
        codes = {country.alpha_3: country.alpha_2 for country in countries.values()}
        codes |= {row["code"]: row["alpha_2"] for row in read_table("sport_codes.tsv")}
        numbers = {
            code: self.gazetteer.names[fold(country.name)][:1]
            for code, country in countries.items()
        }
        return {
            code: Name(code, numbers[alpha_2], self.gazetteer, self.words)
            for code, alpha_2 in codes.items()
        }

    @cached_property
    def small(self) -> Matcher[Name]:
        """A matcher of names in lower case, those that are tagged so too."""
        chosen: dict[str, Name] = {}
        for text in self.gazetteer.names:
            if text.lower() != text and self._is_known_when_small(text):
                name = self.name(text)
                if name is not None:
                    chosen.setdefault(text.lower(), name)
        return Matcher(chosen, chosen.get)

    def _is_known_when_small(self, text: str) -> bool:
        numbers = self.gazetteer.names[text]
        if not numbers:
            return True  # "south china sea" is no country in lower case either
        if self.words.common.get(text, 0) >= 8:
            return False
        if text.replace(".", "").isupper():
            return text in _SMALL_ABBREVIATIONS
        rows = [self.gazetteer.row(number) for number in numbers]
        if any(row.kind in ("country", "demonym", "institution") for row in rows):
            return True
        if text in self.words.common:
            return False
        doubt = self.words.person.get(text) or self.words.given.get(text)
        return any(row.population >= (_FAMOUS if doubt else _WELL_KNOWN) for row in rows)


@cache
def load_lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon()
