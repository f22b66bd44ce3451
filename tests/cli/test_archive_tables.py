from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from anjuan.archive.models import BodyTable
from anjuan.cli.archive_tables import command
from anjuan.judging.completeness.checklist_sheet import ChecklistFaultyError
from anjuan.kit.errors import UsageError

pytestmark = pytest.mark.django_db


def run(*words: str):
    return CliRunner().invoke(command, [str(word) for word in words])


def told(*words: str):
    done = run(*words, "--json")
    assert done.exception is None, done.exception
    return json.loads(done.stdout)


@pytest.fixture
def edited(tmp_path):
    """A template of the checklist with a paper of the body's own in its last row."""
    path = tmp_path / "清单.xlsx"
    run("template", "checklist", path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["Z01", "能源消耗说明", "必备", "必备", "必备"])
    book.save(path)
    return path


def test_from_template_to_an_edition_in_force(edited):
    loaded = told("load", "checklist", edited, "--from", "2026-01-01")
    assert (loaded["edition"], loaded["written"]) == ("C1", True)
    assert [one.split(":")[0] for one in loaded["differences"]] == ["Z01 能源消耗说明"]
    (listed,) = told("list")["editions"]
    assert (listed["edition"], listed["state"], listed["filename"]) == ("C1", "in force", "清单.xlsx")


def test_a_dry_run_writes_nothing(edited):
    assert told("load", "checklist", edited, "--from", "2026-01-01", "--dry-run")["written"] is False
    assert not BodyTable.objects.exists()


def test_the_workbook_of_an_edition_is_given_back_as_it_was(edited, tmp_path):
    told("load", "checklist", edited, "--from", "2026-01-01")
    assert "Z01" in [row["code"] for row in told("show", "C1", "--out", tmp_path / "back.xlsx")["content"]["rows"]]
    assert (tmp_path / "back.xlsx").read_bytes() == edited.read_bytes()


def test_wrong_cells_are_listed(edited):
    book = openpyxl.load_workbook(edited)
    book.worksheets[0]["C2"] = "大概"
    book.save(edited)
    done = run("load", "checklist", edited, "--from", "2026-01-01")
    assert isinstance(done.exception, ChecklistFaultyError)
    assert "C2" in done.stdout


def test_a_template_does_not_write_over_a_file(edited):
    assert isinstance(run("template", "forms", edited).exception, UsageError)


def test_an_edition_is_withdrawn_by_name_and_not_by_a_dry_run(edited):
    told("load", "checklist", edited, "--from", "2026-01-01")
    assert told("withdraw", "C1", "--dry-run")["written"] is False
    assert told("withdraw", "C1")["edition"] == "C2"
    assert [one["state"] for one in told("list")["editions"]] == ["withdrawal", "withdrawn"]


def test_forms_are_loaded_and_shown(tmp_path):
    path = tmp_path / "表单.xlsx"
    run("template", "forms", path)
    told("load", "forms", path, "--from", "2026-01-01")
    shown = run("show", "F1")
    assert shown.stdout.startswith("F1 forms, in force, from 2026-01-01")
    assert isinstance(run("load", "forms", path, "--from", "2026-01-01", "--alone").exception, UsageError)
