"""Tables of the archive room, by noun."""

from __future__ import annotations

from anjuan.archive.models.cases import Case, CaseAttribute, CaseReader, Document, Page
from anjuan.archive.models.custody import CustodyEvent, IndexOrder
from anjuan.archive.models.intake import Intake, IntakeItem
from anjuan.archive.models.originals import Original, OriginalNotice, OriginalPage

__all__ = [
    "Case",
    "CaseAttribute",
    "CaseReader",
    "CustodyEvent",
    "Document",
    "IndexOrder",
    "Intake",
    "IntakeItem",
    "Original",
    "OriginalNotice",
    "OriginalPage",
    "Page",
]
