from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.registry.rules import tables
from anjuan.registry.rules.credit_codes import ALPHABET, check_sign, clean_credit_code, credit_code_faults
from anjuan.registry.rules.professional_codes import level_of, rows_of_sheet

SIGNS = st.sampled_from(ALPHABET)


# The first is the example of GB 32100-2015; all four pass both checks.
@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "914403001922038216", "91330100799655058B", "9144030071526726XG"]
)
def test_right_credit_codes_have_no_fault(code):
    assert credit_code_faults(code) == ()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y44", "check_sign"),
        ("9135010OM000100Y43", "shape"),
        ("91350100M000100S43", "shape"),
        ("91350100M000100Y4", "shape"),
        ("", "shape"),
    ],
)
def test_wrong_credit_codes_are_told_why(code, fault):
    assert fault in credit_code_faults(code)


@given(st.lists(SIGNS, min_size=17, max_size=17).map("".join), st.integers(0, 16), SIGNS)
def test_any_one_sign_read_wrong_is_found(first, place, sign):
    code = first + check_sign(first)
    wrong = code[:place] + sign + code[place + 1 :]
    assert (wrong == code) or "check_sign" in credit_code_faults(wrong)


def test_a_credit_code_is_cleaned_of_what_printing_added():
    assert clean_credit_code(" ９１３５０１００-m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize("code", ["17", "17.10", "17.10.02", "39.00.00", "01.01.01"])
def test_professional_codes_have_a_level(code):
    assert level_of(code) in ("大类", "中类", "小类")


@pytest.mark.parametrize("code", ["00", "40.01", "1.1", "17.1", "17.10.02.01", "A1", ""])
def test_what_is_no_professional_code_is_refused(code):
    with pytest.raises(ValueError, match="no professional code"):
        level_of(code)


def test_a_sheet_of_codes_gets_its_missing_upper_levels():
    codes, faults = rows_of_sheet([["代码", "名称"], ["17.10.02", "铸造"], ["17.10.03", "锻造"]])
    assert [code.code for code in codes] == ["17", "17.10", "17.10.02", "17.10.03"]
    assert (codes[0].name, codes[2].parent, faults) == ("", "17.10", ())


def test_faulty_rows_of_a_sheet_are_named():
    _, faults = rows_of_sheet([["17.10.02", "铸造"], ["17.10.02", "锻造"], ["17.10.04", ""], ["合计", "3"]])
    assert [(fault.row, fault.what) for fault in faults] == [
        (2, "stands twice"), (3, "has no name"), (4, "is no professional code"),
    ]  # fmt: skip


def test_the_lists_are_as_long_as_their_sources():
    assert len(tables.sectors().latest.rows) == 39
    levels = [row.level for row in tables.industries().latest.rows]
    assert [levels.count(level) for level in ("门类", "大类", "中类", "小类")] == [20, 97, 473, 1381]
    regions = [row.level for row in tables.regions().latest.rows]
    assert (regions.count("大区"), regions.count("省级")) == (7, 34)


def test_every_province_lies_in_one_of_the_seven_groups():
    rows = tables.regions().latest.rows
    groups = {row.code for row in rows if row.level == "大区"}
    assert all(row.parent in groups for row in rows if row.level == "省级")


def test_the_fields_hold_every_row_of_the_national_statistic(shared_data):
    printed = (shared_data / "national_statistics" / "fields.csv").read_text(encoding="utf-8").splitlines()[2:]
    names = {row.name for row in tables.fields().latest.rows}
    wanted = {line.split(",")[1] for line in printed} - {"合计"} | {line.split(",")[0] for line in printed}
    assert wanted <= names


def test_a_superseded_standard_names_one_that_is_known():
    standards = {row.number: row for row in tables.standards().latest.rows}
    assert standards["GB/T 19001-2008"].superseded_by == "GB/T 19001-2016"
    assert all(row.superseded_by in standards for row in standards.values() if row.superseded_by)
