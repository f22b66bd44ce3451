from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.custody.rules import tables
from anjuan.custody.rules.reference_codes import CodeParts, Gap, compose, gaps, parse, series_of

TABLE = tables.reference_codes().latest
CODE = "J001-ZY·A01·CS·2025·D10-0123-0007"
PARTS = CodeParts("J001", "A01", "initial", "2025", "D10", 123, 7)
NUMBERS = st.integers(1, 10**7)
ANY_PARTS = st.builds(
    CodeParts,
    fonds=st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
    field=st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{2})?", fullmatch=True),
    audit_type=st.sampled_from(sorted(TABLE.audit_types)),
    year=st.from_regex(r"(19|20)[0-9]{2}", fullmatch=True),
    retention=st.sampled_from(["Y", "D10", "D30"]),
    volume=NUMBERS,
    item=st.none() | NUMBERS,
    page=st.none(),
)


@given(ANY_PARTS)
def test_a_code_comes_apart_into_what_it_was_put_together_from(parts):
    assert parse(TABLE, compose(TABLE, parts)) == parts


@given(ANY_PARTS, ANY_PARTS)
def test_different_parts_never_give_the_same_code(one, other):
    assert (compose(TABLE, one) == compose(TABLE, other)) == (one == other)


@given(ANY_PARTS)
def test_codes_of_one_series_sort_by_number_while_they_fit_the_digits(parts):
    small = dataclasses.replace(parts, volume=parts.volume % 9998 + 1, item=None)
    following = dataclasses.replace(small, volume=small.volume + 1)
    assert compose(TABLE, small) < compose(TABLE, following)


def test_the_page_stands_behind_a_stroke():
    assert compose(TABLE, dataclasses.replace(PARTS, page=3)) == f"{CODE}/3"


@pytest.mark.parametrize("text", [CODE, f" {CODE} ", CODE.replace("·", "•"), CODE.replace("-", "－")])
def test_a_code_is_read_with_any_usual_dot_and_dash(text):
    assert parse(TABLE, text) == PARTS


@pytest.mark.parametrize(
    "text",
    ["", "J001", CODE.replace("ZY", "WS"), CODE.replace("CS", "XX"), CODE.replace("0123", "0000"), f"{CODE}-1",
     CODE.replace("0123", "123"), CODE.replace("2025", "25"), CODE.replace("J001", "j001")],
)  # fmt: skip
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="reference code"):
        parse(TABLE, text)


@pytest.mark.parametrize(
    "change",
    [{"fonds": ""}, {"field": ""}, {"field": "A-01"}, {"field": "A·1"}, {"year": "25"}, {"retention": "X"},
     {"audit_type": ""}, {"volume": 0}, {"item": 0}, {"item": None, "page": 1}],
)  # fmt: skip
def test_a_part_that_is_empty_or_ambiguous_is_refused(change):
    with pytest.raises(ValueError):
        compose(TABLE, dataclasses.replace(PARTS, **change))


def test_the_series_is_the_code_before_the_volume():
    assert CODE.startswith(series_of(TABLE, PARTS) + "-")


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)), st.integers(0, 60))
def test_numbers_on_the_shelf_and_gaps_are_all_numbers_and_never_both(present, ended, last):
    found = {gap.number for gap in gaps(last, present, dict.fromkeys(ended, "removed"))}
    there = {number for number in present - ended if number <= last}
    assert found | there == set(range(1, last + 1))
    assert not found & there


def test_a_gap_says_why_when_it_is_known():
    assert gaps(4, {1, 4}, {2: "destroyed"}) == (Gap(2, "destroyed"), Gap(3, ""))
