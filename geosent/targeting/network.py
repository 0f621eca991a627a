"""A small network that reads three words at a time, in whole numbers.

The belief behind it: what a word does to the target depends on its neighbours ("failed to
condemn", "no friend of"), and words that mean alike do alike. So units look at every three
neighbouring words and at where the middle one stands (`features.columns`). A unit that is pleased
says by how much, one that is not says nothing. Its answers are added up over the text, and two
small layers judge by these sums.

What a word gives to the units is itself a sum, of one entry from each of a few books: a word is
known by its codes, and words that mean alike share some of them (additive quantization; Babenko &
Lempitsky 2014). So a word that is new to the program costs a few additions.

It is written for plain Python, without a library of arrays. All units stand in one long integer,
each in a field of `FIELD` bits, so that one addition adds up all of them, and four operations keep
the positive ones. Whole numbers make the same sums on every platform.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, compress
from operator import add, getitem, mul

from attrs import frozen

from geosent.targeting.arrays import from_bytes, to_bytes
from geosent.targeting.reading import LOWER, MASKED, UPPER, Kind

FILE = "targeting.network.gz"
REACH = 30  #: how many words on either side are read
FIELD = 16  #: bits of a unit; the highest says that it is not negative
MOST = 1_074  #: no unit is greater, so that those of all words that are read fit into a field
HIDDEN_FIELD = 32  #: bits of a hidden number
KINDS: Sequence[Kind] = ("place", "people", "pronoun", "other")
HEADS = ("place", "other")  #: what is judged apart: places and peoples, and the rest
WAYS = (LOWER, UPPER, MASKED)

#: What a word adds to the word after it, to itself and to the word before it: packed units.
Given = tuple[int, int, int]

Rows = Sequence[Sequence[int]]


@frozen(eq=False)
class Layers:
    """The learned numbers, as they stand in the file: rows of whole numbers.

    The rows of `books`, `ways` and `kinds` have a number for each unit, and there are three (for
    the word after, for the word itself, for the word before) for each entry of each book, each way
    of writing a word, each kind of target. So have those of `columns`: one for each of
    `features.COLUMNS` and one for the target. `hidden` has a row for each unit and one to start
    with; `last` has a row for each hidden number and one to start with, with two numbers for each
    head.
    """

    books: Rows
    ways: Rows
    kinds: Rows
    columns: Rows
    hidden: Rows
    last: Rows
    shifts: tuple[int, int, int]  #: how many bits sums, hidden numbers and logits drop


@frozen(eq=False)
class Network:
    """The layers made ready for use, and the codes of words."""

    words: Mapping[str, int]  #: the row of each; the first, of "", is for all others
    codes: bytes  #: for each word an entry of each book
    books: Sequence[Sequence[int]]  #: what each entry gives, all three parts packed
    ways: Sequence[int]  #: likewise what each way of writing gives
    kinds: Sequence[Given]  #: what the target gives
    columns: Sequence[int]  #: what standing there adds; with the highest bit of every field
    hidden: Sequence[int]  #: packed hidden numbers
    start: int  #: with the highest bit of every field
    last: Sequence[Sequence[int]]  #: numbers for negative and for positive, of each head
    shifts: tuple[int, int, int]
    sign: int  #: the highest bit of every field of units
    half: int  #: added to the sums, so that they are rounded when they drop bits
    kept: int  #: the bits of every field that a sum keeps

    def given(self, row: int, way: int) -> Given:
        """What the word of a row gives, wherever it stands."""
        count = len(self.books)
        codes = self.codes[row * count : (row + 1) * count]
        return _parted(sum(map(getitem, self.books, codes), self.ways[way]), self.sign)

    def logits(
        self,
        after: Sequence[int],
        itself: Sequence[int],
        before: Sequence[int],
        columns: Sequence[int],
        head: int,
    ) -> tuple[int, int]:
        """How much speaks for negative and for positive, in units of `weights.UNIT`.

        The first three are the parts of what the target and the words around it give, in the order
        of the text; `columns` says where each of them stands.
        """
        beside = map(add, (0, *after), (*before[1:], 0))
        standing = map(add, itself, map(self.columns.__getitem__, columns))
        # Only the fields that are not negative stay; the others become 0. Every field is stored
        # with its highest bit added, so that bit is set if it is not negative; less the lowest bit,
        # it is a mask of all lower ones.
        sign = self.sign
        said = [
            x & ((high := x & sign) - (high >> (FIELD - 1))) for x in map(add, standing, beside)
        ]
        dropped, first, second = self.shifts
        sums = ((sum(said) + self.half) >> dropped) & self.kept
        numbers = from_bytes("H", sums.to_bytes(len(self.hidden) * FIELD // 8, "little"))
        hears = compress(self.hidden, numbers)
        packed = sum(map(mul, hears, filter(None, numbers)), self.start)
        against, for_it = self.last[2 * head : 2 * head + 2]
        size = (len(against) - 1) * HIDDEN_FIELD // 8
        middle = 1 << (HIDDEN_FIELD - 1)
        pleased = [
            (x - middle) >> first if x > middle else 0
            for x in from_bytes("I", packed.to_bytes(size, "little"))
        ]
        negative = sum(map(mul, pleased, against), against[-1])
        positive = sum(map(mul, pleased, for_it), for_it[-1])
        return negative >> second, positive >> second


def encode(codes: Mapping[str, Sequence[int]], layers: Layers) -> bytes:
    """The bytes of a network; the same bytes for the same numbers.

    `codes` has an entry of each book for each word; those of "" are for all other words.
    """
    words = sorted(codes)
    text = "\n".join(words).encode()
    units = [layers.books, layers.ways, layers.kinds, layers.columns]
    judging = [layers.hidden, layers.last]
    header = {
        "text": len(text),
        "words": len(words),
        "books": len(codes[""]),
        "shapes": [[len(rows), len(rows[0])] for rows in units + judging],
        "shifts": layers.shifts,
    }
    columns = [bytes(column) for column in zip(*map(codes.__getitem__, words), strict=True)]
    numbers = [
        to_bytes(array(code, chain.from_iterable(chain.from_iterable(parts))))
        for code, parts in (("h", units), ("i", judging))
    ]
    parts = [json.dumps(header, separators=(",", ":")).encode(), b"\n", text, *columns, *numbers]
    return gzip.compress(b"".join(parts), 9, mtime=0)


def decode(data: bytes) -> Network:
    """The network in the bytes of a file."""
    line, _, rest = gzip.decompress(data).partition(b"\n")
    header = json.loads(line)
    text, count, depth = header["text"], header["words"], header["books"]
    words = rest[:text].decode().split("\n")
    done = text + count * depth
    codes = bytearray(count * depth)
    for i in range(depth):
        codes[i::depth] = rest[text + i * count : text + (i + 1) * count]

    def read(kind: str, shape: tuple[int, int]) -> list[array[int]]:
        """The next rows."""
        nonlocal done
        height, width = shape
        size = height * width * array(kind).itemsize
        numbers = from_bytes(kind, rest[done : done + size])
        done += size
        return [numbers[i : i + width] for i in range(0, len(numbers), width)]

    def joined(rows: Sequence[array[int]]) -> list[int]:
        """Three rows at a time, packed."""
        return [packed(sum(rows[i : i + 3], array("h"))) for i in range(0, len(rows), 3)]

    shapes = header["shapes"]
    entries, ways, kinds = (joined(read("h", shape)) for shape in shapes[:3])
    columns = read("h", shapes[3])
    hidden, last = (read("i", shape) for shape in shapes[4:])
    units, size = len(columns[0]), len(entries) // depth
    sign = filled(1 << (FIELD - 1), units, FIELD)
    dropped, first, second = header["shifts"]
    return Network(
        words=dict(zip(words, range(count), strict=True)),
        codes=bytes(codes),
        books=[entries[i : i + size] for i in range(0, len(entries), size)],
        ways=ways,
        kinds=[_parted(kind, sign) for kind in kinds],
        columns=[packed(row) + sign for row in columns],
        hidden=[packed(row) for row in hidden[:-1]],
        start=packed(hidden[-1]) + filled(1 << (HIDDEN_FIELD - 1), len(hidden[-1]), HIDDEN_FIELD),
        last=[[row[i] for row in last] for i in range(len(last[0]))],
        shifts=(dropped, first, second),
        sign=sign,
        half=filled(1 << dropped >> 1, units, FIELD),
        kept=filled((1 << (FIELD - dropped)) - 1, units, FIELD),
    )


@cache
def shipped() -> Network:
    """The network that comes with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


def packed(numbers: array[int]) -> int:
    """Numbers, negative ones too, as fields of one integer, which are as wide as in the array.

    >>> packed(array("h", [3, -1])) == 3 - (1 << 16)
    True
    """
    bits = 8 * numbers.itemsize
    sign = filled(1 << (bits - 1), len(numbers), bits)
    return (int.from_bytes(to_bytes(numbers), "little") ^ sign) - sign


@cache
def filled(number: int, count: int, bits: int) -> int:
    """The same number in each of some fields.

    >>> hex(filled(3, 4, 8))
    '0x3030303'
    """
    return number * (((1 << bits * count) - 1) // ((1 << bits) - 1))


def _parted(given: int, sign: int) -> Given:
    """The three parts of what is given; `sign` is the highest bit of every field of one."""
    width = sign.bit_length()
    given += sign + (sign << width) + (sign << 2 * width)  # no field is negative
    mask = (1 << width) - 1
    return (given & mask) - sign, ((given >> width) & mask) - sign, (given >> 2 * width) - sign
