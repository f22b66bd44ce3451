"""The codebook of a table: what every column is, so that a file explains itself."""

from __future__ import annotations

import dataclasses

from anjuan.figures.rules.tabling import Column, ColumnKind, FigureTable

HEADINGS = ("变量名", "标签", "Label", "类型", "单位", "小数位", "取值标签", "缺失值", "说明")
_KINDS = {
    ColumnKind.TEXT: "文本", ColumnKind.WHOLE: "整数", ColumnKind.DECIMAL: "小数", ColumnKind.DAY: "日期",
    ColumnKind.CATEGORY: "分类",
}  # fmt: skip
#: What missing values mean, in every form that can tell them apart. Stata: .a, .b, .c.
MISSING_SAID = ".a 不适用；.b 未说明；.c 数值过小不显示"
_HAS_MISSING = frozenset({ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.DAY})


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A line of the codebook, in the order of ``HEADINGS``."""

    name: str
    title: str
    title_en: str
    kind: str
    unit: str
    places: str
    labels: str
    missing: str
    note: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Its cells."""
        return dataclasses.astuple(self)


def codebook(table: FigureTable) -> list[Entry]:
    """Return a line for every column."""
    return [_entry(column) for column in table.columns]


def _entry(column: Column) -> Entry:
    labels = "；".join(f"{number} {text}" for number, text in enumerate(column.labels.values(), 1))
    return Entry(
        column.name, column.title, column.title_en, _KINDS[column.kind], column.unit,
        str(column.places) if column.kind is ColumnKind.DECIMAL else "", labels,
        MISSING_SAID if column.kind in _HAS_MISSING else "", column.note,
    )  # fmt: skip


def head_lines(table: FigureTable) -> list[tuple[str, str]]:
    """Return what stands above the codebook: title, day, source, notes."""
    about = {"表名": table.title, "Table": table.title_en, "统计日": table.day.isoformat(), "来源": table.source}
    return [*about.items(), *(("注", note) for note in table.notes)]
