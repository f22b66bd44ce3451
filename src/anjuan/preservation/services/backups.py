"""Backing up a data home while it is in use.

Works on files alone: the database through SQLite's own online backup, the originals by content. Nothing here
asks Django for rows, so it works on a data home of any version.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from anjuan import __version__
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.digests import pieces_of
from anjuan.kit.errors import AnjuanError, NotFoundError
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.faults import BackupBusyError, BackupDamagedError, TargetTakenError
from anjuan.preservation.services import backup_shelf as shelf
from anjuan.preservation.services.backup_secrets import secrets_seal, settings_shown

#: How many generations are kept unless something else is asked for.
KEPT = 7
_BUSY_SECONDS = 60.0
#: What the data home's own folder for backups holds besides them.
_NOTES = ("last.json", "last.json.new", "tried")
#: A disk that fails names thousands of originals; the first of them say enough.
_MOST_FAULTS = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class BackupPlan:
    """What to back up, and how.

    Attributes:
        home: The data home.
        target: The backup folder; may hold earlier generations.
        keep: How many generations stay, the new one among them.
        passphrase: Seals the settings and the key of the installation; without it they are left out.
        verify: Whether originals that lie in the backup already are read again.

    """

    home: Path
    target: Path
    keep: int = KEPT
    passphrase: str = ""
    verify: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class BackupReport:
    """What became of a backup."""

    generation: str
    manifest: shelf.Manifest
    copied: int
    copied_bytes: int
    removed_generations: int


def backup_write(*, plan: BackupPlan, now: dt.datetime, progress: Progress | None = None) -> BackupReport:
    """Write a new generation and return what it holds; earlier ones beyond ``keep`` go.

    Writers of the data home are not kept waiting. Originals that the folder holds already are not copied again.

    Raises:
        BackupBusyError: Another backup writes to the folder.
        BackupDamagedError: The database is damaged.
        TargetTakenError: The folder holds something else, or is the data home itself.

    """
    progress = progress or Silent()
    _check_places(plan)
    with _alone(plan.target):
        generation, incoming = _incoming(plan.target, now)
        progress.phase("records")
        database = _snapshot(plan.home / shelf.DATABASE, incoming / shelf.DATABASE)
        progress.phase("originals")
        copied = _copy_blobs(plan, incoming, database.originals, progress)
        _write_settings(plan, incoming)
        manifest = _manifest(generation, now, incoming, database, copied)
        shelf.manifest_write(incoming, manifest)
        shelf.folder_sync(incoming)
        incoming.rename(incoming.with_name(generation))
        shelf.folder_sync(incoming.parent)
        removed = _prune(plan.target, max(plan.keep, 1))
        _note_in_home(plan, manifest)
    return BackupReport(generation, manifest, copied.number, copied.size_bytes, removed)


def _check_places(plan: BackupPlan) -> None:
    if not (plan.home / shelf.DATABASE).is_file():
        raise NotFoundError(f"{plan.home} holds no archive.", remedy="Name the data home with --home.")
    home, target = plan.home.resolve(), plan.target.resolve()
    known = {"blobs", "generations", "lock", *_NOTES}
    foreign = sorted(path.name for path in target.iterdir() if path.name not in known) if target.is_dir() else []
    if target == home or home / "blobs" in (target, *target.parents) or foreign:
        raise TargetTakenError(
            f"{plan.target} cannot hold a backup: it is part of the data home or holds {', '.join(foreign[:3])}.",
            remedy="Name an empty folder or one that `anjuan backup` wrote.",
        )


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    target.mkdir(parents=True, exist_ok=True)
    with (target / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupBusyError(
                f"Another backup is writing to {target}.", remedy="Wait for it, or name another folder."
            ) from error
        yield


def _incoming(target: Path, now: dt.datetime) -> tuple[str, Path]:
    """Make the folder of a new generation; what killed backups left behind goes."""
    root = target / "generations"
    root.mkdir(exist_ok=True)
    for left in root.glob("incoming-*"):
        shutil.rmtree(left)
    shelf.blobs_of(target).sweep(older_than_seconds=0)
    stamp = name = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while (root / name).exists():
        number += 1
        name = f"{stamp}-{number:03d}"
    incoming = root / f"incoming-{name}"
    incoming.mkdir()
    return name, incoming


@dataclasses.dataclass(frozen=True, slots=True)
class _Database:
    counts: dict[str, int]
    migrations: tuple[str, ...]
    originals: frozenset[str]
    journal_head: str


def _snapshot(source: Path, copy: Path) -> _Database:
    """Copy the database as it is at one moment, in one step: in WAL mode nobody waits for a reader."""
    try:
        name = f"{source.resolve().as_uri()}?mode=rw"
        with (
            contextlib.closing(sqlite3.connect(name, uri=True, timeout=_BUSY_SECONDS)) as live,
            contextlib.closing(sqlite3.connect(copy)) as kept,
        ):
            live.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")
            found = kept.execute("PRAGMA integrity_check(3)").fetchall()
            if found != [("ok",)]:
                raise _database_damaged("; ".join(str(row[0]) for row in found))
            return _described(kept)
    except sqlite3.DatabaseError as error:
        raise _database_damaged(str(error)) from error


def _database_damaged(why: str) -> BackupDamagedError:
    return BackupDamagedError(
        f"The database of the archive is damaged: {why}.",
        why="A copy of it would not be a backup; earlier generations stay as they are.",
        remedy="Restore the last good generation into a new data home and compare.",
    )


def _described(database: sqlite3.Connection) -> _Database:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(str(row[0]) for row in rows)
    counts = {
        name: int(database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])  # noqa: S608  names of its tables
        for name in tables
    }
    applied = database.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
    columns = {str(row[1]) for row in database.execute("PRAGMA table_info(archive_original)")}
    kept = " WHERE destroyed_at IS NULL" if "destroyed_at" in columns else ""  # homes before destruction lack it
    originals = database.execute(f"SELECT sha256 FROM archive_original{kept}").fetchall()  # noqa: S608  fixed words
    head = database.execute("SELECT hash FROM accounts_journalentry ORDER BY number DESC LIMIT 1").fetchone()
    return _Database(
        counts,
        tuple(sorted(str(row[0]) for row in applied)),
        frozenset(str(row[0]) for row in originals),
        str(head[0]) if head else "",
    )


@dataclasses.dataclass(slots=True)
class _Copied:
    number: int = 0
    size_bytes: int = 0
    named: int = 0
    named_bytes: int = 0
    faults: list[str] = dataclasses.field(default_factory=list)


def _copy_blobs(plan: BackupPlan, incoming: Path, originals: frozenset[str], progress: Progress) -> _Copied:
    """Copy what is new, and list all originals of the generation.

    The bytes of an original are stored before its row is written, so every row of the snapshot has its bytes now.
    """
    live, kept = FolderBlobs(plan.home / "blobs"), shelf.blobs_of(plan.target)
    wanted = sorted(originals | set(live.all()))
    progress.expect(originals=len(wanted))
    done = _Copied()
    with (incoming / shelf.BLOB_LIST).open("w", encoding="ascii") as listed:
        for sha256 in wanted:
            try:
                size = _copy_blob(live, kept, sha256, done, verify=plan.verify)
            except AnjuanError as fault:
                done.faults.append(fault.what)
                progress.step(Step(item=sha256[:12], outcome="failed", counts={"originals": 1}, note=fault.what))
                continue
            listed.write(f"{sha256} {size}\n")
            done.named += 1
            done.named_bytes += size
            progress.step(Step(item=sha256[:12], outcome="kept", counts={"originals": 1}))
    return done


def _copy_blob(live: FolderBlobs, kept: FolderBlobs, sha256: str, done: _Copied, *, verify: bool) -> int:
    source = live.path_of(sha256)
    size = source.stat().st_size
    if kept.has(sha256):
        if kept.path_of(sha256).stat().st_size == size and not (verify and _is_damaged(kept, sha256)):
            return size
        kept.path_of(sha256).unlink()
    blob_copy(live, kept, sha256)
    done.number += 1
    done.size_bytes += size
    return size


def _is_damaged(kept: FolderBlobs, sha256: str) -> bool:
    try:
        kept.verify(sha256)
    except AnjuanError:
        return True
    return False


def blob_copy(source: FolderBlobs, target: FolderBlobs, sha256: str) -> None:
    """Copy an original from one store to another, verified on both sides.

    Raises:
        BlobMissingError: The source does not hold it.
        BackupDamagedError: The source's bytes no longer have their name.

    """
    with source.open(sha256) as stream:
        digest = target.put(pieces_of(stream))
    if digest.sha256 != sha256:
        target.path_of(digest.sha256).unlink()
        raise BackupDamagedError(
            f"The original {sha256} has the digest {digest.sha256} by now.",
            why="Its bytes were changed after they were received.",
            remedy="Restore it from an earlier backup; run `anjuan archive verify --all`.",
        )


def _write_settings(plan: BackupPlan, incoming: Path) -> None:
    shown = settings_shown(plan.home)
    if shown is not None:
        shelf.durable_write(incoming / shelf.SETTINGS, shown)
    if plan.passphrase:
        shelf.durable_write(incoming / shelf.SECRETS, secrets_seal(plan.home, plan.passphrase))


def _manifest(
    generation: str, now: dt.datetime, incoming: Path, database: _Database, copied: _Copied
) -> shelf.Manifest:
    return shelf.Manifest(
        format=shelf.FORMAT,
        generation=generation,
        made_at=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        program=__version__,
        migrations=database.migrations,
        counts=database.counts,
        files=tuple(shelf.record_of(path) for path in sorted(incoming.iterdir())),
        blobs=copied.named,
        blob_bytes=copied.named_bytes,
        journal_head=database.journal_head,
        faults=tuple(copied.faults[:_MOST_FAULTS]),
    )


def _prune(target: Path, keep: int) -> int:
    """Remove the oldest generations and the originals that no other generation names; return how many generations."""
    found = shelf.generations(target)
    old, rest = found[:-keep], found[-keep:]
    for generation in old:
        shutil.rmtree(generation)
    if old:
        named = {sha256 for generation in rest for sha256, _ in shelf.blob_list_read(generation)}
        blobs = shelf.blobs_of(target)
        for sha256 in blobs.all():
            if sha256 not in named:
                blobs.path_of(sha256).unlink()
    return len(old)


def _note_in_home(plan: BackupPlan, manifest: shelf.Manifest) -> None:
    folder = plan.home / "backups"
    folder.mkdir(exist_ok=True)
    note = {"at": manifest.made_at, "folder": str(plan.target.resolve()), "generation": manifest.generation,
            "faults": len(manifest.faults)}  # fmt: skip
    fresh = folder / "last.json.new"
    shelf.durable_write(fresh, json.dumps(note, ensure_ascii=False).encode())
    fresh.rename(folder / "last.json")
