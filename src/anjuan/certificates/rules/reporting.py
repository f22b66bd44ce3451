"""Report files for platforms: sheets with fixed headers, and a check of every cell before anything is sent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import pydantic

from anjuan.certificates.rules.status import Named
from anjuan.kit.rulefiles import RuleFile, Strict

#: A row by the keys of the sheet's columns; what is not known is missing or empty.
Row = Mapping[str, str]
_LONGEST_CELL = 32_767


class ReportColumn(Strict):
    """One column.

    Attributes:
        key: Its name in rows.
        header: What stands in the first row, letter for letter.
        kind: ``text``, ``code``, ``codes`` (parted by full-width semicolons), ``date`` or ``number``.
        list: The code list of its codes; empty for a pattern alone.
        pattern: What a code must look like; empty for anything.
        required: Whether it may not be empty.
        most: Most characters; 0 for no limit of its own.

    """

    key: str
    header: str
    kind: str = pydantic.Field("text", pattern="^(text|code|codes|date|number)$")
    list: str = ""
    pattern: str = ""
    required: bool = False
    most: int = 0


class Condition(Strict):
    """A column that is needed when another one says something.

    Attributes:
        id: Its name, shown with the fault.
        column: The column that is looked at.
        begins: What one of its codes begins with for the condition to hold; ``!`` in front turns it round.
        needs: Keys of the columns that must then be filled.
        zh: The rule in Chinese.
        en: The rule in English.

    """

    id: str
    column: str
    begins: str
    needs: tuple[str, ...]
    zh: str
    en: str


class Order(Strict):
    """A column whose date may not be after that of another one."""

    id: str
    first: str
    last: str
    zh: str
    en: str


class ReportSheet(Strict):
    """One sheet: its name, columns in order, and rules between its cells."""

    key: str
    name: str
    columns: tuple[ReportColumn, ...]
    conditions: tuple[Condition, ...] = ()
    orders: tuple[Order, ...] = ()

    @pydantic.model_validator(mode="after")
    def _columns_known(self) -> ReportSheet:
        keys = [column.key for column in self.columns]
        headers = [column.header for column in self.columns]
        named = {one.column for one in self.conditions} | {need for one in self.conditions for need in one.needs}
        named |= {name for one in self.orders for name in (one.first, one.last)}
        if len(set(keys)) < len(keys) or len(set(headers)) < len(headers) or not named <= set(keys):
            message = f"the sheet {self.name} names a column twice, or one that it has not"
            raise ValueError(message)
        return self


class ReportTable(RuleFile):
    """The sheets of one report.

    Attributes:
        warning_zh: What is not certain about names and headers; empty when they are the platform's own.
        warning_en: The same in English.
        sheets: The sheets, in order.
        lists: Code lists by name.

    """

    warning_zh: str = ""
    warning_en: str = ""
    sheets: tuple[ReportSheet, ...]
    lists: Mapping[str, tuple[Named, ...]]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every column whose code list is not in the table."""
        for sheet in self.sheets:
            for column in sheet.columns:
                if column.list and column.list not in self.lists:
                    yield f"{sheet.name}/{column.header} names the unknown list {column.list}"

    def sheet(self, key: str) -> ReportSheet:
        """Return a sheet by its key."""
        return next(one for one in self.sheets if one.key == key)


@dataclasses.dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that the platform would refuse.

    Attributes:
        sheet: Name of the sheet.
        row: Number of the row in the sheet; the headers are row 1.
        column: Header of the column.
        value: What stands there.
        rule: Which rule it breaks.
        detail: What the rule wants, such as the list of codes or another column.
        detail_en: The same in English, where it is a sentence.

    """

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    detail: str = ""
    detail_en: str = ""


def clean_cell(value: str) -> str:
    """Return a cell as it may be sent: no blanks at its ends, no invisible signs."""
    return "".join(sign for sign in value if not _is_invisible(sign)).strip()


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def report_faults(table: ReportTable, rows: Mapping[str, Sequence[Row]], *, reported: dt.date) -> list[CellFault]:
    """Return every cell that breaks a rule, sheet by sheet and row by row.

    Args:
        table: The report's table.
        rows: The rows by key of the sheet.
        reported: The day of the report: nothing may have been issued after it.

    """
    found: list[CellFault] = []
    for sheet in table.sheets:
        for number, row in enumerate(rows.get(sheet.key, ()), start=2):
            found += _row_faults(table, sheet, number, row)
            issued = _date(row.get("issued_on", ""))
            if issued and issued > reported:
                header = next(one.header for one in sheet.columns if one.key == "issued_on")
                found.append(CellFault(sheet.name, number, header, str(issued), "issued_before_report", str(reported)))
        found += _sub_faults(sheet, rows.get(sheet.key, ()))
    return found


def _row_faults(table: ReportTable, sheet: ReportSheet, number: int, row: Row) -> Iterator[CellFault]:
    for column in sheet.columns:
        value = row.get(column.key, "")
        for rule, detail in _cell_rules(table, column, value):
            yield CellFault(sheet.name, number, column.header, value, rule, detail)
    yield from _condition_faults(sheet, number, row)


def _condition_faults(sheet: ReportSheet, number: int, row: Row) -> Iterator[CellFault]:
    headers = {column.key: column.header for column in sheet.columns}
    for condition in sheet.conditions:
        if _holds(condition, row.get(condition.column, "")):
            for key in condition.needs:
                if not row.get(key, ""):
                    yield CellFault(sheet.name, number, headers[key], "", condition.id, condition.zh, condition.en)
    for order in sheet.orders:
        first, last = _date(row.get(order.first, "")), _date(row.get(order.last, ""))
        if first and last and first > last:
            yield CellFault(sheet.name, number, headers[order.last], str(last), order.id, order.zh, order.en)


def _cell_rules(table: ReportTable, column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    if not value:
        if column.required:
            yield "required", ""
        return
    if value != clean_cell(value):
        yield "trimmed", ""
    if len(value) > (column.most or _LONGEST_CELL):
        yield "most", str(column.most or _LONGEST_CELL)
    yield from _KINDS[column.kind](table, column, clean_cell(value))


def _text_rules(_table: ReportTable, column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    if column.pattern and not re.fullmatch(column.pattern, value):
        yield "pattern", column.pattern


def _code_rules(table: ReportTable, column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    if re.search(r"\s", value) or value != value.upper():
        yield "code_plain", value.upper().replace(" ", "")
        return
    known = [one.code for one in table.lists[column.list]] if column.list else []
    if column.list and value not in known:
        yield "code_known", ", ".join(known)
    yield from _text_rules(table, column, value)


def _codes_rules(table: ReportTable, column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    if ";" in value or "、" in value or "," in value or "，" in value:
        yield "codes_parted", "；"
        return
    for code in value.split("；"):
        yield from _code_rules(table, column, code)


def _date_rules(_table: ReportTable, _column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    if _date(value) is None:
        yield "date", "YYYY-MM-DD"


def _number_rules(_table: ReportTable, _column: ReportColumn, value: str) -> Iterator[tuple[str, str]]:
    try:
        good = Decimal(value).is_finite() and Decimal(value) >= 0
    except InvalidOperation:
        good = False
    if not good:
        yield "number", ""


_KINDS = {
    "text": _text_rules, "code": _code_rules, "codes": _codes_rules, "date": _date_rules, "number": _number_rules,
}  # fmt: skip


def _holds(condition: Condition, value: str) -> bool:
    begins = condition.begins.removeprefix("!")
    is_met = bool(value) and any(code.startswith(begins) for code in value.split("；"))
    return bool(value) and not is_met if condition.begins.startswith("!") else is_met


def _date(value: str) -> dt.date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _sub_faults(sheet: ReportSheet, rows: Sequence[Row]) -> Iterator[CellFault]:
    """Yield every sub-certificate of the same report that ends after its main certificate."""
    ends = {row.get("number", ""): _date(row.get("expires_on", "")) for row in rows}
    headers = {column.key: column.header for column in sheet.columns}
    for number, row in enumerate(rows, start=2):
        main, end = ends.get(row.get("main_number", "") or "-"), _date(row.get("expires_on", ""))
        if main and end and end > main:
            yield CellFault(sheet.name, number, headers["expires_on"], str(end), "sub_within_main", str(main))


def month_due(month: dt.date) -> dt.date:
    """Return the last day on which the events of a month may be reported: the 10th of the next (T21)."""
    following = (month.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return following.replace(day=10)
