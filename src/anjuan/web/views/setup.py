"""The first-run wizard: who reads the terminal makes the first people and says whose archive this is."""

from __future__ import annotations

import os
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.signin import user_by_id
from anjuan.accounts.services.founding import (
    FOUNDER,
    ROLES,
    SETUP_VARIABLE,
    FoundedError,
    Founder,
    is_founded,
    people_found,
    setup_code_holds,
)
from anjuan.archive.services.watching import folder_checked
from anjuan.kit.errors import AnjuanError
from anjuan.registry.services.codelists import code_lists_load
from anjuan.web.arriving import let_in
from anjuan.web.throttle import failure_count, failures_forget, is_paused
from anjuan.web.visitor import address_of, now
from anjuan.web.words import fault_words

_PASSED = "aj_setup"
_THROTTLED = "first-run"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Ask for the printed code, then for the first people; refused once there is anybody."""
    if is_founded():
        if request.method == "POST":
            raise FoundedError("There are people already.", remedy="Log in, or have the administrator add you.")
        return redirect("web:login")
    if not request.session.get(_PASSED):
        return _code_asked(request)
    if request.method != "POST":
        return _form(request, {})
    return _founded(request)


def _code_asked(request: HttpRequest) -> HttpResponse:
    problem, kept, address = "", os.environ.get(SETUP_VARIABLE, ""), address_of(request)
    if request.method == "POST":
        if is_paused(address, _THROTTLED):
            problem = _("失败次数过多，请 1 分钟后再试。")
        elif setup_code_holds(request.POST.get("code", ""), kept):
            failures_forget(address, _THROTTLED)
            request.session.cycle_key()
            request.session[_PASSED] = True
            return redirect("web:setup")
        else:
            failure_count(address, _THROTTLED)
            problem = _("代码不正确，请照终端里显示的输入。")
    return render(request, "web/setup_code.html", {"problem": problem, "has_code": bool(kept)})


def _form(request: HttpRequest, sent: Mapping[str, str], problem: str = "", advice: str = "") -> HttpResponse:
    values = {
        "sent": sent,
        "problem": problem,
        "advice": advice,
        "officers": [(role, sent.get(f"{role}_username", ""), sent.get(f"{role}_name", "")) for role in ROLES],
    }
    return render(request, "web/setup.html", values)


def _founded(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    password = sent.get("password", "")
    if password != sent.get("again", ""):
        return _form(request, sent, _("两次输入的密码不一致"))
    people = tuple(Founder(sent.get(f"{r}_username", "").strip(), sent.get(f"{r}_name", "").strip()) for r in ROLES)
    hand = Deed(FOUNDER, now())
    try:
        _options_keep(sent)
        made = people_found(deed=hand, people=people, password=password)
    except AnjuanError as error:
        words = fault_words(error.code)
        return _form(request, sent, str(words.title), str(words.advice))
    code_lists_load(deed=hand)
    request.session.pop(_PASSED, None)
    let_in(request, user_by_id(made[0].user_id), how="password", target="", factor_shown=False)
    return render(request, "web/setup_done.html", {"people": made, "own": sent.get("checklist") == "own"})


def _options_keep(sent: Mapping[str, str]) -> None:
    """Write what the form says of the body and the first folder into the file of options."""
    folder = sent.get("folder", "").strip()
    if folder:
        folder_checked(folder, settings.ANJUAN_HOME)
    told = {
        "body.name": sent.get("body_name", "").strip()[:120],
        "body.fonds_number": sent.get("fonds_number", "").strip().upper(),
        "intake.folder": folder,
    }
    values = {name: value for name, value in told.items() if value}
    if values:
        import_string(settings.ANJUAN_OPTIONS_WRITE)(settings.ANJUAN_HOME, values)
