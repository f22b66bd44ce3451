from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.services.founding import (
    FOUNDER,
    ROLES,
    FoundedError,
    Founder,
    SamePersonError,
    is_founded,
    people_found,
    setup_code,
    setup_code_holds,
)
from anjuan.accounts.services.people import WeakPasswordError

pytestmark = pytest.mark.django_db
DEED = Deed(FOUNDER, dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
FOUR = tuple(Founder(name, name) for name in ("zhao", "qian", "sun", "li"))


def found(people=FOUR, password="correct horse battery"):  # noqa: S107  a test's own
    return people_found(deed=DEED, people=people, password=password)


def test_the_three_officers_and_an_archivist_are_made():
    found()
    assert set(RoleGrant.objects.values_list("user__username", "role")) == set(
        zip(("zhao", "qian", "sun", "li"), ROLES, strict=True)
    )


def test_only_the_administrator_chose_a_password():
    made = found()
    assert [bool(one.password) for one in made] == [False, True, True, True]
    assert list(User.objects.order_by("pk").values_list("must_change_password", flat=True)) == [False, True, True, True]


def test_nobody_is_made_twice():
    found()
    with pytest.raises(FoundedError):
        found()


def test_one_person_cannot_be_two_officers():
    with pytest.raises(SamePersonError):
        found((FOUR[0], FOUR[0], *FOUR[2:]))


def test_a_weak_password_makes_nobody():
    with pytest.raises(WeakPasswordError):
        found(password="12345678")
    assert not is_founded()


def test_the_printed_code_holds_however_it_is_typed():
    code, kept = setup_code()
    assert setup_code_holds(code.lower().replace("-", " "), kept)
    assert not setup_code_holds("x" + code, kept)
    assert not setup_code_holds("", "")
