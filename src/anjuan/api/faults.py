"""The one shape of every failure."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from anjuan.api.access import TooManyError, language_of, no_token
from anjuan.api.problems import problems_of
from anjuan.kit.errors import AnjuanError, NotFoundError, UsageError
from anjuan.kit.explanations import explain

log = logging.getLogger(__name__)


class Problem(Schema):
    """What is wrong with one value."""

    field: str
    problem: str


class Fault(Schema):
    """A failure: a code that stays, what happened, why it matters, what to do; in the language of the token's owner."""

    code: str
    what: str
    why: str = ""
    remedy: str = ""
    detail: str = ""
    field: str = ""
    problems: list[Problem] = Field(default_factory=list)


class AddressUnknownError(NotFoundError):
    """The interface has no such address."""

    code = "API-004"


class InvalidError(UsageError):
    """A value that was sent is not what it should be."""

    code = "API-005"
    http_status = 422


class MethodError(UsageError):
    """The address does not take this method."""

    code = "API-006"
    http_status = 405


class TooLargeError(UsageError):
    """More was sent than one request may carry."""

    code = "API-008"
    http_status = 413


class BrokenError(AnjuanError):
    """The program failed in a way that nobody foresaw."""

    code = "API-009"


class UnreadableError(UsageError):
    """A request cannot be understood at all."""

    code = "API-012"


def fault_answer(request: HttpRequest, error: AnjuanError, *, problems: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """Return a failure as JSON with its own status, in the language of who asks."""
    words = explain(error.code)
    values: dict[str, Any] = {**error.as_dict(), "detail": ""}
    if words and language_of(request) != "en":
        values |= {"what": words.zh, "why": "", "remedy": words.zh_remedy}
        values["detail"] = " ".join(part for part in (error.what, error.why, error.remedy) if part)
    field = problems[0]["field"] if problems else ""
    content = {**values, "field": field, "problems": list(problems)}
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False), status=error.http_status, content_type="application/json"
    )
    _headers(response, error)
    return response


def _headers(response: HttpResponse, error: AnjuanError) -> None:
    if error.http_status == 401:  # noqa: PLR2004  Unauthorized
        response["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyError):
        response["Retry-After"] = "".join(filter(str.isdigit, error.remedy)) or "60"


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = problems_of(error.errors, chinese=language_of(request) != "en")
    told = ", ".join(problem["field"] for problem in problems[:5])
    fault = InvalidError(f"These values are not what they should be: {told}.", remedy="Correct them and send again.")
    return fault_answer(request, fault, problems=problems)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, AuthenticationError):
        return fault_answer(request, no_token())
    return fault_answer(request, UnreadableError(f"{error.message}.", remedy="Send JSON as the description says."))


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, AnjuanError):
        return fault_answer(request, error)
    if isinstance(error, Http404):
        return fault_answer(request, unknown_address())
    if isinstance(error, RequestDataTooBig):
        return fault_answer(request, TooLargeError("The request is too large.", remedy="Send less at once."))
    if isinstance(error, UnreadablePostError):
        return fault_answer(request, UnreadableError("The connection broke.", remedy="Send the request again."))
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return fault_answer(
        request, BrokenError("The interface failed.", remedy="Try again; if it happens again, tell the administrator.")
    )  # fmt: skip


def unknown_address() -> AddressUnknownError:
    """Return the failure of an address that does not exist."""
    return AddressUnknownError("There is no such address.", remedy="Look it up in the description of the interface.")


def handle_faults(api: NinjaAPI) -> None:
    """Let every failure of the interface take the one shape."""
    handlers: dict[type[Exception], Any] = {
        ValidationError: _invalid, HttpError: _http, Exception: _unforeseen, Http404: _unforeseen,
        AnjuanError: _unforeseen,
    }  # fmt: skip
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
