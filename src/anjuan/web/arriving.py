"""Coming in: from a password or a provider's word over the second factor to a session that is watched."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Person
from anjuan.accounts.selectors.signin import has_factor, must_have_factor, user_by_id
from anjuan.accounts.services.signin import log_in_open, log_in_seen
from anjuan.kit.clock import today_in_china
from anjuan.web.visitor import CLOCK, address_of, now

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PENDING, _GATE, _SEEN, CONFIRMED = "aj_pending", "aj_gate", "aj_seen", "aj_confirmed"
_PENDING_SECONDS = 600
_SEEN_SECONDS = 300
#: Where a person may go who must first change the password or add a second factor.
_OPEN_AT_GATE = {
    "password": {"web:password"},
    "factor": {"web:security", "web:totp", "web:passkey", "web:recovery", "web:password"},
}
_ALWAYS_OPEN = {"web:logout", "web:language", "web:theme", "web:login", "web:setup"}


@dataclasses.dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right and whose second factor is still asked for."""

    user: Person
    how: str
    target: str


def arrive(request: HttpRequest, user: Person, *, how: str, target: str, asks_factor: bool = True) -> HttpResponse:
    """Let a person in whose password or provider vouched for them, over the second factor when they have one."""
    if asks_factor and has_factor(user):
        request.session.cycle_key()
        request.session[_PENDING] = {"user": user.pk, "at": now().timestamp(), "how": how, "next": target}
        return redirect("web:second")
    return let_in(request, user, how=how, target=target, factor_shown=not asks_factor)


def pending_of(request: HttpRequest) -> Pending | None:
    """Return who still has to show a second factor; None when nobody does, or it took too long."""
    kept = request.session.get(_PENDING)
    if not kept or now().timestamp() - kept["at"] > _PENDING_SECONDS:
        return None
    return Pending(user_by_id(kept["user"]), kept["how"], kept["next"])


def let_in(request: HttpRequest, user: Person, *, how: str, target: str, factor_shown: bool) -> HttpResponse:
    """Open the session of a person who has shown everything asked for."""
    request.session.pop(_PENDING, None)
    login(request, user, backend=_BACKEND)
    moment = now()
    key = request.session.session_key
    if key is None:
        request.session.save()
        key = request.session.session_key or ""
    log_in_open(
        deed=Deed(user.username, moment), user=user, key=key, how=how, address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )  # fmt: skip
    request.session[_SEEN] = request.session[CONFIRMED] = int(moment.timestamp())
    roles = settings.ANJUAN_OPTIONS.signin.second_factor_roles
    if user.must_change_password and user.has_usable_password():
        request.session[_GATE] = "password"
    elif not factor_shown and must_have_factor(user, today_in_china(CLOCK), roles) and not has_factor(user):
        request.session[_GATE] = "factor"
    return redirect(target if is_ours(request, target) else "web:home")


def is_ours(request: HttpRequest, target: str) -> bool:
    """Say whether an address belongs to these pages."""
    return url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def gate_of(request: HttpRequest) -> str:
    """Return what a person must do first: ``password``, ``factor``, or nothing."""
    return str(request.session.get(_GATE, ""))


def gate_pass(request: HttpRequest, user: Person) -> None:
    """Open the gate after what it asked for was done; the password's gate may be followed by the factor's."""
    request.session.pop(_GATE, None)
    roles = settings.ANJUAN_OPTIONS.signin.second_factor_roles
    if must_have_factor(user, today_in_china(CLOCK), roles) and not has_factor(user):
        request.session[_GATE] = "factor"


class ArrivalMiddleware:
    """Keeps people at the gate until they did what is asked, ends idle sessions, notes that a device is at work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Return another answer than the page when the session is idle or at its gate."""
        seen = request.session.get(_SEEN)
        if seen is None or not request.user.is_authenticated:
            return None
        moment = now()
        if _is_idle(seen, moment):
            logout(request)
            messages.info(request, _("长时间没有操作，已自动退出，请重新登录。"))
            return redirect("web:login")
        _note(request, seen, moment)
        here = request.resolver_match.view_name if request.resolver_match else ""
        gate = gate_of(request)
        if gate and here not in _ALWAYS_OPEN | _OPEN_AT_GATE[gate]:
            return redirect("web:password" if gate == "password" else "web:security")
        return None


def _is_idle(seen: int, moment: dt.datetime) -> bool:
    idle = settings.ANJUAN_OPTIONS.signin.idle_minutes * 60
    return bool(idle) and moment.timestamp() - seen > idle


def _note(request: HttpRequest, seen: int, moment: dt.datetime) -> None:
    idle = settings.ANJUAN_OPTIONS.signin.idle_minutes * 60
    if moment.timestamp() - seen >= min(_SEEN_SECONDS, idle / 4 or _SEEN_SECONDS):
        request.session[_SEEN] = int(moment.timestamp())
        log_in_seen(now=moment, key=request.session.session_key or "", address=address_of(request))
