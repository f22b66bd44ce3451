"""7z archives, encrypted names included."""

from __future__ import annotations

import lzma
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

import py7zr
import py7zr.exceptions
import py7zr.io

from anjuan.reading import media
from anjuan.reading.containers import names
from anjuan.reading.containers.secrets import password_needed
from anjuan.reading.containers.unpacking import Shelf, TooDenseError, Unpacking, broken
from anjuan.reading.errors import LimitReachedError
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source

_UNREADABLE = (
    py7zr.exceptions.ArchiveError,
    py7zr.exceptions.PasswordRequired,
    py7zr.exceptions.AbsolutePathError,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RuntimeError,
    OverflowError,
)


class SevenZipReader:
    """Unpacks 7z archives."""

    name = f"py7zr/{py7zr.__version__}"
    media_types = frozenset({media.SEVEN_ZIP})

    def available(self) -> bool:
        """Say yes: the library is always installed."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the files inside.

        Raises:
            PasswordNeededError: It is encrypted and no given password opens it.
            BrokenFileError: Nothing can be unpacked.
            LimitReachedError: It unpacks to more than the limits allow.

        """
        yield Opened(media.SEVEN_ZIP, self.name)
        unpacking = Unpacking(source, options)
        with source.path.open("rb") as stream:
            shelves, fault = _unpacked(stream, source, options, unpacking)
            yield from _events(shelves, unpacking)
        if fault is not None:
            if not unpacking.delivered:
                raise broken(source, f"its packed data is damaged ({fault})")
            text = f"{source.name!r} is damaged; only {unpacking.delivered} files could be saved from it ({fault})."
            yield Notice("archive-incomplete", text, partial=True)
        yield from unpacking.finish()


def _unpacked(
    stream: BinaryIO, source: Source, options: ReadOptions, unpacking: Unpacking
) -> tuple[_Shelves, BaseException | None]:
    """Return what could be unpacked with the first password that fits, and what stopped it, if anything did."""
    locked = False
    for password in (None, *options.passwords):
        stream.seek(0)
        shelves = _Shelves(unpacking)
        try:
            with py7zr.SevenZipFile(stream, password=password) as archive:
                locked = locked or archive.needs_password()
                if locked and password is None:
                    continue
                _extract(archive, shelves)
        except py7zr.exceptions.PasswordRequired:
            locked = True
        except LimitReachedError:
            shelves.discard()
            raise
        except _UNREADABLE as fault:
            shelves.drop_unfinished()
            if not locked:
                return shelves, fault
            shelves.discard()
        else:
            return shelves, None
    raise password_needed(source.name, options.passwords)


def _extract(archive: py7zr.SevenZipFile, shelves: _Shelves) -> None:
    safe = []
    for entry in archive.files:
        if entry.is_directory:
            continue
        shelves.count()
        if entry.is_symlink or entry.is_junction or entry.is_socket:
            shelves.refuse(entry.filename, "it is a link or a device and has no content of its own")
        elif names.clean(entry.filename).reasons:
            shelves.refuse(entry.filename, "its path leads out of the archive", partial=True)
        else:
            safe.append(entry.filename)
    if safe:
        archive.extract(targets=safe, factory=shelves)


def _events(shelves: _Shelves, unpacking: Unpacking) -> Iterator[Event]:
    yield from shelves.notices
    for name, shelf in shelves.finished:
        cleaned = names.clean(name)
        yield from unpacking.deliver(cleaned, shelf)


class _Shelves(py7zr.io.WriterFactory):
    """Gives the unpacker a metered file for every entry."""

    def __init__(self, unpacking: Unpacking) -> None:
        self._unpacking = unpacking
        self._number = 0
        self._open: list[_Writer] = []
        self.notices: list[Notice] = []

    def count(self) -> None:
        self._unpacking.count()

    def refuse(self, name: str, why: str, *, partial: bool = False) -> None:
        self.notices.append(self._unpacking.refused(name, why, partial=partial))

    def create(self, filename: str) -> Any:  # noqa: ANN401  the library's own interface
        self._number += 1
        writer = _Writer(filename, self._unpacking.bare_shelf(self._number))
        self._open.append(writer)
        return writer

    @property
    def finished(self) -> list[tuple[str, Shelf]]:
        """Every entry that came to its end, in the order of the archive."""
        return [(writer.filename, writer.shelf) for writer in self._open if writer.done]

    def drop_unfinished(self) -> None:
        for writer in self._open:
            if not writer.done:
                writer.shelf.discard()

    def discard(self) -> None:
        for writer in self._open:
            writer.shelf.discard()
        self._open.clear()


class _Writer(py7zr.io.Py7zIO):
    """What the unpacker writes one entry to."""

    def __init__(self, filename: str, shelf: Shelf) -> None:
        self.filename = filename
        self.shelf = shelf
        self.done = False

    def write(self, s: bytes | bytearray) -> int:
        try:
            return self.shelf.write(bytes(s))
        except TooDenseError as fault:
            raise LimitReachedError(f"{self.filename!r} unpacks to far more than its size.") from fault

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002  never read back
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self.shelf.size_bytes

    def close(self) -> None:
        self.shelf.close()
        self.done = True
