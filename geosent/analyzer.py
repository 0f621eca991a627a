"""The analyzer: wires sentences, tagging, geocoding, scoring and aggregation together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

from geosent.countries import country
from geosent.errors import GeosentTypeError, GeosentValueError, MissingExtraError
from geosent.model import DEFAULT_MIN_CONFIDENCE, Country, Document, Mention, Sentence, as_document
from geosent.profiles import Profile, merge, profile_document
from geosent.scoring import Scorer, VaderScorer, mask, spans_of
from geosent.sentences import sentence_spans

if TYPE_CHECKING:
    from geopy.geocoders.base import Geocoder
    from geopy.location import Location

    from geosent.gazetteer import Place
    from geosent.tagging import Explanation, Tagger

Key = Hashable
By = str | Callable[[Document], Key]

#: Documents that one worker process takes at a time.
_BATCH = 32


class Analyzer:
    """Tags, scores and aggregates. Each part can be replaced by your own.

    >>> import geosent
    >>> analyzer = geosent.Analyzer(names={"Rosatom": "RU", "Turkey Point": None})
    >>> [(m.text, m.country.alpha_2) for m in analyzer.tag("Rosatom left Turkey Point.")]
    [('Rosatom', 'RU')]

    Parameters
    ----------
    names
        Your own names, each with a country (any ISO code or name) or None. They win over the
        shipped ones; a name mapped to None is never tagged.
    min_confidence
        Mentions less sure than this are left out, 0 to 1.
    case_sensitive
        False also tags lower-case names ("usa", "north korea"), for social media text.
    geocoder
        Any geopy geocoder; `OfflineGeocoder` if not given.
    scorer
        Anything with `score(text) -> Sentiment`; VADER if not given.
    evidence
        How many sentences a profile keeps on each side of zero for each country.
    """

    def __init__(
        self,
        *,
        names: Mapping[str, str | Country | None] | None = None,
        min_confidence: float = DEFAULT_MIN_CONFIDENCE,
        case_sensitive: bool = True,
        tagger: Tagger | None = None,
        geocoder: Geocoder | None = None,
        scorer: Scorer | None = None,
        evidence: int = 5,
    ) -> None:
        if not 0 <= min_confidence <= 1:
            raise GeosentValueError(f"min_confidence is a probability, not {min_confidence}")
        if evidence < 0:
            raise GeosentValueError(f"evidence is a number of sentences, not {evidence}")
        self.min_confidence = min_confidence
        self.case_sensitive = case_sensitive
        self.evidence = evidence
        self.scorer: Scorer = scorer if scorer is not None else VaderScorer()
        self._names = {
            name: None if given is None else country(given) for name, given in (names or {}).items()
        }
        self._given_tagger = tagger
        self._given_geocoder = geocoder

    # The parts below load tables, so they are made when they are first needed; in a worker process
    # that is after the analyzer has arrived there.

    @cached_property
    def tagger(self) -> Tagger:
        """What finds the names."""
        from geosent.tagging import Tagger

        return self._given_tagger or Tagger(
            names=self._names,
            min_confidence=self.min_confidence,
            case_sensitive=self.case_sensitive,
        )

    @cached_property
    def geocoder(self) -> Geocoder:
        """What gives a place its location."""
        from geosent.geocoding import OfflineGeocoder

        return self._given_geocoder or OfflineGeocoder()

    def __getstate__(self) -> dict[str, Any]:
        made = ("tagger", "geocoder", "_locate")
        return {name: value for name, value in self.__dict__.items() if name not in made}

    @cached_property
    def _locate(self) -> Callable[[Place], Location]:
        from geosent.geocoding.locating import locator

        return locator(self.geocoder)

    def tag(self, text: str) -> list[Mention]:
        """The places mentioned in a text, in order, each with its country.

        >>> import geosent
        >>> [(m.text, m.kind) for m in geosent.Analyzer().tag("Syrian troops left Aleppo.")]
        [('Syrian', 'demonym'), ('Aleppo', 'city')]
        """
        return self.tagger.tag(_text(text), self._locate)

    def explain(self, text: str) -> list[Explanation]:
        """Every name that was considered: its candidates, their scores, and what decided."""
        return self.tagger.explain(_text(text))

    def sentences(self, text: str) -> Iterator[Sentence]:
        """The sentences of a text, each with its mentions and its tone.

        >>> import geosent
        >>> [s.sentiment.compound for s in geosent.Analyzer().sentences("Norway won. Chad lost.")]
        [0.5719, -0.3182]
        """
        mentions = self.tag(text)
        following = 0
        for start, end in sentence_spans(text, [(m.start, m.end) for m in mentions]):
            first = following
            while following < len(mentions) and mentions[following].start < end:
                following += 1
            yield self._sentence(text, start, end, tuple(mentions[first:following]))

    def _sentence(self, text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> Sentence:
        own = text[start:end]
        masked = mask(own, spans_of(mentions, start)) if mentions else own
        return Sentence(own, start, end, mentions, self.scorer.score(masked))

    @overload
    def profile(
        self, documents: Any, by: None = None, workers: int = 1, progress: bool = False
    ) -> Profile: ...

    @overload
    def profile(
        self, documents: Any, by: By, workers: int = 1, progress: bool = False
    ) -> dict[Key, Profile]: ...

    def profile(
        self, documents: Any, by: By | None = None, workers: int = 1, progress: bool = False
    ) -> Profile | dict[Key, Profile]:
        """The profile of documents, or with `by` a dict of profiles.

        >>> import geosent
        >>> texts = [{"text": "Chad votes.", "year": 2024}, {"text": "Mali votes.", "year": 2025}]
        >>> {year: list(p) for year, p in geosent.Analyzer().profile(texts, by="year").items()}
        {2024: ['TD'], 2025: ['ML']}

        Parameters
        ----------
        documents
            A text, or any iterable of texts, records (dicts with a field "text" and perhaps "id")
            and `Document` values. It is read once, a batch at a time.
        by
            The name of a field, or a function of a `Document`, whose value is the group. A document
            without the field is in the group None.
        workers
            Processes to spread the work over. The result does not depend on their number.
        progress
            Show a progress bar (extra `frames` brings tqdm).

        Raises `GeosentTypeError` or `GeosentValueError`, naming the position, for what is no
        document.
        """
        if workers < 1:
            raise GeosentValueError(f"workers is a number of processes, 1 or more, not {workers}")
        found = as_documents(documents)
        if progress:
            found = _with_progress(found, _length(documents))
        groups: dict[Key, Profile] = {}
        for key, profile in self._profiles(found, by, workers):
            groups[key] = groups[key] | profile if key in groups else profile
        if by is None:
            return groups.get(None, Profile())
        return dict(sorted(groups.items(), key=lambda item: _order(item[0])))

    def _profiles(
        self, documents: Iterator[Document], by: By | None, workers: int
    ) -> Iterator[tuple[Key, Profile]]:
        keyed = ((_key(document, by), document) for document in documents)
        if workers == 1:
            while batch := list(islice(keyed, _BATCH)):
                yield from _batch_profiles(self, batch)
            return
        from geosent.parallel import in_processes

        batches = iter(lambda: list(islice(keyed, _BATCH)), [])
        for profiles in in_processes(_batch_profiles, self, batches, workers):
            yield from profiles

    def profile_of(self, document: Document) -> Profile:
        """The profile of one document."""
        return profile_document(document.id, self.sentences(document.text), self.evidence)


def _batch_profiles(
    analyzer: Analyzer, batch: list[tuple[Key, Document]]
) -> list[tuple[Key, Profile]]:
    """One profile for each group in a batch, so that little is sent between processes."""
    groups: dict[Key, list[Profile]] = {}
    for key, document in batch:
        groups.setdefault(key, []).append(analyzer.profile_of(document))
    return [(key, merge(profiles)) for key, profiles in groups.items()]


def as_documents(documents: object) -> Iterator[Document]:
    """The documents that a caller meant: one text or record, or any iterable of them."""
    if isinstance(documents, (str, Document, Mapping)):
        yield as_document(documents, 0)
        return
    if isinstance(documents, (bytes, bytearray)):
        raise GeosentTypeError("documents are bytes: decode them first, for example with .decode()")
    if not isinstance(documents, Iterable):
        raise GeosentTypeError(
            f"documents are {type(documents).__name__}, not a str, dict, Document or an iterable "
            "of them"
        )
    for position, value in enumerate(documents):
        yield as_document(value, position)


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise GeosentTypeError(f"a text must be str, not {type(text).__name__}")
    return text


def _key(document: Document, by: By | None) -> Key:
    if by is None:
        return None
    fields = document.fields
    key = by(document) if callable(by) else document.id if by == "id" else fields.get(by)
    try:
        hash(key)
    except TypeError:
        raise GeosentTypeError(
            f"document {document.id!r}: the value to group by is a {type(key).__name__}, "
            "which cannot name a group"
        ) from None
    return key


def _order(key: Key) -> tuple[str, Any]:
    """Groups in the order of their values; numbers before text, None last."""
    if isinstance(key, (int, float)):
        return ("a", key)
    return ("z", "") if key is None else ("b", str(key))


def _length(documents: object) -> int | None:
    if isinstance(documents, (str, Document, Mapping)):
        return 1
    return len(documents) if hasattr(documents, "__len__") else None


def _with_progress(documents: Iterator[Document], total: int | None) -> Iterator[Document]:
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise MissingExtraError("a progress bar", "frames") from error
    return iter(tqdm(documents, total=total, unit=" documents"))
