"""Reads plain text and comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from anjuan.reading.blocks import Flow, PageBreak, Paragraph
from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.grids import grid_flow
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.plain.decoding import Decoded, decode
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_MOST_BYTES = 256 << 20
_SHOWN_LINES = 5
_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE_LINES = 50
_MOST_FIELD = 1 << 24


class PlainTextReader:
    """Reads plain text in any of the encodings that :mod:`anjuan.reading.plain.decoding` knows."""

    name = "plain/1"
    media_types = frozenset({
        "text/plain", "text/markdown", "text/x-log", "application/json", "application/xml", "text/xml", "text/x-yaml",
    })  # fmt: skip

    def available(self) -> bool:
        """Say yes: it needs nothing."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the text as pages; errors as in the protocol."""
        decoded = decode(_bytes(source.path))
        yield Opened(source.media_type, self.name, None, {"encoding": decoded.encoding})
        yield from doubt_notices(decoded)
        yield from typeset(_paragraphs(decoded.text), options)


class CsvReader:
    """Reads comma-, tab- and otherwise separated values as a table."""

    name = "csv/1"
    media_types = frozenset({"text/csv", "text/tab-separated-values"})

    def available(self) -> bool:
        """Say yes: it needs nothing."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the rows as pages of tables; errors as in the protocol."""
        decoded = decode(_bytes(source.path))
        yield Opened(source.media_type, self.name, None, {"encoding": decoded.encoding})
        yield from doubt_notices(decoded)
        yield from typeset(grid_flow("", csv_rows(decoded.text)), options)


def csv_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of separated values; the delimiter is found from the first lines."""
    csv.field_size_limit(_MOST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter_of(text)):
            yield [value.strip() for value in row]
    except csv.Error as error:
        raise BrokenFileError(f"The separated values are damaged ({error}).") from error


def delimiter_of(text: str) -> str:
    """Return the sign that parts the columns: the one that stands equally often in the most lines."""
    lines = [line for line in text.split("\n")[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for sign in _DELIMITERS:
        counts = [len(next(csv.reader([line], delimiter=sign), [])) - 1 for line in lines]
        used = [count for count in counts if count > 0]
        if not used:
            continue
        usual = max(set(used), key=used.count)
        score = used.count(usual) / len(lines) * (1 + min(usual, 10) / 100)
        if score > best_score:
            best, best_score = sign, score
    return best


def doubt_notices(decoded: Decoded) -> Iterator[Notice]:
    """Yield what a person should know of how the bytes were read."""
    if decoded.doubtful_lines:
        shown = ", ".join(str(number) for number in decoded.doubtful_lines[:_SHOWN_LINES])
        yield Notice(
            "encoding-doubtful",
            f"{len(decoded.doubtful_lines)} lines hold bytes that could not be read as text, first on line {shown}.",
            partial=True,
        )
    if decoded.encoding == "mixed":
        yield Notice(
            "encoding-mixed",
            "The file mixes several encodings; each line was read in the one that fits it, "
            "which may be wrong for some.",
            partial=True,
        )


def _paragraphs(text: str) -> Iterator[Flow]:
    for index, page in enumerate(text.split("\f")):
        if index:
            yield PageBreak()
        for line in page.split("\n"):
            yield Paragraph(line.rstrip())


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise LimitReachedError(f"The text has {size} bytes, more than {_MOST_BYTES}.", remedy="Split it.")
    if size == 0:
        raise BrokenFileError("The file is empty.", remedy="Ask for it once more.")
    return path.read_bytes()
