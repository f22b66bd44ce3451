"""Files that were not filed, over all batches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.failures import failure_intakes
from anjuan.archive.services.retrying import items_retry
from anjuan.web.lists.waiting import DOUBTS, FAILURES
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import deed, need


@require_safe
def failures(request: HttpRequest) -> HttpResponse:
    """The list of files that were not filed."""
    return list_page(request, FAILURES)


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try all of them again."""
    person = need(request, "case.file")
    number = sum(items_retry(deed=deed(request), intake_id=key) for key in failure_intakes(person))
    messages.info(request, ngettext("%(n)s 个文件已重新排队。", "%(n)s 个文件已重新排队。", number) % {"n": number})
    return redirect("web:failures")


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """The list of papers whose kind a person should look at."""
    return list_page(request, DOUBTS)
