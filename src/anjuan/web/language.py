"""Which language a page is written in: the person's choice, never the browser's header."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "aj_language"
#: What ``<html lang>`` says: it decides which glyphs a browser takes for Chinese characters.
HTML_LANG = {"zh-hans": "zh-Hans", "en": "en"}


def known_language(code: str) -> str:
    """Return the code when pages are written in it, else nothing."""
    return code if code in HTML_LANG else ""


def chosen_language(request: HttpRequest) -> str:
    """Return the language of the logged-in person, else that of the cookie, else the site's."""
    own = getattr(request.user, "language", "") if hasattr(request, "user") else ""
    return (
        known_language(own)
        or known_language(request.COOKIES.get(COOKIE, ""))
        or known_language(settings.LANGUAGE_CODE)
        or "zh-hans"
    )


class LanguageMiddleware:
    """Writes the answer in the chosen language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request in the chosen language."""
        with translation.override(chosen_language(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", HTML_LANG[translation.get_language() or "zh-hans"])
            return response
