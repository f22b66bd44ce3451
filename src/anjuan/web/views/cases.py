"""The list of cases, and one case with its pages."""

from __future__ import annotations

import dataclasses
import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anjuan.archive.selectors import cases
from anjuan.web.listing import LAST_PAGE, Column, Look, cookie_name, look_cookie, look_of, pager_of, whole
from anjuan.web.reading_desk import desk_of
from anjuan.web.visitor import viewer
from anjuan.web.words import choices

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
    Column("doubtful", _("存疑行"), "doubtful_lines", is_number=True),
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


def case_rows(request: HttpRequest) -> HttpResponse:
    """The list of cases: query form, tabs of states, table, pages."""
    person, wanted, pager, order = viewer(request), _wanted(request), pager_of(request), _order(request)
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
            "is_narrowed": wanted != cases.CaseFilter(),
        },
    )


@require_POST
def case_look(request: HttpRequest) -> HttpResponse:
    """Keep the columns and the density a person chose for the list of cases."""
    response = redirect(f"{_list_address()}?{request.POST.get('query', '')[:2000]}".rstrip("?"))
    value = look_cookie(COLUMNS, request.POST.getlist("column"), request.POST.get("density", ""))
    response.set_cookie(cookie_name("cases"), value, max_age=_YEAR_COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response
