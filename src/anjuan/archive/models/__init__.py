"""Tables of the archive room, by noun."""

from __future__ import annotations

from anjuan.archive.models.body_tables import BodyTable
from anjuan.archive.models.bulk import BulkDeed, BulkItem
from anjuan.archive.models.cases import Case, CaseAttribute, CaseReader, Document, Page
from anjuan.archive.models.custody import CustodyEvent, IndexOrder, IndexRefusal, IndexRemoval
from anjuan.archive.models.descriptions import (
    CaseField,
    CaseJudgement,
    CaseTrace,
    Correction,
    Cycle,
    DocumentDescription,
    Match,
    PageRemark,
    Ruling,
)
from anjuan.archive.models.intake import Intake, IntakeItem
from anjuan.archive.models.organisations import OrganisationChange, OrganisationPair
from anjuan.archive.models.originals import Original, OriginalNotice, OriginalPage
from anjuan.archive.models.page_care import PageCare, PaperDeed

__all__ = [
    "BodyTable",
    "BulkDeed",
    "BulkItem",
    "Case",
    "CaseAttribute",
    "CaseField",
    "CaseJudgement",
    "CaseReader",
    "CaseTrace",
    "Correction",
    "CustodyEvent",
    "Cycle",
    "Document",
    "DocumentDescription",
    "IndexOrder",
    "IndexRefusal",
    "IndexRemoval",
    "Intake",
    "IntakeItem",
    "Match",
    "OrganisationChange",
    "OrganisationPair",
    "Original",
    "OriginalNotice",
    "OriginalPage",
    "Page",
    "PageCare",
    "PageRemark",
    "PaperDeed",
    "Ruling",
]
