"""Filters for the pages of stories, exhibitions, firsts and training sets."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

from django import template
from django.urls import reverse

from anjuan.compiling.works.shapes import Evidence
from anjuan.mining.rendering.markdown import codes_said
from anjuan.mining.rendering.view import LineView
from anjuan.web.knowledgewords import language
from anjuan.web.workwords import ASKS, CHANGES, EXHIBITS, FAMILIES, FIRST_STATES, POINTS, REASONS, SORTS

register = template.Library()
_TABLES = {
    "point": POINTS, "reason": REASONS, "sort": SORTS, "family": FAMILIES, "first": FIRST_STATES, "asks": ASKS,
    "change": CHANGES, "exhibit": EXHIBITS,
}  # fmt: skip


@register.filter
def work_said(code: str, table: str) -> str:
    """Return a code of one of the tables of words; the code itself when it has no word."""
    return str(_TABLES[table].get(code, code))


@register.filter
def work_letter(place: int) -> str:
    """Return the letter of an option, A for 0."""
    return string.ascii_uppercase[place] if 0 <= place < len(string.ascii_uppercase) else ""


@register.filter
def work_pane(evidence: Sequence[Evidence], places: Mapping[int, str]) -> str:
    """Return the address of the page pane of the first place that the person may open; empty when there is none."""
    return _address("web:case_pane", evidence, places)


@register.filter
def work_page(evidence: Sequence[Evidence], places: Mapping[int, str]) -> str:
    """Return the address of the page of the first place that the person may open; empty when there is none."""
    return _address("web:case_page", evidence, places)


def _address(name: str, evidence: Sequence[Evidence], places: Mapping[int, str]) -> str:
    one = next((place for place in evidence if place.document in places), None)
    if one is None:
        return ""
    box = "?box=" + ",".join(f"{value:.4f}" for value in one.boxes[0]) if one.boxes else ""
    return reverse(name, args=[places[one.document], one.document, one.page]) + box


@register.filter
def work_percent(box: Sequence[float]) -> str:
    """Return a box as four per-mille numbers, for fields of a form."""
    return " ".join(str(round(value * 1000)) for value in box)


@register.filter
def work_get(values: Mapping[object, object], key: object) -> object:
    """Return a value by its key; None when there is none."""
    return values.get(key) if values else None


@register.filter
def work_codes(line: LineView) -> str:
    """Return which codes support a line of a work instruction, with their clients."""
    return "".join(codes_said(line, language()))


@register.filter
def work_share(value: float) -> str:
    """Return a share as a percentage."""
    return f"{value:.0%}"
