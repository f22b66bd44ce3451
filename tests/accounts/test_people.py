from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, RoleGrant
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import capabilities_of, officer_clash
from anjuan.accounts.selectors.people import officer_report, system_viewer, viewer_of
from anjuan.accounts.services.people import (
    NameTakenError,
    OfficerClashError,
    SelfGrantError,
    UnknownRoleError,
    WeakPasswordError,
    role_grant,
    role_withdraw,
    user_create,
)

TODAY = dt.date(2026, 3, 2)
PASSWORD = "correct horse battery"
ROLES = st.sets(st.sampled_from([role.key for role in tables.roles().latest.roles]))


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("root", clock.now())


@pytest.fixture
def user(db, deed):
    return user_create(deed=deed, username="wang", password=PASSWORD, display_name="王芳")


@given(ROLES, ROLES)
def test_more_roles_never_allow_less(some, more):
    table = tables.roles().latest
    assert capabilities_of(table, some) <= capabilities_of(table, some | more)


@given(ROLES)
def test_two_officers_in_one_person_always_clash(roles):
    officers = {"system_administrator", "security_keeper", "security_auditor"} & roles
    assert bool(officer_clash(tables.roles().latest, roles)) == (len(officers) > 1)


def test_a_new_user_may_do_nothing(user):
    viewer = viewer_of(user, TODAY)
    assert (viewer.capabilities, viewer.sees_all) == (frozenset(), False)
    assert viewer.tokens == {f"user:{user.pk}"}


def test_a_role_gives_what_its_table_says(user, deed):
    role_grant(deed=deed, user=user, role="archivist")
    viewer = viewer_of(user, TODAY)
    assert viewer.sees_all
    assert viewer.may("case.file")
    assert not viewer.may("journal.read")


def test_an_inactive_user_may_do_nothing(user, deed):
    role_grant(deed=deed, user=user, role="archivist")
    user.is_active = False
    assert viewer_of(user, TODAY).capabilities == frozenset()


def test_the_three_officers_are_three_people(user, deed):
    role_grant(deed=deed, user=user, role="system_administrator")
    with pytest.raises(OfficerClashError, match="security_auditor"):
        role_grant(deed=deed, user=user, role="security_auditor")


def test_a_withdrawn_role_can_be_given_again(user, deed):
    role_grant(deed=deed, user=user, role="system_administrator")
    assert role_withdraw(deed=deed, user=user, role="system_administrator") == 1
    role_grant(deed=deed, user=user, role="security_auditor")
    assert viewer_of(user, TODAY).roles == {"security_auditor"}


def test_granting_twice_is_one_grant_and_one_entry(user, deed):
    role_grant(deed=deed, user=user, role="auditor")
    role_grant(deed=deed, user=user, role="auditor")
    assert JournalEntry.objects.filter(action="role.grant").count() == 1


def test_wrong_names_are_told_with_the_right_ones(user, deed):
    with pytest.raises(UnknownRoleError, match="archivist"):
        role_grant(deed=deed, user=user, role="boss")
    with pytest.raises(NameTakenError, match="'wang'"):
        user_create(deed=deed, username="wang", password=PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_is_refused(deed):
    with pytest.raises(WeakPasswordError):
        user_create(deed=deed, username="li", password="12345678")


def test_the_system_may_do_everything():
    assert system_viewer().sees_all
    assert system_viewer().may("journal.read")


def test_a_viewer_costs_one_query(user, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        viewer_of(user, TODAY)


def test_nobody_gives_a_role_to_themselves(user, deed):
    with pytest.raises(SelfGrantError):
        role_grant(deed=Deed("wang", deed.now), user=user, role="archivist")


@pytest.mark.parametrize("officer", ["system_administrator", "security_keeper", "security_auditor"])
def test_an_officer_reads_no_case_file_by_that_role(officer):
    may = capabilities_of(tables.roles().latest, [officer])
    assert not {name for name in may if name.startswith(("case.", "loan."))}


def test_grants_that_slipped_past_the_service_are_found(user, deed):
    for role in ("system_administrator", "security_auditor", "archivist"):
        RoleGrant.objects.create(user=user, role=role, granted_at=deed.now)
    report = officer_report(TODAY)
    assert (report.clashes, report.readers, report.vacant) == (("wang",), ("wang",), ("security_keeper",))


def test_a_withdrawn_role_is_no_clash(user, deed):
    role_grant(deed=deed, user=user, role="system_administrator")
    role_withdraw(deed=deed, user=user, role="system_administrator")
    role_grant(deed=deed, user=user, role="security_auditor")
    assert officer_report(TODAY).clashes == ()
