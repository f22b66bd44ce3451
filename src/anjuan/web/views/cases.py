"""The list of cases, and one case with its pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors import cases
from anjuan.web.cells import csv_row
from anjuan.web.listing import SIZES, Column, cookie_name, look_cookie, look_of, pager_of, whole
from anjuan.web.navigation import READS
from anjuan.web.visitor import need
from anjuan.web.words import choices, said

COLUMNS = (
    Column("number", _("案卷号"), "number", is_fixed=True),
    Column("title", _("案卷题名"), "title", is_fixed=True),
    Column("organisation", _("获证组织"), "organisation_name", is_shown=False),
    Column("field", _("认证领域"), "field_code"),
    Column("standards", _("认证依据")),
    Column("codes", _("专业代码")),
    Column("audit_type", _("审核类型"), "audit_type"),
    Column("year", _("年度"), "year"),
    Column("documents", _("文件"), "documents_count", is_number=True),
    Column("pages", _("页数"), "pages_count", is_number=True),
    Column("doubtful", _("存疑行"), "doubtful_lines", is_number=True, is_shown=False),
    Column("problems", _("问题"), "blocking", is_number=True),
    Column("created", _("接收时间"), "created_at", is_shown=False),
    Column("updated", _("更新时间"), "updated_at"),
    Column("state", _("状态"), is_fixed=True),
)
_ORDERS = {column.order for column in COLUMNS if column.order}
_YEAR_COOKIE_SECONDS = 365 * 86400


def _wanted(request: HttpRequest) -> cases.CaseFilter:
    texts = {
        field.name: request.GET.get(field.name, "").strip()[:200]
        for field in dataclasses.fields(cases.CaseFilter)
        if field.name != "year"
    }
    return cases.CaseFilter(**texts, year=whole(request.GET, "year", 0) or None)


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("order", "")
    return asked if asked.removeprefix("-") in _ORDERS else "-updated_at"


@require_safe
def case_rows(request: HttpRequest) -> HttpResponse:
    """The list of cases: query form, tabs of states, table, pages."""
    person, wanted, pager, order = need(request, *READS), _wanted(request), pager_of(request), _order(request)
    found = cases.case_list(person, wanted, order=order, offset=pager.offset, limit=pager.size)
    return render(
        request,
        "web/cases.html",
        {
            "found": found,
            "wanted": wanted,
            "order": order,
            "pager": dataclasses.replace(pager, total=found.total),
            "look": look_of(request, "cases", COLUMNS),
            "columns": COLUMNS,
            "choices": cases.case_choices(person),
            "states": [("", _("全部")), *choices("case_state")],
            "problems": choices("problem"),
            "is_narrowed": wanted != cases.CaseFilter(),
            "sizes": SIZES,
            "kept": [(name, value) for name, value in request.GET.items() if name not in ("page", "size")],
        },
    )


@require_POST
def case_look(request: HttpRequest) -> HttpResponse:
    """Keep the columns and the density a person chose for the list of cases."""
    response = redirect(f"{reverse('web:cases')}?{request.POST.get('query', '')[:2000]}".rstrip("?"))
    value = look_cookie(COLUMNS, request.POST.getlist("column"), request.POST.get("density", ""))
    response.set_cookie(cookie_name("cases"), value, max_age=_YEAR_COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response


@require_safe
def case_table(request: HttpRequest) -> StreamingHttpResponse:
    """The whole list as narrowed and ordered, as a CSV file that spreadsheets open with Chinese intact."""
    person, wanted, order = need(request, "case.export"), _wanted(request), _order(request)
    response = StreamingHttpResponse(
        _csv(person, wanted, order, get_language() or ""), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return response


def _csv(person: Viewer, wanted: cases.CaseFilter, order: str, language: str) -> Iterator[str]:
    with translation.override(language):
        head = csv_row([str(column.label) for column in COLUMNS])
    yield f"\ufeff{head}"
    offset = 0
    while rows := cases.case_list(person, wanted, order=order, offset=offset, limit=cases.MOST_ROWS).rows:
        with translation.override(language):
            portion = "".join(csv_row(_cells(row)) for row in rows)
        yield portion
        offset += len(rows)


def _cells(row: cases.CaseRow) -> list[str | int]:
    return [
        row.number, row.title, row.organisation_name, row.field_code, "、".join(row.standards),
        "、".join(row.professional_codes), said("audit_type", row.audit_type), row.year or "", row.documents_count,
        row.pages_count, row.doubtful_lines, "" if row.blocking is None else row.blocking,
        row.created_at, row.updated_at, said("case_state", row.state),
    ]  # fmt: skip
