from __future__ import annotations

import datetime as dt
import json
import threading

import pytest

from anjuan.config.options import BackupOptions
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.preservation import tasks
from anjuan.preservation.models import PropertyTest
from anjuan.preservation.selectors.backups import backup_health, backup_last
from anjuan.preservation.services.scheduling import (
    BACKUP_JOB,
    PROPERTIES_JOB,
    backup_order,
    properties_order,
    properties_test_due,
)

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def backups_on(settings, tmp_path, home):
    options = BackupOptions(folder=str(tmp_path / "b"), every_hours=24)
    settings.ANJUAN_OPTIONS = settings.ANJUAN_OPTIONS.model_copy(update={"backup": options})


def note(home, at: dt.datetime, faults: int = 0) -> None:
    told = {"at": at.isoformat(), "folder": "/mnt/b", "generation": "g", "faults": faults}
    (home / "backups" / "last.json").write_text(json.dumps(told))


def order(now) -> bool:
    return backup_order(now=now, queue=TableQueue())


def test_no_backup_is_ordered_unless_it_is_asked_for(home, clock, db):
    assert not order(clock.now())


def test_a_backup_is_ordered_when_it_is_due(home, backups_on, clock, db):
    note(home, clock.now() - 23 * HOUR)
    assert not order(clock.now())
    assert order(clock.now() + HOUR)
    assert Job.objects.get().kind == BACKUP_JOB


def test_a_backup_that_failed_is_tried_again_after_an_hour_not_at_once(home, backups_on, clock, db):
    found = [order(clock.now() + dt.timedelta(minutes=minutes)) for minutes in (0, 1, 59, 61)]
    assert found == [True, False, False, True]


def test_an_old_archive_without_a_young_backup_is_unwell(case, home, deed):
    assert backup_health(home, deed.now).good
    assert not backup_health(home, deed.now + dt.timedelta(days=8)).good
    note(home, deed.now + dt.timedelta(days=7))
    assert backup_health(home, deed.now + dt.timedelta(days=8)).good


def test_a_backup_with_faults_is_unwell(home, clock, db):
    note(home, clock.now(), faults=2)
    assert not backup_health(home, clock.now()).good


def test_a_note_that_cannot_be_read_is_no_backup(home):
    (home / "backups" / "last.json").write_text("{")
    assert backup_last(home) is None


def test_cases_that_are_due_are_tested_once(case, deed):
    week = dt.timedelta(days=7)
    assert properties_test_due(deed=lambda: deed, older_than=week, most=5) == 1
    assert properties_test_due(deed=lambda: deed, older_than=week, most=5) == 0


def test_the_four_properties_are_tested_by_the_hour_while_a_case_is_due(case, home, deed, clock):
    assert properties_order(now=clock.now(), queue=TableQueue())
    assert not properties_order(now=clock.now(), queue=TableQueue())
    handlers = {PROPERTIES_JOB: tasks.properties_round}
    assert Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True) == 1
    assert PropertyTest.objects.get().moment == "schedule"
    assert not properties_order(now=clock.now() + HOUR, queue=TableQueue())
    assert properties_order(now=clock.now() + 8 * 24 * HOUR, queue=TableQueue())
