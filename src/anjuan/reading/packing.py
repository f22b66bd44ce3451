"""A page as few bytes: what the database keeps of every page read.

The text is compressed by itself, so it can be had without the geometry. Positions are kept in
steps of 1/65535 of the page, well below a printed hair line.
"""

from __future__ import annotations

import itertools
import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.pages import Box, Cell, Line, Page, Role, Seal, Table, TextSource

_VERSION = 1
_HEAD = struct.Struct("<BI")
_SCALE = 65535
_NO_CONFIDENCE = 65535
_CONFIDENCE_SCALE = 65534
_LEVEL = 6
_ROLES = tuple(Role)
_ROLE_NUMBERS = {role: number for number, role in enumerate(_ROLES)}


def pack(page: Page) -> bytes:
    """Return the page as bytes for :func:`unpack`.

    Text comes back exactly; positions within 1/100000 of the page, confidences within 1/100000.
    """
    text = zlib.compress(page.text.encode("utf-8", "surrogatepass"), _LEVEL)
    lines = page.lines
    numbers = [
        *(len(line.text) for line in lines),
        *(line.block for line in lines),
        *(_ROLE_NUMBERS[line.role] for line in lines),
        *(bool(line.edges) for line in lines),
    ]
    boxes = _quantised([line.box for line in lines])
    confidences = [
        _NO_CONFIDENCE if line.confidence is None else round(line.confidence * _CONFIDENCE_SCALE) for line in lines
    ]
    edges = np.fromiter(itertools.chain.from_iterable(line.edges for line in lines), dtype=np.float64)
    meta = json.dumps(_meta(page, len(edges)), ensure_ascii=False, separators=(",", ":"))
    head = meta.encode("utf-8", "surrogatepass")
    body = b"".join(
        (
            struct.pack("<I", len(head)),
            head,
            np.asarray(numbers, dtype="<u4").tobytes(),
            boxes.tobytes(),
            np.asarray(confidences, dtype="<u2").tobytes(),
            _stepped(edges).tobytes(),
        )
    )
    return _HEAD.pack(_VERSION, len(text)) + text + zlib.compress(body, _LEVEL)


def unpack(data: bytes) -> Page:
    """Return the page that :func:`pack` made the bytes of.

    Raises:
        BrokenFileError: The bytes are of another version or damaged.

    """
    text, body = _parts(data)
    try:
        return _page(text, zlib.decompress(body))
    except (zlib.error, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
        raise _damaged(str(error)) from error


def text_of(data: bytes) -> str:
    """Return the text of a packed page, without unpacking where it stands.

    Raises:
        BrokenFileError: The bytes are of another version or damaged.

    """
    return _parts(data)[0]


def _parts(data: bytes) -> tuple[str, bytes]:
    if len(data) < _HEAD.size:
        raise _damaged("they are too few")
    version, size = _HEAD.unpack_from(data)
    if version != _VERSION:
        raise _damaged(f"they are of version {version}, this program knows version {_VERSION}")
    end = _HEAD.size + size
    try:
        text = zlib.decompress(data[_HEAD.size : end]).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise _damaged(str(error)) from error
    return text, data[end:]


def _damaged(why: str) -> BrokenFileError:
    return BrokenFileError(
        f"A stored page cannot be unpacked: {why}.",
        why="The page as it was read cannot be shown.",
        remedy="Read the document again; its original bytes are kept.",
    )


def _meta(page: Page, edges: int) -> list[object]:
    return [
        [page.number, page.width, page.height, page.rotation, page.source.value, page.reason, page.skew],
        [page.label, page.picture, page.blank, len(page.lines), edges],
        [
            [_whole(table.box), table.ruled, [[c.row, c.column, c.text, _whole(c.box), c.row_span, c.column_span]
             for c in table.cells]]
            for table in page.tables
        ],
        [[_whole(seal.box), seal.text, seal.confidence, seal.shape, seal.colour] for seal in page.seals],
    ]  # fmt: skip


def _page(text: str, body: bytes) -> Page:
    (head_size,) = struct.unpack_from("<I", body)
    start = 4 + head_size
    meta = json.loads(body[4:start].decode("utf-8", "surrogatepass"))
    (number, width, height, rotation, source, reason, skew), (label, picture, blank, count, edges), tables, seals = meta
    columns = np.frombuffer(body, dtype="<u4", count=4 * count, offset=start).reshape(4, count)
    places = np.frombuffer(body, dtype="<u2", offset=start + 16 * count)
    if len(places) != 5 * count + edges:
        msg = "the geometry is cut short"
        raise ValueError(msg)
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=rotation,
        source=TextSource(source),
        reason=reason,
        lines=tuple(_lines(text, columns, places, count)),
        tables=tuple(Table(_box(box), tuple(_cells(cells)), ruled) for box, ruled, cells in tables),
        seals=tuple(Seal(_box(box), *rest) for box, *rest in seals),
        skew=skew,
        label=label,
        picture=picture,
        blank=blank,
    )


def _cells(rows: Iterable[Sequence[object]]) -> Iterator[Cell]:
    for row, column, text, box, row_span, column_span in rows:
        yield Cell(row, column, text, _box(box), row_span, column_span)  # type: ignore[arg-type]


def _lines(text: str, columns: npt.NDArray[np.uint32], places: npt.NDArray[np.uint16], count: int) -> Iterator[Line]:
    lengths, blocks, roles, placed = columns.tolist()
    boxes = (places[: 4 * count].astype(np.float64) / _SCALE).reshape(count, 4).tolist()
    confidences = places[4 * count : 5 * count].tolist()
    steps = places[5 * count :]
    edges = (np.cumsum(steps, dtype=np.uint16).astype(np.float64) / _SCALE).tolist()
    begin = at = 0
    for index in range(count):
        length = lengths[index]
        known: tuple[float, ...] = ()
        if placed[index]:
            known = tuple(edges[at : at + length + 1])
            at += length + 1
        yield Line(
            text=text[begin : begin + length],
            box=(boxes[index][0], boxes[index][1], boxes[index][2], boxes[index][3]),
            confidence=None if confidences[index] == _NO_CONFIDENCE else confidences[index] / _CONFIDENCE_SCALE,
            edges=known,
            role=_ROLES[roles[index]],
            block=blocks[index],
        )
        begin += length + 1


def _quantised(boxes: Sequence[Box]) -> npt.NDArray[np.uint16]:
    return np.rint(np.clip(np.asarray(boxes, dtype=np.float64), 0, 1) * _SCALE).astype("<u2")


def _stepped(edges: npt.NDArray[np.float64]) -> npt.NDArray[np.uint16]:
    """Return each edge as its distance from the one before, modulo 2^16: even steps compress well."""
    whole = np.rint(np.clip(edges, 0, 1) * _SCALE).astype(np.uint16)
    return np.diff(whole, prepend=np.uint16(0)).astype("<u2")


def _whole(box: Box) -> list[int]:
    return [round(min(1.0, max(0.0, value)) * _SCALE) for value in box]


def _box(whole: Sequence[int]) -> Box:
    x0, y0, x1, y1 = (value / _SCALE for value in whole)
    return (x0, y0, x1, y1)
