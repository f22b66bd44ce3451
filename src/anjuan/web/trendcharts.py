"""Charts of figures as plain shapes: places are computed here, drawn by templates as SVG."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from anjuan.compiling.statistics import Rate
from anjuan.mining.rules.funnel import Leader
from anjuan.mining.selectors.graph import EdgeRow, GraphView, NodeRow

_LABEL, _WIDTH, _ROW, _TOP = 150, 760, 26, 26
#: A chart shows so many rows; the table beside it has all.
MOST_BARS = 30
_COLUMN, _STEP, _BOX, _HEIGHT = 206, 36, 164, 26
_HEAD = 34
#: A label wider than its box is cut; a Chinese sign is two of these units wide.
_UNITS = 22


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """A rate with its interval, as a dot on a line."""

    label: str
    y: int
    low: float
    high: float
    dot: float
    said: str


@dataclasses.dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclasses.dataclass(frozen=True)
class Bars:
    """Rates one below the other."""

    rows: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    left: int


def _top(highest: float) -> float:
    """Return the end of an axis of shares: a round figure above the highest."""
    return next((end for end in (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0) if end >= highest), 1.0)


def _share(value: float) -> str:
    return f"{value * 100:.0f}%" if value * 100 >= 1 or not value else f"{value * 100:.1f}%"


def bars_of(rows: Sequence[tuple[str, Rate]]) -> Bars:
    """Return the first rates as a chart."""
    chosen = [(label, rate) for label, rate in rows if rate.of][:MOST_BARS]
    end = _top(max((rate.high for _, rate in chosen), default=1.0))
    room = _WIDTH - _LABEL - 20

    def at(value: float) -> float:
        return round(_LABEL + room * min(value, end) / end, 1)

    bars = tuple(
        Bar(label, _TOP + place * _ROW + _ROW // 2, at(rate.low), at(rate.high), at(rate.value or 0.0), rate_said(rate))
        for place, (label, rate) in enumerate(chosen)
    )
    ticks = tuple(Tick(at(end * step / 4), _share(end * step / 4)) for step in range(5))
    return Bars(bars, ticks, _WIDTH, _TOP + len(bars) * _ROW + 8, _LABEL)


def rate_said(rate: Rate) -> str:
    """Return a rate with its interval and what it is counted from."""
    if rate.value is None:
        return "—"
    return f"{rate.value * 100:.1f}% ({rate.low * 100:.1f}–{rate.high * 100:.1f}%)  {rate.count}/{rate.of}"


@dataclasses.dataclass(frozen=True)
class Line:
    """A rate over quarters: the points joined, and the band of its intervals."""

    points: str
    band: str
    dots: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int
    height: int


def line_of(points: Sequence[tuple[str, Rate | None]]) -> Line:
    """Return a series of rates as a chart; quarters without a rate leave a gap of a place."""
    told = [(place, name, rate) for place, (name, rate) in enumerate(points) if rate is not None and rate.of]
    end = _top(max((rate.high for _, _, rate in told), default=1.0))
    height, left, room = 240, 52, _WIDTH - 72
    step = room / max(1, len(points) - 1)

    def x(place: int) -> float:
        return round(left + step * place, 1)

    def y(value: float) -> float:
        return round(16 + (height - 56) * (1 - min(value, end) / end), 1)

    dots = tuple(Bar(name, 0, x(place), y(rate.value or 0.0), 0.0, rate_said(rate)) for place, name, rate in told)
    upper = [f"{x(place)},{y(rate.high)}" for place, _, rate in told]
    lower = [f"{x(place)},{y(rate.low)}" for place, _, rate in reversed(told)]
    every = max(1, math.ceil(len(points) / 10))
    across = tuple(Tick(x(place), name) for place, (name, _) in enumerate(points) if place % every == 0)
    up = tuple(Tick(y(end * part / 4), _share(end * part / 4)) for part in range(5))
    joined = " ".join(f"{dot.low},{dot.high}" for dot in dots)
    return Line(joined, " ".join((*upper, *lower)), dots, across, up, _WIDTH, height)


@dataclasses.dataclass(frozen=True)
class Funnel:
    """Ratios over what was to be expected, between their limits."""

    dots: tuple[Bar, ...]
    near: tuple[str, str]
    far: tuple[str, str]
    middle: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int
    height: int


def funnel_of(leaders: Sequence[Leader]) -> Funnel:
    """Return the leaders of whom enough is known, between the limits of chance."""
    told = [one for one in leaders if one.ratio is not None]
    widest = max((one.expected for one in told), default=10.0) * 1.05
    highest = min(4.0, max([2.0, *((one.ratio or 0.0) * 1.1 for one in told)]))
    height, left, room = 320, 44, _WIDTH - 64

    def x(value: float) -> float:
        return round(left + room * value / widest, 1)

    def y(value: float) -> float:
        return round(14 + (height - 50) * (1 - min(value, highest) / highest), 1)

    def curve(name: str) -> str:
        ordered = sorted(told, key=lambda one: one.expected)
        return " ".join(f"{x(one.expected)},{y(getattr(one, name))}" for one in ordered)

    dots = tuple(Bar(one.name, 0, x(one.expected), y(one.ratio or 0.0), 0.0, one.place) for one in told)
    across = tuple(Tick(x(widest * part / 4), f"{widest * part / 4:.0f}") for part in range(5))
    up = tuple(Tick(y(highest * part / 4), f"{highest * part / 4:.1f}") for part in range(5))
    return Funnel(
        dots, (curve("low"), curve("high")), (curve("far_low"), curve("far_high")), y(1.0), across, up, _WIDTH, height
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PlacedNode:
    """A thing of the graph as drawn."""

    row: NodeRow
    x: int
    y: int
    short: str


@dataclasses.dataclass(frozen=True, slots=True)
class PlacedEdge:
    """An edge of the graph as drawn."""

    row: EdgeRow
    path: str
    strength: int


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A part of the graph as drawn: one column for each kind of things."""

    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    heads: tuple[tuple[int, str], ...]
    width: int
    height: int
    box: int = _BOX
    box_height: int = _HEIGHT


def drawn(view: GraphView) -> Drawn:
    """Return where things and edges stand: columns by kind, the strongest on top; the same view is drawn the same."""
    kinds = list(dict.fromkeys(node.kind for node in view.nodes))
    counts = dict.fromkeys(kinds, 0)
    most = max((sum(node.kind == kind for node in view.nodes) for kind in kinds), default=1)
    placed: dict[int, PlacedNode] = {}
    for node in view.nodes:
        among = sum(other.kind == node.kind for other in view.nodes)
        top = _HEAD + (most - among) * _STEP // 2
        x, y = kinds.index(node.kind) * _COLUMN + 8, top + counts[node.kind] * _STEP
        placed[node.id] = PlacedNode(node, x, y, shortened(node.label))
        counts[node.kind] += 1
    strongest = max((edge.cases for edge in view.edges), default=1)
    edges = tuple(
        PlacedEdge(edge, _path(placed[edge.first], placed[edge.second]), 1 + round(3 * edge.cases / strongest))
        for edge in view.edges
    )
    heads = tuple((place * _COLUMN + 8, kind) for place, kind in enumerate(kinds))
    return Drawn(tuple(placed.values()), edges, heads, max(1, len(kinds)) * _COLUMN, _HEAD + most * _STEP + 6)


def _path(one: PlacedNode, other: PlacedNode) -> str:
    left, right = sorted((one, other), key=lambda node: (node.x, node.y))
    x0, y0, x1, y1 = left.x + _BOX, left.y + _HEIGHT // 2, right.x, right.y + _HEIGHT // 2
    if left.x == right.x:
        return f"M{x0},{y0} C{x0 + 36},{y0} {x0 + 36},{y1} {x0},{y1}"
    middle = (x0 + x1) // 2
    return f"M{x0},{y0} C{middle},{y0} {middle},{y1} {x1},{y1}"


def shortened(label: str) -> str:
    """Return a label that fits into its box."""
    used = 0
    for place, sign in enumerate(label):
        used += 1 if sign.isascii() else 2
        if used > _UNITS:
            return f"{label[: place - 1]}…"
    return label
