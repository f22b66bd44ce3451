"""Ending what nobody will end any more."""

from __future__ import annotations

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.archive.services.filing import item_end
from anjuan.archive.services.receiving import FILE_ITEM
from anjuan.jobs.queue import failed_subjects


@transaction.atomic
def items_bury(*, deed: Deed) -> int:
    """Say of files whose job failed for good that they failed; return how many.

    A worker that dies over a file on every attempt cannot say so itself.
    """
    failed = failed_subjects(FILE_ITEM)
    open_items = IntakeItem.objects.filter(state=ItemState.RECEIVED, pk__in=list(failed))
    for item in open_items.select_related("intake", "case", "original", "document"):
        item_end(deed=deed, item=item, state=ItemState.FAILED, code="JOB-001", reason=failed[item.pk])
    return len(open_items)
