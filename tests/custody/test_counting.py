from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
WORKERS, CASES = 3, 8


@pytest.mark.slow
def test_processes_that_give_codes_at_once_give_every_number_once(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANJUAN_", "DJANGO_"))}
    environment["PYTHONPATH"] = str(REPOSITORY / "src")
    script = Path(__file__).with_name("counting.py")
    running = [
        subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / "home"), str(worker), str(CASES)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for worker in range(WORKERS)
    ]  # fmt: skip
    given = [int(line) for process in running for line in process.communicate()[0].split()]
    assert sorted(given) == list(range(1, WORKERS * CASES + 1))
