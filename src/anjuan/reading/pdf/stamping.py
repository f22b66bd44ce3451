"""Seals on pages whose text comes from the file: pictures, drawings and electronic signatures in red.

A page without anything of the size of a seal pays nothing. Of the others only the parts where something may be a
seal are drawn, small, and looked at by :mod:`anjuan.reading.stamps`. Words such as 盖章 are no hint of their own:
where they stand without a picture, a red drawing or an annotation, there is nothing that could be a seal.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Box, Line, Role, Seal
from anjuan.reading.pdf.characters import DROPPED
from anjuan.reading.pdf.geometry import Floats, Sheet, area, covered, on_page
from anjuan.reading.pdf.glyphs import Glyphs, colour_of
from anjuan.reading.pdf.seeing import INK_DPI, Picture, View
from anjuan.reading.pdf.text_layer import PICTURE_SHARE
from anjuan.reading.stamps import DPI, SMALLEST_POINTS, find, is_red, may_be_seal

#: Points left around a part that is drawn: nearer to its edge, the finder takes a seal to reach the edge.
_MARGIN = 16.0
_MOST_PARTS = 6
#: A picture this many times as wide as high, within this share of the page from its edge, is a letter head.
_FLAT, _EDGE = 3.0, 0.12
_WHOLE_PAGE = 0.6
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_SAME = 0.5
#: Share of a character that must lie within a seal for it to be one of its letters.
_INSIDE = 0.6
_MOST_LETTERS = 400


@dataclasses.dataclass(frozen=True, slots=True)
class Stamped:
    """What is known of the seals of a page.

    Attributes:
        seals: The seals, from the top of the page; what they say only where their letters are text.
        letters: Which characters of the page are letters of seals.
        lines: The letters of each seal, as a line of its own.

    """

    seals: tuple[Seal, ...]
    letters: npt.NDArray[np.bool_]
    lines: tuple[Line, ...]


def page_to_weigh(view: View, pictures: Sequence[Box]) -> Picture | None:
    """Return the whole page in colour at ``INK_DPI`` when it holds a picture too large to be that of a seal alone.

    The ink of such a page is weighed in any case, and undoing the compression of a photograph costs more than all
    else: it is done once for both.
    """
    large = any(area(box) >= PICTURE_SHARE and not may_be_seal(*_size(box, view)) for box in pictures)
    return view.drawn(INK_DPI)[0] if large else None


def seals_on(view: View, hints: Sequence[Box], drawn: Picture | None = None) -> tuple[Seal, ...]:
    """Return the seals on a page, what they say left empty.

    Args:
        view: The upright page.
        hints: Where something stands that may be a seal or hold one, in page fractions; see :func:`worth_a_look`.
        drawn: The whole page as :func:`page_to_weigh` gives it.

    """
    found: list[Seal] = []
    looks: Iterable[tuple[Box, Picture, float]]
    looks = [(_WHOLE, drawn, INK_DPI)] if drawn is not None and hints else _looks(view, hints)
    for part, picture, dpi in looks:
        height, width = picture.shape[:2]
        for spot in find(picture, dpi):
            box = (
                part[0] + (part[2] - part[0]) * spot.left / width,
                part[1] + (part[3] - part[1]) * spot.top / height,
                part[0] + (part[2] - part[0]) * (spot.left + spot.width) / width,
                part[1] + (part[3] - part[1]) * (spot.top + spot.height) / height,
            )
            found.append(Seal(on_page(box), shape=spot.shape))
    return tuple(sorted(found, key=lambda seal: (seal.box[1], seal.box[0])))


def _looks(view: View, hints: Sequence[Box]) -> Iterator[tuple[Box, Picture, float]]:
    for part in _parts(hints, view):
        picture, dpi = view.drawn(DPI, part)
        yield part, picture, dpi


def worth_a_look(view: View, pictures: Sequence[Box], drawn: Sequence[Box]) -> list[Box]:
    """Return the places where a seal may stand.

    Args:
        view: The upright page.
        pictures: Boxes of pictures in page fractions; a large one may show a seal among other things.
        drawn: Boxes of red drawings and of annotations.

    """
    near = [box for box in pictures if min(_size(box, view)) >= SMALLEST_POINTS and not _is_strip(box, view)]
    return near + [box for box in drawn if may_be_seal(*_size(box, view))]


def letters_of(text: int, glyphs: Glyphs, sheet: Sheet, turn: int, seals: Sequence[Seal]) -> Stamped:
    """Return the seals with those of their letters that the file holds as red text.

    Args:
        text: Address of the opened text of the page.
        glyphs: Its characters.
        sheet: The visible part of the page.
        turn: Clockwise degrees by which the shown page is turned to stand upright.
        seals: The seals found on it.

    """
    letters = np.zeros(len(glyphs), dtype=np.bool_)
    if not seals:
        return Stamped((), letters, ())
    boxes = _fractions(glyphs, sheet, turn)
    told, lines = [], []
    for seal in seals:
        inside = np.flatnonzero(_within(boxes, seal.box) & ~letters & ~glyphs.made)[:_MOST_LETTERS]
        own = [index for index in inside.tolist() if is_red(*colour_of(text, index))]
        letters[own] = True
        words = "".join(chr(code) for code in glyphs.codes[own].tolist() if code not in DROPPED).strip()
        told.append(dataclasses.replace(seal, text=words, confidence=1.0) if words else seal)
        if words:
            lines.append(Line(words, seal.box, role=Role.SEAL))
    return Stamped(tuple(told), letters, tuple(lines))


def shows_only(picture: Box, seals: Sequence[Box]) -> bool:
    """Say whether a picture shows a seal and hardly anything else: it is no picture of text to be recognised."""
    return any(covered(picture, seal) > _SAME for seal in seals)


def united(first: Sequence[Seal], second: Sequence[Seal]) -> tuple[Seal, ...]:
    """Return the seals of two looks at one page, each once; of two the first that can be read stays."""
    kept = list(first)
    for seal in second:
        twin = next((n for n, other in enumerate(kept) if _one(seal.box, other.box)), None)
        if twin is None:
            kept.append(seal)
        elif seal.text and not kept[twin].text:
            kept[twin] = seal
    return tuple(sorted(kept, key=lambda seal: (seal.box[1], seal.box[0])))


def _one(box: Box, other: Box) -> bool:
    return max(covered(box, other), covered(other, box)) > _SAME


def _size(box: Box, view: View) -> tuple[float, float]:
    return (box[2] - box[0]) * view.width, (box[3] - box[1]) * view.height


def _is_strip(box: Box, view: View) -> bool:
    """Say whether a picture is a letter head or a logo: flat, and at the upper or lower edge of the page."""
    width, height = _size(box, view)
    return width > _FLAT * height and (box[3] < _EDGE or box[1] > 1 - _EDGE)


def _parts(hints: Sequence[Box], view: View) -> list[Box]:
    """Return the parts of the page to draw: hints with a margin, those that touch as one, all when they are many."""
    across, down = _MARGIN / view.width, _MARGIN / view.height
    parts: list[Box] = []
    for box in hints:
        part = on_page((box[0] - across, box[1] - down, box[2] + across, box[3] + down))
        for other in [one for one in parts if _touch(one, part)]:
            parts.remove(other)
            part = (min(part[0], other[0]), min(part[1], other[1]), max(part[2], other[2]), max(part[3], other[3]))
        parts.append(part)
    return [_WHOLE] if len(parts) > _MOST_PARTS or sum(map(area, parts)) > _WHOLE_PAGE else parts


def _touch(box: Box, other: Box) -> bool:
    return box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3] and other[1] <= box[3]


def _fractions(glyphs: Glyphs, sheet: Sheet, turn: int) -> Floats:
    upright = dataclasses.replace(sheet, turned=(sheet.turned + turn) % 360)
    width, height = upright.size
    fractions: Floats = upright.shown(glyphs.boxes) / np.array([width, height, width, height])
    return fractions


def _within(boxes: Floats, box: Box) -> npt.NDArray[np.bool_]:
    wide = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    tall = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    whole = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-12)
    inside: npt.NDArray[np.bool_] = (np.maximum(wide, 0) * np.maximum(tall, 0) / whole) > _INSIDE
    return inside
