"""Pages side by side: the evidence of a contradiction, and any two papers of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from anjuan.archive.selectors.findings import Piece, case_findings
from anjuan.archive.selectors.scenes import case_papers, paper_named, papers_compared
from anjuan.archive.selectors.sight import case_whole
from anjuan.kit.errors import NotFoundError
from anjuan.web.describing import box_text
from anjuan.web.listing import whole
from anjuan.web.panes import Pane, pane_of
from anjuan.web.views.judged import may_describe, opened
from anjuan.web.visitor import viewer


class ClashUnknownError(NotFoundError):
    """The case has no such contradiction any more."""

    code = "WEB-040"


@require_safe
def clash(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A contradiction with two pages of its evidence side by side."""
    case_whole(viewer(request), number)
    judged = case_findings(viewer(request), number)
    found = judged.of("contradiction")
    row = next((one for one in found if one.key == key), None)
    if row is None:
        raise ClashUnknownError(
            f"Case {number} has no contradiction {key[:12]!r} any more.",
            why="It was checked again since the page was loaded.",
            remedy="Go back to the list of contradictions.",
        )
    shown = opened(request, number)
    place = found.index(row)
    left, right = whole(request.GET, "left", 0), whole(request.GET, "right", 1)
    last = len(row.evidence) - 1
    left, right = min(max(0, left), last), min(max(0, right), last)
    values = {
        "case": shown, "tab": "clashes", "row": row, "place": place + 1, "total": len(found),
        "previous": found[place - 1] if place else None,
        "next": found[place + 1] if place + 1 < len(found) else None,
        "left": left, "right": right, "may_describe": may_describe(request, shown),
        "panes": [(row.evidence[at], _pane(request, row.evidence[at])) for at in dict.fromkeys((left, right))],
    }  # fmt: skip
    return render(request, "web/case_clash.html", values)


def _pane(request: HttpRequest, piece: Piece) -> Pane | None:
    """Return the page of a piece of evidence; None for a paper that is gone."""
    if not piece.document_title:
        return None
    return pane_of(viewer(request), piece.document_id, piece.page or 1, [box_text(piece.box)] if piece.box else [])


@require_safe
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Two papers of a case: their values side by side, their pages below."""
    case = case_whole(viewer(request), number)
    shown = opened(request, number)
    papers = case_papers(viewer(request), case)
    readable = [row for row in shown.documents if row.pages_count]
    if len(readable) < 2:  # noqa: PLR2004  two papers
        return redirect("web:case", number)
    keys = [row.id for row in readable]
    left = whole(request.GET, "left", keys[0])
    left = left if left in keys else keys[0]
    right = whole(request.GET, "right", 0)
    right = right if right in keys else next(key for key in keys if key != left)
    both = paper_named(papers, left), paper_named(papers, right)
    rows = papers_compared(both[0], both[1]) if both[0] and both[1] else ()
    values = {
        "case": shown, "tab": "papers", "documents": readable, "left": left, "right": right, "rows": rows,
        "differing": sum(row.is_shared and not row.is_same for row in rows),
        "panes": [pane_of(viewer(request), key, 1) for key in (left, right)],
    }  # fmt: skip
    return render(request, "web/case_compare.html", values)
