"""Lists as files."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from anjuan.accounts.services.journal import journal_write
from anjuan.web.lists.asking import Asked, asked_of
from anjuan.web.lists.exporting import Export, csv_lines, xlsx_file
from anjuan.web.lists.habits import habits, look_of
from anjuan.web.lists.registry import ListUnknownError, list_named
from anjuan.web.visitor import MayNotError, deed, need

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PICKED = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def list_export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A list as it is shown, all its rows or those chosen, as a workbook or as CSV. It stands in the journal."""
    spec = list_named(name)
    if not spec.exports:
        raise MayNotError(f"The list {name!r} is not exported.", remedy="Print it instead.")
    person = need(request, spec.exports)
    if not spec.opens_for(person):
        raise ListUnknownError(f"There is no list {name!r} for you.", remedy="Open a list of the navigation.")
    sent = request.POST
    asked = asked_of(request, spec, QueryDict(sent.get("query", "")[:2000]) if sent else request.GET)
    keys = frozenset(sent.getlist("pick")[:_MOST_PICKED]) if sent and sent.get("all") != "1" else frozenset()
    look = look_of(spec, habits(request), asked.view.columns if asked.view else "")
    export = Export(spec, person, asked.request(), look.shown, get_language() or "", keys)
    _note(request, asked, form, len(keys))
    filename = f"{spec.name}.{form}"
    if form == "xlsx":
        return FileResponse(xlsx_file(export), as_attachment=True, filename=filename, content_type=_XLSX)
    response = StreamingHttpResponse(csv_lines(export), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _note(request: HttpRequest, asked: Asked, form: str, chosen: int) -> None:
    journal_write(
        deed=deed(request), action="list.export", subject=f"web.list:{asked.spec.name}", label=asked.query()[:300],
        detail={"form": form, "chosen": chosen} if chosen else {"form": form},
    )  # fmt: skip
