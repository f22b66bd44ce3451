"""A body's own forms as a workbook: read with faults named by cell, and written as a template."""

from __future__ import annotations

import abc
import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anjuan.kit.errors import UsageError
from anjuan.kit.text.folding import fold, squeeze
from anjuan.papers.fields.tables import FieldTable, LabelTable
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.mapping import OWN_CODE, Mapped, number_key
from anjuan.papers.own.forms import OwnForms, OwnLabel, label_rows
from anjuan.papers.own.sheet_words import FormColumns
from anjuan.papers.workbooks import CellFault, Sheet, WorkbookUnreadableError, sheets_of, written

_LISTED = re.compile(r"[\n;；|｜]+")
_CODES = re.compile(r"[\s,，、;；]+")
#: A title or number is at least so long: what is shorter would be found on papers of any kind.
_SHORTEST_TITLE, _SHORTEST_NUMBER = 2, 3
_HEAD_ROWS = 10


class FormsFaultyError(UsageError):
    """A table of a body's own forms has faults; nothing of it is used."""

    code = "KIND-004"

    def __init__(self, what: str, *, why: str = "", remedy: str = "", faults: tuple[CellFault, ...] = ()) -> None:
        super().__init__(what, why=why, remedy=remedy)
        self.faults = faults

    def as_dict(self) -> dict[str, Any]:
        """Return the failure with every faulty cell."""
        return {**super().as_dict(), "faults": [fault.as_dict() for fault in self.faults]}


@dataclasses.dataclass(frozen=True, slots=True)
class FormRules:
    """What is needed to read a body's forms: the columns, the kinds and the fields that there are."""

    columns: FormColumns
    catalogue: Catalogue
    fields: FieldTable


def forms_from(content: bytes, *, rules: FormRules, title: str) -> OwnForms:
    """Return the forms of a workbook: its first sheet lists forms, a second one of labels may follow.

    Args:
        content: The workbook (.xlsx).
        rules: Columns, kinds and fields.
        title: Its name, for the failure.

    Raises:
        FormsFaultyError: The workbook cannot be read, or a cell is wrong; ``faults`` names every cell.

    """
    try:
        sheets = sheets_of(content)
    except WorkbookUnreadableError as fault:
        raise FormsFaultyError(fault.what, why=fault.why, remedy=fault.remedy) from fault
    forms, faults = forms_of(sheets, rules=rules)
    if faults:
        raise FormsFaultyError(
            f"The table of forms {title} has {len(faults)} fault(s), the first in {faults[0].sheet} {faults[0].cell}:"
            f" {faults[0].what}",
            why="Papers would be filed under kinds that nobody meant.",
            remedy=faults[0].remedy,
            faults=faults,
        )
    return forms


def forms_of(sheets: Sequence[Sheet], *, rules: FormRules) -> tuple[OwnForms, tuple[CellFault, ...]]:
    """Return the forms that sheets state, and their faults."""
    reader = _FormReader(sheets[0], rules)
    reader.read()
    labels: tuple[OwnLabel, ...] = ()
    faults = [*sheets[0].faults, *reader.faults]
    for sheet in sheets[1:]:
        places = _places(sheet, rules.columns, "labels")
        if places is not None:
            more = _LabelReader(sheet, rules, reader.kinds)
            more.read()
            labels += tuple(more.labels)
            faults += [*sheet.faults, *more.faults]
    if not faults and not reader.rows and not labels:
        what = "The workbook has no row under its headers."
        faults = [CellFault("A1", "", what, "List the forms there.", sheets[0].name)]
    first = {(one.sheet, one.cell): one for one in reversed(faults)}
    return OwnForms(tuple(reader.rows), labels), tuple(first.values())[::-1]


def _places(sheet: Sheet, columns: FormColumns, which: str) -> tuple[int, Mapping[str, int]] | None:
    """Return the row of the headers (from 0) and the place of each column; None when no row holds those needed."""
    named = columns.by_header(which)
    needed = columns.needed(which)
    for top, line in enumerate(sheet.cells[:_HEAD_ROWS]):
        places: dict[str, int] = {}
        for at, text in enumerate(line):
            name = named.get(squeeze(text)) if text else None
            if name:
                places.setdefault(name, at)
        if needed <= set(places):
            return top, places
    return None


class _Reader(abc.ABC):
    """Reads the rows of one sheet below its headers, and gathers faults."""

    which = ""

    def __init__(self, sheet: Sheet, rules: FormRules) -> None:
        self.sheet = sheet
        self.rules = rules
        self.faults: list[CellFault] = []
        self.places: Mapping[str, int] = {}

    def read(self) -> None:
        """Read all rows."""
        found = _places(self.sheet, self.rules.columns, self.which)
        if found is None:
            heads = "、".join(column.header for column in self.rules.columns.of(self.which) if column.required == "yes")
            what = "No row among the first ten holds the headers of this table."
            self.faults.append(CellFault("A1", "", what, f"Use at least the headers {heads}.", self.sheet.name))
            return
        top, self.places = found
        for number, line in enumerate(self.sheet.cells[top + 1 :], start=top + 2):
            values = {name: line[at] if at < len(line) else "" for name, at in self.places.items()}
            if any(values.values()):
                self.row(number, values)

    @abc.abstractmethod
    def row(self, number: int, values: Mapping[str, str]) -> None:
        """Read one row."""

    def fault(self, number: int, column: str, value: str, what: str, remedy: str) -> None:
        """Name a faulty cell."""
        cell = f"{_letters(self.places[column])}{number}"
        self.faults.append(CellFault(cell, value, what, remedy, self.sheet.name))


def _letters(at: int) -> str:
    high, low = divmod(at, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)


class _FormReader(_Reader):
    """Reads the sheet of forms."""

    which = "forms"

    def __init__(self, sheet: Sheet, rules: FormRules) -> None:
        super().__init__(sheet, rules)
        self.kinds = dict.fromkeys(rules.catalogue.kinds, "")
        self.rows: list[Mapped] = []
        self._taken: dict[str, tuple[int, str]] = {}

    def row(self, number: int, values: Mapping[str, str]) -> None:
        code = fold(values["kind"]).strip().upper()
        name = values.get("zh", "")
        if not OWN_CODE.fullmatch(code):
            what, remedy = "This is no code of a kind.", "Write a code such as B05, or one of your own such as Z01."
            self.fault(number, "kind", values["kind"], what, remedy)
            return
        if code not in self.kinds and not name:
            what = "The table of kinds has no such code, and the row gives it no name."
            remedy = "Use a code of the table, or write what the new kind is called in the column 种类名称."
            self.fault(number, "kind", values["kind"], what, remedy)
            return
        self.kinds[code] = name
        stage = self._stage(number, values.get("stage", ""))
        names = {"zh": name, "en": values.get("en", "")}
        titles = list(self._titles(number, code, values.get("title", "")))
        numbers = list(self._numbers(number, code, values.get("form_no", "")))
        self.rows += [Mapped(code, title=one, stage=stage, **names) for one in titles]
        self.rows += [Mapped(code, form_no=one, stage=stage, **names) for one in numbers]
        if not titles and not numbers and name:
            self.rows.append(Mapped(code, **names))

    def _stage(self, number: int, text: str) -> str:
        stage = self.rules.columns.stage(text)
        if stage is None:
            what, remedy = "This is no stage of an audit.", "Write 1 or 2, or leave the cell empty."
            self.fault(number, "stage", text, what, remedy)
        return stage or ""

    def _titles(self, number: int, code: str, text: str) -> Iterator[str]:
        for title in filter(None, (one.strip() for one in _LISTED.split(text))):
            if len(squeeze(title)) < _SHORTEST_TITLE:
                self.fault(number, "title", text, f"The title {title!r} is too short to be told.", "Write it in full.")
            elif self._free(number, "title", title, f"t {squeeze(title)}", code):
                yield title

    def _numbers(self, number: int, code: str, text: str) -> Iterator[str]:
        for form_no in filter(None, (one.strip() for one in _LISTED.split(text))):
            if len(squeeze(form_no)) < _SHORTEST_NUMBER:
                what = f"The form number {form_no!r} has fewer than {_SHORTEST_NUMBER} letters and digits."
                self.fault(number, "form_no", text, what, "Write the number as the form bears it.")
            elif self._free(number, "form_no", form_no, f"n {number_key(form_no)}", code):
                yield form_no

    def _free(self, number: int, column: str, text: str, key: str, code: str) -> bool:
        """Say whether nobody took a title or number before; faulty when another kind did."""
        before = self._taken.setdefault(key, (number, code))
        if before[1] != code:
            what = f"{text} stands in row {before[0]} for {before[1]} already."
            self.fault(number, column, text, what, "Keep it in one of the two rows.")
        return before == (number, code)


class _LabelReader(_Reader):
    """Reads the sheet of labels."""

    which = "labels"

    def __init__(self, sheet: Sheet, rules: FormRules, kinds: Mapping[str, str]) -> None:
        super().__init__(sheet, rules)
        self.kinds = kinds
        self.labels: list[OwnLabel] = []

    def row(self, number: int, values: Mapping[str, str]) -> None:
        label, field = values["label"], values["field"].strip()
        codes = tuple(code for code in _CODES.split(fold(values.get("kinds", "")).upper()) if code)
        strange = [code for code in codes if not any(kind.startswith(code) for kind in self.kinds)]
        if len(squeeze(label)) < _SHORTEST_TITLE:
            self.fault(number, "label", label, "The label is empty or one sign long.", "Write it in full.")
        elif field not in self.rules.fields.by_name:
            near = "、".join(self.rules.fields.by_name)
            self.fault(number, "field", field, "There is no such field.", f"Use one of: {near}.")
        elif strange:
            what = f"There is no kind {strange[0]}."
            self.fault(number, "kinds", values["kinds"], what, "Write codes such as B05 or B, or leave the cell empty.")
        else:
            self.labels += [OwnLabel(one.strip(), field, codes) for one in _LISTED.split(label) if one.strip()]


def forms_template(*, rules: FormRules, labels: LabelTable) -> bytes:
    """Return a workbook with every kind and label of the tables, which :func:`forms_from` reads back."""
    printed: dict[str, list[str]] = {}
    owners: dict[str, str] = {}
    for title, kind in rules.catalogue.titles:
        if owners.setdefault(title, kind) == kind and title not in printed.setdefault(kind, []):
            printed[kind].append(title)
    heads = {which: tuple(column.header for column in rules.columns.of(which)) for which in ("forms", "labels")}
    forms = [
        {"kind": kind.code, "zh": kind.zh, "en": kind.en, "title": "；".join(printed.get(kind.code, ()))}
        for kind in rules.catalogue.kinds.values()
    ]
    rows = []
    for row in labels.rows:
        # A label that another row overrules on some of these kinds would overrule that one when it is read back.
        firm = [label for label in row.labels if not label_rows([OwnLabel(label, row.field, row.kinds)])]
        if row.field in rules.fields.by_name and firm:
            rows.append({"label": "；".join(firm), "field": row.field, "kinds": "、".join(row.kinds)})
    columns = {which: [column.name for column in rules.columns.of(which)] for which in heads}
    return written([
        Sheet("表单", (heads["forms"], *(tuple(row.get(name, "") for name in columns["forms"]) for row in forms))),
        Sheet("标签", (heads["labels"], *(tuple(row.get(name, "") for name in columns["labels"]) for row in rows))),
    ])  # fmt: skip
