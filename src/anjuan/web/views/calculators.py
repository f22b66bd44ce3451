"""Calculators: audit time, sampling and dates, computed while one writes, each step with its rule."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.kit.clock import today_in_china
from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.asked_time import KINDS
from anjuan.lifecycle.rules.audit_time import audit_time
from anjuan.lifecycle.rules.certificate_facts import STATES
from anjuan.lifecycle.rules.personnel import Personnel, effective_personnel
from anjuan.lifecycle.rules.sampling import draw, site_sample
from anjuan.lifecycle.rules.time_line import certificate_verdicts
from anjuan.lifecycle.rules.workdays import last_workday_by
from anjuan.web.calculating import (
    CERTIFICATE_FIELDS,
    FIELDS,
    GROUP_ROWS,
    Given,
    facts_given,
    people_of,
    sample_asked,
    sites_of,
    time_asked,
)
from anjuan.web.datelines import WIDTH, picture_of
from anjuan.web.visitor import CLOCK, me

#: What a form shows before somebody has written: an audit that makes sense.
_NO_PEOPLE = Personnel(0, (), ())


def _shown(request: HttpRequest, given: Given, **more: Any) -> dict[str, Any]:  # noqa: ANN401  what a template wants
    me(request)
    return more | {
        "given": given.query,
        "faults": given.faults,
        "link": request.build_absolute_uri(),
        "today": today_in_china(CLOCK),
    }


@require_safe
def time(request: HttpRequest) -> HttpResponse:
    """Audit time from personnel, class and factors."""
    given = Given(request.GET)
    on = given.day("day") or today_in_china(CLOCK)
    known = tables.time_tables("QMS", on)
    staff = effective_personnel(known.book, people_of(given)) if given.text("full") else _NO_PEOPLE
    asked = time_asked(given, known.factors, staff.people)
    found = None
    if staff.refusals:
        found = dataclasses.replace(audit_time(known, asked), days=None, steps=(), refusals=staff.refusals, notes=())
    elif any(one.people for one in asked.standards):
        found = audit_time(known, asked)
        found = dataclasses.replace(found, steps=(*staff.steps, *found.steps))
    rows = [
        {"field": name, "risks": [risk for risk in known.days.risks(name) if risk], "usual": usual}
        for name, usual in FIELDS.items()
    ]
    used = {one.factor for standard in asked.standards for one in standard.adjustments}
    return render(
        request,
        "web/calculators/time.html",
        _shown(request, given, found=found, asked=asked, kinds=KINDS, rows=rows, factors=known.factors.factors,
               used=used, is_integrated=len(asked.standards) > 1),
    )  # fmt: skip


@require_safe
def sampling(request: HttpRequest) -> HttpResponse:
    """How many sites are audited, and which."""
    given = Given(request.GET)
    on = given.day("day") or today_in_china(CLOCK)
    table = tables.site_sampling().on(on)
    asked = sample_asked(given, table)
    found = site_sample(tables.book_on("QMS", on), table, asked) if asked.groups else None
    drawn = None
    sites, seed = sites_of(given), given.text("seed")
    if found is not None and found.size and sites and seed:
        drawn = draw(sites, found.size, found.random, seed[:80])
    return render(
        request,
        "web/calculators/sampling.html",
        _shown(request, given, found=found, asked=asked, table=table, numbers=range(1, GROUP_ROWS + 1), drawn=drawn,
               lacks_seed=bool(sites) and not seed),
    )  # fmt: skip


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """Every time rule of one certificate, on a line and in words."""
    given = Given(request.GET)
    on = given.day("day") or today_in_china(CLOCK)
    facts = facts_given(given)
    verdicts = certificate_verdicts(facts, tables.book_on, on) if facts else ()
    holidays = tables.holidays().on(on)
    rows = [(one, last_workday_by(holidays, one.due) if one.due and one.due >= on else None) for one in verdicts]
    unlisted = sorted({year for _, by in rows if by for year in by.unlisted_years})
    return render(
        request,
        "web/calculators/dates.html",
        _shown(request, given, facts=facts, rows=rows, on=on, picture=picture_of(verdicts, on), width=WIDTH,
               fields=CERTIFICATE_FIELDS, states=STATES, unlisted=unlisted,
               weak=sorted({one.rule for one in verdicts if one.basis.is_weak})),
    )  # fmt: skip
