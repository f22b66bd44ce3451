from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.papers.splitting.numbering import Numbering, numbering_in


@pytest.mark.parametrize(
    ("text", "page", "total"),
    [
        ("第 2 页 共 3 页", 2, 3),
        ("第2页，共3页", 2, 3),
        ("共2页第1页", 1, 2),
        ("Page 2 of 3", 2, 3),
        ("PAGE: 1 OF 2", 1, 2),
        ("页码：1/3", 1, 3),
        ("第l页共l页", 1, 1),
        ("（第１页 共２页）", 1, 2),
    ],
)
def test_a_page_number_with_its_total_is_read_anywhere(text, page, total):
    assert numbering_in(text, margin=False) == Numbering(page, total)


@pytest.mark.parametrize(
    ("text", "page", "total"), [("2/3", 2, 3), ("- 12 -", 12, 0), ("— 7 —", 7, 0), ("第3页", 3, 0), ("3 of 4", 3, 4)]
)
def test_short_forms_count_in_a_margin_only(text, page, total):
    assert numbering_in(text, margin=True) == Numbering(page, total)
    assert numbering_in(text, margin=False) is None


@pytest.mark.parametrize("text", ["合计49件，54页。", "2021/3", "3/2", "5", "见第12页的记录", "", "第0页共3页"])
def test_what_only_mentions_pages_is_no_page_number(text):
    assert numbering_in(text, margin=True) is None


@given(st.integers(1, 999), st.integers(0, 99))
def test_every_number_up_to_its_total_is_read(page, more):
    assert numbering_in(f"第{page}页 共{page + more}页", margin=False) == Numbering(page, page + more)
