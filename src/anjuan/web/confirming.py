"""Who is about to do a dangerous deed shows again who they are."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.signin import has_factor
from anjuan.accounts.services.factors import WrongCodeError, code_use
from anjuan.accounts.services.signin import NOBODY, log_in_failed
from anjuan.web.arriving import CONFIRMED
from anjuan.web.throttle import failure_count, failures_forget, is_paused
from anjuan.web.visitor import address_of, deed, me, now

_FIELD = "aj_proof"


def confirm_first(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the password again; None when it was given lately, or now and right.

    Call it after the permission check, before the deed. What was sent is carried along and sent again with the
    password, so that nothing has to be typed twice. Files cannot be carried.
    """
    if is_confirmed(request):
        return None
    problem = ""
    if request.method == "POST" and _FIELD in request.POST:
        problem = _checked(request, request.POST[_FIELD])
        if not problem:
            request.session[CONFIRMED] = int(now().timestamp())
            return None
    skipped = {_FIELD, "csrfmiddlewaretoken"}
    carried = [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]
    values = {"carried": carried, "problem": problem, "by_password": me(request).has_usable_password()}
    return render(request, "web/confirm.html", values)


def is_confirmed(request: HttpRequest) -> bool:
    """Say whether the person has shown lately who they are."""
    age = now().timestamp() - float(request.session.get(CONFIRMED, 0))
    return bool(age <= settings.ANJUAN_OPTIONS.signin.confirm_minutes * 60)


def _checked(request: HttpRequest, proof: str) -> str:
    """Return what is wrong with a password or, for who has none, a one-time code; empty when it is right."""
    user = me(request)
    address, name = address_of(request), user.get_username()
    if is_paused(address, name):
        return _("失败次数过多，请 1 分钟后再试。")
    if user.check_password(proof) if user.has_usable_password() else _code_holds(request, proof):
        failures_forget(address, name)
        return ""
    failure_count(address, name)
    log_in_failed(deed=Deed(NOBODY, now()), username=name, address=address, why="confirmation")
    return _("不正确，请重新输入。")


def _code_holds(request: HttpRequest, proof: str) -> bool:
    user = me(request)
    if not has_factor(user):
        return False
    try:
        code_use(deed=deed(request), user=user, code=proof)
    except WrongCodeError:
        return False
    return True
