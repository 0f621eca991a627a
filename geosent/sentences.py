"""Splitting a text into sentences: NLTK's Punkt, told what English news abbreviates.

Punkt learns its abbreviations from a corpus, and NLTK's trained model is a download. News English
abbreviates a closed list of words, so the list is shipped instead, with the words that mostly begin
sentences: they tell Punkt whether "in the U.S. The" ends one.

Where Punkt is wrong in ways that a look at two neighbours shows, they are mended afterwards.

Punkt knows nothing of layout. Here a blank line, a bullet and a deliberate line break end a
sentence first. A line break is deliberate when the next word would still have fitted on the line:
text that was wrapped to a width breaks only where it must.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geosent.tables import read_table

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

Span = tuple[int, int]

#: Words that seldom follow an abbreviation inside a sentence, and often begin the next one.
_STARTERS = frozenset(
    "a after all although an and any as at before both but by despite during each even for from "
    "had has have he her here his how however i if in instead it its last later many meanwhile "
    "more most my no nor not now of on once one only or our out over she since so some still such "
    "that the their then there these they this those though to today under until we what when "
    "where whether which while who why with without yesterday yet you your".split()
)

# The group is atomic, or the two characters of one CRLF would pass for two line ends.
_BLANK_LINE = re.compile(r"(?:(?>\r\n|\r|\n)[^\S\r\n]*+){2,}|\u2029+")
_LINE = re.compile(r"[^\r\n\u2028]+")
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2023\u25aa\u25cf\u2013\u2014]|\(?\d{1,3}[.)])\s+\S")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_OPENS_LOWER = re.compile(r"\s*[\"'“‘(\[]*[a-z]")

#: Nothing is wrapped to a width below this, so shorter lines are broken on purpose.
_NARROWEST = 36

_LIST_NUMBER = re.compile(r"\(?\w{1,3}[.)]")
_INITIALS = re.compile(r"(?:^|[\s(\"'“‘])((?:[A-Z]\.)+[A-Z])\.$")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_UNFINISHED = re.compile(r"(?:[?!][\"'”’]|(?:…|\.\s?\.)[\"'”’]?)$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED_ABBREVIATION = re.compile(r"\.[\"'”’]\s+(?=[\"'“‘(]?([A-Z][a-z]*)\b)")

#: A word of letters alone, and what follows. Unless the word is an abbreviation, Punkt always finds
#: that a sentence ends there, after ten times as long.
_PLAIN_END = re.compile(r"([A-Za-z]{2,})[.?!](?:[\"”]|\s+[\"“]?[A-Za-z])")

#: Punkt takes quadratic time on some runs of punctuation, and NLTK gives each of its regular
#: expressions a few seconds before it raises, so Punkt is shown this much at a time.
_LONGEST = 5_000


def sentence_spans(text: str, unbroken: Sequence[Span] = ()) -> list[Span]:
    """Where the sentences of `text` stand, white space around them left out.

    No boundary falls inside a span of `unbroken`: the names in the text, which may hold full stops
    and line breaks.

    >>> text = "He left the U.S. The army stayed."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['He left the U.S.', 'The army stayed.']
    """
    spans = _joined(_spans(text, unbroken), unbroken)
    return [span for span in (_stripped(text, *span) for span in spans) if span[0] < span[1]]


def _spans(text: str, unbroken: Sequence[Span]) -> Iterator[Span]:
    for start, end in _blocks(text):
        yield from _mended(text, _block_spans(text, start, end, unbroken))


def _block_spans(text: str, start: int, end: int, unbroken: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a block, a stretch at a time.

    The last sentence of a stretch may go on after it, so the next stretch begins with it again;
    one that is as long as a whole stretch is cut at white space, and before the name it would cut:
    stretches that a name joins again would make one sentence of a list without an end, and the
    scoring of its names takes the square of their number.
    """
    punkt = _punkt()
    while start < end:
        cut = end
        if end - start > _LONGEST:
            cut = text.rfind(" ", start + 1, start + _LONGEST) + 1 or start + _LONGEST
            name = bisect_left(unbroken, (cut,)) - 1  # the last that begins before the cut
            if name >= 0 and start < unbroken[name][0] and cut < unbroken[name][1]:
                cut = unbroken[name][0]
        spans = [(start + a, start + b) for a, b in punkt.span_tokenize(text[start:cut])]
        if cut < end and len(spans) > 1:
            cut = spans.pop()[0]
        yield from spans
        start = cut


def _mended(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The sentences of a block, joined and split where Punkt is plainly wrong."""
    held: Span | None = None
    is_first = True
    for span in spans:
        if held is None:
            held = span
        elif held[1] - held[0] < _LONGEST and _goes_on(text, held, span, is_first):
            held = (held[0], span[1])
        else:
            yield from _split(text, held)
            held, is_first = span, False
    if held is not None:
        yield from _split(text, held)


def _goes_on(text: str, span: Span, following: Span, is_first: bool) -> bool:
    """Whether two sentences of Punkt are one."""
    if not any(map(str.isalnum, text[slice(*following)])):
        return True  # the rest of "?!!" or of ". . ."
    if is_first and span[1] - span[0] < 6 and _LIST_NUMBER.fullmatch(text[slice(*span)]):
        return True
    end = text[max(span[0], span[1] - 20) : span[1]]
    if _UNFINISHED.search(end) and text[following[0]].islower():
        return True  # "Who will pay?" asked the minister.
    last = _LAST_WORD.search(end)
    if last is not None and _abbreviations().get(last[1].lower()) == "0":
        return last[1] != "No"  # "Gen. He Long", but "No. The talks failed."
    initials = _INITIALS.search(end)
    if initials is None or initials[1].lower() in _abbreviations():
        return False  # what Punkt knows of, it has decided on
    word = _FIRST_LETTERS.match(text, *following)
    return word is not None and (word[0].islower() or word[0].lower() not in _STARTERS)


def _split(text: str, span: Span) -> Iterator[Span]:
    """The span, split where a quotation ends with an abbreviation and a sentence begins."""
    start = span[0]
    for match in _QUOTED_ABBREVIATION.finditer(text, *span):
        if match[1].lower() in _STARTERS:
            yield start, match.end()
            start = match.end()
    yield start, span[1]


def _blocks(text: str) -> Iterator[Span]:
    """Stretches between blank lines, bullets and deliberate line breaks."""
    start = 0
    for blank in _BLANK_LINE.finditer(text):
        yield from _lines_joined(text, start, blank.start())
        start = blank.end()
    yield from _lines_joined(text, start, len(text))


def _lines_joined(text: str, start: int, end: int) -> Iterator[Span]:
    lines = [match.span() for match in _LINE.finditer(text, start, end)]
    if len(lines) < 2:
        yield from lines
        return
    width = max(_NARROWEST, *(b - a for a, b in lines))
    begin = lines[0][0]
    for line, following in pairwise(lines):
        if _is_deliberate(text, line, following, width):
            yield begin, line[1]
            begin = following[0]
    yield begin, lines[-1][1]


def _is_deliberate(text: str, line: Span, following: Span, width: int) -> bool:
    if _BULLET.match(text, *following):
        return True
    if _OPENS_LOWER.match(text, *following):
        return False
    word = _FIRST_WORD.match(text, *following)
    return word is not None and line[1] - line[0] + 1 + len(word[1]) <= width


def _joined(spans: Iterable[Span], unbroken: Sequence[Span]) -> Iterator[Span]:
    """The spans, with those joined between which a span of `unbroken` stands."""
    names = iter(unbroken)
    name = next(names, None)
    held: Span | None = None
    for start, end in spans:
        while name is not None and name[1] <= start:
            name = next(names, None)
        if held is not None and name is not None and name[0] < held[1]:
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


@cache
def _abbreviations() -> Mapping[str, str]:
    """The abbreviations of news; "0" for those that never end a sentence."""
    return {row["abbreviation"]: row["ends"] for row in read_table("abbreviations.tsv")}


@cache
def _punkt() -> PunktSentenceTokenizer:
    # Imported here because NLTK takes longer to import than everything else together.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_abbreviations())
    parameters.sent_starters = set(_STARTERS)

    class Punkt(PunktSentenceTokenizer):  # type: ignore[misc]
        def text_contains_sentbreak(self, text: str) -> bool:
            """Whether a sentence ends between a word and the next; three in four plainly do."""
            plain = _PLAIN_END.match(text)
            if plain is not None and plain[1].lower() not in parameters.abbrev_types:
                return True
            return bool(super().text_contains_sentbreak(text))

    return Punkt(parameters)
