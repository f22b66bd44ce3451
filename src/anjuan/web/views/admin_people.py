"""People, their roles and their log-ins, for the officers."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjuan.accounts.rules.roles import Period
from anjuan.accounts.selectors import directory
from anjuan.accounts.selectors.people import officer_report, role_keys
from anjuan.accounts.selectors.signin import log_ins_of
from anjuan.accounts.services import administration
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import AnjuanError, RefusedError, UsageError
from anjuan.web.confirming import confirm_first
from anjuan.web.faultsentences import fault_said
from anjuan.web.listing import whole
from anjuan.web.lists.people import PEOPLE
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need, now
from anjuan.web.words import fault_words

#: What is allowed, by what it is about: heading, and the first words of the keys.
GROUPS = (
    (_later("审核案卷"), {"case"}),
    (_later("保管利用"), {"custody", "destruction", "loan"}),
    (_later("账户与角色"), {"person", "role", "login"}),
    (_later("系统"), {"system", "journal", "registry"}),
)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list of people."""
    return list_page(request, PEOPLE, extra={"may_add": need(request, *directory.OFFICERS).may("person.manage")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a person; the password for the first log-in is shown once."""
    person, problem = need(request, "person.manage"), None
    sent = {name: request.POST.get(name, "").strip() for name in ("username", "display_name", "email")}
    if request.method == "POST":
        if asked := confirm_first(request):
            return asked
        try:
            user_id, password = administration.person_add(deed=deed(request), by=person, **sent)
        except UsageError as error:
            problem = fault_words(error.code)
        else:
            return _password_shown(request, user_id, password)
    return render(request, "web/admin_person_add.html", {"sent": sent, "problem": problem})


def _password_shown(request: HttpRequest, user_id: int, password: str) -> HttpResponse:
    row = directory.person_get(need(request, "person.manage"), user_id, today_in_china(CLOCK))
    return render(request, "web/admin_password.html", {"row": row, "password": password})


@never_cache
@require_safe
def one(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: who they are, the roles they hold and held, their log-ins."""
    return _page(request, user_id)


def _page(request: HttpRequest, user_id: int, problem: AnjuanError | None = None) -> HttpResponse:
    person, today = need(request, *directory.OFFICERS), today_in_china(CLOCK)
    row = directory.person_get(person, user_id, today)
    grants = directory.grants_of(person, user_id, today)
    held = {grant.role for grant in grants if grant.withdrawn_at is None}
    keeps_log_ins = person.may("login.manage")
    values = {
        "row": row,
        "grants": grants,
        "free_roles": [item for item in role_keys(today) if item[0] not in held],
        "today": today,
        "devices": log_ins_of(user_id, now()) if keeps_log_ins else (),
        "may_manage": person.may("person.manage"),
        "may_grant": person.may("role.grant") and person.user_id != user_id,
        "keeps_log_ins": keeps_log_ins,
        "is_me": person.user_id == user_id,
        "problem": fault_words(problem.code) if problem else None,
        "problem_detail": fault_said(problem.what) if problem else None,
        "sent": request.POST,
    }
    return render(request, "web/admin_person.html", values)


@require_POST
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change a person's shown name and e-mail address."""
    person = need(request, "person.manage")
    if asked := confirm_first(request):
        return asked
    administration.person_edit(
        deed=deed(request), by=person, user_id=user_id, display_name=request.POST.get("display_name", ""),
        email=request.POST.get("email", ""),
    )  # fmt: skip
    messages.success(request, _("已保存。"))
    return redirect("web:person", user_id)


@require_POST
def lock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lock a person out, or let them in again."""
    person = need(request, "person.manage")
    if asked := confirm_first(request):
        return asked
    if request.POST.get("locked") == "yes":
        reason = request.POST.get("reason", "").strip()
        administration.person_lock(deed=deed(request), by=person, user_id=user_id, reason=reason)
        messages.success(request, _("已锁定，其登录已全部注销。"))
    else:
        administration.person_unlock(deed=deed(request), by=person, user_id=user_id)
        messages.success(request, _("已解除锁定。"))
    return redirect("web:person", user_id)


@never_cache
@require_POST
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person a password for one log-in, and show it once."""
    person = need(request, "person.manage")
    if asked := confirm_first(request):
        return asked
    password = administration.password_reset(deed=deed(request), by=person, user_id=user_id)
    return _password_shown(request, user_id, password)


@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person a role for a period. What the rules refuse is explained on the page."""
    person = need(request, "role.grant")
    if asked := confirm_first(request):
        return asked
    try:
        period = Period(_day(request, "first"), _day(request, "last"))
        administration.role_assign(
            deed=deed(request), by=person, user_id=user_id, role=request.POST.get("role", ""), period=period
        )
    except (RefusedError, UsageError) as error:
        return _page(request, user_id, error)
    messages.success(request, _("已授予。"))
    return redirect("web:person", user_id)


class BadDayError(UsageError):
    """A day was sent that is none."""

    code = "WEB-003"


def _day(request: HttpRequest, name: str) -> dt.date | None:
    text = request.POST.get(name, "").strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadDayError(f"{text!r} is no day.", remedy="Write it as 2026-03-01.") from error


@require_POST
def withdraw(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take a role from a person."""
    person = need(request, "role.grant")
    if asked := confirm_first(request):
        return asked
    administration.role_end(deed=deed(request), by=person, user_id=user_id, role=request.POST.get("role", ""))
    messages.success(request, _("已撤销。"))
    return redirect("web:person", user_id)


@require_POST
def factors_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take all second factors from a person who lost them."""
    person = need(request, "login.manage")
    if asked := confirm_first(request):
        return asked
    number = administration.factors_reset(deed=deed(request), by=person, user_id=user_id)
    messages.success(
        request, ngettext("已移除 %(n)s 个第二因素。", "已移除 %(n)s 个第二因素。", number) % {"n": number}
    )
    return redirect("web:person", user_id)


@require_POST
def device_end(request: HttpRequest, user_id: int) -> HttpResponse:
    """End a log-in of a person, or all of them."""
    person = need(request, "login.manage")
    if asked := confirm_first(request):
        return asked
    administration.person_log_in_end(
        deed=deed(request), by=person, user_id=user_id, log_in_id=whole(request.POST, "device", 0)
    )
    messages.success(request, _("已注销登录。"))
    return redirect("web:person", user_id)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with what it allows, and which exclude each other."""
    person, today = need(request, *directory.OFFICERS, "journal.read"), today_in_china(CLOCK)
    matrix = directory.role_matrix(today)
    groups = [
        (label, [key for key, _name in matrix.capabilities if key.partition(".")[0] in sorts])
        for label, sorts in GROUPS
    ]
    values = {
        "matrix": matrix,
        "groups": groups,
        "officers": [line for line in matrix.roles if line.role.officer],
        "report": officer_report(today),
        "may_see_people": any(person.may(one) for one in directory.OFFICERS),
    }
    return render(request, "web/admin_roles.html", values)
