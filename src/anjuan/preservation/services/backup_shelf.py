"""The shelf of a backup folder: its generations, their manifests, and how they are read.

A backup folder holds ``blobs/`` (shared by all generations, named by content) and one folder for each generation
under ``generations/``. A generation appears by one rename when everything in it is on the disk, so a folder of
that name is whole; what a killed backup leaves begins with ``incoming-`` and is never read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydantic

from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.digests import pieces_of
from anjuan.preservation.faults import BackupDamagedError, NewerVersionError, NoBackupError

FORMAT = 1
DATABASE, BLOB_LIST, SETTINGS, SECRETS = "db.sqlite3", "blobs.txt", "anjuan.toml", "secrets.sealed"
_MANIFEST, _SEAL = "manifest.json", "manifest.sha256"


class FileRecord(pydantic.BaseModel):
    """The name, digest and size of a file of a generation."""

    model_config = pydantic.ConfigDict(frozen=True)

    name: str
    sha256: str
    size_bytes: int


class Manifest(pydantic.BaseModel):
    """What one generation of a backup holds.

    Attributes:
        format: Version of this layout.
        generation: Its name: the moment it was begun, in UTC.
        made_at: The moment of the snapshot, ISO 8601.
        program: Version of the program that made it.
        migrations: ``app.name`` of every change of tables that the database has.
        counts: Rows of every table.
        files: The files of the generation.
        blobs: How many originals it names.
        blob_bytes: Their size together.
        journal_head: Hash of the last journal entry; empty when there is none.
        faults: What could not be backed up as it should be, one sentence each; empty when all is well.

    """

    model_config = pydantic.ConfigDict(frozen=True)

    format: int
    generation: str
    made_at: str
    program: str
    migrations: tuple[str, ...]
    counts: dict[str, int]
    files: tuple[FileRecord, ...]
    blobs: int
    blob_bytes: int
    journal_head: str
    faults: tuple[str, ...] = ()

    def file(self, name: str) -> FileRecord | None:
        """Return the record of a file, or None when the generation has none of the name."""
        return next((record for record in self.files if record.name == name), None)


def record_of(path: Path) -> FileRecord:
    """Return the digest and size of a file, read in pieces."""
    hasher, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            hasher.update(piece)
            size += len(piece)
    return FileRecord(name=path.name, sha256=hasher.hexdigest(), size_bytes=size)


def blobs_of(folder: Path) -> FolderBlobs:
    """Return the originals of a backup folder."""
    return FolderBlobs(folder / "blobs")


def generations(folder: Path) -> list[Path]:
    """Return the folders of the whole generations, the oldest first."""
    with contextlib.suppress(FileNotFoundError):
        found = (path for path in (folder / "generations").iterdir() if (path / _MANIFEST).is_file())
        return sorted(path for path in found if not path.name.startswith("incoming-"))
    return []


def manifest_write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation and its digest; the last act before the rename."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()
    durable_write(folder / _MANIFEST, text)
    durable_write(folder / _SEAL, hashlib.sha256(text).hexdigest().encode("ascii"))


def manifest_read(folder: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        BackupDamagedError: It was altered or cannot be read.
        NewerVersionError: Its layout is of a later version.

    """
    try:
        text = (folder / _MANIFEST).read_bytes()
        seal = (folder / _SEAL).read_text(encoding="ascii").strip()
        content: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise _altered(folder, str(error)) from error
    if hashlib.sha256(text).hexdigest() != seal:
        raise _altered(folder, "it does not have the digest that was noted for it")
    if int(content.get("format", 0)) > FORMAT:
        raise NewerVersionError(
            f"The backup {folder.name} has the layout {content['format']}, this program knows {FORMAT}.",
            remedy="Install the version that made it, or a later one.",
        )
    try:
        return Manifest.model_validate(content)
    except pydantic.ValidationError as error:
        raise _altered(folder, str(error)) from error


def _altered(folder: Path, why: str) -> BackupDamagedError:
    return BackupDamagedError(
        f"The manifest of the backup {folder.name} cannot be trusted: {why}.",
        remedy="Name another generation with --generation.",
    )


def generation_named(folder: Path, name: str = "") -> Path:
    """Return a generation by name, or the newest.

    Raises:
        NoBackupError: There is none.

    """
    found = generations(folder)
    if name:
        found = [path for path in found if path.name == name]
    if not found:
        raise NoBackupError(
            f"{folder} holds no whole backup{f' {name!r}' if name else ''}.",
            why="A backup that was interrupted does not count.",
            remedy="Name a folder that `anjuan backup` wrote to the end.",
        )
    return found[-1]


def blob_list_read(generation: Path) -> Iterator[tuple[str, int]]:
    """Yield the digest and size of every original that a generation names."""
    with (generation / BLOB_LIST).open(encoding="ascii") as stream:
        for line in stream:
            sha256, _, size = line.strip().partition(" ")
            yield sha256, int(size)


def durable_write(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def folder_sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
