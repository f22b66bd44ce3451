"""Filters for the pages of one case."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from anjuan.judging.scenes.points import Part, Point
from anjuan.web.valuewords import value_said

register = template.Library()


@register.filter
def laned(point: Point, lanes: Sequence[str]) -> str:
    """Return the class that puts a point into its auditor's lane; all lanes for several auditors or none."""
    mine = [number for number, name in enumerate(lanes, 1) if name in point.auditors]
    return f"aj-lane-{mine[0]}" if len(mine) == 1 else "aj-lane-all"


@register.filter
def part_said(part: Part) -> str:
    """Return the value of a part in the words of the pages."""
    return value_said(part.name, part.value)


@register.filter
def field_value(name: str, text: str) -> str:
    """Return the value of a named field in the words of the pages."""
    return value_said(name, text)
