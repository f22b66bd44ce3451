"""Papers of made-up cases that state what a flow looks for."""

from __future__ import annotations

from tests.web.made import NOW

from anjuan.archive.models import Case, Document, DocumentDescription, Page


def paper_copied(paper: Document, case: Case, kind: str, title: str, stated: dict[str, object]) -> Document:
    """Return a paper with the pages of another, in another case, that states something."""
    found = [
        {
            "name": name, "value": value, "printed": str(value), "page": 1, "confidence": 0.8,
            "box": [0.1, 0.1 * row, 0.6, 0.1 * row + 0.03],
        }
        for row, (name, value) in enumerate(stated.items(), start=1)
    ]  # fmt: skip
    copy = Document.objects.create(
        case=case, original=paper.original, sequence=paper.sequence, title=title, filename=f"{title}.bin",
        folder=paper.folder, pages_count=paper.pages_count, last_page=paper.last_page, received_at=NOW, kind=kind,
        kind_name=title, kind_confidence=0.9,
    )  # fmt: skip
    for page in paper.pages.order_by("number"):
        Page.objects.create(document=copy, number=page.number, original_page=page.original_page)
    DocumentDescription.objects.create(document=copy, found=found, made_with="test/1", described_at=NOW)
    return copy
