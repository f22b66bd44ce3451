"""Filters for the pages of scores and scopes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import template

from anjuan.evaluation.rules.results import shown
from anjuan.evaluation.rules.schemes import Scheme
from anjuan.web.knowledgewords import language

register = template.Library()


@register.filter
def scheme_name(one: Any) -> str:  # noqa: ANN401  a scheme, an item, a level, a form or a question
    """Return the name of a thing of a scheme in the language of the page."""
    first = getattr(one, "name", "") or getattr(one, "title", "")
    other = getattr(one, "name_en", "") or getattr(one, "title_en", "")
    return str(other or first if language() == "en" else first)


@register.filter
def scheme_said(one: Any) -> str:  # noqa: ANN401  a sentence or a finding
    """Return a sentence in the language of the page."""
    return str(one.said(language()) if hasattr(one, "said") else one.in_language(language()))


@register.filter
def scheme_way(one: Any) -> str:  # noqa: ANN401  a finding
    """Return the way out in the language of the page."""
    return str(one.way(language()))


@register.filter
def scheme_points(value: Fraction | None, scheme: Scheme | None = None) -> str:
    """Return a number of points as people read it; a dash where it is not known."""
    return "—" if value is None else shown(value, scheme)


@register.filter
def scheme_reasons(one: Any) -> list[str]:  # noqa: ANN401  a suggestion
    """Return why a code is suggested, in the language of the page."""
    return list(one.reasons_en if language() == "en" else one.reasons)
