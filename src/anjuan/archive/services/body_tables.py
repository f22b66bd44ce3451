"""Loading and withdrawing a body's own checklists and forms: each load is a new edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import BodyTable, CaseJudgement
from anjuan.archive.rules.body_editions import (
    CHECKLIST,
    FORMS,
    LETTERS,
    STANDING,
    WITHDRAWN,
    checklist_kept,
    digest_of,
    forms_kept,
)
from anjuan.archive.selectors.body_tables import MANAGES, BodyTableRefusedError, body_table, catalogue_today, desk_today
from anjuan.archive.services.describing import DescribeOrder, files_to_describe
from anjuan.archive.services.rounds import cases_unsettle, round_begin
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.judging.completeness.checklist import Checklist, ChecklistMode, ChecklistRules, apply_checklist
from anjuan.judging.completeness.checklist_sheet import checklist_from, checklist_template
from anjuan.judging.completeness.requirements import PaperRule, RequirementTable
from anjuan.judging.rules.tables import checklist_columns, conditions, requirements
from anjuan.papers.kinds.catalogue import catalogue
from anjuan.papers.own.forms import OwnForms, catalogue_with, label_rows
from anjuan.papers.own.sheet import FormRules, forms_from, forms_template
from anjuan.papers.rules.tables import own_form_columns, paper_fields, paper_labels

DESCRIBE_ROUND = "archive.describe_round"
#: Papers are studied again after files on their way are filed, and before cases are judged again.
_PRIORITY = -15


@dataclasses.dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that a person hands in: its bytes and the name of its file."""

    content: bytes
    filename: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or would do.

    Attributes:
        sort: ``checklist`` or ``forms``.
        edition: The new edition; empty when nothing was written.
        valid_from: The first day it is in force.
        rows: Rows that the workbook states.
        differences: A sentence for each row that says other than the tables of this program.
        cases: Cases to be judged again.
        files: Files whose papers are studied again, without being read again.

    """

    sort: str
    edition: str
    valid_from: dt.date
    rows: int
    differences: tuple[str, ...]
    cases: int
    files: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Parsed:
    """A workbook understood: what would be kept, and what differs from the tables."""

    sort: str
    content: dict[str, Any]
    rows: int
    differences: tuple[str, ...]


def checklist_try(
    *, viewer: Viewer, workbook: Workbook, valid_from: dt.date, mode: ChecklistMode = ChecklistMode.EXTEND
) -> LoadReport:
    """Return what :func:`checklist_load` would do. Nothing is written.

    Raises:
        BodyTableRefusedError: The person may not load tables.
        ChecklistFaultyError: The workbook has faults; every cell is named.
        NoEditionError: The table of required papers has no edition for the day.

    """
    _need_manage(viewer)
    return _report(_checklist(workbook, valid_from, mode), "", valid_from, files=0)


def checklist_load(
    *, deed: Deed, viewer: Viewer, workbook: Workbook, valid_from: dt.date, mode: ChecklistMode = ChecklistMode.EXTEND
) -> LoadReport:
    """Keep a checklist as a new edition in force from a day (inclusive); all cases are judged again.

    Raises:
        BodyTableRefusedError: The person may not load tables.
        ChecklistFaultyError: The workbook has faults; every cell is named.
        NoEditionError: The table of required papers has no edition for the day.

    """
    _need_manage(viewer)
    return _load(deed, _checklist(workbook, valid_from, mode), workbook, valid_from)


def forms_try(*, viewer: Viewer, workbook: Workbook, valid_from: dt.date) -> LoadReport:
    """Return what :func:`forms_load` would do. Nothing is written.

    Raises:
        BodyTableRefusedError: The person may not load tables.
        FormsFaultyError: The workbook has faults; every cell is named.

    """
    _need_manage(viewer)
    return _report(_forms(workbook), "", valid_from, files=files_to_describe(DescribeOrder(again=True), ""))


def forms_load(*, deed: Deed, viewer: Viewer, workbook: Workbook, valid_from: dt.date) -> LoadReport:
    """Keep a table of forms as a new edition; papers are studied again in the background, no page is read again.

    A paper is studied before its date is known, so all editions in force count together, later ones first; the day
    orders them.

    Raises:
        BodyTableRefusedError: The person may not load tables.
        FormsFaultyError: The workbook has faults; every cell is named.

    """
    _need_manage(viewer)
    return _load(deed, _forms(workbook), workbook, valid_from)


@durable_transaction()
def body_table_withdraw(*, deed: Deed, viewer: Viewer, edition: str) -> LoadReport:
    """Withdraw an edition by a new one of the same day, so that the edition before it is in force again.

    Raises:
        BodyTableRefusedError: The person may not, or the edition is not in force.
        BodyTableUnknownError: There is no such edition.

    """
    _need_manage(viewer)
    row = body_table(viewer, edition).row
    if row.state != "in force":
        raise BodyTableRefusedError(
            f"The edition {row.edition} is not in force ({row.state}).",
            remedy="Choose one of the list that is in force.",
        )
    name = _keep(deed, _Parsed(row.sort, {}, 0, ()), Workbook(b""), row.valid_from)
    journal_write(
        deed=deed, action="table.withdraw", subject=f"archive.body_table:{name}", label=row.edition,
        detail={"sort": row.sort, "withdrawn": row.edition, "valid_from": row.valid_from.isoformat()},
    )  # fmt: skip
    return _report(_Parsed(row.sort, {}, 0, ()), name, row.valid_from, files=_order(deed, forms=row.sort == FORMS))


def _need_manage(viewer: Viewer) -> None:
    if not viewer.may(MANAGES):
        raise BodyTableRefusedError(
            f"{viewer.name} may not load the body's own tables.",
            why="They decide what every case must hold and what its papers are called.",
            remedy="Ask the system administrator, who keeps the tables.",
        )


def _checklist(workbook: Workbook, valid_from: dt.date, mode: ChecklistMode) -> _Parsed:
    base = requirements().on(valid_from)
    title = workbook.filename or "checklist"
    found = checklist_from(workbook.content, rules=checklist_rules(), base=base, title=title, mode=mode)
    return _Parsed(CHECKLIST, checklist_kept(found), len(found.rows), tuple(_checklist_changes(base, found)))


def checklist_rules() -> ChecklistRules:
    """Return what is needed to read a checklist today."""
    return ChecklistRules(checklist_columns().latest, conditions().latest)


def _checklist_changes(base: RequirementTable, found: Checklist) -> Iterator[str]:
    table = apply_checklist(base, found)
    before = {row.code: row for row in base.rows}
    for row in table.rows:
        old = before.get(row.code)
        if old is None:
            yield f"{row.code} {row.name}: new, row {found.lines.get(row.code)}"
        elif old is not row:
            yield f"{row.code} {row.name}: {', '.join(_row_changes(old, row))}, row {found.lines.get(row.code)}"
    for code in sorted(set(before) - {row.code for row in table.rows}):
        yield f"{code} {before[code].name}: asked for no more"


def _row_changes(old: PaperRule, new: PaperRule) -> Iterator[str]:
    for name in ("name", "IN1", "IN2", "SV", "RC", "SP", "TR", "marks"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{name} {was or '-'} → {now or '-'}"


def form_rules() -> FormRules:
    """Return what is needed to read a table of forms today, with the kinds that own checklists name."""
    return FormRules(own_form_columns().latest, catalogue_today(), paper_fields().latest)


def _forms(workbook: Workbook) -> _Parsed:
    rules = form_rules()
    found = forms_from(workbook.content, rules=rules, title=workbook.filename or "forms")
    names = {code: kind.zh for code, kind in rules.catalogue.kinds.items() if code not in catalogue().kinds}
    names |= {row.kind: row.zh for row in found.rows if row.zh}
    # A kind of the body's own carries its name in every row: the checklist that named it may be withdrawn.
    rows = tuple(dataclasses.replace(row, zh=row.zh or names.get(row.kind, "")) for row in found.rows)
    forms = OwnForms(rows, found.labels)
    return _Parsed(FORMS, forms_kept(forms), len(rows) + len(forms.labels), tuple(_form_changes(forms)))


def _form_changes(forms: OwnForms) -> Iterator[str]:
    base = catalogue()
    own = catalogue_with(base, forms.rows)
    for code, kind in own.kinds.items():
        before = base.kinds.get(code)
        if before is None:
            yield f"{code} {kind.zh}: new kind"
        elif before.zh != kind.zh:
            yield f"{code} {before.zh}: is called {kind.zh}"
    known = set(base.titles)
    yield from (f"{code}: title {title}" for title, code in own.titles if (title, code) not in known)
    yield from (f"{row.kind}: form number {row.form_no}" for row in forms.rows if row.form_no)
    yield from (f"{row.field}: label {'、'.join(row.labels)}" for row in label_rows(forms.labels))


@durable_transaction()
def _load(deed: Deed, parsed: _Parsed, workbook: Workbook, valid_from: dt.date) -> LoadReport:
    before = desk_today()
    name = _keep(deed, parsed, workbook, valid_from)
    journal_write(
        deed=deed, action="table.load", subject=f"archive.body_table:{name}", label=workbook.filename,
        detail={
            "sort": parsed.sort, "edition": name, "valid_from": valid_from.isoformat(), "rows": parsed.rows,
            "differences": len(parsed.differences), "sha256": hashlib.sha256(workbook.content).hexdigest(),
        },
    )  # fmt: skip
    changed = desk_today().made_with != before.made_with
    return _report(parsed, name, valid_from, files=_order(deed, forms=changed))


def _keep(deed: Deed, parsed: _Parsed, workbook: Workbook, valid_from: dt.date) -> str:
    number = BodyTable.objects.filter(sort=parsed.sort).count() + 1
    name = f"{LETTERS[parsed.sort]}{number}"
    BodyTable.objects.create(
        edition=name, sort=parsed.sort, state=STANDING if parsed.content else WITHDRAWN, valid_from=valid_from,
        content=parsed.content, digest=digest_of(parsed.content), source=workbook.content,
        source_sha256=hashlib.sha256(workbook.content).hexdigest() if workbook.content else "",
        filename=workbook.filename[:300], loaded_at=deed.now, loaded_by=deed.actor,
    )  # fmt: skip
    return name


def _order(deed: Deed, *, forms: bool) -> int:
    """Mark every judgement as out of date and order what makes it true again; return the files to be studied."""
    cases_unsettle()
    round_begin(deed=deed, whole=False)
    if not forms:
        return 0
    TableQueue().add(JobSpec(DESCRIBE_ROUND, 0, priority=_PRIORITY, again=True), now=deed.now)
    return files_to_describe(DescribeOrder(), desk_today().made_with)


def _report(parsed: _Parsed, edition: str, valid_from: dt.date, *, files: int) -> LoadReport:
    return LoadReport(
        parsed.sort, edition, valid_from, parsed.rows, parsed.differences, CaseJudgement.objects.count(), files
    )


def template(sort: str, day: dt.date | None = None) -> bytes:
    """Return a workbook with the tables of this program, to be edited and loaded.

    Args:
        sort: ``checklist`` or ``forms``.
        day: The day whose requirements it holds; the latest when left out.

    Raises:
        NoEditionError: The table of required papers has no edition for the day.

    """
    if sort == FORMS:
        rules = FormRules(own_form_columns().latest, catalogue(), paper_fields().latest)
        return forms_template(rules=rules, labels=paper_labels().latest)
    table = requirements().latest if day is None else requirements().on(day)
    return checklist_template(rules=checklist_rules(), rows=table.rows)
