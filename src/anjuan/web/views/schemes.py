"""Scored schemes: the list, the sheet with its live score, the report, the body's own points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjuan.evaluation.drawing import axes_of, radar_svg
from anjuan.evaluation.report import ReportFacts, report_docx, report_pdf, report_values
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.figures import losses
from anjuan.evaluation.rules.granting import certificate_text
from anjuan.evaluation.rules.marks import Evidence, Mark
from anjuan.evaluation.selectors import READS, AssessmentView, assessment_get, schemes_known, survey_of, visits_seen
from anjuan.evaluation.services.assessments import (
    Draft,
    assessment_decide,
    assessment_open,
    assessment_sign,
    item_settle,
    mark_clear,
    mark_set,
)
from anjuan.evaluation.services.remarks import special_add, special_correct, visit_record
from anjuan.evaluation.services.rights import AssessmentRequestError
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NotFoundError
from anjuan.preservation.printing import print_pdf
from anjuan.web.knowledgewords import language
from anjuan.web.lists.evaluations import EVALUATIONS
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need

MARKS, MANAGES, DECIDES = "evaluation.mark", "evaluation.manage", "evaluation.decide"
_STATES = ("met", "failed", "sampled", "deducted", "na")
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "svg": "image/svg+xml",
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NoSuchReportError(NotFoundError):
    """A score report cannot be had in this form."""

    code = "WEB-094"


@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """The list of assessments."""
    return list_page(request, EVALUATIONS, extra={"may_manage": need(request, *READS).may(MANAGES)})


@require_http_methods(["GET", "POST"])
def evaluation_new(request: HttpRequest) -> HttpResponse:
    """The form of a new assessment, and its opening."""
    person = need(request, MANAGES)
    today = today_in_china(CLOCK)
    if request.method == "POST":
        row = assessment_open(deed=deed(request), viewer=person, draft=_draft(request))
        messages.success(request, _("评分 %(number)s 已建立。") % {"number": row.number})
        return redirect("web:evaluation", row.number)
    return render(request, "web/evaluation_new.html", {"schemes": schemes_known(today), "today": today.isoformat()})


def _draft(request: HttpRequest) -> Draft:
    sent = request.POST
    names = sent.get("assessors", "").replace("，", ",").replace("、", ",").split(",")
    return Draft(
        scheme=sent.get("scheme", "")[:60], organisation=sent.get("organisation", ""),
        assessed_on=_day(sent.get("day", "")),
        leader=sent.get("leader", ""), assessors=tuple(names[:20]), case=sent.get("case", "").strip(),
        scope=sent.get("scope", "").strip(), is_first_year=sent.get("first_year") == "yes",
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise AssessmentRequestError(f"{text[:20]!r} is no day.", remedy="Write it as 2026-03-01.") from error


@require_safe
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """One assessment: the sheet to fill in, with the score as it stands."""
    need(request, *READS)
    return render(request, "web/evaluation.html", _values(request, number))


def _values(request: HttpRequest, number: str) -> dict[str, Any]:
    person = need(request, *READS)
    view = assessment_get(person, number)
    mine = {mark.item: mark for mark in view.marks.get(person.name, ()) if not mark.site}
    row = view.row
    is_mine = person.name in view.marks and person.may(MARKS)
    return {
        "view": view, "row": row, "scheme": view.scheme, "score": view.score,
        "lines": [(line, mine.get(line.code), _others(view, line.code, person.name)) for line in view.score.lines],
        "states": _STATES, "may_mark": is_mine and row.state == "open",
        "may_sign": is_mine and row.leader == person.name and row.state == "open",
        "may_decide": person.may(DECIDES) and row.state == "signed" and person.name not in view.marks,
        "differences": [one for one in view.agreement.differences if not one.agrees],
        "specials": row.specials.all(), "visits": visits_seen(person, row), "forms": tables.forms().latest.forms,
        "surveys": [(form, survey_of(row, form.code)) for form in tables.forms().latest.forms],
        "today": today_in_china(CLOCK).isoformat(),
    }  # fmt: skip


def _others(view: AssessmentView, code: str, name: str) -> list[tuple[str, Mark]]:
    return [(who, mark) for who, marks in view.marks.items() if who != name for mark in marks if mark.item == code]


@require_POST
def evaluation_mark(request: HttpRequest, number: str) -> HttpResponse:
    """Write a mark on one's own sheet, or take it off; answers with the sheet and its new score."""
    person = need(request, MARKS)
    sent = request.POST
    hand: dict[str, Any] = {"deed": deed(request), "viewer": person, "number": number}
    if sent.get("state"):
        mark_set(**hand, mark=_mark(request))
    else:
        mark_clear(**hand, item=sent.get("item", "")[:40])
    if request.headers.get("HX-Request"):
        return render(request, "web/evaluation_sheet.html", _values(request, number))
    return redirect("web:evaluation", number)


def _mark(request: HttpRequest) -> Mark:
    sent = request.POST
    state = sent.get("state", "")[:10]
    evidence = (
        (Evidence(sent["document"], _whole(sent.get("page", ""))),) if sent.get("document", "").isdecimal() else ()
    )
    return Mark(
        sent.get("item", "")[:40], state,
        samples=_whole(sent.get("samples", "")) if state == "sampled" else 0,
        bad=_whole(sent.get("bad", "")) if state == "sampled" else 0,
        points=_points(sent.get("points", "")) if state in ("deducted", "obtained") else Fraction(0),
        reason=sent.get("reason", "").strip()[:500], evidence=evidence,
    )  # fmt: skip


def _whole(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not text.isdecimal():
        raise AssessmentRequestError(f"{text[:20]!r} is no whole number.", remedy="Write digits.")
    return int(text[:9])


def _points(text: str) -> Fraction:
    try:
        return Fraction(text.strip()[:20] or "0")
    except (ValueError, ZeroDivisionError) as error:
        raise AssessmentRequestError(f"{text[:20]!r} is no number of points.", remedy="Write it as 1.5.") from error


@require_POST
def evaluation_settle(request: HttpRequest, number: str) -> HttpResponse:
    """Say as the leader whose mark counts."""
    sent = request.POST
    item_settle(
        deed=deed(request), viewer=need(request, MARKS), number=number, item=sent.get("item", "")[:40],
        assessor=sent.get("assessor", "")[:150],
    )  # fmt: skip
    return redirect("web:evaluation", number)


@require_POST
def evaluation_special(request: HttpRequest, number: str) -> HttpResponse:
    """Write a special deduction or addition, or the day on which one was corrected."""
    sent = request.POST
    hand: dict[str, Any] = {"deed": deed(request), "viewer": need(request, MARKS), "number": number}
    if sent.get("key"):
        special_correct(**hand, key=_whole(sent["key"]), day=_day(sent.get("day", "")))
    else:
        special_add(
            **hand, reason=sent.get("reason", ""), requirement=sent.get("requirement", ""),
            is_bonus=sent.get("kind") == "bonus",
        )  # fmt: skip
    return redirect("web:evaluation", number)


@require_POST
def evaluation_visit(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a mystery visit or an answered sheet of customer experience."""
    sent = request.POST
    answers = {name.removeprefix("q-"): str(value) for name, value in sent.items() if name.startswith("q-")}
    visit_record(
        deed=deed(request), viewer=need(request, MARKS), number=number, form=sent.get("form", "")[:40],
        outlet=sent.get("outlet", "").strip(), day=_day(sent.get("day", "")), answers=answers,
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:evaluation", number)


@require_POST
def evaluation_sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the score as the leader."""
    assessment_sign(deed=deed(request), viewer=need(request, MARKS), number=number)
    messages.success(request, _("评分表已签署，不能再改。"))
    return redirect("web:evaluation", number)


@require_POST
def evaluation_decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide on a signed assessment."""
    approves = request.POST.get("approves") == "yes"
    text = request.POST.get("text", "").strip()
    assessment_decide(
        deed=deed(request), viewer=need(request, DECIDES), number=number, approves=approves, text=text
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:evaluation_report", number)


@require_safe
def evaluation_report(request: HttpRequest, number: str) -> HttpResponse:
    """The report: radar with its table, losses, what stands in the way, the text of the certificate."""
    view = assessment_get(need(request, *READS), number)
    values = {
        "view": view, "row": view.row, "scheme": view.scheme, "score": view.score, "axes": axes_of(view.score),
        # Names in the picture are escaped where it is drawn.
        "radar": mark_safe(radar_svg(view.score, language=language(), colours=False)),  # noqa: S308
        "losses": losses([view.score]), "certificate": _certificate(view),
    }  # fmt: skip
    return render(request, "web/evaluation_report.html", values)


def _certificate(view: AssessmentView) -> str:
    if view.obstacles or view.given is None or view.row.state != "decided":
        return ""
    sites = sorted({visit.outlet for visit in view.row.visits.all() if visit.outlet})
    text = certificate_text(
        view.scheme,
        view.given,
        organisation=view.row.organisation,
        scope=view.row.scope or view.scheme.title,
        sites=sites,
    )
    return text.in_language(language())


@require_safe
def evaluation_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The report as a file."""
    view = assessment_get(need(request, *READS), number)
    if form not in _TYPES:
        raise NoSuchReportError(f"A score report cannot be had as {form!r}.", remedy="Choose pdf, docx or svg.")
    facts = ReportFacts(view.row.organisation, number, str(view.row.assessed_on), _certificate(view))
    values = report_values(view.scheme, view.score, facts, language=language())
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: report_pdf(values, print_pdf, CLOCK.now()),
        "docx": lambda: report_docx(values),
        "svg": lambda: radar_svg(view.score, language=language()).encode(),
    }
    named = {"Content-Disposition": f'attachment; filename="{number}.{form}"'}
    return HttpResponse(makers[form](), content_type=_TYPES[form], headers=named)
