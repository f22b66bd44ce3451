"""Tar archives, packed or not, and single files packed with gzip, bzip2, xz or zstd."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from anjuan.reading import media
from anjuan.reading.containers import names
from anjuan.reading.containers.unpacking import Unpacking, broken, pieces_of
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.sniffers.packed import PACKED_TYPES, open_packed
from anjuan.reading.sniffing import sniff

_CUT_SHORT = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)


class TarReader:
    """Unpacks tar archives."""

    name = "tar/1"
    media_types = frozenset({media.TAR})

    def available(self) -> bool:
        """Say yes: all it needs comes with Python."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the files inside, in one pass.

        Raises:
            BrokenFileError: Nothing can be unpacked.
            LimitReachedError: It unpacks to more than the limits allow.

        """
        yield Opened(media.TAR, self.name)
        unpacking = Unpacking(source, options)
        packing = sniff(source.path).detail
        try:
            with (
                open_packed(source.path, packing) as stream,
                tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive,
            ):
                for info in archive:
                    yield from _one(archive, info, unpacking)
        except _CUT_SHORT as fault:
            if not unpacking.delivered:
                raise broken(source, f"its data ends or breaks off early ({fault})") from fault
            text = f"{source.name!r} breaks off; only {unpacking.delivered} files could be saved from it."
            yield Notice("archive-incomplete", text, partial=True)
        yield from unpacking.finish()


def _one(archive: tarfile.TarFile, info: tarfile.TarInfo, unpacking: Unpacking) -> Iterator[Event]:
    if info.isdir():
        return
    shown = _shown(info.name)
    if not info.isfile():
        unpacking.count()
        kind = "a link to another place" if info.issym() or info.islnk() else "a device or a pipe"
        yield unpacking.refused(shown, f"it is {kind} and has no content of its own", partial=info.islnk())
        return

    def unpack() -> Iterator[bytes]:
        content: Any = archive.extractfile(info)
        remaining = info.size
        for piece in pieces_of(content):
            remaining -= len(piece)
            yield piece
        if remaining:
            raise EOFError("its end is missing")

    yield from unpacking.keep(shown, unpack)


def _shown(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    return raw.decode(names.encoding_of_names([raw]), "replace")


class PackedFileReader:
    """Unpacks a single packed file."""

    name = "packed/1"
    media_types = frozenset(PACKED_TYPES)

    def available(self) -> bool:
        """Say yes: all it needs is always installed."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the one file inside.

        Raises:
            BrokenFileError: It cannot be unpacked.
            LimitReachedError: It unpacks to more than the limits allow.

        """
        yield Opened(source.media_type, self.name)
        unpacking = Unpacking(source, options)

        def unpack() -> Iterator[bytes]:
            return pieces_of(open_packed(source.path, source.media_type))

        yield from unpacking.keep(_inner_name(source), unpack)
        yield from unpacking.finish()


def _inner_name(source: Source) -> str:
    """Return the name the file had before packing: what gzip noted, else the name without its last suffix."""
    noted = _gzip_name(source.path) if source.media_type == media.GZIP else ""
    bare = PurePosixPath(source.name.replace("\\", "/")).name
    stem = bare.rpartition(".")[0] if bare.lower().endswith((".gz", ".bz2", ".xz", ".zst", ".z")) else bare
    return noted or stem or "content"


def _gzip_name(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(1024)
    flags = head[3] if len(head) > 10 else 0  # noqa: PLR2004  the fixed header has ten bytes
    if not flags & 0x08 or flags & 0x04:
        return ""
    raw = head[10:].partition(b"\0")[0]
    return raw.decode(names.encoding_of_names([raw]), "replace")
