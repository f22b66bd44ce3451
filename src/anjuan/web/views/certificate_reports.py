"""Reports: the four sheets for the national platform, and the sheet for IAF CertSearch."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from anjuan.certificates.documents.sheets import layout_of, report_workbook
from anjuan.certificates.issuer import issuer_here
from anjuan.certificates.rules.cellwords import cell_said
from anjuan.certificates.rules.reporting import month_due
from anjuan.certificates.selectors.reporting import Report, certsearch_report, national_report
from anjuan.certificates.selectors.rights import REPORT
from anjuan.certificates.services.reporting import report_note
from anjuan.kit.clock import today_in_china
from anjuan.web.attachments import file_answer
from anjuan.web.visitor import CLOCK, deed, need

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_FAULTS = 200
_FIRST_YEAR = 2000


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """What the report of a month would hold, and every cell that the platform would refuse."""
    return _page(request, _national(request))


@require_safe
def certsearch(request: HttpRequest) -> HttpResponse:
    """What the sheet for IAF CertSearch would hold today."""
    report = certsearch_report(need(request, REPORT), today=today_in_china(CLOCK))
    return _page(request, report, is_search=True)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The report as a workbook; with the platform's own template in its order."""
    person = need(request, REPORT)
    is_search = request.POST.get("kind") == "certsearch"
    report = certsearch_report(person, today=today_in_china(CLOCK)) if is_search else _national(request)
    template = request.FILES.get("template")
    content = report_workbook(report, layout_of(template.read(), report) if template else None)
    report_note(deed=deed(request), viewer=person, report=report)
    return file_answer(content, f"{'certsearch' if is_search else 'report'}-{report.title}.xlsx", _XLSX)


def _national(request: HttpRequest) -> Report:
    today = today_in_china(CLOCK)
    last = today.replace(day=1) - dt.timedelta(days=1)
    asked = request.POST.get("month") or request.GET.get("month") or f"{last:%Y-%m}"
    try:
        month = dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        month = last.replace(day=1)
    month = month if month.year >= _FIRST_YEAR else last.replace(day=1)
    return national_report(need(request, REPORT), month, issuer=issuer_here(), today=today)


def _page(request: HttpRequest, report: Report, *, is_search: bool = False) -> HttpResponse:
    english = get_language() == "en"
    sheets = [
        {
            "name": sheet.name, "rows": len(report.rows.get(sheet.key, ())), "columns": len(sheet.columns),
            "faults": sum(fault.sheet == sheet.name for fault in report.faults),
        }
        for sheet in report.table.sheets
    ]  # fmt: skip
    values = {
        "report": report, "sheets": sheets, "is_search": is_search,
        "faults": [cell_said(fault, english=english) for fault in report.faults[:_MOST_FAULTS]],
        "more": max(0, len(report.faults) - _MOST_FAULTS),
        "warning": report.table.warning_en if english else report.table.warning_zh,
        "due": None if is_search else month_due(dt.date.fromisoformat(f"{report.title}-01")),
    }  # fmt: skip
    return render(request, "web/certificate_reports.html", values)
