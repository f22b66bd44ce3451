"""The body's own points of schemes: the template, the trial, the import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.points_sheet import template_rows
from anjuan.evaluation.selectors import schemes_known
from anjuan.evaluation.services.schemes import points_load
from anjuan.kit.clock import today_in_china
from anjuan.papers.workbooks import Sheet, sheets_of, written
from anjuan.web.handed import handed_keep
from anjuan.web.visitor import CLOCK, deed, need

MANAGES = "evaluation.manage"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def evaluation_points(request: HttpRequest) -> HttpResponse:
    """The schemes, and the import of the body's own points: first tried, then kept."""
    person = need(request, MANAGES)
    today = today_in_china(CLOCK)
    values: dict[str, Any] = {
        "built_in": [load().on(today) for load in tables.SCHEMES.values()],
        "known": schemes_known(today),
    }
    if request.method == "POST":
        dry = request.POST.get("keep") != "yes"
        cells = sheets_of(handed_keep(request).path.read_bytes())[0].cells
        read = points_load(
            deed=deed(request), viewer=person, scheme=request.POST.get("scheme", "")[:40], cells=cells,
            edition=request.POST.get("edition", "")[:60], dry=dry,
        )  # fmt: skip
        if read.scheme is not None and not dry:
            messages.success(request, _("分值表已导入：%(edition)s。") % {"edition": read.scheme.edition})
            return redirect("web:evaluation_points")
        values |= {"read": read, "sent": request.POST}
    return render(request, "web/evaluation_points.html", values)


@require_safe
def evaluation_template(request: HttpRequest, name: str) -> HttpResponse:
    """The workbook in which a body writes its own points."""
    need(request, MANAGES)
    rows = template_rows(tables.scheme_on(name, today_in_china(CLOCK)))
    named = {"Content-Disposition": f'attachment; filename="points-{name}.xlsx"'}
    return HttpResponse(written([Sheet("分值表", rows)]), content_type=_XLSX, headers=named)
