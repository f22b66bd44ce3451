from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.plain.decoding import decode, decoded_as

TEXT = "审核组于2026年3月对质量管理体系进行了现场审核，发现两项一般不符合。\n受审核方已提交整改报告。"
TRADITIONAL = "審核組於現場對質量管理體系進行了審核，發現兩項不符合。\n受審核方已經提交報告。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_chinese_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_big5_is_told_from_gbk() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.encoding, decoded.text) == ("big5", TRADITIONAL)


def test_traditional_gbk_is_not_taken_for_big5() -> None:
    assert decode(TRADITIONAL.encode("gbk")).text == TRADITIONAL


def test_lines_of_different_encodings_are_each_read_in_theirs() -> None:
    decoded = decode("第一行审核\n".encode("gbk") + "第二行审核".encode())
    assert (decoded.encoding, decoded.text) == ("mixed", "第一行审核\n第二行审核")


def test_line_that_nothing_fits_is_in_doubt() -> None:
    decoded = decode("好行\n".encode() + b"\xe5\xae\xa1\xff\xff\n" + "末行".encode())
    assert decoded.doubtful_lines == (2,)
    assert decoded.text.startswith("好行\n")
    assert decoded.text.endswith("末行")


def test_western_text_is_read() -> None:
    assert decode("Café Müller, Straße 5, résumé and plain words".encode("cp1252")).text.startswith("Café Müller")


def test_control_characters_are_left_out() -> None:
    assert decode("甲\x00乙\x07\r\n丙\x1a".encode()).text == "甲乙\n丙"


@pytest.mark.parametrize("name", ["gb2312", "GBK", "x-gbk"])
def test_gb2312_means_gb18030(name: str) -> None:
    assert decoded_as("燊翀镕".encode("gb18030"), name).text == "燊翀镕"


def test_wrong_declaration_is_overruled() -> None:
    assert decoded_as(TEXT.encode("gb18030"), "utf-8").text == TEXT


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    assert "\r" not in decode(data).text
