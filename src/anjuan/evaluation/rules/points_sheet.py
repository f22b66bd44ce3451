"""A body's own points: the template of the sheet, and what its rows come to, with every fault named by its cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import pydantic

from anjuan.evaluation.rules.schemes import Item, Scheme, nodes, scheme_content, scheme_faults

COLUMNS = ("编号", "名称", "分值", "类型", "否决项")
_KINDS = {"": "qualitative", "定性": "qualitative", "抽样": "sampled", "扣分": "graded",
          "qualitative": "qualitative", "sampled": "sampled", "graded": "graded"}  # fmt: skip
_KIND_WORDS = {"qualitative": "定性", "sampled": "抽样", "graded": "扣分"}
_YES = {"": False, "否": False, "no": False, "是": True, "yes": True}


@dataclasses.dataclass(frozen=True, slots=True)
class SheetFault:
    """A fault of a sheet: the cell as spreadsheets name it, what stands there, what is wrong, what to write."""

    cell: str
    value: str
    what: str
    what_zh: str


@dataclasses.dataclass(frozen=True, slots=True)
class PointsRead:
    """What a sheet of points comes to: a scheme with the points, or faults.

    Attributes:
        scheme: The scheme with the body's points; None while there are faults.
        rows: How many rows were read.
        faults: Every fault.

    """

    scheme: Scheme | None
    rows: int
    faults: tuple[SheetFault, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    number: int
    code: str
    name: str
    points: Decimal | None
    kind: str
    is_veto: bool


def template_rows(scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a template: a heading, then every item of the scheme with the points that are known."""
    rows = [COLUMNS]
    for node in nodes(scheme):
        item = node.item
        points = f"{item.points:f}" if item.points is not None else ""
        kind = "" if item.children else _KIND_WORDS[item.kind]
        rows.append((item.code, item.name, points, kind, "是" if item.is_veto else ""))
    return tuple(rows)


def points_read(scheme: Scheme, cells: Sequence[Sequence[str]], *, edition: str) -> PointsRead:
    """Return a scheme with the points of a sheet, whose edition bears the body's own name beside the standard's.

    Items may be added below those of the scheme; their place follows from their number (``5.1.2.2`` stands below
    ``5.1.2``). Groups of the scheme keep their points. Nothing is taken while one cell is wrong.
    """
    faults = list(_head_faults(cells))
    rows = [] if faults else _rows(cells, faults)
    faults += _structure_faults(scheme, rows)
    if not rows and not faults:
        faults.append(SheetFault("A2", "", "The sheet holds no row.", "表中没有任何行。"))
    if faults:
        return PointsRead(None, len(rows), tuple(faults))
    made = _made(scheme, rows, edition)
    wrong = list(scheme_faults(made))
    lacking = [item.code for item in made.leaves if item.points is None]
    where = {row.code: row.number for row in rows}
    faults += [_sum_fault(text, where, rows) for text in wrong]
    faults += [
        SheetFault(f"C{where.get(code, 1)}", "", f"The item {code} has no points.", f"指标 {code} 没有分值。")
        for code in lacking
    ]
    return PointsRead(None if faults else made, len(rows), tuple(faults))


def _head_faults(cells: Sequence[Sequence[str]]) -> list[SheetFault]:
    head = tuple(cell.strip() for cell in cells[0]) if cells else ()
    return [
        SheetFault(f"{'ABCDE'[place]}1", head[place] if place < len(head) else "",
                   f"This heading must be {name}.", f"此表头应为“{name}”。")
        for place, name in enumerate(COLUMNS)
        if place >= len(head) or head[place] != name
    ]  # fmt: skip


def _rows(cells: Sequence[Sequence[str]], faults: list[SheetFault]) -> list[_Row]:
    rows: list[_Row] = []
    seen: set[str] = set()
    for number, line in enumerate(cells[1:], start=2):
        code, name, points, kind, veto = (*(cell.strip() for cell in line[:5]), "", "", "", "", "")[:5]
        if not any((code, name, points, kind, veto)):
            continue
        if not code:
            faults.append(SheetFault(f"A{number}", "", "The number is missing.", "缺少编号。"))
        elif code in seen:
            faults.append(SheetFault(f"A{number}", code, "This number stands twice.", "编号重复。"))
        seen.add(code)
        if kind.lower() not in _KINDS:
            faults.append(SheetFault(f"D{number}", kind, "Write 定性, 抽样 or 扣分.", "请填写 定性、抽样 或 扣分。"))
        if veto.lower() not in _YES:
            faults.append(SheetFault(f"E{number}", veto, "Write 是 or leave it empty.", "请填写 是，或留空。"))
        worth = _points(points, number, faults)
        rows.append(_Row(number, code, name, worth, _KINDS.get(kind.lower(), ""), _YES.get(veto.lower(), False)))
    return rows


def _points(text: str, number: int, faults: list[SheetFault]) -> Decimal | None:
    if not text:
        return None
    try:
        worth = Decimal(text)
    except InvalidOperation:
        worth = Decimal(0)
    if not worth.is_finite() or worth <= 0:
        told = "This is no number of points above 0.", "应为大于 0 的分值。"
        faults.append(SheetFault(f"C{number}", text, *told))
        return None
    return worth


def _above(code: str, known: set[str]) -> str:
    parent = code.rpartition(".")[0]
    while parent and parent not in known:
        parent = parent.rpartition(".")[0]
    return parent


def _structure_faults(scheme: Scheme, rows: Sequence[_Row]) -> list[SheetFault]:
    known = {node.item.code: node.item for node in nodes(scheme)}
    tops = {item.code for item in scheme.items}
    is_bare = all(not item.children for item in scheme.items)
    faults = []
    all_codes = {row.code for row in rows} | known.keys()
    for row in rows:
        fixed = known.get(row.code)
        if fixed and fixed.children and fixed.points is not None and row.points not in (None, fixed.points):
            said = (
                f"The scheme gives {row.code} {fixed.points:f} points.",
                f"标准规定 {row.code} 为 {fixed.points:f} 分。",
            )
            faults.append(SheetFault(f"C{row.number}", f"{row.points:f}", *said))
        if not is_bare and row.code and row.code not in tops and not _above(row.code, all_codes):
            said = f"The item {row.code} stands below nothing.", f"指标 {row.code} 没有上级。"
            faults.append(SheetFault(f"A{row.number}", row.code, *said))
        if not fixed and not row.name:
            faults.append(SheetFault(f"B{row.number}", "", "A new item needs a name.", "新增的指标须有名称。"))
    return faults


def _made(scheme: Scheme, rows: Sequence[_Row], edition: str) -> Scheme:
    by_code = {row.code: row for row in rows}
    if all(not item.children for item in scheme.items):
        items = _branch([], rows, "")
    else:
        items = [_completed(item, by_code, rows) for item in scheme.items]
    content: dict[str, Any] = {**scheme_content(scheme), "edition": edition, "items": items, "examples": []}
    return Scheme.model_validate(content)


def _completed(item: Item, by_code: dict[str, _Row], rows: Sequence[_Row]) -> dict[str, Any]:
    content: dict[str, Any] = item.model_dump(mode="json")
    row = by_code.get(item.code)
    if row:
        content["is_veto"] = row.is_veto
        content["name"] = row.name or item.name
        if row.points is not None and (not item.children or item.points is None):
            content["points"] = str(row.points)
        if not item.children:
            content["kind"] = row.kind
    children = [_completed(child, by_code, rows) for child in item.children]
    content["children"] = _branch(children, rows, item.code)
    return content


def _branch(children: list[dict[str, Any]], rows: Sequence[_Row], parent: str) -> list[dict[str, Any]]:
    """Return the children of an item together with those that the sheet adds below it."""
    there = {child["code"] for child in children}
    codes = {row.code for row in rows}
    known = codes | there | ({parent} if parent else set())
    added = (row for row in rows if row.code not in there and row.code != parent)
    children += [
        {
            "code": row.code,
            "name": row.name,
            "points": None if row.points is None else str(row.points),
            "kind": row.kind or "qualitative",
            "is_veto": row.is_veto,
            "children": _branch([], rows, row.code),
        }
        for row in added
        if _above(row.code, known - {row.code}) == parent
    ]
    return children


def _sum_fault(text: str, where: dict[str, int], rows: Sequence[_Row]) -> SheetFault:
    code = next((word for word in text.replace(",", " ").split() if word in where), "")
    number = where.get(code, rows[0].number)
    return SheetFault(f"C{number}", "", text[:1].upper() + text[1:] + ".", _in_chinese(text, code))


def _in_chinese(text: str, code: str) -> str:
    return f"{code} 的下级分值合计不符：{text}" if code else f"分值合计不符：{text}"


def scheme_of(content: dict[str, Any]) -> Scheme:
    """Return the scheme of plain values, checked.

    Raises:
        ValueError: It is none, or contradicts itself; the sentence names the place.

    """
    try:
        scheme = Scheme.model_validate(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        message = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise ValueError(message) from error
    faults = list(scheme_faults(scheme))
    if faults:
        raise ValueError(faults[0])
    return scheme
