from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anjuan.accounts import sealing
from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, RecoveryCode, RoleGrant, SecondFactor
from anjuan.accounts.rules import onetime
from anjuan.accounts.rules.roles import Period
from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.selectors.signin import security_of
from anjuan.accounts.services import administration as admin
from anjuan.accounts.services import factors
from anjuan.accounts.services.people import OfficerReadsError, PeriodError, SelfGrantError, role_grant, user_create
from anjuan.accounts.services.signin import NOBODY, log_in_failed, password_change

SECRET = b"12345678901234567890"
TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
KEEPER = Viewer(900, "keeper", frozenset(), frozenset({"role.grant", "login.manage"}), frozenset())
MANAGER = Viewer(901, "manager", frozenset(), frozenset({"person.manage"}), frozenset())


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("root", clock.now())


@pytest.fixture
def user(db, deed):
    return user_create(deed=deed, username="wang", password="correct horse battery", display_name="王芳")


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds, code):
    # RFC 6238, appendix B, the last six of its eight digits
    assert onetime.matching_step(SECRET, code, seconds=seconds, after=0) == seconds // 30


@given(st.integers(0, 2**33), st.integers(-3, 3))
def test_a_clock_may_be_wrong_by_one_step_and_no_more(seconds, off):
    now = seconds + 3 * 30
    code = onetime.totp_of(SECRET).generate(now + off * 30).decode()
    found = onetime.matching_step(SECRET, code, seconds=now, after=0)
    assert (found == now // 30 + off) if abs(off) <= 1 else found != now // 30 + off


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_none(code):
    assert onetime.matching_step(SECRET, code, seconds=0, after=0) is None


def with_app(user, deed) -> None:
    code = onetime.totp_of(SECRET).generate(deed.now.timestamp()).decode()
    factors.totp_add(deed=deed, user=user, secret=SECRET, code=code)


def test_an_app_is_kept_only_when_it_shows_the_right_code(user, deed):
    with pytest.raises(factors.WrongCodeError):
        factors.totp_add(deed=deed, user=user, secret=SECRET, code="000000")
    assert not SecondFactor.objects.exists()


def test_the_secret_is_not_readable_in_the_tables(user, deed):
    with_app(user, deed)
    sealed = SecondFactor.objects.get().sealed
    assert SECRET.decode() not in sealed
    assert sealing.unseal(sealed) == SECRET


def test_a_secret_sealed_with_another_key_says_so(user, deed, settings):
    with_app(user, deed)
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.SecretUnreadableError):
        factors.code_use(deed=deed, user=user, code="123456")


def test_a_code_is_used_once(user, deed):
    with_app(user, deed)
    later = Deed("wang", deed.now + dt.timedelta(seconds=30))
    code = onetime.totp_of(SECRET).generate(later.now.timestamp()).decode()
    assert factors.code_use(deed=later, user=user, code=f"{code[:3]} {code[3:]}") == "totp"
    with pytest.raises(factors.WrongCodeError):
        factors.code_use(deed=later, user=user, code=code)


def test_a_recovery_code_works_once_however_it_is_typed(user, deed):
    with_app(user, deed)
    codes = factors.recovery_make(deed=deed, user=user)
    assert len(set(codes)) == onetime.RECOVERY_CODES
    assert factors.code_use(deed=deed, user=user, code=codes[0].upper().replace("-", " ")) == "recovery"
    with pytest.raises(factors.WrongCodeError):
        factors.code_use(deed=deed, user=user, code=codes[0])
    assert security_of(user, TODAY, ()).codes_left == onetime.RECOVERY_CODES - 1


def test_recovery_codes_are_kept_as_digests_and_older_ones_end(user, deed):
    with_app(user, deed)
    old = factors.recovery_make(deed=deed, user=user)[0]
    factors.recovery_make(deed=deed, user=user)
    assert not RecoveryCode.objects.filter(digest__contains=onetime.plain_code(old)).exists()
    with pytest.raises(factors.WrongCodeError):
        factors.code_use(deed=deed, user=user, code=old)


def test_one_persons_recovery_code_is_nobody_elses(user, deed):
    with_app(user, deed)
    code = factors.recovery_make(deed=deed, user=user)[0]
    other = user_create(deed=deed, username="zhao", password="correct horse battery")
    with pytest.raises(factors.WrongCodeError):
        factors.code_use(deed=deed, user=other, code=code)


def test_with_the_last_factor_go_the_recovery_codes(user, deed):
    with_app(user, deed)
    factors.recovery_make(deed=deed, user=user)
    factors.factor_remove(deed=deed, user=user, factor_id=SecondFactor.objects.get().pk)
    assert not RecoveryCode.objects.exists()
    assert list(JournalEntry.objects.values_list("action", flat=True))[-1] == "factor.remove"


def test_a_factor_of_somebody_else_cannot_be_removed(user, deed):
    with_app(user, deed)
    other = user_create(deed=deed, username="zhao", password="correct horse battery")
    with pytest.raises(factors.NoFactorError):
        factors.factor_remove(deed=deed, user=other, factor_id=SecondFactor.objects.get().pk)


def test_failures_under_unknown_names_do_not_flood_the_journal_nor_keep_the_name(user, deed):
    for _ in range(3):
        log_in_failed(deed=deed, username="hunter2!", address="10.0.0.1", why="password")
    log_in_failed(deed=deed, username="wang", address="10.0.0.1", why="password")
    entries = list(JournalEntry.objects.filter(action="login.refuse"))
    assert [(entry.actor, entry.label) for entry in entries] == [(NOBODY, ""), (NOBODY, "wang")]
    assert "hunter2" not in str([entry.detail for entry in entries])


@pytest.mark.parametrize(
    ("first", "last", "is_held"),
    [(None, TODAY, True), (TODAY, None, True), (TODAY + DAY, None, False), (TODAY, TODAY, True)],
)
def test_a_role_counts_on_its_days_both_ends_inclusive(user, deed, first, last, is_held):
    role_grant(deed=deed, user=user, role="archivist", period=Period(first, last))
    assert viewer_of(user, TODAY).sees_all is is_held


def test_a_role_that_ran_out_does_not_count(user, deed):
    role_grant(deed=deed, user=user, role="archivist", period=Period(None, TODAY))
    assert viewer_of(user, TODAY + DAY).roles == frozenset()


@pytest.mark.parametrize("period", [Period(None, TODAY - DAY), Period(TODAY + DAY, TODAY)])
def test_a_period_that_is_over_or_turned_round_is_refused(user, deed, period):
    with pytest.raises(PeriodError):
        role_grant(deed=deed, user=user, role="archivist", period=period)


def test_officers_roles_in_periods_that_do_not_meet_are_no_clash(user, deed):
    role_grant(deed=deed, user=user, role="system_administrator", period=Period(None, TODAY))
    role_grant(deed=deed, user=user, role="security_auditor", period=Period(TODAY + DAY, None))
    assert viewer_of(user, TODAY + DAY).roles == {"security_auditor"}


def test_another_period_replaces_the_former_and_keeps_it_as_history(user, deed):
    role_grant(deed=deed, user=user, role="archivist")
    role_grant(deed=deed, user=user, role="archivist", period=Period(None, TODAY))
    assert list(RoleGrant.objects.order_by("pk").values_list("withdrawn_at", flat=True)) == [deed.now, None]


@pytest.mark.parametrize("order", [("system_administrator", "archivist"), ("auditor", "security_keeper")])
def test_an_officer_cannot_be_given_a_role_that_reads_cases(user, deed, order):
    role_grant(deed=deed, user=user, role=order[0])
    with pytest.raises(OfficerReadsError):
        role_grant(deed=deed, user=user, role=order[1])


def test_a_period_is_a_period_in_the_tables_too(user, deed):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=user, role="auditor", granted_at=deed.now, valid_from=TODAY, valid_until=TODAY - DAY
        )


@pytest.mark.parametrize(
    ("service", "more"),
    [
        (admin.person_lock, {"reason": "x"}),
        (admin.person_unlock, {}),
        (admin.password_reset, {}),
        (admin.role_assign, {"role": "auditor", "period": Period()}),
        (admin.role_end, {"role": "auditor"}),
        (admin.factors_reset, {}),
        (admin.person_log_in_end, {"log_in_id": 0}),
        (admin.person_edit, {"display_name": "x", "email": ""}),
    ],
)
def test_who_may_not_do_a_deed_does_not(user, deed, service, more):
    nobody = Viewer(902, "nobody", frozenset(), frozenset(), frozenset())
    with pytest.raises(admin.MayNotManageError):
        service(deed=deed, by=nobody, user_id=user.pk, **more)


def test_nobody_locks_or_resets_themselves(user, deed):
    me = Viewer(user.pk, user.username, frozenset(), frozenset({"person.manage", "role.grant"}), frozenset())
    with pytest.raises(admin.OwnAccountError):
        admin.person_lock(deed=deed, by=me, user_id=user.pk, reason="x")
    with pytest.raises(SelfGrantError):
        admin.role_assign(deed=Deed("wang", deed.now), by=me, user_id=user.pk, role="auditor", period=Period())


def test_a_new_person_has_a_password_for_once_and_no_role(deed, db):
    user_id, password = admin.person_add(deed=deed, by=MANAGER, username="zhao", display_name="赵敏")
    person = SecondFactor._meta.get_field("user").related_model.objects.get(pk=user_id)
    assert person.check_password(password)
    assert person.must_change_password
    assert viewer_of(person, TODAY).roles == frozenset()


@pytest.mark.parametrize("name", ["", "a b", "a/b", "<x>"])
@pytest.mark.django_db
def test_a_name_that_cannot_be_one_is_refused(deed, name):
    with pytest.raises(admin.BadNameError):
        admin.person_add(deed=deed, by=MANAGER, username=name, display_name="")


def test_a_reset_password_must_be_changed_and_ends_when_it_is(user, deed):
    once = admin.password_reset(deed=deed, by=MANAGER, user_id=user.pk)
    user.refresh_from_db()
    assert user.must_change_password
    password_change(deed=deed, user=user, password="horse battery staple")
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(once)) == (False, False)
    assert once not in str(list(JournalEntry.objects.values_list("detail", "label")))


def test_the_administrator_alone_does_not_take_a_second_factor_away(user, deed):
    with_app(user, deed)
    admin.password_reset(deed=deed, by=MANAGER, user_id=user.pk)
    assert SecondFactor.objects.count() == 1
    assert admin.factors_reset(deed=deed, by=KEEPER, user_id=user.pk) == 1
