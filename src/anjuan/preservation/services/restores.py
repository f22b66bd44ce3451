"""Restoring a backup into a data home, all or nothing.

Everything is put together beside the data home and checked there; one rename makes it the data home. Needs no
Django, because the data home that Django would use is the one that is not there yet.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

from anjuan.jobs.owners import is_dead, worker_name
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import AnjuanError
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.faults import BackupDamagedError, HomeInUseError, NewerVersionError, PassphraseError
from anjuan.preservation.services import backup_shelf as shelf
from anjuan.preservation.services.backup_secrets import secrets_open
from anjuan.preservation.services.backups import blob_copy

_SOURCE = Path(__file__).resolve().parents[2]
#: What a data home that nobody has used yet may hold: the program makes these by itself.
_HARMLESS = {"secret.key", "prepare.lock", "tables.version"}
#: Packages whose tables lie beside ours and are told by their own changes.
_FOREIGN = frozenset({"auth", "contenttypes", "sessions", "messages", "staticfiles", "admin"})


@dataclasses.dataclass(frozen=True, slots=True)
class RestorePlan:
    """What to restore, and where to.

    Attributes:
        source: The backup folder.
        home: The data home; must not exist or be unused unless ``force``.
        generation: Which generation; empty for the newest.
        passphrase: Opens the sealed settings and key.
        without_secrets: Whether sealed settings are left sealed.
        force: Whether a data home in use is moved aside.

    """

    source: Path
    home: Path
    generation: str = ""
    passphrase: str = ""
    without_secrets: bool = False
    force: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored, and where a data home that was in the way went."""

    manifest: shelf.Manifest
    blobs: int
    moved_aside: Path | None
    with_secrets: bool


def backup_restore(
    *,
    plan: RestorePlan,
    now: dt.datetime,
    ready: Callable[[Path, shelf.Manifest], None],
    progress: Progress | None = None,
) -> RestoreReport:
    """Restore a generation and return what it held.

    Args:
        plan: What and where.
        now: Names the folder of a data home that is moved aside.
        ready: Brings the tables of the new data home to this version, indexes its pages, checks it; raises
            when it is not what the manifest says.
        progress: Receives one step for each original.

    Raises:
        NoBackupError: The folder holds no whole backup.
        HomeInUseError: The data home is in use and ``force`` was not given.
        NewerVersionError: A later version of the program made the backup.
        BackupDamagedError: A file or an original is missing or altered.
        PassphraseError: The settings are sealed with another passphrase.

    """
    progress = progress or Silent()
    generation = shelf.generation_named(plan.source, plan.generation)
    manifest = shelf.manifest_read(generation)
    _check_version(manifest)
    used = _in_use(plan.home)
    if used and not plan.force:
        raise HomeInUseError(
            f"{plan.home} is in use: it holds {', '.join(used[:3])}.",
            why="Restoring would put other records in the place of these.",
            remedy="Name a new folder with --home, or give --force to move this one aside.",
        )
    staging = _staging(plan.home)
    try:
        sealed = _stage(plan, generation, manifest, staging, progress)
        progress.phase("tables and index")
        ready(staging, manifest)
        aside = _take_place(plan.home, staging, now, aside=bool(used))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return RestoreReport(manifest, manifest.blobs, aside, sealed)


def _check_version(manifest: shelf.Manifest) -> None:
    known = {f"{path.parents[1].name}.{path.stem}" for path in _SOURCE.glob("*/migrations/[0-9]*.py")}
    ours = {name for name in manifest.migrations if name.split(".")[0] not in _FOREIGN}
    unknown = sorted(ours - known)
    if unknown:
        raise NewerVersionError(
            f"The backup {manifest.generation} was made by version {manifest.program}; its tables have"
            f" {len(unknown)} changes that this program does not know, such as {unknown[0]}.",
            why="What is not known here would be lost.",
            remedy=f"Install version {manifest.program} or a later one.",
        )


def _in_use(home: Path) -> list[str]:
    """Return what a data home holds that is somebody's; empty folders and what the program makes is nobody's."""
    if not home.exists():
        return []
    if not home.is_dir():
        return [home.name]
    return sorted(
        path.name
        for path in home.iterdir()
        if path.name not in _HARMLESS and not (path.is_dir() and not any(path.iterdir()))
    )


def _staging(home: Path) -> Path:
    """Make the folder that becomes the data home; what killed restores left beside it goes."""
    home.parent.mkdir(parents=True, exist_ok=True)
    stem = f".{home.name}.restoring-"
    for left in home.parent.glob(f"{stem}*"):
        if is_dead(left.name.removeprefix(stem)):
            shutil.rmtree(left, ignore_errors=True)
    staging = home.parent / f"{stem}{worker_name()}"
    staging.mkdir()
    return staging


def _stage(plan: RestorePlan, generation: Path, manifest: shelf.Manifest, staging: Path, progress: Progress) -> bool:
    """Put the files of a generation together; say whether the secrets are among them."""
    for record in manifest.files:
        _check_file(generation / record.name, record)
    shutil.copyfile(generation / shelf.DATABASE, staging / shelf.DATABASE)
    _check_file(staging / shelf.DATABASE, _wanted(manifest, shelf.DATABASE))
    if manifest.file(shelf.SETTINGS):
        shutil.copyfile(generation / shelf.SETTINGS, staging / shelf.SETTINGS)
    sealed = manifest.file(shelf.SECRETS) is not None and not plan.without_secrets
    if sealed:
        _open_secrets(plan, generation, staging)
    progress.expect(originals=manifest.blobs)
    source, target = shelf.blobs_of(plan.source), FolderBlobs(staging / "blobs")
    for sha256, _ in shelf.blob_list_read(generation):
        blob_copy(source, target, sha256)
        progress.step(Step(item=sha256[:12], outcome="restored", counts={"originals": 1}))
    return sealed


def _wanted(manifest: shelf.Manifest, name: str) -> shelf.FileRecord:
    record = manifest.file(name)
    if record is None:
        raise BackupDamagedError(f"The manifest of {manifest.generation} names no {name}.")
    return record


def _check_file(path: Path, record: shelf.FileRecord) -> None:
    try:
        found = shelf.record_of(path)
    except OSError as error:
        raise _altered(record.name, f"cannot be read ({error.strerror or error})") from error
    if (found.sha256, found.size_bytes) != (record.sha256, record.size_bytes):
        raise _altered(record.name, f"has the digest {found.sha256[:12]} instead of {record.sha256[:12]}")


def _altered(name: str, what: str) -> BackupDamagedError:
    return BackupDamagedError(
        f"The file {name} of the backup {what}.",
        why="It is not what was backed up, so nothing was restored.",
        remedy="Name another generation with --generation.",
    )


def _open_secrets(plan: RestorePlan, generation: Path, staging: Path) -> None:
    if not plan.passphrase:
        raise PassphraseError(
            "The backup holds sealed settings and no passphrase was given.",
            why="Without the key of the installation, passwords of protected originals stay closed.",
            remedy="Set ANJUAN_BACKUP_PASSPHRASE, or give --without-secrets.",
        )
    for name, text in secrets_open((generation / shelf.SECRETS).read_bytes(), plan.passphrase).items():
        path = staging / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def _take_place(home: Path, staging: Path, now: dt.datetime, *, aside: bool) -> Path | None:
    """Make the finished folder the data home; return where the old one is now."""
    moved = None
    if aside:
        moved = home.with_name(f"{home.name}.before-restore-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
        if moved.exists():
            raise HomeInUseError(f"{moved} exists already.", remedy="Move it away and try again.")
        home.rename(moved)
    elif home.exists():
        shutil.rmtree(home)
    try:
        staging.rename(home)
    except OSError:
        if moved:
            moved.rename(home)
        raise
    shelf.folder_sync(home.parent)
    return moved


def backup_check(source: Path, generation: str = "", progress: Progress | None = None) -> list[str]:
    """Return everything that is wrong with a generation, each as a sentence; empty when all of it can be restored.

    Raises:
        NoBackupError: There is none.
        BackupDamagedError: Its manifest cannot be trusted.

    """
    progress = progress or Silent()
    folder = shelf.generation_named(source, generation)
    manifest = shelf.manifest_read(folder)
    found = list(manifest.faults)
    for record in manifest.files:
        try:
            _check_file(folder / record.name, record)
        except BackupDamagedError as fault:
            found.append(fault.what)
    blobs = shelf.blobs_of(source)
    progress.expect(originals=manifest.blobs)
    for sha256, _ in shelf.blob_list_read(folder):
        try:
            blobs.verify(sha256)
        except AnjuanError as fault:
            found.append(fault.what)
        progress.step(Step(item=sha256[:12], counts={"originals": 1}))
    return found
