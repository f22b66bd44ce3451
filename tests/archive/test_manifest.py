from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from anjuan.archive.models import Case, Document, Intake
from anjuan.archive.rules import tables
from anjuan.archive.rules.manifest import cell_name, read_manifest
from anjuan.archive.services.gathering import Gathering
from anjuan.archive.services.manifest import ManifestFaultyError, manifest_take_in
from anjuan.kit.progress import Silent

COLUMNS = tables.manifest_columns().latest
HEAD = ["文件", "案卷", "组织", "年份", "专业代码"]


def faults(*rows: list[str], files=("a.txt", "b.txt")) -> dict[str, str]:
    return {fault.cell: fault.what for fault in read_manifest(COLUMNS, [list(row) for row in rows], files).faults}


def test_a_right_manifest_has_no_fault_and_its_values_are_typed():
    manifest = read_manifest(COLUMNS, [HEAD, ["a.txt", "甲", "甲公司", "2024", "17.10.02；18.05"]], ["a.txt"])
    assert manifest.faults == ()
    assert manifest.rows[0].values == {
        "organisation_name": "甲公司",
        "year": 2024,
        "professional_code": ("17.10.02", "18.05"),
    }


@pytest.mark.parametrize(
    ("row", "cell", "word"),
    [
        (["", "甲", "", "", ""], "A2", "empty"),
        (["a.txt", "", "", "", ""], "B2", "empty"),
        (["c.txt", "甲", "", "", ""], "A2", "no such file"),
        (["a.txt", "甲", "", "24", ""], "D2", "no year"),
        (["a.txt", "甲", "", "", "40.01"], "E2", "professional code"),
    ],
)
def test_a_fault_is_named_by_its_cell(row, cell, word):
    found = faults(HEAD, row)
    assert list(found) == [cell]
    assert word in found[cell]


def test_a_file_that_stands_twice_is_named():
    assert faults(HEAD, ["a.txt", "甲"], ["a.txt", "乙"]) == {"A3": "This file stands in row 2 too."}


def test_headers_are_checked_before_anything_else():
    assert "文件" in faults(["案卷"], ["甲"])["A1"]
    assert faults([*HEAD, "颜色"], ["a.txt", "甲"])["F1"] == "No column has this header."


def test_empty_rows_are_passed_over():
    assert faults(HEAD, ["", "", "", "", ""], ["a.txt", "甲", "", "", ""]) == {}


@pytest.mark.parametrize(("row", "column", "name"), [(1, 1, "A1"), (7, 28, "AB7"), (3, 26, "Z3"), (2, 703, "AAA2")])
def test_cells_are_named_as_spreadsheets_do(row, column, name):
    assert cell_name(row, column) == name


@pytest.fixture
def workbook(desk: Path):
    def write(*rows: list[str]) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(desk / "清单.xlsx")
        return desk / "清单.xlsx"

    return write


@pytest.mark.django_db
def test_a_manifest_says_what_each_file_is(workbook, deed, blobs, work):
    path = workbook(
        ["文件", "案卷", "组织", "年份", "标准", "题名", "文件类型"],
        [
            "甲公司/01 申请书.txt",
            "甲-2024",
            "宁波甲轴承有限公司",
            2024,
            "GB/T 19001-2016；GB/T 24001-2016",
            "认证申请书",
            "A01",
        ],
        ["乙公司/合同.txt", "甲-2024", "", "", "", "", "B05"],
    )
    manifest_take_in(deed=lambda: deed, path=path, how=Gathering("manifest", blobs, Silent()))
    work()
    case = Case.objects.get()
    assert (case.title, case.organisation_name, case.year, case.documents_count) == (
        "甲-2024", "宁波甲轴承有限公司", 2024, 2,
    )  # fmt: skip
    assert case.attributes.filter(name="standard").count() == 2
    assert set(Document.objects.values_list("title", "kind")) == {("认证申请书", "A01"), ("合同", "B05")}


@pytest.mark.django_db
def test_one_wrong_cell_takes_in_nothing(workbook, deed, blobs):
    path = workbook(["文件", "案卷"], ["甲公司/01 申请书.txt", "甲"], ["甲公司/缺.txt", "甲"])
    with pytest.raises(ManifestFaultyError, match="A3") as caught:
        manifest_take_in(deed=lambda: deed, path=path, how=Gathering("manifest", blobs, Silent()))
    assert caught.value.as_dict()["faults"][0]["cell"] == "A3"
    assert not Intake.objects.exists()


@pytest.mark.django_db
def test_a_manifest_that_is_no_workbook_is_told(desk, deed, blobs):
    (desk / "清单.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(ManifestFaultyError, match="workbook"):
        manifest_take_in(deed=lambda: deed, path=desk / "清单.xlsx", how=Gathering("manifest", blobs, Silent()))
