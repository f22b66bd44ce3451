"""The watched folder: what lies in it at rest is taken in, and put aside when it is filed.

Each entry of the folder (a folder, or one loose file) goes three steps: it comes to rest, its bytes are received,
and when every file of it has been filed or refused it is moved beside: to ``已入库`` when all went well, to
``未入库`` with a list of reasons otherwise. Nothing is ever deleted. A killed worker goes on where it was: what
was received is known by the batch, and a batch is moved only when it has ended.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.archive.places import places
from anjuan.archive.services.gathering import Gathering, folder_take_in, readable
from anjuan.jobs.protocol import JobSpec, Queue
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import UsageError
from anjuan.kit.explanations import explain
from anjuan.kit.progress import Silent

WATCH_JOB = "archive.watch_folder"
FILED, FAILED, REASONS = "已入库", "未入库", "未入库原因.txt"
#: What programs call a file that is still being written.
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart", ".!ut")
_LOCK_MARKS = ("~$", ".~lock")
#: Files of desktops that say nothing.
_NOISE = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class WatchFolderError(UsageError):
    """The watched folder cannot be one: it is missing, closed, or lies in the data home."""

    code = "CONF-014"


@dataclasses.dataclass(frozen=True, slots=True)
class WatchState:
    """What is known of the entries of the folder.

    Attributes:
        looked_at: When the folder was looked into last; empty when never.
        fault: Why it could not be; empty when it could.
        resting: Signature of each entry with the moment since when it is so.
        batches: The batch of each entry that was received and is not yet put aside.

    """

    looked_at: str = ""
    fault: str = ""
    resting: dict[str, tuple[str, float]] = dataclasses.field(default_factory=dict)
    batches: dict[str, int] = dataclasses.field(default_factory=dict)


def state_read(home: Path) -> WatchState:
    """Return what the last look left; an empty state when there was none."""
    try:
        kept = json.loads(_state_path(home).read_text(encoding="utf-8"))
        resting = {str(name): (str(mark), float(since)) for name, (mark, since) in kept["resting"].items()}
        batches = {str(name): int(number) for name, number in kept["batches"].items()}
        return WatchState(str(kept["looked_at"]), str(kept["fault"]), resting, batches)
    except (OSError, ValueError, KeyError, TypeError):
        return WatchState()


def _state_path(home: Path) -> Path:
    return home / "watch.json"


def _state_write(home: Path, state: WatchState) -> None:
    path = _state_path(home)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(dataclasses.asdict(state), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def watch_order(*, now: dt.datetime, queue: Queue) -> bool:
    """Look whether anything of the watched folder is to be done, and order it; say whether it was ordered.

    Looks only when it is time. A look without anything to do leaves no job behind.
    """
    options, home = settings.ANJUAN_OPTIONS.intake, settings.ANJUAN_HOME
    if not options.folder:
        return False
    state = state_read(home)
    if state.looked_at and (now - dt.datetime.fromisoformat(state.looked_at)).total_seconds() < options.look_seconds:
        return False
    try:
        resting, ready = _looked(folder_checked(options.folder, home), state, now, options.rest_seconds)
    except (WatchFolderError, OSError) as fault:
        _state_write(home, dataclasses.replace(state, looked_at=now.isoformat(), fault=_told(fault)))
        return False
    _state_write(home, WatchState(now.isoformat(), "", resting, state.batches))
    if not ready and not (state.batches and _ended(state.batches)):
        return False
    queue.add(JobSpec(WATCH_JOB, 1, max_attempts=1), now=now)
    return True


def _told(fault: WatchFolderError | OSError) -> str:
    return fault.what if isinstance(fault, WatchFolderError) else f"{fault.strerror}: {fault.filename}"


def _looked(
    folder: Path, state: WatchState, now: dt.datetime, rest_seconds: int
) -> tuple[dict[str, tuple[str, float]], list[Path]]:
    """Return since when each entry is as it is, and those that are at rest."""
    entries = [entry for entry in _entries(folder) if entry.name not in state.batches]
    resting = {entry.name: _rest(entry, state, now) for entry in entries}
    return resting, [entry for entry in entries if _is_ready(entry, resting[entry.name], now, rest_seconds)]


def _ended(batches: dict[str, int]) -> set[int]:
    """Return the batches that have ended, and those that are gone."""
    open_ones = Intake.objects.filter(pk__in=batches.values(), finished_at=None).values_list("pk", flat=True)
    return set(batches.values()) - set(open_ones)


def folder_checked(text: str, home: Path) -> Path:
    """Return the folder to be watched.

    Raises:
        WatchFolderError: It is missing, closed, not absolute, or one of folder and data home lies in the other.

    """
    folder = Path(text).expanduser()
    if not folder.is_absolute() or not folder.is_dir():
        raise WatchFolderError(
            f"The watched folder {text} is not there.", remedy="Make it, or correct folder under [intake]."
        )
    inner, outer = folder.resolve(), home.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise WatchFolderError(
            f"The watched folder {text} and the data home lie in each other.",
            why="The archive would take in its own files.",
            remedy="Choose a folder of its own.",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise WatchFolderError(
            f"The watched folder {text} may not be written to.",
            why="What is filed is moved aside, or it would be looked at for ever.",
            remedy="Give the user of this program the right to write there.",
        )
    return folder


def folder_look(*, deed: Callable[[], Deed], pulse: Callable[[], None]) -> int:
    """Look into the watched folder once; return how many entries were received. What is wrong stands in the state."""
    home: Path = settings.ANJUAN_HOME
    options, state, now = settings.ANJUAN_OPTIONS.intake, state_read(home), deed().now
    ready: list[Path] = []
    try:
        folder = folder_checked(options.folder, home)
        state = WatchState(now.isoformat(), "", state.resting, _put_aside(deed, folder, state.batches))
        _state_write(home, state)
        resting, ready = _looked(folder, state, now, options.rest_seconds)
        state = dataclasses.replace(state, resting=dict(resting))
        _state_write(home, state)
        for entry in ready:
            pulse()
            how = Gathering(options.mode, places().blobs, Silent(), pulse, way="folder")
            number = folder_take_in(deed=deed, root=entry, how=how).pk
            resting.pop(entry.name)
            state = WatchState(now.isoformat(), "", dict(resting), {**state.batches, entry.name: number})
            _state_write(home, state)
    except (WatchFolderError, OSError) as fault:
        state = dataclasses.replace(state, looked_at=now.isoformat(), fault=_told(fault))
        _state_write(home, state)
    return len(ready)


def _entries(folder: Path) -> list[Path]:
    found = (entry for entry in folder.iterdir() if entry.name not in (FILED, FAILED))
    return sorted(entry for entry in found if not entry.name.startswith(".") and entry.name.lower() not in _NOISE)


def _rest(entry: Path, state: WatchState, now: dt.datetime) -> tuple[str, float]:
    """Return an entry's signature and since when it is so."""
    mark = _signature(entry)
    known = state.resting.get(entry.name)
    return known if known and known[0] == mark else (mark, now.timestamp())


def _signature(entry: Path) -> str:
    """Return what changes when anything below an entry changes; empty while a file of it is unfinished."""
    number = size = newest = 0
    for path in _files(entry):
        name = path.name.lower()
        if name.endswith(_UNFINISHED) or name.startswith(_LOCK_MARKS):
            return ""
        info = path.lstat()
        number, size, newest = number + 1, size + info.st_size, max(newest, info.st_mtime_ns)
    return f"{number} {size} {newest}" if number else ""


def _files(entry: Path) -> Iterator[Path]:
    if not entry.is_dir() or entry.is_symlink():
        yield entry
        return
    for folder, _, names in os.walk(entry):
        yield from (Path(folder) / name for name in names)


def _is_ready(entry: Path, rest: tuple[str, float], now: dt.datetime, seconds: int) -> bool:
    mark, since = rest
    # Another machine may copy slowly: what was seen unchanged at two looks counts, not the clock of its files alone.
    return bool(mark) and now.timestamp() - since >= seconds and _signature(entry) == mark


def _put_aside(deed: Callable[[], Deed], folder: Path, batches: dict[str, int]) -> dict[str, int]:
    """Move aside the entries whose batch has ended; return the others."""
    ended = _ended(batches)
    for name, number in batches.items():
        if number in ended:
            _move(deed(), folder, name, number)
    return {name: number for name, number in batches.items() if number not in ended}


def _move(deed: Deed, folder: Path, name: str, number: int) -> None:
    troubled = IntakeItem.objects.filter(intake_id=number, state__in=(ItemState.FAILED, ItemState.REFUSED))
    reasons = list(troubled.order_by("id").values_list("path", "reason_code", "reason"))
    beside = folder / (FAILED if reasons else FILED) / f"{deed.now.astimezone(CHINA):%Y-%m-%d}"
    source = folder / name
    if source.exists() or source.is_symlink():
        beside.mkdir(parents=True, exist_ok=True)
        target = _free(beside / name)
        source.rename(target)
        if reasons:
            _reasons_write(target, reasons)
    with durable_transaction():
        journal_write(
            deed=deed, action="watch.aside", subject=f"archive.intake:{number}", label=readable(name),
            detail={"failed": len(reasons)},
        )  # fmt: skip


def _free(path: Path) -> Path:
    """Return a name that is not taken: what came twice stays twice."""
    number, free = 2, path
    while free.exists() or free.is_symlink():
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free


def _said(code: str) -> str:
    found = explain(code)
    return f"{code} {found.zh}。{found.zh_remedy}" if found else code


def _reasons_write(target: Path, reasons: list[tuple[str, str, str]]) -> None:
    lines = [f"{path}\t{_said(code)}\t{reason}" for path, code, reason in reasons]
    beside = target / REASONS if target.is_dir() else target.with_name(f"{target.name}{REASONS}")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
