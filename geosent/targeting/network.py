"""A small network that reads three words at a time, in whole numbers.

The belief behind it: what a word does to the target depends on its neighbours ("failed to
condemn", "no friend of"), and words that mean alike do alike. So each word has a vector, and units
look at every three neighbouring words and the place of the middle one, as `features.places` tells
it. A unit that is pleased says by how much, one that is not says nothing. Its answers are added up
on the left, on the right and at the target itself, and two small layers judge by these sums.

It is written for plain Python, without a library of arrays. All units stand in one long integer,
each in a field of `FIELD` bits, so that one addition adds up all of them, and four operations keep
the positive ones. What a word gives to its neighbours and itself is worked out once. Whole numbers
make the same sums on every platform.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress
from operator import add, getitem, mul

from attrs import frozen

from geosent.targeting.arrays import from_bytes, to_bytes
from geosent.targeting.features import SLOTS
from geosent.targeting.reading import LOWER, MASKED, UPPER, Kind, plain, way_of

FILE = "targeting.network.gz"
REACH = 30  #: how many words on either side are read
FIELD = 16  #: bits of a unit; the highest says that it is not negative
MOST = 2_180  #: no unit is greater, so that `REACH` of them fit into a field
HIDDEN_FIELD = 32  #: bits of a hidden number
SHARE_BITS = 8  #: bits after the point of what a component of a vector gives
KINDS: Sequence[Kind] = ("place", "people", "pronoun", "other")
WAYS = (LOWER, UPPER, MASKED)
PLACES = len(SLOTS)

#: What a word adds to the word after it, to itself and to the word before it: packed units.
Given = tuple[int, int, int]


@frozen(eq=False)
class Layers:
    """The learned numbers, as they stand in the file: rows of whole numbers.

    `given` has three rows (for the word after, for itself, for the word before) for each component
    of a vector, with `SHARE_BITS` after the point, then for each way of writing a word, then for
    each kind of target. `places` has a row for each place on the left, then on the right, then for
    the target. `hidden` has a row for each unit's sum, left, right and target, and one to start
    with; `last` has a row for each hidden number and one to start with, with two columns for each
    head.
    """

    given: Sequence[Sequence[int]]
    places: Sequence[Sequence[int]]
    hidden: Sequence[Sequence[int]]
    last: Sequence[Sequence[int]]
    shifts: tuple[int, int, int]  #: how many bits sums, hidden numbers and logits drop


@frozen(eq=False)
class Network:
    """The layers made ready for use, and the vectors of words."""

    words: Mapping[str, int]  #: the row of each; the first, of "", is for all others
    vectors: Sequence[int]
    size: int  #: of a vector
    units: int
    shares: Sequence[int]  #: for each component, in fields of twice the bits, of all three parts
    ways: Sequence[int]  #: what each way of writing gives, all three parts
    kinds: Mapping[Kind, Given]  #: what the target gives, its place included
    places: Sequence[int]  #: of the left, then of the right; with the highest bit of every field
    hidden: Sequence[int]  #: packed hidden numbers
    start: int  #: with the highest bit of every field
    last: Sequence[Sequence[int]]  #: a column for negative and one for positive, for each head
    shifts: tuple[int, int, int]
    sign: int  #: the highest bit of every field of units
    half: int  #: added to the sums, so that they are rounded when they drop bits
    kept: int  #: the bits of every field that a sum keeps


class Judge:
    """The network at work; it keeps what each number in a vector gives, once it has met it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._shares = [_Shares(share, 3 * network.units) for share in network.shares]
        self._unknown = [self._given(0, way) for way in WAYS]

    @property
    def places(self) -> Sequence[int]:
        """What each of `weights.COLUMNS` adds to a word that stands there."""
        return self._network.places

    def given(self, word: str) -> Given:
        """What a word of a reading gives, wherever it stands."""
        row, way = self._network.words.get(plain(word)), way_of(word)
        return self._unknown[way] if row is None else self._given(row, way)

    def _given(self, row: int, way: int) -> Given:
        n = self._network
        vector = n.vectors[row * n.size : (row + 1) * n.size]
        shares = map(getitem, self._shares, vector)
        return parted(sum(shares, n.ways[way]), n.sign)

    def target(self, kind: Kind) -> Given:
        """What a target gives, by its kind."""
        return self._network.kinds[kind]

    def logits(
        self,
        after: Sequence[int],
        itself: Sequence[int],
        before: Sequence[int],
        target: int,
        head: int,
    ) -> tuple[int, int]:
        """How much speaks for negative and for positive, in units of `weights.UNIT`.

        The first three are the parts of what the words of a text give in their places, in order;
        the word with the number `target` is the target.
        """
        n = self._network
        near = slice(max(0, target - REACH), target + REACH + 1)
        target = min(target, REACH)
        beside = map(add, (0, *after[near]), (*before[near][1:], 0))
        units = map(add, itself[near], beside)
        # Only the fields that are not negative stay; the others become 0. Every field is stored
        # with its highest bit added, so that bit is set if it is not negative; less the lowest bit,
        # it is a mask of all lower ones.
        sign = n.sign
        said = [x & ((high := x & sign) - (high >> (FIELD - 1))) for x in units]
        width = n.units * FIELD
        sums = sum(said[:target]) + (sum(said[target + 1 :]) << width) + (said[target] << 2 * width)
        return _judged(n, ((sums + n.half) >> n.shifts[0]) & n.kept, head)


class _Shares(dict[int, int]):
    """What each value of one component of a vector gives: products, rounded once."""

    def __init__(self, share: int, fields: int) -> None:
        super().__init__()
        self._share = share
        self._bytes = 2 * fields * FIELD // 8
        self._sign = filled(1 << (FIELD - 1), fields, FIELD)
        middle = (1 << (2 * FIELD - 1)) + (1 << (FIELD - 1))
        self._middle = filled(middle, fields, 2 * FIELD)

    def __missing__(self, value: int) -> int:
        found = self[value] = -self[-value] if value < 0 else self._product(value)
        return found

    def _product(self, value: int) -> int:
        product = self._share * value + self._middle  # no field is negative
        upper = array("H", product.to_bytes(self._bytes, "little"))[1::2].tobytes()
        return int.from_bytes(upper, "little") - self._sign


def parted(given: int, sign: int) -> Given:
    """The three parts of what a word gives; `sign` is the highest bit of every field of one."""
    width = sign.bit_length()
    given += sign + (sign << width) + (sign << 2 * width)  # no field is negative
    mask = (1 << width) - 1
    return (given & mask) - sign, ((given >> width) & mask) - sign, (given >> 2 * width) - sign


def _judged(n: Network, sums: int, head: int) -> tuple[int, int]:
    """The last two layers, of the sums of units."""
    _, first, second = n.shifts
    numbers = from_bytes("H", sums.to_bytes(len(n.hidden) * FIELD // 8, "little"))
    packed = sum(map(mul, compress(n.hidden, numbers), filter(None, numbers)), n.start)
    against, for_it = n.last[2 * head : 2 * head + 2]
    hidden = from_bytes("I", packed.to_bytes((len(against) - 1) * HIDDEN_FIELD // 8, "little"))
    middle = 1 << (HIDDEN_FIELD - 1)
    pleased = [(x - middle) >> first if x > middle else 0 for x in hidden]
    negative = sum(map(mul, pleased, against), against[-1])
    positive = sum(map(mul, pleased, for_it), for_it[-1])
    return negative >> second, positive >> second


def encode(vectors: Mapping[str, Sequence[int]], layers: Layers) -> bytes:
    """The bytes of a network; the same bytes for the same numbers.

    `vectors` has numbers from -128 to 127 for each word; those of "" are for all other words.
    """
    words = sorted(vectors)
    rows = [layers.given, layers.places, layers.hidden, layers.last]
    text = "\n".join(words).encode()
    header = {
        "text": len(text),
        "words": len(words),
        "shapes": [[len(part), len(part[0])] for part in rows],
        "shifts": layers.shifts,
    }
    size = len(vectors[""])
    columns = [array("b", [vectors[word][i] for word in words]).tobytes() for i in range(size)]
    numbers = array("i", [number for part in rows for row in part for number in row])
    parts = [json.dumps(header, separators=(",", ":")).encode(), b"\n", text, *columns]
    return gzip.compress(b"".join([*parts, to_bytes(numbers)]), 9, mtime=0)


def decode(data: bytes) -> Network:
    """The network in the bytes of a file."""
    content = gzip.decompress(data)
    line, _, rest = content.partition(b"\n")
    header = json.loads(line)
    count = header["words"]
    done = header["text"]
    words = rest[:done].decode().split("\n")
    (rows, units), (standing, _), (sums, hidden), (_, columns) = header["shapes"]
    size = rows // 3 - len(WAYS) - len(KINDS)
    vectors = array("b", bytes(count * size))
    for i in range(size):
        vectors[i::size] = array("b", rest[done : done + count])
        done += count
    numbers = from_bytes("i", rest[done:])
    given, numbers = numbers[: rows * units], numbers[rows * units :]
    at, numbers = numbers[: standing * units], numbers[standing * units :]
    judged, last = numbers[: sums * hidden], numbers[sums * hidden :]
    wide = 3 * units
    sign = filled(1 << (FIELD - 1), units, FIELD)
    places = [packed(row) + sign for row in _rows(array("h", at), units)]
    others = [packed(row) for row in _rows(array("h", given[wide * size :]), wide)]
    kinds = {}
    for kind, joined in zip(KINDS, others[len(WAYS) :], strict=True):
        after, itself, before = parted(joined, sign)
        kinds[kind] = after, itself + places[-1], before
    numbered = [packed(row) for row in _rows(judged, hidden)]
    shifts = header["shifts"]
    return Network(
        words=dict(zip(words, range(count), strict=True)),
        vectors=vectors,
        size=size,
        units=units,
        shares=[packed(row) << SHARE_BITS for row in _rows(given[: wide * size], wide)],
        ways=others[: len(WAYS)],
        kinds=kinds,
        places=places[:-1],
        hidden=numbered[:-1],
        start=numbered[-1] + filled(1 << (HIDDEN_FIELD - 1), hidden, HIDDEN_FIELD),
        last=[last[i::columns] for i in range(columns)],
        shifts=(shifts[0], shifts[1], shifts[2]),
        sign=sign,
        half=filled(1 << shifts[0] >> 1, wide, FIELD),
        kept=filled((1 << (FIELD - shifts[0])) - 1, wide, FIELD),
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


def filled(number: int, count: int, bits: int) -> int:
    """The same number in each of some fields.

    >>> hex(filled(3, 4, 8))
    '0x3030303'
    """
    return number * (((1 << bits * count) - 1) // ((1 << bits) - 1))


def _rows(numbers: array[int], width: int) -> list[array[int]]:
    return [numbers[i : i + width] for i in range(0, len(numbers), width)]
