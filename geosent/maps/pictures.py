"""What a map shows, before anything draws it: one `Mark` for each country of a profile.

Altair, folium and our own SVG all draw the same `Picture`, so a country has one colour, one
tooltip and one verdict on its certainty wherever it is seen.

A mark is weak, and drawn paler, when its number should not be leant on: fewer sentences than
`FEW_SENTENCES`, or a 95% interval that includes 0 or that cannot be known because all sentences
come from one document. So every country of a single article is weak: one sentence must not look
surer there than it does among others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Literal

from attrs import evolve, frozen

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.maps import style
from geosent.maps.boundaries import areas, polygons
from geosent.maps.views import Projection, View, view_of
from geosent.model import Country
from geosent.profiles import CountryProfile, Measure, Profile

MapMeasure = Literal["sentiment", "toward", "mentions", "share_negative"]

#: The radius of a circle on a map of the usual width, in pixels.
RADIUS = 3.8

#: A polygon of a smaller part of a circle's area is not seen; its country is drawn as a circle.
CIRCLE_BELOW = 0.22

#: The colour scale of a count ends here or farther on, unless a limit is given.
LEAST_COUNT = 10.0

#: The strongest sentence is cut to this many characters in a tooltip.
QUOTE = 180

MINUS = "\u2212"


def signed(value: float) -> str:
    """A sentiment in text: two decimals, its sign, and a real minus.

    >>> signed(0.416), signed(-0.3), signed(-0.001)
    ('+0.42', '−0.30', '0.00')
    """
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", MINUS)


def percent(value: float) -> str:
    """A share in text.

    >>> percent(0.416)
    '42%'
    """
    return f"{100 * value:.0f}%"


def interval_text(measure: Measure) -> str:
    """A 95% interval in text; a dash without one."""
    found = measure.ci95
    return "–" if found is None else f"{signed(found[0])} to {signed(found[1])}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "country", "countries"), counted(1200, "sentence")
    ('1 country', '1,200 sentences')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def countries_text(profile: Profile, shown: int) -> str:
    """How many countries a picture shows; it says so where the texts mention none.

    >>> countries_text(Profile(), 0)
    'No country mentioned'
    """
    return counted(shown, "country", "countries") if profile else "No country mentioned"


def basis(profile: Profile, shown: int) -> str:
    """How many countries a picture shows, and of how much text.

    >>> basis(Profile(documents=2, sentences=5), 0)
    'No country mentioned in 2 documents, 5 sentences'
    """
    return (
        f"{countries_text(profile, shown)} in {counted(profile.documents, 'document')}, "
        f"{counted(profile.sentences, 'sentence')}"
    )


def based_on(measure: Measure) -> str:
    """How much a number stands on."""
    return f"{counted(measure.count, 'sentence')} in {counted(measure.documents, 'document')}"


def short(text: str, length: int = QUOTE) -> str:
    """A text on one line, cut at a word where it is longer than `length`.

    >>> short("Talks  on\\nSyria failed.", 14)
    'Talks on…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[:length]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.") + "…"


def inert(text: str) -> str:
    """A text from a document for a tooltip, such that it cannot end the script that carries it.

    Altair writes a chart into a page as JSON inside a script element, without escaping, so a
    sentence with "</script>" would break out of it. Our own pages do escape, but a chart may be
    combined with others and saved by Altair; so an invisible word joiner goes behind every "<"
    that could open a tag, an end tag or a comment.
    """
    if "<" not in text:
        return text
    return "".join(
        char + "\u2060" if char == "<" and text[i + 1 : i + 2].strip() else char
        for i, char in enumerate(text)
    )


@frozen
class Look:
    """How a measure is read and named."""

    key: MapMeasure
    title: str
    legend: str
    axis: str
    kind: Literal["diverging", "count", "share"]
    value: Callable[[CountryProfile], float | None]
    measure: Callable[[CountryProfile], Measure]

    def text(self, value: float) -> str:
        """A value of this measure, as people write it."""
        if self.kind == "diverging":
            return signed(value)
        return percent(value) if self.kind == "share" else f"{value:,.0f}"

    @property
    def paler(self) -> str:
        """When a country is drawn paler, for a legend."""
        reasons = (
            "no interval, or one that includes 0" if self.kind == "diverging" else "or 1 document"
        )
        return f"fewer than {style.FEW_SENTENCES} sentences, {reasons}"

    def interval(self, country: CountryProfile) -> tuple[float, float] | None:
        """The 95% interval of the value, for the measures that have one."""
        return self.measure(country).ci95 if self.kind == "diverging" else None


LOOKS: Mapping[str, Look] = {
    look.key: look
    for look in (
        Look(
            "sentiment",
            "Tone of the sentences that mention each country",
            f"Mean sentiment, VADER compound ({MINUS}1 to +1)",
            "Mean sentiment (VADER compound)",
            "diverging",
            lambda c: c.sentiment.mean,
            lambda c: c.sentiment,
        ),
        Look(
            "toward",
            "Sentiment towards each country",
            f"Mean sentiment towards the country ({MINUS}1 to +1)",
            "Mean sentiment towards the country",
            "diverging",
            lambda c: c.toward.mean,
            lambda c: c.toward,
        ),
        Look(
            "mentions",
            "How often each country is mentioned",
            "Mentions (count, logarithmic)",
            "Mentions",
            "count",
            lambda c: float(c.mentions),
            lambda c: c.sentiment,
        ),
        Look(
            "share_negative",
            "Share of negative sentences by country",
            "Negative sentences (% of sentences)",
            "Negative sentences",
            "share",
            lambda c: c.sentiment.share_negative,
            lambda c: c.sentiment,
        ),
    )
}


def look_of(measure: str) -> Look:
    """The look of a measure by its name.

    >>> look_of("toward").kind
    'diverging'
    """
    if measure not in LOOKS:
        raise GeosentValueError(f"cannot draw {measure!r}: use one of {', '.join(LOOKS)}")
    return LOOKS[measure]


@frozen
class Mark:
    """A country on a map."""

    country: Country
    value: float
    colour: str
    weak: bool
    sentences: int
    tooltip: tuple[tuple[str, str], ...]  #: labels and texts; what came from a document is raw
    circle: tuple[float, float] | None  #: pixel of its middle; None where the polygon is seen

    @property
    def code(self) -> str:
        """The alpha-2 code."""
        return self.country.alpha_2

    @property
    def certainty(self) -> str:
        """The key of the legend's second part."""
        return style.UNCERTAIN if self.weak else style.SURE


@frozen
class Picture:
    """All that a map shows."""

    look: Look
    view: View
    scale: style.ColourScale
    marks: tuple[Mark, ...]  #: the most mentioned last, so that it is drawn on top
    title: str
    subtitle: str
    description: str  #: for those who cannot see it
    blank: str  #: what it means that a country has no colour
    beyond: tuple[bool, bool]  #: whether any value lies below or above the ends of the scale

    @property
    def circles(self) -> tuple[Mark, ...]:
        """The marks that are too small to see as polygons."""
        return tuple(mark for mark in self.marks if mark.circle)

    def sign(self, end: float) -> str:
        """What stands before an end of the scale in a legend where values lie beyond it."""
        below, above = self.beyond
        if below and end == self.scale.stops[0]:
            return "≤ "
        return "≥ " if above and end == self.scale.stops[-1] else ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The first, the middle and the last number of the scale, for a legend."""
        stops = self.scale.stops
        chosen = (stops[0], stops[len(stops) // 2], stops[-1])
        return tuple(self.sign(stop) + self.look.text(stop) for stop in chosen)

    @property
    def uncertain(self) -> bool:
        """Whether any mark is weak."""
        return any(mark.weak for mark in self.marks)


def picture(
    profile: Profile,
    measure: str = "sentiment",
    region: str = "world",
    min_sentences: int = 1,
    title: str | None = None,
    width: float = 820.0,
    projection: Projection | None = None,
    limit: float | None = None,
) -> Picture:
    """What to draw of a profile; `limit` is the end of the colour scale, else the data set it."""
    look = look_of(measure)
    view = view_of(region, width, projection, antarctica="AQ" in profile.countries)
    enough = [c for c in profile.values() if c.sentences >= min_sentences]
    known = [(c, value) for c in enough if (value := look.value(c)) is not None]
    if enough and not known:
        raise GeosentValueError(
            f"no country of this profile has a value of {measure!r}"
            + (": it was made without a target scorer" if measure == "toward" else "")
        )
    known.sort(key=lambda row: (row[0].sentences, row[0].country.alpha_2))
    scale = scale_of(look, [(value, is_weak(look, c)) for c, value in known], limit)
    marks = [
        Mark(
            c.country,
            value,
            scale.colour(value),
            is_weak(look, c),
            c.sentences,
            tooltip_of(c, look),
            _circle(c.country, view),
        )
        for c, value in known
        if _in_view(c.country, view)
    ]
    marks = _apart(marks, radius(view))
    return Picture(
        look,
        view,
        scale,
        tuple(marks),
        title if title is not None else look.title,
        _subtitle(profile, enough, known, marks, min_sentences),
        _description(look, marks),
        "not mentioned" if len(known) == len(profile) else "not mentioned, or left out",
        (
            any(mark.value < scale.stops[0] for mark in marks),
            any(mark.value > scale.stops[-1] for mark in marks),
        ),
    )


def is_weak(look: Look, country: CountryProfile) -> bool:
    """Whether a country's number should not be leant on; see the top of this module."""
    if look.kind == "count":
        return False
    measure = look.measure(country)
    if measure.count < style.FEW_SENTENCES:
        return True
    if look.kind == "share":
        return measure.documents < 2
    interval = measure.ci95
    return interval is None or interval[0] <= 0.0 <= interval[1]


def scale_of(
    look: Look, values: Iterable[tuple[float, bool]], limit: float | None = None
) -> style.ColourScale:
    """The colour scale of some values, each with whether it is weak.

    Weak values do not stretch a sentiment's scale (they are clamped), unless there are no others.
    """
    if limit is not None:
        _check_limit(look, limit)
    found = list(values)
    sure = [abs(value) for value, weak in found if not weak]
    largest = max(sure or [abs(value) for value, _ in found], default=0.0)
    if look.kind == "count":
        return style.counts(limit or max([LEAST_COUNT, *(value for value, _ in found)]))
    if look.kind == "share":
        return style.shares(limit or style.round_limit(largest, 0.5))
    return style.diverging(limit or style.round_limit(largest))


def _check_limit(look: Look, limit: object) -> None:
    if not isinstance(limit, Real):
        raise GeosentTypeError(
            f"the limit of a colour scale must be a number, not {type(limit).__name__} {limit!r}"
        )
    if not 0 < float(limit) < math.inf:
        raise GeosentValueError(f"the limit of a colour scale must be positive, not {limit!r}")
    if look.kind == "count" and float(limit) <= 1:
        raise GeosentValueError(
            f"the limit of a colour scale of {look.key!r} must be more than 1, where the scale "
            f"begins; not {limit!r}"
        )
    if look.kind != "count" and float(limit) > 1:
        raise GeosentValueError(
            f"the limit of a colour scale of {look.key!r} must be at most 1, which no value "
            f"exceeds; not {limit!r}"
        )


def tooltip_of(country: CountryProfile, look: Look) -> tuple[tuple[str, str], ...]:
    """What a tooltip tells of a country: labels and plain texts, unescaped."""
    measure = look.measure(country)
    rows = [
        ("Country", country.country.name),
        ("Based on", based_on(measure)),
        ("Mentions", f"{country.mentions:,}"),
    ]
    if measure.mean is not None:
        rows += [
            ("Mean" if look.key != "toward" else "Mean towards", signed(measure.mean)),
            ("95% interval", interval_text(measure)),
            (
                "Negative / positive",
                f"{percent(measure.share_negative or 0)} / {percent(measure.share_positive or 0)}",
            ),
        ]
    if measure.evidence:
        strongest = measure.evidence[0]
        rows.append(("Strongest", f"({signed(strongest.score)}) {short(strongest.text)}"))
    return tuple(rows)


def radius(view: View) -> float:
    """The radius of circles, in pixels: smaller on small maps.

    >>> radius(view_of("world", 820)), round(radius(view_of("world", 260)), 1)
    (3.8, 2.1)
    """
    return RADIUS * min(1.25, math.sqrt(view.width / 820.0))


def _circle(country: Country, view: View) -> tuple[float, float] | None:
    if view.pixels(areas().get(country.alpha_2, 0.0)) >= CIRCLE_BELOW * math.pi * radius(view) ** 2:
        return None
    if not view.shows(country.longitude, country.latitude):
        return None
    return view.xy(country.longitude, country.latitude)


def _in_view(country: Country, view: View) -> bool:
    if view.shows(country.longitude, country.latitude):
        return True
    shapes = polygons().get(country.alpha_2, ())
    return any(view.shows(lon, lat) for shape in shapes for lon, lat in shape[0][::4])


def _apart(marks: list[Mark], size: float) -> list[Mark]:
    """The marks with their circles pushed apart until they touch, a few pixels at most.

    In the Antilles a dozen countries lie within twelve pixels of a world map.
    """
    places = [list(mark.circle) for mark in marks if mark.circle]
    gap = 2 * size + 0.5
    for _ in range(60):
        moved = False
        for i, a in enumerate(places):
            for b in places[i + 1 :]:
                dx, dy = b[0] - a[0], b[1] - a[1]
                distance = math.hypot(dx, dy)
                if distance >= gap:
                    continue
                if distance < 1e-6:
                    dx, dy, distance = 0.0, 1.0, 1.0
                push = (gap - min(distance, gap)) / 2 + 0.05
                a[0], a[1] = a[0] - push * dx / distance, a[1] - push * dy / distance
                b[0], b[1] = b[0] + push * dx / distance, b[1] + push * dy / distance
                moved = True
        if not moved:
            break
    rest = iter(places)
    return [_moved(mark, *next(rest)) if mark.circle else mark for mark in marks]


def _moved(mark: Mark, x: float, y: float) -> Mark:
    return evolve(mark, circle=(round(x, 2), round(y, 2)))


def _subtitle(
    profile: Profile,
    enough: list[CountryProfile],
    known: list[tuple[CountryProfile, float]],
    marks: list[Mark],
    min_sentences: int,
) -> str:
    parts = [basis(profile, len(marks))]
    if left_out := len(profile) - len(enough):
        parts.append(f"left out: {left_out} with fewer than {min_sentences} sentences")
    if unknown := len(enough) - len(known):
        parts.append(f"{unknown} without a value")
    drawn = {mark.code for mark in marks}
    unseen = [c.country.name for c, _ in reversed(known) if c.country.alpha_2 not in drawn]
    if unseen:
        names = ", ".join(unseen[:3]) + (f" and {len(unseen) - 3} more" if len(unseen) > 3 else "")
        parts.append(f"outside this view: {names}")
    return " · ".join(parts)


def _description(look: Look, marks: list[Mark]) -> str:
    if not marks:
        return f"Map. {look.title}: no country to show."
    ranked = sorted(marks, key=lambda mark: (-mark.value, mark.code))
    ends = [f"{m.country.name} {look.text(m.value)}" for m in (ranked[0], ranked[-1])]
    return (
        f"Map. {look.title}, {counted(len(marks), 'country', 'countries')}: "
        f"highest {ends[0]}, lowest {ends[1]}."
    )


@frozen
class Ranked:
    """A country in a ranking."""

    country: Country
    value: float
    interval: tuple[float, float] | None
    weak: bool
    sentences: int
    tooltip: tuple[tuple[str, str], ...]


@frozen
class Ranking:
    """All that a ranking shows, the highest value first."""

    look: Look
    scale: style.ColourScale
    rows: tuple[Ranked, ...]
    title: str
    subtitle: str
    description: str


def ranking(
    profile: Profile,
    measure: str = "sentiment",
    min_sentences: int = 1,
    top: int | None = 40,
    title: str | None = None,
) -> Ranking:
    """What to draw of a ranking: the `top` countries with the most sentences, or all with None."""
    look = look_of(measure)
    enough = [
        (c, value)
        for c in profile.values()
        if c.sentences >= min_sentences and (value := look.value(c)) is not None
    ]
    enough.sort(key=lambda row: (-row[0].sentences, row[0].country.alpha_2))
    chosen = sorted(enough[:top], key=lambda row: (-row[1], row[0].country.alpha_2))
    scale = scale_of(look, [(value, is_weak(look, c)) for c, value in chosen])
    rows = tuple(
        Ranked(
            c.country,
            value,
            look.interval(c),
            is_weak(look, c),
            look.measure(c).count,
            tooltip_of(c, look),
        )
        for c, value in chosen
    )
    what = (
        f"The {len(rows)} of {len(enough)} countries with the most sentences"
        if len(rows) < len(enough)
        else counted(len(rows), "country", "countries")
    )
    notes = "; right: number of sentences"
    if any(row.interval for row in rows):
        notes = "; line: 95% interval" + notes
    if not rows:
        what, notes = basis(profile, 0), ""
    return Ranking(
        look,
        scale,
        rows,
        title if title is not None else look.title,
        what + notes,
        f"Ranking. {look.title}: "
        + ", ".join(f"{r.country.name} {look.text(r.value)}" for r in rows[:60]),
    )
