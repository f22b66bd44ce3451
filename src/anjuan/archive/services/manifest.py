"""Taking in files by a manifest workbook: tried dry first, faults named by cell."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, Intake
from anjuan.archive.rules import tables
from anjuan.archive.rules.manifest import CellFault, Manifest, ManifestRow, read_manifest
from anjuan.archive.services.cases import case_describe, case_open
from anjuan.archive.services.gathering import Gathering, files_below, readable
from anjuan.archive.services.receiving import (
    Arriving,
    FileChangingError,
    file_receive,
    intake_all_received,
    intake_begin,
    item_refuse_unread,
)
from anjuan.archive.services.sealed import SealedCaseError
from anjuan.kit.errors import UsageError
from anjuan.kit.progress import Step

log = logging.getLogger(__name__)


class ManifestFaultyError(UsageError):
    """A manifest has faults; nothing of it was taken in."""

    code = "ARCH-030"

    def __init__(self, what: str, *, why: str = "", remedy: str = "", faults: tuple[CellFault, ...] = ()) -> None:
        super().__init__(what, why=why, remedy=remedy)
        self.faults = faults

    def as_dict(self) -> dict[str, Any]:
        """Return the failure with every faulty cell."""
        return {**super().as_dict(), "faults": [dataclasses.asdict(fault) for fault in self.faults]}


def manifest_read(path: Path) -> Manifest:
    """Return what a manifest says, without taking anything in. Paths are relative to its folder.

    Raises:
        ManifestFaultyError: The workbook cannot be read at all.

    """
    try:
        rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, OSError) as error:
        raise ManifestFaultyError(
            f"The manifest {path.name} cannot be read as a workbook: {error}.",
            remedy="Save it as .xlsx and try again.",
        ) from error
    files = {file.shown for file in files_below(path.parent) if file.path != path}
    cells = [[_text(value) for value in row] for row in rows]
    return read_manifest(tables.manifest_columns().latest, cells, files)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def manifest_take_in(*, deed: Callable[[], Deed], path: Path, how: Gathering) -> Intake:
    """Receive the files that a manifest names, into the cases it names, with what it says of them.

    Raises:
        ManifestFaultyError: A cell is wrong; nothing was taken in.
        BlobError: The store cannot take bytes; what was received before stays.

    """
    path = path.absolute()
    manifest = manifest_read(path)
    if manifest.faults:
        raise ManifestFaultyError(
            f"The manifest {path.name} has {len(manifest.faults)} faults, the first in {manifest.faults[0].cell}:"
            f" {manifest.faults[0].what}",
            why="Nothing was taken in, so that no file lands in a wrong case.",
            remedy="Correct the cells and take the manifest in again; --dry-run lists them all.",
            faults=manifest.faults,
        )
    how.progress.expect(files=len(manifest.rows))
    intake = intake_begin(deed=deed(), way="command", mode="manifest", root=readable(str(path)))
    cases: dict[str, Case] = {}
    for row in manifest.rows:
        if row.case not in cases:
            cases[row.case] = _case(deed(), path, row, manifest)
        _receive(deed(), intake, cases[row.case], path, row, how)
        how.progress.step(Step(item=row.file, counts={"received": 1}))
        how.pulse()
    intake_all_received(deed=deed(), intake=intake)
    return intake


@transaction.atomic
def _case(deed: Deed, path: Path, row: ManifestRow, manifest: Manifest) -> Case:
    case = case_open(deed=deed, title=row.case, source_key=f"{readable(str(path.parent))}#{row.case}")
    values: dict[str, Any] = {}
    for other in manifest.rows:
        if other.case == row.case:
            values.update({name: value for name, value in other.values.items() if name not in values})
    if values:
        try:
            case_describe(deed=deed, case=case, source="manifest", values=values)
        except SealedCaseError as refusal:  # its papers still come in, as addenda
            log.warning("%s What the manifest says of it was left out.", refusal.what)
    return case


def _receive(deed: Deed, intake: Intake, case: Case, path: Path, row: ManifestRow, how: Gathering) -> None:
    shown = f"{readable(str(path.parent))}/{row.file}"
    file = path.parent / row.file
    try:
        info = file.stat()
        arriving = Arriving(shown, info.st_size, info.st_mtime_ns, title=row.title, kind=row.kind, stage=row.stage)
        file_receive(deed=deed, intake=intake, case=case, file=arriving, path=file, blobs=how.blobs)
    except FileChangingError as fault:
        refusal = (fault.code, f"{fault.what} {fault.remedy}")
        item_refuse_unread(deed=deed, intake=intake, case=case, file=Arriving(shown), refusal=refusal)
    except OSError as error:
        reason = f"The file could not be read: {error.strerror}. Check its rights and take it in again."
        item_refuse_unread(deed=deed, intake=intake, case=case, file=Arriving(shown), refusal=("ARCH-024", reason))
