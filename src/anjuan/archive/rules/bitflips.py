"""Where a single bit of stored bytes was flipped, told from two checksums of the same length.

CRC-32 is linear: the checksums of two texts of one length differ by a value that depends only on where the texts
differ. For one flipped bit that value is a power of the generator, so its place is a discrete logarithm: found with
small tables even for files of gigabytes. The caller proves the place with a real digest.
"""

from __future__ import annotations

import dataclasses
import math
import zlib

_ONES = 0xFFFFFFFF
_BITS = 8
#: The generator of CRC-32 is primitive: moving on by so many bytes is moving on by none.
_ORDER = (1 << 32) - 1

_Matrix = tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Flip:
    """One flipped bit: the byte's offset from 0, and the mask of the bit in it."""

    offset: int
    mask: int


def flip_place(stored: int, found: int, size_bytes: int) -> Flip | None:
    """Return where one flipped bit would explain the difference of two checksums, or None.

    Other damage can look like a flip with a chance of eight times the size in 2^32: prove it by flipping back.

    Args:
        stored: CRC-32 of the bytes as they were received.
        found: CRC-32 of the bytes as they are.
        size_bytes: How many bytes both have.

    """
    wanted = stored ^ found
    if not wanted or not size_bytes:
        return None
    step = math.isqrt(size_bytes) + 1
    near: dict[int, tuple[int, int]] = {}
    for bit in range(_BITS):
        value = _after(bytes([1 << bit]), 0)
        for distance in range(step):
            near.setdefault(value, (distance, 1 << bit))
            value = _after(b"\0", value)
    back = _power(_zero_byte(), _ORDER - step)
    for turn in range(step):
        if wanted in near:
            distance, mask = near[wanted]
            offset = size_bytes - 1 - (turn * step + distance)
            if offset >= 0:
                return Flip(offset, mask)
        wanted = _apply(back, wanted)
    return None


def _after(piece: bytes, difference: int) -> int:
    """Return the difference of two checksums after both have taken bytes that differ by ``piece``."""
    return zlib.crc32(piece, difference ^ _ONES) ^ _ONES


def _zero_byte() -> _Matrix:
    return tuple(_after(b"\0", 1 << bit) for bit in range(32))


def _apply(matrix: _Matrix, value: int) -> int:
    result, bit = 0, 0
    while value:
        if value & 1:
            result ^= matrix[bit]
        value >>= 1
        bit += 1
    return result


def _power(matrix: _Matrix, exponent: int) -> _Matrix:
    result: _Matrix = tuple(1 << bit for bit in range(32))
    while exponent:
        if exponent & 1:
            result = tuple(_apply(matrix, column) for column in result)
        matrix = tuple(_apply(matrix, column) for column in matrix)
        exponent >>= 1
    return result
