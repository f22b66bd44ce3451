"""The code lists as figures use them: where codes lie and what they are called."""

from __future__ import annotations

import functools

from anjuan.figures.rules.composing import Line
from anjuan.figures.rules.measuring import Cells
from anjuan.figures.rules.printedtables import Divisions, RowType, divisions
from anjuan.figures.rules.rolling import ABROAD, ALL, NATIONAL, UNKNOWN, Tree, tree_of
from anjuan.registry.rules import tables as registry_tables

_LEVELS = {"大类": RowType.GROUP_TOTAL, "领域": RowType.ITEM}
_TOTALS = {
    ALL: ("全部", "All"),
    NATIONAL: ("全国", "Nation"),
    ABROAD: ("国外", "Abroad"),
    UNKNOWN: ("未知", "Unknown"),
}


@functools.cache
def tree() -> Tree:
    """Return where codes lie, by the latest built-in code lists."""
    return tree_of(registry_tables.fields().latest.rows, registry_tables.regions().latest.rows)


@functools.cache
def known_divisions() -> Divisions:
    """Return the provinces and regions by name, for reading printed tables."""
    return divisions(registry_tables.regions().latest)


@functools.cache
def _names() -> dict[str, tuple[str, str]]:
    rows = (*registry_tables.fields().latest.rows, *registry_tables.regions().latest.rows)
    return {row.code: (row.name, row.name_en or row.name) for row in rows} | _TOTALS


def name_of(code: str, *, english: bool = False) -> str:
    """Return what a field, an area or a total is called; the code itself when nothing is known of it."""
    return _names().get(code, (code, code))[english]


def field_lines(cells: Cells, *, english: bool = False) -> tuple[Line, ...]:
    """Return the rows of a table by field: all, then every group with its fields; unknown when there is any."""
    rows = registry_tables.fields().latest.rows
    lines = [Line(ALL, name_of(ALL, english=english), RowType.TOTAL)]
    lines += [Line(row.code, name_of(row.code, english=english), _LEVELS[row.level]) for row in rows
              if row.level in _LEVELS]  # fmt: skip
    if any(key[1] == UNKNOWN and value for key, value in cells.counted.items()):
        lines.append(Line(UNKNOWN, name_of(UNKNOWN, english=english), RowType.UNKNOWN))
    return tuple(lines)


def area_lines(level: str, *, english: bool = False) -> tuple[Line, ...]:
    """Return the rows of a table by area: all, nation, the regions or provinces, unknown, abroad.

    Args:
        level: ``region`` or ``province``.
        english: Whether names are English.

    """
    wanted, kind = ("大区", RowType.REGION) if level == "region" else ("省级", RowType.PROVINCE)
    inside = [row.code for row in registry_tables.regions().latest.rows if row.level == wanted]
    types = [(ALL, RowType.TOTAL), (NATIONAL, RowType.NATIONAL), *((code, kind) for code in inside)]
    types += [(UNKNOWN, RowType.UNKNOWN), (ABROAD, RowType.FOREIGN)]
    return tuple(Line(code, name_of(code, english=english), one) for code, one in types)


def year_lines(cells: Cells, *, english: bool = False) -> tuple[Line, ...]:
    """Return the rows of a table by year: all, then every year there is, the latest first, unknown last."""
    years = sorted({key[3] for key in cells.counted if key[3]}, reverse=True)
    known = [year for year in years if year != UNKNOWN]
    lines = [Line(ALL, name_of(ALL, english=english), RowType.TOTAL)]
    lines += [Line(year, year, RowType.ITEM) for year in known]
    if UNKNOWN in years:
        lines.append(Line(UNKNOWN, name_of(UNKNOWN, english=english), RowType.UNKNOWN))
    return tuple(lines)
