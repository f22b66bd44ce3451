"""The four-property test of a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.cases import case_get
from anjuan.archive.selectors.sight import case_whole
from anjuan.preservation.rules.properties import GROUPS
from anjuan.preservation.selectors.property_tests import property_test_job, property_test_latest
from anjuan.preservation.services.property_orders import property_test_order
from anjuan.preservation.services.property_reports import CHINESE, property_report
from anjuan.web.reportwords import ENGLISH
from anjuan.web.views.judged import opened
from anjuan.web.visitor import deed, need, viewer


@require_safe
def properties(request: HttpRequest, number: str) -> HttpResponse:
    """The last test of a case, by group."""
    case_whole(viewer(request), number)
    test = property_test_latest(viewer(request), number)
    job = property_test_job(viewer(request), number)
    is_asked_again = request.headers.get("HX-Target") == "aj-live"
    values = {
        "case": case_get(viewer(request), number) if is_asked_again else opened(request, number),
        "job": job,
        "tab": "properties",
        "test": test,
        "groups": [(name, [item for item in test.items if item["group"] == name]) for name in GROUPS] if test else [],
        "may_test": viewer(request).may("case.describe"),
    }
    return render(request, "web/case_properties.html", values)


@require_POST
def test_now(request: HttpRequest, number: str) -> HttpResponse:
    """Order the test; the page of the test shows how far it is."""
    person = need(request, "case.describe")
    property_test_order(deed=deed(request), viewer=person, case=case_whole(person, number))
    messages.success(request, _("检测已排队，完成后显示在本页。"))
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
    response = HttpResponse(
        property_report(test, ENGLISH if get_language() == "en" else CHINESE), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="four-properties-{test.id}.pdf"'
    return response
