"""Taking in what a browser sends: the paths first, then one file after the other, then the word that it was all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import Case, Intake, IntakeItem
from anjuan.archive.models.intake import IntakeState
from anjuan.archive.rules import tables
from anjuan.archive.rules.grouping import Placed, is_junk, place
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.receiving import (
    Arriving,
    bytes_receive,
    intake_all_received,
    intake_begin,
    item_refuse_unread,
)
from anjuan.kit.blobs import Blobs
from anjuan.kit.errors import NotFoundError, UsageError

MODES = ("case_per_folder", "one_case", "into_case")
MOST_FILES = 20_000
LONGEST_PATH = 1500
#: A batch that no file came for so long is taken up again when its files are announced once more.
SILENT = dt.timedelta(minutes=1)
_LOOKED_AT = 20


class UploadError(UsageError):
    """What a browser sends does not fit together."""

    code = "ARCH-031"


class UploadUnknownError(NotFoundError):
    """Files are sent to a batch or a case that does not exist."""

    code = "ARCH-032"


@dataclasses.dataclass(frozen=True, slots=True)
class Announced:
    """What is going to be sent.

    Attributes:
        mode: One of :data:`MODES`.
        paths: Paths of all files, ``/`` between parts, folders kept.
        case_number: The case that takes them, for ``into_case``.

    """

    mode: str
    paths: tuple[str, ...]
    case_number: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A batch that waits for its files.

    Attributes:
        intake_id: Its key.
        cases: For every path announced, the number of the case that takes the file.
        received: The paths that came before, when a batch that broke off is taken up again.

    """

    intake_id: int
    cases: dict[str, str]
    received: tuple[str, ...] = ()


@durable_transaction()
def upload_begin(*, deed: Deed, announced: Announced) -> Opened:
    """Open a batch for files that a browser is about to send, with the cases they belong to.

    The same files of the same person go on in the batch they were announced for when that one broke off.

    Raises:
        UploadError: The mode is unknown, nothing is announced, or a path cannot be one.
        UploadUnknownError: The case that should take the files does not exist.

    """
    paths = tuple(dict.fromkeys(_clean(path) for path in announced.paths))
    if announced.mode not in MODES:
        raise UploadError(f"There is no way {announced.mode!r} of taking in files.", remedy=f"Use {', '.join(MODES)}.")
    if not 0 < len(paths) <= MOST_FILES:
        raise UploadError(f"{len(paths)} files were announced.", remedy=f"Send 1 to {MOST_FILES} files at once.")
    intake = _broken_off(deed, announced.mode, paths) or intake_begin(deed=deed, way="upload", mode=announced.mode)
    Intake.objects.filter(pk=intake.pk).update(root=_root(paths), announced=len(paths), heard_at=deed.now)
    opened = _opened(deed, announced, intake, paths)
    return dataclasses.replace(opened, received=_received(intake))


def _broken_off(deed: Deed, mode: str, paths: Sequence[str]) -> Intake | None:
    """Return the batch of the same files that waits in vain for the rest of them."""
    silent = Intake.objects.filter(
        way="upload", mode=mode, root=_root(paths), started_by=deed.actor, state=IntakeState.RECEIVING,
        announced=len(paths), heard_at__lt=deed.now - SILENT,
    )  # fmt: skip
    wanted = set(paths)
    return next((one for one in silent.order_by("-id")[:_LOOKED_AT] if wanted.issuperset(_received(one))), None)


def _received(intake: Intake) -> tuple[str, ...]:
    rows = IntakeItem.objects.filter(intake=intake, parent=None).order_by("id")
    return tuple(rows.values_list("path", flat=True))


def _opened(deed: Deed, announced: Announced, intake: Intake, paths: Sequence[str]) -> Opened:
    if announced.mode == "into_case":
        case = _case(announced.case_number)
        return Opened(intake.pk, dict.fromkeys(announced.paths, case.number))
    placed = place(tables.intake_words().latest, paths, one_case=announced.mode == "one_case")
    return Opened(intake.pk, {row.path: _case_of(deed, intake.pk, row, paths).number for row in placed})


def upload_receive(
    *, deed: Deed, intake_id: int, case_number: str, file: Arriving, pieces: Iterable[bytes], blobs: Blobs
) -> None:
    """Accept one file of a batch. When this returns, its bytes are safe or it stands as refused.

    Raises:
        UploadError: The path cannot be one.
        UploadUnknownError: There is no such batch or case.
        IntakeClosedError: The batch takes no more files.
        BlobError: The bytes could not be stored; nothing was accepted.

    """
    intake = _intake(intake_id, deed)
    case = _case(case_number)
    file = dataclasses.replace(file, path=_clean(file.path))
    Intake.objects.filter(pk=intake.pk).update(heard_at=deed.now)
    if is_junk(tables.intake_words().latest, PurePosixPath(file.path).name):
        reason = "A program left this file behind (a lock, a thumbnail store); no person made it."
        item_refuse_unread(deed=deed, intake=intake, case=case, file=file, refusal=("ARCH-023", reason))
        return
    bytes_receive(deed=deed, intake=intake, case=case, file=file, pieces=pieces, blobs=blobs)


def upload_end(*, deed: Deed, intake_id: int) -> None:
    """Say that all files of a batch were sent; it ends when the last one is filed."""
    intake_all_received(deed=deed, intake=_intake(intake_id, deed))


def _clean(path: str) -> str:
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or "\0" in path or len(path) > LONGEST_PATH:
        raise UploadError(f"{path[:80]!r} is no path of a file.", remedy="Send the path below the folder chosen.")
    return "/".join(parts)


def _root(paths: Sequence[str]) -> str:
    tops = {path.partition("/")[0] for path in paths}
    return tops.pop() if len(tops) == 1 else ""


def _intake(intake_id: int, deed: Deed) -> Intake:
    intake = Intake.objects.filter(pk=intake_id, way="upload", started_by=deed.actor).first()
    if intake is None:
        raise UploadUnknownError(
            f"You have opened no batch {intake_id}.", remedy="Send the files again from the start."
        )
    return intake


def _case(number: str) -> Case:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise UploadUnknownError(f"There is no case {number!r}.", remedy="Open the case and add the files from there.")
    return case


def _case_of(deed: Deed, intake_id: int, row: Placed, paths: Sequence[str]) -> Case:
    name = row.case_folder.rpartition("/")[2] or _root(paths) or PurePosixPath(paths[0]).name
    title = name if row.case_folder or "/" in paths[0] else PurePosixPath(name).stem
    return case_open(deed=deed, title=title, source_key=f"upload:{intake_id}/{row.case_folder}")
