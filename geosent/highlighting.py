"""Text with its mentions marked and its sentences tinted by their tone, as HTML.

Nothing is told by colour alone: each sentence ends with its score, each mention carries the code
of its country and the kind of name, and a title tells the rest. Tints are translucent, so they
suit a light and a dark notebook, and the text keeps the notebook's own colour. What is added stands
in square brackets, as an editor's additions do: a mail client, a web page that shows notebooks
without their styles, and a copy into a paper still tell it from the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from attrs import frozen

from geosent.errors import GeosentTypeError, GeosentValueError
from geosent.maps import style
from geosent.maps.pictures import percent, signed
from geosent.model import Mention, Sentence

CSS = """
.geosent-text{line-height:2;max-width:52rem;font-size:15px;white-space:pre-wrap;
overflow-wrap:anywhere}
.geosent-text .s{border-radius:3px;padding:2px 0;-webkit-box-decoration-break:clone;
box-decoration-break:clone}
.geosent-text mark{background:none;color:inherit;border:1.5px solid currentColor;
border-radius:4px;padding:1px 4px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.geosent-text mark.unsure{border-style:dashed}
.geosent-text small{font-size:11px;font-weight:600;white-space:nowrap}
.geosent-text .score{font-size:11px;font-weight:600;white-space:nowrap;vertical-align:super;
font-variant-numeric:tabular-nums}
.geosent-key{font-size:12px;line-height:1.5;display:flex;flex-wrap:wrap;gap:4px 20px;
margin-top:10px;align-items:center}
.geosent-key .ramp{display:inline-block;width:120px;height:10px;margin:0 6px}
.geosent-key mark{background:none;color:inherit;border:1.5px solid currentColor;
border-radius:4px;padding:0 4px}
.geosent-key mark.unsure{border-style:dashed}
"""

#: Below this confidence a mention has a dashed frame.
UNSURE = 0.5

_STRONGEST = 0.55  # how opaque the tint of a score of ±1 is; more would hide the text


@frozen(repr=False)
class Highlighted:
    """HTML that a notebook shows; `str()` gives its text.

    >>> Highlighted("<p>x</p>")._repr_html_()
    '<p>x</p>'
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<highlighted text, {len(self.html):,} characters of HTML>"

    def save(self, path: str | Path) -> None:
        """Write a page of its own, which loads nothing; the name ends with .html."""
        if Path(path).suffix.lower() not in (".html", ".htm"):
            raise GeosentValueError(
                f"cannot save highlighted text as {str(path)!r}: it is a page, so the name must "
                "end with .html"
            )
        page = (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<title>Highlighted text</title>\n"
            "<style>:root{color-scheme:light dark}body{font-family:sans-serif;margin:1.5rem}"
            f"</style>\n</head>\n<body>\n{self.html}\n</body>\n</html>\n"
        )
        Path(path).write_text(page, encoding="utf-8", errors="replace")


def highlight_sentences(
    text: str, sentences: Iterable[Sentence], *, flags: bool = False, legend: bool = True
) -> Highlighted:
    """A text with the mentions and the tone of its sentences.

    >>> str(highlight_sentences("1 < 2", [], legend=False)).endswith("1 &lt; 2</div></div>")
    True

    The sentences are those of this text, by their offsets; what lies between them is shown plain.
    `flags` shows the flag of a country with its code, where the reader's fonts have flags.
    """
    if not isinstance(text, str):
        raise GeosentTypeError(f"the text must be str, not {type(text).__name__}")
    parts = []
    at = 0
    for sentence in sorted(sentences, key=lambda s: s.start):
        if sentence.start < at or sentence.end > len(text):
            continue  # not a sentence of this text
        parts.append(escape(text[at : sentence.start]))
        parts.append(_sentence(text[sentence.start : sentence.end], sentence, flags))
        at = sentence.end
    parts.append(escape(text[at:]))
    key = _legend() if legend else ""
    return Highlighted(
        f'<div class="geosent-highlight"><style>{CSS}</style>'
        f'<div class="geosent-text">{"".join(parts)}</div>{key}</div>'
    )


def highlight_sentence(sentence: Sentence, *, flags: bool = False) -> Highlighted:
    """One sentence, without a legend: what a notebook shows of it.

    >>> from geosent.model import Sentiment
    >>> calm = Sentence("All is calm.", 0, 12, (), Sentiment(0.0, 0.5, 0.5, 0.3))
    >>> "+0.30" in str(highlight_sentence(calm))
    True
    """
    body = _sentence(sentence.text, sentence, flags)
    return Highlighted(
        f'<div class="geosent-highlight"><style>{CSS}</style>'
        f'<div class="geosent-text">{body}</div></div>'
    )


def _sentence(text: str, sentence: Sentence, flags: bool) -> str:
    tone = sentence.sentiment
    parts = []
    at = 0
    for mention in sorted(sentence.mentions, key=lambda m: (m.start, -m.end)):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if start < at or end > len(text):
            continue  # inside the one before it
        parts.append(escape(text[at:start]))
        parts.append(_mention(text[start:end], mention, sentence, flags))
        at = end
    parts.append(escape(text[at:]))
    title = (
        f"Tone {signed(tone.compound)}: negative {percent(tone.neg)}, neutral {percent(tone.neu)}, "
        f"positive {percent(tone.pos)}"
    )
    return (
        f'<span class="s" style="background:{tint(tone.compound)}" title="{title}">'
        f'{"".join(parts)}<span class="score"> [{signed(tone.compound)}]</span></span>'
    )


def _mention(text: str, mention: Mention, sentence: Sentence, flags: bool) -> str:
    country = mention.country
    code = country.alpha_2
    label = f"{flag(code)} {code}" if flags else code
    title = f"{country.name} ({mention.kind}), confidence {percent(mention.confidence)}"
    toward = sentence.toward.get(code)
    frame = ""
    if toward is not None:
        title += f"; towards {country.name}: {signed(toward.score)}"
        frame = f' style="background:{tint(toward.score)}"'
    unsure = ' class="unsure"' if mention.confidence < UNSURE else ""
    return (
        f'<mark{unsure}{frame} title="{escape(title)}">{escape(text)}'
        f"<small> [{label} {escape(mention.kind)} {percent(mention.confidence)}]</small></mark>"
    )


def tint(score: float) -> str:
    """A translucent background for a score.

    >>> tint(0.0), tint(-1.0)
    ('transparent', 'rgba(191,90,38,0.55)')
    """
    if abs(score) < 0.005:
        return "transparent"
    colour = style.DIVERGING[1] if score < 0 else style.DIVERGING[5]
    red, green, blue = bytes.fromhex(colour[1:])
    return f"rgba({red},{green},{blue},{round(_STRONGEST * min(1.0, abs(score)), 3)})"


def flag(code: str) -> str:
    """The flag of a country as Unicode has it, from its alpha-2 code.

    >>> len(flag("SY"))
    2
    """
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def _legend() -> str:
    return (
        '<div class="geosent-key">\n<span>Tone from −1 <span class="ramp" style="background:'
        f'linear-gradient(to right,{tint(-1)},transparent,{tint(1)})"></span> to +1</span>\n'
        "<span><mark>name</mark> a mention: code of its country, kind of name, confidence; filled "
        "by the sentiment towards the country</span>\n"
        f'<span><mark class="unsure">name</mark> confidence below {percent(UNSURE)}</span>\n</div>'
    )
