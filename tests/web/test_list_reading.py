from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.web.lists.reading import days_of, percent_of


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024-01-01 ~ 2024-03-31", ("2024-01-01", "2024-03-31")),
        ("2024.1.1至2024.3.31", ("2024-01-01", "2024-03-31")),
        ("2024年2月", ("2024-02-01", "2024-02-29")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("20240301", ("2024-03-01", "2024-03-01")),
        ("2024-01 ~", ("2024-01-01", "")),
        ("～ 2024/3/5", ("", "2024-03-05")),
        ("2024-02-30", None),
        ("2024-03-31 ~ 2024-01-01", None),
        ("~", None),
        ("1 ~ 2 ~ 3", None),
        ("近日", None),
    ],
)
def test_days_are_read_as_people_write_them(text, span):
    assert days_of(text) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("60~90", ("60", "90")), ("<60", ("0", "59")), ("≥ 80%", ("80", "100")), ("100", ("100", "100")),
        ("0", ("0", "0")),
        ("90~60", None), ("<60~90", None), ("101", None), ("<0", None), ("多", None),
    ],
)  # fmt: skip
def test_percents_are_read_as_people_write_them(text, span):
    assert percent_of(text) == span


@given(st.dates(dt.date(1900, 1, 1)), st.dates(dt.date(1900, 1, 1)))
def test_two_days_in_order_are_read_back(one, other):
    first, last = sorted((one, other))
    assert days_of(f"{first} ~ {last}") == (str(first), str(last))


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    assert days_of(text) is None or len(days_of(text)) == 2
    assert percent_of(text) is None or len(percent_of(text)) == 2
