from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from anjuan.archive.models import Document, Original
from anjuan.archive.services.covers import covers_of
from anjuan.kit.digests import pieces_of
from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.covers.printing import cover_sheets
from anjuan.papers.desk import Desk
from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.pages import Page
from anjuan.reading.workshop.workbench import Workbench

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A file of a cover sheet, a page that is no cover sheet, and a second cover sheet."""
    path = tmp_path / "sheets.pdf"
    codes = [CoverCode("AJ-2026-000001", "B05"), CoverCode("AJ-2026-000001", "D12")]
    with pdfium.PdfDocument(cover_sheets(codes, ["认证合同", "审核报告"])) as document:
        plain = document.new_page(595, 842, 1)
        plain.close()
        buffer = io.BytesIO()
        document.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def read(path: Path, tmp_path: Path) -> list[Page]:
    with Workbench(default_catalogue(), None, tmp_path) as bench, bench.read(path, name=path.name) as events:
        return [event for event in events if isinstance(event, Page)]


def test_cover_sheets_are_seen_where_they_lie(sheets, blobs, deed, tmp_path):
    with sheets.open("rb") as stream:
        digest = blobs.put(pieces_of(stream))
    original = Original(sha256=digest.sha256, sm3=digest.sm3, media_type="application/pdf", size_bytes=1)
    found = covers_of(original, read(sheets, tmp_path), blobs)
    assert {number: code.kind for number, code in found.items()} == {1: "B05", 3: "D12"}


def test_a_cover_sheet_opens_a_paper_and_gives_its_kind(sheets, tmp_path):
    pages = read(sheets, tmp_path)
    body = pages[1]
    written = [pages[0], Page(2, body.width, body.height, lines=pages[0].lines[:1]), pages[2]]
    written.append(Page(4, body.width, body.height, lines=pages[2].lines[:1]))
    covers = {1: CoverCode("AJ-2026-000001", "B05"), 3: CoverCode("AJ-2026-000001", "D12")}
    studied = Desk.of_today().study(written, covers=covers)
    assert [(paper.cut.first_page, paper.verdict.kind) for paper in studied.papers] == [(2, "B05"), (4, "D12")]


def test_files_without_pictures_have_no_cover_sheets(blobs, tmp_path):
    original = Original(sha256="0" * 64, media_type="text/plain")
    assert covers_of(original, [Page(1, 595, 842)], blobs) == {}
    assert not Document.objects.exists()
