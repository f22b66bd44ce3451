"""Addresses of the interface for programs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from anjuan.api.door import api, description
from anjuan.api.faults import fault_answer, unknown_address


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django hands it over
    """The description of the interface; it tells of addresses, not of the archive, so it needs no token."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Every other address."""
    return fault_answer(request, unknown_address())


def _patterns() -> list[URLPattern]:
    own = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    every = [path("openapi.json", openapi, name="openapi"), *own, re_path(r"^.*$", unknown, name="unknown")]
    for pattern in every:
        # A token opens an address, never a session: whoever is logged in on the pages is nobody here.
        pattern.callback = login_not_required(pattern.callback)
    return every


app_name = "api"
urlpatterns = _patterns()
