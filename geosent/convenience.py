"""One-line calls with a default analyzer, made once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from geosent.analyzer import Analyzer
from geosent.errors import GeosentTypeError
from geosent.highlighting import Highlighted, highlight_sentences
from geosent.model import Document, Mention, as_document
from geosent.profiles import Profile
from geosent.tables import read_text


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


def highlight(
    text: str | Mapping[str, Any] | Document,
    analyzer: Analyzer | None = None,
    *,
    flags: bool = False,
    legend: bool = True,
) -> Highlighted:
    """The text with its mentions marked and its sentences tinted by their tone, for a notebook.

    >>> import geosent
    >>> "Norway" in str(geosent.highlight("Norway won."))
    True

    The text may also be a record or a document, as those of `analyze` may. What it returns shows
    itself in a notebook; `str()` of it is the HTML, `.save(path)` a page.
    `flags` shows the flag of each country, where the reader's fonts have flags.
    """
    if analyzer is not None and not isinstance(analyzer, Analyzer):
        raise GeosentTypeError(f"the analyzer must be an Analyzer, not {type(analyzer).__name__}")
    plain = as_document(text, 0).text
    sentences = (analyzer or default_analyzer()).sentences(plain)
    return highlight_sentences(plain, sentences, flags=flags, legend=legend)


def load_sample() -> list[Document]:
    """The sample corpus: 132 short dispatches of 2025, written for this package, not news.

    >>> import geosent
    >>> first = geosent.load_sample()[0]
    >>> first.fields["date"][:4], "month" in first.fields
    ('2025', True)

    Each has the fields "date" (ISO 8601), "month" ("2025-01") and "title".
    """
    rows = map(json.loads, filter(None, read_text("sample.jsonl").split("\n")))
    return [
        Document(
            row["text"],
            row["id"],
            {"date": row["date"], "month": row["date"][:7], "title": row["title"]},
        )
        for row in rows
    ]
