"""What the tests of the pages look at: people, and a case with a scan and a text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

from PIL import Image

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.archive.models import Case, Document, IndexOrder, Original, OriginalPage, Page
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.places import places
from anjuan.archive.services.cases import case_describe, case_open
from anjuan.archive.services.indexing import index_drain, search_engine
from anjuan.reading import packing
from anjuan.reading.pages import Line, Seal, TextSource
from anjuan.reading.pages import Page as ReadPage

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


def made_shelf(number_of_cases: int = 1) -> Shelf:
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
    index_drain(search_engine())
    return Shelf(case, scan, text)
