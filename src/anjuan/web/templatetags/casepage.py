"""Filters for the pages of one case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import template

from anjuan.judging.scenes.points import Part, Point
from anjuan.web.casesteps import StepLine
from anjuan.web.scenewords import edition_said as edition
from anjuan.web.scenewords import tool_said as tool
from anjuan.web.searching import value_said as facet_value_said
from anjuan.web.valuewords import value_said

register = template.Library()

#: What evidence holds for programs and not for people: types of files, the answer of a probe.
_FOR_PROGRAMS = re.compile(r"（(?:(?:application|audio|image|message|text|video)/[\w.+-]+|no scanner configured)）")


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


@register.filter
def span_said(step: StepLine) -> str:
    """Return the days of a step; of the last one only what differs from the first, ``2022-06-27—07-01``."""
    first, last = step.begins.split("-"), step.ends.split("-")
    shared = 0
    while shared < len(last) - 1 and first[shared : shared + 1] == last[shared : shared + 1]:
        shared += 1
    return f"{step.begins}—{'-'.join(last[shared:])}" if step.ends else step.begins


@register.filter
def tool_said(text: str) -> str:
    """Return what a tool did its work with, in words: ``文件规则`` for ``papers/…``."""
    return tool(text)


@register.filter
def edition_said(text: str) -> str:
    """Return the name of an edition of the rules in the language of the page."""
    return edition(text)


@register.filter
def evidence_said(text: str) -> str:
    """Return the evidence of a check without what is only for programs."""
    return _FOR_PROGRAMS.sub("", text)


@register.filter
def kind_code_said(code: str) -> str:
    """Return a kind of papers by code and name, ``D12 审核报告``."""
    return facet_value_said("kind", code)
