"""The monthly bulletin: read on a page, taken as Word or PDF, every number opening its query."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.figures.faults import FigureRightError
from anjuan.figures.rendering.files import FORMS, MEDIA_TYPES, bulletin_file
from anjuan.figures.selectors.bulletins import (
    answer_shown,
    asked_again,
    asked_of,
    bulletin_get,
    bulletin_list,
    bulletin_text,
    query_get,
)
from anjuan.figures.services.bulletins import bulletin_write
from anjuan.web.navigation import FIGURES
from anjuan.web.views.figures import MANAGES, rows_page
from anjuan.web.visitor import deed, need, now


@require_safe
def all_of_them(request: HttpRequest) -> HttpResponse:
    """All bulletins, the latest first."""
    person = need(request, *FIGURES)
    values = {"bulletins": bulletin_list(), "may_manage": person.may(MANAGES)}
    return render(request, "web/figures/bulletins.html", values)


@require_safe
def one(request: HttpRequest, month: str) -> HttpResponse:
    """A bulletin to read."""
    person = need(request, *FIGURES)
    word = request.GET.get("revision", "")
    found = bulletin_get(month, int(word) if re.fullmatch(r"[0-9]{1,4}", word) else 0)
    text = bulletin_text(found) if person.sees_all else None
    forms = [form.removeprefix(".") for form in FORMS]
    return render(request, "web/figures/bulletin.html", {"bulletin": found, "text": text, "forms": forms})


def _reader(request: HttpRequest) -> Viewer:
    """Return the person, who may see all rows that a bulletin counts.

    Raises:
        FigureRightError: Some are kept from them, so that its small numbers must be too.

    """
    person = need(request, *FIGURES)
    if not person.sees_all:
        raise FigureRightError(
            f"{person.name} may not take a bulletin as a file.",
            why="Its numbers count case files that you may not see.",
            remedy="Ask the security keeper for a role that reads all case files.",
        )
    return person


@require_safe
def file(request: HttpRequest, month: str, form: str) -> HttpResponse:
    """A bulletin as a file whose numbers lead back here."""
    person = _reader(request)
    link = request.build_absolute_uri(reverse("web:figures_query", args=[0])).removesuffix("0/")
    body = settings.ANJUAN_OPTIONS.body.name
    content = bulletin_file(person, bulletin_get(month), f".{form}", link=link, body=body, now=now())
    told = f'attachment; filename="bulletin-{month}.{form}"'
    return HttpResponse(content, content_type=MEDIA_TYPES[f".{form}"], headers={"Content-Disposition": told})


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write the bulletin of the last count."""
    need(request, MANAGES)
    made = bulletin_write(deed=deed(request))
    messages.success(request, _("已编写 %(month)s 的月报。") % {"month": made.month})
    return redirect("web:figures_bulletin", made.month)


@require_safe
def query(request: HttpRequest, key: int) -> HttpResponse:
    """A number of a bulletin: its query, its answer asked again, the rows it counts."""
    person = need(request, *FIGURES)
    stored = query_get(key)
    again = asked_again(stored)
    more = {
        "query": stored,
        "again": "—" if again is None else answer_shown(again, stored.places),
        "is_same": again == stored.value,
        "stored": answer_shown(stored.value, stored.places),
    }
    if not person.sees_all:
        more = {"query": stored, "again": "—", "is_same": True, "stored": "—"}
    return rows_page(request, person, stored.snapshot, asked_of(stored), **more)
