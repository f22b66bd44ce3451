"""Taking bytes into safety: nothing is told to be accepted before it is stored, hashed and recorded."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Intake, IntakeItem, Original
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.intake import IntakeState, ItemState
from anjuan.archive.services.custody import custody_write
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.kit.blobs import Blobs
from anjuan.kit.digests import Digest, Kept, pieces_of
from anjuan.kit.errors import AnjuanError, BlobError, RefusedError

#: The job that turns a received file into a document.
FILE_ITEM = "archive.file_item"
#: A file is read in a process of its own, so a worker that dies over it was killed from outside: machines that are
#: switched off again and again must not turn good files into failed ones. The bound only ends what never ends.
MOST_ATTEMPTS = 1000
#: Why a file of a cancelled batch has no outcome of its own.
CANCELLED = "The batch was cancelled before this file was read."
#: How often a file that changes while it is read is read again, in the hope that its writer has ended.
_TRIES = 3


class IntakeClosedError(RefusedError):
    """A file is sent into a batch that takes no more."""

    code = "ARCH-001"


class FileChangingError(RefusedError):
    """A file changes while it is taken in, so that no moment's content can be kept."""

    code = "ARCH-028"


class CaseGoneError(RefusedError):
    """A file is sent into a case whose papers were destroyed at the end of their retention."""

    code = "ARCH-081"


class BytesGoneError(AnjuanError):
    """Bytes that the store held were destroyed while they were taken in again; they must be stored once more."""

    code = "ARCH-082"


class FileCutError(RefusedError):
    """Fewer or more bytes came than were announced."""

    code = "ARCH-029"


@dataclasses.dataclass(frozen=True, slots=True)
class Arriving:
    """A file on its way in.

    Attributes:
        path: The path as the person knows it.
        size_bytes: Its size.
        modified_ns: When it was last changed, in nanoseconds, if known.
        title: Title from a manifest; empty when none.
        kind: Kind from a manifest; empty when none.
        stage: Stage from a manifest; empty when none.

    """

    path: str
    size_bytes: int = 0
    modified_ns: int | None = None
    title: str = ""
    kind: str = ""
    stage: str = ""


@durable_transaction()
def intake_begin(*, deed: Deed, way: str, mode: str, root: str = "") -> Intake:
    """Open a batch; the unfinished batch of the same root and mode is taken up again if there is one."""
    unfinished = Intake.objects.filter(root=root, mode=mode, way=way, finished_at=None).order_by("id").last()
    if unfinished and root:
        Intake.objects.filter(pk=unfinished.pk).update(state=IntakeState.RECEIVING)
        unfinished.state = IntakeState.RECEIVING
        return unfinished
    intake = Intake.objects.create(way=way, mode=mode, root=root, started_by=deed.actor, started_at=deed.now)
    journal_write(
        deed=deed, action="intake.begin", subject=f"archive.intake:{intake.pk}", label=root,
        detail={"way": way, "mode": mode},
    )  # fmt: skip
    return intake


def file_receive(
    *, deed: Deed, intake: Intake, case: Case | None, file: Arriving, path: Path, blobs: Blobs
) -> IntakeItem:
    """Accept a file that lies on this machine. When this returns, it will not be lost.

    Bytes that the store already holds are not written again, but read: damaged ones are replaced by these.

    Raises:
        IntakeClosedError: The batch takes no more files.
        CaseGoneError: The papers of the case were destroyed.
        FileChangingError: Somebody writes to the file; nothing was accepted.
        BlobError: The bytes could not be stored; nothing was accepted.
        OSError: The file could not be read.

    """
    _refuse_gone(case)
    for _ in range(_TRIES):
        before = _stamp(path)
        digest = _digest(path, blobs)
        if _stamp(path) == before == (digest.size_bytes, before[1]):
            file = dataclasses.replace(file, size_bytes=before[0], modified_ns=before[1])
            with contextlib.suppress(BytesGoneError):
                return _record(deed=deed, intake=intake, case=case, file=file, digest=digest, blobs=blobs)
    raise FileChangingError(
        f"{file.path} changes while it is read.",
        why="What was read would be a mixture that the file never was.",
        remedy="Take it in again when the program that writes it has ended.",
    )


def _stamp(path: Path) -> tuple[int, int]:
    info = path.stat()
    return info.st_size, info.st_mtime_ns


def _digest(path: Path, blobs: Blobs) -> Digest:
    """Return the digest of a file whose bytes are stored now."""
    known = Original.objects.filter(sha256=_sha256(path)).first()
    if known:
        with contextlib.suppress(BlobError, OSError):
            return blobs.verify(known.sha256)
    with path.open("rb") as stream:
        return blobs.put(pieces_of(stream))


def bytes_receive(
    *,
    deed: Deed,
    intake: Intake,
    case: Case | None,
    file: Arriving,
    pieces: Iterable[bytes],
    blobs: Blobs,
) -> IntakeItem:
    """Accept bytes that come in pieces. When this returns, they will not be lost.

    Raises:
        IntakeClosedError: The batch takes no more files.
        CaseGoneError: The papers of the case were destroyed.
        FileCutError: Their number is not the one announced; nothing was accepted.
        BlobError: The bytes could not be stored; nothing was accepted.

    """
    _refuse_gone(case)
    digest = blobs.put(pieces)
    if file.size_bytes not in (0, digest.size_bytes):
        raise FileCutError(
            f"{file.path} should have {file.size_bytes} bytes, but {digest.size_bytes} came.",
            why="A paper that was cut off on its way must not stand for the whole one.",
            remedy="Send the file again.",
        )
    return _record(deed=deed, intake=intake, case=case, file=file, digest=digest, blobs=blobs)


def _record(
    *, deed: Deed, intake: Intake, case: Case | None, file: Arriving, digest: Digest, blobs: Blobs
) -> IntakeItem:
    with durable_transaction():
        _refuse_gone(case)
        state = Intake.objects.filter(pk=intake.pk).values_list("state", flat=True).get()
        if state == IntakeState.CANCELLED:
            raise IntakeClosedError(
                f"The batch {intake.pk} was cancelled and takes no more files.",
                remedy="Start a new one.",
            )
        original = original_take_in(deed=deed, digest=digest, blobs=blobs)
        return item_add(deed=deed, intake=intake, case=case, file=file, original=original)


def _refuse_gone(case: Case | None) -> None:
    if case and Case.objects.filter(pk=case.pk, state=CaseState.DESTROYED).exists():
        raise CaseGoneError(
            f"The papers of the case {case.number} were destroyed at the end of their retention.",
            why="Its place in the destruction register says so for ever; papers cannot come back into it.",
            remedy="Take the file into a new case if it has to be kept.",
        )


def original_take_in(*, deed: Deed, digest: Digest, blobs: Blobs) -> Original:
    """Return the record of stored bytes, made now if they are new. Call it in a transaction, after storing them.

    Raises:
        BytesGoneError: Other hands destroyed the bytes since they were stored; store them again.

    """
    # The row is locked until the bytes have a user again: destruction locks it before it looks for users.
    known = Original.objects.select_for_update().filter(sha256=digest.sha256).first()
    if known:
        _known_again(deed, known, digest, blobs)
        return known
    original, _ = Original.objects.get_or_create(
        sha256=digest.sha256,
        defaults={
            "sm3": digest.sm3,
            "size_bytes": digest.size_bytes,
            "crc32": digest.crc32,
            "received_at": deed.now,
            "verified_at": deed.now,
            "checked_at": deed.now,
        },
    )
    _note_ingestion(deed, original)
    return original


def _note_ingestion(deed: Deed, original: Original) -> None:
    custody_write(
        deed=deed, event="ingestion", about=original,
        detail=f"{original.size_bytes} bytes, SHA-256 {original.sha256}, SM3 {original.sm3}, read back and equal",
    )  # fmt: skip


def _known_again(deed: Deed, original: Original, digest: Digest, blobs: Blobs) -> None:
    """Note what taking known bytes in once more did for them."""
    if (original.destroyed_at or digest.kept is not Kept.KNOWN) and not blobs.has(digest.sha256):
        raise BytesGoneError(
            f"The bytes {digest.sha256} were destroyed while they were taken in again.", remedy="Send the file again."
        )
    if original.destroyed_at:
        Original.objects.filter(pk=original.pk).update(
            destroyed_at=None, verified_at=deed.now, checked_at=deed.now, crc32=digest.crc32
        )
        original.destroyed_at = None
        _note_ingestion(deed, original)
        return
    is_mended = digest.kept is Kept.HEALED or (digest.kept is Kept.NEW and original.received_at < deed.now)
    if is_mended:
        Original.objects.filter(pk=original.pk).update(verified_at=deed.now, checked_at=deed.now)
        was = "damaged" if digest.kept is Kept.HEALED else "missing"
        custody_write(
            deed=deed, event="recovery", about=original,
            detail=f"The stored bytes were {was}; the same bytes came again and took their place",
        )  # fmt: skip
    if original.crc32 is None and digest.crc32 is not None:
        Original.objects.filter(pk=original.pk).update(crc32=digest.crc32)


def item_add(
    *,
    deed: Deed,
    intake: Intake,
    case: Case | None,
    file: Arriving,
    original: Original,
    parent: IntakeItem | None = None,
) -> IntakeItem:
    """Record a received file with the job that files it. The same file of the same batch stands once."""
    item, made = IntakeItem.objects.get_or_create(
        intake=intake,
        path=file.path,
        original=original,
        defaults={
            "parent": parent,
            "case": case,
            "depth": parent.depth + 1 if parent else 0,
            "size_bytes": file.size_bytes or original.size_bytes,
            "modified_ns": file.modified_ns,
            "title": file.title,
            "kind": file.kind,
            "stage": file.stage,
        },
    )
    if made:
        _begin(deed, intake, item)
    return item


def _begin(deed: Deed, intake: Intake, item: IntakeItem) -> None:
    """Give a new file its job; in a cancelled batch it gets none, an ended one is open again."""
    # What could not be received before is received now.
    IntakeItem.objects.filter(intake=intake, path=item.path, original=None).delete()
    state = Intake.objects.values_list("state", flat=True).get(pk=intake.pk)
    if state == IntakeState.CANCELLED:
        item.state, item.reason, item.finished_at = ItemState.CANCELLED, CANCELLED, deed.now
        item.save(update_fields=["state", "reason", "finished_at"])
        return
    if state == IntakeState.FINISHED:
        Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WORKING, finished_at=None)
    TableQueue().add(JobSpec(FILE_ITEM, item.pk, group=intake.group, max_attempts=MOST_ATTEMPTS), now=deed.now)


@transaction.atomic
def item_refuse_unread(
    *, deed: Deed, intake: Intake, case: Case | None, file: Arriving, refusal: tuple[str, str]
) -> IntakeItem:
    """Record a file that could not even be received: unreadable, a link, no regular file.

    ``refusal`` is a code and a sentence for the person who brought the file.
    """
    item, _ = IntakeItem.objects.update_or_create(
        intake=intake,
        path=file.path,
        original=None,
        defaults={
            "case": case, "size_bytes": file.size_bytes, "state": ItemState.REFUSED,
            "reason_code": refusal[0], "reason": refusal[1], "finished_at": deed.now,
        },
    )  # fmt: skip
    return item


@durable_transaction()
def intake_all_received(*, deed: Deed, intake: Intake) -> None:
    """Say that no more files are to come; the batch ends with its last file."""
    Intake.objects.filter(pk=intake.pk, state=IntakeState.RECEIVING).update(state=IntakeState.WORKING)
    intake_close_if_done(deed=deed, intake_id=intake.pk)


def intake_close_if_done(*, deed: Deed, intake_id: int) -> bool:
    """End a batch of which every file has an outcome; say whether it is ended. Call it in a transaction."""
    # Two last files that end at once must see each other; a database that locks as a whole does not need it.
    Intake.objects.select_for_update().filter(pk=intake_id).first()
    open_items = IntakeItem.objects.filter(intake_id=intake_id, state=ItemState.RECEIVED).exists()
    if open_items:
        return False
    ended = Intake.objects.filter(pk=intake_id, state=IntakeState.WORKING).update(
        state=IntakeState.FINISHED, finished_at=deed.now
    )  # fmt: skip
    if ended:
        intake = Intake.objects.get(pk=intake_id)
        journal_write(
            deed=Deed(intake.started_by, deed.now), action="intake.finish", subject=f"archive.intake:{intake_id}",
            label=intake.root, detail=_outcomes(intake_id),
        )  # fmt: skip
    return bool(ended)


def _outcomes(intake_id: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in IntakeItem.objects.filter(intake_id=intake_id).values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def known_paths(intake: Intake, paths: Sequence[str]) -> dict[str, IntakeItem]:
    """Return the files of a batch that were accepted before, by path."""
    wanted = set(paths)
    items = IntakeItem.objects.filter(intake=intake, parent=None).select_related("original")
    return {item.path: item for item in items if item.path in wanted}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
