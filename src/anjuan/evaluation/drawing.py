"""The radar chart of a score as SVG; the table of the same figures always stands beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from anjuan.evaluation.rules.results import Line, Score

_SIZE, _RADIUS, _RINGS = 420, 130, (25, 50, 75, 100)
_AXIS = 'stroke="#c3ccd8"'
_SHAPE = 'fill="#2457a6" fill-opacity="0.25" stroke="#2457a6" stroke-width="2"'
_MOST_AXES, _LEAST_AXES, _LABEL = 24, 3, 10


def axes_of(score: Score) -> tuple[Line, ...]:
    """Return the lines that become axes: groups, or what is below them where there are fewer than three groups."""
    for depth in range(4):
        found = tuple(line for line in score.lines if line.depth == depth and line.share is not None)
        if len(found) >= _LEAST_AXES:
            return found[:_MOST_AXES]
    return score.groups


def radar_svg(score: Score, *, language: str = "zh", colours: bool = True) -> str:
    """Return a radar chart of the shares (percent) of a score's groups.

    Args:
        score: The score.
        language: ``zh`` or ``en``, for the labels.
        colours: Whether the picture brings its own colours; without them it has class names for a style sheet.

    """
    axes = axes_of(score)
    number = max(len(axes), _LEAST_AXES)
    rings = "".join(_ring(part, number, colours=colours) for part in _RINGS)
    spokes = "".join(
        f'<line class="aj-radar-axis" x1="{_SIZE / 2}" y1="{_SIZE / 2}" x2="{x:.1f}" y2="{y:.1f}"'
        f"{_own(colours, _AXIS)}/>"
        for x, y in (_point(100, place, number) for place in range(number))
    )
    shape = " ".join(f"{x:.1f},{y:.1f}" for x, y in _shape(axes, number))
    labels = "".join(_label(line, place, number, language, colours=colours) for place, line in enumerate(axes))
    title = "得分率雷达图" if language == "zh" else "Radar chart of shares"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" role="img" class="aj-radar">'
        f"<title>{title}</title>{rings}{spokes}"
        f'<polygon class="aj-radar-shape" points="{shape}"'
        f"{_own(colours, _SHAPE)}/>{labels}</svg>"
    )


def _own(colours: bool, words: str) -> str:  # noqa: FBT001  one switch of the picture
    return f" {words}" if colours else ""


def _point(share: float, place: int, number: int) -> tuple[float, float]:
    turn = 2 * math.pi * place / number - math.pi / 2
    reach = _RADIUS * share / 100
    return _SIZE / 2 + reach * math.cos(turn), _SIZE / 2 + reach * math.sin(turn)


def _shape(axes: Sequence[Line], number: int) -> list[tuple[float, float]]:
    shares = [float(line.share or 0) for line in axes] + [0.0] * (number - len(axes))
    return [_point(share, place, number) for place, share in enumerate(shares)]


def _ring(part: int, number: int, *, colours: bool) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(part, place, number) for place in range(number)))
    own = _own(colours, 'fill="none" stroke="#dfe5ec"')
    return f'<polygon class="aj-radar-ring" points="{points}"{own}/>'


def _label(line: Line, place: int, number: int, language: str, *, colours: bool) -> str:
    x, y = _point(116, place, number)
    anchor = "middle" if abs(x - _SIZE / 2) < _LABEL else ("start" if x > _SIZE / 2 else "end")
    name = (line.name_en or line.name) if language == "en" else line.name
    short = name if len(name) <= _LABEL or language == "en" else name[:_LABEL] + "…"
    share = float(line.share or 0)
    own = _own(colours, 'fill="#223" font-size="12"')
    return (
        f'<text class="aj-radar-label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{own}>{escape(short)}'
        f'<tspan x="{x:.1f}" dy="14">{math.floor(share * 10) / 10:.1f}%</tspan></text>'
    )
