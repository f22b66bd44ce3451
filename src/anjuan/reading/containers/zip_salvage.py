"""What a ZIP without a usable directory still holds, found by the headers before each entry."""

from __future__ import annotations

import dataclasses
import mmap
import struct
import zlib
from collections.abc import Iterator

from anjuan.reading.containers.unpacking import PIECE_BYTES

_LOCAL = b"PK\x03\x04"
_HEADER = struct.Struct("<4s5H3I2H")
_FLAG_ENCRYPTED = 0x1
_FLAG_SIZES_FOLLOW = 0x8
FLAG_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8


class CutShortError(Exception):
    """The bytes of an entry do not all lie in this file."""


@dataclasses.dataclass(frozen=True, slots=True)
class LocalEntry:
    """An entry as the header before its bytes tells it."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    start: int

    @property
    def readable(self) -> bool:
        """Whether its bytes can be had without a password and without an uncommon method."""
        known_end = self.method == _DEFLATED or not self.flags & _FLAG_SIZES_FOLLOW
        return self.method in (_STORED, _DEFLATED) and known_end and not self.flags & _FLAG_ENCRYPTED

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.raw_name.endswith(b"/")


def local_entries(content: mmap.mmap | bytes) -> Iterator[LocalEntry]:
    """Yield every entry whose header stands in the content; those inside the bytes of another are left out."""
    place = content.find(_LOCAL)
    while 0 <= place <= len(content) - _HEADER.size:
        _, _, flags, method, _, _, crc, packed, size, name_bytes, extra_bytes = _HEADER.unpack_from(content, place)
        name_at = place + _HEADER.size
        start = name_at + name_bytes + extra_bytes
        entry = LocalEntry(bytes(content[name_at : name_at + name_bytes]), flags, method, crc, packed, size, start)
        plausible = bool(entry.raw_name) and start <= len(content)
        if plausible:
            yield entry
        inside = 0 if not plausible or flags & _FLAG_SIZES_FOLLOW else packed
        onward = start + inside if plausible and start + inside <= len(content) else place + 4
        place = content.find(_LOCAL, onward)


def pieces(content: mmap.mmap | bytes, entry: LocalEntry) -> Iterator[bytes]:
    """Yield the bytes of one entry.

    Raises:
        CutShortError: They end too early, or their checksum is wrong.
        zlib.error: They cannot be unpacked.

    """
    crc = 0
    for piece in _stored(content, entry) if entry.method == _STORED else _inflated(content, entry):
        crc = zlib.crc32(piece, crc)
        yield piece
    if not entry.flags & _FLAG_SIZES_FOLLOW and crc != entry.crc:
        raise CutShortError("its checksum is wrong")


def _stored(content: mmap.mmap | bytes, entry: LocalEntry) -> Iterator[bytes]:
    end = entry.start + entry.packed_bytes
    if end > len(content):
        raise CutShortError("its end is missing")
    for place in range(entry.start, end, PIECE_BYTES):
        yield content[place : min(end, place + PIECE_BYTES)]


def _inflated(content: mmap.mmap | bytes, entry: LocalEntry) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    place = entry.start
    waiting = b""
    while not unpacker.eof:
        if not waiting:
            waiting = content[place : place + PIECE_BYTES]
            place += len(waiting)
            if not waiting:
                raise CutShortError("its end is missing")
        piece = unpacker.decompress(waiting, PIECE_BYTES)
        waiting = unpacker.unconsumed_tail
        if piece:
            yield piece
