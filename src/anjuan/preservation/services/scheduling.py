"""Work of the preservation room that comes round by itself: backups, and tests of cases long not tested."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.jobs.protocol import JobSpec, Queue
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.backups import backup_is_due
from anjuan.preservation.selectors.exhibits import surroundings_look
from anjuan.preservation.selectors.property_tests import cases_to_test
from anjuan.preservation.services.backup_deeds import backup_make
from anjuan.preservation.services.backups import BackupPlan, BackupReport
from anjuan.preservation.services.property_tests import properties_test

BACKUP_JOB = "preservation.backup"
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
