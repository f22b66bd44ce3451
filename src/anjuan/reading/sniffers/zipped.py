"""Which document a ZIP is, or that it is a plain archive."""

from __future__ import annotations

import functools
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from anjuan.kit.rulefiles import Strict, read_yaml
from anjuan.reading import media
from anjuan.reading.sniffers.sniffed import Sniffed

_LOCAL = b"PK\x03\x04"
_HEADS = (_LOCAL, b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL_BYTES = 30
_LOOKED_AT_BYTES = 1 << 20
_FLAG_ENCRYPTED = 0x1


class _ContentType(Strict):
    main: str
    media_type: str


class _Entry(Strict):
    name: str
    media_type: str


class _Kinds(Strict):
    mimetypes: dict[str, str]
    content_types: tuple[_ContentType, ...]
    entries: tuple[_Entry, ...]


@functools.cache
def _kinds() -> _Kinds:
    return _Kinds.model_validate(read_yaml(Path(__file__).parents[1] / "tables" / "zip_kinds.yaml"))


def looks_zipped(head: bytes, tail: bytes) -> bool:
    """Say whether the bytes are a ZIP: at their start, or by the directory at their end."""
    if head.startswith(_HEADS):
        return True
    place = tail.rfind(_END)
    # The comment length at the very end must fit, or the four bytes are a chance hit in other data.
    return (
        place >= 0
        and len(tail) - place >= _END_BYTES
        and struct.unpack_from("<H", tail, place + 20)[0] == len(tail) - place - _END_BYTES
    )


def by_entries(path: Path, head: bytes) -> Sniffed:
    """Return which document a ZIP is by the entries inside it, or that it is an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {_plain(info.filename): info for info in archive.infolist()}

            def content(name: str) -> bytes:
                with archive.open(names[name]) as stream:
                    return stream.read(_LOOKED_AT_BYTES)

            encrypted = any(info.flag_bits & _FLAG_ENCRYPTED for info in names.values())
            found = _kind(names, content)
            detail = "encrypted" if encrypted or _hidden_odf(found, names, content) else ""
            return Sniffed(found, detail)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, EOFError, OverflowError):
        places = {_plain(name): place for name, place in _local_names(head)}
        return Sniffed(_kind(places, lambda name: _inflated(head, places[name])), "broken")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _kind(names: Iterable[str], content: Callable[[str], bytes]) -> str:
    known = set(names)
    kinds = _kinds()
    if "mimetype" in known:
        said = _read(content, "mimetype").decode("ascii", "replace").strip()
        if said in kinds.mimetypes:
            return kinds.mimetypes[said]
    if "[content_types].xml" in known:
        types = _read(content, "[content_types].xml").decode("utf-8", "replace").lower()
        for row in kinds.content_types:
            if row.main in types:
                return row.media_type
    return next((row.media_type for row in kinds.entries if row.name in known), media.ZIP)


def _read(content: Callable[[str], bytes], name: str) -> bytes:
    try:
        return content(name)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return b""


def _hidden_odf(found: str, names: Iterable[str], content: Callable[[str], bytes]) -> bool:
    manifest = "meta-inf/manifest.xml"
    return (
        found in (media.ODT, media.ODS, media.ODP)
        and manifest in names
        and b"encryption-data" in _read(content, manifest)
    )


def _local_names(head: bytes) -> Iterator[tuple[str, int]]:
    """Yield names and places of the local headers in the first bytes, for a ZIP whose directory is lost."""
    place = head.find(_LOCAL)
    while 0 <= place <= len(head) - _LOCAL_BYTES:
        (length,) = struct.unpack_from("<H", head, place + 26)
        yield head[place + _LOCAL_BYTES : place + _LOCAL_BYTES + length].decode("utf-8", "replace"), place
        place = head.find(_LOCAL, place + _LOCAL_BYTES)


def _inflated(head: bytes, place: int) -> bytes:
    """Return as much of an entry's content as stands in the first bytes."""
    method, packed, names_bytes, extra_bytes = struct.unpack_from("<8xH8xI4xHH", head, place)
    start = place + _LOCAL_BYTES + names_bytes + extra_bytes
    if method == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-15).decompress(head[start:], _LOOKED_AT_BYTES)
    return head[start : start + packed]
