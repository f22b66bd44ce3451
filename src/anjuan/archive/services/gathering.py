"""Taking in a folder: every file of it gets a case and is received; none is passed over without a word."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, Intake
from anjuan.archive.rules import tables
from anjuan.archive.rules.grouping import Placed, is_junk, place
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.receiving import (
    Arriving,
    CaseGoneError,
    FileChangingError,
    file_receive,
    intake_all_received,
    intake_begin,
    item_refuse_unread,
    known_paths,
)
from anjuan.kit.blobs import Blobs
from anjuan.kit.errors import NotFoundError
from anjuan.kit.progress import Progress, Step


class PathMissingError(NotFoundError):
    """A path to take in does not exist."""

    code = "ARCH-022"


@dataclasses.dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a folder: where it is, and its path below the root as text.

    Attributes:
        path: The real path, which may hold bytes that are no text.
        shown: The path below the root, readable, ``/`` between parts.
        refusal: Why it cannot be received at all, as code and sentence; empty when it can.

    """

    path: Path
    shown: str
    refusal: tuple[str, str] = ("", "")


def files_below(root: Path) -> list[FoundFile]:
    """Return every file at or below a path, in order of name, and every folder that cannot be opened.

    Links are named, never followed.
    """
    if not root.is_dir():
        return [FoundFile(root, readable(root.name), _refusal(root))]
    found: list[FoundFile] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append, followlinks=False):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links)
        for name in sorted([*names, *links]):
            path = Path(folder) / name
            found.append(FoundFile(path, _below(root, path), _refusal(path)))
    return found + [_closed(root, error) for error in closed]


def _closed(root: Path, error: OSError) -> FoundFile:
    path = Path(error.filename or root)
    reason = f"This folder could not be opened: {error.strerror}. Check its rights and take it in again."
    return FoundFile(path, _below(root, path) or readable(root.name), ("ARCH-024", reason))


def _below(root: Path, path: Path) -> str:
    return "/".join(readable(part) for part in path.relative_to(root).parts)


def readable(name: str) -> str:
    r"""Return a file name as text: bytes that are no UTF-8 are read as GB18030, else written as ``\\xNN``."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def _refusal(path: Path) -> tuple[str, str]:
    words = tables.intake_words().latest
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return "ARCH-024", f"The file cannot be looked at: {error.strerror}. Check its rights and take it in again."
    if stat.S_ISLNK(mode):
        return "ARCH-025", "This is a link, not a file; what it points to is not followed. Take in the file itself."
    if not stat.S_ISREG(mode):
        return "ARCH-026", "This is no regular file (a device, a socket or a pipe), so there is nothing to keep."
    if is_junk(words, path.name):
        return "ARCH-023", "A program left this file behind (a lock, a thumbnail store); no person made it."
    return "", ""


@dataclasses.dataclass(frozen=True, slots=True)
class Gathering:
    """How a folder is taken in.

    Attributes:
        mode: ``case_per_folder`` or ``one_case``.
        blobs: Where the bytes go.
        progress: Who is told.
        pulse: Called after every file, so that other work can go on between; may do nothing.
        way: ``command``, or ``folder`` for what lay in the watched folder.

    """

    mode: str
    blobs: Blobs
    progress: Progress
    pulse: Callable[[], object] = lambda: None
    way: str = "command"


def folder_take_in(*, deed: Callable[[], Deed], root: Path, how: Gathering) -> Intake:
    """Receive a file or a folder with all below it; a second run goes on where the first was stopped.

    When this returns, every file is either received or recorded as refused; filing them is the work
    of the jobs that were added.

    Raises:
        PathMissingError: There is nothing at the path.
        BlobError: The store cannot take bytes; what was received before stays.

    """
    root = root.absolute()
    if not root.exists() and not root.is_symlink():
        raise PathMissingError(f"There is nothing at {root}.", remedy="Check the path and its spelling.")
    files = files_below(root)
    how.progress.expect(files=len(files))
    intake = intake_begin(deed=deed(), way=how.way, mode=how.mode, root=readable(str(root)))
    known = known_paths(intake, [str(_shown(root, file)) for file in files])
    for file, placed in _placed(root, files, how.mode):
        path = _shown(root, file)
        earlier = known.get(path)
        info = None if file.refusal[0] == "ARCH-024" else file.path.lstat()
        unchanged = (
            earlier is not None
            and info is not None
            and (earlier.size_bytes, earlier.modified_ns) == (info.st_size, info.st_mtime_ns)
        )
        if not unchanged:
            _receive(deed(), intake, root, file, placed, how)
        how.progress.step(Step(item=file.shown, counts={"received": 1}))
        how.pulse()
    intake_all_received(deed=deed(), intake=intake)
    return intake


def _shown(root: Path, file: FoundFile) -> str:
    base = readable(str(root))
    return base if file.path == root else f"{base}/{file.shown}"


def _placed(root: Path, files: Sequence[FoundFile], mode: str) -> Iterator[tuple[FoundFile, Placed]]:
    words = tables.intake_words().latest
    rows = place(words, [file.shown for file in files], one_case=mode == "one_case" or not root.is_dir())
    return zip(files, rows, strict=True)


def _receive(deed: Deed, intake: Intake, root: Path, file: FoundFile, placed: Placed, how: Gathering) -> None:
    case = _case(deed, root, placed)
    code, reason = file.refusal
    shown = _shown(root, file)
    if code:
        item_refuse_unread(deed=deed, intake=intake, case=case, file=Arriving(shown), refusal=(code, reason))
        return
    try:
        info = file.path.stat()
        arriving = Arriving(shown, info.st_size, info.st_mtime_ns)
        file_receive(deed=deed, intake=intake, case=case, file=arriving, path=file.path, blobs=how.blobs)
    except (CaseGoneError, FileChangingError) as fault:
        refusal = (fault.code, f"{fault.what} {fault.remedy}")
        item_refuse_unread(deed=deed, intake=intake, case=case, file=Arriving(shown), refusal=refusal)
    except OSError as error:
        reason = f"The file could not be read: {error.strerror}. Check its rights and take it in again."
        item_refuse_unread(deed=deed, intake=intake, case=case, file=Arriving(shown), refusal=("ARCH-024", reason))


def _case(deed: Deed, root: Path, placed: Placed) -> Case:
    base = readable(str(root if root.is_dir() else root.parent))
    key = f"{base}/{placed.case_folder}" if placed.case_folder else base
    title = (placed.case_folder or readable(root.name if root.is_dir() else root.stem)).rpartition("/")[2]
    return case_open(deed=deed, title=title, source_key=key if root.is_dir() else f"{base}/{readable(root.name)}")
