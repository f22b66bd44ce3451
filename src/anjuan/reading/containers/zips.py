"""ZIP archives: names in whatever encoding, both kinds of encryption, parts and damaged ones."""

from __future__ import annotations

import contextlib
import mmap
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from anjuan.reading import media
from anjuan.reading.containers import names, zip_aes, zip_salvage
from anjuan.reading.containers.secrets import as_bytes, password_needed
from anjuan.reading.containers.unpacking import Unpacking, broken, pieces_of
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source

_FLAG_ENCRYPTED = 0x1
_UNICODE_NAME = 0x7075
_END = b"PK\x05\x06"
_LOCAL_HEADER = struct.Struct("<26x2H")
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError, EOFError)
_WRONG_PASSWORD = (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


class ZipReader:
    """Unpacks ZIP archives."""

    name = "zip/1"
    media_types = frozenset({media.ZIP})

    def available(self) -> bool:
        """Say yes: all it needs comes with Python."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the files inside; entries without a password come before the question for it.

        Raises:
            PasswordNeededError: Some entries are encrypted and no given password opens them.
            BrokenFileError: Nothing can be unpacked.
            LimitReachedError: It unpacks to more than the limits allow.

        """
        yield Opened(source.media_type, self.name)
        unpacking = Unpacking(source, options)
        with contextlib.ExitStack() as stack:
            try:
                archive = stack.enter_context(zipfile.ZipFile(source.path))
                infos = archive.infolist()
                if _is_one_of_many(source):
                    yield from _salvaged(source, unpacking, [_shown(info, "gb18030") for info in infos])
                else:
                    yield from _Entries(archive, source, options, unpacking).all(infos)
            except _BROKEN:
                if unpacking.delivered:
                    raise
                yield from _salvaged(source, unpacking, [])
        yield from unpacking.finish()


class _Entries:
    """The entries of one readable archive."""

    def __init__(self, archive: zipfile.ZipFile, source: Source, options: ReadOptions, unpacking: Unpacking) -> None:
        self._archive = archive
        self._source = source
        self._passwords = options.passwords
        self._unpacking = unpacking

    def all(self, infos: list[zipfile.ZipInfo]) -> Iterator[Event]:
        encoding = names.encoding_of_names(
            [_raw_name(info) for info in infos if not info.flag_bits & zip_salvage.FLAG_UTF8]
        )
        files = [info for info in infos if not info.is_dir()]
        locked = [info for info in files if info.flag_bits & _FLAG_ENCRYPTED]
        for info in files:
            if not info.flag_bits & _FLAG_ENCRYPTED:
                yield from self._one(info, _shown(info, encoding), b"")
        if locked:
            yield from self._locked(locked, encoding)

    def _locked(self, locked: list[zipfile.ZipInfo], encoding: str) -> Iterator[Event]:
        candidates = [form for password in self._passwords for form in as_bytes(password)]
        sure = [form for form in candidates if self._opens(min(locked, key=lambda info: info.compress_size), form)]
        closed = 0
        for info in locked:
            key = next((form for form in sure or candidates if self._starts(info, form)), None)
            if key is None:
                closed += 1
            else:
                yield from self._one(info, _shown(info, encoding), key)
        if closed:
            raise password_needed(self._source.name, self._passwords)

    def _one(self, info: zipfile.ZipInfo, shown: str, key: bytes) -> Iterator[Event]:
        kind = _special(info)
        if kind:
            self._unpacking.count()
            yield self._unpacking.refused(shown, kind, partial=False)
            return
        yield from self._unpacking.keep(shown, lambda: self._pieces(info, key), max(info.compress_size, 1))

    def _pieces(self, info: zipfile.ZipInfo, key: bytes) -> Iterable[bytes]:
        sealed = _sealed(info)
        if sealed is None:
            return pieces_of(self._archive.open(info, pwd=key or None))  # type: ignore[arg-type]
        return self._unsealed(info, sealed, key)

    def _unsealed(self, info: zipfile.ZipInfo, sealed: zip_aes.AesEntry, key: bytes) -> Iterator[bytes]:
        with self._source.path.open("rb") as stream:
            stream.seek(self._start(info))
            yield from zip_aes.pieces(stream, info.compress_size, sealed, key)

    def _start(self, info: zipfile.ZipInfo) -> int:
        with self._source.path.open("rb") as stream:
            stream.seek(info.header_offset)
            name_bytes, extra_bytes = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
        return int(info.header_offset + _LOCAL_HEADER.size + name_bytes + extra_bytes)

    def _starts(self, info: zipfile.ZipInfo, key: bytes) -> bool:
        """Say whether the key passes the check before the content, which one wrong key in 256 does."""
        sealed = _sealed(info)
        try:
            if sealed is None:
                self._archive.open(info, pwd=key).close()
                return True
            with self._source.path.open("rb") as stream:
                stream.seek(self._start(info))
                return zip_aes.opens(stream, sealed, key)
        except _WRONG_PASSWORD:
            return False

    def _opens(self, info: zipfile.ZipInfo, key: bytes) -> bool:
        """Say whether the key opens an entry down to its checksum."""
        try:
            return self._starts(info, key) and all(True for _ in self._pieces(info, key))
        except (*_WRONG_PASSWORD, zip_aes.SealBrokenError):
            return False


def _sealed(info: zipfile.ZipInfo) -> zip_aes.AesEntry | None:
    return zip_aes.aes_entry(info.extra) if info.compress_type == zip_aes.METHOD else None


def _special(info: zipfile.ZipInfo) -> str:
    """Return why an entry is no plain file, from the mode that Unix packers note; else empty."""
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "it is a link to another place and has no content of its own"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a device or a pipe, not a file"
    return ""


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & zip_salvage.FLAG_UTF8 else "cp437", "replace")


def _shown(info: zipfile.ZipInfo, encoding: str) -> str:
    if info.flag_bits & zip_salvage.FLAG_UTF8:
        return info.orig_filename
    raw = _raw_name(info)
    return _unicode_name(info.extra, raw) or raw.decode(encoding, "replace")


def _unicode_name(extra: bytes, raw: bytes) -> str:
    """Return the name in the Info-ZIP Unicode Path field when it belongs to this name; else empty."""
    while len(extra) >= 4:  # noqa: PLR2004  an extra field starts with two numbers of two bytes
        kind, length = struct.unpack_from("<HH", extra)
        field = extra[4 : 4 + length]
        if kind == _UNICODE_NAME and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):  # noqa: PLR2004
            return field[5:].decode("utf-8", "replace")
        extra = extra[4 + length :]
    return ""


def _is_one_of_many(source: Source) -> bool:
    """Say whether the end record names other parts of a split archive."""
    with source.path.open("rb") as stream:
        stream.seek(max(0, source.path.stat().st_size - (1 << 16) - 22))
        tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < 8:  # noqa: PLR2004
        return False
    this_part, first_part = struct.unpack_from("<HH", tail, place + 4)
    return (this_part, first_part) not in ((0, 0), (0xFFFF, 0xFFFF))


def _salvaged(source: Source, unpacking: Unpacking, listed: list[str]) -> Iterator[Event]:
    """Yield what the headers before the entries still give, and what is missing."""
    with source.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        entries = [entry for entry in zip_salvage.local_entries(content) if not entry.is_folder]
        encoding = names.encoding_of_names(
            [entry.raw_name for entry in entries if not entry.flags & zip_salvage.FLAG_UTF8]
        )
        found = []
        for entry in entries:
            shown = entry.raw_name.decode("utf-8" if entry.flags & zip_salvage.FLAG_UTF8 else encoding, "replace")
            before = unpacking.delivered
            yield from _salvaged_one(content, entry, shown, unpacking)
            found += [shown] if unpacking.delivered > before else []
    if not found and not unpacking.dense:
        raise broken(source, "its directory is damaged and no entry in it is complete")
    lost = sorted(set(listed) - set(found))
    which = f" Missing are {', '.join(repr(name) for name in lost[:5])}{' …' if len(lost) > 5 else ''}." if lost else ""  # noqa: PLR2004
    text = f"{source.name!r} is only a part of an archive or damaged; {len(found)} files could be saved from it."
    yield Notice("archive-incomplete", text + which, partial=True)


def _salvaged_one(
    content: mmap.mmap, entry: zip_salvage.LocalEntry, shown: str, unpacking: Unpacking
) -> Iterator[Event]:
    if not entry.readable:
        unpacking.count()
        yield unpacking.refused(shown, "the damaged archive does not say how it is packed", partial=True)
        return
    packed = None if not entry.packed_bytes else entry.packed_bytes

    def unpack() -> Iterator[bytes]:
        return zip_salvage.pieces(content, entry)

    yield from unpacking.keep(shown, unpack, packed)
