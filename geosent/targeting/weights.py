"""The learned numbers and the words they know: integers, so that scores are the same everywhere.

Each feature has two numbers for each kind of target: how much it speaks for negative and for
positive, rather than for neutral, in units of 1/`UNIT` of a logit. The two are packed into one
integer, one high and one low, so that adding up a text's features is one sum of integers.

The file is a gzip of: a line of JSON (sizes, and the sets of classes that words have), the names of
the features, the packed numbers of the head for places and of the head for others, the words of the
lexicon, the number of each word's set of classes, and each word's valence.
"""

from __future__ import annotations

import gzip
import json
import sys
from array import array
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files

from attrs import frozen

from geosent.targeting.features import Lexicon

FILE = "targeting.weights.gz"
UNIT = 1024
HEADS = ("place", "other")

_SHIFT = 32
_HALF = 1 << (_SHIFT - 1)
_MASK = (1 << _SHIFT) - 1


@frozen(eq=False)
class Model:
    """The features by name, their packed weights for each head, and the lexicon."""

    index: Mapping[str, int]
    heads: Mapping[str, Sequence[int]]
    lexicon: Lexicon


def encode(
    features: Mapping[str, Sequence[int]], words: Mapping[str, tuple[Sequence[str], int]]
) -> bytes:
    """The bytes of a weights file.

    `features` maps a name to negative and positive of the first head, then of the second; `words`
    maps a word to its classes and its valence. What is the same goes in as the same bytes.
    """
    names = sorted(features)
    listed = sorted(words)
    sets = sorted({tuple(words[word][0]) for word in listed})
    number = {classes: i for i, classes in enumerate(sets)}
    name_bytes = "\n".join(names).encode()
    word_bytes = "\n".join(listed).encode()
    header = {"names": len(name_bytes), "words": len(word_bytes), "classes": sets}
    parts = [json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode(), b"\n"]
    parts.append(name_bytes)
    for head in range(len(HEADS)):
        packed = (features[name][2 * head : 2 * head + 2] for name in names)
        parts.append(_bytes(array("q", ((high << _SHIFT) + low for high, low in packed))))
    parts.append(word_bytes)
    parts.append(_bytes(array("H", (number[tuple(words[word][0])] for word in listed))))
    parts.append(_bytes(array("b", (words[word][1] for word in listed))))
    return gzip.compress(b"".join(parts), 9, mtime=0)


def decode(data: bytes) -> Model:
    """The model in the bytes of a weights file."""
    content = gzip.decompress(data)
    first, _, content = content.partition(b"\n")
    header = json.loads(first)
    done = header["names"]
    names = content[:done].decode().split("\n")
    heads = {}
    for head in HEADS:
        heads[head] = _array("q", content[done : done + 8 * len(names)])
        done += 8 * len(names)
    words = content[done : done + header["words"]].decode().split("\n")
    done += header["words"]
    numbers = _array("H", content[done : done + 2 * len(words)])
    valences = _array("b", content[done + 2 * len(words) :])
    sets = [tuple(classes) for classes in header["classes"]]
    lexicon = Lexicon(
        classes=dict(zip(words, [sets[n] for n in numbers], strict=True)),
        valence=dict(zip(words, valences, strict=True)),
    )
    return Model(dict(zip(names, range(len(names)), strict=True)), heads, lexicon)


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


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _array(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
