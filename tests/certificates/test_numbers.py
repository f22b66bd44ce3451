from __future__ import annotations

import dataclasses
import datetime as dt

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.certificates.rules import tables
from anjuan.certificates.rules.numberfaults import number_faults
from anjuan.certificates.rules.numbers import (
    NumberPartError,
    NumberParts,
    NumberRule,
    NumberScheme,
    body_digits,
    number_made,
    rule_for,
    series_of,
    size_letter,
    sub_number,
    system_letter,
)
from anjuan.certificates.rules.writing import last_day, written_number

OLD, NEW = dt.date(2025, 12, 31), dt.date(2026, 1, 1)
RULE = rule_for(tables.numbers().on(OLD), "A01")
PARTS = NumberParts("CNCA-R-2018-454", 2025, "A01", 286, 0, 12)


def test_the_printed_example_comes_out_of_its_parts():
    assert number_made(RULE, dataclasses.replace(PARTS, approval="034", year=2010, serial=10286)) == "03410Q10286R0S"


@pytest.mark.parametrize(("persons", "letter"), [(1, "S"), (50, "S"), (51, "M"), (1000, "M"), (1001, "L")])
def test_the_size_letter_changes_behind_its_last_person(persons, letter):
    assert size_letter(RULE.sizes, persons) == letter


@pytest.mark.parametrize(("field", "letter"), [("A01", "Q"), ("A0102", "Q"), ("A02", "E"), ("A0301", "S")])
def test_the_system_letter_is_that_of_the_field(field, letter):
    assert system_letter(RULE, field) == letter


def test_a_field_without_a_known_letter_is_refused_rather_than_guessed():
    with pytest.raises(NumberPartError) as refused:
        system_letter(RULE, "A05")
    assert refused.value.part == "system"


def test_nobody_in_the_system_gives_no_size():
    with pytest.raises(NumberPartError):
        size_letter(RULE.sizes, 0)


@pytest.mark.parametrize(
    ("approval", "digits"), [("CNCA-R-2018-454", "454"), ("CNCA-RF-2005-07", "507"), ("034", "034")]
)
def test_the_body_stands_with_the_last_digits_of_its_approval(approval, digits):
    assert body_digits(approval, 3) == digits


def test_a_body_without_approval_number_gets_no_number():
    with pytest.raises(NumberPartError):
        body_digits("", 3)


def test_a_serial_without_room_is_refused():
    with pytest.raises(NumberPartError):
        number_made(RULE, dataclasses.replace(PARTS, serial=100_000))


@pytest.mark.parametrize("serial", [0, -1])
def test_serials_begin_with_one(serial):
    with pytest.raises(NumberPartError):
        number_made(RULE, dataclasses.replace(PARTS, serial=serial))


def test_a_ccc_number_has_sixteen_digits():
    rule = rule_for(tables.numbers().on(OLD), "B01")
    parts = NumberParts("01", 2024, "B01", 1, product_class="0301")
    assert number_made(rule, parts) == "2024010301000001"


def test_a_ccc_number_needs_its_product_class():
    with pytest.raises(NumberPartError):
        number_made(rule_for(tables.numbers().on(OLD), "B01"), NumberParts("01", 2024, "B01", 1))


def test_a_sub_certificate_adds_its_place():
    assert sub_number(RULE, "45425Q00286R0S", 2) == "45425Q00286R0S-2"


def test_a_scheme_without_sub_certificates_gives_none():
    with pytest.raises(NumberPartError):
        sub_number(rule_for(tables.numbers().on(OLD), "B01"), "2024010301000001", 1)


def test_the_rule_of_2026_says_that_its_text_is_not_known():
    rule = rule_for(tables.numbers().on(NEW), "A01")
    assert rule.edition == "2026"
    assert "附录" in rule.warning_zh
    assert rule.warning_en


def test_the_rule_before_2026_warns_of_nothing():
    assert RULE.edition == "2013"
    assert not RULE.warning_zh


def test_a_field_without_a_rule_has_none():
    assert rule_for(tables.numbers().on(NEW), "X01") is None


def test_both_editions_go_on_with_one_series():
    new = rule_for(tables.numbers().on(NEW), "A01")
    assert series_of(RULE, PARTS) == series_of(new, PARTS)


def test_each_year_and_each_system_has_its_own_series():
    others = [dataclasses.replace(PARTS, year=2026), dataclasses.replace(PARTS, field="A02")]
    assert len({series_of(RULE, one) for one in (PARTS, *others)}) == 3


@pytest.mark.parametrize(
    ("changes", "part"),
    [({"approval": "455"}, "body"), ({"year": 2026}, "year2"), ({"field": "A02"}, "system"),
     ({"renewals": 1}, "renewals"),
     ({"persons": 51}, "size")],
)  # fmt: skip
def test_each_part_that_does_not_agree_is_named(changes, part):
    found = number_faults(RULE, number_made(RULE, PARTS), dataclasses.replace(PARTS, **changes))
    assert [fault.part for fault in found] == [part]


@pytest.mark.parametrize(
    "number", ["", "45425Q0028R0S", "45425Q00286R0", "45425q00286R0S", "45425Q00286R0S-0", "x" * 40]
)
def test_a_number_of_another_shape_is_told_as_such(number):
    assert [fault.part for fault in number_faults(RULE, number, PARTS)] == ["shape"]


def test_a_serial_of_zeros_is_no_serial():
    assert [fault.part for fault in number_faults(RULE, "45425Q00000R0S", PARTS)] == ["serial"]


@given(
    serial=st.integers(1, 99_999), year=st.integers(2000, 2099), renewals=st.integers(0, 99),
    persons=st.integers(1, 100_000), field=st.sampled_from(["A01", "A02", "A03"]),
)  # fmt: skip
def test_every_number_that_is_made_agrees_with_its_parts(serial, year, renewals, persons, field):
    parts = NumberParts("454", year, field, serial, renewals, persons)
    assert number_faults(RULE, number_made(RULE, parts), parts) == ()


@given(st.lists(st.integers(1, 99_999), min_size=2, max_size=2, unique=True))
def test_two_serials_never_give_one_number(serials):
    one, other = (number_made(RULE, dataclasses.replace(PARTS, serial=serial)) for serial in serials)
    assert one != other


@pytest.mark.parametrize("template", ["{body}", "{serial}{serial}", "{number}{serial}", "号{serial}", "{serial}/1"])
def test_a_template_that_cannot_be_meant_is_refused(template):
    with pytest.raises(pydantic.ValidationError):
        NumberScheme(key="x", category="A", template=template, body_digits=3, serial_digits=5, restart="never")


def test_serials_that_restart_need_what_they_restart_by_in_the_number():
    with pytest.raises(pydantic.ValidationError, match="twice"):
        NumberScheme(key="x", category="A", template="{body}{serial}", body_digits=3, serial_digits=5, restart="year")


def test_an_own_pattern_makes_numbers_of_its_own_shape():
    scheme = NumberScheme(
        key="x", category="A", template="ABC-{system}{year4}.{serial}", body_digits=3, serial_digits=4,
        restart="year_system",
    )  # fmt: skip
    rule = NumberRule(scheme, {"A05": "IS"}, RULE.sizes, "body:own")
    assert number_made(rule, dataclasses.replace(PARTS, field="A05", serial=7)) == "ABC-IS2025.0007"


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-02", "2029-03-01"), ("2024-02-29", "2027-02-27"), ("2026-01-01", "2028-12-31"),
     ("2026-03-31", "2029-03-30")],
)  # fmt: skip
def test_a_cycle_ends_a_day_before_three_years(first, last):
    assert last_day(dt.date.fromisoformat(first), 36) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(("first", "last"), [("2026-08-31", "2027-02-27"), ("2026-01-01", "2026-06-30")])
def test_six_months_end_with_the_month_where_it_is_short(first, last):
    assert last_day(dt.date.fromisoformat(first), 6) == dt.date.fromisoformat(last)


@pytest.mark.parametrize("text", [" 45425q00286r0s ", "４５４２５Ｑ００２８６Ｒ０Ｓ", "45425 Q00286\u200b R0S"])
def test_a_number_is_compared_without_width_blanks_and_case(text):
    assert written_number(text) == "45425Q00286R0S"
