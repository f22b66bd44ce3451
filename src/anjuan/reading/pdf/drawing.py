"""What is drawn on a PDF page beside text: rules and pictures."""

from __future__ import annotations

import ctypes
import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from anjuan.reading.layout.tables import Rule
from anjuan.reading.pages import Box
from anjuan.reading.pdf.geometry import Sheet, area, on_page
from anjuan.reading.stamps import is_red, may_be_seal

#: Six numbers of a PDF matrix: x' = ax + cy + e, y' = bx + dy + f.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Span: TypeAlias = tuple[float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 6
_MOST_SEGMENTS = 20_000
_MOST_OBJECTS = 60_000
#: Points: a filled bar thinner than this is a rule; a stroke shorter than the length is part of a drawing.
_THIN = 3.0
_SHORTEST = 4.0
_LEVEL = 0.6
_WHITE = 245


@dataclasses.dataclass(slots=True)
class Drawing:
    """What stands on a page beside its text.

    Attributes:
        spans: Straight horizontal and vertical rules ``(x0, y0, x1, y1)`` in points of the file.
        pictures: Boxes of pictures in points of the file.
        reds: Boxes of red drawings of the size of a seal, in points of the file.
        segments: How many pieces of lines and curves are drawn.
        objects: How many things are drawn, text included.

    """

    spans: list[_Span] = dataclasses.field(default_factory=list)
    pictures: list[_Span] = dataclasses.field(default_factory=list)
    reds: list[_Span] = dataclasses.field(default_factory=list)
    segments: int = 0
    objects: int = 0

    def rules(self, sheet: Sheet, turn: int) -> tuple[list[Rule], list[Rule]]:
        """Return horizontal and vertical rules in fractions of the upright page.

        Args:
            sheet: The visible part of the page.
            turn: Clockwise degrees by which the shown page is turned to stand upright.

        """
        if not self.spans or self.segments > _MOST_SEGMENTS:
            return [], []
        horizontal, vertical = [], []
        for x0, y0, x1, y1 in _fractions(self.spans, sheet, turn):
            if x1 - x0 >= y1 - y0:
                horizontal.append(((y0 + y1) / 2, x0, x1))
            else:
                vertical.append(((x0 + x1) / 2, y0, y1))
        return horizontal, vertical

    def rule_boxes(self, sheet: Sheet, turn: int) -> list[Box]:
        """Return the boxes of the rules in fractions of the upright page; none for a page full of drawing."""
        if not self.spans or self.segments > _MOST_SEGMENTS:
            return []
        return [on_page(box) for box in _fractions(self.spans, sheet, turn)]

    def picture_boxes(self, sheet: Sheet, turn: int) -> list[Box]:
        """Return the boxes of the pictures in fractions of the upright page, cut to the page."""
        return _cut_to_page(self.pictures, sheet, turn)

    def red_boxes(self, sheet: Sheet, turn: int) -> list[Box]:
        """Return the boxes of the red drawings in fractions of the upright page, cut to the page."""
        return _cut_to_page(self.reds, sheet, turn)


def _cut_to_page(spans: list[_Span], sheet: Sheet, turn: int) -> list[Box]:
    if not spans:
        return []
    return [box for box in map(on_page, _fractions(spans, sheet, turn)) if area(box) > 0]


def _fractions(spans: list[_Span], sheet: Sheet, turn: int) -> list[Box]:
    upright = dataclasses.replace(sheet, turned=(sheet.turned + turn) % 360)
    width, height = upright.size
    scaled = upright.shown(spans) / np.array([width, height, width, height])
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in scaled.tolist()]


def drawing_of(page: pdfium.PdfPage) -> Drawing:
    """Return the rules and pictures of a page, forms inside it included."""
    drawing = Drawing()
    top = [
        pdfium_c.FPDFPage_GetObject(page, index)
        for index in range(min(_MOST_OBJECTS, pdfium_c.FPDFPage_CountObjects(page)))
    ]
    _collect(top, _SAME, drawing, 0)
    return drawing


def _collect(items: list[Any], matrix: Matrix, drawing: Drawing, depth: int) -> None:
    for item in items:
        drawing.objects += 1
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _take_path(item, matrix, drawing)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            _take_picture(item, matrix, drawing)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = [
                pdfium_c.FPDFFormObj_GetObject(item, index)
                for index in range(min(_MOST_OBJECTS, max(0, pdfium_c.FPDFFormObj_CountObjects(item))))
            ]
            _collect(inner, _times(_matrix_of(item), matrix), drawing, depth + 1)


def _bounds(item: Any, matrix: Matrix) -> _Span | None:  # noqa: ANN401  a handle of the C library
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return _moved((left.value, bottom.value, right.value, top.value), matrix)


def _take_red(item: Any, matrix: Matrix, drawing: Drawing, *, stroked: bool, filled: bool) -> None:  # noqa: ANN401  a handle of the C library
    painted = [
        colour_of
        for on, colour_of in (
            (stroked, pdfium_c.FPDFPageObj_GetStrokeColor),
            (filled, pdfium_c.FPDFPageObj_GetFillColor),
        )
        if on
    ]
    if not any(_is_red(item, colour_of) for colour_of in painted):
        return
    box = _bounds(item, matrix)
    if box is not None and may_be_seal(box[2] - box[0], box[3] - box[1]):
        drawing.reds.append(box)


def _is_red(item: Any, colour_of: Any) -> bool:  # noqa: ANN401  a handle and a function of the C library
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    # Most of what is drawn is black or grey: told without a look at the colour's tables.
    if not colour_of(item, red, green, blue, alpha) or red.value <= green.value + 40:
        return False
    return alpha.value > 0 and is_red(red.value, green.value, blue.value)


def _take_picture(item: Any, matrix: Matrix, drawing: Drawing) -> None:  # noqa: ANN401  a handle of the C library
    box = _bounds(item, matrix)
    if box is not None:
        if min(box[2] - box[0], box[3] - box[1]) < _THIN:
            drawing.spans.append(box)
        else:
            drawing.pictures.append(box)


def _take_path(item: Any, matrix: Matrix, drawing: Drawing) -> None:  # noqa: ANN401  a handle of the C library
    count = pdfium_c.FPDFPath_CountSegments(item)
    drawing.segments += max(0, count)
    if count < 2 or drawing.segments > _MOST_SEGMENTS:  # noqa: PLR2004  one point is no line
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
    _take_red(item, matrix, drawing, stroked=bool(stroke.value), filled=bool(fill.value))
    whole = _times(_matrix_of(item), matrix)
    if stroke.value and _is_seen(item, pdfium_c.FPDFPageObj_GetStrokeColor):
        drawing.spans.extend(span for part in _parts(item, count) for span in _strokes(part, whole))
    elif fill.value and _is_seen(item, pdfium_c.FPDFPageObj_GetFillColor):
        drawing.spans.extend(span for part in _parts(item, count) for span in _bars(part, whole))


def _is_seen(item: Any, colour_of: Any) -> bool:  # noqa: ANN401  a handle and a function of the C library
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    if not colour_of(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _parts(item: Any, count: int) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401  a handle of the C library
    """Yield each unbroken run of straight pieces as its points."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != pdfium_c.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _strokes(points: list[tuple[float, float]], matrix: Matrix) -> Iterator[_Span]:
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        span = _moved((ax, ay, bx, by), matrix)
        width, height = span[2] - span[0], span[3] - span[1]
        if min(width, height) <= _LEVEL and max(width, height) >= _SHORTEST:
            yield span


def _bars(points: list[tuple[float, float]], matrix: Matrix) -> Iterator[_Span]:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    span = _moved((min(xs), min(ys), max(xs), max(ys)), matrix)
    width, height = span[2] - span[0], span[3] - span[1]
    if min(width, height) <= _THIN and max(width, height) >= _SHORTEST:
        yield span


def _matrix_of(item: Any) -> Matrix:  # noqa: ANN401  a handle of the C library
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return _SAME
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(box: _Span, matrix: Matrix) -> _Span:
    if matrix == _SAME:
        corners = [(box[0], box[1]), (box[2], box[3])]
    else:
        a, b, c, d, e, f = matrix
        # Both diagonals: after a turn by any angle the bounds hold all four corners.
        four = [(box[0], box[1]), (box[2], box[3]), (box[0], box[3]), (box[2], box[1])]
        kept = four[:2] if b == c == 0 or a == d == 0 else four
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in kept]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return (min(xs), min(ys), max(xs), max(ys))
