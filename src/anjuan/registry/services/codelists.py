"""Loading code lists: from rule files at set-up, from a body's workbook when it brings one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

import python_calamine
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import UsageError
from anjuan.registry.models import CodeEdition, CodeEntry
from anjuan.registry.rules import tables
from anjuan.registry.rules.codelists import Code, CodeTable
from anjuan.registry.rules.professional_codes import RowFault, rows_of_sheet

PROFESSIONAL = "professional_codes"


class EditionClashError(UsageError):
    """An edition exists already with other content, or two would be in force on one day."""

    code = "REG-001"


class CodeSheetError(UsageError):
    """A workbook of codes cannot be taken in."""

    code = "REG-002"


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with ``dry`` would do."""

    codes: int
    faults: tuple[RowFault, ...]
    dry: bool


@transaction.atomic
def code_lists_load(*, deed: Deed) -> int:
    """Bring the code lists of the rule files into the tables; return how many editions were new.

    Raises:
        EditionClashError: A loaded edition no longer equals its rule file: give the file a new edition.

    """
    return sum(_load(deed, table) for editions in tables.CODE_LISTS for table in editions().all)


def _load(deed: Deed, table: CodeTable) -> int:
    fingerprint = _fingerprint(table.rows)
    known = CodeEdition.objects.filter(list_id=table.id, edition=table.edition).first()
    if known is None:
        edition = CodeEdition.objects.create(
            list_id=table.id, edition=table.edition, title=table.title, valid_from=table.valid_from,
            valid_to=table.valid_to, source=table.source[0].document[:300], origin="table",
            fingerprint=fingerprint, loaded_at=deed.now,
        )  # fmt: skip
        _add(edition, table.rows)
        journal_write(deed=deed, action="codes.load", subject=f"registry.edition:{edition.pk}", label=str(edition))
        return 1
    if known.fingerprint != fingerprint:
        raise EditionClashError(
            f"The rows of {known} in the rule file differ from those loaded on {known.loaded_at:%Y-%m-%d}.",
            why="Judgements made with the edition would change their meaning.",
            remedy="Give the changed file a new edition with its own first day.",
        )
    return 0


def _fingerprint(rows: tuple[Code, ...]) -> str:
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def _add(edition: CodeEdition, rows: tuple[Code, ...]) -> None:
    CodeEntry.objects.bulk_create(
        (
            CodeEntry(
                edition=edition, code=row.code, name=row.name, name_en=row.name_en, parent_code=row.parent,
                level=row.level, note=row.note, place=place,
            )
            for place, row in enumerate(rows)
        ),
        batch_size=500,
    )  # fmt: skip


@transaction.atomic
def professional_codes_import(
    *, deed: Deed, path: Path, edition: str, valid_from: dt.date, dry: bool, source: str = ""
) -> Imported:
    """Take in a body's professional codes from the first sheet of a workbook as a new edition.

    The edition in force until then ends with the day the new one begins. ``source`` is what the person calls the
    file, where the path does not say it.

    Raises:
        CodeSheetError: The workbook cannot be read, holds no code, or has faulty rows (and ``dry`` is off).
        EditionClashError: The edition exists, or would begin before one that is loaded.

    """
    rows, faults = rows_of_sheet(sheet_cells(path))
    if not rows:
        raise CodeSheetError(
            f"{path.name} holds no professional code in its first column.",
            remedy="Put codes such as 17.10.02 into column A and names into column B.",
        )
    if dry:
        return Imported(len(rows), faults, dry=True)
    if faults:
        raise CodeSheetError(
            f"{len(faults)} rows of {path.name} are wrong, the first is row {faults[0].row}: "
            f"{faults[0].value!r} {faults[0].what}.",
            why="A list with holes would refuse scopes that are right.",
            remedy="Correct the rows; a dry run names them all.",
        )
    codes_begin(deed, (PROFESSIONAL, "专业代码"), edition, valid_from, rows, source or path.name)
    return Imported(len(rows), (), dry=False)


def codes_begin(
    deed: Deed, of: tuple[str, str], name: str, valid_from: dt.date, rows: tuple[Code, ...], source: str
) -> None:
    """Begin an edition of a list; the one in force until then ends with the day the new one begins.

    Args:
        deed: Who and when.
        of: The list's name and its title.
        name: What the edition is called.
        valid_from: Its first day.
        rows: Its codes.
        source: What the person calls the file.

    Raises:
        EditionClashError: The edition exists, or would begin before one that is loaded.

    """
    list_id, title = of
    editions = CodeEdition.objects.filter(list_id=list_id)
    later = editions.filter(valid_from__gte=valid_from).first()
    if editions.filter(edition=name).exists() or later:
        raise EditionClashError(
            f"The edition {name!r} exists, or {later} begins on or after {valid_from}.",
            remedy="Choose another name, or a later first day.",
        )
    editions.filter(valid_to=None).update(valid_to=valid_from)
    edition = CodeEdition.objects.create(
        list_id=list_id, edition=name, title=title, valid_from=valid_from, source=source[:300],
        origin="import", fingerprint=_fingerprint(rows), loaded_at=deed.now,
    )  # fmt: skip
    _add(edition, rows)
    journal_write(
        deed=deed, action="codes.import", subject=f"registry.edition:{edition.pk}", label=str(edition),
        detail={"codes": len(rows)},
    )  # fmt: skip


def sheet_cells(path: Path) -> list[list[str]]:
    """Return the cells of the first sheet of a workbook as texts.

    Raises:
        CodeSheetError: It cannot be read.

    """
    try:
        rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, OSError) as error:
        raise CodeSheetError(
            f"{path.name} cannot be read as a workbook: {error}.", remedy="Save it as .xlsx."
        ) from error
    return [[f"{int(v):02d}" if isinstance(v, float) and v.is_integer() else str(v) for v in row] for row in rows]
