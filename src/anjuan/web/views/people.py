"""Log-in, and what a person chooses for the pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from anjuan.accounts.services import people
from anjuan.web.context import THEME_COOKIE, THEME_MEDIA
from anjuan.web.language import COOKIE, known_language
from anjuan.web.throttle import ThrottledForm

_YEAR_SECONDS = 365 * 86400


@method_decorator(login_not_required, name="dispatch")
class LogIn(LoginView):
    """The log-in page."""

    template_name = "web/login.html"
    authentication_form = ThrottledForm
    redirect_authenticated_user = True


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else "web:home")


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
