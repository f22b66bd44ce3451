"""What stands in the cells of lists: states as dot and word, figures, bars, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from anjuan.kit.clock import CHINA
from anjuan.web.words import mood, said

NOTHING = SafeString('<span class="aj-quiet">—</span>')
_ZERO = SafeString('<span class="aj-quiet">0</span>')
_WHOLE = 100
_LOW = 60


def state(table: str, code: str) -> SafeString:
    """Return a state as a coloured dot and its word."""
    return format_html('<span class="aj-state {}">{}</span>', mood(table, code), said(table, code))


def tag(text: str, hint: str = "") -> SafeString | str:
    """Return a coloured tag; nothing for no text."""
    return format_html('<span class="aj-tag aj-field-tag" title="{}">{}</span>', hint or text, text) if text else ""


def count(number: int | None, colour: str = "") -> SafeString | str:
    """Return a figure: faint when zero, a dash when not known, as a coloured tag where it calls for somebody."""
    if number is None:
        return NOTHING
    if not number:
        return _ZERO
    return format_html('<span class="aj-tag {}">{}</span>', colour, f"{number:,}") if colour else f"{number:,}"


def percent(share: int | None) -> SafeString:
    """Return a percentage with a small bar; a dash when not known."""
    if share is None:
        return NOTHING
    colour = "is-good" if share == _WHOLE else "is-warn" if share < _LOW else ""
    return format_html(
        '<span class="aj-share {}"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6"/></svg>{}%</span>',
        colour, share, share,
    )  # fmt: skip


def civil(moment: str) -> str:
    """Return a moment in ISO form as Chinese civil time; empty for none."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""


def copied(name: str) -> Callable[[Any], str]:
    """Return a function that gives an attribute of a row, as text for hovering."""
    return lambda row: str(getattr(row, name) or "")
