"""What a case states, lacks and contradicts: tabs of its page, and what persons say of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.cases import CaseView, case_get
from anjuan.archive.selectors.findings import FindingRow, case_findings
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.selectors.waiting import case_questions
from anjuan.archive.services.correcting import case_condition_set, case_field_set, finding_rule
from anjuan.archive.services.reading_notes import reading_note
from anjuan.web.casewords import FIELDS, stated_value
from anjuan.web.visitor import deed, need, viewer
from anjuan.web.words import place_of, said

_CLOSED = ("sealed", "destroyed")
_ANSWERS = {"yes": True, "no": False, "open": None}
_GROUPS = {"miss": "web:case_missing", "contradiction": "web:case_clashes"}


def opened(request: HttpRequest, number: str) -> CaseView:
    """Return a case for one of its tabs; that it was read is noted."""
    shown = case_get(viewer(request), number)
    reading_note(deed=deed(request), viewer=viewer(request), case=shown.row.number)
    return shown


def may_describe(request: HttpRequest, shown: CaseView) -> bool:
    """Return whether the person may correct this case."""
    return viewer(request).may("case.describe") and shown.row.state not in _CLOSED


@require_POST
def field_set(request: HttpRequest, number: str) -> HttpResponse:
    """State a field of a case, or take a statement back."""
    person = need(request, "case.describe")
    case = case_whole(person, number)
    name = request.POST.get("name", "")
    if name in FIELDS and "back" in request.POST:
        case_field_set(deed=deed(request), viewer=person, case=case, name=name, value=None)
        messages.success(request, _("已撤回人工填写的值，恢复按文件著录。"))
        return _back(number, name)
    value = stated_value(name, request.POST.get("value", "")[:2000])
    if value is None:
        messages.error(
            request, _("没有保存：值为空，或不符合该项的写法（人数为整数，人日为数字，是否项填“是”或“否”）。")
        )
    else:
        case_field_set(deed=deed(request), viewer=person, case=case, name=name, value=value)
        messages.success(request, _("已更正“%(name)s”，案卷正在重新检查。") % {"name": said("field", name)})
    return _back(number, name)


def _back(number: str, name: str) -> HttpResponse:
    """Return to the description, at the row of a field."""
    at = f"?at={name}" if name in FIELDS else ""
    return redirect(reverse("web:case_fields", args=[number]) + at)


@require_POST
def condition_set(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a condition that the papers leave open."""
    person = need(request, "case.describe")
    case = case_whole(person, number)
    code = request.POST.get("code", "")
    known = {question.code for question in case_questions(person, number)}
    if code in known and request.POST.get("answer", "") in _ANSWERS:
        holds = _ANSWERS[request.POST["answer"]]
        case_condition_set(deed=deed(request), viewer=person, case=case, condition=code, holds=holds)
        messages.success(request, _("已记录，案卷正在重新检查。"))
    return redirect("web:case_fields", number)


@require_safe
def missing(request: HttpRequest, number: str) -> HttpResponse:
    """What the case lacks, by family of papers."""
    case_whole(viewer(request), number)
    found = case_findings(viewer(request), number)
    shown = opened(request, number)
    values = {
        "case": shown,
        "tab": "missing",
        "judged": found,
        "families": _families(found.of("miss")),
        "may_describe": may_describe(request, shown),
    }
    return render(request, "web/case_missing.html", values)


def _families(misses: Iterable[FindingRow]) -> list[tuple[str, list[FindingRow]]]:
    rows = sorted(misses, key=lambda row: (place_of("family", row.code[:1]), not row.is_open, row.severity, row.code))
    grouped = itertools.groupby(rows, key=lambda row: said("family", row.code[:1]))
    return [(title, list(group)) for title, group in grouped]


@require_safe
def clashes(request: HttpRequest, number: str) -> HttpResponse:
    """What in the case contradicts, with the evidence side by side."""
    case_whole(viewer(request), number)
    found = case_findings(viewer(request), number)
    shown = opened(request, number)
    order = ("block", "warn", "near")
    rows = sorted(found.of("contradiction"), key=lambda row: (not row.is_open, order.index(row.severity)))
    values = {
        "case": shown, "tab": "clashes", "judged": found, "clashes": rows, "may_describe": may_describe(request, shown),
    }  # fmt: skip
    return render(request, "web/case_clashes.html", values)


@require_POST
def rule(request: HttpRequest, number: str) -> HttpResponse:
    """Say of a finding that it is accepted, a false alarm, or open again."""
    person = need(request, "case.describe")
    case = case_whole(person, number)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    back = _GROUPS.get(request.POST.get("group", ""), "web:case_missing")
    if not reason:
        messages.error(request, _("请写明理由。"))
        return redirect(back, number)
    finding_rule(
        deed=deed(request), viewer=person, case=case, key=request.POST.get("key", ""), verdict=verdict, reason=reason
    )
    messages.success(request, _("已记录。"))
    return redirect(back, number)
