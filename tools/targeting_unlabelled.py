"""Targets that nobody has labelled, for a teacher to judge and the small network to learn from.

There are far more names in the corpora than labels. This finds them: places and peoples by the
shipped names, others by their capitals, and pronouns. Sentences are also varied: words of the
lexicon are exchanged for others of their kind, so that the teacher must say what the word does.
`tools/build_targeting_teacher.py` judges them all; `tools/train_targeting_network.py` reads what
it said by `key`, so no text need be kept.

The same targets are found every time: what is random is seeded by the text.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import frozen
from train_targeting import group_of

from geosent.sentences import sentence_spans
from geosent.targeting.features import Lexicon
from geosent.targeting.reading import Span, kind_of

EXCHANGED = 0.4  #: how many of the words of judgement are exchanged
VERBS = frozenset({"JN", "JP", "HN", "HP", "MN", "MP", "RE"})
NOUNS = frozenset({"jn", "jp", "bn", "gn", "TR", "AC"})
QUALITIES = frozenset({"ba", "ga"})
GRAMMAR = frozenset({"NEG", "COP", "MOD", "CON", "AG", "BY", "WI"})

_LONGEST = 5  #: words of a name of a place
_TOKEN = re.compile(r"U\. ?S\. ?A\.|U\. ?[SKN]\.|(?:[A-Za-z]\.){2,}|[^\W_]+")
_WORD = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")
_NAME = re.compile(
    r"(?:[A-Z][\w'’-]*[a-z][\w-]*|[A-Z]{2,})(?:(?: of| the|) (?:[A-Z][\w-]*[a-z]|[A-Z]{2,}))*"
    r"|\b(?:he|she|they|him|them)\b"
)
_PRONOUNS = frozenset({"He", "She", "They"})
_NO_NAMES = frozenset(
    {
        *("The", "A", "An", "In", "On", "At", "But", "And", "If", "It", "This", "That", "These"),
        *("Those", "We", "I", "You", "There", "When", "While", "As", "For", "With", "After"),
        *("Before", "What", "Who", "How", "Why", "To", "Of", "By", "From", "Mr", "Mrs", "Ms", "Dr"),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January"),
        *("February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    }
)


@frozen
class Sighting:
    """Targets of one text, to be read together; `group` is that of the text it was made from."""

    text: str
    spans: tuple[Span, ...]
    group: str


def key(text: str, span: Span) -> bytes:
    """What stands for a target where its text may not."""
    return hashlib.sha256(f"{span[0]} {span[1]} {text}".encode()).digest()[:6]


def sightings(
    labelled: Mapping[str, Sequence[Span]], articles: Iterable[str], lexicon: Lexicon
) -> Iterator[Sighting]:
    """Every unlabelled target: of texts of which some are labelled, and of whole articles."""
    seen = {word for text in labelled for word in _WORD.findall(text)}
    words = _Exchange(lexicon, seen)
    for text, spans in labelled.items():
        yield from _of_text(text, sorted(set(spans)), words)
    for article in articles:
        for start, end in sentence_spans(article):
            if 40 < end - start < 500:
                yield from _of_text(article[start:end], (), words)


def _of_text(text: str, labelled: Sequence[Span], words: _Exchange) -> Iterator[Sighting]:
    group = group_of(text)
    rng = random.Random(group)
    found = [span for span in targets(text, rng) if all(_apart(span, other) for other in labelled)]
    if found:
        yield Sighting(text, tuple(sorted(found[:2])), group)
    kept = labelled[:2] or found[:1]
    if kept and rng.random() < 0.5:
        varied = words.vary(text, kept, rng)
        if varied is not None:
            yield Sighting(varied[0], tuple(varied[1]), group)


def targets(text: str, rng: random.Random) -> list[Span]:
    """Names and pronouns, in any order but places and peoples first."""
    known = [(start, end) for start, end, _ in places_in(text)]
    others = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        first = text[start:end].split()[0]
        if first in _NO_NAMES and len(first) < end - start:
            start += len(first) + 1
        name = text[start:end]
        # A text's first word has a capital whatever it is.
        if name in _NO_NAMES or (not match.start() and " " not in name and name not in _PRONOUNS):
            continue
        if all(_apart((start, end), place) for place in known):
            others.append((start, end))
    rng.shuffle(known)
    rng.shuffle(others)
    return known + others


def places_in(text: str) -> list[tuple[int, int, bool]]:
    """The spans of the places and peoples that are masked; whether each is a place.

    >>> places_in("The US and the Syrian army")
    [(4, 6, True), (15, 21, False)]
    """
    words = [match.span() for match in _TOKEN.finditer(text)]
    found: list[tuple[int, int, bool]] = []
    i = 0
    while i < len(words):
        start = words[i][0]
        step = 1
        if text[start].isupper() and text[start : words[i][1]] not in ("Us", "The"):
            for length in range(min(_LONGEST, len(words) - i), 0, -1):
                end = words[i + length - 1][1]
                kind = kind_of(text[start:end])
                if kind in ("place", "people"):
                    found.append((start, end, kind == "place"))
                    step = length
                    break
        i += step
    return found


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or one[0] >= other[1]


class _Exchange:
    """Words of the lexicon by part of speech and ending, to be exchanged for one another."""

    def __init__(self, lexicon: Lexicon, seen: Collection[str]) -> None:
        self._alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._kind: dict[str, tuple[str, str]] = {}
        for word, (classes, _) in lexicon.entries.items():
            found = set(classes)
            if found and word in seen and not found & GRAMMAR:
                part = next(
                    (str(i) for i, p in enumerate((VERBS, NOUNS, QUALITIES)) if found & p), "-"
                )
                ending = next((e for e in ("ed", "ing", "s", "ly", "ion") if word.endswith(e)), "")
                self._kind[word] = part, ending
                self._alike[part, ending].append(word)

    def vary(
        self, text: str, spans: Sequence[Span], rng: random.Random
    ) -> tuple[str, list[Span]] | None:
        """The text with some words exchanged, and where the spans are then."""
        pieces: list[str] = []
        moved: list[tuple[int, int]] = []
        done = 0
        for match in _WORD.finditer(text):
            kind = self._kind.get(match.group())
            if kind is None or not all(_apart(match.span(), span) for span in spans):
                continue
            if rng.random() < EXCHANGED:
                word = rng.choice(self._alike[kind])
                pieces += text[done : match.start()], word
                done = match.end()
                moved.append((match.start(), len(word) - len(match.group())))
        if not moved:
            return None

        def new(offset: int) -> int:
            return offset + sum(by for at, by in moved if at < offset)

        return "".join([*pieces, text[done:]]), [(new(start), new(end)) for start, end in spans]
