"""The commands from outside, in data homes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


def anjuan(home: Path, *words: str) -> tuple[int, dict]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "ANJUAN_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "anjuan.cli.program", *words, "--json"], env=environment, capture_output=True, text=True
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.slow
def test_a_case_goes_from_one_data_home_to_another(old_home, tmp_path):
    code, told = anjuan(old_home, "archive", "export", "AJ-2026-000001", "--to", str(tmp_path / "p"))
    assert (code, told["documents"]) == (0, 4)
    assert {"group", "item", "result", "evidence"} == set(told["properties"][0])
    packed = str(tmp_path / "p" / "AJ-2026-000001")
    code, told = anjuan(tmp_path / "other", "archive", "import-package", packed)
    assert (code, told["status"], told["pages"]) == (0, "received", 4)
    (tmp_path / "p" / "AJ-2026-000001" / "data" / "README.md").write_text("x")
    code, told = anjuan(tmp_path / "third", "archive", "import-package", packed)
    assert (code, told["error"]["code"]) == (6, "PRES-001")


@pytest.mark.slow
def test_a_backup_is_made_and_checked(old_home, tmp_path):
    code, told = anjuan(old_home, "backup", str(tmp_path / "b"))
    assert (code, told["whole"], told["originals"]) == (0, True, 7)
    assert anjuan(old_home, "backup", str(tmp_path / "b"), "--check") == (0, {"whole": True, "faults": []})
    _, told = anjuan(old_home, "doctor")
    assert {check["name"]: check["good"] for check in told["checks"]}["backup"]


@pytest.mark.slow
@pytest.mark.usefixtures("chinese_font")
def test_a_case_is_tested_and_a_document_copied(old_home, tmp_path):
    code, told = anjuan(old_home, "archive", "properties", "AJ-2026-000001", "--pdf", str(tmp_path / "r.pdf"))
    assert (code, told["result"]) == (5, "fail")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    code, told = anjuan(old_home, "archive", "copy", "1", "--to", str(tmp_path / "c.pdf"))
    assert (code, told["pages"]) == (0, 1)


@pytest.mark.slow
def test_what_an_earlier_version_filed_is_described_and_judged(old_home):
    code, told = anjuan(old_home, "archive", "describe", "--all")
    assert (code, told["files"], told["failed"]) == (0, 7, [])
    assert anjuan(old_home, "archive", "describe", "--all", "--dry-run") == (0, {"waiting": 0})
    code, told = anjuan(old_home, "archive", "check", "AJ-2026-000001", "--no-properties")
    assert told["judged_at"]


@pytest.mark.slow
def test_a_restored_home_is_verified_whole(old_backup, tmp_path):
    code, told = anjuan(
        tmp_path / "x", "restore", str(old_backup), "--home", str(tmp_path / "home"), "--without-secrets"
    )
    assert (code, told["verified"], told["damage"]) == (0, 7, [])
