"""Printed statistics: rows with a type and the cells as they stood, read from rows of text."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence

from anjuan.figures.rules.cells import Printed, printed
from anjuan.registry.rules.codelists import CodeTable


class RowType(enum.StrEnum):
    """What a row of a statistic stands for."""

    TOTAL = "total"
    NATIONAL = "national"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    REGION = "region"
    PROVINCE = "province"
    GROUP_TOTAL = "group-total"
    ITEM = "item"


#: Rows that have no rank and take none.
UNRANKED = frozenset({RowType.TOTAL, RowType.NATIONAL, RowType.FOREIGN, RowType.UNKNOWN, RowType.GROUP_TOTAL})
#: Rows that lie in the national total: abroad does not, unknown does.
IN_NATIONAL = frozenset({RowType.PROVINCE, RowType.UNKNOWN})

_FIXED = {
    "全部": RowType.TOTAL,
    "总计": RowType.TOTAL,
    "全国": RowType.NATIONAL,
    "国外": RowType.FOREIGN,
    "境外": RowType.FOREIGN,
    "未知": RowType.UNKNOWN,
}
_SUMS = frozenset({"合计", "小计"})
MEASURES = ("certificates", "organisations")

#: Heading → name of the column. Headings are compared without blanks.
_HEADINGS = {
    "group": "group", "认证类别": "group", "类别": "group", "大类": "group",
    "item": "item", "认证项目": "item", "项目": "item", "认证领域": "item", "领域": "item",
    "region": "region", "地区": "region", "大区": "region", "省份": "region", "省(区、市)": "region",
    "certificates": "certificates", "证书数": "certificates", "证书数(张)": "certificates",
    "有效证书数": "certificates",
    "organisations": "organisations", "组织数": "organisations", "组织数(家)": "organisations",
    "获证组织数": "organisations",
    "rank_certificates": "rank_certificates", "证书数全国排名": "rank_certificates",
    "rank_organisations": "rank_organisations", "组织数全国排名": "rank_organisations",
    "share_certificates_pct": "share_certificates", "证书数占全国比重%": "share_certificates",
    "share_organisations_pct": "share_organisations", "组织数占全国比重%": "share_organisations",
}  # fmt: skip
#: Headings that stand twice, once behind each count.
_FOLLOWING = {"全国排名": "rank", "排名": "rank", "占全国比重%": "share", "占全国比重": "share", "占比%": "share"}


class PrintedTableError(ValueError):
    """Rows of text are no statistic that is known."""


@dataclasses.dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row.

    Attributes:
        line: Of the file, from 1; the heading counts.
        group: The group it stands under; empty in tables by region.
        name: As printed.
        type: What it stands for.
        code: The province's or region's code; empty for others.
        cells: As printed, by ``certificates``, ``rank_certificates``, ``share_certificates`` and the same of
            ``organisations``.

    """

    line: int
    group: str
    name: str
    type: RowType
    code: str
    cells: Mapping[str, Printed]

    def number(self, measure: str) -> int | None:
        """Return a count, or None when none is printed."""
        cell = self.cells.get(measure)
        return cell.whole if cell else None


@dataclasses.dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table by item or by region, or several of one kind below each other."""

    by: str
    rows: tuple[PrintedRow, ...]

    def of(self, *types: RowType) -> tuple[PrintedRow, ...]:
        """Return the rows of some types, in order."""
        return tuple(row for row in self.rows if row.type in types)

    def one(self, kind: RowType) -> PrintedRow | None:
        """Return the first row of a type, or None."""
        return next(iter(self.of(kind)), None)


@dataclasses.dataclass(frozen=True, slots=True)
class Divisions:
    """Provinces and the regions they lie in.

    Attributes:
        codes: By full and by short name.
        regions: The region's code of every province.

    """

    codes: Mapping[str, str]
    regions: Mapping[str, str]


_ENDINGS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


def short_name(name: str) -> str:
    """Return a province's short name: 内蒙古自治区 is 内蒙古, 广西壮族自治区 is 广西."""
    return next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)


def divisions(table: CodeTable) -> Divisions:
    """Return the provinces and regions of the table of divisions."""
    provinces = [row for row in table.rows if row.level == "省级"]
    groups = [row for row in table.rows if row.level == "大区"]
    codes = {row.name: row.code for row in (*groups, *provinces)}
    codes |= {short_name(row.name): row.code for row in provinces}
    codes |= {row.name.removesuffix("地区"): row.code for row in groups}
    return Divisions(codes, {row.code: row.parent for row in provinces})


def read_rows(rows: Sequence[Sequence[str]], known: Divisions) -> PrintedTable:
    """Return rows of text as a printed table; the first row names the columns.

    Raises:
        PrintedTableError: A column that is needed is missing, a heading is unknown, or a row is of no known type.

    """
    if not rows:
        message = "there are no rows"
        raise PrintedTableError(message)
    columns = _columns(rows[0])
    by = "region" if "region" in columns else "item"
    missing = [name for name in (by, *MEASURES) if name not in columns]
    if missing:
        message = f"the columns {', '.join(missing)} are missing"
        raise PrintedTableError(message)
    found = [
        _row(line, dict(zip(columns, cells, strict=False)), by, known)
        for line, cells in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    return PrintedTable(by, tuple(found))


def _columns(headings: Sequence[str]) -> list[str]:
    names: list[str] = []
    counted = ""
    for heading in headings:
        bare = "".join(heading.split()).replace("（", "(").replace("）", ")").removeprefix("\ufeff")
        name = _HEADINGS.get(bare)
        if name is None and bare in _FOLLOWING and counted:
            name = f"{_FOLLOWING[bare]}_{counted}"
        if name is None:
            message = f"the heading {heading!r} is not known"
            raise PrintedTableError(message)
        counted = name if name in MEASURES else counted
        names.append(name)
    return names


def _row(line: int, texts: Mapping[str, str], by: str, known: Divisions) -> PrintedRow:
    name, group = texts.get(by, "").strip(), texts.get("group", "").strip()
    kind, code = _type(name, group, by, known)
    if kind is None:
        message = f"line {line}: {name!r} is neither a province nor a region nor a total"
        raise PrintedTableError(message)
    cells = {key: printed(text) for key, text in texts.items() if key not in {by, "group"}}
    return PrintedRow(line, group, name, kind, code, cells)


def _type(name: str, group: str, by: str, known: Divisions) -> tuple[RowType | None, str]:
    if by == "item":
        return _item_type(name, group), ""
    if name in _FIXED:
        return _FIXED[name], ""
    code = known.codes.get(name, "")
    if not code:
        return None, ""
    return (RowType.PROVINCE if code in known.regions else RowType.REGION), code


def _item_type(name: str, group: str) -> RowType:
    if name in _SUMS:
        return RowType.TOTAL if _FIXED.get(group) is RowType.TOTAL else RowType.GROUP_TOTAL
    return _FIXED.get(name, RowType.ITEM)
