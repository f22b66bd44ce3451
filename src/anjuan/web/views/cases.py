"""The list of cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anjuan.web.lists.cases import CASES
from anjuan.web.views.lists import list_page


@require_safe
def case_rows(request: HttpRequest) -> HttpResponse:
    """The list of cases: query form, tabs of states, table, pages."""
    return list_page(request, CASES)
