"""What words add to the judgement of a place by where they stand: a linear model, in whole numbers.

Each word has two numbers for each of `features.COLUMNS`: how much it speaks there for negative and
for positive, rather than for neutral, in units of 1/`UNIT` of a logit. They are the sums of the
weights of its features there (`features.word_features`). Each kind of target has two as well. So
the sentence's are sums of integers, which are the same everywhere.

The file is a gzip of: a line of JSON with the sizes; for negative, then for positive, a column of
numbers for each of `COLUMNS`, a number for each word of the network, and one for the kinds of
targets; the words of the lexicon, and for each the number of its entry.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files

from attrs import frozen

from geosent.targeting.arrays import from_bytes, to_bytes
from geosent.targeting.features import COLUMNS, Entry, Lexicon

FILE = "targeting.weights.gz"
UNIT = 512

_NOTHING = 21 * UNIT  #: a logit so far below the greatest has no probability

Table = Sequence[Sequence[int]]


@frozen(eq=False)
class Weights:
    """A column for each of `features.COLUMNS`, a number for each word; one more, for each kind."""

    negative: Table
    positive: Table
    lexicon: Lexicon


def encode(negative: Table, positive: Table, entries: Mapping[str, Entry]) -> bytes:
    """The bytes of a weights file; the same bytes for the same numbers."""
    listed = sorted(entries)
    text = "\n".join(listed).encode()
    kinds = sorted({(tuple(classes), valence) for classes, valence in entries.values()})
    number = {kind: i for i, kind in enumerate(kinds)}
    header = {
        "words": len(negative[0]),
        "targets": len(negative[-1]),
        "text": len(text),
        "kinds": kinds,
    }
    line = json.dumps(header, separators=(",", ":")).encode()
    parts = [line, b"\n", *(to_bytes(array("h", column)) for column in (*negative, *positive))]
    numbers = array("H", [number[tuple(entries[word][0]), entries[word][1]] for word in listed])
    return gzip.compress(b"".join([*parts, text, to_bytes(numbers)]), 9, mtime=0)


def decode(data: bytes) -> Weights:
    """The weights in the bytes of a file."""
    line, _, rest = gzip.decompress(data).partition(b"\n")
    header = json.loads(line)
    lengths = [header["words"]] * len(COLUMNS) + [header["targets"]]
    tables: list[Table] = []
    done = 0
    for _ in ("negative", "positive"):
        table = []
        for length in lengths:
            table.append(from_bytes("h", rest[done : done + 2 * length]))
            done += 2 * length
        tables.append(table)
    text = rest[done : done + header["text"]].decode()
    numbers = from_bytes("H", rest[done + header["text"] :])
    kinds = [(tuple(classes), valence) for classes, valence in header["kinds"]]
    entries = dict(zip(text.split("\n"), map(kinds.__getitem__, numbers), strict=True))
    return Weights(tables[0], tables[1], Lexicon(entries))


@cache
def shipped() -> Weights:
    """The weights that come with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


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
