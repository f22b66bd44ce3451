"""Unified social credit codes 统一社会信用代码 and their two check digits.

Source: GB 32100-2015; the inner organisation code GB 11714-1997.
"""

from __future__ import annotations

import re

#: The 31 signs of the code: digits and capitals without I, O, S, V and Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"^[{ALPHABET}]{{18}}$")
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def check_sign(first_seventeen: str) -> str:
    """Return the 18th sign of a code whose first 17 are given.

    Raises:
        ValueError: There are not 17 signs of the alphabet.

    """
    if len(first_seventeen) != len(_WEIGHTS) or any(sign not in ALPHABET for sign in first_seventeen):
        message = f"{first_seventeen!r} is not made of 17 signs of the alphabet {ALPHABET}."
        raise ValueError(message)
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check_sign(first_eight: str) -> str:
    """Return the 9th sign of an organisation code (GB 11714) whose first 8 are given."""
    total = sum(_INNER_VALUES[sign] * weight for sign, weight in zip(first_eight, _INNER_WEIGHTS, strict=True))
    value = 11 - total % 11
    return {10: "X", 11: "0"}.get(value, str(value))


def credit_code_faults(code: str) -> tuple[str, ...]:
    """Return what is wrong with a code, as words: ``shape``, ``check_sign``, ``inner_check_sign``; nothing when right.

    The region in positions 3 to 8 is that of the registration authority, not of the organisation, and may be
    one that was withdrawn since; it is not judged.
    """
    if not _SHAPE.match(code):
        return ("shape",)
    faults = []
    if check_sign(code[:17]) != code[17]:
        faults.append("check_sign")
    if inner_check_sign(code[8:16]) != code[16]:
        faults.append("inner_check_sign")
    return tuple(faults)


def clean_credit_code(text: str) -> str:
    """Return a code as it is stored: capitals, full width made half, blanks and hyphens left out."""
    narrow = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return re.sub(r"[\s\-]", "", narrow).upper()
