"""Profiles made by hand for the tests of pictures: known numbers, no tagger and no scorer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache

from geopy.location import Location

from geosent.countries import all_countries, country
from geosent.model import Mention, Sentence, Sentiment, TargetSentiment
from geosent.profiles import Profile, merge, profile_document

INJECTED = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`${hacked=1}`'


def mention(name: str, start: int, end: int, text: str, kind: str = "country") -> Mention:
    """A mention of a country by whatever text."""
    known = country(name)
    place = Location(known.name, (known.latitude, known.longitude), {})
    return Mention(start, end, text, known, kind, place, 0.97)  # type: ignore[arg-type]


def sentence(names: list[str], score: float, text: str | None = None, start: int = 0) -> Sentence:
    """A sentence that mentions countries, with a tone and the same sentiment towards each."""
    words = text or f"{' and '.join(names)} were in the news at {score}."
    mentions = []
    for name in names:
        at = words.find(name)
        at = max(at, 0)
        mentions.append(mention(name, start + at, start + at + len(name), name))
    side = abs(score)
    return Sentence(
        words,
        start,
        start + len(words),
        tuple(mentions),
        Sentiment(side if score < 0 else 0.0, 1 - side, side if score > 0 else 0.0, score),
        {
            country(name).alpha_2: TargetSentiment(
                side if score < 0 else 0.0, 1 - side, side if score > 0 else 0.0
            )
            for name in names
        },
    )


def profile_of(scores: Mapping[str, float], documents: int = 6) -> Profile:
    """Each country with a clear mean: `documents` documents of two sentences around its score."""
    return merge(
        profile_document(
            f"doc-{number}",
            [
                sentence([name], round(max(-1.0, min(1.0, score + wobble)), 4), None, 100 * i)
                for i, (name, score) in enumerate(scores.items())
                for wobble in (0.02 * (number % 3 - 1), 0.01)
            ],
        )
        for number in range(documents)
    )


@cache
def small_profile() -> Profile:
    """Syria bad, Norway good, Brazil neutral, two city states, and a text that attacks the page."""
    base = profile_of(
        {"Syria": -0.6, "Norway": 0.6, "Brazil": 0.0, "Singapore": 0.5, "Malta": -0.5}
    )
    attack = profile_document(
        INJECTED, [sentence(["Syria"], -0.95, f"Syria {INJECTED}"), sentence(["Chad"], -0.3)]
    )
    return base | attack


@cache
def large_profile(documents: int = 1000, seed: int = 7) -> Profile:
    """A corpus over all countries; some are in the news far more often than others."""
    chance = random.Random(seed)
    known = [c for c in all_countries().values() if c.alpha_2 not in ("AQ", "BV", "HM", "UM")]
    chance.shuffle(known)
    weights = [1 / (rank + 1.5) ** 0.8 for rank in range(len(known))]
    leaning = {c.alpha_2: chance.gauss(-0.05, 0.3) for c in known}
    parts = []
    filler = "officials said on Tuesday that the talks over trade and the border would go on"
    for number in range(documents):
        sentences = []
        for i in range(12):
            drawn = chance.choices(known, weights, k=chance.choice((1, 1, 2)))
            names = list(dict.fromkeys(c.name for c in drawn))
            score = sum(leaning[country(n).alpha_2] for n in names) / len(names)
            score = round(max(-0.99, min(0.99, score + chance.gauss(0, 0.3))), 4)
            text = f"In {' and '.join(names)}, {filler}, item {number}-{i}."
            sentences.append(sentence(names, score, text, 200 * i))
        parts.append(profile_document(f"dispatch-{number:04}", sentences))
    return merge(parts)
