"""One-line calls with a default analyzer, made once."""

from __future__ import annotations

from functools import cache
from typing import Any

from geosent.analyzer import Analyzer
from geosent.model import Mention
from geosent.profiles import Profile


@cache
def default_analyzer() -> Analyzer:
    """The analyzer behind `geosent.analyze` and `geosent.tag`."""
    return Analyzer()


def analyze(documents: Any) -> Profile:
    """The profile of a text, or of any iterable of texts, records and documents.

    >>> import geosent
    >>> geosent.analyze(["Norway won a peace prize.", "War drags on in Syria."])["SY"].sentences
    1

    See `Analyzer.profile` for groups, several processes and what is raised.
    """
    return default_analyzer().profile(documents)


def tag(text: str) -> list[Mention]:
    """The places mentioned in a text, in order, each with its country.

    >>> import geosent
    >>> [(m.text, m.country.name) for m in geosent.tag("Talks in Minsk.")]
    [('Minsk', 'Belarus')]
    """
    return default_analyzer().tag(text)
