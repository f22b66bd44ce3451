"""Saved searches and the history of searches: each person's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjuan.accounts.services.searches import asked_clear, search_change, search_delete, search_save
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.search_watching import search_seen
from anjuan.web.navigation import READS
from anjuan.web.searching import asking_of
from anjuan.web.visitor import deed, need


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name, and go on with it."""
    person = need(request, *READS)
    asked = asking_of(QueryDict(request.POST.get("query", "")[:2000]))
    seen = search_seen(person, search_engine(), (asked.words, asked.fuzzy, asked.filters))
    search_id = search_save(
        deed=deed(request), viewer=person, name=request.POST.get("name", ""), query=asked.query(), seen=seen,
        is_watched=request.POST.get("watched") == "1",
    )  # fmt: skip
    if seen.is_too_wide:
        messages.warning(request, _("检索已保存，但结果过多，不能提醒新命中；请再加条件。"))
    else:
        messages.success(request, _("检索已保存。"))
    return redirect(f"{reverse('web:search')}?{asked.query()}&saved={search_id}")


@require_POST
def change(request: HttpRequest, search_id: int) -> HttpResponse:
    """Say whether new hits of a saved search are told."""
    person = need(request, *READS)
    search_change(viewer=person, search_id=search_id, is_watched=request.POST.get("watched") == "1")
    return redirect("web:search")


@require_POST
def delete(request: HttpRequest, search_id: int) -> HttpResponse:
    """Remove a saved search."""
    search_delete(viewer=need(request, *READS), search_id=search_id)
    messages.info(request, _("已删除保存的检索。"))
    return redirect("web:search")


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget the history of the person who asks."""
    asked_clear(viewer=need(request, *READS))
    messages.info(request, _("检索历史已清空。"))
    return redirect("web:search")
