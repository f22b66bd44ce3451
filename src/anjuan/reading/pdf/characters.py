"""Kinds of characters that the laying out of lines must know."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: pdfium marks a hyphen at the end of a line with a sign of its own.
HYPHENS = (0xFFFE, 0x02)
#: Never part of a text: control characters, byte order marks, line and paragraph ends.
DROPPED = frozenset((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF, 0x2028, 0x2029, 0x200B))
SPECIAL = DROPPED.union(HYPHENS)
#: Punctuation that stands in a corner of its square.
CORNERED = frozenset("，。、：；！？·︐︑︒︓︔")
#: Radicals to Yi; compatibility ideographs; vertical and full-width forms; the planes beyond.
_WIDE = (("\u2e80", "\ua4cf"), ("\uf900", "\ufaff"), ("\ufe30", "\uffe6"), ("\U00020000", "\U0003ffff"))
_BLANKS = ((0x09, 0x0D), (0xA0, 0xA0), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000))


def blank(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Say which code points are blanks."""
    found: npt.NDArray[np.bool_] = np.asarray(codes == 0x20)  # noqa: PLR2004  code points below
    for low, high in _BLANKS:
        found |= (codes >= low) & (codes <= high)
    return found


def is_wide(sign: str) -> bool:
    """Say whether a character is written in a full square: ideographs, kana, full-width punctuation."""
    return any(low <= sign <= high for low, high in _WIDE)
