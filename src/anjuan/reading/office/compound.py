"""Writes a compound file (OLE2, version 3) from streams: an object inside another becomes a file of its own.

Layout after [MS-CFB]: header, FAT, directory, mini FAT, mini stream, streams.
"""

from __future__ import annotations

import dataclasses
import struct

_SECTOR = 512
_MINI = 64
_CUTOFF = 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_IN_HEADER = 109
_ENTRIES = _SECTOR // 4
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclasses.dataclass(slots=True)
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    children: list[int] = dataclasses.field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


def compound_file(streams: dict[tuple[str, ...], bytes], class_id: bytes = b"\0" * 16) -> bytes | None:
    """Return a compound file with these streams, or None when they are too large for its short form (about 6 MB).

    Args:
        streams: Contents by path of names.
        class_id: The 16 bytes that say which program the root belongs to.

    """
    entries = _entries(streams)
    mini_stream, mini_fat = _place_small(entries)
    big = [entry for entry in entries if entry.kind != 1 and len(entry.data) >= _CUTOFF]
    directory_count = -(-len(entries) * 128 // _SECTOR)
    mini_fat_count = -(-len(mini_fat) // _ENTRIES)
    rest = directory_count + mini_fat_count + _sectors(mini_stream) + sum(_sectors(entry.data) for entry in big)
    fat_count = 1
    while fat_count * _ENTRIES < rest + fat_count:
        fat_count += 1
    if fat_count > _IN_HEADER:
        return None
    fat = [_FAT] * fat_count
    directory_start = _chain(fat, directory_count)
    mini_fat_start = _chain(fat, mini_fat_count)
    entries[0].start, entries[0].size = _chain(fat, _sectors(mini_stream)), len(mini_stream)
    for entry in big:
        entry.start, entry.size = _chain(fat, _sectors(entry.data)), len(entry.data)
    fat += [_FREE] * (fat_count * _ENTRIES - len(fat))
    header = _header(fat_count, directory_start, mini_fat_start, mini_fat_count)
    directory = b"".join(_packed(entry, class_id if entry.kind == 5 else b"\0" * 16) for entry in entries)  # noqa: PLR2004
    mini = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    parts = [
        header,
        struct.pack(f"<{len(fat)}I", *fat),
        _padded(directory),
        _padded(mini, b"\xff"),
        _padded(mini_stream),
    ]
    return b"".join(parts + [_padded(entry.data) for entry in big])


def _entries(streams: dict[tuple[str, ...], bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", 5)]
    places: dict[tuple[str, ...], int] = {(): 0}
    for path, data in streams.items():
        for depth in range(1, len(path) + 1):
            own = path[:depth]
            if own not in places:
                is_stream = depth == len(path)
                entries.append(_Entry(own[-1], 2 if is_stream else 1, data if is_stream else b""))
                places[own] = len(entries) - 1
                entries[places[own[:-1]]].children.append(places[own])
    for entry in entries:
        order = sorted(entry.children, key=lambda index: (len(entries[index].name), entries[index].name.upper()))
        entry.child = _tree(entries, order)
    return entries


def _tree(entries: list[_Entry], order: list[int]) -> int:
    if not order:
        return _NONE
    middle = len(order) // 2
    entries[order[middle]].left = _tree(entries, order[:middle])
    entries[order[middle]].right = _tree(entries, order[middle + 1 :])
    return order[middle]


def _place_small(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    stream, fat = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == 1 or not 0 < len(entry.data) < _CUTOFF:
            continue
        count = -(-len(entry.data) // _MINI)
        entry.start, entry.size = len(fat), len(entry.data)
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        stream += entry.data.ljust(count * _MINI, b"\0")
    return bytes(stream), fat


def _sectors(data: bytes) -> int:
    return -(-len(data) // _SECTOR)


def _chain(fat: list[int], count: int) -> int:
    if count == 0:
        return _END
    start = len(fat)
    fat += [*range(start + 1, start + count), _END]
    return start


def _padded(data: bytes, filler: bytes = b"\0") -> bytes:
    return data + filler * (-len(data) % _SECTOR)


def _header(fat_count: int, directory: int, mini_fat: int, mini_fat_count: int) -> bytes:
    head = _MAGIC + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIII", 0, fat_count, directory, 0, _CUTOFF)
    head += struct.pack("<IIII", mini_fat, mini_fat_count, _END, 0)
    places = [*range(fat_count), *([_FREE] * (_IN_HEADER - fat_count))]
    return head + struct.pack(f"<{_IN_HEADER}I", *places)


def _packed(entry: _Entry, class_id: bytes) -> bytes:
    name = entry.name[:31].encode("utf-16-le")
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, entry.kind, 1)
    links = struct.pack("<III", entry.left, entry.right, entry.child)
    return head + links + class_id + b"\0" * 20 + struct.pack("<IQ", entry.start, entry.size)
