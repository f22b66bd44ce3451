"""Lists of keys as few bytes."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable


def packed_keys(keys: Iterable[int]) -> bytes:
    """Return keys as bytes: sorted, each as its step from the one before, compressed; the same on every machine."""
    ordered = sorted(set(keys))
    steps = array("Q", (key - before for key, before in zip(ordered, (0, *ordered), strict=False)))
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes(), 6)


def unpacked_keys(packed: bytes) -> frozenset[int]:
    """Return the keys that were packed; none for no bytes."""
    if not packed:
        return frozenset()
    steps = array("Q", zlib.decompress(packed))
    if sys.byteorder == "big":
        steps.byteswap()
    total, keys = 0, []
    for step in steps:
        total += step
        keys.append(total)
    return frozenset(keys)
