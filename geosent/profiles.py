"""Profiles: what a set of documents says of each country, as exact sums that can be merged.

VADER gives its numbers with three or four decimals, so everything here is added up as integers in
units of 1e-4. Integer addition has no rounding, so merging is associative and commutative to the
last bit: one worker, ten workers, a cluster and a resumed run give the same bytes.

Uncertainty is clustered by document, because the sentences of one article are not independent.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from pathlib import Path
from reprlib import repr as shortened
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from attrs import field, frozen

from geosent.checking import check_number
from geosent.countries import all_countries, country
from geosent.errors import GeosentTypeError, GeosentValueError, InputError, UnknownCountryError
from geosent.model import Country, Document, Label, Sentence, TargetSentiment

if TYPE_CHECKING:
    import altair
    import folium
    import pandas

    from geosent.maps.pictures import MapMeasure
    from geosent.maps.views import Projection

Kind = TypeVar("Kind")

UNIT = 10_000

#: The version of the JSON form; docs/profile-schema.md describes it.
SCHEMA_VERSION = 1

#: Directions are many: each keeps this many sentences on each side of zero.
_DIRECTION_EVIDENCE = 1

#: Longer sentences are cut in the evidence; their offsets tell where the whole one stands.
EVIDENCE_CHARACTERS = 600

RankingKey = Literal[
    "sentiment", "toward", "mentions", "sentences", "documents", "share_negative", "share_positive"
]


@frozen
class Evidence:
    """A sentence behind a number: which document, where in it, and how it scored."""

    score: float
    document: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, score: float, document: str, sentence: Sentence) -> Self:
        """The evidence that a sentence gives; a very long one is cut, its offsets are not."""
        return cls(score, document, sentence.start, sentence.end, _cut(sentence.text))

    def stands_in(self, text: str) -> bool:
        """Whether a text has this sentence at its offsets: documents may share an identifier."""
        return _cut(text[self.start : self.end]) == self.text

    @property
    def rank(self) -> tuple[float, str, int, int, str]:
        """Strongest first; ties in the order of document and offset, so that none is left."""
        return (-abs(self.score), self.document, self.start, self.end, self.text)


def _cut(text: str) -> str:
    return text if len(text) <= EVIDENCE_CHARACTERS else text[: EVIDENCE_CHARACTERS - 1] + "…"


_rank = attrgetter("rank")


@frozen
class EvidenceBox:
    """The `size` strongest sentences on each side of zero; a size of None keeps all.

    Boxes of different sizes add up to one of the smaller size, or the order of merging would show.
    """

    size: int | None = None
    negative: tuple[Evidence, ...] = ()
    positive: tuple[Evidence, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Evidence], size: int | None) -> Self:
        """The box of some sentences; one that scores 0 is evidence of neither side."""
        if size == 0:
            return cls(0)
        kept = list(found)
        return cls(
            size,
            _strongest([e for e in kept if e.score < 0], size),
            _strongest([e for e in kept if e.score > 0], size),
        )

    def __add__(self, other: EvidenceBox) -> EvidenceBox:
        size = min((s for s in (self.size, other.size) if s is not None), default=None)
        if size == self.size and not (other.negative or other.positive):
            return self
        return EvidenceBox(
            size,
            _strongest((*self.negative, *other.negative), size),
            _strongest((*self.positive, *other.positive), size),
        )

    @property
    def all(self) -> tuple[Evidence, ...]:
        """Both sides, strongest first."""
        return _strongest(self.negative + self.positive, None)


def _strongest(found: Sequence[Evidence], size: int | None) -> tuple[Evidence, ...]:
    """The first `size` of some sentences, strongest first."""
    if len(found) > 1:
        found = sorted(found, key=_rank)
    return tuple(found[:size])


@frozen
class Measure:
    """A mean with a document-clustered 95% interval, and the shares behind it.

    The shares count labels: `Sentiment.label` of a tone, `TargetSentiment.label` of a judgement.
    Holds sums only, so two measures over different documents add up to the measure over both:

    >>> a = Measure.of_document([(0.5, (0.0, 0.5, 0.5), "positive")])
    >>> b = Measure.of_document([(-0.1, (0.2, 0.8, 0.0), "negative")])
    >>> (a + b).mean, (a + b).count
    (0.2, 2)

    In the formulas s and n are the sum and the count of one document, in units of 1e-4.
    """

    documents: int = 0  #: D, documents with at least one value
    count: int = 0  #: Σ n, values
    total: int = 0  #: Σ s
    total_squared: int = 0  #: Σ s²
    total_times_count: int = 0  #: Σ s·n
    count_squared: int = 0  #: Σ n²
    negative: int = 0  #: values labelled negative
    positive: int = 0  #: values labelled positive
    parts: tuple[int, int, int] = (0, 0, 0)  #: sums of the negative, neutral, positive parts
    box: EvidenceBox = EvidenceBox()  #: the strongest sentences

    @classmethod
    def of_document(
        cls,
        values: Iterable[tuple[float, tuple[float, float, float], Label]],
        box: EvidenceBox = EvidenceBox(),
    ) -> Self:
        """The measure of one document's values, each with its three parts and its label."""
        scaled = [
            (round(v * UNIT), (round(a * UNIT), round(b * UNIT), round(c * UNIT)), label)
            for v, (a, b, c), label in values
        ]
        if not scaled:
            return cls()
        numbers = [number for number, _, _ in scaled]
        parts = [part for _, part, _ in scaled]
        labels = [label for _, _, label in scaled]
        count, total = len(numbers), sum(numbers)
        return cls(
            documents=1,
            count=count,
            total=total,
            total_squared=total * total,
            total_times_count=total * count,
            count_squared=count * count,
            negative=labels.count("negative"),
            positive=labels.count("positive"),
            parts=(
                sum([part[0] for part in parts]),
                sum([part[1] for part in parts]),
                sum([part[2] for part in parts]),
            ),
            box=box,
        )

    def __add__(self, other: Measure) -> Measure:
        if not other.documents:
            return self
        if not self.documents:
            return other
        return Measure(
            self.documents + other.documents,
            self.count + other.count,
            self.total + other.total,
            self.total_squared + other.total_squared,
            self.total_times_count + other.total_times_count,
            self.count_squared + other.count_squared,
            self.negative + other.negative,
            self.positive + other.positive,
            (
                self.parts[0] + other.parts[0],
                self.parts[1] + other.parts[1],
                self.parts[2] + other.parts[2],
            ),
            self.box + other.box,
        )

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The strongest sentences on both sides of zero, strongest first."""
        return self.box.all

    @property
    def mean(self) -> float | None:
        """The mean of all values, in [-1, 1]; None without any."""
        return self.total / (self.count * UNIT) if self.count else None

    @property
    def standard_error(self) -> float | None:
        """The clustered standard error of the mean; None for fewer than two documents.

        The ratio estimator over documents (Cochran, Sampling Techniques, 3rd ed. 1977, 6.4):
        (Σ s² − 2m Σ s·n + m² Σ n²) / N² times D / (D − 1), with m the mean and N the count.
        """
        d, n = self.documents, self.count
        if d < 2:
            return None
        return math.sqrt(self._squares * d / ((d - 1) * n**4)) / UNIT

    @property
    def _squares(self) -> int:
        """Σ (s − m n)², times N² so that it is whole: m = total / N, divided once, at the end."""
        n = self.count
        return (
            self.total_squared * n * n
            - 2 * self.total * self.total_times_count * n
            + self.total * self.total * self.count_squared
        )

    @property
    def is_sound(self) -> bool:
        """Whether these sums can be those of any documents; of a damaged file's they may not."""
        most = self.count * UNIT
        return (
            0 <= self.documents <= self.count
            and bool(self.documents) == bool(self.count)
            and min(self.negative, self.positive, self.neutral) >= 0
            and abs(self.total) <= most
            and all(0 <= part <= most for part in self.parts)
            and self.count <= self.count_squared <= self.count**2
            and 0 <= self.total_squared <= UNIT**2 * self.count_squared
            and self._squares >= 0
        )

    @property
    def ci95(self) -> tuple[float, float] | None:
        """The 95% interval of the mean, within [-1, 1]; None for fewer than two documents.

        Student's t with D − 1 degrees of freedom, not the normal 1.96: with five documents that
        interval would cover the truth in 88% of cases and not in 95%.
        """
        error, mean = self.standard_error, self.mean
        if error is None or mean is None:
            return None
        reach = t975(self.documents - 1) * error
        return (max(-1.0, mean - reach), min(1.0, mean + reach))

    @property
    def neutral(self) -> int:
        """Values labelled neutral."""
        return self.count - self.negative - self.positive

    @property
    def share_negative(self) -> float | None:
        """The share of values labelled negative, in [0, 1]."""
        return self.negative / self.count if self.count else None

    @property
    def share_neutral(self) -> float | None:
        """The share of values labelled neutral, in [0, 1]."""
        return self.neutral / self.count if self.count else None

    @property
    def share_positive(self) -> float | None:
        """The share of values labelled positive, in [0, 1]."""
        return self.positive / self.count if self.count else None

    @property
    def neg(self) -> float | None:
        """The mean of the negative parts, in [0, 1]."""
        return self.parts[0] / (self.count * UNIT) if self.count else None

    @property
    def neu(self) -> float | None:
        """The mean of the neutral parts, in [0, 1]."""
        return self.parts[1] / (self.count * UNIT) if self.count else None

    @property
    def pos(self) -> float | None:
        """The mean of the positive parts, in [0, 1]."""
        return self.parts[2] / (self.count * UNIT) if self.count else None


# t(0.975) for 1 to 10 degrees of freedom, from any printed table of Student's distribution.
_T975 = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281)
_Z975 = 1.959964  # the 97.5% point of the normal distribution


def t975(degrees: int) -> float:
    """The 97.5% point of Student's t, to four decimals.

    From 11 degrees on by the expansion of Cornish and Fisher (Abramowitz & Stegun 1964, 26.7.5).

    >>> t975(5), round(t975(30), 3)
    (2.5706, 2.042)
    """
    if degrees <= len(_T975):
        return _T975[degrees - 1]
    z = _Z975
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160
    return z + g1 / degrees + g2 / degrees**2 + g3 / degrees**3 + g4 / degrees**4


@frozen
class CountryProfile:
    """What the documents say of one country.

    >>> import geosent
    >>> profile = geosent.analyze("Norway praised Chad. Norway votes today.")
    >>> norway = profile["NO"]
    >>> norway.mentions, norway.sentences, norway.sentiment.mean
    (2, 2, 0.24695)

    `sentiment` is the tone of the sentences that mention the country, `toward` how they judge it
    (its count is 0 when no target scorer ran). A sentence counts once, however often it names it.
    """

    country: Country
    mentions: int = 0
    sentiment: Measure = Measure()
    toward: Measure = Measure()

    def __add__(self, other: CountryProfile) -> CountryProfile:
        return CountryProfile(
            self.country,
            self.mentions + other.mentions,
            self.sentiment + other.sentiment,
            self.toward + other.toward,
        )

    @property
    def sentences(self) -> int:
        """Sentences that mention the country."""
        return self.sentiment.count

    @property
    def documents(self) -> int:
        """Documents that mention the country."""
        return self.sentiment.documents

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The strongest sentences by tone, strongest first; `toward.evidence` has its own."""
        return self.sentiment.evidence


@frozen
class Pair:
    """Two countries that share sentences, and the tone of those sentences.

    `forward` and `backward` tell who judges whom, as far as the wording does: how the sentences in
    which the first speaks or acts judge the second, and the other way round. Most shared sentences
    have no direction, and some have both.

    >>> import geosent
    >>> pair = geosent.analyze("Tehran denounced Israel.").pairs()[0]
    >>> pair.first.name, pair.second.name, pair.forward.count, pair.backward.count
    ('Israel', 'Iran', 0, 1)
    """

    first: Country
    second: Country
    sentiment: Measure
    forward: Measure = Measure()
    backward: Measure = Measure()

    @property
    def sentences(self) -> int:
        """Sentences that mention both."""
        return self.sentiment.count


@frozen
class Direction:
    """How sentences in which one country speaks or acts judge another."""

    source: Country
    target: Country
    toward: Measure

    @property
    def sentences(self) -> int:
        """Sentences in which the source speaks of the target or acts on it."""
        return self.toward.count


Codes = tuple[str, str]


@frozen(eq=True, repr=False)
class Profile(Mapping[str, CountryProfile]):
    """One `CountryProfile` for each country mentioned, in the order of the alpha-2 codes.

    A mapping that takes any ISO code or English name as a key. Profiles of different documents
    merge with `|`, exactly: in any order and grouping, the bytes of `to_json()` are the same.

    >>> import geosent
    >>> a, b = geosent.analyze("Good news from Norway."), geosent.analyze("Syria mourns.")
    >>> list(a | b)
    ['NO', 'SY']
    """

    documents: int = 0  #: all documents read, also those that mention no country
    sentences: int = 0  #: all sentences read
    countries: Mapping[str, CountryProfile] = field(factory=dict)
    shared: Mapping[Codes, Measure] = field(factory=dict)
    directions: Mapping[Codes, Measure] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for name in ("countries", "shared", "directions"):
            ordered = dict(sorted(getattr(self, name).items()))
            object.__setattr__(self, name, ordered)

    def __getitem__(self, key: str | Country) -> CountryProfile:
        wanted = country(key)
        try:
            return self.countries[wanted.alpha_2]
        except KeyError:
            raise UnknownCountryError(
                f"{wanted.name} is not mentioned in these documents"
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.countries)

    def __len__(self) -> int:
        return len(self.countries)

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return (
            f"<Profile of {_counted(len(self), 'country', 'countries')} in "
            f"{_counted(self.documents, 'document')}, {_counted(self.sentences, 'sentence')}>"
        )

    def _repr_html_(self) -> str:
        from geosent.report import profile_table_html

        return profile_table_html(self)

    def __or__(self, other: Profile) -> Profile:
        if not isinstance(other, Profile):
            return NotImplemented
        return merge((self, other))

    def ranking(self, by: RankingKey = "sentiment", min_sentences: int = 1) -> list[CountryProfile]:
        """The countries with at least `min_sentences` sentences, highest first by a measure.

        `by` is "sentiment" or "toward" (their means), "mentions", "sentences", "documents",
        "share_negative" or "share_positive". Ties are in the order of the codes.

        >>> import geosent
        >>> profile = geosent.analyze(["Norway won a prize.", "War in Syria."])
        >>> [c.country.name for c in profile.ranking()]
        ['Norway', 'Syria']
        """
        _check_least(min_sentences)
        value = _RANKING.get(by)
        if value is None:
            raise GeosentValueError(f"cannot rank by {by!r}: use one of {', '.join(_RANKING)}")
        enough = [c for c in self.values() if c.sentences >= min_sentences]
        ranked = [(value(c), c) for c in enough]
        known = [(v, c) for v, c in ranked if v is not None]
        return [c for _, c in sorted(known, key=lambda row: -row[0])]

    def pairs(self, min_sentences: int = 1) -> list[Pair]:
        """Countries that share sentences, the most frequent pair first.

        >>> import geosent
        >>> pair = geosent.analyze("France and Germany signed a good treaty.").pairs()[0]
        >>> pair.first.name, pair.second.name, pair.sentences, pair.sentiment.mean
        ('Germany', 'France', 1, 0.4404)
        """
        _check_least(min_sentences)
        known = all_countries()
        found = [
            Pair(
                known[a],
                known[b],
                measure,
                self.directions.get((a, b), Measure()),
                self.directions.get((b, a), Measure()),
            )
            for (a, b), measure in self.shared.items()
            if measure.count >= min_sentences
        ]
        return sorted(found, key=lambda pair: -pair.sentences)

    def directed(self, min_sentences: int = 1) -> list[Direction]:
        """Who judges whom: source and target countries, the most frequent first.

        Only sentences whose wording says who speaks or acts are counted; empty without a target
        scorer.

        >>> import geosent
        >>> told = geosent.analyze("Israel was condemned by Iran.").directed()[0]
        >>> told.source.name, told.target.name, told.sentences, told.toward.mean < 0
        ('Iran', 'Israel', 1, True)
        """
        _check_least(min_sentences)
        known = all_countries()
        found = [
            Direction(known[a], known[b], measure)
            for (a, b), measure in self.directions.items()
            if measure.count >= min_sentences
        ]
        return sorted(found, key=lambda direction: -direction.sentences)

    def to_json(self, path: str | Path | None = None, indent: int | None = None) -> str:
        """The profile as JSON text, also written to `path` if one is given.

        Equal profiles give equal bytes for the same `indent`; a file ends with a line feed, which
        the text returned does not have. The form is described in docs/profile-schema.md.
        """
        text = json.dumps(_profile_json(self), indent=indent, sort_keys=True, allow_nan=False)
        if path is not None:
            Path(path).write_text(text + "\n", encoding="ascii")
        return text

    @classmethod
    def from_json(cls, source: str | Path) -> Profile:
        """The profile that `to_json` wrote, from the path of a file or from the text itself.

        A `str` that begins with "{" is the text, any other is a path.

        >>> import geosent
        >>> profile = geosent.analyze("Norway won a peace prize.")
        >>> geosent.Profile.from_json(profile.to_json()) == profile
        True

        Raises `InputError` for a file that cannot be read, and `GeosentValueError` when the text is
        no profile or of a later schema.
        """
        name, text = _read(source)
        try:
            return _profile_from(json.loads(text))
        except (ValueError, RecursionError) as error:
            if isinstance(error, GeosentValueError):
                raise
            reason = "too deep" if isinstance(error, RecursionError) else error
            raise GeosentValueError(
                f"{name} is not the JSON of a geosent profile ({reason})"
            ) from error

    def to_frame(self) -> pandas.DataFrame:
        """One row for each country, as a pandas data frame (extra `frames`).

        Of a CSV, pandas reads "NA", the code of Namibia, as a missing value unless it is told that
        only empty cells are: `pandas.read_csv(path, keep_default_na=False, na_values=[""])`.
        """
        from geosent.frames import to_frame

        return to_frame(self)

    def map(
        self,
        *,
        measure: MapMeasure = "sentiment",
        region: str = "world",
        min_sentences: int = 1,
        title: str | None = None,
        width: float = 820,
        projection: Projection | None = None,
        limit: float | None = None,
    ) -> altair.LayerChart:
        """A map in the colours of a measure (extra `maps`): `geosent.maps.country_map`."""
        from geosent.maps import country_map

        return country_map(
            self,
            measure=measure,
            region=region,
            min_sentences=min_sentences,
            title=title,
            width=width,
            projection=projection,
            limit=limit,
        )

    def chart(
        self,
        *,
        measure: MapMeasure = "sentiment",
        min_sentences: int = 1,
        top: int | None = 40,
        title: str | None = None,
        width: float = 560,
    ) -> altair.LayerChart:
        """A ranking with interval whiskers (extra `maps`): `geosent.maps.ranking_chart`."""
        from geosent.maps import ranking_chart

        return ranking_chart(
            self, measure=measure, min_sentences=min_sentences, top=top, title=title, width=width
        )

    def network(
        self,
        *,
        region: str = "world",
        min_sentences: int = 1,
        top: int | None = 60,
        title: str | None = None,
        width: float = 820,
    ) -> altair.LayerChart:
        """The countries that share sentences (extra `maps`): `geosent.maps.network_map`."""
        from geosent.maps import network_map

        return network_map(
            self, region=region, min_sentences=min_sentences, top=top, title=title, width=width
        )

    def folium_map(
        self,
        *,
        measure: MapMeasure = "sentiment",
        region: str = "world",
        min_sentences: int = 1,
        title: str | None = None,
        tiles: str | None = None,
        height: int | str = "100%",
        limit: float | None = None,
    ) -> folium.Map:
        """An interactive map to pan and zoom (extra `maps`): `geosent.maps.folium_map`."""
        from geosent.maps import folium_map

        return folium_map(
            self,
            measure=measure,
            region=region,
            min_sentences=min_sentences,
            title=title,
            tiles=tiles,
            height=height,
            limit=limit,
        )

    def to_html(
        self,
        path: str | Path,
        *,
        title: str | None = None,
        documents: Iterable[str | Mapping[str, object] | Document] | None = None,
        parameters: Mapping[str, object] | None = None,
        measure: MapMeasure = "sentiment",
        min_sentences: int = 1,
        evidence: int = 8,
    ) -> None:
        """Write the report, one self-contained HTML file: `geosent.report.report_html`.

        With the `documents` that were analyzed the evidence shows the words around each sentence,
        and the fields "title", "source", "date" and "url" of its document.
        """
        from geosent.report import report_html

        page = report_html(
            self,
            title=title,
            documents=documents,
            parameters=parameters,
            measure=measure,
            min_sentences=min_sentences,
            evidence=evidence,
        )
        Path(path).write_text(page, encoding="utf-8", errors="replace")


def _check_least(min_sentences: object) -> None:
    check_number("min_sentences is a whole number, 0 or more", min_sentences)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_RANKING: dict[str, Callable[[CountryProfile], float | None]] = {
    "sentiment": lambda c: c.sentiment.mean,
    "toward": lambda c: c.toward.mean,
    "mentions": lambda c: c.mentions,
    "sentences": lambda c: c.sentences,
    "documents": lambda c: c.documents,
    "share_negative": lambda c: c.sentiment.share_negative,
    "share_positive": lambda c: c.sentiment.share_positive,
}


def merge(profiles: Iterable[Profile]) -> Profile:
    """The profile of all their documents together; of none at all, the empty profile."""
    # A mapping of profiles, or a single profile, would give its keys.
    if isinstance(profiles, Mapping) or not isinstance(profiles, Iterable):
        raise _no_profiles(profiles)
    documents = sentences = 0
    countries: dict[str, CountryProfile] = {}
    shared: dict[Codes, Measure] = {}
    directions: dict[Codes, Measure] = {}
    for profile in profiles:
        if not isinstance(profile, Profile):
            raise _no_profiles(profile)
        documents += profile.documents
        sentences += profile.sentences
        _add(countries, profile.countries)
        _add(shared, profile.shared)
        _add(directions, profile.directions)
    return Profile(documents, sentences, countries, shared, directions)


def _no_profiles(given: object) -> GeosentTypeError:
    return GeosentTypeError(
        "several profiles are merged, in a list or as the values() of groups, not "
        f"{type(given).__name__}"
    )


def _add(into: dict[Any, Any], more: Mapping[Any, Any]) -> None:
    for key, value in more.items():
        into[key] = into[key] + value if key in into else value


def profile_document(
    document_id: str, sentences: Iterable[Sentence], evidence: int | None = 5
) -> Profile:
    """The profile of one document. `evidence` is how many sentences to keep on each side of zero.

    The document is the unit of the interval, so its sentences must all come in one call.
    """
    read = 0
    mentions: Counter[str] = Counter()
    by_country: dict[str, list[Sentence]] = {}
    by_pair: dict[Codes, list[Sentence]] = {}
    by_direction: dict[Codes, list[Sentence]] = {}
    for sentence in sentences:
        read += 1
        named = Counter(mention.country.alpha_2 for mention in sentence.mentions)
        mentions.update(named)
        for code in named:
            by_country.setdefault(code, []).append(sentence)
        for codes in combinations(sorted(named), 2):
            by_pair.setdefault(codes, []).append(sentence)
        for codes in sentence.directed:
            by_direction.setdefault(codes, []).append(sentence)
    known = all_countries()
    return Profile(
        documents=1,
        sentences=read,
        countries={
            code: CountryProfile(
                known[code],
                mentions[code],
                _tone(document_id, found, evidence),
                _judgement(
                    document_id, [(s, s.toward[code]) for s in found if code in s.toward], evidence
                ),
            )
            for code, found in by_country.items()
        },
        shared={codes: _tone(document_id, found, 0) for codes, found in by_pair.items()},
        directions={
            codes: _judgement(
                document_id,
                [(s, s.directed[codes]) for s in found],
                _DIRECTION_EVIDENCE if evidence is None else min(_DIRECTION_EVIDENCE, evidence),
            )
            for codes, found in by_direction.items()
        },
    )


def _tone(document_id: str, sentences: list[Sentence], evidence: int | None) -> Measure:
    return Measure.of_document(
        [
            (
                s.sentiment.compound,
                (s.sentiment.neg, s.sentiment.neu, s.sentiment.pos),
                s.sentiment.label,
            )
            for s in sentences
        ],
        EvidenceBox.of(
            (Evidence.of(s.sentiment.compound, document_id, s) for s in sentences), evidence
        ),
    )


def _judgement(
    document_id: str, judged: list[tuple[Sentence, TargetSentiment]], evidence: int | None
) -> Measure:
    return Measure.of_document(
        [(t.score, (t.negative, t.neutral, t.positive), t.label) for _, t in judged],
        EvidenceBox.of((Evidence.of(t.score, document_id, s) for s, t in judged), evidence),
    )


def _profile_json(profile: Profile) -> dict[str, Any]:
    return {
        "schema": "geosent/profile",
        "version": SCHEMA_VERSION,
        "documents": profile.documents,
        "sentences": profile.sentences,
        "countries": {
            code: {
                "name": c.country.name,
                "mentions": c.mentions,
                "sentiment": _measure_json(c.sentiment),
                "toward": _measure_json(c.toward),
            }
            for code, c in profile.items()
        },
        "pairs": _pairs_json(profile.shared),
        "directions": _pairs_json(profile.directions),
    }


def _pairs_json(pairs: Mapping[Codes, Measure]) -> list[dict[str, Any]]:
    return [{"countries": list(codes), **_measure_json(m)} for codes, m in pairs.items()]


_SUMS = (
    "documents",
    "count",
    "total",
    "total_squared",
    "total_times_count",
    "count_squared",
    "negative",
    "positive",
)


def _measure_json(measure: Measure) -> dict[str, Any]:
    """The numbers people want, and under "sums" the integers that make merging exact."""
    return {
        "mean": measure.mean,
        "ci95": measure.ci95,
        "share_negative": measure.share_negative,
        "share_neutral": measure.share_neutral,
        "share_positive": measure.share_positive,
        "sums": {name: getattr(measure, name) for name in _SUMS} | {"parts": measure.parts},
        "evidence_size": measure.box.size,
        "evidence": [
            {
                "score": e.score,
                "document": e.document,
                "start": e.start,
                "end": e.end,
                "text": e.text,
            }
            for e in measure.evidence
        ],
    }


def _read(source: object) -> tuple[str, str | bytes]:
    """What the source of a profile is called, and its text."""
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return "this", source
    if not isinstance(source, (str, Path)):
        raise GeosentTypeError(
            "a profile is read from the path of a file or from JSON text, not from "
            f"{type(source).__name__}"
        )
    try:
        return str(source), Path(source).read_bytes()
    except (OSError, ValueError) as error:  # a ValueError for what no file can be called
        reason = getattr(error, "strerror", None) or error
        hint = "; JSON text begins with {" if isinstance(source, str) else ""
        raise InputError(f"{str(source)[:200]!r} cannot be read ({reason}){hint}") from error


def _profile_from(data: object) -> Profile:
    if not isinstance(data, dict):
        raise ValueError(f"{shortened(data)} is no object")
    if (schema := _value(data, "schema")) != "geosent/profile":
        raise ValueError(f"its schema is {shortened(schema)}")
    version = _value(data, "version")
    if version != SCHEMA_VERSION or type(version) is not int:
        raise GeosentValueError(
            f"this profile has schema version {version!r}, and this geosent reads "
            f"{SCHEMA_VERSION}: use the version of geosent that wrote it"
        )
    countries = _field(data, "countries", dict)
    profile = Profile(
        documents=_count(data, "documents"),
        sentences=_count(data, "sentences"),
        countries={code: _country_from(code, _field(countries, code, dict)) for code in countries},
        shared=_pairs_from(_objects(data, "pairs"), ordered=True),
        directions=_pairs_from(_objects(data, "directions"), ordered=False),
    )
    tones = [c.sentiment for c in profile.values()]
    for measure in (*tones, *profile.shared.values(), *profile.directions.values()):
        if measure.documents > profile.documents or measure.count > profile.sentences:
            raise ValueError("a part of it has more documents or sentences than the whole")
    return profile


def _country_from(code: str, data: dict[str, Any]) -> CountryProfile:
    found = CountryProfile(
        _country(code),
        _count(data, "mentions"),
        _measure_from(_field(data, "sentiment", dict)),
        _measure_from(_field(data, "toward", dict)),
    )
    tone, toward = found.sentiment, found.toward
    if not (toward.documents <= tone.documents and toward.count <= tone.count <= found.mentions):
        raise ValueError(f"the sums of {code} contradict each other")
    return found


def _pairs_from(rows: list[dict[str, Any]], *, ordered: bool) -> dict[Codes, Measure]:
    pairs: dict[Codes, Measure] = {}
    for row in rows:
        named = _field(row, "countries", list)
        if len(named) != 2:
            raise ValueError(f"{shortened(named)} are no two countries")
        first, second = (_country(code).alpha_2 for code in named)
        if first == second or (ordered and first > second) or (first, second) in pairs:
            raise ValueError(f"{first} and {second} are no pair here, or one that stood before")
        pairs[first, second] = _measure_from(row)
    return pairs


def _measure_from(data: dict[str, Any]) -> Measure:
    sums = _field(data, "sums", dict)
    parts = _field(sums, "parts", list)
    if [type(part) for part in parts] != [int, int, int]:
        raise ValueError(f"the field 'parts' is {shortened(parts)}, not three integers")
    measure = Measure(
        **{name: _field(sums, name, int) for name in _SUMS},
        parts=(parts[0], parts[1], parts[2]),
        box=EvidenceBox.of(
            map(_evidence_from, _objects(data, "evidence")),
            None if _value(data, "evidence_size") is None else _count(data, "evidence_size"),
        ),
    )
    if not measure.is_sound:
        raise ValueError("its sums contradict each other")
    return measure


def _evidence_from(data: dict[str, Any]) -> Evidence:
    score, start, end = _value(data, "score"), _count(data, "start"), _count(data, "end")
    if type(score) not in (int, float) or not -1 <= score <= 1:
        raise ValueError(f"{shortened(score)} stands where a score from -1 to 1 should")
    if end < start:
        raise ValueError(f"a sentence from {start} to {end}")
    document, text = _field(data, "document", str), _field(data, "text", str)
    return Evidence(float(score), document, start, end, text)


def _country(code: object) -> Country:
    found = all_countries().get(code) if isinstance(code, str) else None
    if found is None:
        raise ValueError(f"{shortened(code)} is no alpha-2 code of a country")
    return found


def _value(data: dict[str, Any], name: str) -> Any:
    if name not in data:
        raise ValueError(f"the field {name!r} is missing")
    return data[name]


def _field(data: dict[str, Any], name: str, kind: type[Kind]) -> Kind:
    """A field of an object of the JSON, which must be there and of a kind."""
    value = _value(data, name)
    if type(value) is not kind:  # true and false are integers to Python
        raise ValueError(f"the field {name!r} is {shortened(value)}, not {_KINDS[kind]}")
    return value


_KINDS = {int: "an integer", str: "a string", list: "an array", dict: "an object"}


def _count(data: dict[str, Any], name: str) -> int:
    number = _field(data, name, int)
    if number < 0:
        raise ValueError(f"the field {name!r} is {number}, not a count")
    return number


def _objects(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = _field(data, name, list)
    for value in found:
        if not isinstance(value, dict):
            raise ValueError(f"the field {name!r} holds {shortened(value)}, not only objects")
    return found
