"""Rounds: judging again all cases, or those whose judgement is out of date, organisation by organisation."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseJudgement
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.casefiles import briefs_of
from anjuan.archive.services.cycles import organisation_cycles
from anjuan.archive.services.judging import case_judge, cases_judge
from anjuan.archive.services.unsettling import JUDGE_CASE, JUDGE_CYCLES, case_unsettle
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, is_open, open_number

JUDGE_ROUND = "archive.judge_round"
#: The mark of a round over all cases: open as long as the round is under way, whatever was killed meanwhile.
JUDGE_END = "archive.judge_end"
#: What has to be done before a round has ended; a case or a cycle that fails for good does not hold it up.
_KINDS = (JUDGE_ROUND, JUDGE_CASE, JUDGE_CYCLES)
#: A round is divided into so many jobs, so that as many workers can share it.
ROUND_PARTS = 8
_PRIORITY = -20
#: A round outlives being killed far more often than one file may kill its worker.
_ATTEMPTS = 50
_BATCH = 20

log = logging.getLogger(__name__)


@transaction.atomic
def round_begin(*, deed: Deed, whole: bool) -> int:
    """Order a round; return how many cases it has to judge.

    A round over all cases that is under way goes on with the cases that are left.

    Args:
        deed: Who and when.
        whole: Judge all cases, not only those whose judgement is out of date.

    """
    if whole and not is_open(JUDGE_END, 0):
        cases_unsettle()
        TableQueue().add(JobSpec(JUDGE_END, 0, priority=2 * _PRIORITY), now=deed.now)
    else:
        _never_judged()
    left = stale_number()
    if left:
        for part in range(ROUND_PARTS):
            spec = JobSpec(JUDGE_ROUND, part, priority=_PRIORITY, max_attempts=_ATTEMPTS, again=True)
            TableQueue().add(spec, now=deed.now)
    return left


def _never_judged() -> None:
    missing = Case.objects.filter(judgement=None).exclude(state=CaseState.DESTROYED).values_list("pk", flat=True)
    CaseJudgement.objects.bulk_create(CaseJudgement(case_id=key, stale=True) for key in missing)


@transaction.atomic
def cases_unsettle() -> int:
    """Mark every judgement as out of date, because rules changed; return how many. A round judges them again."""
    _never_judged()
    return CaseJudgement.objects.update(stale=True, revision=F("revision") + 1)


def round_open() -> bool:
    """Return whether anything of a round is still to be done: cases, or cycles that may change what cases lack."""
    return open_number(_KINDS) > 0


def stale_number() -> int:
    """Return how many cases wait to be judged again."""
    return CaseJudgement.objects.filter(stale=True).count()


def part_judge(*, deed: Deed, part: int) -> Iterator[int]:
    """Judge one part of the cases whose judgement is out of date; yield how many after each step.

    The cases of an organisation are judged together, with its cycles: what earlier cases say of a later one is known
    before that is judged. What fails is left to a job of its own, and does not hold up the others.
    """
    for organisation_id in _organisations(part):
        yield _safely(deed, organisation_id)
    for cases in _loose(part):
        for case_id in cases:
            yield _case_safely(deed, case_id)


def _organisations(part: int) -> Iterator[int]:
    last = 0
    while True:
        waiting = CaseJudgement.objects.filter(stale=True, case__organisation_id__gt=last)
        keys = waiting.order_by("case__organisation_id").values_list("case__organisation_id", flat=True).distinct()
        batch = list(keys[: _BATCH * ROUND_PARTS])
        if not batch:
            return
        yield from (key for key in batch if key % ROUND_PARTS == part)
        last = batch[-1]


def _loose(part: int) -> Iterator[list[int]]:
    last = 0
    while True:
        waiting = CaseJudgement.objects.filter(stale=True, case__organisation=None, case_id__gt=last)
        keys = list(waiting.order_by("case_id").values_list("case_id", flat=True)[: _BATCH * ROUND_PARTS])
        if not keys:
            return
        yield [key for key in keys if key % ROUND_PARTS == part]
        last = keys[-1]


def organisation_judge(*, deed: Deed, organisation_id: int) -> int:
    """Put the cycles of an organisation together and judge its cases that need it; return how many."""
    cases = list(Case.objects.filter(organisation_id=organisation_id).select_related("organisation").order_by("pk"))
    briefs = briefs_of(cases)
    stale = {one.case.pk for one in briefs if one.stale}
    organisation_cycles(deed=deed, organisation_id=organisation_id, briefs=briefs)
    rows = CaseJudgement.objects.filter(case__in=cases).values_list("case_id", "revision")
    revisions = dict(rows)
    changed = [one.case for one in briefs if revisions.get(one.case.pk, 0) != one.revision]
    fresh = {one.case.pk: one for one in briefs_of(changed)} if changed else {}
    mine = [fresh.get(one.case.pk, one) for one in briefs if one.case.pk in stale or one.case.pk in fresh]
    cases_judge(deed=deed, briefs=mine, in_cycles=organisation_id)
    return len(mine)


def _safely(deed: Deed, organisation_id: int) -> int:
    try:
        return organisation_judge(deed=deed, organisation_id=organisation_id)
    except Exception:
        log.exception("The cases of organisation %s could not be judged together", organisation_id)
        waiting = CaseJudgement.objects.filter(stale=True, case__organisation_id=organisation_id)
        return sum(_case_safely(deed, key) for key in list(waiting.values_list("case_id", flat=True)))


def _case_safely(deed: Deed, case_id: int) -> int:
    try:
        case_judge(deed=deed, case_id=case_id)
    except Exception:
        log.exception("Case %s could not be judged", case_id)
        case_unsettle(case_id=case_id, deed=deed)
    return 1
