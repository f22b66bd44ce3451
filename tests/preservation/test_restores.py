from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.preservation.conftest import NOW

from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import AnjuanError
from anjuan.preservation.faults import (
    BackupDamagedError,
    HomeInUseError,
    NewerVersionError,
    NoBackupError,
    PassphraseError,
)
from anjuan.preservation.services import backup_shelf as shelf
from anjuan.preservation.services.backup_secrets import settings_shown
from anjuan.preservation.services.backups import BackupPlan, backup_write
from anjuan.preservation.services.restores import RestorePlan, backup_restore

SOURCE = Path(__file__).resolve().parents[2] / "src"


def restore(source, home, *, ready=lambda *_: None, **more):
    return backup_restore(plan=RestorePlan(source, home, **more), now=NOW, ready=ready)


def beside(home: Path) -> list[str]:
    return sorted(path.name for path in home.parent.iterdir() if "restor" in path.name)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
    more = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    more.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run([sys.executable, *words], env=more, capture_output=True, text=True)


def rewrite_manifest(folder: Path, **values) -> None:
    generation = shelf.generation_named(folder)
    manifest = shelf.manifest_read(generation).model_copy(update=values)
    shelf.manifest_write(generation, manifest)


def test_a_restored_home_has_the_same_bytes(old_backup, tmp_path):
    restore(old_backup, tmp_path / "new")
    generation = shelf.generation_named(old_backup)
    assert (tmp_path / "new" / "db.sqlite3").read_bytes() == (generation / "db.sqlite3").read_bytes()
    named = {sha256 for sha256, _ in shelf.blob_list_read(generation)}
    store = FolderBlobs(tmp_path / "new" / "blobs")
    assert {store.verify(sha256).sha256 for sha256 in store.all()} == named


def test_a_home_in_use_is_refused_and_untouched(old_backup, tmp_path):
    home = tmp_path / "used"
    home.mkdir()
    (home / "db.sqlite3").write_bytes(b"mine")
    with pytest.raises(HomeInUseError):
        restore(old_backup, home)
    assert (home / "db.sqlite3").read_bytes() == b"mine"


def test_force_moves_a_home_in_use_aside(old_backup, tmp_path):
    home = tmp_path / "used"
    home.mkdir()
    (home / "db.sqlite3").write_bytes(b"mine")
    report = restore(old_backup, home, force=True)
    assert (report.moved_aside / "db.sqlite3").read_bytes() == b"mine"
    assert (home / "db.sqlite3").stat().st_size > 1000


def test_a_home_that_nobody_used_yet_is_no_hindrance(old_backup, tmp_path):
    home = tmp_path / "fresh"
    (home / "work").mkdir(parents=True)
    (home / "secret.key").write_text("x")
    assert restore(old_backup, home).moved_aside is None


def test_a_backup_of_a_later_version_is_refused(old_backup, tmp_path):
    manifest = shelf.manifest_read(shelf.generation_named(old_backup))
    rewrite_manifest(old_backup, migrations=(*manifest.migrations, "archive.9999_later"), program="9.0")
    with pytest.raises(NewerVersionError, match="9999_later"):
        restore(old_backup, tmp_path / "new")


def test_a_later_layout_is_refused(old_backup, tmp_path):
    rewrite_manifest(old_backup, format=99)
    with pytest.raises(NewerVersionError):
        restore(old_backup, tmp_path / "new")


def flip_database(folder):
    path = shelf.generation_named(folder) / "db.sqlite3"
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(bytes(content))


def cut_list(folder):
    path = shelf.generation_named(folder) / shelf.BLOB_LIST
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))


def alter_blob(folder):
    blobs = shelf.blobs_of(folder)
    path = blobs.path_of(sorted(blobs.all())[3])
    path.chmod(0o640)
    path.write_bytes(b"other")


def lose_blob(folder):
    blobs = shelf.blobs_of(folder)
    blobs.path_of(sorted(blobs.all())[3]).unlink()


def lose_database(folder):
    (shelf.generation_named(folder) / "db.sqlite3").unlink()


def empty_manifest(folder):
    (shelf.generation_named(folder) / "manifest.json").write_text("")


@pytest.mark.parametrize(
    "damage", [flip_database, cut_list, alter_blob, lose_blob, lose_database, empty_manifest], ids=lambda d: d.__name__
)
def test_nothing_is_restored_from_a_damaged_backup(damage, old_backup, tmp_path):
    damage(old_backup)
    with pytest.raises(AnjuanError):
        restore(old_backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert beside(tmp_path / "new") == []


def test_a_folder_without_a_whole_backup_is_told_as_such(tmp_path):
    (tmp_path / "b" / "generations" / "incoming-1").mkdir(parents=True)
    with pytest.raises(NoBackupError):
        restore(tmp_path / "b", tmp_path / "new")


def test_what_does_not_pass_its_check_is_not_put_in_place(old_backup, tmp_path):
    def broken(staging, manifest):
        raise BackupDamagedError("no")

    with pytest.raises(BackupDamagedError):
        restore(old_backup, tmp_path / "new", ready=broken)
    assert not (tmp_path / "new").exists()


def test_a_killed_restore_leaves_the_home_alone_and_the_next_one_succeeds(old_backup, tmp_path):
    home = tmp_path / "new"
    code = f"""
import os, signal, datetime as dt
from pathlib import Path
from anjuan.preservation.services.restores import RestorePlan, backup_restore
def die(staging, manifest): os.kill(os.getpid(), signal.SIGKILL)
backup_restore(plan=RestorePlan(Path({str(old_backup)!r}), Path({str(home)!r})), now=dt.datetime.now(dt.UTC), ready=die)
"""
    assert run("-c", code).returncode == -signal.SIGKILL
    assert not home.exists()
    assert len(beside(home)) == 1
    restore(old_backup, home)
    assert beside(home) == []


def test_sealed_secrets_need_their_passphrase(old_home, tmp_path):
    (old_home / "secret.key").write_text("the key")
    backup_write(plan=BackupPlan(old_home, tmp_path / "b", passphrase="right"), now=NOW)
    with pytest.raises(PassphraseError):
        restore(tmp_path / "b", tmp_path / "new")
    restore(tmp_path / "b", tmp_path / "new", passphrase="right")
    assert (tmp_path / "new" / "secret.key").read_text() == "the key"
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("written", ['passwords = """["a"]"""', 'reading = {passwords = ["a]b"]}', "passwords = ["])
def test_settings_that_hide_a_secret_are_left_out_whole(written, old_home):
    prefix = "" if written.startswith("reading") else "[reading]\n"
    (old_home / "anjuan.toml").write_text(prefix + written)
    assert settings_shown(old_home) is None


def test_settings_come_back_readable(old_home, tmp_path):
    (old_home / "anjuan.toml").write_text('[body]\nname = "甲认证"\n[reading]\npasswords = ["x]y"]\n')
    backup_write(plan=BackupPlan(old_home, tmp_path / "b"), now=NOW)
    restore(tmp_path / "b", tmp_path / "new")
    held = tomllib.loads((tmp_path / "new" / "anjuan.toml").read_text())
    assert held == {"body": {"name": "甲认证"}, "reading": {"passwords": []}}


@pytest.mark.slow
def test_a_backup_of_an_earlier_version_is_restored_migrated_and_searched(old_backup, tmp_path):
    home = str(tmp_path / "new")
    done = run("-m", "anjuan.cli.program", "restore", str(old_backup), "--home", home, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["cases"], told["documents"], told["pages"], told["indexed"]) == (2, 7, 7, 7)
    found = json.loads(run("-m", "anjuan.cli.program", "--home", home, "search", "淬火", "--json").stdout)
    assert [hit["case"] for hit in found["hits"]] == ["AJ-2026-000001"]
    journal = json.loads(run("-m", "anjuan.cli.program", "--home", home, "journal", "verify", "--json").stdout)
    assert (journal["valid"], journal["entries"]) == (True, 7)


@pytest.mark.slow
def test_an_earlier_database_beside_a_later_mark_is_migrated(old_home):
    (old_home / "tables.version").write_text("0123456789abcdef")
    done = run("-m", "anjuan.cli.program", "--home", str(old_home), "archive", "list", "--json")
    assert json.loads(done.stdout)["total"] == 2
    connection = sqlite3.connect(old_home / "db.sqlite3")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "archive_casefield" in tables
