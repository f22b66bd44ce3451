from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.papers.covers.codes import CoverCode, understood, written


@given(st.text(min_size=1, max_size=30), st.text(max_size=6))
def test_what_is_written_is_understood(case, kind):
    assert understood(written(CoverCode(case, kind))) == CoverCode(case, kind)


def test_a_code_is_plain_ascii():
    assert written(CoverCode("2022-审字第7号", "D12")).isascii()


@pytest.mark.parametrize("text", ["", "https://example.org", "ANJUAN1:Q1:D12", "ANJUAN2:Q1:D12:00000000"])
def test_another_code_is_none_of_ours(text):
    assert understood(text) is None


def test_a_wrong_checksum_is_not_believed():
    good = written(CoverCode("Q1", "D12"))
    assert understood(good.replace("D12", "D13")) is None
