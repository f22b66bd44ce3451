"""The journal: narrowed, paged, checked, taken out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors import journal as selectors
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.explanations import explanations
from anjuan.web.cells import csv_row
from anjuan.web.listing import whole
from anjuan.web.visitor import deed, need

_SIZE = 50
_CHECK = "aj_chain"


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None


def _wanted(request: HttpRequest) -> selectors.JournalFilter:
    actor, action, subject, words = (
        request.GET.get(name, "").strip()[:200] for name in ("actor", "action", "subject", "words")
    )
    first, last = (_day(request.GET.get(name, "")[:10]) for name in ("first", "last"))
    return selectors.JournalFilter(actor, action, subject, words, first, last)


def action_words() -> list[tuple[str, str]]:
    """Return every action of the journal with its words, by the words."""
    english = get_language() == "en"
    table = explanations().latest.journal
    return sorted(((code, item.en if english else item.zh) for code, item in table.items()), key=lambda pair: pair[1])


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The entries that a filter leaves, newest first, a portion at a time."""
    person, wanted = need(request, "journal.read"), _wanted(request)
    part = selectors.journal_part(
        person, wanted, before=whole(request.GET, "before", 0), after=whole(request.GET, "after", 0), limit=_SIZE
    )
    values = {
        "part": part,
        "wanted": wanted,
        "actions": action_words(),
        "said": dict(action_words()),
        "query": urlencode({key: value for key, value in wanted.as_words().items() if value}),
        "checked": request.session.get(_CHECK),
        "is_narrowed": wanted != selectors.JournalFilter(),
    }
    return render(request, "web/admin_journal.html", values)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check a bounded portion of the chain; the page asks for the next until the end is reached."""
    person = need(request, "journal.read")
    kept = request.session.get(_CHECK) or {}
    goes_on = bool(kept) and not kept["finished"] and request.POST.get("go") == "on"
    done = selectors.journal_check(person, selectors.CheckedUpTo(**kept["upto"]) if goes_on else selectors.NOTHING)
    breaks = [*(kept["breaks"] if goes_on else []), *([item.number, item.what] for item in done.breaks)][:100]
    request.session[_CHECK] = {
        "upto": done.upto.as_words(), "total": done.total, "breaks": breaks, "finished": done.finished,
        "at": deed(request).now.isoformat(),
    }  # fmt: skip
    if done.finished:
        journal_write(
            deed=deed(request), action="journal.verify",
            detail={"entries": done.upto.number, "head": done.upto.head, "breaks": len(breaks)},
        )  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "web/admin_journal_check.html", {"checked": request.session[_CHECK]})
    return redirect("web:journal")


@require_POST
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that the filter leaves, as a CSV file. Taking it out is a deed of its own."""
    person, wanted = need(request, "journal.read"), _wanted(request)
    told = {key: value for key, value in wanted.as_words().items() if value}
    entry = journal_write(deed=deed(request), action="journal.export", detail={"filter": told})
    lines = _csv(selectors.journal_all(person, wanted, upto=entry.number - 1), get_language() or "")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


def _csv(rows: Iterator[selectors.JournalRow], language: str) -> Iterator[str]:
    with translation.override(language):
        said = dict(action_words())
        head = [
            _("序号"),
            _("时间"),
            _("人员"),
            _("动作"),
            _("动作代码"),
            _("对象"),
            _("对象名称"),
            _("详情"),
            _("哈希值"),
        ]
    yield "\ufeff" + csv_row(head)
    for row in rows:
        moment = dt.datetime.fromisoformat(row.at).astimezone(CHINA).isoformat(timespec="seconds")
        detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True) if row.detail else ""
        yield csv_row(
            [row.number, moment, row.actor, said.get(row.action, row.action), row.action, row.subject, row.label,
             detail, row.hash]
        )  # fmt: skip
