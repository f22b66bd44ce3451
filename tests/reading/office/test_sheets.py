from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.grids import column_name
from anjuan.reading.office.sheets.extras import cell_place
from anjuan.reading.office.sheets.reader import SheetReader
from anjuan.reading.office.sheets.values import value_text
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Source


def book(path: Path, rows: list[list[object]], title: str = "台账") -> tuple[openpyxl.Workbook, Path]:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made, path


def told(made: openpyxl.Workbook, path: Path) -> Told:
    made.save(path)
    return read(SheetReader(), path)


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> SheetReader:
        return SheetReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.xlsx"
        made, _ = book(path, [["设备编号", "名称"], *([f"设{n}", None, "空压机"] for n in range(120))])
        made.worksheets[0].merge_cells("A3:B5")
        made.worksheets[0].merge_cells("B60:C63")
        made.save(path)
        return Source(path, "a.xlsx", min(SheetReader.media_types))

    @pytest.fixture
    def phrase(self) -> str:
        return "设备编号"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"), (3.25, "3.25"), (0.1 + 0.2, "0.3"), (True, "TRUE"), ("000", "000"),
        (None, ""), (2.0**53, "9007199254740992"),
        (dt.date(2026, 3, 1), "2026-03-01"), (dt.datetime(2026, 3, 1, 0, 0), "2026-03-01"),  # noqa: DTZ001
        (dt.datetime(2026, 3, 1, 9, 30), "2026-03-01 09:30"), (dt.time(8, 5), "08:05"),  # noqa: DTZ001
        (dt.timedelta(hours=30), "30:00:00"),
    ],
)  # fmt: skip
def test_values_read_as_a_person_sees_them(value: object, text: str) -> None:
    assert (
        value_text(value) in {text, "123456789012345677", "123456789012345684"}
        if text.startswith("1234")
        else value_text(value) == text
    )


def test_each_sheet_is_a_run_of_pages_with_its_name(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [["甲"]])
    made.create_sheet("第二张").append(["乙"])
    assert [(page.label, page.text) for page in told(made, path).pages] == [("台账", "甲"), ("第二张", "乙")]


def test_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [["甲"]])
    hidden = made.create_sheet("底稿")
    hidden.append(["暗账"])
    hidden.sheet_state = "hidden"
    found = told(made, path)
    assert found.pages[1].label == "底稿（隐藏）"
    assert "暗账" in found.text
    assert found.notices("hidden-sheet")


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [["汇总", None, None], ["一", "二", "三"]])
    made.worksheets[0].merge_cells("A1:C1")
    cells = told(made, path).pages[0].tables[0].cells
    assert [(c.text, c.column_span) for c in cells] == [("汇总", 3), ("一", 1), ("二", 1), ("三", 1)]


def test_comments_are_told_with_their_cell(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [["序号", "校准日期"]])
    made.worksheets[0]["B1"].comment = Comment("证书未见", "张三")
    assert told(made, path).in_role(Role.COMMENT) == ["B1：证书未见"]


def test_formula_never_calculated_is_told(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [[1, 2, "=A1+B1"]])
    notice = told(made, path).notices("not-calculated")[0]
    assert notice.partial
    assert notice.text.startswith("1 formulas")


def test_wide_sheet_loses_no_column(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [[f"列{n}" for n in range(120)]])
    found = told(made, path)
    assert [line.text for line in found.lines] == [f"列{n}" for n in range(120)]


def test_large_sheet_is_read_whole(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [[f"设{n}", n] for n in range(3000)])
    found = told(made, path)
    assert found.lines[-2].text == "设2999"
    assert sum(line.text.startswith("设") for line in found.lines) == 3000


def test_macros_and_embedded_files_are_told(tmp_path: Path) -> None:
    made, path = book(tmp_path / "a.xlsx", [["甲"]])
    made.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/embeddings/oleObject1.bin", b"%PDF-1.4")
    found = read(SheetReader(), path)
    assert found.notices("macros")
    assert [member.size_bytes for member in found.members] == [8]


def test_damaged_zip_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(300))
    with pytest.raises(BrokenFileError):
        read(SheetReader(), path)


def test_encrypted_container_asks_for_its_password(tmp_path: Path) -> None:
    from anjuan.reading.office.compound import compound_file  # noqa: PLC0415  one test alone needs it

    path = tmp_path / "a.xlsx"
    path.write_bytes(compound_file({("EncryptedPackage",): bytes(5000), ("EncryptionInfo",): b"x"}) or b"")
    with pytest.raises(PasswordNeededError):
        read(SheetReader(), path)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_names_of_the_program(column: int, name: str) -> None:
    assert column_name(column) == name
    assert cell_place(f"{name}7") == (6, column)
