"""Looking through the whole store and its history for what no single original tells: writes nothing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from anjuan.accounts.selectors.journal import journal_verify
from anjuan.archive.models import CustodyEvent, Intake, Original
from anjuan.archive.services.damaged import Finding
from anjuan.kit.blobs import FolderBlobs, StoredFile
from anjuan.kit.digests import Digest, digest_of_file

#: A file that was put so recently may still be on its way into the records of an open batch.
_ON_THE_WAY = dt.timedelta(hours=24)
_NAMES_AT_ONCE = 400


def store_findings(*, blobs: FolderBlobs, now: dt.datetime) -> Iterator[Finding]:
    """Yield every file of the store that no record knows, and every half-written one that was left."""
    waiting: list[StoredFile] = []
    for file in blobs.files():
        if file.is_incoming:
            if not _has_writer(file.path, now):
                yield Finding("leftover", "", f"{_below(file.path, blobs)} was left half written.")
            continue
        waiting.append(file)
        if len(waiting) == _NAMES_AT_ONCE:
            yield from _strays(waiting, blobs, now)
            waiting = []
    yield from _strays(waiting, blobs, now)


def _strays(files: Sequence[StoredFile], blobs: FolderBlobs, now: dt.datetime) -> Iterator[Finding]:
    names = {file.sha256 for file in files if file.sha256}
    known = set(
        Original.objects.filter(sha256__in=names, destroyed_at=None).values_list("sha256", flat=True)
    )  # fmt: skip
    for file in files:
        if file.sha256 in known or _is_on_the_way(file, now):
            continue
        digest = _digest(file.path)
        what = f"{_below(file.path, blobs)} is in the store, but no record knows it"
        if digest is None:
            yield Finding("stray", "", f"{what}; it cannot be read.")
        else:
            yield Finding("stray", digest.sha256, f"{what}; its bytes have the SHA-256 {digest.sha256}.")


def _is_on_the_way(file: StoredFile, now: dt.datetime) -> bool:
    """Say whether a file may have been stored for a batch that has not come to record it."""
    if not file.sha256:
        return False
    written = dt.datetime.fromtimestamp(file.path.lstat().st_mtime, dt.UTC)
    return now - written < _ON_THE_WAY and Intake.objects.filter(finished_at=None).exists()


def _has_writer(path: Path, now: dt.datetime) -> bool:
    """Say whether somebody may still write to a file on its way in: its name begins with the writer's process."""
    try:
        written = dt.datetime.fromtimestamp(path.lstat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return True
    process = path.name.partition("-")[0]
    if not process.isdigit() or now - written >= _ON_THE_WAY:
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _digest(path: Path) -> Digest | None:
    try:
        return None if path.is_symlink() else digest_of_file(path)
    except OSError:
        return None


def _below(path: Path, blobs: FolderBlobs) -> str:
    return str(path.relative_to(blobs.root))


def history_findings() -> Iterator[Finding]:
    """Yield every break of the journal's chain, and every original of which no event says how it came in."""
    for item in journal_verify().breaks:
        yield Finding("journal-broken", "", f"Journal entry {item.number} {item.what}.")
    ingested = CustodyEvent.objects.filter(event="ingestion", original__isnull=False).values("original")
    for sha256 in Original.objects.exclude(pk__in=ingested).values_list("sha256", flat=True):
        yield Finding("ingestion-missing", sha256, f"No custody event says how the original {sha256} came in.")


def explained(findings: Sequence[Finding], blobs: FolderBlobs) -> list[Finding]:
    """Return findings with those that belong together as one: lost bytes that turned up elsewhere in the store.

    A stray file with the bytes of a missing original was moved. A stray blob in its right place whose SM3 and size
    are those of a missing original says that the record's SHA-256 was altered.
    """
    strays = {finding.sha256: finding for finding in findings if finding.kind == "stray" and finding.sha256}
    told: list[Finding] = []
    used: set[str] = set()
    for finding in findings:
        if finding.kind != "missing":
            told.append(finding)
        elif finding.sha256 in strays:
            used.add(finding.sha256)
            told.append(Finding("misplaced", finding.sha256, f"{finding.what} {strays[finding.sha256].what}"))
        else:
            told.append(_renamed(finding, strays, used, blobs))
    return [finding for finding in told if finding.kind != "stray" or finding.sha256 not in used]


def _renamed(finding: Finding, strays: dict[str, Finding], used: set[str], blobs: FolderBlobs) -> Finding:
    original = Original.objects.get(sha256=finding.sha256)
    for sha256 in strays.keys() - used:
        digest = _digest(blobs.place_of(sha256))
        if digest and (digest.sm3, digest.size_bytes) == (original.sm3, original.size_bytes):
            used.add(sha256)
            what = f"The record {original.pk} says SHA-256 {finding.sha256}, its SM3 belongs to the bytes {sha256}."
            return Finding("sha256-altered", finding.sha256, what)
    return finding
