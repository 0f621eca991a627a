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
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress
from operator import add, mul

from attrs import frozen

from geosent.targeting.arrays import from_bytes, to_bytes
from geosent.targeting.features import SLOTS
from geosent.targeting.reading import Reading

FILE = "targeting.network.gz"
REACH = 30  #: how many words on either side are read
FIELD = 32  #: bits of a unit; the highest says that it is not negative
KINDS: Sequence[str] = ("place", "people", "pronoun", "other")
CASES = 3  #: ways of writing a word: in lower case, with a capital, masked
PLACES = len(SLOTS)

_MIDDLE = 1 << (FIELD - 1)
_REMEMBERED = 30_000  #: words that are kept between calls; beyond it all are forgotten

#: What a word adds to the word after it, to itself and to the word before it: packed units.
Given = tuple[int, int, int]


@frozen(eq=False)
class Layers:
    """The learned numbers, as they stand in the file: rows of whole numbers.

    `given` has three rows (for the word after, for itself, for the word before) for each component
    of a vector, then for each way of writing a word, then for each kind of target. `places` has a
    row for each place on the left, then on the right, then for the target. `hidden` has a row for
    each unit's sum, left, right and target, and one to start with; `last` has a row for each hidden
    number and one to start with, with two columns for each head.
    """

    given: Sequence[Sequence[int]]
    places: Sequence[Sequence[int]]
    hidden: Sequence[Sequence[int]]
    last: Sequence[Sequence[int]]
    shifts: tuple[int, int, int]  #: how many bits sums, hidden numbers and logits drop


@frozen(eq=False)
class Network:
    """The layers made ready for use, and the vectors of words."""

    words: Mapping[str, int]
    vectors: Sequence[int]
    size: int  #: of a vector
    units: int
    given: Sequence[int]  #: for each component, what it gives to all three, one behind the other
    cases: Sequence[Given]
    kinds: Mapping[str, Given]
    places: Sequence[int]  #: with the highest bit of every field
    places_right: Sequence[int]
    hidden: Sequence[int]  #: packed hidden numbers
    start: int
    last: Sequence[Sequence[int]]  #: a column for negative and one for positive, for each head
    shifts: tuple[int, int, int]
    sign: int  #: the highest bit of every field
    kept: int  #: the bits of every field that a sum keeps


class Judge:
    """The network, and what it has worked out of the words that it has met."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known: list[dict[str, Given]] = [{} for _ in network.cases]
        self._cases = [_joined(case, network.units) for case in network.cases]

    def logits(
        self, reading: Reading, left_places: Sequence[int], right_places: Sequence[int], head: int
    ) -> tuple[int, int]:
        """How much speaks for negative and for positive, in units of `weights.UNIT`."""
        n = self._network
        centre = n.kinds[reading.kind]
        left = self._given(reading.left, reading.left_case)
        right = self._given(reading.right, reading.right_case)
        middle = centre[1] + n.places[-1]
        if left:
            middle += left[0][0]
        if right:
            middle += right[0][2]
        sums = (
            _side(n, left, left_places, n.places, centre[2], 0, 2),
            _side(n, right, right_places, n.places_right, centre[0], 2, 0),
            _positive(middle, n.sign),
        )
        return _judged(n, sums, head)

    def _given(self, words: Sequence[str], case: Sequence[int]) -> list[Given]:
        """What each of the nearest words adds to its neighbours and itself."""
        known = self._known
        near = words[:REACH]
        return [
            known[way].get(word) or self._learn(word, way)
            for word, way in zip(near, case, strict=False)
        ]

    def _learn(self, word: str, way: int) -> Given:
        n = self._network
        row = n.words.get(word, 0) * n.size
        vector = n.vectors[row : row + n.size]
        given = _parted(sum(map(mul, n.given, vector), self._cases[way]), n.units)
        if len(self._known[way]) >= _REMEMBERED:
            self._known[way] = {}
        self._known[way][word] = given
        return given


def _joined(given: Given, units: int) -> int:
    """What a word gives, as one integer: one multiplication then does for all three parts."""
    width = units * FIELD
    return given[0] + (given[1] << width) + (given[2] << 2 * width)


def _parted(joined: int, units: int) -> Given:
    """The three parts again; each may be less than zero, and then borrowed from the next."""
    width = units * FIELD
    after = joined & ((1 << width) - 1)
    after -= (after >> (width - 1)) << width
    joined = (joined - after) >> width
    itself = joined & ((1 << width) - 1)
    itself -= (itself >> (width - 1)) << width
    return after, itself, (joined - itself) >> width


def _side(
    n: Network,
    words: Sequence[Given],
    at: Sequence[int],
    places: Sequence[int],
    centre: int,
    farther: int,
    nearer: int,
) -> int:
    """The units' answers at the words of one side, the nearest first, added up.

    `centre` is what the target adds to the nearest; `farther` and `nearer` say which part of a
    neighbour counts.
    """
    if not words:
        return 0
    sign = n.sign
    parts = tuple(zip(*words, strict=True))
    near = (centre, *parts[nearer])  # one too many, which is not read
    far = (*parts[farther][1:], 0)
    units = map(add, map(add, parts[1], map(places.__getitem__, at)), map(add, near, far))
    # As in `_positive`, which here would be a call for each word.
    return sum([x & ((high := x & sign) - (high >> (FIELD - 1))) for x in units])


def _positive(units: int, sign: int) -> int:
    """The fields that are not negative; the others become 0.

    Every field is stored with its highest bit added, so that bit is set if it is not negative; less
    the lowest bit, it is a mask of all lower ones.
    """
    highest = units & sign
    return units & (highest - (highest >> (FIELD - 1)))


def _judged(n: Network, sums: Iterable[int], head: int) -> tuple[int, int]:
    """The last two layers, of the sums of units."""
    dropped, first, second = n.shifts
    width = n.units * FIELD // 8
    content = b"".join([((x >> dropped) & n.kept).to_bytes(width, "little") for x in sums])
    numbers = from_bytes("I", content)  # about half of them are 0
    packed = sum(map(mul, compress(n.hidden, numbers), filter(None, numbers)), n.start)
    against, for_it = n.last[2 * head : 2 * head + 2]
    hidden = from_bytes("I", packed.to_bytes((len(against) - 1) * FIELD // 8, "little"))
    pleased = [(x - _MIDDLE) >> first if x > _MIDDLE else 0 for x in hidden]
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
    shapes = header["shapes"]
    kinds, ways = len(KINDS), CASES
    size = shapes[0][0] // 3 - kinds - ways
    units = shapes[0][1]
    vectors = array("b", bytes(count * size))
    for i in range(size):
        vectors[i::size] = array("b", rest[done : done + count])
        done += count
    numbers = iter(from_bytes("i", rest[done:]))
    given, places, hidden, last = (
        [[next(numbers) for _ in range(width)] for _ in range(length)] for length, width in shapes
    )
    packed = [_packed(row) for row in given]
    triples = list(zip(packed[0::3], packed[1::3], packed[2::3], strict=True))
    sign = _packed([_MIDDLE] * units)
    shifts = header["shifts"]
    numbered = [_packed(row) for row in hidden]
    placed = [_packed(row) + sign for row in places]
    return Network(
        words={word: i for i, word in enumerate(words)},
        vectors=vectors,
        size=size,
        units=units,
        given=[_joined(triple, units) for triple in triples[:size]],
        cases=triples[size : size + ways],
        kinds=dict(zip(KINDS, triples[size + ways :], strict=True)),
        places=placed,
        places_right=placed[PLACES:],
        hidden=numbered[:-1],
        start=numbered[-1] + _packed([_MIDDLE] * len(hidden[0])),
        last=list(zip(*last, strict=True)),
        shifts=(shifts[0], shifts[1], shifts[2]),
        sign=sign,
        kept=_packed([(1 << (FIELD - shifts[0])) - 1] * units),
    )


@cache
def shipped() -> Network:
    """The network that comes with the package, read once."""
    return decode(files("geosent").joinpath("data", FILE).read_bytes())


def _packed(row: Iterable[int]) -> int:
    """Numbers, negative ones too, as fields of one integer."""
    return sum(number << (FIELD * i) for i, number in enumerate(row))
