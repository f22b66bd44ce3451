"""What the tests of the pages look at: people, and a case with a scan and a text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

from PIL import Image

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.archive.models import (
    Case,
    CaseField,
    CaseJudgement,
    Document,
    DocumentDescription,
    IndexOrder,
    Match,
    Original,
    OriginalPage,
    Page,
    PageRemark,
)
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.places import places
from anjuan.archive.services.cases import case_describe, case_open
from anjuan.archive.services.indexing import index_drain, search_engine
from anjuan.reading import packing
from anjuan.reading.pages import Line, Seal, TextSource
from anjuan.reading.pages import Page as ReadPage
from anjuan.registry.models import Organisation

PASSWORD = "correct horse battery"
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
DEED = Deed("li", NOW)


def person(role: str, name: str = "li") -> User:
    user = user_create(deed=DEED, username=name, password=PASSWORD, display_name="李明")
    if role:
        role_grant(deed=Deed("root", DEED.now), user=user, role=role)
    return user


@dataclasses.dataclass(frozen=True)
class Shelf:
    """What the tests look at: one case with a scan of two pages and a text without pictures."""

    case: Case
    scan: Document
    text: Document


def _tiff() -> bytes:
    buffer = io.BytesIO()
    sheet = Image.new("RGB", (420, 594), "white")
    sheet.save(buffer, "TIFF", save_all=True, append_images=[sheet.copy()])
    return buffer.getvalue()


def _document(
    case: Case, title: str, sequence: int, content: bytes, pages: list[ReadPage], media_type: str
) -> Document:
    digest = places().blobs.put([content])
    original = Original.objects.create(
        sha256=digest.sha256, sm3=digest.sm3, size_bytes=digest.size_bytes, media_type=media_type, received_at=NOW,
        reading=ReadingState.READ, pages_read=len(pages), pages_expected=len(pages),
    )  # fmt: skip
    document = Document.objects.create(
        case=case, original=original, sequence=sequence, title=title, filename=f"{title}.bin", folder="现场审核",
        pages_count=len(pages), last_page=len(pages), received_at=NOW,
    )  # fmt: skip
    for page in pages:
        row = OriginalPage.objects.create(
            original=original, number=page.number, width=page.width, height=page.height, source=page.source,
            has_picture=page.picture, packed=packing.pack(page),
        )  # fmt: skip
        Page.objects.create(document=document, number=page.number, original_page=row)
    IndexOrder.objects.create(document_id=document.pk, first_page=1, last_page=len(pages))
    return document


def made_shelf(number_of_cases: int = 1, *, is_found: bool = True) -> Shelf:
    """Make the case, its papers and more cases without papers; ``is_found`` takes the pages into the search index."""
    case = case_open(deed=DEED, title="宁波海棠精密模具有限公司")
    case_describe(
        deed=DEED, case=case, source="person",
        values={
            "organisation_name": "宁波海棠精密模具有限公司", "year": 2024, "field_code": "A01",
            "audit_type": "初次认证",
            "standard": ["GB/T 19001-2016"], "professional_code": ["17.10.02"],
        },
    )  # fmt: skip
    lines = (
        Line("不符合项报告", (0.3, 0.05, 0.7, 0.09), 0.98),
        Line("未见首件检验结论", (0.1, 0.2, 0.6, 0.23), 0.79),
    )
    first = ReadPage(
        1, 420, 594, source=TextSource.OCR, lines=lines, seals=(Seal((0.6, 0.7, 0.9, 0.9), "示例认证公司"),)
    )  # fmt: skip
    second = ReadPage(2, 420, 594, source=TextSource.OCR, lines=(Line("首件检验已补做", (0.1, 0.1, 0.6, 0.13), 0.9),))
    scan = _document(case, "不符合项报告", 1, _tiff(), [first, second], "image/tiff")
    third = ReadPage(1, 595, 842, lines=(Line("审核计划 <b>", (0.1, 0.1, 0.5, 0.13)),), picture=False)
    text = _document(case, "审核计划", 2, "审核计划".encode(), [third], "text/plain")
    Case.objects.filter(pk=case.pk).update(documents_count=2, pages_count=3, doubtful_lines=1)
    for number in range(1, number_of_cases):
        case_open(deed=DEED, title=f"第{number}号案卷")
    if is_found:
        index_drain(search_engine())
    return Shelf(case, scan, text)


def _found(name: str, value: str, page: int, confidence: float) -> dict[str, object]:
    return {
        "name": name, "value": value, "printed": value, "page": page, "box": [0.1, 0.2, 0.6, 0.23],
        "confidence": confidence,
    }  # fmt: skip


MISS = {
    "code": "B05", "name": "认证合同", "rule": "3.1/B05/IN1", "edition": "2025", "what": "paper", "severity": "block",
    "why": "B05 is required in stage 1 of an initial audit (table of required papers, edition 2025).", "stage": "1",
    "document": None, "why_zh": "初次认证一阶段审核须有B05（必备文件表，版次 2025）。",
}  # fmt: skip


def described(shelf: Shelf) -> None:
    """Let the case of the shelf be described and judged: fields, a miss, a contradiction, a match, a question."""
    Document.objects.filter(pk=shelf.scan.pk).update(kind="D08", kind_name="不符合项报告", kind_confidence=0.6)
    DocumentDescription.objects.create(
        document=shelf.scan,
        found=[_found("organisation", "宁波海棠", 1, 0.5), _found("audit_start", "2024-03-01", 2, 1)],
        marks={"signed": True, "sealed": False, "dated": None},
        reasons=[{"code": "title", "text": "题名“不符合项报告”表明是不符合项报告。", "page": 1, "box": None}],
        others=[["D11", 0.3]], made_with="test/1", described_at=NOW,
    )  # fmt: skip
    DocumentDescription.objects.create(
        document=shelf.text, found=[_found("planned_on", "2024-02-20", 1, 0.9)], made_with="test/1", described_at=NOW
    )
    PageRemark.objects.create(original=shelf.scan.original, code="blank", pages=[2], text="Page 2 is blank.")
    for name, value, confidence in (("legal_representative", "王海棠", 0.5), ("headcount", 60, 0.99)):
        CaseField.objects.create(
            case=shelf.case, name=name, value=value, text=str(value), document=shelf.scan, page=1,
            box=[0.1, 0.2, 0.6, 0.23], confidence=confidence,
        )  # fmt: skip
    pieces = [
        {"document": shelf.scan.pk, "page": page, "value": value, "box": [0.1, 0.1, 0.6, 0.13], "label": "审核日期"}
        for page, value in ((1, "2024-03-01"), (2, "2024-03-09"))
    ]
    clash = {
        "rule": "K01", "name": "date_order", "edition": "2026", "what": "The dates differ.", "severity": "block",
        "evidence": pieces, "what_zh": "审核日期先后不一。",
    }  # fmt: skip
    CaseJudgement.objects.update_or_create(
        case=shelf.case,
        defaults={
            "misses": [MISS], "contradictions": [clash], "editions": {"requirements": "2025"}, "blocking": 2,
            "judged_at": NOW, "questions": ["temp_site"], "stale": False,
        },
    )  # fmt: skip
    Case.objects.filter(pk=shelf.case.pk).update(problems=2, misses=1, contradictions=1)
    offered = Organisation.objects.create(name="宁波海棠模具有限公司", created_at=NOW, updated_at=NOW)
    reasons = ["the names are the same but for their style"]
    Match.objects.create(case=shelf.case, organisation=offered, confidence=0.7, reasons=reasons, at=NOW, by="rules")
