"""The closed word lists that tell a place from a person, a company or a plain word.

The lists are data/context.tsv, homonyms.tsv, surnames.tsv and given_names.tsv; here they are put in
the shape that a look at the words beside a name needs: a class for the word before, one for the
word after.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from geosent.gazetteer import fold
from geosent.tables import read_rows, read_table

#: Classes of what stands before a name; where a word is in several, the first here counts.
_BEFORE = (
    "title",
    "place_noun_before",
    "place_preposition",
    "organisation_before",
    "relation_before",
    "role",
    "surname_particle",
)
_TELLING = frozenset("title role relation_before surname_particle organisation_before".split())
#: Words before the name of a language; and with those that stand before places too.
SPEAKING = frozenset(
    "fluent learn learned learning learns speak speaking speaks spoke spoken studied study taught "
    "teach teaches".split()
)
WRITING = frozenset(
    "addressed broadcast broadcasts published read said sang says sing sung tweeted wrote write "
    "writes writing written".split()
)
#: Relations that persons alone have; states have rivals, neighbours and partners too.
FAMILY = frozenset(
    "aunt baby boyfriend brother brother-in-law cousin dad daughter daughter-in-law ex-boyfriend "
    "ex-girlfriend ex-husband ex-wife father father-in-law fiance fiancee fiancé fiancée "
    "girlfriend goddaughter godfather godson granddaughter grandfather grandmother grandson "
    "half-brother half-sister husband mom mother mother-in-law mum nephew niece roommate sister "
    "sister-in-law son son-in-law spouse stepbrother stepdaughter stepfather stepmother "
    "stepsister stepson toddler uncle widow widower wife".split()
)
#: Several of them, who are told one after another.
FAMILIES = frozenset(
    "brothers children daughters grandchildren granddaughters grandsons siblings sisters sons "
    "twins".split()
)
LANGUAGE_BEFORE = SPEAKING | {"from", "in", "into"}
#: Classes of what stands after a name.
_AFTER = (
    "place_noun_after",
    "street_suffix",
    "organisation_suffix",
    "person_suffix",
    "person_verb",
    "language_word",
    "cuisine_word",
    "agency",
    "month",
    "weekday",
)


@frozen
class Words:
    """Classes of single words and of pairs of words, before and after a name."""

    before: Mapping[str, str]
    before_pairs: Mapping[str, str]
    after: Mapping[str, str]
    after_pairs: Mapping[str, str]
    before_second: frozenset[str]  #: words that end a pair
    after_first: frozenset[str]  #: words that begin a pair
    telling: frozenset[str]  #: words before a name that make it something else than a place
    agencies: frozenset[str]
    months: frozenset[str]
    titles: frozenset[str]
    works: frozenset[str]  #: words before the title of a work
    common: Mapping[str, int]  #: 1 to 9: how often the name is an ordinary word in news
    person: Mapping[str, int]  #: 1 to 9: how often it is a person's name
    given: Mapping[str, int]  #: 1 to 9: how surely a word is a given name


@cache
def load_words() -> Words:
    """The shipped lists."""
    classes: dict[str, list[str]] = {}
    for row in read_table("context.tsv"):
        classes.setdefault(row["class"], []).append(fold(row["word"]))
    before, before_pairs = _by_edge(classes, _BEFORE, last=True)
    after, after_pairs = _by_edge(classes, _AFTER, last=False)
    common: dict[str, int] = {}
    person: dict[str, int] = {}
    for row in read_table("homonyms.tsv"):
        weight = int(row["weight"])
        if row["class"] in ("word", "both"):
            common[fold(row["word"])] = weight
        if row["class"] in ("person", "both"):
            person[fold(row["word"])] = weight
    _, *surnames = read_rows("surnames.tsv")
    for name, surname in surnames:
        person.setdefault(name, int(surname))
    _, *names = read_rows("given_names.tsv")
    given = {fold(name): int(weight) for name, weight in names}
    return Words(
        before,
        before_pairs,
        after,
        after_pairs,
        frozenset(pair.split()[1] for pair in before_pairs),
        frozenset(pair.split()[0] for pair in after_pairs),
        frozenset(word for word, name in before.items() if name in _TELLING) | {"a", "an", "of"},
        frozenset(classes["agency"]),
        frozenset(classes["month"]),
        frozenset(word.split()[-1] for word in classes["title"]),
        frozenset(classes["work_before"]),
        common,
        person,
        given,
    )


def _by_edge(
    classes: Mapping[str, list[str]], order: tuple[str, ...], *, last: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Single words and pairs of words by class; of a longer phrase, the pair beside the name."""
    singles: dict[str, str] = {}
    pairs: dict[str, str] = {}
    for name in order:
        for phrase in classes[name]:
            words = phrase.split()
            if len(words) == 1:
                singles.setdefault(phrase, name)
            else:
                pairs.setdefault(" ".join(words[-2:] if last else words[:2]), name)
    return singles, pairs
