"""The analyzer: wires sentences, tagging, geocoding, scoring and aggregation together."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property, partial
from html import unescape
from itertools import chain, islice
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, overload

from attrs import evolve

from geosent.checking import check_number
from geosent.countries import all_countries, country
from geosent.errors import (
    GeosentTypeError,
    GeosentValueError,
    GeosentWarning,
    MissingExtraError,
)
from geosent.masking import (
    Scorer,
    Span,
    TargetScorerLike,
    checked_judgement,
    checked_tone,
    mask,
    mean_of,
)
from geosent.model import (
    DEFAULT_MIN_CONFIDENCE,
    Country,
    Document,
    Mention,
    Sentence,
    Sentiment,
    TargetSentiment,
    as_document,
    as_documents,
    is_missing,
)
from geosent.sentences import sentence_spans

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from geopy.geocoders.base import Geocoder
    from geopy.location import Location

    from geosent.gazetteer import Place
    from geosent.geocoding import OfflineGeocoder
    from geosent.geocoding.lookup import Lookup
    from geosent.profiles import Profile
    from geosent.tagging import Explanation, Locate, Tagger

#: An online geocoder answers for a name, not for its sentence.
LOOKED_UP = 0.6

Key = Hashable
By = str | Callable[[Document], Key]

#: Stands for the tone of a sentence that is only counted.
_UNREAD = Sentiment(neg=0.0, neu=1.0, pos=0.0, compound=0.0)

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
    target_scorer
        Anything with `score(text, start, end, others) -> TargetSentiment`; `TargetScorer` if not
        given. None switches it off: profiles then have no `toward`, and are made twice as fast.
    max_lookups
        How many names and places an online geocoder answers, at most, in the life of the
        analyzer. Nothing is asked unless `geocoder` is one, or a `ChainGeocoder` that holds one.
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
        target_scorer: TargetScorerLike | Literal["default"] | None = "default",
        max_lookups: int = 100,
        evidence: int = 5,
    ) -> None:
        check_number("case_sensitive is True or False", case_sensitive, kind=bool)
        _check_part("tagger", tagger, "tag")
        _check_part("geocoder", geocoder, "geocode")
        _check_part("scorer", scorer, "score")
        if target_scorer != "default":
            _check_part("target_scorer", target_scorer, "score")
        check_number("min_confidence is a probability", min_confidence, most=1, kind=Real)
        check_number("max_lookups is a number of names", max_lookups)
        check_number("evidence is a number of sentences", evidence)
        self.min_confidence = min_confidence
        self.case_sensitive = case_sensitive
        self.evidence = evidence
        self._given_scorer = scorer
        self._names = _own_names({} if names is None else names)
        self._given_tagger = tagger
        self._given_target_scorer = target_scorer
        self._given_geocoder = geocoder
        self.max_lookups = max_lookups

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
    def scorer(self) -> Scorer:
        """What scores the tone of a sentence."""
        from geosent.scoring import VaderScorer

        return self._given_scorer or VaderScorer()

    @cached_property
    def target_scorer(self) -> TargetScorerLike | None:
        """What tells how a sentence judges a country; None if that was switched off."""
        if self._given_target_scorer == "default":
            from geosent.targeting import TargetScorer

            return TargetScorer()
        return self._given_target_scorer

    @cached_property
    def geocoder(self) -> Geocoder:
        """What gives a place its location."""
        return self._given_geocoder or _offline_geocoder()

    def __getstate__(self) -> dict[str, Any]:
        made = ("tagger", "geocoder", "scorer", "target_scorer", "_locate", "_lookup")
        return {name: value for name, value in self.__dict__.items() if name not in made}

    @cached_property
    def _locate(self) -> Locate:
        if self._given_geocoder is None:
            return _later
        if self._lookup is None:  # all geocoders that ask nobody know places
            return self._given_geocoder.location_of  # type: ignore[no-any-return]
        from geosent.geocoding.locating import locator

        return locator(self._given_geocoder, self._lookup)

    def tag(self, text: str) -> list[Mention]:
        """The places mentioned in a text, in order, each with its country.

        >>> import geosent
        >>> [(m.text, m.kind) for m in geosent.Analyzer().tag("Syrian troops left Aleppo.")]
        [('Syrian', 'demonym'), ('Aleppo', 'city')]
        """
        mentions = self.tagger.tag(_text(text), self._locate)
        if self._given_geocoder is not None and self._names:
            mentions = [self._own_place(m) if m.kind == "custom" else m for m in mentions]
        if self._lookup is not None and hasattr(self.tagger, "unknown"):
            mentions = self._with_looked_up(text, mentions, self._lookup)
        return mentions

    def _own_place(self, mention: Mention) -> Mention:
        """A mention of a name of your own, at the point that your own geocoder has for it."""
        from geosent.geocoding.locating import own_location

        found = own_location(self._given_geocoder, _plain(mention.text), mention.country)
        return mention if found is None else evolve(mention, location=found)

    @cached_property
    def _lookup(self) -> Lookup | None:
        """What asks a geocoder within bounds; None when everything is offline."""
        if self._given_geocoder is None:
            return None
        from geosent.geocoding.chain import online_geocoders
        from geosent.geocoding.lookup import Lookup

        if not online_geocoders(self._given_geocoder):
            return None
        return Lookup(self._given_geocoder, self.max_lookups)

    def _with_looked_up(self, text: str, mentions: list[Mention], lookup: Lookup) -> list[Mention]:
        """The mentions, with the unknown names that an online geocoder knows."""
        around = {m.country.alpha_2 for m in mentions}
        found = list(mentions)
        for start, end in self.tagger.unknown(text):
            location = lookup.country_of(_plain(text[start:end]), around)
            known = location and all_countries().get(location.raw["country_code"])
            if location and known and self.min_confidence <= LOOKED_UP:
                kind = location.raw["kind"]
                found = [m for m in found if m.end <= start or m.start >= end]  # a guess, if any
                found.append(Mention(start, end, text[start:end], known, kind, location, LOOKED_UP))
        return sorted(found, key=lambda m: m.start)

    def explain(self, text: str) -> list[Explanation]:
        """Every name that was considered: its candidates, their scores, and what decided."""
        if not hasattr(self.tagger, "explain"):
            raise GeosentTypeError(
                f"{type(self.tagger).__name__} explains nothing: a tagger that does has a method "
                "explain(text), as geosent.tagging.Tagger"
            )
        return self.tagger.explain(_text(text))

    def sentences(self, text: str) -> Iterator[Sentence]:
        """The sentences of a text, each with its mentions and its tone.

        >>> import geosent
        >>> [s.sentiment.compound for s in geosent.Analyzer().sentences("Norway won. Chad lost.")]
        [0.5719, -0.3182]
        """
        for start, end, mentions in self._tagged(text):
            yield self._sentence(text, start, end, mentions)

    def _tagged(self, text: str) -> Iterator[tuple[int, int, tuple[Mention, ...]]]:
        """Where each sentence stands, and its mentions."""
        mentions = self.tag(text)
        following = 0
        for start, end in sentence_spans(text, [(m.start, m.end) for m in mentions]):
            first = following
            while following < len(mentions) and mentions[following].start < end:
                following += 1
            yield start, end, tuple(mentions[first:following])

    def _sentence(self, text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> Sentence:
        own = text[start:end]
        if not mentions:
            return Sentence(own, start, end, (), checked_tone(self.scorer.score(own)))
        spans = [(m.start - start, m.end - start) for m in mentions]
        tone = checked_tone(self.scorer.score(mask(own, spans)))
        scorer = self.target_scorer
        if scorer is None:
            return Sentence(own, start, end, mentions, tone)
        scores = [
            checked_judgement(scorer.score(own, first, last, spans[:i] + spans[i + 1 :]))
            for i, (first, last) in enumerate(spans)
        ]
        codes = [mention.country.alpha_2 for mention in mentions]
        directed = _directed(own, spans, codes, scores) if len(set(codes)) > 1 else {}
        return Sentence(own, start, end, mentions, tone, _toward(codes, scores), directed)

    @overload
    def profile(
        self, documents: Any, by: None = None, workers: int | Executor = 1, progress: bool = False
    ) -> Profile: ...

    @overload
    def profile(
        self, documents: Any, by: By, workers: int | Executor = 1, progress: bool = False
    ) -> dict[Key, Profile]: ...

    def profile(
        self,
        documents: Any,
        by: By | None = None,
        workers: int | Executor = 1,
        progress: bool = False,
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
            and `Document` values. It is read once, a batch at a time. A document without an
            identifier is called by its position, counted from 0, which may be what another is
            called: give identifiers to all of them or to none.
        by
            The name of a field, or a function of a `Document`, whose value is the group. A document
            without the field is in the group None; a warning tells if they all are.
        workers
            Processes to spread the work over, or an executor (`concurrent.futures`, or of a Dask
            cluster: `client.get_executor()`). The result does not depend on it.
        progress
            Show a progress bar (extra `frames` brings tqdm).

        Raises `GeosentTypeError` or `GeosentValueError`, naming the position, for what is no
        document.
        """
        _check_by(by)
        _check_workers(workers)
        if workers != 1 and self._lookup is not None:
            raise GeosentValueError(
                "several processes must not ask an online geocoder at once: use workers=1 with it"
            )
        if self._lookup is not None:
            self._lookup.begin_run()
        found = as_documents(documents)
        if progress:
            found = _with_progress(found, _length(documents))
        first: list[Document] = []
        if isinstance(by, str):
            first = list(islice(found, 1))
            found = chain(first, found)
        groups: dict[Key, Profile] = {}
        for key, profile in self._profiles(found, by, workers):
            groups[key] = groups[key] | profile if key in groups else profile
        if self._lookup is not None and (problem := self._lookup.warning()):
            warnings.warn(problem, GeosentWarning, stacklevel=2)
        if by is None:
            from geosent.profiles import Profile

            return groups[None] if None in groups else Profile()
        if first and list(groups) == [None]:
            fields = ", ".join(map(str, first[0].fields)) or "none"
            warnings.warn(
                f"no document has a field {by!r} with a value (fields of the first: {fields})",
                GeosentWarning,
                stacklevel=2,
            )
        return dict(sorted(groups.items(), key=lambda item: _order(item[0])))

    def _profiles(
        self, documents: Iterator[Document], by: By | None, workers: int | Executor
    ) -> Iterator[tuple[Key, Profile]]:
        keyed = ((_key(document, by), document) for document in documents)
        if workers == 1:
            while batch := list(islice(keyed, _BATCH)):
                yield from _batch_profiles(self, batch)
            return
        from geosent.parallel import spread

        # Fields have done their part, and not everything in them can be sent.
        keyed = ((key, Document(document.text, document.id)) for key, document in keyed)
        batches = iter(lambda: list(islice(keyed, _BATCH)), [])
        for profiles in spread(_batch_profiles, self, batches, workers):
            yield from profiles

    def profile_of(self, document: str | Mapping[str, Any] | Document) -> Profile:
        """The profile of one document, given as to `profile`."""
        document = as_document(document, 0)
        # A sentence that mentions no country is counted, so nobody asks for its tone.
        text = document.text
        sentences = (
            self._sentence(text, start, end, mentions)
            if mentions
            else Sentence(text[start:end], start, end, (), _UNREAD)
            for start, end, mentions in self._tagged(text)
        )
        from geosent.profiles import profile_document

        return profile_document(document.id, sentences, self.evidence)


def _later(place: Place) -> Callable[[], Location]:
    """The location of a place, for when it is wanted: geopy is slow to import."""
    return partial(_offline_location, place)


def _offline_location(place: Place) -> Location:
    return _offline_geocoder().location_of(place)


@cache
def _offline_geocoder() -> OfflineGeocoder:
    from geosent.geocoding import OfflineGeocoder

    return OfflineGeocoder()


def _toward(codes: list[str], scores: list[TargetSentiment]) -> dict[str, TargetSentiment]:
    """How a sentence judges each country in it: the mean over the country's mentions."""
    found: dict[str, list[TargetSentiment]] = {}
    for code, score in zip(codes, scores, strict=True):
        found.setdefault(code, []).append(score)
    return {code: mean_of(each) for code, each in found.items()}


def _directed(
    sentence: str, spans: list[Span], codes: list[str], scores: list[TargetSentiment]
) -> dict[tuple[str, str], TargetSentiment]:
    """How the country that speaks or acts judges another: the mean over the latter's mentions."""
    from geosent.targeting.direction import directed_pairs

    # A mention that two mentions of the source speak of counts once.
    found: dict[tuple[str, str], dict[int, TargetSentiment]] = {}
    for source, target in directed_pairs(sentence, spans):
        if codes[source] != codes[target]:
            found.setdefault((codes[source], codes[target]), {})[target] = scores[target]
    return {pair: mean_of(list(each.values())) for pair, each in found.items()}


def _batch_profiles(
    analyzer: Analyzer, batch: list[tuple[Key, Document]]
) -> list[tuple[Key, Profile]]:
    """One profile for each group in a batch, so that little is sent between processes."""
    groups: dict[Key, list[Profile]] = {}
    for key, document in batch:
        groups.setdefault(key, []).append(analyzer.profile_of(document))
    from geosent.profiles import merge

    return [(key, merge(profiles)) for key, profiles in groups.items()]


def _check_part(name: str, part: Any, method: str) -> None:
    """Raise an error now if a part cannot be asked: texts may come hours later."""
    if part is not None and (isinstance(part, type) or not hasattr(part, method)):
        raise GeosentTypeError(f"{name} is an object with a method {method}(), not {part!r}")


def _check_by(by: object) -> None:
    if by is not None and not isinstance(by, str) and not callable(by):
        raise GeosentTypeError(
            f"by is the name of a field or a function of a Document, not {type(by).__name__} {by!r}"
        )


def _check_workers(workers: object) -> None:
    if not hasattr(workers, "submit"):
        check_number("workers is a number of processes, 1 or more", workers, least=1)
        return
    from concurrent.futures import Executor

    if not isinstance(workers, Executor):
        raise GeosentTypeError(
            f"workers is a {type(workers).__name__}, not a number of processes or an executor of "
            "concurrent.futures: the client of a Dask cluster gives one with client.get_executor()"
        )


def _plain(written: str) -> str:
    """A name for a geocoder: without HTML, invisible characters and line breaks."""
    visible = (c for c in unescape(written) if unicodedata.category(c) != "Cf")
    return " ".join("".join(visible).split())


def _name(name: object) -> str:
    """One of the user's own names, as it is looked for: any white space in it is one blank."""
    if not isinstance(name, str):
        raise GeosentTypeError(f"a name must be str, not {type(name).__name__}")
    return " ".join(name.split())


def _own_names(names: Mapping[str, str | Country | None]) -> dict[str, Country | None]:
    """The user's own names with their countries; two that are found alike must not differ."""
    if not isinstance(names, Mapping):
        raise GeosentTypeError(
            f'names is a dict such as {{"Rosatom": "RU"}}, not {type(names).__name__}'
        )
    if not names:
        return {}
    from geosent.tagging.own import form_of

    made: dict[str, Country | None] = {}
    alike: dict[str, tuple[str, Country | None]] = {}
    for given, code in names.items():
        name, known = _name(given), None if code is None else country(code)
        form = form_of(name)
        if not any(map(str.isalnum, form)):
            raise GeosentValueError(f"{given!r} is no name: it has no letter and no digit")
        other, its = alike.setdefault(form, (name, known))
        if its != known:
            raise GeosentValueError(
                f"{name!r} and {other!r} are found in the same places of a text, "
                "and stand for different countries"
            )
        made[name] = known
    return made


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
    return None if is_missing(key) else key


def _order(key: object) -> tuple[str, Any]:
    """Groups in the order of their values; numbers before text, None last."""
    if isinstance(key, Real):
        return ("a", key)
    if isinstance(key, Decimal):  # by themselves: not every other number compares with them
        return ("b", key)
    return ("z", "") if key is None else ("c", str(key))


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
