"""Objects inside OLE files: packaged files, PDFs, office documents in storages of their own."""

from __future__ import annotations

import dataclasses
import io
import struct
from collections.abc import Iterator

import olefile

from anjuan.reading.office.compound import compound_file
from anjuan.reading.office.members import ending_of

#: A stream that tells what a storage is, and the ending of a file that holds it.
_KINDS = {
    "WordDocument": ".doc",
    "Workbook": ".xls",
    "Book": ".xls",
    "PowerPoint Document": ".ppt",
    "VisioDocument": ".vsd",
    "MN0": ".wps",
    "__properties_version1.0": ".msg",
}
_NATIVE = "\x01Ole10Native"
_DIRECT = ("Package", "CONTENTS", "Contents", "EmbeddedOdf")
_MOST_OBJECTS = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class EmbeddedObject:
    """An object taken out of an OLE file; without data when it could not be taken out."""

    name: str
    data: bytes | None


def open_ole(data: bytes) -> olefile.OleFileIO | None:
    """Return the opened OLE file, or None when the bytes are none or are damaged."""
    if not data.startswith(olefile.MAGIC):
        return None
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, struct.error):
        return None


def objects_in_bytes(data: bytes, name: str) -> list[EmbeddedObject]:
    """Return what an embedded ``.bin`` holds: a packaged file, a document, or itself when it is no OLE file."""
    ole = open_ole(data)
    if ole is None:
        return [EmbeddedObject(name, data)]
    with ole:
        kind = _kind_of(ole, ())
        if kind:
            return [EmbeddedObject(_renamed(name, kind), data)]
        direct = _direct(ole, (), name)
        return [direct] if direct else []


def objects_in_storages(ole: olefile.OleFileIO) -> Iterator[EmbeddedObject]:
    """Yield the objects that lie in storages below the root, such as those of ``ObjectPool``."""
    storages = sorted({tuple(path[:depth]) for path in ole.listdir() for depth in range(1, len(path))})
    taken: list[tuple[str, ...]] = []
    for storage in storages[:_MOST_OBJECTS]:
        if any(storage[: len(outer)] == outer for outer in taken):
            continue
        found = _object_in(ole, storage)
        if found is not None:
            taken.append(storage)
            yield found


def _object_in(ole: olefile.OleFileIO, storage: tuple[str, ...]) -> EmbeddedObject | None:
    kind = _kind_of(ole, storage)
    if kind is None:
        return _direct(ole, storage, storage[-1])
    try:
        streams = {
            tuple(path[len(storage) :]): _stream(ole, tuple(path))
            for path in ole.listdir()
            if tuple(path[: len(storage)]) == storage
        }
        return EmbeddedObject(storage[-1] + kind, compound_file(streams))
    except (OSError, ValueError):
        return EmbeddedObject(storage[-1] + kind, None)


def _kind_of(ole: olefile.OleFileIO, storage: tuple[str, ...]) -> str | None:
    for path in ole.listdir():
        if tuple(path[: len(storage)]) == storage and len(path) == len(storage) + 1 and path[-1] in _KINDS:
            return _KINDS[str(path[-1])]
    return None


def _direct(ole: olefile.OleFileIO, storage: tuple[str, ...], name: str) -> EmbeddedObject | None:
    if ole.exists([*storage, _NATIVE]):
        try:
            return _unpacked(_stream(ole, (*storage, _NATIVE)), name)
        except (OSError, ValueError, struct.error, IndexError):
            return EmbeddedObject(name, None)
    for stream in _DIRECT:
        if not ole.exists([*storage, stream]):
            continue
        try:
            data = _stream(ole, (*storage, stream))
        except (OSError, ValueError):
            return EmbeddedObject(name, None)
        ending = ending_of(data)
        if ending:
            return EmbeddedObject(_renamed(name, ending), data)
    return None


def _stream(ole: olefile.OleFileIO, path: tuple[str, ...]) -> bytes:
    with ole.openstream(list(path)) as stream:
        return bytes(stream.read())


def _unpacked(native: bytes, name: str) -> EmbeddedObject:
    """Take the file out of a packager object: size, flags, label, path, flags, path, size, bytes."""
    label_end = native.index(b"\0", 6)
    label = _decoded(native[6:label_end])
    path_end = native.index(b"\0", label_end + 1)
    (kind,) = struct.unpack_from("<I", native, path_end + 1)
    if kind & 0xFFFF == 1 and label_end + 1 == path_end:  # no packager header: the bytes follow the size
        return EmbeddedObject(name, native[4:])
    (length,) = struct.unpack_from("<I", native, path_end + 5)
    after = path_end + 9 + length
    (size,) = struct.unpack_from("<I", native, after)
    data = native[after + 4 : after + 4 + size]
    return EmbeddedObject(label or name, data)


def _decoded(raw: bytes) -> str:
    for encoding in ("ascii", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _renamed(name: str, ending: str) -> str:
    stem = name.rpartition(".")[0] if name.endswith(".bin") else name
    return stem if stem.endswith(ending) else stem + ending
