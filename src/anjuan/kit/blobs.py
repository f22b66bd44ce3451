"""Where original bytes are kept: by content, never altered, verified after writing."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from anjuan.kit.digests import Digest, Hasher, Kept, digest_of_file
from anjuan.kit.errors import BlobDamagedError, BlobError, BlobMissingError, StoreFullError

_SHA256 = re.compile(r"^[0-9a-f]{64}$")
#: Folders of the store beside the blobs: what is on its way in, and damaged files kept as evidence.
_INCOMING, _SET_ASIDE = "incoming", "damaged"


class Blobs(Protocol):
    """A store of immutable bytes, named by their SHA-256.

    Every implementation passes ``tests/contracts/blobs.py``. Writing the same bytes twice is no
    error and stores them once. When :meth:`put` has returned, the bytes survive the death of the
    process and of the machine.
    """

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes, verify what was written and return their digest.

        Bytes that the store holds already are read again; when they are damaged, the ones given now replace them.

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


@dataclasses.dataclass(frozen=True, slots=True)
class StoredFile:
    """A file below the root of a folder of blobs.

    Attributes:
        path: Where it lies.
        sha256: The digest that its name claims, when it lies where that blob belongs; else empty.
        is_incoming: Whether it is a file on its way in, or what a killed writer left.

    """

    path: Path
    sha256: str
    is_incoming: bool


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
        self._incoming = root / _INCOMING

    def put(self, pieces: Iterable[bytes]) -> Digest:
        """Store bytes, verify what was written and return their digest."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        temporary = self._incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
        given = _Given(pieces)
        try:
            digest = self._write(temporary, given)
            digest = dataclasses.replace(digest, kept=self._keep(temporary, digest))
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
        written = digest_of_file(temporary)
        given = hasher.digest()
        if written != given:
            raise BlobDamagedError(
                f"{given.size_bytes} bytes were written, but reading them back gave other bytes"
                f" ({written.sha256[:12]} instead of {given.sha256[:12]}).",
                why="The disk or the memory of this machine alters data.",
                remedy="Do not file anything more here before the machine has been checked.",
            )
        return given

    def _keep(self, temporary: Path, digest: Digest) -> Kept:
        path = self._path(digest.sha256)
        kept = Kept.NEW
        if os.path.lexists(path):
            kept = Kept.KNOWN if self._is_whole(path, digest) else Kept.HEALED
        if kept is Kept.HEALED:
            self._set_aside(path)
        if kept is not Kept.KNOWN:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.chmod(0o440)
            temporary.rename(path)
        # Also when it was there: whoever renamed it may not have come to this yet.
        for folder in (path.parent, path.parent.parent, self.root):
            _sync_folder(folder)
        return kept

    def _is_whole(self, path: Path, digest: Digest) -> bool:
        """Say whether a file of the store is what its name says. One that cannot be read is not."""
        if path.is_symlink() or not path.is_file():
            return False
        try:
            return digest_of_file(path) == digest
        except OSError:
            return False

    def _set_aside(self, path: Path) -> None:
        """Keep a damaged file as evidence, out of the way of the whole one."""
        aside = self.root / _SET_ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / f"{path.name}-{time.time_ns()}")
        _sync_folder(aside)

    def remove(self, sha256: str) -> bool:
        """Delete bytes for good, with damaged files of theirs that were set aside; say whether any were there.

        Only the destruction of records at the end of their retention may call this.
        """
        path = self._path(sha256)
        there = os.path.lexists(path)
        for file in (path, *(self.root / _SET_ASIDE).glob(f"{sha256}-*")):
            file.unlink(missing_ok=True)
        if there:
            _sync_folder(path.parent)
        return there

    def place_of(self, sha256: str) -> Path:
        """Return where the bytes should lie, whether or not they do. Never write to it."""
        return self._path(sha256)

    def files(self) -> Iterator[StoredFile]:
        """Yield everything that lies in the store and is no folder, wherever it lies, in no order."""
        for folder, folders, names in os.walk(self.root):
            here = Path(folder)
            folders[:] = [name for name in folders if here / name != self.root / _SET_ASIDE]
            for name in names:
                path = here / name
                placed = bool(_SHA256.match(name)) and path == self._path(name)
                yield StoredFile(path, name if placed else "", is_incoming=here == self._incoming)

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
            digest = digest_of_file(self._path(sha256))
        except FileNotFoundError:
            raise _missing(sha256) from None
        if digest.sha256 != sha256:
            raise BlobDamagedError(
                f"The bytes stored as {sha256} now have the digest {digest.sha256}.",
                why="The original was changed or the disk lost it.",
                remedy="Take the same file in again or restore it from a backup; the damaged one is left where it is.",
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


def _missing(sha256: str) -> BlobMissingError:
    return BlobMissingError(
        f"The blob store holds no bytes with the digest {sha256}.",
        why="An original that the records name is not there.",
        remedy="Run `anjuan archive verify --all`, then restore what it names from a backup.",
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
