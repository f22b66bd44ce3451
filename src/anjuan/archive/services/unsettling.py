"""Saying that what is known of a case changed, so that it is judged again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import CaseJudgement
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue

JUDGE_CASE = "archive.judge_case"
JUDGE_CYCLES = "archive.judge_cycles"
#: Judging waits until the files that are on their way are filed: a case is judged once, not after each of them.
_PRIORITY = -10


@transaction.atomic
def case_unsettle(*, case_id: int, deed: Deed) -> None:
    """Mark the judgement of a case as out of date and order a new one."""
    CaseJudgement.objects.get_or_create(case_id=case_id, defaults={"stale": True})
    CaseJudgement.objects.filter(case_id=case_id).update(stale=True, revision=F("revision") + 1)
    TableQueue().add(JobSpec(JUDGE_CASE, case_id, priority=_PRIORITY, again=True), now=deed.now)


def cycles_order(*, organisation_id: int, deed: Deed) -> None:
    """Order the certification cycles of an organisation to be put together anew, after its cases are judged."""
    TableQueue().add(JobSpec(JUDGE_CYCLES, organisation_id, priority=_PRIORITY - 20, again=True), now=deed.now)
