"""What holds for every answer of the interface, whoever in the program made it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anjuan.api.faults import (
    MethodError,
    TooLargeError,
    UnreadableError,
    fault_answer,
    unknown_address,
)
from anjuan.kit.errors import AnjuanError

PREFIX = "/api/"


class ApiMiddleware:
    """Gives failures that were made before or outside the interface its one shape, and keeps answers out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith("application/json"):  # noqa: PLR2004
            allowed = response.get("Allow", "")
            response = fault_answer(request, _fault(response.status_code))
            if allowed:
                response["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _fault(status: int) -> AnjuanError:
    known: dict[int, AnjuanError] = {
        404: unknown_address(),
        405: MethodError("The address does not take this method.", remedy="Use one that the header Allow names."),
        413: TooLargeError("The request is too large.", remedy="Send less at once."),
    }
    return known.get(status) or UnreadableError(
        "The request cannot be understood.", remedy="Compare it with the description of the interface."
    )
