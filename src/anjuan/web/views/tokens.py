"""A person's own access tokens: keys with which programs act as the person."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anjuan.accounts.selectors.tokens import scopes_useful, token_list
from anjuan.accounts.services.tokens import TokenOrder, TokenRequestError, token_issue, token_revoke
from anjuan.kit.clock import today_in_china
from anjuan.web.confirming import confirm_first
from anjuan.web.listing import whole
from anjuan.web.visitor import CLOCK, deed, me, now, viewer
from anjuan.web.words import fault_words

_DAYS = (7, 30, 90, 180, 365)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of who looks; a sent form issues one, whose secret is shown once."""
    problem = None
    if request.method == "POST":
        if asked := confirm_first(request):
            return asked
        try:
            return _issued(request)
        except TokenRequestError as error:
            problem = fault_words(error.code)
    most = settings.ANJUAN_OPTIONS.api.token_days
    english = get_language() == "en"
    scopes = scopes_useful(viewer(request), today_in_china(CLOCK))
    values = {
        "tokens": token_list(user_id=me(request).pk, now=now()),
        "scopes": [(key, en if english else zh) for key, zh, en in scopes],
        "days": [days for days in _DAYS if days <= most] or [most],
        "sent": request.POST,
        "sent_scopes": request.POST.getlist("scope"),
        "problem": problem,
    }
    return render(request, "web/tokens.html", values)


def _issued(request: HttpRequest) -> HttpResponse:
    useful = {key for key, _zh, _en in scopes_useful(viewer(request), today_in_china(CLOCK))}
    scopes = tuple(key for key in request.POST.getlist("scope") if key in useful)
    order = TokenOrder(
        request.POST.get("name", ""), scopes, whole(request.POST, "days", 90), settings.ANJUAN_OPTIONS.api.token_days
    )
    issued = token_issue(deed=deed(request), user_id=me(request).pk, order=order)
    return render(request, "web/token_issued.html", {"issued": issued, "name": order.name.strip()})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let one of one's own tokens open nothing any more."""
    token_revoke(deed=deed(request), token_id=whole(request.POST, "token", 0), user_id=me(request).pk)
    messages.success(request, _("已吊销，使用它的程序立即失效。"))
    return redirect("web:tokens")
