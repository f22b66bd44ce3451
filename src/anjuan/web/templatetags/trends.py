"""Filters for the pages of figures."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from anjuan.compiling.statistics import Rate

register = template.Library()


@register.filter
def trend_percent(share: float | None) -> str:
    """Return a share in percent with one place."""
    return "—" if share is None else f"{share * 100:.1f}%"


@register.filter
def trend_interval(rate: Rate) -> str:
    """Return the interval of a rate."""
    return f"{rate.low * 100:.1f}–{rate.high * 100:.1f}%" if rate.of else "—"


@register.filter
def trend_number(value: float | None) -> str:
    """Return a number with two places."""
    return "—" if value is None else f"{value:.2f}"


@register.filter
def trend_chance(value: float | None) -> str:
    """Return a probability; what is very small as such."""
    if value is None:
        return "—"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004  smaller ones say nothing more


@register.filter
def trend_of(mapping: Mapping[object, object], key: object) -> object:
    """Return the value under a key; the key itself when there is none."""
    return mapping.get(key, key)
