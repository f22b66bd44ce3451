from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.blocks import Align, Flow, PageBreak, Paragraph, Sheet, TableBlock, TableCell
from anjuan.reading.errors import LimitReachedError
from anjuan.reading.linebreaking import text_width, wrap
from anjuan.reading.pages import Notice, Page, Role
from anjuan.reading.protocol import Limits, ReadOptions
from anjuan.reading.typesetting import typeset

OPTIONS = ReadOptions(Path("unused"))
TEXTS = st.text(st.sampled_from("审核组（认证）范围、。，：A1b 9“”%"), max_size=400)


def pages_of(*flow: Flow, options: ReadOptions = OPTIONS) -> list[Page]:
    return [event for event in typeset(flow, options) if isinstance(event, Page)]


def grid(rows: int, columns: int, text: str = "格") -> TableBlock:
    cells = (TableCell(r, c, (Paragraph(f"{text}{r}-{c}"),)) for r in range(rows) for c in range(columns))
    return TableBlock(tuple(cells))


@given(TEXTS, st.floats(2, 60))
def test_wrapping_neither_adds_nor_drops_a_character(text: str, width: float) -> None:
    assert "".join(wrap(text, width)) == text


@given(TEXTS, st.floats(8, 60))
def test_wrapped_lines_fit_apart_from_blanks_at_their_end(text: str, width: float) -> None:
    assert all(text_width(line.rstrip()) <= width + 1e-6 for line in wrap(text, width))


@pytest.mark.parametrize("width", range(6, 20))
def test_no_line_starts_with_a_closing_sign(width: int) -> None:
    lines = wrap("审核员（张三）指出，质量手册、程序文件与记录：均已提供。" * 4, width)
    assert not [line for line in lines if line[0] in "。，）：、"]


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert not [
        line
        for width in range(6, 20)
        for line in wrap("依据（甲）（乙）（丙）（丁）" * 5, width)
        if line.endswith("（")
    ]


def test_western_words_are_not_cut() -> None:
    assert wrap("按 ISO9001 标准", 4) == ["按 ", "ISO9001 ", "标准"]


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_all_words_come_out_in_order_and_on_the_page(texts: list[str]) -> None:
    lines = [line for page in pages_of(*map(Paragraph, texts)) for line in page.lines]
    assert "".join(line.text for line in lines).replace(" ", "") == "".join(texts).replace(" ", "")
    assert all(0 <= line.box[0] <= line.box[2] <= 1 and 0 <= line.box[1] <= line.box[3] <= 1 for line in lines)


def test_edges_place_every_character() -> None:
    line = pages_of(Paragraph("审核A"))[0].lines[0]
    steps = [right - left for left, right in itertools.pairwise(line.edges)]
    assert len(line.edges) == 4
    assert steps[0] == pytest.approx(2 * steps[2], rel=1e-2)


def test_empty_document_is_one_blank_page() -> None:
    assert [(page.blank, page.picture) for page in pages_of()] == [(True, False)]


def test_page_break_on_an_empty_page_makes_no_page() -> None:
    assert len(pages_of(PageBreak(), Paragraph("一"), PageBreak(), PageBreak(), Paragraph("二"))) == 2


def test_heading_is_larger_than_running_text() -> None:
    title, body = pages_of(Paragraph("标题", heading=1), Paragraph("正文"))[0].lines
    assert title.box[3] - title.box[1] > body.box[3] - body.box[1]


def test_centred_line_stands_in_the_middle() -> None:
    box = pages_of(Paragraph("审核报告", align=Align.CENTRE))[0].lines[0].box
    assert (box[0] + box[2]) / 2 == pytest.approx(0.5, abs=0.01)


def test_footnote_stands_at_the_foot_and_is_read_last() -> None:
    lines = pages_of(Paragraph("甲"), Paragraph("注", role=Role.FOOTNOTE), Paragraph("乙"))[0].lines
    assert [line.text for line in lines] == ["甲", "乙", "注"]
    assert lines[2].box[1] > 0.8


def test_pages_between_breaks_of_the_program_are_set_smaller_to_fit() -> None:
    long = [Paragraph("审核发现" * 20) for _ in range(20)]
    assert len(pages_of(Sheet(fitted=True), *long, PageBreak(), Paragraph("尾"))) == 2


def test_long_table_goes_on_over_pages_without_losing_a_cell() -> None:
    pages = pages_of(grid(150, 3))
    texts = [cell.text for page in pages for table in page.tables for cell in table.cells]
    assert len(pages) > 2
    assert texts == [f"格{r}-{c}" for r in range(150) for c in range(3)]


def test_rows_of_each_page_count_from_zero() -> None:
    assert {min(cell.row for cell in page.tables[0].cells) for page in pages_of(grid(150, 2))} == {0}


def test_wide_table_goes_on_beside_without_losing_a_column() -> None:
    tables = [table for page in pages_of(grid(2, 60)) for table in page.tables]
    assert len(tables) > 1
    assert {cell.text for table in tables for cell in table.cells} == {
        f"格{r}-{c}" for r in range(2) for c in range(60)
    }


def test_cell_taller_than_a_page_is_cut_between_lines() -> None:
    pages = pages_of(TableBlock((TableCell(0, 0, (Paragraph("长文" * 3000),)),), (200.0,)))
    assert len(pages) > 2
    assert "".join(cell.text for page in pages for cell in page.tables[0].cells) == "长文" * 3000


def test_merged_cell_spans_its_rows() -> None:
    cells = (
        TableCell(0, 0, (Paragraph("合"),), 2),
        TableCell(0, 1, (Paragraph("一"),)),
        TableCell(1, 1, (Paragraph("二"),)),
    )
    merged, first, second = pages_of(TableBlock(cells))[0].tables[0].cells
    assert merged.box[3] == pytest.approx(second.box[3])
    assert merged.box[1] == pytest.approx(first.box[1])


def test_cells_that_claim_the_same_place_stand_side_by_side() -> None:
    cells = (
        TableCell(0, 0, (Paragraph("甲"),), 2, 2),
        TableCell(1, 1, (Paragraph("乙"),)),
        TableCell(1, 2, (Paragraph("丙"),)),
    )
    found = pages_of(TableBlock(cells))[0].tables[0].cells
    assert [(c.text, c.row, c.column) for c in found] == [("甲", 0, 0), ("乙", 1, 2), ("丙", 1, 3)]


def test_pieces_of_a_long_sheet_are_one_table_on_a_page() -> None:
    block = grid(3, 2)
    page = pages_of(block, TableBlock(block.cells, continues=True))[0]
    assert [cell.row for cell in page.tables[0].cells] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_hidden_words_are_no_part_of_a_cell_text() -> None:
    cell = TableCell(0, 0, (Paragraph("显"), Paragraph("隐", role=Role.HIDDEN)))
    page = pages_of(TableBlock((cell,)))[0]
    assert page.tables[0].cells[0].text == "显"
    assert [line.role for line in page.lines] == [Role.BODY, Role.HIDDEN]


def test_notices_are_passed_on_in_their_place() -> None:
    notice = Notice("x", "A notice.")
    assert next(iter(typeset([notice, Paragraph("一")], OPTIONS))) == notice


def test_more_pages_than_allowed_are_refused() -> None:
    options = ReadOptions(Path("unused"), limits=Limits(pages=1))
    with pytest.raises(LimitReachedError):
        pages_of(Paragraph("一"), PageBreak(), Paragraph("二"), options=options)


def test_pages_are_set_as_blocks_come() -> None:
    def endless() -> itertools.repeat[Paragraph]:
        return itertools.repeat(Paragraph("审核" * 400))

    assert next(iter(typeset(endless(), OPTIONS))).number == 1  # type: ignore[union-attr]


def test_page_takes_few_milliseconds() -> None:
    flow = [Paragraph("现场审核发现供方评价记录缺少复评日期，" * 8) for _ in range(400)]
    started = time.process_time()
    pages = pages_of(*flow)
    assert (time.process_time() - started) / len(pages) < 0.02
