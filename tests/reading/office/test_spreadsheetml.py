from __future__ import annotations

from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.office.sheets.spreadsheetml import ExcelXmlReader
from anjuan.reading.protocol import Source

HEAD = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def workbook(path: Path, *rows: str) -> Path:
    table = "".join(rows)
    path.write_text(f'{HEAD}<Worksheet ss:Name="台账"><Table>{table}</Table></Worksheet></Workbook>', encoding="utf-8")
    return path


def row(*cells: str) -> str:
    return "<Row>" + "".join(cells) + "</Row>"


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def told(folder: Path, *rows: str) -> Told:
    return read(ExcelXmlReader(), workbook(folder / "a.xls", *rows))


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> ExcelXmlReader:
        return ExcelXmlReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = workbook(
            tmp_path / "in" / "a.xls", row(cell("导出台账", more='ss:MergeAcross="1" ss:MergeDown="2"')) * 90
        )
        return Source(path, "a.xls", "application/vnd.ms-excel.xml")

    @pytest.fixture
    def phrase(self) -> str:
        return "导出台账"


def test_values_are_shown_as_text(tmp_path: Path) -> None:
    found = told(tmp_path, row(cell("3.0", "Number"), cell("2026-03-01T00:00:00.000", "DateTime"), cell("007")))
    assert [line.text for line in found.lines] == ["3", "2026-03-01", "007"]


def test_cells_left_out_keep_the_columns(tmp_path: Path) -> None:
    cells = told(tmp_path, row(cell("甲"), cell("丙", more='ss:Index="3"'))).pages[0].tables[0].cells
    assert [(c.text, c.column) for c in cells] == [("甲", 0), ("丙", 2)]


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    cells = told(tmp_path, row(cell("合", more='ss:MergeAcross="1"'), cell("尾"))).pages[0].tables[0].cells
    assert [(c.text, c.column, c.column_span) for c in cells] == [("合", 0, 2), ("尾", 2, 1)]


def test_pages_carry_the_name_of_the_sheet(tmp_path: Path) -> None:
    assert told(tmp_path, row(cell("甲"))).pages[0].label == "台账"
