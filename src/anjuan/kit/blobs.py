"""Where original bytes are kept: by content, never altered, verified after writing."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives import hashes

from anjuan.kit.errors import BlobDamagedError, BlobError, BlobMissingError, StoreFullError

_CHUNK_BYTES = 1 << 20
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclasses.dataclass(frozen=True, slots=True)
class Digest:
    """The identity of some bytes.

    Attributes:
        sha256: SHA-256, 64 lower-case hexadecimal digits: the name in the store.
        sm3: SM3 (GB/T 32905-2016), 64 lower-case hexadecimal digits.
        size_bytes: How many bytes.

    """

    sha256: str
    sm3: str
    size_bytes: int


class Hasher:
    """Takes bytes in pieces and gives their digest."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())
        self._size = 0

    def update(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._sha256.update(piece)
        self._sm3.update(piece)
        self._size += len(piece)

    def digest(self) -> Digest:
        """Return the digest of all bytes taken."""
        return Digest(self._sha256.hexdigest(), self._sm3.copy().finalize().hex(), self._size)


class Blobs(Protocol):
    """A store of immutable bytes, named by their SHA-256.

    Every implementation passes ``tests/contracts/blobs.py``. Writing the same bytes twice is no
    error and stores them once. When :meth:`put` has returned, the bytes survive the death of the
    process and of the machine.
    """

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes, verify what was written and return their digest.

        Raises:
            BlobDamagedError: What was read back differs from what was given.
            StoreFullError: There is no room.
            OSError: The giver of the pieces failed; nothing was stored.

        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Return a readable, seekable stream of the bytes; the caller closes it.

        Raises:
            BlobMissingError: The store has no such bytes.

        """
        ...

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are stored, without reading them."""
        ...

    def verify(self, sha256: str) -> Digest:
        """Read the bytes again and return their digest.

        Raises:
            BlobMissingError: The store has no such bytes.
            BlobDamagedError: The bytes no longer have their name.

        """
        ...

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of everything stored, in no order."""
        ...


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a stream in pieces of at most 1 MiB."""
    while piece := stream.read(_CHUNK_BYTES):
        yield piece


class _Given:
    """Pieces on their way in, and the fault of who gives them: it is none of the store."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.fault: OSError | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except OSError as error:
            self.fault = error
            raise


class FolderBlobs:
    """Blobs as files of a folder: ``ab/cd/<sha256>``, read-only, written by rename.

    The way of a write: a temporary file on the same disk, fsync, read back and hash, rename,
    fsync of the folder. A crash leaves a temporary file at the worst, never half a blob.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes, verify what was written and return their digest."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        temporary = self._incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
        given = _Given(pieces)
        try:
            digest = self._write(temporary, given)
            self._keep(temporary, digest)
        except OSError as error:
            if error is given.fault:
                raise
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFullError(
                    f"The disk that holds {self.root} is full.",
                    why="The bytes were not accepted; nothing stored before is affected.",
                    remedy="Free some space or move the data home, then send the file again.",
                ) from error
            raise BlobError(
                f"The blob store at {self.root} could not be written: {error.strerror or error}.",
                remedy="Check that the folder exists and belongs to the person who runs the program.",
            ) from error
        finally:
            temporary.unlink(missing_ok=True)
        return digest

    def _write(self, temporary: Path, pieces: Iterable[bytes]) -> Digest:
        hasher = Hasher()
        with temporary.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
                hasher.update(piece)
            stream.flush()
            os.fsync(stream.fileno())
        written = _digest_of(temporary)
        given = hasher.digest()
        if written != given:
            raise BlobDamagedError(
                f"{given.size_bytes} bytes were written, but reading them back gave other bytes"
                f" ({written.sha256[:12]} instead of {given.sha256[:12]}).",
                why="The disk or the memory of this machine alters data.",
                remedy="Do not file anything more here before the machine has been checked.",
            )
        return given

    def _keep(self, temporary: Path, digest: Digest) -> None:
        path = self._path(digest.sha256)
        if path.exists():
            self.verify(digest.sha256)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.chmod(0o440)
            temporary.rename(path)
        # Also when it was there: whoever renamed it may not have come to this yet.
        for folder in (path.parent, path.parent.parent, self.root):
            _sync_folder(folder)

    def open(self, sha256: str) -> BinaryIO:
        """Return a readable, seekable stream of the bytes; the caller closes it."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise _missing(sha256) from None

    def path_of(self, sha256: str) -> Path:
        """Return the file that holds the bytes, for readers that want a path. Never write to it."""
        path = self._path(sha256)
        if not path.exists():
            raise _missing(sha256)
        return path

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are stored, without reading them."""
        return self._path(sha256).exists()

    def verify(self, sha256: str) -> Digest:
        """Read the bytes again and return their digest."""
        try:
            digest = _digest_of(self._path(sha256))
        except FileNotFoundError:
            raise _missing(sha256) from None
        if digest.sha256 != sha256:
            raise BlobDamagedError(
                f"The bytes stored as {sha256} now have the digest {digest.sha256}.",
                why="The original was changed or the disk lost it.",
                remedy="Restore this blob from a backup; the damaged file is left where it is.",
            )
        return digest

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of everything stored, in no order."""
        for path in self.root.glob("??/??/*"):
            if _SHA256.match(path.name):
                yield path.name

    def sweep(self, *, older_than_seconds: float) -> int:
        """Remove what killed writers left behind; return how many files. Stored bytes are never touched.

        Args:
            older_than_seconds: Files that somebody wrote to since then may still become blobs.

        """
        removed = 0
        before = time.time() - older_than_seconds
        for path in self._incoming.glob("*"):
            with contextlib.suppress(FileNotFoundError):  # another sweeper, or its writer after all
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, sha256: str) -> Path:
        if not _SHA256.match(sha256):
            raise BlobMissingError(f"{sha256!r} is no SHA-256 in 64 lower-case hexadecimal digits.")
        return self.root / sha256[:2] / sha256[2:4] / sha256


class MemoryBlobs:
    """The simplest store that keeps the promise while the process lives: for tests."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes and return their digest."""
        content = b"".join(pieces)
        digest = _digest_of_bytes(content)
        self._held.setdefault(digest.sha256, content)
        return digest

    def open(self, sha256: str) -> BinaryIO:
        """Return a readable, seekable stream of the bytes."""
        if sha256 not in self._held:
            raise _missing(sha256)
        return io.BytesIO(self._held[sha256])

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are stored."""
        return sha256 in self._held

    def verify(self, sha256: str) -> Digest:
        """Hash the bytes again and return their digest."""
        if sha256 not in self._held:
            raise _missing(sha256)
        digest = _digest_of_bytes(self._held[sha256])
        if digest.sha256 != sha256:
            raise BlobDamagedError(f"The bytes stored as {sha256} now have the digest {digest.sha256}.")
        return digest

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of everything stored."""
        yield from list(self._held)


def _missing(sha256: str) -> BlobMissingError:
    return BlobMissingError(
        f"The blob store holds no bytes with the digest {sha256}.",
        why="An original that the records name is not there.",
        remedy="Run `anjuan archive verify --all`, then restore what it names from a backup.",
    )


def _digest_of(path: Path) -> Digest:
    hasher = Hasher()
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            hasher.update(piece)
    return hasher.digest()


def _digest_of_bytes(content: bytes) -> Digest:
    hasher = Hasher()
    hasher.update(content)
    return hasher.digest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
