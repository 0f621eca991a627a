"""The report: one HTML file that needs nothing else, and the tables that notebooks show.

The page carries its styles and its script, a policy that forbids it to load anything, and a map
drawn by `geosent.maps.svg`; it needs no extra. Every chart has a table or a list of the same
numbers, so that nothing is told by colour or picture alone. Everything that came from a document
(its sentences, its identifier, its fields) is escaped, and the policy lets no script run but our
own, whose hash it holds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from html import escape

from attrs import frozen

from geosent.errors import GeosentTypeError
from geosent.maps import style
from geosent.maps.options import check
from geosent.maps.pictures import (
    LOOKS,
    Look,
    MapMeasure,
    Picture,
    counted,
    interval_text,
    is_weak,
    percent,
    picture,
    ranking,
    short,
    signed,
)
from geosent.maps.svg import map_svg
from geosent.model import Country, Document, Sentence, as_documents, is_missing
from geosent.profiles import CountryProfile, Evidence, Measure, Profile
from geosent.tables import read_text

#: Characters of the document shown on each side of a sentence, when the documents are given.
AROUND = 140

#: Countries that a notebook's table shows; `Profile.to_frame` has all of them.
TABLE_ROWS = 50

#: Sentences shown for each country.
EVIDENCE_SHOWN = 8

DEFINITIONS = (
    (
        "Tone",
        "The mean VADER compound score of the sentences that mention the country, from −1 to +1. "
        "Place names are masked before a sentence is scored, so that no sentence is friendly for "
        "what a country is called.",
    ),
    (
        "Towards",
        "How the sentences judge the country itself, from −1 to +1: the probability of a positive "
        "judgement less that of a negative one, averaged. It differs from the tone: bad news about "
        "a country need not be told against it.",
    ),
    (
        "95% interval",
        "Mean ± t × standard error, with t from Student's distribution for the number of documents "
        "less one. The standard error counts documents, not sentences, as independent: "
        "√[(Σs² − 2m Σsn + m² Σn²) / N² × D/(D−1)], with s and n the sum and count of a document, "
        "m the mean, N the sentences and D the documents. There is none for a single document.",
    ),
    (
        "Negative, positive",
        "The share of sentences with a tone of −0.05 and below, or of 0.05 and above; on a map of "
        "the sentiment towards countries, of those that most likely judge the country so. A "
        "sentence counts once for a country, however often it names it; mentions count the names.",
    ),
    (
        "Uncertain",
        f"Fewer than {style.FEW_SENTENCES} sentences, no interval, or an interval that includes 0; "
        "drawn paler. In a report of a single document, which has no interval, every country is.",
    ),
)

SOURCES = (
    "Place names: GeoNames (geonames.org), licensed CC BY 4.0. Boundaries: Natural Earth, public "
    "domain, assigned to ISO 3166-1 codes; they take no position on any territory. Tone: VADER "
    "(Hutto and Gilbert 2014)."
)

#: What tells a sentence from others: its document, where it stands there, and its text.
_Key = tuple[str, int, int, str]
#: Documents by their identifiers, which merged runs may share.
_Texts = Mapping[str, Sequence[Document]]
#: A sentence and its scores, as the evidence shows them.
_Said = tuple[Evidence, list[str]]


def report_html(
    profile: Profile,
    *,
    title: str | None = None,
    documents: Iterable[str | Mapping[str, object] | Document] | None = None,
    parameters: Mapping[str, object] | None = None,
    measure: MapMeasure = "sentiment",
    min_sentences: int = 1,
    evidence: int = EVIDENCE_SHOWN,
) -> str:
    """The report of a profile, as the text of an HTML file.

    >>> report_html(Profile(), title="Nothing yet").count("<h1>Nothing yet</h1>")
    1

    `documents` are those that were analyzed, in the same order: with them the evidence shows each
    document's title, source and date (fields "title", "source", "date"), a link to it (field
    "url", which begins with https:// or http://) and the words around a sentence. A sentence gets
    the title of the document in which it stands at its place, or of one whose text is left empty.
    `parameters` is a dict of what the page should tell of how the profile was made.
    `measure` is drawn on the map and ranked; `evidence` is the number of sentences per country.
    """
    check(title=title, min_sentences=min_sentences, evidence=evidence)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise GeosentTypeError(
            f"parameters is a dict of names and values, not {type(parameters).__name__}"
        )
    title = "Sentiment by country" if title is None else title
    shown = picture(profile, measure, min_sentences=min_sentences, title=title, width=960)
    look = shown.look
    texts = _by_id(documents)
    said = _all_said(profile, evidence)
    script = read_text("report.js")
    body = "".join(
        (
            f"<h1>{escape(title)}</h1>",
            f'<p class="lead">{escape(_lead(profile))}</p>',
            _facts(profile, look),
            "<section><h2>Map</h2>",
            _map(shown, said),
            "</section>",
            _ranking(profile, measure, min_sentences, said),
            _table(profile, said),
            _pairs(profile),
            _all_evidence(profile, texts, said),
            _how(profile, parameters),
        )
    )
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="geosent {escape(_version())}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{read_text('report.css')}</style>\n</head>\n"
        f'<body>\n<main>\n{body}</main>\n<div id="tip" role="tooltip" hidden></div>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _lead(profile: Profile) -> str:
    return (
        f"What {counted(profile.documents, 'document says', 'documents say')} of "
        f"{counted(len(profile), 'country', 'countries')}."
    )


def _facts(profile: Profile, look: Look) -> str:
    facts = [
        ("Documents", f"{profile.documents:,}", ""),
        ("Sentences", f"{profile.sentences:,}", ""),
        ("Countries", f"{len(profile):,}", ""),
        ("Mentions", f"{sum(c.mentions for c in profile.values()):,}", ""),
    ]
    tone = LOOKS["toward"] if look.key == "toward" else LOOKS["sentiment"]
    sure = [
        (value, c)
        for c in profile.values()
        if not is_weak(tone, c) and (value := tone.value(c)) is not None
    ]
    if sure:
        best = max(sure, key=lambda row: (row[0], row[1].country.alpha_2))
        worst = min(sure, key=lambda row: (row[0], row[1].country.alpha_2))
        for label, (value, found) in (("Most positive", best), ("Most negative", worst)):
            if (value > 0) == (label == "Most positive"):
                facts.append((label, found.country.name, signed(value)))
    items = "".join(
        f"<div><dt>{label}</dt><dd>{escape(value)}"
        + (f"<small>{escape(note)}</small>" if note else "")
        + "</dd></div>"
        for label, value, note in facts
    )
    return f'<dl class="facts">{items}</dl>'


def _map(shown: Picture, linked: Container[str]) -> str:
    if not shown.marks:
        return "<p>No country was found in these documents.</p>"
    look, scale = shown.look, shown.scale
    labels = "".join(f"<span>{escape(end)}</span>" for end in shown.ends)
    strongest = scale.css(scale.stops[-1])
    uncertain = (
        f'<li><i style="{strongest}"></i>clear</li>'
        f'<li><i class="faint" style="{strongest}"></i>uncertain: {look.paler}</li>'
        if shown.uncertain
        else ""
    )
    return (
        f'<figure class="wide">{map_svg(shown, linked)}</figure>'
        f'<div class="key"><div>{escape(look.legend)}'
        f'<div class="ramp" style="--l:{_gradient(scale)};--d:{_gradient(scale.dark)}">'
        f'</div><div class="ends">{labels}</div></div>'
        f'<ul>{uncertain}<li><i class="blank"></i>{shown.blank}</li></ul></div>'
        f'<p class="muted small">{escape(shown.subtitle)}. Circles are countries too small to see. '
        'The same numbers are in <a href="#countries">the table</a>.</p>'
    )


def _gradient(scale: style.ColourScale) -> str:
    return f"linear-gradient(to right,{','.join(scale.colours)})"


def _ranking(profile: Profile, measure: str, min_sentences: int, linked: Container[str]) -> str:
    shown = ranking(profile, measure, min_sentences)
    if not shown.rows:
        return ""
    look, stops = shown.look, shown.scale.stops
    low, high = stops[0], stops[-1]
    if look.kind == "diverging":
        reach = max(abs(end) for r in shown.rows for end in (high, *(r.interval or ())))
        low, high = -reach, reach
    elif look.kind == "count":
        low = 0.0
    note = "; the line is the 95% interval" if any(r.interval for r in shown.rows) else ""
    items = []
    for row in shown.rows:
        marks = ""
        if row.interval:
            start, end = (_place(v, low, high) for v in row.interval)
            marks = f'<i style="left:{start:.1f}%;width:{max(0.0, end - start):.1f}%"></i>'
        marks += (
            f'<b style="left:{_place(row.value, low, high):.1f}%;{shown.scale.css(row.value)}"></b>'
        )
        faint = " faint" if row.weak else ""
        plain = "" if look.kind == "diverging" else ' style="background:none"'
        items.append(
            f'<li><span class="name">{_name(row.country, linked)}</span>'
            f'<span class="track{faint}"{plain} aria-hidden="true">{marks}</span>'
            f'<span class="num">{escape(look.text(row.value))}</span>'
            f'<span class="num muted">{row.sentences:,}</span></li>'
        )
    ends = "".join(f"<span>{escape(look.text(v))}</span>" for v in (low, (low + high) / 2, high))
    head = (
        '<li class="head"><span></span>'
        f'<span class="scale" aria-hidden="true">{ends}</span><span class="num">Value</span>'
        '<span class="num">Sent.</span></li>'
    )
    what = shown.subtitle.split(";")[0]
    return (
        f'<section><h2>Ranking</h2><p class="muted small">{escape(what)}, by: '
        f"{escape(look.axis[0].lower() + look.axis[1:])}{note}.</p>"
        f'<ol class="rank">{head}{"".join(items)}</ol></section>'
    )


def _place(value: float, low: float, high: float) -> float:
    return 100.0 * (min(high, max(low, value)) - low) / ((high - low) or 1.0)


@frozen
class Column:
    """A column of the country table: its heading, and whether it is text."""

    name: str
    text: bool = False


def _columns(toward: bool) -> list[Column]:
    names = ["Country", "Mentions", "Sentences", "Documents", "Tone", "95% interval"]
    names += ["Negative / positive"]
    if toward:
        names += ["Towards", "Towards, 95% interval"]
    return [Column(name, name == "Country") for name in names]


def _name(country: Country, linked: Container[str]) -> str:
    """A country's name, with a link to its evidence where it has any."""
    name = escape(country.name)
    code = country.alpha_2
    return f'<a href="#c-{code}">{name}</a>' if code in linked else name


def _cells(country: CountryProfile, toward: bool, linked: Container[str] = ()) -> Iterator[str]:
    yield f'<th scope="row">{_name(country.country, linked)}</th>'
    for count in (country.mentions, country.sentences, country.documents):
        yield f'<td class="num" data-v="{count}">{count:,}</td>'
    yield from _measure_cells(country, LOOKS["sentiment"])
    negative = country.sentiment.share_negative or 0.0
    positive = country.sentiment.share_positive or 0.0
    yield (
        f'<td class="num" data-v="{negative:.4f}">{percent(negative)} '
        f"{share_bar(negative, positive)} {percent(positive)}</td>"
    )
    if toward:
        yield from _measure_cells(country, LOOKS["toward"])


def _measure_cells(country: CountryProfile, look: Look) -> Iterator[str]:
    measure = look.measure(country)
    if measure.mean is None:
        yield '<td class="num">–</td><td class="num">–</td>'
        return
    faint = " faint" if is_weak(look, country) else ""
    yield (
        f'<td class="num{faint}" data-v="{measure.mean:.4f}">'
        f"{dot(measure.mean)}{signed(measure.mean)}</td>"
    )
    width = measure.ci95[1] - measure.ci95[0] if measure.ci95 else None
    value = "" if width is None else f' data-v="{width:.4f}"'
    yield f'<td class="num"{value}>{interval_text(measure)}</td>'


def dot(value: float) -> str:
    """A dot in the colour of a sentiment, next to the number that says the same."""
    scale = style.diverging(0.6)
    return f'<span class="dot" style="background:{scale.colour(value)};{scale.css(value)}"></span>'


def share_bar(negative: float, positive: float) -> str:
    """A small bar of the negative share from the left and the positive one from the right."""
    rest = max(0.0, 1.0 - negative - positive)
    return (
        '<span class="share" aria-hidden="true">'
        f'<i style="width:{100 * negative:.0f}%;background:{style.DIVERGING[1]}"></i>'
        f'<i style="width:{100 * rest:.0f}%"></i>'
        f'<i style="width:{100 * positive:.0f}%;background:{style.DIVERGING[5]}"></i></span>'
    )


def _table(profile: Profile, linked: Container[str]) -> str:
    if not profile:
        return ""
    toward = _has_toward(profile)
    head = "".join(
        f'<th scope="col" data-kind="{"text" if c.text else "number"}"'
        f"{' aria-sort=' + chr(34) + 'descending' + chr(34) if c.name == 'Sentences' else ''}>"
        f'<button type="button">{escape(c.name)}</button></th>'
        for c in _columns(toward)
    )
    rows = "".join(f"<tr>{''.join(_cells(c, toward, linked))}</tr>" for c in _by_sentences(profile))
    return (
        '<section><h2 id="all">All countries</h2><p class="muted small">The most mentioned first; '
        "a click on a heading sorts. Intervals sort by their width, shares by the negative one.</p>"
        '<p class="narrow muted small">A wider screen shows mentions and documents too.</p>'
        '<div class="scroll" role="region" tabindex="0" aria-labelledby="all">'
        '<table id="countries" class="sortable" aria-labelledby="all">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _by_sentences(profile: Profile) -> list[CountryProfile]:
    return sorted(profile.values(), key=lambda c: (-c.sentences, c.country.alpha_2))


def _has_toward(profile: Profile) -> bool:
    return any(c.toward.count for c in profile.values())


def _pairs(profile: Profile) -> str:
    pairs = profile.pairs()[:15]
    directions = profile.directed()[:15]
    parts = []
    if pairs:
        rows = [(f"{p.first.name} – {p.second.name}", p.sentences, p.sentiment) for p in pairs]
        parts.append(_pair_table("Countries mentioned together", "Countries", "Tone", rows))
    if directions:
        rows = [(f"{d.source.name} → {d.target.name}", d.sentences, d.toward) for d in directions]
        parts.append(_pair_table("Who speaks of whom", "From → of", "Towards", rows))
    return "".join(parts)


def _pair_table(
    title: str, names: str, measured: str, rows: Sequence[tuple[str, int, Measure]]
) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="num" data-v="{count}">{count:,}</td>'
        f'<td class="num" data-v="{measure.mean or 0:.4f}">{dot(measure.mean or 0.0)}'
        f'{signed(measure.mean or 0)}</td><td class="num">{interval_text(measure)}</td></tr>'
        for name, count, measure in rows
    )
    return (
        f'<section><h2>{escape(title)}</h2><div class="scroll"><table><thead><tr><th scope="col" '
        f'class="text">{escape(names)}</th><th scope="col">Sentences</th><th scope="col">{measured}'
        f'</th><th scope="col">95% interval</th></tr></thead><tbody>{body}</tbody></table></div>'
        "</section>"
    )


def _by_id(
    documents: Iterable[str | Mapping[str, object] | Document] | None,
) -> _Texts:
    found: dict[str, list[Document]] = {}
    for document in () if documents is None else as_documents(documents):
        found.setdefault(document.id, []).append(document)
    return found


def _document_of(evidence: Evidence, texts: _Texts) -> Document | None:
    """The document that a sentence comes from; one without a text is taken at its name."""
    for document in texts.get(evidence.document, ()):
        if not document.text or evidence.stands_in(document.text):
            return document
    return None


def _all_said(profile: Profile, size: int) -> dict[str, list[_Said]]:
    """The evidence to show of each country that has any, by its code."""
    each = ((c, _said(c)[:size]) for c in _by_sentences(profile))
    return {c.country.alpha_2: said for c, said in each if said}


def _all_evidence(profile: Profile, texts: _Texts, said: Mapping[str, list[_Said]]) -> str:
    blocks = []
    for code, quotes in said.items():
        c = profile.countries[code]
        items = "".join(_quote(evidence, scores, texts) for evidence, scores in quotes)
        note = f"{counted(c.sentences, 'sentence')}, tone {signed(c.sentiment.mean or 0.0)}"
        if c.toward.mean is not None:
            note += f", towards {signed(c.toward.mean)}"
        blocks.append(
            f'<details id="c-{code}"><summary>{escape(c.country.name)}'
            f'<span class="muted small">{note}</span></summary>'
            f'<ul class="said">{items}</ul></details>'
        )
    if not blocks:
        return ""
    return (
        '<section id="evidence"><h2>Evidence</h2><p class="muted small">The strongest sentences '
        'behind each number, strongest first.</p><p class="bar"><button type="button" id="toggle">'
        f"Open all</button></p>{''.join(blocks)}</section>"
    )


def _said(country: CountryProfile) -> list[_Said]:
    """The evidence by tone and towards the country as one list, the strongest first."""
    found: dict[_Key, _Said] = {}
    strength: dict[_Key, float] = {}
    for name, measure in (("Tone", country.sentiment), ("Towards", country.toward)):
        for evidence in measure.evidence:
            # The text too: merged runs may each have had a document "0".
            key = (evidence.document, evidence.start, evidence.end, evidence.text)
            found.setdefault(key, (evidence, []))[1].append(f"{name} {signed(evidence.score)}")
            strength[key] = max(strength.get(key, 0.0), abs(evidence.score))
    return [found[key] for key in sorted(found, key=lambda k: (-strength[k], k))]


def _quote(evidence: Evidence, scores: list[str], texts: _Texts) -> str:
    document = _document_of(evidence, texts)
    before, after = _context(evidence, document)
    return (
        f'<li><span class="num small">{dot(evidence.score)}{"<br>".join(scores)}</span>'
        f"<span>{before}<q>{escape(evidence.text)}</q>{after}"
        f'<span class="from">{_origin(evidence.document, document)}</span></span></li>'
    )


def _context(evidence: Evidence, document: Document | None) -> tuple[str, str]:
    """What stands before and after a sentence; nothing without its document."""
    if document is None:
        return "", ""
    start, end = evidence.start, evidence.end
    before = " ".join(document.text[max(0, start - AROUND) : start].split())
    after = " ".join(document.text[end : end + AROUND].split())
    head = "…" if start > AROUND else ""
    tail = "…" if end + AROUND < len(document.text) else ""
    return (
        f'<span class="around">{head}{escape(before)} </span>' if before else "",
        f'<span class="around"> {escape(after)}{tail}</span>' if after else "",
    )


def _origin(identifier: str, document: Document | None) -> str:
    """A document's title, source and date, with a link when it has a web address.

    An address that no browser would find, such as one without "https://", is only told.
    """
    fields = document.fields if document else {}
    title, source, date, address = (
        _shown(fields.get(name)) for name in ("title", "source", "date", "url")
    )
    called = "" if title else f"document {identifier}"
    label = " · ".join(filter(None, (title, source, date, called)))
    if address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}" rel="noreferrer">{escape(short(label))}</a>'
    return escape(" · ".join(filter(None, (short(label), short(address)))))


def _shown(field: object) -> str:
    """A field of a document in text; empty where it is missing."""
    return "" if is_missing(field) else str(field).strip()


def _how(profile: Profile, parameters: Mapping[str, object] | None) -> str:
    rows = [
        ("geosent", _version()),
        (
            "Read",
            f"{counted(profile.documents, 'document')}, {counted(profile.sentences, 'sentence')}",
        ),
        *((str(name), _told(value)) for name, value in (parameters or {}).items()),
    ]
    made = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    terms = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in DEFINITIONS)
    return (
        f'<section><h2>How this was computed</h2><dl class="how">{made}{terms}</dl>'
        f'<p class="muted small">{escape(SOURCES)}</p></section>'
    )


def _told(value: object) -> str:
    """A parameter in text: what a list or a dict holds, without the brackets of Python."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_told(each)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_told, value))
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(map(_told, value)))
    return str(value)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _version() -> str:
    from geosent import __version__  # not before: the package imports this module in its turn

    return __version__


# --- in notebooks -----------------------------------------------------------------------------

_NOTEBOOK_CSS = """
.geosent{max-width:64rem;font-size:13px;line-height:1.4}
.geosent table{border-collapse:collapse;font-size:13px}
.geosent th,.geosent td{padding:3px 6px;text-align:right;border-bottom:1px solid #8884}
.geosent th:first-child{text-align:left;min-width:7em}.geosent tbody th{font-weight:400}
.geosent button{border:0;background:none;padding:0;font:inherit;font-weight:600;color:inherit;
cursor:pointer}
.geosent .num{font-variant-numeric:tabular-nums;white-space:nowrap}
.geosent .dot{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:5px}
.geosent .faint>.dot{opacity:.5}
.geosent .share{display:inline-flex;width:60px;height:9px;background:#8883}
.geosent .share i{display:block;height:100%}
.geosent p{margin:4px 0}
.geosent .box{max-height:420px;overflow:auto}
@media (max-width:36rem){.geosent :is(th,td):nth-child(2),.geosent :is(th,td):nth-child(4){
display:none}.geosent th,.geosent td{padding:3px 4px}}
"""

# Sorts the table by the column whose button was clicked. One attribute on the head, no script
# element: notebooks run handlers of outputs they trust, and show the plain table otherwise.
_SORT = (
    "var b=event.target.closest('button');if(b){var t=b.closest('table'),h=b.closest('th'),"
    "n=h.cellIndex,u=h.dataset.up!=='1';h.dataset.up=u?'1':'0';var w=n===0?u:!u,"
    "k=function(r){var c=r.cells[n];return n===0?c.textContent:"
    "(c.dataset.v===undefined?-9:+c.dataset.v)};"
    "Array.from(t.tBodies[0].rows).sort(function(x,y){var p=k(x),q=k(y);"
    "return (w?1:-1)*(n===0?p.localeCompare(q):p-q)}).forEach(function(r){t.tBodies[0].append(r)})}"
)


def profile_table_html(profile: Profile) -> str:
    """A profile as a compact table that sorts by a click: what a notebook shows.

    >>> "<table>" in profile_table_html(Profile())
    True
    """
    toward = _has_toward(profile)
    shown = _by_sentences(profile)[:TABLE_ROWS]
    head = "".join(
        f'<th scope="col"><button type="button">{escape(c.name)}</button></th>'
        for c in _columns(toward)
    )
    rows = "".join(f"<tr>{''.join(_cells(c, toward))}</tr>" for c in shown)
    more = len(profile) - len(shown)
    note = f"<p>The {len(shown)} most mentioned; {more} more in <code>.to_frame()</code>.</p>"
    return (
        f'<div class="geosent"><style>{_NOTEBOOK_CSS}</style>'
        f"<p><b>{counted(len(profile), 'country', 'countries')}</b> in "
        f"{counted(profile.documents, 'document')}, {counted(profile.sentences, 'sentence')}</p>"
        f'<div class="box"><table><thead onclick="{escape(_SORT)}"><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note if more else ''}</div>"
    )


def sentence_html(sentence: Sentence) -> str:
    """A sentence with its mentions marked: what a notebook shows; see `geosent.highlight`."""
    from geosent.highlighting import highlight_sentence

    return str(highlight_sentence(sentence))
