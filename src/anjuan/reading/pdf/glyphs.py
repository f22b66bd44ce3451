"""The characters of a PDF page as arrays: what, where, turned by how much.

The foreign functions are called through prototypes that take plain addresses, so that ``map``
walks over a page without a Python step for each character: that is the difference between 3 and
20 milliseconds a page.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from anjuan.reading.pdf.symbols import sign_of

_RECT_BYTES = 16
_HIGH_SURROGATES = (0xD800, 0xDBFF)
_LOW_SURROGATES = (0xDC00, 0xDFFF)
_SAMPLE = 60
_MOST_SYMBOLS = 2000


def _prototype(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401  ctypes has no types
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode = _prototype(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, _P, _I)
_loose_box = _prototype(pdfium_c.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_angle = _prototype(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float, _P, _I)
_generated = _prototype(pdfium_c.FPDFText_IsGenerated, _I, _P, _I)
_map_error = _prototype(pdfium_c.FPDFText_HasUnicodeMapError, _I, _P, _I)


@dataclasses.dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page in the order of the file.

    Attributes:
        codes: Unicode code points.
        boxes: ``(left, top, right, bottom)`` in points of the file, y upwards; shape (n, 4).
        angles: Radians by which each character is turned, as pdfium tells it.
        made: Whether pdfium put the character in (blanks, line ends).
        unmapped: Whether the file does not say what the character is.

    """

    codes: npt.NDArray[np.uint32]
    boxes: npt.NDArray[np.float32]
    angles: npt.NDArray[np.float32]
    made: npt.NDArray[np.bool_]
    unmapped: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def without(self, left_out: npt.NDArray[np.bool_]) -> Glyphs:
        """Return the characters that are not left out."""
        kept = ~left_out
        return Glyphs(self.codes[kept], self.boxes[kept], self.angles[kept], self.made[kept], self.unmapped[kept])


@contextlib.contextmanager
def text_of_page(page: pdfium.PdfPage) -> Iterator[int]:
    """Open the text of a page and give the address of it."""
    raw = pdfium_c.FPDFText_LoadPage(page)
    address = ctypes.cast(raw, ctypes.c_void_p).value if raw else None
    try:
        yield address or 0
    finally:
        if address:
            pdfium_c.FPDFText_ClosePage(raw)


def glyphs_of(text: int) -> Glyphs:
    """Return all characters of an opened text of a page."""
    count = max(0, pdfium_c.FPDFText_CountChars(ctypes.cast(text, pdfium_c.FPDF_TEXTPAGE))) if text else 0
    every = range(count)
    same = itertools.repeat(text)
    boxes = np.zeros((count, 4), dtype=np.float32)
    start = boxes.ctypes.data
    places = range(start, start + _RECT_BYTES * count, _RECT_BYTES)
    known = np.fromiter(map(_loose_box, same, every, places), dtype=np.int32, count=count)
    boxes[known == 0] = 0
    glyphs = Glyphs(
        codes=np.fromiter(map(_unicode, same, every), dtype=np.uint32, count=count),
        boxes=boxes,
        angles=np.fromiter(map(_angle, same, every), dtype=np.float32, count=count),
        made=np.fromiter(map(_generated, same, every), dtype=np.int32, count=count) == 1,
        unmapped=np.fromiter(map(_map_error, same, every), dtype=np.int32, count=count) == 1,
    )
    _translate_symbols(text, glyphs)
    return _paired(glyphs)


def _translate_symbols(text: int, glyphs: Glyphs) -> None:
    """Put what symbol fonts show in place of their private codes."""
    codes = glyphs.codes
    # Without a map of its own such a font is taken for Latin-1, and its upper half is rare in Chinese text.
    candidates = np.flatnonzero(((codes >= 0xF020) & (codes <= 0xF0FF)) | ((codes >= 0xA1) & (codes <= 0xFF)))  # noqa: PLR2004
    for index in candidates[:_MOST_SYMBOLS].tolist():
        sign = sign_of(font_of(text, index), int(codes[index]))
        if sign:
            codes[index] = ord(sign)
            glyphs.unmapped[index] = False


def _paired(glyphs: Glyphs) -> Glyphs:
    """Join the halves of characters beyond the basic plane."""
    codes = glyphs.codes
    low = (codes >= _LOW_SURROGATES[0]) & (codes <= _LOW_SURROGATES[1])
    high = (codes >= _HIGH_SURROGATES[0]) & (codes <= _HIGH_SURROGATES[1])
    if not low.any() and not high.any():
        return glyphs
    joined = codes.copy()
    second = low & np.concatenate(([False], high[:-1]))
    first = np.concatenate((second[1:], [False]))
    joined[first] = 0x10000 + ((codes[first] - 0xD800) << 10) + (codes[second] - 0xDC00)
    joined[(low | high) & ~first & ~second] = 0xFFFD
    return dataclasses.replace(glyphs, codes=joined).without(second)


def invisible_share(text: int, count: int) -> float:
    """Return the share of characters that are written without ink (render mode 3), from a sample of 60."""
    if not text or count <= 0:
        return 0.0
    handle = ctypes.cast(text, pdfium_c.FPDF_TEXTPAGE)
    seen = hidden = 0
    for index in range(0, count, max(1, count // _SAMPLE)):
        item = pdfium_c.FPDFText_GetTextObject(handle, index)
        if item:
            seen += 1
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item)
            hidden += mode in (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
    return hidden / seen if seen else 0.0


def colour_of(text: int, index: int) -> tuple[int, int, int]:
    """Return the fill colour of one character in parts of 255; black when it is not known."""
    handle = ctypes.cast(text, pdfium_c.FPDF_TEXTPAGE)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return (0, 0, 0)
    return red.value, green.value, blue.value


def font_of(text: int, index: int) -> str:
    """Return the name of the font of one character; empty when it is not known."""
    handle = ctypes.cast(text, pdfium_c.FPDF_TEXTPAGE)
    flags = ctypes.c_int()
    size = pdfium_c.FPDFText_GetFontInfo(handle, index, None, 0, flags)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFText_GetFontInfo(handle, index, buffer, size, flags)
    return buffer.value.decode("utf-8", "replace")
