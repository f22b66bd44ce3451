"""Briefing packs: on the page, as PDF, as one file that is read without a network."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NotFoundError
from anjuan.mining.rendering.briefing import briefing_html, briefing_parts, briefing_pdf
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.briefing import Briefing
from anjuan.mining.services.briefings import briefing_open
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import READS
from anjuan.web.pushwords import feature_words
from anjuan.web.views.knowledge import shown
from anjuan.web.visitor import CLOCK, deed, me, need, now
from anjuan.web.words import said

_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
_CONTACTS = ("contact", "phone", "email", "legal_representative", "management_representative", "operating_address")


class PackFormError(NotFoundError):
    """A briefing pack cannot be had in this form."""

    code = "WEB-160"


def _pack(request: HttpRequest, organisation_id: int) -> Briefing:
    wanted = Scope(request.GET.get("field", "").strip()[:20], request.GET.get("code", "").strip()[:20])
    return briefing_open(
        deed=deed(request), viewer=need(request, *READS), organisation_id=organisation_id, wanted=wanted,
        today=today_in_china(CLOCK), language=language(),
    )  # fmt: skip


@require_safe
def briefing(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Everything that an auditor should know before an audit of an organisation."""
    pack = _pack(request, organisation_id)
    values: dict[str, Any] = {"pack": pack, "query": request.GET.urlencode()}
    if pack.guide is not None:
        values |= shown(request, pack.guide)
    return render(request, "web/briefing.html", values)


@require_safe
def download(request: HttpRequest, organisation_id: int, form: str) -> HttpResponse:
    """A briefing pack as a file."""
    if form not in _TYPES:
        raise PackFormError(f"A briefing pack cannot be had as {form!r}.", remedy=f"Choose one of {', '.join(_TYPES)}.")
    pack = _pack(request, organisation_id)
    names = {name: str(said("field", name)) for name in _CONTACTS}
    parts = briefing_parts(pack, kinds=feature_words(), names=names, language=language())
    maker = me(request).shown_name
    if form == "pdf":
        content: bytes = briefing_pdf(pack, parts, maker=maker, now=now(), language=language())
    else:
        content = briefing_html(pack, parts, maker=maker, language=language()).encode()
    name = f"briefing-{pack.organisation_id}-{today_in_china(CLOCK)}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=_TYPES[form], headers=headers)
