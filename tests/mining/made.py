"""Cases with papers of plain lines, and an extractor that takes every line ``kind: name=value; …`` for a fact."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute, CaseField, Document, Original, OriginalPage, Page
from anjuan.archive.models.originals import ReadingState
from anjuan.extraction.facts import Fact, FactKind, Slot, Spot
from anjuan.papers.facts import Found
from anjuan.reading import packing
from anjuan.reading.pages import Line
from anjuan.reading.pages import Page as ReadPage
from anjuan.registry.models import Organisation

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
_ALL = frozenset({"case.read_all", "knowledge.read"})
EDITOR = Viewer(1, "bian", frozenset(), _ALL | {"knowledge.review", "knowledge.edit"}, frozenset())
SECOND = Viewer(2, "shen", frozenset(), _ALL | {"knowledge.review", "knowledge.publish"}, frozenset())
READER = Viewer(3, "du", frozenset(), frozenset({"knowledge.read", "case.read_assigned"}), frozenset({"user:3"}))
BY_EDITOR, BY_SECOND = Deed("bian", NOW), Deed("shen", LATER)


class LineExtractor:
    """Takes lines like ``control: step=淬火; parameter=温度; value=840±10 ℃`` for facts."""

    def __init__(self, made_with: str = "lines/1") -> None:
        self.made_with = made_with
        self.papers = 0

    def facts(
        self, kind: str, stage: str, title: str, pages: Sequence[ReadPage], found: Sequence[Found]
    ) -> Sequence[Fact]:
        del kind, stage, title, found
        self.papers += 1
        return [fact for number, page in enumerate(pages, 1) for fact in _facts(number, page)]


def _facts(number: int, page: ReadPage) -> list[Fact]:
    found, place = [], 0
    for line in page.lines:
        name, colon, rest = line.text.partition(": ")
        if colon and name in set(FactKind):
            spot = Spot(number, (line.box,), line.text, place, place + len(line.text))
            pairs = [part.partition("=") for part in rest.split("; ")]
            slots = tuple(Slot(slot, value, Spot(number, (line.box,), value)) for slot, _, value in pairs)
            found.append(Fact(FactKind(name), slots, spot, 0.95, f"{name}.line/1"))
        place += len(line.text) + 1
    return found


def read_page(*lines: str) -> ReadPage:
    placed = tuple(Line(text, (0.1, 0.05 * n, 0.9, 0.05 * n + 0.03)) for n, text in enumerate(lines, 1))
    return ReadPage(1, 595, 842, lines=placed)


def made_case(number: str, organisation: str, *lines: str, code: str = "17.10.02", field: str = "A01") -> Case:
    firm, _ = Organisation.objects.get_or_create(name=organisation, defaults={"created_at": NOW, "updated_at": NOW})
    case = Case.objects.create(
        number=number, title=number, organisation=firm, organisation_name=organisation, field_code=field,
        audited_on="2024-05-01", created_at=NOW, updated_at=NOW, created_by="li",
    )  # fmt: skip
    CaseAttribute.objects.create(case=case, name="professional_code", value=code, source="papers")
    CaseField.objects.create(case=case, name="organisation", value=organisation, text=organisation)
    made_document(case, *lines)
    return case


def made_document(case: Case, *lines: str, kind: str = "D12") -> Document:
    sequence = case.documents.count() + 1
    digest = hashlib.sha256(f"{case.number}/{sequence}".encode()).hexdigest()
    original = Original.objects.create(
        sha256=digest, sm3=digest, size_bytes=1, media_type="text/plain", received_at=NOW, reading=ReadingState.READ,
        pages_read=1, pages_expected=1,
    )  # fmt: skip
    document = Document.objects.create(
        case=case, original=original, sequence=sequence, title=f"paper {sequence}", kind=kind, pages_count=1,
        last_page=1, received_at=NOW,
    )  # fmt: skip
    page = read_page(*lines)
    row = OriginalPage.objects.create(
        original=original, number=1, width=page.width, height=page.height, source=page.source, packed=packing.pack(page)
    )  # fmt: skip
    Page.objects.create(document=document, number=1, original_page=row)
    return document


def rewritten(document: Document, *lines: str) -> None:
    OriginalPage.objects.filter(original=document.original).update(packed=packing.pack(read_page(*lines)))
