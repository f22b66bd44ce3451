"""Where a line of Chinese or mixed text may end, and how wide its characters are.

Widths are in em: an ideograph or full-width sign is 1, a letter or digit of a Western script 0.5.
Breaking never adds or drops a character: the parts joined give the text again.
"""

from __future__ import annotations

import bisect
import itertools
import unicodedata

_NO_START = frozenset("。，、；：？！）》」』】〕〉〗”’…—～·%‰℃,.;:?!)]}％，．；：？！）］｝")
_NO_END = frozenset("（《「『【〔〈〖“‘([{￥＄（［｛")
_HALF = 0.5
_MOST_STEPS_BACK = 60
_TOLERANCE = 1e-6  # em; room worked out from points is a little short
_BREAKS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_NOT_PRINTED = dict.fromkeys([*range(9), *range(14, 32), *range(127, 133), *range(134, 160), 65279])
_CLEANING: dict[int, str | None] = {**_NOT_PRINTED, **_BREAKS}


class _Widths(dict[str, float]):
    """Width of each character in em, worked out as characters are met."""

    def __missing__(self, sign: str) -> float:
        if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn"}:
            width = 0.0
        else:
            width = 1.0 if unicodedata.east_asian_width(sign) in "WFA" else _HALF
        self[sign] = width
        return width


_WIDTHS = _Widths()


def text_width(text: str) -> float:
    """Return the width of a text in em."""
    if text.isascii():
        return len(text) * _HALF
    return sum(map(_WIDTHS.__getitem__, text))


def advances(text: str) -> list[float]:
    """Return the ``len(text) + 1`` positions in em before, between and after the characters."""
    return list(itertools.accumulate(map(_WIDTHS.__getitem__, text), initial=0.0))


def wrap(text: str, width: float, first_width: float | None = None) -> list[str]:
    """Return the lines that a text takes.

    Args:
        text: The text; a line feed in it ends a line and is left out, as is what cannot be printed.
        width: Room of a line in em.
        first_width: Room of the very first line in em, when an indent makes it different.

    """
    lines: list[str] = []
    room = width if first_width is None else first_width
    for given in forced_lines(text):
        if text_width(given) <= room + _TOLERANCE:
            lines.append(given)
        else:
            lines.extend(_broken(given, room, width))
        room = width
    return lines


def forced_lines(text: str) -> list[str]:
    """Return the lines that a text is given in; characters that cannot be printed are left out."""
    return [text] if text.isprintable() else text.translate(_CLEANING).split("\n")


def _broken(text: str, room: float, width: float) -> list[str]:
    positions = advances(text)
    lines: list[str] = []
    start, size = 0, len(text)
    while start < size:
        end = bisect.bisect_right(positions, positions[start] + room + _TOLERANCE) - 1
        end = _line_end(text, start, max(end, start + 1))
        lines.append(text[start:end])
        start, room = end, width
    return lines


def _line_end(text: str, start: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    if text[end] == " ":
        while end < len(text) and text[end] == " ":
            end += 1
        return end
    for place in range(end, max(start, end - _MOST_STEPS_BACK), -1):
        if _may_break(text[place - 1], text[place]):
            return place
    return end


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END or unicodedata.combining(after):
        return False
    if before.isspace():
        return True
    return not (_is_western(before) and _is_western(after))


def _is_western(sign: str) -> bool:
    return sign not in " \t" and _WIDTHS[sign] <= _HALF
