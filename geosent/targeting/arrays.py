"""Arrays of whole numbers as they stand in the files of weights: little-endian on every machine."""

from __future__ import annotations

import sys
from array import array


def to_bytes(numbers: array[int]) -> bytes:
    """The bytes of numbers; on a big-endian machine the array is turned round on the way."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def from_bytes(code: str, data: bytes | memoryview) -> array[int]:
    """The numbers in some bytes; `code` is the type that `array` calls so.

    >>> from_bytes("i", to_bytes(array("i", [3, -1]))).tolist()
    [3, -1]
    """
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
