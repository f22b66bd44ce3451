"""The four-property test of a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_whole
from anjuan.preservation.rules.properties import GROUPS, Moment
from anjuan.preservation.selectors.property_tests import property_test_latest
from anjuan.preservation.services.property_reports import property_report
from anjuan.preservation.services.property_tests import properties_test
from anjuan.web.views.judged import opened
from anjuan.web.visitor import deed, need, viewer


@require_safe
def properties(request: HttpRequest, number: str) -> HttpResponse:
    """The last test of a case, by group."""
    case_whole(viewer(request), number)
    test = property_test_latest(viewer(request), number)
    values = {
        "case": opened(request, number),
        "tab": "properties",
        "test": test,
        "groups": [(name, [item for item in test.items if item["group"] == name]) for name in GROUPS] if test else [],
        "may_test": viewer(request).may("case.describe"),
    }
    return render(request, "web/case_properties.html", values)


@require_POST
def test_now(request: HttpRequest, number: str) -> HttpResponse:
    """Make the test now."""
    case = case_whole(need(request, "case.describe"), number)
    properties_test(deed=deed(request), case=case, moment=Moment.SCHEDULE)
    messages.success(request, _("检测已完成。"))
    return redirect("web:case_properties", number)


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The report of the last test as a PDF file."""
    case_whole(viewer(request), number)
    test = property_test_latest(viewer(request), number)
    if test is None:
        messages.info(request, _("这一卷还没有检测过。"))
        return redirect("web:case_properties", number)
    opened(request, number)
    response = HttpResponse(property_report(test), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="four-properties-{test.id}.pdf"'
    return response
