"""Describing what was filed before: papers that no description was made of, or one with other tables."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Document, OriginalNotice
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.cutting import documents_of_file
from anjuan.archive.services.studying import STUDY_FAILED, document_study, documents_describe
from anjuan.kit.progress import Progress, Step
from anjuan.papers.study import Scholar

log = logging.getLogger(__name__)

_FILES_AT_ONCE = 200


@dataclasses.dataclass(frozen=True, slots=True)
class DescribeOrder:
    """What to describe.

    Attributes:
        case_id: The case; None for all cases.
        again: Whether also what was described with the tables and the model of today.

    """

    case_id: int | None = None
    again: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class DescribeReport:
    """What became of it.

    Attributes:
        files: Files that were described.
        papers: Papers that those files are.
        failed: A sentence for each file that could not be described.

    """

    files: int
    papers: int
    failed: tuple[str, ...]


def _waiting(order: DescribeOrder, made_with: str) -> QuerySet[Document]:
    """Return the papers to be described. What a seal covers and what was destroyed is left alone."""
    papers = Document.objects.filter(removed=False, sealed=False, pages_count__gt=0)
    papers = papers.exclude(case__state=CaseState.DESTROYED)
    if order.case_id is not None:
        papers = papers.filter(case_id=order.case_id)
    return papers if order.again else papers.filter(Q(description=None) | ~Q(description__made_with=made_with))


def files_to_describe(order: DescribeOrder, made_with: str) -> int:
    """Return of how many files papers wait to be described. One query.

    Args:
        order: Of which cases.
        made_with: Tables and model of today, as :attr:`Scholar.made_with` names them.

    """
    return _waiting(order, made_with).values("case_id", "original_id").distinct().count()


def files_describe(
    *, deed: Callable[[], Deed], order: DescribeOrder, scholar: Scholar, progress: Progress
) -> DescribeReport:
    """Describe the files of a case, or of all, that wait for it; return what became of them.

    A file that was never described is cut into its papers too, unless a person cut it. Safe to be killed at any
    moment: done again, it goes on with what is left. A file that cannot be described is named and does not stop
    the others.
    """
    progress.expect(files=files_to_describe(order, scholar.made_with))
    files = papers = 0
    failed: list[str] = []
    for case_id, original_id in _files(order, scholar.made_with):
        documents = documents_of_file(case_id=case_id, original_id=original_id)
        name = documents[0].filename or documents[0].title
        try:
            papers += len(_describe(deed(), documents, scholar))
        except Exception as fault:  # one file that cannot be understood must not stop the others
            log.exception("The file %s of case %s could not be described.", name, case_id)
            failed.append(f"{documents[0].case.number} {name}: {type(fault).__name__}: {fault}")
            progress.step(Step(item=name, outcome="failed", counts={"files": 1}))
            continue
        files += 1
        progress.step(Step(item=name, outcome="described", counts={"files": 1}))
    return DescribeReport(files, papers, tuple(failed))


def _files(order: DescribeOrder, made_with: str) -> Iterator[tuple[int, int]]:
    """Yield the case and original of each waiting file, in short reads, so that others can write meanwhile."""
    last = (0, 0)
    while True:
        later = Q(case_id__gt=last[0]) | Q(case_id=last[0], original_id__gt=last[1])
        found = _waiting(order, made_with).filter(later).order_by("case_id", "original_id")
        rows = list(found.values_list("case_id", "original_id").distinct()[:_FILES_AT_ONCE])
        if not rows:
            return
        yield from rows
        last = rows[-1]


def _describe(deed: Deed, documents: list[Document], scholar: Scholar) -> list[Document]:
    if any(hasattr(document, "description") for document in documents):
        described = documents_describe(deed=deed, documents=documents, scholar=scholar)
    else:
        described = document_study(deed=deed, document=documents[0], scholar=scholar)
    OriginalNotice.objects.filter(original_id=documents[0].original_id, code=STUDY_FAILED).delete()
    return described
