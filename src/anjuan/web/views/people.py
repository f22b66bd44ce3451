"""Log-in, and what a person chooses for the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anjuan.accounts.deeds import Deed
from anjuan.accounts.sealing import SecretUnreadableError
from anjuan.accounts.selectors.people import Person
from anjuan.accounts.selectors.signin import security_of
from anjuan.accounts.services import people
from anjuan.accounts.services.factors import WrongCodeError, code_use, passkey_ask, passkey_use
from anjuan.accounts.services.founding import is_founded
from anjuan.accounts.services.signin import NOBODY, log_in_failed
from anjuan.accounts.services.signin import log_out as end
from anjuan.kit.clock import today_in_china
from anjuan.web.arriving import arrive, is_ours, let_in, pending_of
from anjuan.web.context import THEME_COOKIE, THEME_MEDIA
from anjuan.web.language import COOKIE, known_language
from anjuan.web.throttle import ThrottledForm, failure_count, failures_forget, is_paused
from anjuan.web.views.security import STATE, host_for_passkeys
from anjuan.web.visitor import CLOCK, address_of, deed, me, now
from anjuan.web.words import fault_words

_YEAR_SECONDS = 365 * 86400


@method_decorator(login_not_required, name="dispatch")
class LogIn(LoginView):
    """The log-in page."""

    template_name = "web/login.html"
    authentication_form = ThrottledForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  Django's own
        """Show the page; where nobody could log in yet, the first-run wizard stands in its place."""
        return super().get(request, *args, **kwargs) if is_founded() else redirect("web:setup")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's own signature
        """Return what the page needs: besides the form, the outer provider's name when there is one."""
        oidc = settings.ANJUAN_OPTIONS.oidc
        return super().get_context_data(provider_name=oidc.name if oidc.issuer else "", **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let a person in whose password was right."""
        return arrive(self.request, form.get_user(), how="password", target=self.get_success_url())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who has shown the first."""
    pending = pending_of(request)
    if pending is None:
        return redirect("web:login")
    problem: object = ""
    if request.method == "POST":
        how, problem = _second_checked(request, pending.user)
        if how:
            said = f"{pending.how}+{how}"
            return let_in(request, pending.user, how=said, target=pending.target, factor_shown=True)
    security = security_of(pending.user, today_in_china(CLOCK), ())
    question = None
    if security.has_passkey and host_for_passkeys(request):
        question = passkey_ask(user=pending.user, host=host_for_passkeys(request))
        request.session[STATE] = question.state if question else None
    values = {
        "security": security,
        "problem": problem,
        "question": question.options if question else None,
        "name": pending.user.shown_name,
    }
    return render(request, "web/second.html", values)


def _second_checked(request: HttpRequest, user: Person) -> tuple[str, object]:
    """Return by what the second factor was shown, or what is wrong with it."""
    address, name = address_of(request), f"second {user.username}"
    if is_paused(address, name):
        return "", _("失败次数过多，请 1 分钟后再试。")
    hand, answer = Deed(user.username, now()), request.POST.get("answer", "")
    try:
        if answer:
            state = request.session.pop(STATE, None) or {}
            passkey_use(deed=hand, user=user, host=host_for_passkeys(request), state=state, answer=answer)
            how = "passkey"
        else:
            how = code_use(deed=hand, user=user, code=request.POST.get("code", ""))
    except (WrongCodeError, SecretUnreadableError) as error:
        failure_count(address, name)
        log_in_failed(deed=Deed(NOBODY, hand.now), username=user.username, address=address, why="second factor")
        return "", fault_words(error.code).title
    failures_forget(address, name)
    return how, ""


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    end(deed=deed(request), user=me(request), key=request.session.session_key or "")
    logout(request)
    return redirect("web:login")


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    return redirect(target if is_ours(request, target) else "web:home")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the pages, in the browser and with the person."""
    language = known_language(request.POST.get("language", ""))
    response = _back(request)
    if language:
        if request.user.is_authenticated:
            people.user_set_language(user=request.user, language=language)
        response.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme, in the browser and with the person."""
    theme = request.POST.get("theme", "")
    response = _back(request)
    if theme in THEME_MEDIA:
        if request.user.is_authenticated:
            people.user_set_theme(user=request.user, theme=theme)
        response.set_cookie(THEME_COOKIE, theme, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True)
    return response
