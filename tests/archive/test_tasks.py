from __future__ import annotations

from pathlib import Path

from anjuan.archive import tasks
from anjuan.jobs.owners import worker_name


def test_folders_of_dead_workers_go_and_those_of_the_living_stay(tmp_path: Path, settings):
    settings.ANJUAN_HOME = tmp_path
    host = worker_name().split(":")[0]
    for name in (f"{host}:4194399:77", "elsewhere:1:1"):
        (tmp_path / "work" / name / "read-000001").mkdir(parents=True)
    mine = tasks._work_folder()
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"elsewhere:1:1", worker_name()}
    assert mine.is_dir()
