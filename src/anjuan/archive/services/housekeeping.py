"""Ending what nobody will end any more."""

from __future__ import annotations

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.archive.services.filing import item_end
from anjuan.archive.services.receiving import FILE_ITEM
from anjuan.jobs.queue import failed_jobs, failed_subjects

#: How many files are ended in one transaction at the most.
_PORTION = 200


def items_bury(*, deed: Deed) -> int:
    """Say of files whose job failed for good that they failed; return how many.

    A worker that dies over a file on every attempt cannot say so itself. Costs one read when there are none.
    """
    stuck = IntakeItem.objects.filter(state=ItemState.RECEIVED, pk__in=failed_jobs(FILE_ITEM)).order_by("id")
    if not stuck.exists():
        return 0
    with transaction.atomic():
        items = {item.pk: item for item in stuck.select_related("intake", "case", "original", "document")[:_PORTION]}
        failed = failed_subjects(FILE_ITEM, items)
        for number, error in failed.items():
            item_end(deed=deed, item=items[number], state=ItemState.FAILED, code="JOB-001", reason=error)
    return len(failed)
