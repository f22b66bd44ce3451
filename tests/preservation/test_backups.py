from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.preservation.conftest import NOW

from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import NotFoundError
from anjuan.preservation.faults import BackupBusyError, BackupDamagedError, PassphraseError, TargetTakenError
from anjuan.preservation.services import backup_shelf as shelf
from anjuan.preservation.services import backups
from anjuan.preservation.services.backup_secrets import secrets_open
from anjuan.preservation.services.backups import BackupPlan, backup_write
from anjuan.preservation.services.restores import backup_check

SOURCE = Path(__file__).resolve().parents[2] / "src"


def write(home, target, **more):
    return backup_write(plan=BackupPlan(home, target, **more), now=NOW)


def put(home: Path, content: bytes) -> str:
    return FolderBlobs(home / "blobs").put([content]).sha256


def killed(code: str) -> int:
    """Run code in a process of its own that kills itself, and return how it ended."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True).returncode


def test_a_backup_holds_records_and_originals(old_home, tmp_path):
    report = write(old_home, tmp_path / "b")
    manifest = shelf.manifest_read(shelf.generation_named(tmp_path / "b"))
    assert (manifest.blobs, report.copied, manifest.faults) == (7, 7, ())
    assert manifest.counts["archive_originalpage"] == 7
    assert backup_check(tmp_path / "b") == []


def test_what_is_there_is_not_copied_again(old_home, tmp_path):
    write(old_home, tmp_path / "b")
    put(old_home, b"new")
    report = write(old_home, tmp_path / "b")
    assert (report.copied, report.manifest.blobs) == (1, 8)


def test_old_generations_and_what_only_they_name_go(old_home, tmp_path):
    lone = put(old_home, b"lone")
    write(old_home, tmp_path / "b", keep=2)
    FolderBlobs(old_home / "blobs").path_of(lone).unlink()
    assert shelf.blobs_of(tmp_path / "b").has(lone)
    removed = [write(old_home, tmp_path / "b", keep=2).removed_generations for _ in range(2)]
    assert (removed, len(shelf.generations(tmp_path / "b"))) == ([0, 1], 2)
    assert not shelf.blobs_of(tmp_path / "b").has(lone)
    assert backup_check(tmp_path / "b") == []


def test_writers_go_on_while_it_is_copied(old_home, tmp_path):
    database = old_home / "db.sqlite3"
    ended = threading.Event()

    def work() -> None:
        connection = sqlite3.connect(database, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        while not ended.is_set():
            with connection:
                connection.execute("UPDATE archive_case SET doubtful_lines = doubtful_lines + 1")
        connection.close()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        reports = [write(old_home, tmp_path / "b") for _ in range(3)]
    finally:
        ended.set()
        writer.join()
    assert all(not report.manifest.faults for report in reports)
    copy = sqlite3.connect(shelf.generation_named(tmp_path / "b") / "db.sqlite3")
    lines = {row[0] for row in copy.execute("SELECT doubtful_lines FROM archive_case")}
    copy.close()
    assert len(lines) == 1


def test_an_altered_original_is_named_and_does_not_spoil_the_backup(old_home, tmp_path):
    sha256 = put(old_home, b"good")
    path = FolderBlobs(old_home / "blobs").path_of(sha256)
    path.chmod(0o640)
    path.write_bytes(b"evil")
    report = write(old_home, tmp_path / "b")
    assert len(report.manifest.faults) == 1
    assert sha256 in report.manifest.faults[0]
    assert report.manifest.blobs == 7


def test_a_lost_original_is_named(old_home, tmp_path):
    store = FolderBlobs(old_home / "blobs")
    lost = min(store.all())
    store.path_of(lost).unlink()
    assert lost in write(old_home, tmp_path / "b").manifest.faults[0]


def test_a_copy_that_rotted_in_the_backup_is_made_good(old_home, tmp_path):
    write(old_home, tmp_path / "b")
    kept = shelf.blobs_of(tmp_path / "b")
    path = kept.path_of(min(kept.all()))
    path.chmod(0o640)
    path.write_bytes(bytes(len(path.read_bytes())))
    assert len(backup_check(tmp_path / "b")) == 1
    assert write(old_home, tmp_path / "b", verify=True).copied == 1
    assert backup_check(tmp_path / "b") == []


def test_a_damaged_database_is_no_backup(old_home, tmp_path):
    path = old_home / "db.sqlite3"
    content = bytearray(path.read_bytes())
    content[8192:30000] = os.urandom(30000 - 8192)
    path.write_bytes(bytes(content))
    with pytest.raises(BackupDamagedError):
        write(old_home, tmp_path / "b")
    assert shelf.generations(tmp_path / "b") == []


@pytest.mark.parametrize("place", ["manifest_write", "folder_sync"])
def test_a_killed_backup_never_looks_whole_and_the_next_one_is(place, old_home, tmp_path):
    code = f"""
import os, signal, datetime as dt
from pathlib import Path
from anjuan.preservation.services import backup_shelf as shelf
from anjuan.preservation.services.backups import BackupPlan, backup_write
shelf.{place} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
backup_write(plan=BackupPlan(Path({str(old_home)!r}), Path({str(tmp_path / "b")!r})), now=dt.datetime.now(dt.UTC))
"""
    assert killed(code) == -signal.SIGKILL
    assert shelf.generations(tmp_path / "b") == []
    report = write(old_home, tmp_path / "b")
    assert (report.copied, backup_check(tmp_path / "b")) == (0, [])
    assert [path.name for path in (tmp_path / "b" / "generations").iterdir()] == [report.generation]


def test_a_kill_between_originals_costs_only_what_was_not_copied(old_home, tmp_path):
    code = f"""
import os, signal, datetime as dt
from pathlib import Path
from anjuan.preservation.services import backups
copy, done = backups.blob_copy, []
def once(*args):
    if len(done) == 3: os.kill(os.getpid(), signal.SIGKILL)
    done.append(copy(*args))
backups.blob_copy = once
plan = backups.BackupPlan(Path({str(old_home)!r}), Path({str(tmp_path / "b")!r}))
backups.backup_write(plan=plan, now=dt.datetime.now(dt.UTC))
"""
    assert killed(code) == -signal.SIGKILL
    assert write(old_home, tmp_path / "b").copied == 4


def test_two_backups_do_not_write_to_one_folder(old_home, tmp_path):
    with backups._alone(tmp_path / "b"), pytest.raises(BackupBusyError):
        write(old_home, tmp_path / "b")


def test_a_folder_with_other_things_is_not_taken(old_home, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(TargetTakenError, match=r"holiday\.jpg"):
        write(old_home, tmp_path / "b")


def test_the_data_home_is_no_place_for_its_own_backup(old_home):
    with pytest.raises(TargetTakenError):
        write(old_home, old_home)


def test_a_folder_without_an_archive_cannot_be_backed_up(tmp_path):
    with pytest.raises(NotFoundError):
        write(tmp_path / "nothing", tmp_path / "b")


def test_secrets_are_left_out(old_home, tmp_path):
    (old_home / "anjuan.toml").write_text('[reading]\npasswords = ["geheim1",\n "geheim2"]\nworkers = 2\n')
    (old_home / "secret.key").write_text("the key")
    write(old_home, tmp_path / "b")
    held = b"".join(path.read_bytes() for path in shelf.generation_named(tmp_path / "b").iterdir())
    assert b"geheim" not in held
    assert b"the key" not in held
    assert b"workers = 2" in held


def test_sealed_secrets_open_with_their_passphrase_only(old_home, tmp_path):
    (old_home / "secret.key").write_text("the key")
    write(old_home, tmp_path / "b", passphrase="right")
    sealed = (shelf.generation_named(tmp_path / "b") / shelf.SECRETS).read_bytes()
    assert secrets_open(sealed, "right") == {"secret.key": "the key"}
    with pytest.raises(PassphraseError):
        secrets_open(sealed, "wrong")


def test_the_data_home_knows_its_last_backup(old_home, tmp_path):
    report = write(old_home, tmp_path / "b")
    note = json.loads((old_home / "backups" / "last.json").read_text())
    assert (note["generation"], dt.datetime.fromisoformat(note["at"])) == (report.generation, NOW)


def test_an_altered_manifest_is_not_believed(old_home, tmp_path):
    write(old_home, tmp_path / "b")
    path = shelf.generation_named(tmp_path / "b") / "manifest.json"
    path.write_text(path.read_text().replace('"blobs": 7', '"blobs": 6'))
    with pytest.raises(BackupDamagedError):
        shelf.manifest_read(path.parent)
