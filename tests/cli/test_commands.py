from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def anjuan(tmp_path):
    """Give a function that runs the program in a data home of its own."""

    def run(*words: str) -> subprocess.CompletedProcess:
        environment = {**os.environ, "ANJUAN_HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPOSITORY / "src")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run(
            [sys.executable, "-m", "anjuan.cli.program", *words], env=environment, capture_output=True, text=True
        )

    return run


@pytest.fixture
def folder(tmp_path) -> Path:
    case = tmp_path / "shelf" / "甲公司"
    case.mkdir(parents=True)
    (case / "申请书.txt").write_text("认证申请书\n申请组织：宁波甲轴承有限公司", encoding="utf-8")
    (case / "空.pdf").write_bytes(b"")
    return tmp_path / "shelf"


@pytest.mark.slow
def test_from_a_folder_to_a_found_word(anjuan, folder):
    done = anjuan("archive", "intake", str(folder), "--workers", "1", "--json")
    assert done.returncode == 5, done.stderr
    result = json.loads(done.stdout)
    status = {Path(file["path"]).name: file["status"] for file in result["files"]}
    assert status == {"申请书.txt": "filed", "空.pdf": "refused"}
    filed = next(file for file in result["files"] if file["status"] == "filed")
    assert set(filed) >= {"path", "status", "reason", "case", "documents"}

    shown = json.loads(anjuan("archive", "show", filed["case"], "--json").stdout)
    assert [document["title"] for document in shown["documents"]] == ["申请书"]
    assert len(shown["troubles"]) == 1
    assert (len(shown["documents"][0]["sm3"]), len(shown["documents"][0]["verified_at"])) == (64, 25)
    told = json.loads(anjuan("journal", "list", "--json").stdout)["entries"]
    assert (told[0]["actor"], told[0]["action"]) == ("system", "case.read")

    found = json.loads(anjuan("search", '"轴承有限"', "--json").stdout)
    assert found["total"] == 1
    assert found["hits"][0]["kind"] == "exact"
    assert all(0 <= value <= 1 for box in found["hits"][0]["boxes"] for value in box)

    assert json.loads(anjuan("archive", "verify", "--all", "--json").stdout)["valid"]
    assert json.loads(anjuan("journal", "verify", "--json").stdout)["valid"]
    assert anjuan("search", "rebuild").returncode == 0


@pytest.mark.slow
def test_a_lost_index_is_told_with_the_way_back(anjuan, folder, tmp_path):
    anjuan("archive", "intake", str(folder), "--workers", "1", "--json")
    shutil.rmtree(tmp_path / "home" / "index")
    lost = json.loads(anjuan("search", "轴承", "--json").stdout)["error"]
    assert (lost["code"], "anjuan search rebuild" in lost["remedy"]) == ("ARCH-041", True)
    checks = {check["name"]: check for check in json.loads(anjuan("doctor", "--json").stdout)["checks"]}
    assert "1 are missing" in checks["index"]["what"]
    anjuan("worker", "--index", "--until-idle")
    assert json.loads(anjuan("search", "轴承", "--json").stdout)["total"] == 1


def test_an_error_is_told_with_its_code_and_the_way_out(anjuan):
    done = anjuan("archive", "show", "AJ-1999-000001", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "ARCH-010"
    assert "ARCH-010" in done.stderr


def test_an_unknown_setting_refuses_the_start(anjuan, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "anjuan.toml").write_text("[web]\nprot = 1\n", encoding="utf-8")
    done = anjuan("archive", "list")
    assert done.returncode == 2
    assert "Did you mean 'web.port'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_overview_imports_no_room(anjuan):
    done = anjuan("--help")
    assert "archive" in done.stdout
    assert done.returncode == 0
