"""What stands beside the cells of an .xls: comments and text boxes, record by record ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_BOF, _EOF, _CONTINUE, _TXO, _FILEPASS = 0x0809, 0x000A, 0x003C, 0x01B6, 0x002F
_WORKSHEET = 0x0010
_TXO_HEAD = 18


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield type and content of the records of a workbook stream, as far as they are whole."""
    place, end = 0, len(data)
    while place + 4 <= end:
        kind, size = struct.unpack_from("<HH", data, place)
        yield kind, data[place + 4 : place + 4 + size]
        place += 4 + size


def is_encrypted(data: bytes) -> bool:
    """Say whether the stream of a workbook is encrypted."""
    for number, (kind, _) in enumerate(records(data)):
        if kind == _FILEPASS:
            return True
        if number > 20:  # noqa: PLR2004  the mark stands among the first records
            return False
    return False


def box_texts(data: bytes) -> list[list[str]]:
    """Return, by worksheet in the order of the stream, the words of comments, text boxes and labels of controls."""
    sheets: list[list[str]] = []
    depth = 0
    wanted = 0
    parts: list[str] = []
    for kind, content in records(data):
        if kind == _CONTINUE and wanted > 0:
            piece = _characters(content)
            parts.append(piece[:wanted])
            wanted -= len(piece)
            continue
        if parts and sheets:
            sheets[-1].append("".join(parts))
        parts, wanted = [], 0
        if kind == _BOF:
            depth += 1
            if depth == 1 and len(content) >= 4 and struct.unpack_from("<H", content, 2)[0] == _WORKSHEET:  # noqa: PLR2004
                sheets.append([])
        elif kind == _EOF:
            depth = max(depth - 1, 0)
        elif kind == _TXO and len(content) >= _TXO_HEAD:
            wanted = struct.unpack_from("<H", content, 10)[0]
    return sheets


def _characters(content: bytes) -> str:
    if not content:
        return ""
    return content[1:].decode("utf-16-le", "replace") if content[0] & 1 else content[1:].decode("latin-1")
