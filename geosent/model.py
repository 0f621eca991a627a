"""The value types that travel through geosent: small, frozen, without behaviour of their own.

Offsets are character offsets into the text that was given, never into a changed copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from geosent.errors import GeosentTypeError, GeosentValueError

if TYPE_CHECKING:
    from geopy.location import Location

MentionKind = Literal["country", "demonym", "region", "city", "institution", "custom"]
#: Mentions less sure than this are left out unless the caller says otherwise: near the best F1 on
#: the development corpora. Languages and dishes ("speaks French") are just above, 0.6 cuts them.
DEFAULT_MIN_CONFIDENCE = 0.5
Label = Literal["negative", "neutral", "positive"]

_YEAR_AS_FLOAT = re.compile(r"[0-9]{4}\.0")

#: VADER's own threshold: a compound from here up is positive, from its negative down negative.
NEUTRAL_BAND = 0.05


@frozen
class Country:
    """A country or territory of ISO 3166-1, or Kosovo.

    >>> import geosent
    >>> geosent.country("Syria").alpha_3
    'SYR'

    `latitude` and `longitude` are degrees of a point inside the country. `numeric` is three
    digits, and empty for Kosovo, to which ISO gives none (XK is user-assigned).
    """

    alpha_2: str
    alpha_3: str = field(eq=False)
    numeric: str = field(eq=False)
    name: str = field(eq=False)
    official_name: str = field(eq=False, repr=False)
    latitude: float = field(eq=False, repr=False)
    longitude: float = field(eq=False, repr=False)


@frozen
class Mention:
    """A place name in a text, and the country it stands for.

    >>> import geosent
    >>> [m.country.name for m in geosent.tag("Syrian troops left Aleppo.")]
    ['Syria', 'Syria']
    """

    start: int
    end: int
    text: str
    country: Country
    kind: MentionKind
    _location: Location | Callable[[], Location] = field(eq=False, repr=False)
    confidence: float  #: probability that the country is right, 0 to 1

    @property
    def location(self) -> Location:
        """Where the place is, from the geocoder; latitude and longitude in degrees.

        The offline geocoder is asked when somebody wants to know: most texts are only counted.
        """
        return self._location() if callable(self._location) else self._location


@frozen
class Sentiment:
    """VADER's four numbers for one sentence: `neg`, `neu`, `pos` in [0, 1], `compound` in [-1, 1].

    >>> Sentiment(neg=0.0, neu=0.5, pos=0.5, compound=0.6).label
    'positive'
    """

    neg: float
    neu: float
    pos: float
    compound: float

    @property
    def label(self) -> Label:
        """Negative, neutral or positive by VADER's threshold of ±0.05 on the compound."""
        if self.compound >= NEUTRAL_BAND:
            return "positive"
        return "negative" if self.compound <= -NEUTRAL_BAND else "neutral"


@frozen
class TargetSentiment:
    """How a sentence judges one target: three probabilities that add up to 1.

    >>> TargetSentiment(negative=0.7, neutral=0.2, positive=0.1).score
    -0.6
    """

    negative: float
    neutral: float
    positive: float

    @property
    def label(self) -> Label:
        """The likeliest of the three; ties go to neutral, then to negative."""
        if self.neutral >= self.negative and self.neutral >= self.positive:
            return "neutral"
        return "negative" if self.negative >= self.positive else "positive"

    @property
    def score(self) -> float:
        """Positive less negative, in [-1, 1], rounded to 4 decimals."""
        return round(self.positive - self.negative, 4)


@frozen
class Sentence:
    """One sentence of a document, with the countries it mentions and its tone.

    `start` and `end` are offsets into the document. `toward` holds, for each country mentioned
    (by alpha-2 code), how the sentence judges it; it is empty when no target scorer ran.

    `directed` holds the same for each pair of countries, source and target, of which the wording
    says that the first speaks of the second or acts on it:

    >>> import geosent
    >>> sentence = next(geosent.Analyzer().sentences("Tehran denounced Israel."))
    >>> [(codes, judged.label) for codes, judged in sentence.directed.items()]
    [(('IR', 'IL'), 'negative')]
    """

    text: str
    start: int
    end: int
    mentions: tuple[Mention, ...]
    sentiment: Sentiment
    toward: Mapping[str, TargetSentiment] = field(factory=dict, hash=False)
    directed: Mapping[tuple[str, str], TargetSentiment] = field(factory=dict, hash=False)

    def _repr_html_(self) -> str:
        from geosent.report import sentence_html

        return sentence_html(self)


def _must_be(kind: type, called: str) -> Callable[[object, Any, Any], None]:
    def check(instance: object, attribute: Any, value: Any) -> None:
        if not isinstance(value, kind):
            raise GeosentTypeError(
                f"a document's {attribute.name} must be {called}, not {type(value).__name__}"
            )

    return check


@frozen
class Document:
    """A text with an identifier and whatever else is known of it (date, source, …).

    >>> Document("Paris votes.", id="2025-06-01", fields={"source": "wire"}).fields["source"]
    'wire'
    """

    text: str = field(validator=_must_be(str, "str"))
    id: str = field(default="", validator=_must_be(str, "str"))
    fields: Mapping[str, Any] = field(
        factory=dict, hash=False, validator=_must_be(Mapping, "a dict")
    )


def is_missing(value: object) -> bool:
    """Whether a value of a record stands for none: None, or what pandas writes for it.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    try:
        return value is None or bool(value != value)  # NaN and NaT are unlike themselves
    except TypeError:  # NA answers with NA, which is neither true nor false
        return True
    except ValueError:  # an array, as of parquet files, answers for each of its values
        return False


def plain_key(key: Hashable) -> Hashable:
    """The key of a group as people write it: pandas makes 2024.0 of a year where one is missing.

    Of years only: "2.0" may be the name of a version.

    >>> plain_key(2024.0), plain_key("2024.0"), plain_key("2.0")
    (2024, '2024', '2.0')
    """
    if not _YEAR_AS_FLOAT.fullmatch(str(key)):
        return key
    return int(key) if isinstance(key, float) else str(key).removesuffix(".0")


def identifier_of(given: object, otherwise: str) -> str:
    """What a document is called that was given an identifier, or none.

    >>> identifier_of(7, "wire.jsonl:1"), identifier_of("", "wire.jsonl:1")
    ('7', 'wire.jsonl:1')
    """
    return otherwise if is_missing(given) else str(given) or otherwise


def as_document(value: object, position: int) -> Document:
    """The document that a caller meant by a text, a record or a `Document`.

    A record needs a field "text"; "id" is taken as its identifier, and the rest are its fields.
    A text without an identifier is called by its position, counted from 0.

    >>> as_document({"text": "Paris votes.", "id": 7, "source": "wire"}, 0).id
    '7'
    """
    if isinstance(value, str):
        return Document(value, str(position))
    if isinstance(value, Document):
        return value if value.id else Document(value.text, str(position), value.fields)
    if isinstance(value, Mapping):
        if "text" not in value:
            known = ", ".join(map(str, value)) or "none"
            raise GeosentValueError(
                f"document {position} has no field 'text' (its fields: {known})"
            )
        text = value["text"]
        name = identifier_of(value.get("id"), str(position))
        called = f"document {position}" + (f" ({name!r})" if name != str(position) else "")
        if is_missing(text):
            raise GeosentTypeError(
                f"{called}: its field 'text' is missing ({text}): leave such records out, in "
                "pandas with frame.dropna(subset=['text'])"
            )
        if not isinstance(text, str):
            raise GeosentTypeError(
                f"{called}: its field 'text' must be str, not {type(text).__name__}"
            )
        return Document(text, name, {k: v for k, v in value.items() if k not in ("text", "id")})
    if is_missing(value):
        raise GeosentTypeError(
            f"document {position} is missing ({value}): leave it out, in pandas with "
            "frame['text'].dropna()"
        )
    hint = "; decode it first" if isinstance(value, (bytes, bytearray)) else ""
    raise GeosentTypeError(
        f"document {position} is {type(value).__name__}, not str, dict or Document{hint}"
    )


def as_documents(documents: object) -> Iterator[Document]:
    """The documents that a caller meant: one text or record, or any iterable of them.

    >>> [document.text for document in as_documents("Paris votes.")]
    ['Paris votes.']
    """
    if isinstance(documents, (str, Document, Mapping)):
        yield as_document(documents, 0)
        return
    if isinstance(documents, (bytes, bytearray)):
        raise GeosentTypeError("documents are bytes: decode them first, for example with .decode()")
    if hasattr(documents, "columns"):  # a data frame, which yields the names of its columns
        raise GeosentTypeError(
            "documents are a data frame: give its rows, frame.to_dict('records') in pandas"
        )
    if not isinstance(documents, Iterable):
        raise GeosentTypeError(
            f"documents are {type(documents).__name__}, not a str, dict, Document or an iterable "
            "of them"
        )
    for position, value in enumerate(documents):
        yield as_document(value, position)
