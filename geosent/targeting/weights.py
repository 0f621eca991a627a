"""The learned numbers and the words they know: integers, so that scores are the same everywhere.

Each feature has two numbers for each kind of target: how much it speaks for negative and for
positive, rather than for neutral, in units of 1/`UNIT` of a logit. The two are packed into one
integer, one high and one low, so that adding up a text's features is one sum of integers.

The features of a word in a place (`features.word_features`) are kept as tables, a row for each
word and each stem and a column for each slot, so that no name has to be put together to look one
up. The others are kept by name.

The file is a gzip of: a line of JSON with the sizes; the words, the stems, the names and the words
of the lexicon; the packed numbers of each head, the tables column by column; the number of each
lexicon word's entry.
"""

from __future__ import annotations

import gzip
import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files

from attrs import frozen

from geosent.targeting.features import SLOTS, Lexicon

FILE = "targeting.weights.gz"
UNIT = 1024
HEADS = ("place", "other")

_SHIFT = 32
_HALF = 1 << (_SHIFT - 1)
_MASK = (1 << _SHIFT) - 1

#: The columns of the tables: each slot of each side, and the whole text.
COLUMNS = (*(f"{side}{slot}" for side in "LR" for slot in "01248fcx"), "b")


@frozen(eq=False)
class Head:
    """The packed weights for one kind of target."""

    words: Sequence[int]
    stems: Sequence[int]
    named: Sequence[int]


@frozen(eq=False)
class Model:
    """Where each word, stem and name stands in the tables; the tables; the lexicon."""

    words: Mapping[str, int]
    stems: Mapping[str, int]
    named: Mapping[str, int]
    heads: Mapping[str, Head]
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
        column = name[:1] if name[:1] == "b" else name[:2]
        sign, term = name[len(column) : len(column) + 1], name[len(column) + 1 :]
        if column in COLUMNS and sign in tables and term:
            tables[sign].setdefault(term, {})[column] = row
        else:
            named[name] = row
    zero = (0,) * (2 * len(HEADS))
    lists = [sorted(tables["="]), sorted(tables["~"]), sorted(named), sorted(entries)]
    kinds = sorted({(tuple(classes), valence) for classes, valence in entries.values()})
    number = {kind: i for i, kind in enumerate(kinds)}
    texts = ["\n".join(terms).encode() for terms in lists]
    header = {"sizes": [len(text) for text in texts], "kinds": kinds}
    parts = [json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode(), b"\n", *texts]
    for head in range(len(HEADS)):
        for sign, terms in zip("=~", lists, strict=False):
            cells = (tables[sign][term].get(c, zero) for c in COLUMNS for term in terms)
            parts.append(_packed(cells, head))
        parts.append(_packed((named[name] for name in lists[2]), head))
    found = ((tuple(entries[word][0]), entries[word][1]) for word in lists[3])
    parts.append(_bytes(array("H", (number[kind] for kind in found))))
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
    heads = {}
    for head in HEADS:
        tables = []
        for length in (len(COLUMNS) * len(words), len(COLUMNS) * len(stems), len(named)):
            tables.append(_array("q", content[done : done + 8 * length]))
            done += 8 * length
        heads[head] = Head(*tables)
    kinds = [(tuple(classes), valence) for classes, valence in header["kinds"]]
    entries = {word: kinds[n] for word, n in zip(listed, _array("H", content[done:]), strict=True)}
    return Model(_numbered(words), _numbered(stems), _numbered(named), heads, Lexicon(entries))


def columns_of(side: str, place: int) -> Sequence[int]:
    """The columns of a word in a place of a side.

    >>> [COLUMNS[column] for column in columns_of("L", 0)]
    ['b', 'L0', 'L4', 'L8', 'Lc']
    """
    names = ["b", *(f"{side}{slot}" for slot in SLOTS[place])]
    return [COLUMNS.index(name) for name in names]


@cache
def shipped() -> Model:
    """The model that comes with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


def unpack(packed: int) -> tuple[int, int]:
    """The two sums in a sum of packed numbers.

    >>> unpack((-7 << 32) + -3)
    (-7, -3)
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
    parts = []
    for logit in (negative, 0, positive):
        whole, rest = divmod(top - logit, UNIT)
        parts.append((fine[rest] * coarse[whole]) >> 30 if whole < len(coarse) else 0)
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
    coarse = [int(scale * context.exp(Decimal(-k))) for k in range(21)]
    return fine, coarse


def _packed(rows: Iterable[Sequence[int]], head: int) -> bytes:
    pairs = (row[2 * head : 2 * head + 2] for row in rows)
    return _bytes(array("q", ((high << _SHIFT) + low for high, low in pairs)))


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _array(code: str, data: memoryview) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


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
