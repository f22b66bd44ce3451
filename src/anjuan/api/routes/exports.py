"""What is taken out: copies of papers for the long term, the report of a four-property test."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from anjuan.api.access import caller_of
from anjuan.api.routes.cases import opened
from anjuan.api.shapes import Key, Number, opens
from anjuan.archive.places import places
from anjuan.archive.selectors.sight import case_whole, document_seen
from anjuan.custody.selectors.loans import loan_watermark
from anjuan.kit.errors import NotFoundError, RefusedError
from anjuan.preservation.selectors.property_tests import property_test_latest
from anjuan.preservation.services.copies import pdfa_copy
from anjuan.preservation.services.property_reports import property_report

router = Router(tags=["exports"])
_PDF = "application/pdf"


class NotTestedError(NotFoundError):
    """A case was never tested, so there is no report."""

    code = "API-063"


class LentOnlyError(RefusedError):
    """A paper is only lent to the person: copies without the borrower's name are not given."""

    code = "API-064"


def _gives_pdf(scope: str) -> dict[str, Any]:
    told = opens(None, scope)
    binary = {"schema": {"type": "string", "format": "binary"}}
    told["openapi_extra"] = {"x-scope": scope, "responses": {200: {"content": {_PDF: binary}}}}
    return told


@router.get("/documents/{document_id}/copy.pdf", **_gives_pdf("documents:export"))
def copy(request: HttpRequest, document_id: Key) -> HttpResponse:
    """Make a PDF/A-2b copy of a document, its pages as they were turned, its text at its place."""
    caller = caller_of(request)
    document_seen(caller.viewer, document_id)
    person = caller.need("case.export")
    if loan_watermark(person, document_id, today=caller.today):
        raise LentOnlyError("This paper is lent to you for reading.", remedy="Ask an archivist for a copy.")
    here = places()
    here.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="api-copy-", dir=here.work) as folder:
        target = Path(folder) / "copy.pdf"
        pdfa_copy(
            deed=caller.deed, viewer=person, document_id=document_id, target=target, blobs=here.blobs, work=Path(folder)
        )
        return _pdf(target.read_bytes(), f"document-{document_id}.pdf")


@router.get("/cases/{number}/properties/report.pdf", **_gives_pdf("cases:read"))
def report(request: HttpRequest, number: Number) -> HttpResponse:
    """Print the last four-property test of a case (DA/T 70-2018)."""
    person = caller_of(request).viewer
    case_whole(person, number)
    test = property_test_latest(person, number)
    if test is None:
        raise NotTestedError(f"Case {number} was never tested.", remedy="Test it first.")
    opened(request, number)
    return _pdf(property_report(test), f"four-properties-{test.id}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=_PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'})
