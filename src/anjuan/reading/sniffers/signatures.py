"""Types that fixed bytes at fixed places tell."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from anjuan.kit.rulefiles import Strict, read_yaml
from anjuan.reading.sniffers.sniffed import Sniffed


class _Part(Strict):
    at: int
    hex: str


class _Row(Strict):
    media_type: str
    parts: tuple[_Part, ...]
    detail: str = ""


class _Rows(Strict):
    signatures: tuple[_Row, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Signature:
    parts: tuple[tuple[int, bytes], ...]
    answer: Sniffed

    def fits(self, head: bytes) -> bool:
        return all(head[at : at + len(sign)] == sign for at, sign in self.parts)


@functools.cache
def _signatures() -> tuple[_Signature, ...]:
    rows = _Rows.model_validate(read_yaml(Path(__file__).parents[1] / "tables" / "signatures.yaml"))
    return tuple(
        _Signature(tuple((part.at, bytes.fromhex(part.hex)) for part in row.parts), Sniffed(row.media_type, row.detail))
        for row in rows.signatures
    )


def by_signature(head: bytes) -> Sniffed | None:
    """Return the type that the first bytes of a file tell; None when no signature fits."""
    return next((signature.answer for signature in _signatures() if signature.fits(head)), None)
