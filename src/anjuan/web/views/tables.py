"""The body's own checklist and forms, with the kinds of papers and the required papers that they change."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.rules.body_editions import CHECKLIST, FORMS
from anjuan.archive.selectors.body_tables import LOOKS, MANAGES, body_table, body_tables
from anjuan.archive.selectors.table_views import KindFilter, kinds_shown, requirement_editions, requirements_shown
from anjuan.archive.services.body_tables import (
    LoadReport,
    Workbook,
    body_table_withdraw,
    checklist_load,
    checklist_try,
    forms_load,
    forms_try,
    template,
)
from anjuan.judging.completeness.checklist import ChecklistMode
from anjuan.judging.completeness.checklist_sheet import ChecklistFaultyError
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NoEditionError, NotFoundError
from anjuan.papers.own.sheet import FormsFaultyError
from anjuan.papers.workbooks import WorkbookUnreadableError
from anjuan.web.confirming import confirm_first
from anjuan.web.handed import Handed, NoWorkbookError, handed_keep, handed_named
from anjuan.web.visitor import CLOCK, deed, need
from anjuan.web.words import fault_words

SORTS = (CHECKLIST, FORMS)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 300


class SortUnknownError(NotFoundError):
    """There is no such sort of table."""

    code = "WEB-064"


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """The editions, and the form to try a workbook."""
    return _page(request, need(request, *LOOKS), {})


def _page(request: HttpRequest, person: Viewer, more: dict[str, Any]) -> HttpResponse:
    values = {
        "rows": body_tables(person),
        "may_load": person.may(MANAGES),
        "sent": request.POST,
        "today": today_in_china(CLOCK).isoformat(),
        "tab": "editions",
        **more,
    }
    return render(request, "web/tables.html", values)


@require_POST
def table_try(request: HttpRequest) -> HttpResponse:
    """Say what a workbook would change, or name every cell that is wrong. Nothing is written."""
    person = need(request, MANAGES)
    try:
        handed, day = handed_keep(request), _day(request)
        report = _tried(request, person, handed, day)
    except (ChecklistFaultyError, FormsFaultyError) as fault:
        more = {"faults": fault.faults, "problem": fault_words(fault.code), "filename": handed.filename}
        return _page(request, person, more)
    except (NoWorkbookError, WorkbookUnreadableError, NoEditionError, BadFirstDayError) as fault:
        return _page(request, person, {"problem": fault_words(fault.code)})
    return _page(request, person, {"report": report, "shown": report.differences[:_MOST_SHOWN], "handed": handed})


class BadFirstDayError(NoWorkbookError):
    """The first day is no day."""

    code = "WEB-065"


def _day(request: HttpRequest) -> dt.date:
    text = request.POST.get("first", "").strip()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadFirstDayError(f"{text!r} is no day.", remedy="Write it as 2026-03-01.") from error


def _mode(request: HttpRequest) -> ChecklistMode:
    return ChecklistMode.REPLACE if request.POST.get("mode") == "replace" else ChecklistMode.EXTEND


def _tried(request: HttpRequest, person: Viewer, handed: Handed, day: dt.date) -> LoadReport:
    workbook = Workbook(handed.read(), handed.filename)
    if request.POST.get("sort") == FORMS:
        return forms_try(viewer=person, workbook=workbook, valid_from=day)
    return checklist_try(viewer=person, workbook=workbook, valid_from=day, mode=_mode(request))


@require_POST
def table_load(request: HttpRequest) -> HttpResponse:
    """Load the workbook that was tried as a new edition."""
    person = need(request, MANAGES)
    if asked := confirm_first(request):
        return asked
    handed, day = handed_named(request), _day(request)
    workbook = Workbook(handed.read(), handed.filename)
    if request.POST.get("sort") == FORMS:
        done = forms_load(deed=deed(request), viewer=person, workbook=workbook, valid_from=day)
    else:
        done = checklist_load(
            deed=deed(request), viewer=person, workbook=workbook, valid_from=day, mode=_mode(request)
        )  # fmt: skip
    handed.path.unlink(missing_ok=True)
    told = _("已装入 %(edition)s：%(cases)s 卷将重新判断，%(files)s 个文件将重新辨认种类。")
    messages.success(request, told % {"edition": done.edition, "cases": done.cases, "files": done.files})
    return redirect("web:table", done.edition)


@require_safe
def table_template(request: HttpRequest, sort: str) -> HttpResponse:
    """A workbook with what holds now."""
    need(request, *LOOKS)
    if sort not in SORTS:
        raise SortUnknownError(f"There is no table {sort!r}.", remedy="Choose checklist or forms.")
    return _workbook(template(sort), f"{sort}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )  # fmt: skip


@require_safe
def table(request: HttpRequest, edition: str) -> HttpResponse:
    """What one edition says."""
    person = need(request, *LOOKS)
    view = body_table(person, edition)
    values = {
        "row": view.row,
        "rows": view.content.get("rows", ()),
        "labels": view.content.get("labels", ()),
        "alone": view.content.get("mode") == ChecklistMode.REPLACE,
        "has_source": bool(view.source),
        "may_load": person.may(MANAGES),
        "demand_heads": _heads(),
    }
    return render(request, "web/table.html", values)


def _heads() -> list[tuple[str, str]]:
    """Return the columns of a requirement with their heads."""
    return [
        ("IN1", _("初审一阶段")), ("IN2", _("初审二阶段")), ("SV", pgettext("audit", "监督")),
        ("RC", pgettext("audit", "再认证")), ("SP", _("特殊审核")), ("TR", pgettext("audit", "转换")),
    ]  # fmt: skip


@require_safe
def table_source(request: HttpRequest, edition: str) -> HttpResponse:
    """The workbook that an edition was loaded from."""
    view = body_table(need(request, *LOOKS), edition)
    if not view.source:
        raise SortUnknownError(f"{view.row.edition} has no workbook.", remedy="Choose another edition.")
    return _workbook(view.source, f"{view.row.edition}.xlsx")


@require_POST
def table_withdraw(request: HttpRequest, edition: str) -> HttpResponse:
    """Withdraw an edition, so that the one before it is in force again."""
    person = need(request, MANAGES)
    if asked := confirm_first(request):
        return asked
    body_table_withdraw(deed=deed(request), viewer=person, edition=edition)
    messages.success(request, _("已撤下，此前的版本重新生效。"))
    return redirect("web:tables")


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of papers, the program's and the body's own."""
    need(request, *LOOKS)
    wanted = KindFilter(*(request.GET.get(name, "").strip()[:100] for name in ("words", "family", "origin")))
    found = kinds_shown(wanted)
    return render(request, "web/kinds.html", {**dataclasses.asdict(found), "wanted": wanted, "tab": "kinds"})


@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    """Which papers each audit type asks for, by edition, with the body's own checklist on top."""
    need(request, *LOOKS)
    editions = requirement_editions()
    asked = request.GET.get("edition", "")
    edition = next((one for one in editions if one.edition == asked), editions[-1])
    audit = request.GET.get("audit", "")
    rows = requirements_shown(edition.edition, audit, own=request.GET.get("own", "yes") == "yes")
    heads = [head for head in _heads() if not audit or head[0].startswith(audit)]
    values = {
        "editions": editions,
        "edition": edition,
        "audits": [("", _("全部")), ("IN", _("初审")), *_heads()[2:]],
        "audit": audit,
        "heads": heads,
        "rows": rows,
        "own": request.GET.get("own", "yes") == "yes",
        "tab": "requirements",
    }
    return render(request, "web/requirements.html", values)
