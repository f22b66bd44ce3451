"""Tables as recognition leaves them: cells run together, rows counted twice, no table at all."""

from __future__ import annotations

from anjuan.papers.forms.entries import entries
from anjuan.reading.pages import Box, Cell, Line, Page, Table, TextSource

Placed = tuple[float, float, str]


def line(left: float, top: float, text: str, block: int = 0, confidence: float = 0.97) -> Line:
    return Line(text, (left, top, left + 0.017 * len(text), top + 0.016), confidence, block=block)


def scan(lines: list[Placed], cells: tuple[Cell, ...] = ()) -> Page:
    box: Box = (0.08, 0.08, 0.92, max((cell.box[3] for cell in cells), default=0.09))
    tables = (Table(box, cells),) if cells else ()
    placed = tuple(line(left, top, text, block=at) for at, (left, top, text) in enumerate(lines))
    return Page(1, 595, 842, source=TextSource.OCR, lines=placed, tables=tables)


def values(page: Page) -> dict[str, str]:
    return {entry.label: entry.value for entry in entries([page])}


HEAD = [(0.1, 0.1, "项目编号"), (0.3, 0.1, "HY-2023-01"), (0.55, 0.1, "审核类型"), (0.75, 0.1, "监督")]


def test_cells_run_together_are_parted_at_the_columns_of_other_rows() -> None:
    cells = (
        Cell(0, 0, "项目编号", (0.09, 0.095, 0.28, 0.12)),
        Cell(0, 1, "HY-2023-01\n审核类型\n监督", (0.28, 0.095, 0.92, 0.12), 1, 3),
        Cell(1, 0, "有效人数", (0.09, 0.12, 0.28, 0.145)),
        Cell(1, 1, "86", (0.28, 0.12, 0.54, 0.145)),
        Cell(1, 2, "风险等级", (0.54, 0.12, 0.74, 0.145)),
        Cell(1, 3, "中", (0.74, 0.12, 0.92, 0.145)),
    )
    more = [(0.1, 0.125, "有效人数"), (0.3, 0.125, "86"), (0.55, 0.125, "风险等级"), (0.75, 0.125, "中")]
    assert values(scan(HEAD + more, cells)) == {
        "项目编号": "HY-2023-01",
        "审核类型": "监督",
        "有效人数": "86",
        "风险等级": "中",
    }


def test_cells_run_together_in_every_row_are_read_by_their_gaps() -> None:
    cells = (
        Cell(0, 0, "项目编号", (0.09, 0.095, 0.28, 0.12)),
        Cell(0, 1, "HY-2023-01\n审核类型\n监督", (0.28, 0.095, 0.92, 0.12)),
    )
    assert values(scan(HEAD, cells)) == {"项目编号": "HY-2023-01", "审核类型": "监督"}


def test_row_of_a_crooked_page_that_was_taken_for_two_is_one_again() -> None:
    cells = (
        Cell(0, 1, "甲有限公司", (0.28, 0.096, 0.92, 0.12), 2, 1),
        Cell(1, 0, "受审核方", (0.09, 0.1, 0.28, 0.124)),
        Cell(2, 1, "18.01", (0.28, 0.12, 0.92, 0.144), 2, 1),
        Cell(3, 0, "专业代码", (0.09, 0.124, 0.28, 0.148)),
    )
    lines = [(0.3, 0.1, "甲有限公司"), (0.1, 0.104, "受审核方"), (0.3, 0.124, "18.01"), (0.1, 0.128, "专业代码")]
    assert values(scan(lines, cells)) == {"受审核方": "甲有限公司", "专业代码": "18.01"}


def test_form_whose_rules_were_not_seen_is_read_by_its_rows() -> None:
    more = [(0.1, 0.13, "注册地址"), (0.3, 0.13, "江苏省苏州市吴中区木渎镇"), (0.3, 0.15, "金枫路12号")]
    assert values(scan(HEAD + more)) == {
        "项目编号": "HY-2023-01",
        "审核类型": "监督",
        "注册地址": "江苏省苏州市吴中区木渎镇金枫路12号",
    }


def test_entry_is_as_sure_as_its_least_sure_line() -> None:
    page = Page(
        1, 595, 842, source=TextSource.OCR, lines=(line(0.1, 0.1, "审核组长"), line(0.3, 0.1, "赵明", confidence=0.61))
    )
    assert entries([page])[0].confidence == 0.61


def test_value_box_is_the_place_of_the_value_alone() -> None:
    page = scan([(0.1, 0.1, "审核组长：赵明")])
    entry = entries([page])[0]
    assert 0.18 < entry.value_box[0] < 0.2
    assert entry.label_box[2] < entry.value_box[0]


def test_heading_of_the_page_before_names_columns_overleaf() -> None:
    def sheet(rows: list[list[str]]) -> Page:
        cells = tuple(
            Cell(at, column, text, (0.1 + 0.25 * column, 0.1 + 0.03 * at, 0.35 + 0.25 * column, 0.13 + 0.03 * at))
            for at, row in enumerate(rows)
            for column, text in enumerate(row)
        )
        return Page(1, 595, 842, tables=(Table((0.1, 0.1, 0.85, 0.1 + 0.03 * len(rows)), cells),))

    first = sheet([["序号", "文件名称", "页数"], ["1", "申请书", "3"]])
    second = sheet([["2", "审核报告", "12"]])
    found = [(entry.page, entry.row, entry.value) for entry in entries([first, second]) if entry.label == "文件名称"]
    assert found == [(1, 1, "申请书"), (2, 2, "审核报告")]
