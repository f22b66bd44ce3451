"""A file of marks: the shape in which other programs and people hand an assessment to be scored."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic

from anjuan.evaluation.rules.faults import ScoreFileError
from anjuan.evaluation.rules.marks import STATES, Evidence, Mark
from anjuan.evaluation.rules.points_sheet import scheme_of
from anjuan.evaluation.rules.results import SpecialMark
from anjuan.evaluation.rules.schemes import Scheme
from anjuan.evaluation.rules.tables import scheme_on
from anjuan.kit.rulefiles import Strict

#: Headings of a sheet of marks, in this order.
COLUMNS = ("编号", "名称", "结论", "样本数", "不合格数", "扣分", "得分", "说明", "网点", "评审员")
_STATE_WORDS = {
    "符合": "met", "不符合": "failed", "抽样": "sampled", "扣分": "deducted", "得分": "obtained", "不适用": "na",
    **{state: state for state in STATES},
}  # fmt: skip


class _Evidence(Strict):
    document: str
    page: int = 0
    words: str = ""


class _Mark(Strict):
    item: str
    state: str = ""
    samples: int | None = None
    bad: int | None = None
    deduction: Decimal | None = None
    obtained: Decimal | None = None
    applicable: bool = True
    met: bool | None = None
    reason: str = ""
    site: str = ""
    assessor: str = ""
    evidence: tuple[_Evidence, ...] = ()


class _Special(Strict):
    reason: str
    requirement: str = ""
    corrected_on: str = ""
    evidence: str = ""


class _Content(Strict):
    scheme: str | dict[str, Any]
    edition: str = ""
    assessed_on: dt.date | None = None
    organisation: str = ""
    points: dict[str, Decimal] = pydantic.Field(default_factory=dict)
    marks: tuple[_Mark, ...]
    special_deductions: tuple[_Special, ...] = ()
    bonuses: tuple[_Special, ...] = ()
    settled: dict[str, str] = pydantic.Field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class ScoreInput:
    """What a file asks to be scored.

    Attributes:
        scheme: The scheme, with the points the file brings.
        organisation: Whose service was assessed.
        marks: The marks.
        deductions: Special deductions.
        bonuses: Special additions.
        settled: Item → the assessor whose word counts where several differ.

    """

    scheme: Scheme
    organisation: str
    marks: tuple[Mark, ...]
    deductions: tuple[SpecialMark, ...]
    bonuses: tuple[SpecialMark, ...]
    settled: Mapping[str, str]

    @property
    def sheets(self) -> dict[str, list[Mark]]:
        """The marks by assessor."""
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.assessor, []).append(mark)
        return found


def score_input(content: object, *, today: dt.date, scheme: Scheme | None = None) -> ScoreInput:
    """Return what the plain values of a file ask to be scored.

    Args:
        content: The values, as YAML or JSON gives them.
        today: The day by which the edition of a scheme is chosen where the file names none.
        scheme: A scheme to use whatever the file says, such as one with a body's own points.

    Raises:
        ScoreFileError: A value is missing or wrong; the place is named.

    """
    try:
        read = _Content.model_validate(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        raise _unreadable(".".join(str(part) for part in first["loc"]) or "file", str(first["msg"])) from error
    used = scheme or _scheme(read, today)
    if read.points:
        used = _with_points(used, read.points)
    marks = tuple(_mark(one, f"marks.{place}") for place, one in enumerate(read.marks))
    off, added = (
        tuple(SpecialMark(**one.model_dump()) for one in given) for given in (read.special_deductions, read.bonuses)
    )
    return ScoreInput(used, read.organisation, marks, off, added, read.settled)


def _unreadable(place: str, why: str) -> ScoreFileError:
    return ScoreFileError(
        f"The file of marks is wrong at {place!r}: {why}",
        why="A mark that is half understood would change the score without a word.",
        remedy="Correct it; `anjuan evaluation template` prints an example.",
    )


def _scheme(read: _Content, today: dt.date) -> Scheme:
    if isinstance(read.scheme, str):
        return scheme_on(read.scheme, read.assessed_on or today)
    usual = {
        "id": "own", "title": "自带方案", "edition": read.edition or "own", "valid_from": "2000-01-01", "owner": "file",
        "standard": "", "source": [{"document": "the file", "certainty": "fair"}], "total": "100",
    }  # fmt: skip
    try:
        return scheme_of({**usual, **read.scheme})
    except ValueError as fault:
        raise _unreadable("scheme", str(fault)) from fault


def _with_points(scheme: Scheme, points: Mapping[str, Decimal]) -> Scheme:
    def filled(items: Sequence[Any]) -> list[Any]:
        return [
            {
                **item,
                "points": str(points.get(item["code"], item["points"] or "")),
                "children": filled(item["children"]),
            }
            for item in items
        ]

    content = scheme.model_dump(mode="json")
    strange = sorted(points.keys() - _codes(content["items"]))
    if strange:
        raise _unreadable(f"points.{strange[0]}", "the scheme has no such item")
    try:
        return scheme_of({**content, "items": filled(content["items"])})
    except ValueError as fault:
        raise _unreadable("points", str(fault)) from fault


def _codes(items: Sequence[Any]) -> set[str]:
    return {code for item in items for code in (item["code"], *_codes(item["children"]))}


def _mark(read: _Mark, place: str) -> Mark:
    state, points = _state(read, place)
    return Mark(
        read.item, state, read.samples or 0, read.bad or 0, Fraction(points), read.reason, read.site, read.assessor,
        tuple(Evidence(one.document, one.page, one.words) for one in read.evidence),
    )  # fmt: skip


def _state(read: _Mark, place: str) -> tuple[str, Decimal]:
    """Return the state a mark says, and its points; what is said twice must agree."""
    said = {
        "na": not read.applicable, "met": read.met is True, "failed": read.met is False,
        "sampled": read.samples is not None, "deducted": read.deduction is not None,
        "obtained": read.obtained is not None,
    }  # fmt: skip
    meant = [state for state, is_said in said.items() if is_said]
    named = _STATE_WORDS.get(read.state, read.state)
    if named and named not in meant:
        meant.append(named)
    if len(meant) != 1:
        told = "it says nothing" if not meant else f"it says {' and '.join(meant)} at once"
        raise _unreadable(place, f"{read.item}: {told}")
    return meant[0], read.deduction or read.obtained or Decimal(0)


def content_of_cells(cells: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Return the marks of a sheet's rows; rows without a word in ``结论`` and numbers are not judged yet.

    Raises:
        ScoreFileError: The headings are others, or a cell is wrong; the cell is named.

    """
    head = tuple(cell.strip() for cell in cells[0])[: len(COLUMNS)] if cells else ()
    if head != COLUMNS:
        raise _unreadable("A1", f"the headings must be {'、'.join(COLUMNS)}")
    marks = []
    for number, line in enumerate(cells[1:], start=2):
        row = dict(zip(COLUMNS, (*(cell.strip() for cell in line), *[""] * len(COLUMNS)), strict=False))
        word = row["结论"]
        if not row["编号"] or not any(row[name] for name in ("结论", "样本数", "扣分", "得分")):
            continue
        if word and word not in _STATE_WORDS:
            raise _unreadable(f"C{number}", f"{word!r} is none of 符合, 不符合, 抽样, 扣分, 得分, 不适用")
        marks.append(_row(row, _STATE_WORDS.get(word, "")))
    return marks


def _row(row: Mapping[str, str], state: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "item": row["编号"],
        "reason": row["说明"],
        "site": row["网点"],
        "assessor": row["评审员"],
    }
    numbers = {"samples": "样本数", "bad": "不合格数", "deduction": "扣分", "obtained": "得分"}
    content |= {name: row[column] for name, column in numbers.items() if row[column]}
    if state:
        content["state"] = state
    return content


def template_rows(scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a sheet of marks: a heading, then every indicator of the scheme."""
    return (COLUMNS, *((item.code, item.name, *[""] * (len(COLUMNS) - 2)) for item in scheme.leaves))
