"""Work of the preservation room that comes round by itself: backups, and tests of cases long not tested."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case
from anjuan.jobs.protocol import JobSpec, Queue
from anjuan.jobs.queue import was_added
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.backups import backup_is_due
from anjuan.preservation.selectors.exhibits import surroundings_look
from anjuan.preservation.selectors.property_tests import cases_to_test
from anjuan.preservation.services.backup_deeds import backup_make
from anjuan.preservation.services.backups import BackupPlan, BackupReport
from anjuan.preservation.services.property_tests import properties_test

BACKUP_JOB = "preservation.backup"
#: Its subject is the number of the hour, so that each turn is added once.
PROPERTIES_JOB = "preservation.properties_round"
#: Every case is tested once in so many days.
TEST_DAYS = 7
#: A turn tests at least so many cases.
_LEAST_CASES = 5
PASSPHRASE = "ANJUAN_BACKUP_PASSPHRASE"  # noqa: S105  the name of the variable
#: A backup that failed is not tried again before.
_PAUSE = dt.timedelta(hours=1)


def backup_order(*, now: dt.datetime, queue: Queue) -> bool:
    """Order a backup when the options ask for one and it is due; say whether it was ordered. Costs a file's look."""
    options = settings.ANJUAN_OPTIONS.backup
    home: Path = settings.ANJUAN_HOME
    if not options.folder or not backup_is_due(home, now, dt.timedelta(hours=options.every_hours)):
        return False
    tried = home / "backups" / "tried"
    if tried.exists() and now.timestamp() - tried.stat().st_mtime < _PAUSE.total_seconds():
        return False
    tried.parent.mkdir(exist_ok=True)
    tried.touch()
    os.utime(tried, (now.timestamp(), now.timestamp()))
    queue.add(JobSpec(BACKUP_JOB, 1, max_attempts=1), now=now)
    return True


def properties_order(*, now: dt.datetime, queue: Queue) -> bool:
    """Order this hour's turn of the four-property test when a case is due; say whether it was ordered. Two queries."""
    hour = int(now.timestamp()) // 3600
    if was_added(PROPERTIES_JOB, hour) or not cases_to_test(before=now - dt.timedelta(days=TEST_DAYS), most=1):
        return False
    queue.add(JobSpec(PROPERTIES_JOB, hour, priority=-15), now=now)
    return True


def properties_turn(*, deed: Callable[[], Deed], progress: Progress) -> int:
    """Test this hour's share of the cases that are due and return how many of them failed."""
    most = max(_LEAST_CASES, 2 * Case.objects.count() // (TEST_DAYS * 24))
    return properties_test_due(deed=deed, older_than=dt.timedelta(days=TEST_DAYS), most=most, progress=progress)


def backup_scheduled(*, deed: Callable[[], Deed], progress: Progress | None = None) -> BackupReport:
    """Make the backup that the options ask for.

    Raises:
        AnjuanError: It could not be made; see ``backup_make``.

    """
    options = settings.ANJUAN_OPTIONS.backup
    plan = BackupPlan(
        settings.ANJUAN_HOME, Path(options.folder).expanduser(), options.keep, os.environ.get(PASSPHRASE, "")
    )
    return backup_make(deed=deed, plan=plan, progress=progress or Silent())


def properties_test_due(
    *, deed: Callable[[], Deed], older_than: dt.timedelta, most: int, progress: Progress | None = None
) -> int:
    """Test cases whose last four-property test is older than this, and return how many of them failed."""
    progress = progress or Silent()
    now = deed().now
    cases = cases_to_test(before=now - older_than, most=most)
    progress.expect(cases=len(cases))
    around = surroundings_look(settings.ANJUAN_HOME, now)
    failed = 0
    for case in cases:
        test = properties_test(deed=deed(), case=case, moment=Moment.SCHEDULE, surroundings=around)
        failed += test.result != "pass"
        progress.step(Step(item=case.number, outcome=test.result, counts={"cases": 1}))
    return failed
