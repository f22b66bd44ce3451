"""Tags and filters that the pages share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from anjuan.accounts.selectors.preferences import ViewRow
from anjuan.archive.findable.finding import ArchiveHit
from anjuan.archive.selectors.findings import FindingRow
from anjuan.kit.clock import CHINA, today_in_china
from anjuan.web import words
from anjuan.web.batchtable import row_address
from anjuan.web.describing import box_text
from anjuan.web.fields import field_name
from anjuan.web.kindwords import kind_said as _kind_said
from anjuan.web.lists.asking import Asked
from anjuan.web.sentences import Spoken
from anjuan.web.sentences import spoken as in_our_words
from anjuan.web.visitor import CLOCK

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
    return f"?{query.urlencode()}"


@register.simple_tag
def list_query(asked: Asked, **changes: object) -> str:
    """Return the query string of a list with some values replaced."""
    return asked.query(**changes)


@register.simple_tag
def view_query(view: ViewRow) -> str:
    """Return the query string that opens a saved view."""
    query = QueryDict(view.query, mutable=True)
    query["view"] = str(view.id)
    return query.urlencode()


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
def civil(value: str) -> str:
    """Return a moment in ISO form as Chinese civil time, ``2026-03-01 14:05``; empty for none."""
    return f"{dt.datetime.fromisoformat(value).astimezone(CHINA):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return an aware moment as Chinese civil time, ``2026-03-01 14:05``; empty for none."""
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


@register.simple_tag
def faulted(code: str) -> words.Fault | None:
    """Return the words for a failure's code; None when there is no code."""
    return words.fault_words(code) if code else None


@register.simple_tag(takes_context=True)
def toggled(context: dict[str, Any], name: str, value: str) -> str:
    """Return the present query string with one value of a filter added, or taken out when it is there."""
    query: QueryDict = context["request"].GET.copy()
    values = query.getlist(name)
    query.setlist(name, [other for other in values if other != value] if value in values else [*values, value])
    query.pop("page", None)
    return "?" + query.urlencode()


@register.simple_tag
def carry(query: str, fuzzy: bool, kind: str) -> str:  # noqa: FBT001  tags get their arguments by place
    """Return the query string that lights the same places on the page a hit opens."""
    carried = QueryDict(mutable=True)
    carried["q"] = query
    if fuzzy or kind == "fuzzy":
        carried["fuzzy"] = "1"
    return carried.urlencode()


@register.simple_tag
def batch_address(text: str, fuzzy: bool) -> str:  # noqa: FBT001  tags get their arguments by place
    """Return the address of the search for one row of a batch."""
    return row_address(text, fuzzy=fuzzy)


@register.simple_tag
def batch_carried(text: str, fuzzy: bool) -> str:  # noqa: FBT001  tags get their arguments by place
    """Return the query string that lights a row of a batch on a page."""
    return row_address(text, fuzzy=fuzzy).partition("?")[2]


@register.simple_tag
def thumb(hit: ArchiveHit) -> SafeString:
    """Return a small picture of a page found, with the places lit."""
    boxes = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        (
            (f"{x0:.4f}", f"{y0:.4f}", f"{x1 - x0:.4f}", f"{y1 - y0:.4f}")
            for group in hit.boxes
            for x0, y0, x1, y1 in group
        ),
    )
    address = reverse("web:picture", args=[hit.document_id, hit.page])
    return format_html(
        '<img src="{}?size=thumb&amp;of={}" alt="" loading="lazy" decoding="async">'
        '<svg viewBox="0 0 1 1" preserveAspectRatio="none">{}</svg>',
        address, hit.look, boxes,
    )  # fmt: skip


@register.filter
def facet_said(value: str, name: str) -> str:
    """Return the words for a value of a facet."""
    if name == "field":
        return " ".join(dict.fromkeys((value, field_said(value))))
    return words.said(name, value) if name in ("audit_type", "stage") else value


@register.filter
def field_said(code: str) -> str:
    """Return the name of a certification field; the code itself when it has none."""
    return field_name(code, today_in_china(CLOCK), english=get_language() == "en")


@register.filter
def kind_said(name: str) -> str:
    """Return the name of a kind of papers in the language of the page."""
    return _kind_said(name)


@register.filter
def spoken(sentence: str) -> Spoken:
    """Return a sentence of the rooms below in the words of the pages when they know it."""
    return in_our_words(sentence)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A file's name and the folder it lies in, below the root of its batch."""

    name: str
    folder: str


@register.simple_tag
def below(path: str, root: str) -> Place:
    """Return where a file lies below the root of its batch, or beside it when the root is a manifest."""
    folder_of_root = root.rpartition("/")[0] if root and not path.startswith(root) else root
    inside = path.removeprefix(folder_of_root).strip("/") if folder_of_root else path
    folder, _sep, name = (inside or path).replace("!/", "/").rpartition("/")
    return Place(name, folder)


@register.filter
def why_said(row: FindingRow) -> str:
    """Return why a paper is missed, in the language of the page."""
    return row.why if get_language() == "en" else row.why_zh or row.why


@register.filter
def what_said(row: FindingRow) -> str:
    """Return what contradicts, in the language of the page."""
    return row.what if get_language() == "en" else row.what_zh or row.what


@register.filter
def boxed(box: tuple[float, ...] | None) -> str:
    """Return a box as an address names it; empty for none."""
    return box_text(box)


@register.filter
def plain(number: float) -> str:
    """Return a number as drawings write it, whatever the language of the page."""
    return f"{number:g}"


@register.filter
def base_name(path: str) -> str:
    """Return the last part of a path."""
    return path.rstrip("/").rpartition("/")[2]
