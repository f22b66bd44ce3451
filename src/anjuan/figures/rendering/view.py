"""What a bulletin's document needs, as plain values."""

from __future__ import annotations

import dataclasses

from anjuan.figures.rules.cells import shown
from anjuan.figures.rules.tabling import Cell, ColumnKind, FigureTable
from anjuan.figures.selectors.bulletins import BulletinText

NOTE = "正文中的每个数字都可打开其查询：指标定义、统计快照和所计的记录。"


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A bulletin to be set.

    Attributes:
        text: Its sentences.
        tables: The tables behind it.
        link: Start of the address of a query; its key is put behind it.
        body: The certification body; may be empty.

    """

    text: BulletinText
    tables: tuple[FigureTable, ...]
    link: str
    body: str = ""

    def address(self, query: int) -> str:
        """Return the address of a stored query."""
        return f"{self.link.rstrip('/')}/{query}/"

    @property
    def head(self) -> list[str]:
        """What stands below the title."""
        snapshot = self.text.bulletin.snapshot
        made = self.text.bulletin.made_at
        return [
            f"统计日 {snapshot.day}，快照第 {snapshot.revision} 版",
            f"第 {self.text.bulletin.revision} 版，{made:%Y-%m-%d} 生成",
        ]


def shown_columns(table: FigureTable) -> list[int]:
    """Return the places of the columns that a printed table shows: no codes, no types of rows."""
    return [place for place, column in enumerate(table.columns) if column.name not in {"code", "row_type"}]


def cell_text(table: FigureTable, place: int, cell: Cell | None) -> str:
    """Return a cell as documents print it."""
    column = table.columns[place]
    if isinstance(cell, str) and column.kind is ColumnKind.CATEGORY:
        return column.labels.get(cell, cell)
    return shown(cell, places=column.places if column.kind is ColumnKind.DECIMAL else None)  # type: ignore[arg-type]
