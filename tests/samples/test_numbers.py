from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.samples import numbers
from anjuan.samples.dice import Dice


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "914403001922038216", "91330100799655058B", "9144030071526726XG"]
)
def test_known_credit_codes_hold(code: str) -> None:
    assert numbers.credit_code_holds(code)


@given(st.integers())
def test_made_credit_codes_hold(seed: int) -> None:
    assert numbers.credit_code_holds(numbers.credit_code("320583", Dice(seed)))


@given(st.integers())
def test_broken_credit_code_never_holds(seed: int) -> None:
    dice = Dice(seed)
    assert not numbers.credit_code_holds(numbers.broken_credit_code(numbers.credit_code("330282", dice), dice))


def test_certificate_number_follows_the_common_convention() -> None:
    made = numbers.certificate_number("034", 2010, "Q", 10286, renewals=0, headcount=20)
    assert made == "03410Q10286R0S"


@pytest.mark.parametrize(("people", "letter"), [(50, "S"), (51, "M"), (1000, "M"), (1001, "L")])
def test_size_letter_changes_at_its_limits(people: int, letter: str) -> None:
    assert numbers.size_letter(people) == letter


def test_pattern_keeps_what_is_no_digit() -> None:
    made = numbers.patterned("SC1##-#", Dice(1))
    assert made.startswith("SC1")
    assert made[3:5].isdigit()
