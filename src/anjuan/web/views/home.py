"""The work list: what needs the person now."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.selectors.searches import saved_searches
from anjuan.archive.selectors.cases import cases_recent
from anjuan.archive.selectors.ending import certificates_ending
from anjuan.archive.selectors.intakes import intake_list
from anjuan.custody.selectors.loans import loan_list
from anjuan.kit.clock import today_in_china
from anjuan.web.lists.cases import field_choices
from anjuan.web.lists.habits import followed_fields, habits, saved_views
from anjuan.web.lists.registry import address_of
from anjuan.web.lists.tiles import tiles_for
from anjuan.web.navigation import FILES, READS
from anjuan.web.tour import SEEN, tour_for
from anjuan.web.visitor import CLOCK, now, viewer

_SHOWN = 8
#: How far ahead the work list looks for what ends.
AHEAD = dt.timedelta(days=180)
_SOON = 30


@dataclasses.dataclass(frozen=True, slots=True)
class DueRow:
    """Something with a last day.

    Attributes:
        kind: ``certificate`` or ``loan``.
        days: Days left; below zero when it is over.
        is_soon: Whether it ends within thirty days.

    """

    kind: str
    day: str
    days: int
    title: str
    about: str
    address: str

    @property
    def is_soon(self) -> bool:
        """Whether it ends within thirty days."""
        return self.days <= _SOON


def home(request: HttpRequest) -> HttpResponse:
    """The work list. Its figures come after it, each as the total of the list that it opens."""
    person, today = viewer(request), today_in_china(CLOCK)
    if request.GET.get("part") == "fields":
        return _fields(request)
    reads = any(person.may(need) for need in READS)
    intakes = intake_list(person, now=now(), limit=20) if person.may(*FILES) else []
    troubled = [row for row in intakes if row.counts.get("failed") or row.counts.get("refused")]
    tiles = tiles_for(person, followed_fields(request))
    values = {
        "reads": reads,
        "files": person.may(*FILES),
        "today": today,
        "tiles": [(tile, address_of(tile.list, tile.query(today))) for tile in tiles],
        "cases": cases_recent(person, limit=_SHOWN) if reads else (),
        "watched": [row for row in saved_searches(person) if row.is_watched][:_SHOWN] if reads else (),
        "views": _views(request),
        "due": due_rows(person, today) if reads else (),
        "troubled": troubled[:_SHOWN],
        "recent_intakes": intakes[:_SHOWN],
        "tour": tour_for(person),
        "is_tour_new": SEEN not in habits(request),
    }
    return render(request, "web/home.html", values)


def _fields(request: HttpRequest) -> HttpResponse:
    """The fields to follow, asked for when somebody opens their menu."""
    person, followed = viewer(request), followed_fields(request)
    reads = any(person.may(need) for need in READS)
    fields = [(code, text, code in followed) for code, text in field_choices(person)] if reads else []
    return render(request, "web/home_fields.html", {"fields": fields})


def _views(request: HttpRequest) -> list[tuple[Any, str]]:
    views = saved_views(request)[:_SHOWN]
    return [(view, address_of(view.list, f"{view.query}&view={view.id}".lstrip("&"))) for view in views]


def due_rows(person: Viewer, today: dt.date) -> list[DueRow]:
    """Return what ends next, the earliest first: loans that run, certificates within :data:`AHEAD`."""
    rows = [
        DueRow("certificate", row.expires_on, _left(row.expires_on, today), row.organisation_name or row.title,
               row.number, reverse("web:case", args=[row.number]))
        for row in certificates_ending(person, today, within=AHEAD, limit=_SHOWN)
    ]  # fmt: skip
    if person.may("loan.request") or person.may("loan.approve"):
        rows += [
            DueRow("loan", row.last_day, _left(row.last_day, today), row.title, f"{row.number} · {row.borrower}",
                   reverse("web:loans"))
            for row in loan_list(person, today=today)
            if row.is_running or row.is_overdue
        ]  # fmt: skip
    return sorted(rows, key=lambda row: row.day)[:_SHOWN]


def _left(day: str, today: dt.date) -> int:
    return (dt.date.fromisoformat(day) - today).days
