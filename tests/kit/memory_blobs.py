"""The simplest store of bytes that keeps the promise of the protocol while the process lives."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from anjuan.kit.digests import Digest, Hasher, Kept
from anjuan.kit.errors import BlobDamagedError, BlobMissingError


class MemoryBlobs:
    """The simplest store that keeps the promise while the process lives: for tests."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes and return their digest."""
        content = b"".join(pieces)
        digest = _digest_of(content)
        kept = Kept.KNOWN if digest.sha256 in self._held else Kept.NEW
        self._held.setdefault(digest.sha256, content)
        return dataclasses.replace(digest, kept=kept)

    def open(self, sha256: str) -> BinaryIO:
        """Return a readable, seekable stream of the bytes."""
        if sha256 not in self._held:
            raise BlobMissingError(f"No bytes with the digest {sha256} are held.")
        return io.BytesIO(self._held[sha256])

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are stored."""
        return sha256 in self._held

    def verify(self, sha256: str) -> Digest:
        """Hash the bytes again and return their digest."""
        if sha256 not in self._held:
            raise BlobMissingError(f"No bytes with the digest {sha256} are held.")
        digest = _digest_of(self._held[sha256])
        if digest.sha256 != sha256:
            raise BlobDamagedError(f"The bytes stored as {sha256} now have the digest {digest.sha256}.")
        return digest

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of everything stored."""
        yield from list(self._held)


def _digest_of(content: bytes) -> Digest:
    hasher = Hasher()
    hasher.update(content)
    return hasher.digest()
