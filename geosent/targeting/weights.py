"""The learned numbers and the words they know: integers, so that scores are the same everywhere.

Each feature has two numbers for each kind of target: how much it speaks for negative and for
positive, rather than for neutral, in units of 1/`UNIT` of a logit. The two are packed into one
integer, one high and one low, so that adding up a text's features is one sum of integers.

What a word adds in a place (`features.word_features`) is summed beforehand and kept in tables, a
row for each word and each stem and a column for each place of each side. The other features are
kept by name.

The file is a gzip of: a line of JSON with the sizes; the words, the stems, the names, and the words
of the lexicon; for each head the two tables, row by row, and the named weights; the number of each
lexicon word's entry.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files

from attrs import frozen

from geosent.targeting.arrays import from_bytes, to_bytes
from geosent.targeting.features import SLOTS, Lexicon

FILE = "targeting.weights.gz"
UNIT = 512
HEADS = ("place", "other")

_SHIFT = 32
_HALF = 1 << (_SHIFT - 1)
_MASK = (1 << _SHIFT) - 1

_NOTHING = 21 * UNIT  #: a logit so far below the greatest has no probability

_SMALL = 16  #: in the file and the tables both numbers share 32 bits
_LOW_HALF = 1 << (_SMALL - 1)
_APART = (1 << _SHIFT) - (1 << _SMALL)
_LIMIT = 8191

#: The columns of the tables: each place of each side.
COLUMNS = tuple((side, place) for side in "LR" for place in range(len(SLOTS)))


@frozen(eq=False)
class Head:
    """The weights for one kind of target; all are to be widened."""

    words: Sequence[int]  #: with one row more, for words that are not in it
    stems: Sequence[int]  #: likewise
    named: Sequence[int]
    rows: Mapping[str, int]  #: where each name stands in `named`

    def total(self, names: Iterable[str]) -> int:
        """The weights of some features that are kept by name, widened and added up."""
        rows = map(self.rows.get, names)
        return sum([widen(self.named[row]) for row in rows if row is not None])


@frozen(eq=False)
class Model:
    """Where each word, stem and name stands in the tables; the tables; the lexicon."""

    words: Mapping[str, int]
    stems: Mapping[str, int]
    named: Mapping[str, int]
    heads: Sequence[Head]  #: in the order of `HEADS`
    lexicon: Lexicon


def encode(
    features: Mapping[str, Sequence[int]], entries: Mapping[str, tuple[Sequence[str], int]]
) -> bytes:
    """The bytes of a weights file; the same bytes for the same numbers.

    `features` maps a name to negative and positive of the first head, then of the second; `entries`
    maps a word to its classes and its valence.
    """
    tables: dict[str, dict[str, dict[str, Sequence[int]]]] = {"=": {}, "~": {}}
    named = {}
    for name, row in features.items():
        slot = name[:1] if name[:1] == "b" else name[:2]
        sign, term = name[len(slot) : len(slot) + 1], name[len(slot) + 1 :]
        if slot in _SLOT_NAMES and sign in tables and term:
            tables[sign].setdefault(term, {})[slot] = row
        else:
            named[name] = row
    lists = [sorted(tables["="]), sorted(tables["~"]), sorted(named), sorted(entries)]
    kinds = sorted({(tuple(classes), valence) for classes, valence in entries.values()})
    number = {kind: i for i, kind in enumerate(kinds)}
    texts = ["\n".join(terms).encode() for terms in lists]
    header = {"sizes": [len(text) for text in texts], "kinds": kinds}
    parts = [json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode(), b"\n", *texts]
    for head in range(len(HEADS)):
        for sign, terms in zip("=~", lists, strict=False):
            cells = (_in_place(tables[sign][term], at) for term in terms for at in COLUMNS)
            parts.append(_packed(cells, head))
        parts.append(_packed((named[name] for name in lists[2]), head))
    found = ((tuple(entries[word][0]), entries[word][1]) for word in lists[3])
    parts.append(to_bytes(array("H", (number[kind] for kind in found))))
    return gzip.compress(b"".join(parts), 9, mtime=0)


def decode(data: bytes) -> Model:
    """The model in the bytes of a weights file."""
    content = memoryview(gzip.decompress(data))
    done = _after_line(content)
    header = json.loads(bytes(content[:done]))
    lists: list[list[str]] = []
    for size in header["sizes"]:
        lists.append(str(content[done : done + size], "utf-8").split("\n"))
        done += size
    words, stems, named, listed = lists
    heads = []
    rows = _numbered(named)
    for _ in HEADS:
        tables = []
        for length in (len(COLUMNS) * len(words), len(COLUMNS) * len(stems), len(named)):
            tables.append(from_bytes("i", content[done : done + 4 * length]))
            done += 4 * length
        for table in tables[:2]:
            table.extend([0] * len(COLUMNS))
        heads.append(Head(words=tables[0], stems=tables[1], named=tables[2], rows=rows))
    kinds = [(tuple(classes), valence) for classes, valence in header["kinds"]]
    entries = {
        word: kinds[n] for word, n in zip(listed, from_bytes("H", content[done:]), strict=True)
    }
    return Model(_numbered(words), _numbered(stems), rows, heads, Lexicon(entries))


@cache
def shipped() -> Model:
    """The model that comes with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


def widen(small: int) -> int:
    """A number from the tables, packed so that any number of them can be added up."""
    return small + ((small + _LOW_HALF) >> _SMALL) * _APART


def unpack(packed: int) -> tuple[int, int]:
    """The two sums in a sum of widened numbers.

    >>> unpack(widen((-7 << 16) + -3) + widen((2 << 16) + 1))
    (-5, -2)
    """
    low = ((packed + _HALF) & _MASK) - _HALF
    return (packed - low) >> _SHIFT, low


def softmax(negative: int, positive: int) -> tuple[int, int, int]:
    """The probabilities of negative, neutral and positive, in units of 1e-4; they sum to 10,000.

    >>> softmax(0, 0)
    (3333, 3334, 3333)
    """
    fine, coarse = _exponentials()
    top = max(negative, positive, 0)
    parts = [
        (fine[below % UNIT] * coarse[below // UNIT]) >> 30 if below < _NOTHING else 0
        for below in (top - negative, top, top - positive)
    ]
    total = sum(parts)
    low = (20_000 * parts[0] + total) // (2 * total)
    high = (20_000 * parts[2] + total) // (2 * total)
    return low, 10_000 - low - high, high


@cache
def _exponentials() -> tuple[Sequence[int], Sequence[int]]:
    """exp(-k/`UNIT`) and exp(-k) as integers; decimal arithmetic is the same on every machine."""
    context = Context(prec=20)
    scale = Decimal(1 << 30)
    fine = [int(scale * context.exp(Decimal(-k) / UNIT)) for k in range(UNIT)]
    coarse = [int(scale * context.exp(Decimal(-k))) for k in range(_NOTHING // UNIT)]
    return fine, coarse


_SLOT_NAMES = frozenset({"b", *(f"{side}{slot}" for side in "LR" for slot in "01248fcx")})


def _in_place(slots: Mapping[str, Sequence[int]], at: tuple[str, int]) -> Sequence[int]:
    """What a word adds in a place: the sum of the slots that the place opens."""
    side, place = at
    rows = [slots[n] for n in ("b", *(f"{side}{slot}" for slot in SLOTS[place])) if n in slots]
    return [sum(column) for column in zip(*rows, strict=True)] or [0] * (2 * len(HEADS))


def _packed(rows: Iterable[Sequence[int]], head: int) -> bytes:
    numbers = array("i")
    for row in rows:
        high, low = (max(-_LIMIT, min(_LIMIT, x)) for x in row[2 * head : 2 * head + 2])
        numbers.append((high << _SMALL) + low)
    return to_bytes(numbers)


def _after_line(content: memoryview) -> int:
    """Where the first line ends."""
    size = 4096
    while True:
        found = bytes(content[:size]).find(b"\n")
        if found >= 0:
            return found + 1
        size *= 4


def _numbered(terms: Sequence[str]) -> Mapping[str, int]:
    return dict(zip(terms, range(len(terms)), strict=True))
