"""Counts of every field and area from counts of the finest rows; distinct organisations stay distinct."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from anjuan.registry.rules.codelists import Code

#: Codes of the rows that are no field and no division.
ALL, NATIONAL, ABROAD, UNKNOWN = "", "CN", "ABROAD", "UNKNOWN"
_DIVISION_DIGITS = 2
_CODE_DIGITS = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Tree:
    """Where codes lie: every code's ancestors that are rows of a statistic, itself among them."""

    fields: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str]

    def field_rows(self, code: str) -> tuple[str, ...]:
        """Return the rows of a statistic in which a field code counts; an unknown one counts as unknown."""
        return (ALL, *self.fields.get(code, (UNKNOWN,)))

    def area_rows(self, code: str) -> tuple[str, ...]:
        """Return the rows in which a division's code counts: province, region, nation, all; abroad, or unknown."""
        if code == ABROAD:
            return (ALL, ABROAD)
        province = code[:_DIVISION_DIGITS].ljust(_CODE_DIGITS, "0")
        if province not in self.regions:
            return (ALL, NATIONAL, UNKNOWN)
        return (ALL, NATIONAL, self.regions[province], province)


def tree_of(fields: Iterable[Code], divisions: Iterable[Code]) -> Tree:
    """Return the tree of the code lists: groups 大类 and fields 领域 are rows, items 项目 count in their field."""
    rows = {row.code: row for row in fields}
    above: dict[str, tuple[str, ...]] = {}
    for code in rows:
        chain, at = [], code
        while at:
            if rows[at].level != "项目":
                chain.append(at)
            at = rows[at].parent
        above[code] = tuple(chain)
    provinces = {row.code: row.parent for row in divisions if row.level == "省级"}
    return Tree(above, provinces)


def roll_certificates(counted: Iterable[tuple[str, str, int]], tree: Tree) -> dict[tuple[str, str], int]:
    """Return certificates by (field row, area row) from (field code, division code, number)."""
    cells: Counter[tuple[str, str]] = Counter()
    for field, region, number in counted:
        for one in tree.field_rows(field):
            for area in tree.area_rows(region):
                cells[one, area] += number
    return dict(cells)


def roll_organisations(held: Iterable[tuple[str, Collection[str], int]], tree: Tree) -> dict[tuple[str, str], int]:
    """Return distinct organisations by (field row, area row) from (division code, field codes held, number).

    Each organisation stands in exactly one of the rows given, so whatever union of fields is asked for counts it once.
    """
    cells: Counter[tuple[str, str]] = Counter()
    for region, codes, number in held:
        fields = {row for code in codes for row in tree.field_rows(code)}
        for one in fields:
            for area in tree.area_rows(region):
                cells[one, area] += number
    return dict(cells)
