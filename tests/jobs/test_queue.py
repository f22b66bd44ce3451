from __future__ import annotations

import os

import pytest
from tests.contracts.jobs import KINDS, LEASE, NOW, QueueContract

from anjuan.jobs.models import Job
from anjuan.jobs.owners import is_dead, worker_name
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, failed_subjects, group_cancel, group_running

pytestmark = pytest.mark.django_db


class TestTable(QueueContract):
    @pytest.fixture
    def queue(self):
        return TableQueue()


def test_this_process_is_alive_and_another_number_is_not():
    name = worker_name()
    host = name.split(":")[0]
    assert not is_dead(name)
    assert is_dead(f"{host}:4194399:77")
    assert not is_dead("elsewhere:4194399:77")


def test_a_reused_process_number_is_not_taken_for_the_dead_worker():
    assert is_dead(f"{worker_name().split(':')[0]}:{os.getpid()}:1")


def test_a_job_of_a_worker_that_died_here_is_claimed_at_once():
    queue = TableQueue()
    queue.add(JobSpec("test.read", 1), now=NOW)
    host = worker_name().split(":")[0]
    queue.claim(now=NOW, owner=f"{host}:4194399:77", lease=LEASE, kinds=KINDS)
    assert queue.claim(now=NOW, owner=worker_name(), lease=LEASE, kinds=KINDS) is not None


def test_a_group_is_cancelled_where_nobody_has_begun():
    queue = TableQueue()
    for subject in (1, 2, 3):
        queue.add(JobSpec("test.read", subject, group="g"), now=NOW)
    queue.claim(now=NOW, owner="elsewhere:1:1", lease=LEASE, kinds=KINDS)
    assert group_cancel("g", now=NOW) == 2
    assert group_running("g") == [1]


def test_failed_jobs_are_told_by_what_they_were_about():
    queue = TableQueue()
    queue.add(JobSpec("test.read", 7), now=NOW)
    claim = queue.claim(now=NOW, owner="elsewhere:1:1", lease=LEASE, kinds=KINDS)
    queue.fail(claim, now=NOW, code="X", error="broken", retry_after=None)
    assert failed_subjects("test.read", [7, 8]) == {7: "broken"}
    queue.add(JobSpec("test.read", 7), now=NOW)
    assert failed_subjects("test.read", [7, 8]) == {}


def test_claiming_costs_few_queries(django_assert_max_num_queries):
    queue = TableQueue()
    queue.add(JobSpec("test.read", 1), now=NOW)
    with django_assert_max_num_queries(8):
        queue.claim(now=NOW, owner="elsewhere:1:1", lease=LEASE, kinds=KINDS)
    assert Job.objects.get().fence == 1
