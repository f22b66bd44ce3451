"""Subscriptions with their news, and leaving the mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.mining.selectors.briefing import assigned_lately
from anjuan.mining.selectors.news import fresh_news
from anjuan.mining.services.subscriptions import (
    WantedNews,
    leave_owner,
    mail_leave,
    may_subscribe,
    subscription_add,
    subscription_change,
    subscription_delete,
    subscriptions_seen,
)
from anjuan.web.navigation import SUBSCRIBES
from anjuan.web.visitor import deed, me, need, now, viewer

_NAMES = ("field_code", "professional_code", "clause", "words", "standard")
_SHOWN = 6


@require_safe
def subscriptions(request: HttpRequest) -> HttpResponse:
    """The subscriptions of a person, each with what is new in it."""
    person = need(request, *SUBSCRIBES)
    values = {
        "rows": fresh_news(person, now=now()),
        "mails": bool(settings.ANJUAN_OPTIONS.mail.host),
        "address": me(request).email,
        "given": {name: request.GET.get(name, "")[:100] for name in _NAMES},
    }
    return render(request, "web/subscriptions.html", values)


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """What is new, and which audits were assigned, for the work list; asked for after the list itself."""
    person: Viewer = viewer(request)
    news = fresh_news(person, now=now()) if may_subscribe(person) else []
    flat = sorted(
        {(one.at, one.kind, one.title, one.about, one.count): one for _, found in news for one in found}.items(),
        reverse=True,
    )
    values = {
        "news": [one for _, one in flat[:_SHOWN]], "total": len(flat), "topics": len(news),
        "assigned": assigned_lately(person, now=now(), most=_SHOWN), "subscribes": may_subscribe(person),
    }  # fmt: skip
    return render(request, "web/home_news.html", values)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Subscribe."""
    person = need(request, *SUBSCRIBES)
    texts = {name: request.POST.get(name, "")[:200] for name in _NAMES}
    wanted = WantedNews(**texts, by_mail=request.POST.get("by_mail") == "1")
    subscription_add(deed=deed(request), viewer=person, wanted=wanted)
    messages.success(request, _("已订阅。"))
    return redirect("web:subscriptions")


@require_POST
def change(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Say whether a subscription comes by mail, that it was read, or remove it."""
    person = need(request, *SUBSCRIBES)
    what = request.POST.get("what", "")
    if what == "delete":
        subscription_delete(viewer=person, subscription_id=subscription_id)
        messages.info(request, _("已取消订阅。"))
    elif what == "seen":
        subscriptions_seen(deed=deed(request), viewer=person, subscription_id=subscription_id)
    else:
        subscription_change(viewer=person, subscription_id=subscription_id, by_mail=what == "mail")
    return redirect("web:subscriptions")


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Note that all news were looked at."""
    person = need(request, *SUBSCRIBES)
    subscriptions_seen(deed=deed(request), viewer=person)
    messages.success(request, _("已全部标为已读。"))
    return redirect("web:subscriptions")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End the mail of the person whom a link was sent to; the link itself says who that is."""
    leave_owner(token)
    if request.method == "POST":
        mail_leave(token=token)
    return render(request, "web/subscription_leave.html", {"is_done": request.method == "POST"})
