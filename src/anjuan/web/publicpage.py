"""Pages for people without a log-in who came by a link: nothing is kept, nothing found, nothing run."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables

from anjuan.kit.errors import AnjuanError
from anjuan.web.words import fault_words

#: Nothing runs here, and nothing comes from elsewhere; pages drawn as SVG bring their own colours.
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers then send no origin with forms, and the check against forged ones fails.
    "Referrer-Policy": "same-origin",
}


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that asks for no log-in, is kept nowhere, and tells failures without the frame of the archive."""

    @login_not_required
    @sensitive_variables("token")
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:  # noqa: ANN401  the view's own
        try:
            response = view(request, *args, **named)
        except AnjuanError as error:
            response = public_fault(request, error)
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return answer


def public_fault(request: HttpRequest, error: AnjuanError, *, status: int | None = None) -> HttpResponse:
    """Return a failure in two sentences, without a word of what the link was for."""
    words = fault_words(error.code)
    return render(request, "web/public_fault.html", {"words": words}, status=status or error.http_status)
