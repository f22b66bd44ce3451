"""Tags and filters that the pages share."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anjuan.kit.clock import CHINA
from anjuan.web import words

register = template.Library()

_BYTES = ("B", "KB", "MB", "GB", "TB")
_STEP = 1024
_MINUTE, _HOUR = 60, 3600


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return a symbol of ``icons.svg``; with a label it is read aloud, without it is ornament."""
    address = f"{static('anjuan/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="aj-icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="aj-icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: object) -> str:
    """Return the present query string with some values replaced; an empty value leaves the key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def meter(part: float, whole: float, label: str, mood: str = "") -> SafeString:
    """Return a bar filled by ``part`` of ``whole``, drawn without a style attribute."""
    share = min(1.0, max(0.0, part / whole)) if whole else 0.0
    percent = math.floor(share * 100)
    return format_html(
        '<svg class="aj-meter {}" role="progressbar" aria-label="{}" aria-valuemin="0" aria-valuemax="100"'
        ' aria-valuenow="{}" viewBox="0 0 100 6" preserveAspectRatio="none"><rect width="{}" height="6"/></svg>',
        mood, label, percent, f"{share * 100:.2f}",
    )  # fmt: skip


@register.filter
def bytes_short(size: int | None) -> str:
    """Return a size in the unit a person would say, such as ``3.4 MB``; empty for none."""
    if size is None:
        return ""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_BYTES) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{value:.0f} {_BYTES[unit]}" if unit == 0 or value >= 100 else f"{value:.1f} {_BYTES[unit]}"  # noqa: PLR2004


@register.filter
def grouped(number: float | None) -> str:
    """Return a whole number with separators, such as ``1,284``; empty for none."""
    return "" if number is None else f"{round(number):,}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return a moment in Chinese civil time as ``2026-03-01 14:05``; empty for none."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def duration(seconds: float | None) -> str:
    """Return a duration as a person says it; empty for none."""
    if seconds is None:
        return ""
    left = max(0, math.ceil(seconds))
    if left < _MINUTE:
        return _("%(n)s 秒") % {"n": left}
    if left < _HOUR:
        return _("%(m)s 分 %(s)s 秒") % {"m": left // _MINUTE, "s": left % _MINUTE}
    return _("%(h)s 小时 %(m)s 分") % {"h": left // _HOUR, "m": left % _HOUR // _MINUTE}


@register.filter
def pages(number: int | None) -> str:
    """Return a number of pages in words; empty for none."""
    return "" if number is None else ngettext("%(n)s 页", "%(n)s 页", number) % {"n": f"{number:,}"}


@register.filter
def percent(share: float | None) -> str:
    """Return a share as ``93%``; empty for none."""
    return "" if share is None else f"{math.floor(share * 100)}%"


@register.filter
def said(code: str, table: str) -> str:
    """Return the words for a code of one of the tables in :mod:`anjuan.web.words`."""
    return words.said(table, code)


@register.filter
def mood(code: str, table: str) -> str:
    """Return the class that colours a code of one of the tables in :mod:`anjuan.web.words`."""
    return words.mood(table, code)


@register.filter
def pick(mapping: dict[str, Any], key: str) -> object:
    """Return a value of a mapping by a key that the template computes; empty when it has none."""
    return mapping.get(key, "")
