"""What a request asks of a list: its filters, its order, its page, the saved view it came through."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from anjuan.accounts.selectors.preferences import ViewRow
from anjuan.web.listing import LAST_PAGE, Pager, whole
from anjuan.web.lists.habits import SIZES, habit_name, habits, saved_views
from anjuan.web.lists.reading import Span, days_of, percent_of
from anjuan.web.lists.spec import Filter, ListSpec, Request

_LONGEST = 200
#: Keys of a list's address that are not filters.
_OTHERS = ("order", "size", "page", "view")
_READ: Mapping[str, Callable[[str], Span | None]] = {"days": days_of, "percent": percent_of}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list.

    Attributes:
        spec: The list.
        texts: What stands in the query form, by key.
        values: The same as the selector wants it.
        faults: What was not understood, by key.
        order: What it is sorted by.
        pager: The page, its total still open.
        view: The saved view it came through, if any.

    """

    spec: ListSpec
    texts: dict[str, str]
    values: dict[str, Any]
    faults: dict[str, str]
    order: str
    pager: Pager
    view: ViewRow | None

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter narrows the list."""
        return bool(self.values)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that leads to another page of the list has to carry."""
        return [(key, str(value)) for key, value in QueryDict(self.query()).items()]

    def request(self) -> Request:
        """Return it as the selector wants it."""
        return Request(self.values, self.order, self.pager.offset, self.pager.size)

    def query(self, **changes: object) -> str:
        """Return the address' query string with some values replaced; an empty value leaves the key out."""
        query = QueryDict(mutable=True)
        kept: dict[str, object] = {**self.texts, "order": self.order if self.order != self.spec.order else ""}
        if self.view:
            kept["view"] = self.view.id
        for key, value in {**kept, **changes}.items():
            if value not in ("", None):
                query[key] = str(value)
        return query.urlencode()


def asked_of(request: HttpRequest, spec: ListSpec, query: Mapping[str, str]) -> Asked:
    """Return what a query string asks of a list; what makes no sense is left out, and said so where people wrote it."""
    chosen = habits(request)
    filters = {one.key: one for one in spec.filters}
    if spec.tabs:
        filters.setdefault(spec.tabs.key, Filter(spec.tabs.key, ""))
    texts = {key: text for key in filters if (text := query.get(key, "").strip()[:_LONGEST])}
    values, faults = _read(filters, texts)
    order = query.get("order") or chosen.get(habit_name(spec, "order"), "")
    size = whole(query, "size", 0) or whole(chosen, habit_name(spec, "size"), 0)
    number = min(max(1, whole(query, "page", 1)), LAST_PAGE)
    view_id = whole(query, "view", 0)
    view = next((one for one in saved_views(request) if one.id == view_id and one.list == spec.name), None)
    return Asked(
        spec, texts, values, faults,
        order if order.removeprefix("-") in spec.orders else spec.order,
        Pager(number, size if size in SIZES else SIZES[0]), view,
    )  # fmt: skip


def _read(filters: Mapping[str, Filter], texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for key, text in texts.items():
        kind = filters[key].kind
        value: Any = _READ[kind](text) if kind in _READ else text
        if value is None:
            faults[key] = _fault(kind)
        else:
            values[key] = value
    return values, faults


def _fault(kind: str) -> str:
    if kind == "days":
        return _("没有看懂这个日期，未按它筛选。请写成 2024-01-01 ~ 2024-03-31、2024-03 或 2024。")
    return _("没有看懂这个比例，未按它筛选。请写成 60~90、<60 或 100。")
