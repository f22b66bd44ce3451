"""What a person sees when a thing does not work: what happened, why, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from anjuan.kit.errors import AnjuanError
from anjuan.web.faultsentences import fault_said
from anjuan.web.words import fault_words


def fault_answer(request: HttpRequest, error: AnjuanError) -> HttpResponse:
    """Return a failure as JSON for scripts, as a page for people, with the failure's own status."""
    words = fault_words(error.code)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(
            {**error.as_dict(), "title": str(words.title), "advice": str(words.advice)}, status=error.http_status
        )
    response = render(
        request,
        "web/fault.html",
        {"error": error, "words": words, "told": fault_said(error.what)},
        status=error.http_status,
    )
    patch_vary_headers(response, ["Accept"])
    return response


class FaultMiddleware:
    """Turns every failure that the rooms explain into a page; leaves the unexplained ones to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; a log-in page asked for by a script becomes a redirect of the whole page."""
        response = self.get_response(request)
        if request.headers.get("HX-Request") and response.status_code == 302:  # noqa: PLR2004  Found
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = response["Location"]
            answer.cookies = response.cookies
            return answer
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of an explained failure."""
        return fault_answer(request, exception) if isinstance(exception, AnjuanError) else None
