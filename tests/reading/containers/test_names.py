from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.containers.names import NameKeeper, clean, encoding_of_names, is_junk


@given(st.text(max_size=60))
def test_clean_names_never_lead_away(raw):
    parts = clean(raw).text.split("/")
    assert all(part not in ("", ".", "..") for part in parts)


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(raw):
    once = clean(raw).text
    assert clean(once).text == once


@given(st.text(max_size=60))
def test_a_changed_name_says_why(raw):
    cleaned = clean(raw)
    assert cleaned.reasons or cleaned.text == "/".join(
        p for p in raw.replace("\\", "/").split("/") if p not in ("", ".")
    )


@given(st.lists(st.sampled_from(["a.txt", "A.txt", "b", "b (2)", "c/d.e/f"]), max_size=12))
def test_every_member_has_a_name_of_its_own(names):
    keeper = NameKeeper()
    own = [keeper.own(name).casefold() for name in names]
    assert len(set(own)) == len(own)


def test_long_names_keep_their_suffix():
    assert clean("长" * 500 + ".docx").text.endswith("长.docx")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("营业执照.pdf", "gb18030"),
        ("审核计划", "gb18030"),
        ("燊鑫翀.txt", "gb18030"),
        ("審核計劃書", "big5"),
        ("品質手冊", "big5"),
        ("报告 2024.docx", "utf-8"),
        ("plain.txt", "ascii"),
    ],
)
def test_encoding_of_short_names(name, encoding):
    assert encoding_of_names([name.encode(encoding)]) == encoding


@pytest.mark.parametrize("name", ["a/Thumbs.db", "__MACOSX/x/._y", ".DS_Store", "~$x.docx", ".~lock.x.odt#"])
def test_by_products_are_known(name):
    assert is_junk(name)


@pytest.mark.parametrize("name", ["审核报告.docx", "MACOSX/readme.txt", "thumbs.db.pdf"])
def test_papers_are_no_by_products(name):
    assert not is_junk(name)
