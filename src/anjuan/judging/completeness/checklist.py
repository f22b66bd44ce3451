"""A body's own checklist 归档清单: rows that replace or extend the required papers."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from anjuan.judging.completeness.conditions import ConditionTable
from anjuan.judging.completeness.requirements import OwnRows, PaperRule, RequirementTable
from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import fold
from anjuan.papers.workbooks import CellFault

_CODE = re.compile(r"[A-Z][A-Z0-9.\-]{1,9}")
_AUDITS = ("IN1", "IN2", "SV", "RC", "SP", "TR")
_MARKS = ("S", "L", "O", "D")


class ChecklistMode(enum.StrEnum):
    """How a checklist stands to the table of required papers."""

    EXTEND = "extend"
    REPLACE = "replace"


class ChecklistColumn(NamedTuple):
    """One column; see the comment of the table."""

    name: str
    header: str
    aliases: tuple[str, ...]
    required: str


class HeaderExample(Strict):
    """A worked example: a header and the column it names."""

    header: str
    expected: str


class ChecklistColumns(RuleFile):
    """One edition of the columns and words of a checklist."""

    columns: tuple[ChecklistColumn, ...]
    words: Mapping[str, tuple[str, ...]]
    yes: tuple[str, ...]
    examples: tuple[HeaderExample, ...]

    @functools.cached_property
    def by_header(self) -> Mapping[str, ChecklistColumn]:
        """The columns by every header they may have, as headers are compared."""
        return {
            _plain(header): column
            for column in self.columns
            for header in (column.name, column.header, *column.aliases)
        }

    @functools.cached_property
    def by_word(self) -> Mapping[str, str]:
        """What a cell means, by its text as it is compared."""
        return {_plain(word): meaning for meaning, words in self.words.items() for word in words}

    @functools.cached_property
    def yes_words(self) -> frozenset[str]:
        """The words for yes, as they are compared."""
        return frozenset(_plain(word) for word in self.yes)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            column = self.by_header.get(_plain(example.header))
            if column is None or column.name != example.expected:
                yield f"the header {example.header!r} should name {example.expected!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class ChecklistRules:
    """What is needed to read a checklist: its columns, and the conditions it may name."""

    columns: ChecklistColumns
    conditions: ConditionTable


@dataclasses.dataclass(frozen=True, slots=True)
class Checklist:
    """A body's own required papers.

    Attributes:
        title: Its name, or its edition where the archive keeps it; every miss found with it carries it.
        rows: Its rows.
        mode: Whether the rows replace and extend those of the table, or stand alone.
        lines: The row of the sheet (from 1) of each code, as far as known.

    """

    title: str
    rows: tuple[PaperRule, ...]
    mode: ChecklistMode = ChecklistMode.EXTEND
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict)


def apply_checklist(table: RequirementTable, checklist: Checklist | None) -> RequirementTable:
    """Return the requirements with the rows of a checklist in force; the edition names it.

    A row that asks for just what the table asks for is the table's own, with its certainty: a template that is
    loaded as it was written changes nothing.
    """
    if checklist is None:
        return table
    known = {row.code: row for row in table.rows}
    own = {row.code: row for row in checklist.rows if not _asks_alike(row, known.get(row.code))}
    listed = tuple(own.get(row.code) or known[row.code] for row in checklist.rows)
    if checklist.mode is ChecklistMode.REPLACE:
        rows = listed
    else:
        added = tuple(row for row in listed if row.code not in known)
        rows = tuple(own.get(row.code, row) for row in table.rows) + added
    edition = f"{table.edition} + {checklist.title}"
    told = OwnRows(
        edition=checklist.title, base=table.edition, rows={code: checklist.lines.get(code, 0) for code in own}
    )
    return table.model_copy(update={"rows": rows, "own": told, "edition": edition})


def _asks_alike(row: PaperRule, other: PaperRule | None) -> bool:
    return other is not None and (row.name, row.demands, row.marks) == (other.name, other.demands, other.marks)


def checklist_of(
    cells: Sequence[Sequence[str]],
    *,
    rules: ChecklistRules,
    base: RequirementTable,
    title: str,
    mode: ChecklistMode = ChecklistMode.EXTEND,
) -> tuple[Checklist, tuple[CellFault, ...]]:
    """Return the checklist that a sheet states, and its faults.

    Args:
        cells: The sheet as texts, its first row first; the headers may stand under a title.
        rules: The columns and words, and the conditions.
        base: Names of kinds that the sheet leaves empty come from it.
        title: The name of the checklist.
        mode: How it stands to the table.

    """
    top, places, faults = _headers(rules.columns, cells)
    if faults:
        return Checklist(title, (), mode), tuple(faults)
    reader = _Reader(rules, {row.code: row for row in base.rows}, places)
    rows: dict[str, PaperRule] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(cells[top + 1 :], start=top + 2):
        values = {name: line[at].strip() if at < len(line) else "" for name, at in places.items()}
        if not any(values.values()):
            continue
        row, wrong = reader.row(number, values)
        if row and row.code in rows:
            wrong.append(reader.fault(number, "code", row.code, "This code stands twice.", "Keep one of the two rows."))
        faults.extend(wrong)
        if row and not wrong:
            rows[row.code], lines[row.code] = row, number
    if not rows and not faults:
        faults = [CellFault("A1", "", "The sheet has no row under its headers.", "List the papers there.")]
    return Checklist(title, tuple(rows.values()), mode, lines), tuple(faults)


def _headers(columns: ChecklistColumns, cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int], list[CellFault]]:
    required = [column for column in columns.columns if column.required == "yes"]
    for top, line in enumerate(cells[:10]):
        places: dict[str, int] = {}
        faults: list[CellFault] = []
        for at, text in enumerate(line):
            column = columns.by_header.get(_plain(text)) if text.strip() else None
            if column and column.name in places:
                cell = f"{get_column_letter(at + 1)}{top + 1}"
                faults.append(CellFault(cell, text, "This column stands twice.", "Remove one of the two."))
            elif column:
                places[column.name] = at
        if all(column.name in places for column in required) and set(places) & set(_AUDITS):
            return top, places, faults
    wanted = "、".join(column.header for column in columns.columns)
    what = "No row holds the headers 代码 and 名称 and at least one audit type."
    return 0, {}, [CellFault("A1", "", what, f"Use the headers {wanted}.")]


@dataclasses.dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows of one sheet."""

    rules: ChecklistRules
    base: Mapping[str, PaperRule]
    places: Mapping[str, int]

    def fault(self, number: int, name: str, value: str, what: str, remedy: str) -> CellFault:
        return CellFault(f"{get_column_letter(self.places[name] + 1)}{number}", value, what, remedy)

    def row(self, number: int, values: Mapping[str, str]) -> tuple[PaperRule | None, list[CellFault]]:
        code = fold(values["code"]).strip().upper()
        if not _CODE.fullmatch(code):
            what, remedy = "This is no code of a paper.", "Write a code such as B05, or one of your own such as Z01."
            return None, [self.fault(number, "code", values["code"], what, remedy)]
        before = self.base.get(code)
        name = values["name"] or (before.name if before else "")
        if not name:
            return None, [self.fault(number, "name", "", "The name is empty.", "Write what the paper is called.")]
        condition, faults = self._condition(number, values.get("condition", ""))
        demands = {}
        for audit in _AUDITS:
            if audit not in self.places:
                demands[audit] = getattr(before, audit) if before else "-"
                continue
            demands[audit], fault = self._demand(number, audit, values[audit], condition)
            faults += fault
        if faults:
            return None, faults
        told = {"name": name, "name_en": before.name_en if before else "", "note": values.get("note", "")}
        marks = self._marks(values, before)
        return PaperRule.model_validate({"code": code, "marks": marks, "certainty": "solid", **told, **demands}), []

    def _condition(self, number: int, text: str) -> tuple[str, list[CellFault]]:
        known = {_plain(item.code): item.code for item in self.rules.conditions.conditions}
        known |= {_plain(item.name): item.code for item in self.rules.conditions.conditions}
        plain = _plain(text).removeprefix("c:")
        if not text or plain in known:
            return known.get(plain, ""), []
        names = "、".join(f"{item.code} {item.name}" for item in self.rules.conditions.conditions)
        return "", [self.fault(number, "condition", text, "There is no such condition.", f"Use one of: {names}.")]

    def _demand(self, number: int, audit: str, text: str, condition: str) -> tuple[str, list[CellFault]]:
        plain = _plain(text)
        if plain.startswith("c:"):
            code, faults = self._condition(number, plain) if "condition" in self.places else (plain[2:], [])
            known = code in self.rules.conditions.by_code
            return (f"C:{code}", []) if known and not faults else self._wrong(number, audit, text)
        meaning = self.rules.columns.by_word.get(re.sub(r"\([a-z]+\)$", "", plain))
        if meaning is None:
            return self._wrong(number, audit, text)
        if meaning == "none":
            return "-", []
        if meaning == "C" or (meaning == "R" and condition):
            if condition:
                return f"C:{condition}", []
            what = "The paper depends on a condition, and the row names none."
            return "-", [self.fault(number, audit, text, what, "Name the condition in the column 条件.")]
        return meaning + (plain[plain.index("(") :] if "(" in plain else ""), []

    def _wrong(self, number: int, audit: str, text: str) -> tuple[str, list[CellFault]]:
        what, remedy = "This is no demand.", "Write 必备, 提示, 条件, C:nc, or leave the cell empty."
        return "-", [self.fault(number, audit, text, what, remedy)]

    def _marks(self, values: Mapping[str, str], before: PaperRule | None) -> str:
        had = before.marks.split() if before else []
        kept = [
            mark
            for mark in _MARKS
            if (_plain(values[mark]) in self.rules.columns.yes_words if mark in self.places else mark in had)
        ]
        return " ".join(kept)


def _plain(text: str) -> str:
    return "".join(fold(text).split())
