"""Ending what nobody will end any more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models.functions import Coalesce

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.models.intake import IntakeState, ItemState
from anjuan.archive.services.filing import item_end
from anjuan.archive.services.receiving import FILE_ITEM, intake_all_received
from anjuan.jobs.queue import failed_jobs, failed_subjects

#: How many files are ended in one transaction at the most.
_PORTION = 200
#: How long an upload may be silent until nobody waits for the rest of it: a week, so that a holiday ends none.
ABANDONED_AFTER = dt.timedelta(days=7)


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


def uploads_end(*, deed: Deed) -> int:
    """End the reception of uploads that broke off long ago; return how many. What came of them stays and is filed.

    Whoever sends the rest later sends it into a batch of its own.
    """
    silent = Intake.objects.filter(way="upload", state=IntakeState.RECEIVING).annotate(
        heard=Coalesce("heard_at", "started_at")
    )
    abandoned = list(silent.filter(heard__lt=deed.now - ABANDONED_AFTER).order_by("id")[:_PORTION])
    for intake in abandoned:
        with transaction.atomic():
            came = IntakeItem.objects.filter(intake=intake, parent=None).count()
            journal_write(
                deed=deed, action="intake.abandon", subject=f"archive.intake:{intake.pk}", label=intake.root,
                detail={"announced": intake.announced, "received": came},
            )  # fmt: skip
            intake_all_received(deed=deed, intake=intake)
    return len(abandoned)
