"""The learned numbers: integers, so that a score is the same on every machine.

A feature has two numbers for each kind of target: how much it speaks for negative and for positive
rather than neutral, in units of 1/`UNIT` of a logit. Both are packed into one integer, high and low,
so that adding up a sentence's features is one sum.
"""

from __future__ import annotations

import gzip
import sys
from array import array
from collections.abc import Mapping, Sequence
from decimal import Decimal, getcontext
from functools import cache
from importlib.resources import files

from attrs import frozen

FILE = "targeting.weights.gz"
UNIT = 1024
SHIFT = 32
_HEADS = ("place", "other")


@frozen
class Model:
    """Packed weights by feature, one mapping per head."""

    heads: Mapping[str, Mapping[str, int]]


def encode(names: Sequence[str], values: Sequence[Sequence[int]]) -> bytes:
    """The bytes of the weights file: names, then 16-bit numbers column by column."""
    columns = array("h", [row[c] for c in range(2 * len(_HEADS)) for row in values])
    if sys.byteorder == "big":
        columns.byteswap()
    text = "\n".join(names).encode()
    content = b"%d\n" % len(text) + text + columns.tobytes()
    return gzip.compress(content, 9, mtime=0)


def decode(data: bytes) -> Model:
    """The model in the bytes of a weights file."""
    content = gzip.decompress(data)
    head, _, rest = content.partition(b"\n")
    size = int(head)
    names = rest[:size].decode().split("\n")
    columns = array("h")
    columns.frombytes(rest[size:])
    if sys.byteorder == "big":
        columns.byteswap()
    n = len(names)
    return Model(
        {
            kind: {
                name: (high << SHIFT) + low
                for name, high, low in zip(
                    names,
                    columns[2 * h * n : (2 * h + 1) * n],
                    columns[(2 * h + 1) * n : (2 * h + 2) * n],
                    strict=True,
                )
            }
            for h, kind in enumerate(_HEADS)
        }
    )


@cache
def shipped() -> Model:
    """The model that comes with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


def unpack(packed: int) -> tuple[int, int]:
    """The two sums in a packed sum; the low one may be negative."""
    low = ((packed + (1 << (SHIFT - 1))) & ((1 << SHIFT) - 1)) - (1 << (SHIFT - 1))
    return (packed - low) >> SHIFT, low


@cache
def _exponentials() -> tuple[Sequence[int], Sequence[int]]:
    """exp(-k/UNIT) and exp(-k) as integers, rounded correctly by decimal arithmetic."""
    getcontext_precision = getcontext().prec
    assert getcontext_precision >= 20
    scale = Decimal(1 << 30)
    fine = [int((Decimal(-k) / UNIT).exp() * scale) for k in range(UNIT)]
    coarse = [int(Decimal(-k).exp() * scale) for k in range(24)]
    return fine, coarse


def softmax(negative: int, positive: int) -> tuple[int, int, int]:
    """Probabilities of negative, neutral and positive in units of 1e-4 that add up to 10,000."""
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
