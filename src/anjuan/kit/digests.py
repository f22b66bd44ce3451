"""The identity of bytes: SHA-256 and SM3, taken in one go."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes

_CHUNK_BYTES = 1 << 20


class Kept(enum.StrEnum):
    """How the store came to hold bytes that were put: it had them, it took them, or it replaced damaged ones."""

    KNOWN = "known"
    NEW = "new"
    HEALED = "healed"


@dataclasses.dataclass(frozen=True, slots=True)
class Digest:
    """The identity of some bytes.

    Attributes:
        sha256: SHA-256, 64 lower-case hexadecimal digits: the name in the store.
        sm3: SM3 (GB/T 32905-2016), 64 lower-case hexadecimal digits.
        size_bytes: How many bytes.
        crc32: CRC-32 of the bytes as in ZIP: no proof of anything, but linear, so that one flipped bit can be found.
        kept: What putting them did; it is no part of the identity, nor is ``crc32``.

    """

    sha256: str
    sm3: str
    size_bytes: int
    crc32: int | None = dataclasses.field(default=None, compare=False)
    kept: Kept = dataclasses.field(default=Kept.KNOWN, compare=False)


class Hasher:
    """Takes bytes in pieces and gives their digest."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())
        self._size = 0
        self._crc32 = 0

    def update(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._crc32 = zlib.crc32(piece, self._crc32)
        self._sha256.update(piece)
        self._sm3.update(piece)
        self._size += len(piece)

    def digest(self) -> Digest:
        """Return the digest of all bytes taken."""
        return Digest(self._sha256.hexdigest(), self._sm3.copy().finalize().hex(), self._size, self._crc32)


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a stream in pieces of at most 1 MiB."""
    while piece := stream.read(_CHUNK_BYTES):
        yield piece


def digest_of_file(path: Path) -> Digest:
    """Read a file and return its digest.

    Raises:
        OSError: It cannot be read.

    """
    hasher = Hasher()
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            hasher.update(piece)
    return hasher.digest()
