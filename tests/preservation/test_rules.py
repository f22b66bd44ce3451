from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.preservation.rules.describing import COLUMNS, Item, Volume, compact_date, described, gaps, retention_of
from anjuan.preservation.rules.names import safe_name
from anjuan.preservation.rules.pagetext import page_from_json, page_to_json
from anjuan.preservation.rules.readme import Listed, readme
from anjuan.reading import packing
from anjuan.reading.pages import Cell, Line, Page, Role, Seal, Table, TextSource

fractions = st.floats(0, 1)
boxes = (
    st.tuples(fractions, fractions, fractions, fractions)
    .map(lambda b: (*sorted(b[::2]), *sorted(b[1::2])))
    .map(lambda b: (b[0], b[2], b[1], b[3]))
)
texts = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12)


@st.composite
def lines(draw):
    text = draw(texts)
    edges = sorted(draw(st.lists(fractions, min_size=len(text) + 1, max_size=len(text) + 1))) if text else []
    return Line(
        text, draw(boxes), draw(st.none() | fractions), tuple(edges) if draw(st.booleans()) else (),
        draw(st.sampled_from(Role)), draw(st.integers(0, 9)),
    )  # fmt: skip


@given(st.lists(lines(), max_size=5), boxes)
def test_a_page_comes_back_from_json_as_the_database_holds_it(found, box):
    page = Page(
        1, 595.0, 842.0, 90, TextSource.OCR, "no-text-layer", tuple(found),
        (Table(box, (Cell(0, 1, "甲", box),), ruled=False),), (Seal(box, "章", 0.5),), skew=0.25, label="表1",
    )  # fmt: skip
    held = packing.unpack(packing.pack(page))
    assert packing.pack(page_from_json(page_to_json(held))) == packing.pack(page)


@pytest.mark.parametrize("told", [{}, {"number": 1}, {"number": "x"}])
def test_a_page_that_is_told_wrongly_is_refused(told):
    with pytest.raises(ValueError):
        page_from_json(told)


@given(st.text(max_size=300), st.integers(1, 9999))
def test_names_fit_every_system(name, number):
    made = safe_name(name, number)
    assert made.startswith(f"{number:04d} ")
    assert len(made.encode()) <= 160
    assert not set(made) & set('<>:"/\\|?*%\n\r\t\0')
    assert not made.endswith((".", " "))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("报告?.pdf", "0001 报告？.pdf"),
        ("../../etc/passwd", "0001 ／..／etc／passwd"),
        ("", "0001 file"),
        ("a" * 400 + ".docx", "0001 " + "a" * 145 + ".docx"),
    ],
)
def test_names_stay_recognisable(name, expected):
    assert safe_name(name, 1) == expected


@pytest.mark.parametrize(
    ("iso", "expected"), [("2017-09-11", "20170911"), ("2017-09", "201709"), ("2017", "2017"), ("", ""), ("9月", "")]
)
def test_dates_lose_their_hyphens_and_gain_nothing(iso, expected):
    assert compact_date(iso) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("J001-ZY·A01·CS·2025·D10-0123", "10年"), ("J019-ZY·JC·2019·Y-001", "永久"), ("", ""), ("J001-ZY", "")],
)
def test_the_retention_period_is_read_from_the_reference_code(code, expected):
    assert retention_of(code) == expected


def test_what_is_not_known_of_a_case_is_empty_and_reported():
    item = Item(1, "申请书", "", "", "", "", 2, 10, "application/pdf", digitised=True)
    rows = described(Volume("", "甲", "", "", 2), [item])
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    assert rows[1]["生成方式"] == "数字化"
    assert ("甲", "档号") in gaps(rows)
    assert ("申请书", "题名") not in gaps(rows)


def test_item_codes_follow_the_volume():
    item = Item(7, "申请书", "2025-01-06", "甲认证", "", "", 2, 10, "application/pdf", digitised=False)
    rows = described(Volume("J001-ZY·A01·CS·2025·D10-0123", "甲", "2025-03", "甲认证", 2), [item])
    assert rows[1]["档号"] == "J001-ZY·A01·CS·2025·D10-0123-0007"
    assert gaps(rows) == []


def test_the_readme_is_one_line_for_each_document_whatever_its_title():
    volume = dict.fromkeys(COLUMNS, "")
    page = readme("AJ-1", "甲|乙\n丙", "甲", volume, [Listed(1, "A01", "申请\n|书", 2, 1, "0001 a.pdf")])
    assert page.splitlines()[-1] == "| 1 | A01 | 申请 ｜书 | 2 | 0001 a.pdf | 1 |"
