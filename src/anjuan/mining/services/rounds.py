"""Rounds: mining the cases that were judged since, and all cases after the tables changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.mining.extractor import Extractor
from anjuan.mining.services.running import case_mine, cases_to_mine, destroyed_cases, facts_drop

MINE_CASE, MINE_ROUND, MINE_HISTORY = "mining.case", "mining.round", "mining.history"
#: A round is divided into so many jobs, so that as many workers can share it.
ROUND_PARTS = 4
#: Mining waits until cases are judged and what persons wait for is done.
PRIORITY = -30
_ATTEMPTS = 50
_AT_ONCE = 50

log = logging.getLogger(__name__)


def mining_order(*, deed: Deed) -> int:
    """Order the cases to be mined that were judged since they were mined last; return how many."""
    facts_drop(case_ids=destroyed_cases())
    cases = cases_to_mine(limit=_AT_ONCE)
    for case_id in cases:
        TableQueue().add(JobSpec(MINE_CASE, case_id, priority=PRIORITY), now=deed.now)
    if cases:
        TableQueue().add(JobSpec(MINE_HISTORY, 0, priority=PRIORITY - 1, again=True), now=deed.now)
    return len(cases)


def round_begin(*, deed: Deed) -> int:
    """Order every case to be looked at, papers that did not change left as they are; return how many jobs that is."""
    for part in range(ROUND_PARTS):
        spec = JobSpec(MINE_ROUND, part, priority=PRIORITY, max_attempts=_ATTEMPTS, again=True)
        TableQueue().add(spec, now=deed.now)
    return ROUND_PARTS


def round_mine(*, deed: Deed, part: int, extractor: Extractor) -> Iterator[int]:
    """Mine one part of all cases; yield how many were looked at after each. What fails is left to a job of its own."""
    done = last = 0
    while True:
        keys = Case.objects.exclude(state="destroyed").filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        batch = list(keys[: _AT_ONCE * ROUND_PARTS])
        if not batch:
            return
        for case_id in batch:
            if case_id % ROUND_PARTS == part:
                _safely(deed, case_id, extractor)
                done += 1
                yield done
        last = batch[-1]


def _safely(deed: Deed, case_id: int, extractor: Extractor) -> None:
    try:
        case_mine(deed=deed, case_id=case_id, extractor=extractor)
    except Exception:  # one case that cannot be mined must not stop the round; its own job tells why
        log.exception("Case %s could not be mined in the round.", case_id)
        TableQueue().add(JobSpec(MINE_CASE, case_id, priority=PRIORITY), now=deed.now)
