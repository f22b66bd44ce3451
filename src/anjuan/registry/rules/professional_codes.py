"""Professional codes 专业代码: DD.ZZ.XX, the first part an IAF sector.

Editions are not compatible: 02.03 is peat in one list and crude petroleum in another, so a code is
nothing without the edition it comes from.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from anjuan.registry.rules.codelists import Code

CODE = re.compile(r"^(0[1-9]|[12]\d|3[0-9])\.\d{2}\.\d{2}$")
_PARTIAL = re.compile(r"^(0[1-9]|[12]\d|3[0-9])(\.\d{2}){0,2}$")
_LEVELS = ("大类", "中类", "小类")


@dataclasses.dataclass(frozen=True, slots=True)
class RowFault:
    """A row of an imported sheet that cannot be taken; the row counts from 1 as spreadsheets do."""

    row: int
    value: str
    what: str


def level_of(code: str) -> str:
    """Return the level of a professional code: 大类, 中类 or 小类.

    Raises:
        ValueError: It is none.

    """
    if not _PARTIAL.match(code):
        message = f"{code!r} is no professional code: write 17, 17.10 or 17.10.02."
        raise ValueError(message)
    return _LEVELS[code.count(".")]


def rows_of_sheet(cells: Sequence[Sequence[str]]) -> tuple[tuple[Code, ...], tuple[RowFault, ...]]:
    """Return the codes of a sheet and its faulty rows.

    The first column holds codes, the second names, a third remarks; rows before the first code are headers.
    A code whose upper levels are missing gets them without a name of their own.
    """
    codes: dict[str, Code] = {}
    faults: list[RowFault] = []
    begun = False
    for number, row in enumerate(cells, start=1):
        first, second, third = (*(cell.strip() for cell in row[:3]), "", "", "")[:3]
        if not _PARTIAL.match(first):
            if begun and any((first, second)):
                faults.append(RowFault(number, first, "is no professional code"))
            continue
        begun = True
        if first in codes and codes[first].name:
            faults.append(RowFault(number, first, "stands twice"))
        elif not second:
            faults.append(RowFault(number, first, "has no name"))
        else:
            codes[first] = Code(first, second, "", first.rpartition(".")[0], level_of(first), third)
    for code in list(codes):
        parent = code.rpartition(".")[0]
        while parent and parent not in codes:
            codes[parent] = Code(parent, "", "", parent.rpartition(".")[0], level_of(parent), "not in the sheet")
            parent = parent.rpartition(".")[0]
    return tuple(codes[code] for code in sorted(codes)), tuple(faults)
