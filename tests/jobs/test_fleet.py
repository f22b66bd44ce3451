from __future__ import annotations

import os
import sys

from anjuan.jobs.fleet import Fleet

SLEEP = [sys.executable, "-c", "import time; time.sleep(30)"]


def test_workers_can_stand_behind_the_process_that_serves_people():
    with Fleet(SLEEP, 1, behind=3) as fleet:
        (process,) = fleet._processes
        niceness = os.getpriority(os.PRIO_PROCESS, process.pid)
    assert niceness == min(os.getpriority(os.PRIO_PROCESS, 0) + 3, 19)


def test_a_worker_that_died_is_started_again():
    with Fleet(SLEEP, 2) as fleet:
        fleet._processes[0].kill()
        fleet._processes[0].wait()
        assert fleet.mend() == 1


def test_nothing_is_left_behind():
    with Fleet(SLEEP, 1) as fleet:
        (process,) = fleet._processes
    assert process.poll() is not None
