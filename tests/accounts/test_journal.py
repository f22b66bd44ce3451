from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.journal import journal_recent, journal_verify
from anjuan.accounts.services.journal import journal_write

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_journal.py"
pytestmark = pytest.mark.django_db


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("li", clock.now())


@pytest.fixture
def entries(deed):
    return [journal_write(deed=deed, action="case.open", label=f"卷{i}", detail={"n": i}) for i in range(3)]


def as_lines(path: Path) -> Path:
    names = ("number", "at", "actor", "action", "subject", "label", "detail", "previous", "hash")
    rows = JournalEntry.objects.values(*names).order_by("number")
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def run_script(path: Path, *more: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(path), *more], capture_output=True, text=True)


def test_entries_are_numbered_and_chained(entries):
    assert [entry.number for entry in entries] == [1, 2, 3]
    report = journal_verify()
    assert (report.entries, report.head, report.breaks) == (3, entries[-1].hash, ())


@pytest.mark.parametrize("deed_of_evil", ["update", "delete"])
def test_the_database_refuses_to_touch_an_entry(entries, deed_of_evil):
    query = JournalEntry.objects.filter(number=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        query.update(label="x") if deed_of_evil == "update" else query.delete()


def test_an_entry_altered_past_the_triggers_is_found(entries):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_no_update")
        cursor.execute("UPDATE accounts_journalentry SET label='x' WHERE number=2")
    assert [item.number for item in journal_verify().breaks] == [2]


def test_a_deed_that_is_rolled_back_leaves_no_entry(deed):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        journal_write(deed=deed, action="case.open")
        raise ZeroDivisionError
    assert not JournalEntry.objects.exists()


def test_the_newest_entries_come_first(entries):
    assert [entry.number for entry in journal_recent(limit=2)] == [3, 2]


def test_the_stand_alone_script_accepts_what_is_whole(entries, tmp_path):
    done = run_script(as_lines(tmp_path / "j.jsonl"), entries[1].hash)
    assert (done.returncode, "3 entries" in done.stdout) == (0, True)


def test_the_stand_alone_script_finds_what_was_altered(entries, tmp_path):
    path = as_lines(tmp_path / "j.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace("卷1", "卷9"), encoding="utf-8")
    done = run_script(path)
    assert (done.returncode, "entry 2 was altered" in done.stdout) == (6, True)


def test_the_stand_alone_script_finds_what_was_cut_off_by_the_head(entries, tmp_path):
    path = as_lines(tmp_path / "j.jsonl")
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:2]), encoding="utf-8")
    assert run_script(path).returncode == 0
    assert run_script(path, entries[-1].hash).returncode == 6


def test_the_stand_alone_script_is_short_and_needs_only_python():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 100
    imported = {line.split()[1] for line in lines if line.startswith("import ")}
    assert imported <= set(sys.stdlib_module_names)


def test_a_check_that_cannot_be_made_counts_as_failed(tmp_path):
    (tmp_path / "empty.db").write_bytes(b"SQLite format 3\0 but not really")
    assert run_script(tmp_path / "empty.db").returncode == 2
