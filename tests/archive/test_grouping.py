from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.archive.rules import tables
from anjuan.archive.rules.grouping import is_junk, is_stage_folder, place, title_of

WORDS = tables.intake_words().latest
NAMES = st.text(alphabet="甲乙申请01ab", min_size=1, max_size=4)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), unique=True, max_size=12)


def cases(paths: list[str], *, one_case: bool = False) -> dict[str, str]:
    return {row.path: row.case_folder for row in place(WORDS, paths, one_case=one_case)}


def test_each_folder_of_a_shelf_is_a_case():
    assert cases(["甲公司/a.pdf", "乙公司/b.pdf"]) == {"甲公司/a.pdf": "甲公司", "乙公司/b.pdf": "乙公司"}


def test_folders_of_stages_lie_inside_one_case():
    assert cases(["01 申请受理/a.pdf", "02 现场审核/b.pdf"]) == dict.fromkeys(
        ["01 申请受理/a.pdf", "02 现场审核/b.pdf"], ""
    )


def test_a_folder_of_shelves_is_looked_into():
    assert cases(["2024/甲公司/a.pdf", "2024/乙公司/b.pdf"])["2024/甲公司/a.pdf"] == "2024/甲公司"


def test_everything_below_a_folder_with_files_belongs_to_it():
    assert cases(["甲公司/封面.pdf", "甲公司/照片集/1.jpg"])["甲公司/照片集/1.jpg"] == "甲公司"


def test_files_beside_case_folders_are_a_case_of_the_root():
    assert cases(["说明.txt", "甲公司/a.pdf"]) == {"说明.txt": "", "甲公司/a.pdf": "甲公司"}


def test_one_case_takes_all():
    assert set(cases(["甲公司/a.pdf", "乙公司/b.pdf"], one_case=True).values()) == {""}


@given(PATHS)
def test_every_file_has_one_place_and_keeps_its_name(paths):
    rows = place(WORDS, paths, one_case=False)
    assert [row.path for row in rows] == paths
    for row in rows:
        parts = [part for part in (row.case_folder, row.folder, row.name) if part]
        assert "/".join(parts) == row.path


@pytest.mark.parametrize("name", ["江苏审核检测有限公司", "某某计划科技有限公司", "AJ-2024-0001"])
def test_a_company_named_after_a_stage_is_still_a_case(name):
    assert not is_stage_folder(WORDS, name)


@pytest.mark.parametrize("name", ["Thumbs.db", "~$计划.docx", ".DS_Store", "._a.pdf"])
def test_what_programs_leave_behind_is_known(name):
    assert is_junk(WORDS, name)


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("01_营业执照（副本）.pdf", "营业执照（副本）"),
        ("3.审核计划.docx", "审核计划"),
        ("一、申请书.pdf", "申请书"),
        ("没有扩展名", "没有扩展名"),
        ("2024.pdf", "2024"),
        (".gitignore", ".gitignore"),
    ],
)
def test_a_title_is_what_the_name_says_and_no_more(filename, title):
    assert title_of(filename) == title
