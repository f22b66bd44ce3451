from __future__ import annotations

import io

import openpyxl
import pytest

from anjuan.web.batchsheet import MOST_BYTES, ColumnUnknownError, SheetUnreadableError, file_rows, pasted_rows

CSV = "序号,证书编号\r\n1,ZS-001\r\n2,ZS-002\r\n"


def rows_of(content: bytes, column: str = "", name: str = "a.csv", *, has_heading: bool = True) -> list[str]:
    return file_rows(name, io.BytesIO(content), len(content), column, has_heading=has_heading)


@pytest.mark.parametrize("column", ["B", "b", "2", "证书编号"])
def test_a_column_is_named_by_letter_number_or_heading(column):
    assert rows_of(CSV.encode(), column) == ["ZS-001", "ZS-002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_text_is_read_in_the_encodings_that_people_have(encoding):
    assert rows_of(CSV.encode(encoding), "证书编号") == ["ZS-001", "ZS-002"]


def test_without_a_column_the_first_with_content_is_taken():
    assert rows_of(b",x\n,y\n", has_heading=False) == ["x", "y"]


def test_whole_numbers_of_a_workbook_have_no_point():
    book = openpyxl.Workbook()
    book.active.append([20240001.0])
    file = io.BytesIO()
    book.save(file)
    assert rows_of(file.getvalue(), name="a.xlsx", has_heading=False) == ["20240001"]


@pytest.mark.parametrize("column", ["C", "9", "没有", "ZZ", "0"])
def test_a_column_that_is_not_there_is_refused(column):
    with pytest.raises(ColumnUnknownError):
        rows_of(CSV.encode(), column)


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", b"PK no workbook"), ("a.xlsx", b""), ("a.txt", b"\x00\xff")])
def test_what_is_no_table_is_refused_in_words(name, content):
    with pytest.raises(SheetUnreadableError):
        rows_of(content, name=name)


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(SheetUnreadableError):
        file_rows("a.csv", io.BytesIO(), MOST_BYTES + 1, "", has_heading=False)


def test_of_cells_copied_from_a_sheet_the_first_counts():
    assert pasted_rows("甲公司\t1\n\n 乙公司 ") == ["甲公司", "乙公司"]
