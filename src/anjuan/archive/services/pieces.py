"""Files that arrive in pieces: what came stays when the connection breaks, and the sender goes on from there.

A part lies in the folder of work under way, named by what it is going to be. Losing it loses nothing that was
accepted: a file is accepted when its last piece came and the whole has the digest that was announced.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, Intake, IntakeItem
from anjuan.archive.places import Places
from anjuan.archive.services.receiving import Arriving
from anjuan.archive.services.uploading import UploadError, UploadUnknownError, upload_receive
from anjuan.kit.digests import pieces_of
from anjuan.kit.errors import AnjuanError, StoreFullError

_FOLDER = "uploads"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-f]{32}")
#: Parts that nobody added to for so long are removed.
_STALE_SECONDS = 7 * 86400


class PieceError(AnjuanError):
    """A piece of a file does not fit what came before, or is not what it was announced to be."""

    code = "ARCH-097"
    http_status = 409


@dataclasses.dataclass(frozen=True, slots=True)
class Expected:
    """A file that is going to arrive in pieces.

    Attributes:
        path: Its path as announced.
        case_number: The case that takes it.
        size_bytes: How many bytes it has.
        sha256: SHA-256 of the whole file, 64 lower-case hexadecimal digits.
        modified_ms: When it was last changed, in milliseconds since 1970; None when not known.

    """

    path: str
    case_number: str
    size_bytes: int
    sha256: str
    modified_ms: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """How far a file is.

    Attributes:
        id: What names it in later requests.
        path: Its path.
        offset: How many bytes came so far; the next piece begins there.
        size_bytes: How many there will be.
        received: Whether the whole file was accepted.

    """

    id: str
    path: str
    offset: int
    size_bytes: int
    received: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file: where it begins, its bytes as they come, and its SHA-256 when the sender told it."""

    offset: int
    size_bytes: int
    content: Iterable[bytes]
    sha256: str = ""


def upload_open(*, deed: Deed, intake_id: int, expected: Expected, places: Places) -> Upload:
    """Return how far a file is; asking twice for the same file gives the same upload.

    Raises:
        UploadError: Size or digest cannot be.
        UploadUnknownError: There is no such batch of this person, or no such case.

    """
    if expected.size_bytes < 0 or not _SHA256.fullmatch(expected.sha256):
        raise UploadError("A file needs its size and its SHA-256.", remedy="Send both, the digest in lower case.")
    _need_batch(deed, intake_id)
    if not Case.objects.filter(number=expected.case_number).exists():
        raise UploadUnknownError(f"There is no case {expected.case_number!r}.", remedy="Take one the batch named.")
    told = f"{intake_id}\n{expected.path}\n{expected.case_number}\n{expected.size_bytes}\n{expected.sha256}"
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    folder = places.work / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    if _is_received(intake_id, expected):
        return Upload(name, expected.path, expected.size_bytes, expected.size_bytes, received=True)
    about = folder / f"{name}.json"
    if not about.exists():
        about.write_text(json.dumps({"intake": intake_id, **dataclasses.asdict(expected)}), encoding="utf-8")
    (folder / f"{name}.part").touch()
    if not expected.size_bytes:
        return upload_add(deed=deed, intake_id=intake_id, name=name, piece=Piece(0, 0, ()), places=places)
    return _state(folder, name, expected)


def upload_state(*, deed: Deed, intake_id: int, name: str, places: Places) -> Upload:
    """Return how far a file is.

    Raises:
        UploadUnknownError: There is no such upload of this person; open it again.

    """
    _need_batch(deed, intake_id)
    return _state(places.work / _FOLDER, name, _expected(places.work / _FOLDER, intake_id, name))


def upload_add(*, deed: Deed, intake_id: int, name: str, piece: Piece, places: Places) -> Upload:
    """Add a piece; with the last one the file is accepted. A piece that came broken leaves nothing behind.

    Raises:
        PieceError: The piece begins elsewhere than the file ends, is too long or broken, or the whole is not the
            file that was announced.
        UploadUnknownError: There is no such upload of this person.
        BlobError: The bytes could not be stored.

    """
    _need_batch(deed, intake_id)
    folder = places.work / _FOLDER
    expected = _expected(folder, intake_id, name)
    with _held(folder / f"{name}.part") as part:
        end = part.seek(0, os.SEEK_END)
        _write(part, end, piece, expected)
        if part.tell() < expected.size_bytes:
            return Upload(name, expected.path, part.tell(), expected.size_bytes, received=False)
        part.seek(0)
        if _sha256(part) != expected.sha256:
            part.truncate(0)
            raise PieceError(
                f"The whole of {expected.path} is not the file that was announced.",
                why="A paper that changed on its way must not be filed.",
                remedy="Send it again from offset 0.",
            )
        part.seek(0)
        modified_ns = expected.modified_ms * 1_000_000 if expected.modified_ms is not None else None
        upload_receive(
            deed=deed, intake_id=intake_id, case_number=expected.case_number,
            file=Arriving(expected.path, expected.size_bytes, modified_ns), pieces=pieces_of(part),
            blobs=places.blobs,
        )  # fmt: skip
    _remove(folder, name)
    return Upload(name, expected.path, expected.size_bytes, expected.size_bytes, received=True)


def upload_drop(*, deed: Deed, intake_id: int, name: str, places: Places) -> None:
    """Forget what came of a file that will not be sent to its end.

    Raises:
        UploadUnknownError: There is no such upload of this person.

    """
    _need_batch(deed, intake_id)
    _expected(places.work / _FOLDER, intake_id, name)
    _remove(places.work / _FOLDER, name)


def _need_batch(deed: Deed, intake_id: int) -> None:
    if not Intake.objects.filter(pk=intake_id, way="upload", started_by=deed.actor).exists():
        raise UploadUnknownError(f"You have opened no batch {intake_id}.", remedy="Open one and send the files again.")


def _is_received(intake_id: int, expected: Expected) -> bool:
    return IntakeItem.objects.filter(
        intake_id=intake_id, path=expected.path, original__sha256=expected.sha256
    ).exists()  # fmt: skip


def _expected(folder: Path, intake_id: int, name: str) -> Expected:
    about = folder / f"{name}.json"
    if _NAME.fullmatch(name) and about.exists():
        values = json.loads(about.read_text(encoding="utf-8"))
        if values.pop("intake") == intake_id:
            return Expected(**values)
    raise UploadUnknownError(
        f"There is no upload {name[:40]!r} under way.", remedy="Announce the file again and go on as told."
    )


def _state(folder: Path, name: str, expected: Expected) -> Upload:
    part = folder / f"{name}.part"
    here = part.stat().st_size if part.exists() else 0
    return Upload(name, expected.path, here, expected.size_bytes, received=False)


@contextlib.contextmanager
def _held(path: Path) -> Iterator[BinaryIO]:
    """Open a part for one writer; the second one is told to wait."""
    with path.open("r+b" if path.exists() else "w+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PieceError(
                "Another piece of this file is arriving just now.", remedy="Ask how far the file is, then go on."
            ) from error
        yield stream


def _write(part: BinaryIO, end: int, piece: Piece, expected: Expected) -> None:
    if piece.offset != end or end + piece.size_bytes > expected.size_bytes:
        raise PieceError(
            f"A piece of {piece.size_bytes} bytes at {piece.offset} does not fit: {end} of {expected.size_bytes} bytes"
            " are here.",
            remedy=f"Go on from offset {end}.",
        )
    hasher, came = hashlib.sha256(), 0
    try:
        for content in piece.content:
            came += len(content)
            if came > piece.size_bytes:
                break
            part.write(content)
            hasher.update(content)
        part.flush()
    except OSError as error:
        part.truncate(end)
        if error.errno == errno.ENOSPC:
            raise StoreFullError("The disk has no room for this file.", remedy="Make room, then go on.") from error
        raise PieceError("The connection broke within a piece.", remedy=f"Go on from offset {end}.") from error
    if came != piece.size_bytes or (piece.sha256 and hasher.hexdigest() != piece.sha256):
        part.truncate(end)
        raise PieceError("A piece arrived damaged; it was left out.", remedy=f"Send it again from offset {end}.")


def _sha256(part: BinaryIO) -> str:
    hasher = hashlib.sha256()
    for portion in pieces_of(part):
        hasher.update(portion)
    return hasher.hexdigest()


def _remove(folder: Path, name: str) -> None:
    for suffix in (".part", ".json"):
        (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    before = time.time() - _STALE_SECONDS
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before and not (path.suffix == ".json" and _is_fresh(path, before)):
                path.unlink()


def _is_fresh(about: Path, before: float) -> bool:
    part = about.with_suffix(".part")
    return part.exists() and part.stat().st_mtime >= before
