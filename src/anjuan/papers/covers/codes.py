"""What the QR code of a cover sheet says: case, kind of paper, and a checksum over both."""

from __future__ import annotations

import dataclasses
import hashlib
import urllib.parse

_MARK = "ANJUAN1"
_CHECK_LETTERS = 8
_PARTS = 4


@dataclasses.dataclass(frozen=True, slots=True)
class CoverCode:
    """What a cover sheet says of the paper behind it.

    Attributes:
        case: The number of the case.
        kind: The code of the kind, such as ``D12``; empty when the sheet only separates.

    """

    case: str
    kind: str = ""


def written(code: CoverCode) -> str:
    """Return the text of the QR code: ASCII only, so that every scanner program reads the same."""
    case, kind = urllib.parse.quote(code.case, safe=""), urllib.parse.quote(code.kind, safe="")
    return f"{_MARK}:{case}:{kind}:{_check(case, kind)}"


def understood(text: str) -> CoverCode | None:
    """Return what a QR code says, or None if it is none of ours or its checksum is wrong."""
    parts = text.strip().split(":")
    if len(parts) != _PARTS or parts[0] != _MARK or parts[3] != _check(parts[1], parts[2]):
        return None
    return CoverCode(urllib.parse.unquote(parts[1]), urllib.parse.unquote(parts[2]))


def _check(case: str, kind: str) -> str:
    return hashlib.sha256(f"{_MARK}:{case}:{kind}".encode()).hexdigest()[:_CHECK_LETTERS]
