"""All names, ready for matching, with what is known of each: loaded once and never changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from geosent.countries import all_countries
from geosent.gazetteer import Gazetteer, Row, fold, load_gazetteer
from geosent.tables import keeping_all, read_rows, read_table
from geosent.tagging.confidence import Confidence, load_confidence
from geosent.tagging.home import ALL, Votes, votes
from geosent.tagging.matching import Matcher, searcher, shape_of
from geosent.tagging.names import Name
from geosent.tagging.readings import Surroundings, remember
from geosent.tagging.resolving import Company, inside
from geosent.tagging.slots import Slots, shorter
from geosent.tagging.words import Words, load_words
from geosent.towns import Town, load_town_words, load_towns

#: Abbreviations that are no English word when written small.
_SMALL_ABBREVIATIONS = frozenset("DPRK DRC UAE UK USA U.A.E. U.K. U.S. U.S.A.".split())
#: Lower-case text names well-known places; smaller ones are mostly other words there.
_WELL_KNOWN = 300_000
_FAMOUS = 1_000_000
#: Named so often, an area is where a text means even the Rome, the Dublin there.
_MUCH = 2.5
#: Of the table of towns, more people than these live in districts and counties alone: "in Kerry".
_LARGE = 15_000

#: Persons have these names so often that a town, unless it is large, must stand before its region.
_MOSTLY_GIVEN = 6
_MOSTLY_SURNAME = 8

#: What words in capitals do not tell of a name: particles ("Dar es Salaam"), small letters after an
#: apostrophe ("Nuku'alofa"), and words that are small in others ("La Paz", "Baja California Sur").
_HIDDEN = re.compile(
    r"[ -](?:[a-z]{1,3}|under|upon)[ -]|'[a-z]{2}|^(?:Al \w{2,3}$|Da |De |La |The )| Sur$"
)
_CAPITALS = re.compile("[A-Z]+")
_FIRST = re.compile(r"[\w']+")
_QUOTES = "'`/"
#: Of these countries regions are well known abroad.
_ENGLISH = frozenset(["AU", "CA", "GB", "US"])
#: Names of countries and capitals that are not the first ones of their tables.
_OTHER_NAMES = tuple("Bosnia|Britain|Burma|Czech Republic|Great Britain|Holland|Kiev|UK".split("|"))
#: What is more than a possessive: continents, peppers, beans, hats, parties.
_PLURALS = frozenset("Americas Bermudas Chiles Guineas Havanas Limas Panamas Reunions".split())
_LONGEST_ACRONYM = 5
_COUNTRY_CODE = 2  #: letters; a region's has more


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
        self._possessives = self._bare_possessives()
        large += self._possessives
        large.sort()  # the automaton is built much faster so
        self.matcher = Matcher(large, self.name)
        self.slots = Slots(small, self.name)
        self.around = Surroundings(self.words)
        self._local: dict[tuple[str, ...], Name] = {}
        self._town_table = load_towns()
        #: With which words the names of an area's towns begin.
        self.town_words = load_town_words().of
        #: How many places are known of each region and country, and of all.
        self._places, self._with_cities = _place_counts()
        self._postal: dict[str, Sequence[Name]] = {}
        self._sport: dict[str, Name] = {}
        self._towns_of: dict[str, Sequence[Town]] = {}
        self._votes: dict[str, Votes] = {}
        self._first_words: dict[str, bool] = {}  #: whether a town begins with a word
        self._town_names: dict[str, Name | None] = {}
        self._longest_towns: dict[str, Name | None] = {}
        self._hidden_names: dict[str, list[tuple[str, str]]] = {}

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

    def _hidden(self, word: str) -> list[tuple[str, str]]:
        """Names that begin with a word and that capitals hide: in capitals, and as written."""
        found = self._hidden_names.get(word)
        if found is None:
            found = []
            names = self.matcher.names
            for first in {word, word.capitalize()}:
                low = bisect_left(names, first)
                # What follows the word is no letter; all that names have else comes before a colon.
                for name in names[low : bisect_left(names, f"{first}:", low)]:
                    if _HIDDEN.search(name) and (first != "The" or self._is_large(name)):
                        upper = name.upper()
                        if len(upper) == len(name):  # or offsets would be lost
                            found.append((upper, name))
            found.sort(key=lambda pair: -len(pair[0]))
            remember(self._hidden_names, word, found)
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
            for upper, name in self._hidden(word[0]) if start >= done else ():
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
            elif text in self._possessives:
                name = self.name(self._possessives[text])
        return name

    def _bare_possessives(self) -> dict[str, str]:
        """How a text that lost its apostrophes has well-known names: "Hungarys parliament".

        Countries, their capitals, and the regions of a few, where nothing else is written so: a few
        hundred, for every name makes the search slower.
        """
        names, words = self.gazetteer.names, self.words
        known = [*_OTHER_NAMES, *(fold(row["capital"]) for row in read_table("countries.tsv"))]
        for number in self.gazetteer.areas():
            row = self.gazetteer.row(number)
            is_state = row.alpha_2 in _ENGLISH and row.population >= _WELL_KNOWN
            if row.kind == "country" or (is_state and row.id[2:3] == "-" and "-x-" not in row.id):
                known.append(fold(row.name))
        found: dict[str, str] = {}
        for text in known:
            plural = f"{text}s"
            if text in names and text[-1] != "s" and plural not in names:
                name = self.name(text)
                if name is not None and name.is_undoubted and plural not in words.given:
                    found[plural] = text
        return {plural: text for plural, text in found.items() if plural not in _PLURALS}

    def begins_town(self, word: str) -> bool:
        """Whether the name of any town begins with a word, punctuation behind it left out."""
        known = self._first_words.get(word)
        if known is None:
            first = _FIRST.match(word)
            known = first is not None and self._town_table.begins(first[0])
            remember(self._first_words, word, known)
        return known

    def _towns(self, text: str) -> Sequence[Town]:
        """The towns of a name."""
        towns = self._towns_of.get(text)
        if towns is None:
            towns = self._town_table.called(text)
            remember(self._towns_of, text, towns)
        return towns

    def town(self, text: str) -> Name | None:
        """The name of a town that is in no table but that of the towns; None if it is not there."""
        if text in self._town_names:
            return self._town_names[text]
        name = None
        if text not in self.gazetteer.names and text not in self.words.months:
            towns = self._towns(text)
            words = self.words
            doubt = words.common.get(text, 0) or words.given.get(text, 0) >= _MOSTLY_GIVEN
            doubt = doubt or words.person.get(text, 0) >= _MOSTLY_SURNAME
            if towns and not (doubt and all(town.population < _LARGE for town in towns)):
                numbers = [self.gazetteer.town(town) for town in towns]
                is_local = all(town.is_local for town in towns)
                name = Name(
                    text, numbers, self.gazetteer, self.words, is_town=True, is_local=is_local
                )
        remember(self._town_names, text, name)
        return name

    def town_in(self, text: str, around: Name) -> Name | None:
        """The town of a name in a region, though it is a word: "Purchase, New York"."""
        if text in self.gazetteer.names or text in self.words.months:
            return None
        regions = {code for row in around.rows for code in (row.id, row.region) if code}
        towns = [town for town in self._towns(text) if town.region in regions]
        numbers = [self.gazetteer.town(town) for town in towns]
        return Name(text, numbers, self.gazetteer, self.words, is_town=True) if towns else None

    def town_at_home(self, text: str, home: str) -> Name | None:
        """The town of a name in a region, though persons have the name too: "in Jerome"."""
        if text in self.gazetteer.names or text in self.words.common:
            return None
        towns = [town for town in self._towns(text) if town.region == home]
        numbers = [self.gazetteer.town(town) for town in towns]
        return Name(text, numbers, self.gazetteer, self.words, is_town=True) if towns else None

    def longest_town(self, words: str) -> Name | None:
        """The town of a name, or of its beginning: "Glen Carbon" of "Glen Carbon Mayor"."""
        if words in self._longest_towns:
            return self._longest_towns[words]
        name = next(filter(None, map(self.town, shorter(words))), None)
        remember(self._longest_towns, words, name)
        return name

    def local(self, name: Name, company: Company) -> Name:
        """The name, with the towns called so in regions that the text is about.

        Every state has a Paris; only an article about Illinois means the one there. A town without
        a region is known in all of its country: the parish of Hanover in Jamaica.
        """
        if name.kind not in ("city", "region") or name.is_town or not name.candidates:
            return name
        towns = [town for town in self._towns(name.text) if town.around in company.main_areas]
        if not towns:
            return name
        areas: Iterable[str] = company.main_areas
        if name.first.capital or name.first.population >= _FAMOUS:
            areas = [area for area, weight in company.main_areas.items() if weight >= _MUCH]
        key = (name.text, *areas)
        known = self._local.get(key)
        if known is None:
            more = [self.gazetteer.town(town) for town in towns if town.around in areas]
            numbers = [*name.candidates, *more]
            known = Name(name.text, numbers, self.gazetteer, self.words) if more else name
            remember(self._local, key, known)
        return known

    def inside(self, name: Name, around: Row, *, widely: bool = True) -> int:
        """The place of a name that lies in a region or a country; -1 if none does.

        That is a town too: "Cairo, Illinois". In a county or a district of which no table tells
        what lies in it, any of its country: "Boston, Lincolnshire"; but only `widely`.
        """
        number = inside(name, around)
        if number >= 0 or around.kind not in ("country", "region"):
            return number
        is_country = around.kind == "country"
        if is_country and name.is_undoubted:
            return -1  # "Florida, Puerto Rico and Cuba"
        towns = self._towns(name.text)
        for town in towns:
            if town.alpha_2 == around.id if is_country else town.region == around.region != "":
                return self.gazetteer.town(town)
        if is_country or not widely or around.id in self._with_cities:
            return -1
        around = around._replace(kind="country")
        number = inside(name, around)
        for town in towns if number < 0 else ():
            if town.alpha_2 == around.alpha_2:
                return self.gazetteer.town(town)
        return number

    def place_in(self, code: str, name: Name) -> int:
        """The likeliest place of a name in a country, a town if need be; -1 if there is none."""
        for number, row in zip(name.candidates, name.rows, strict=True):
            if row.alpha_2 == code and row.kind in ("city", "region"):
                return number
        towns = [town for town in self._towns(name.text) if town.alpha_2 == code]
        largest = max(towns, key=lambda town: town.population, default=None)
        return self.gazetteer.town(largest) if largest else -1

    def votes(self, name: Name) -> Votes:
        """What a name says for each area that has a place called so."""
        known = self._votes.get(name.text)
        if known is None:
            known = votes(name, self._towns(name.text), self._places)
            remember(self._votes, name.text, known)
        return known

    def unlisted(self, text: str, place: int) -> Name:
        """A name that no table holds, at a place."""
        return Name(text, [place], self.gazetteer, self.words, is_town=True)

    def postal(self, code: str) -> Sequence[Name]:
        """Regions of a postal code, which is a name only after a place in them: "Paris, TX"."""
        known = self._postal.get(code)
        if known is None:
            numbers = self.gazetteer.postal.get(code, ())
            known = [Name(code, [number], self.gazetteer, self.words) for number in numbers]
            remember(self._postal, code, known)
        return known

    def sport(self, code: str) -> Name | None:
        """The country of the code of three letters that lists of results give: "Bolt (JAM)"."""
        known = self._sport.get(code)
        if known is None and code in self._sport_codes:
            number = self.gazetteer.area(self._sport_codes[code])
            known = self._sport[code] = Name(code, [number], self.gazetteer, self.words)
        return known

    @cached_property
    def _sport_codes(self) -> dict[str, str]:
        codes = {country.alpha_3: code for code, country in all_countries().items()}
        codes |= {row["code"]: row["alpha_2"] for row in read_table("sport_codes.tsv")}
        return codes

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


def _place_counts() -> tuple[dict[str, int], frozenset[str]]:
    """How many places are known of each region and country, and of all; and the regions that
    cities are known to lie in: England, but no county of it."""
    _, *rows = read_rows("place_counts.tsv")
    places = {code: int(n) for code, n, _ in rows}
    places[ALL] = sum(n for code, n in places.items() if len(code) == _COUNTRY_CODE)
    with_cities = frozenset(code for code, _, n in rows if n != "0" and len(code) > _COUNTRY_CODE)
    return places, with_cities


@cache
def load_lexicon() -> Lexicon:
    """The shipped lexicon."""
    with keeping_all():
        return Lexicon()
