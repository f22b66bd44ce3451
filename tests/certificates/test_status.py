from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.certificates.given import ALL, BODY, DEED, FACTS, NOBODY, TODAY, issued, later

from anjuan.accounts.models import JournalEntry
from anjuan.certificates.faults import (
    CertificateFactsError,
    CertificateUnknownError,
    MayNotCertifyError,
    StatusRefusedError,
)
from anjuan.certificates.models import IssuedCertificate, StatusChange
from anjuan.certificates.rules.facts import HolderFacts
from anjuan.certificates.selectors.issued import (
    CertificateFilter,
    certificate_get,
    certificate_list,
    certificate_total,
    certificate_walk,
    certificates_of,
)
from anjuan.certificates.services.rounds import expiry_plan
from anjuan.certificates.services.status import (
    ReissueWish,
    StatusWish,
    certificate_reissue,
    certificates_expire,
    status_change,
)
from anjuan.jobs.models import Job

pytestmark = pytest.mark.django_db
NUMBER = "45426Q00001R0M"
SUSPEND = StatusWish("suspend", "0116", ends_on=dt.date(2026, 9, 1))


def do(wish: StatusWish, days: int = 0, viewer=ALL) -> IssuedCertificate:
    return status_change(deed=later(days), viewer=viewer, number=NUMBER, wish=wish)


def reissue(**more):
    return certificate_reissue(
        deed=later(5), viewer=ALL, number=NUMBER, wish=ReissueWish("0104", "02", **more), issuer=BODY
    )


def test_a_suspension_stands_with_its_days():
    issued()
    row = do(SUSPEND)
    assert (row.status, row.suspended_on, row.suspension_ends_on) == ("02", TODAY, dt.date(2026, 9, 1))


def test_a_restoration_ends_the_suspension():
    issued()
    do(SUSPEND)
    row = do(StatusWish("restore", is_resolved=True), 30)
    assert (row.status, row.suspension_ends_on) == ("01", None)


def test_every_change_stands_in_the_history_with_its_edition():
    issued()
    do(SUSPEND)
    do(StatusWish("withdraw", "0112"), 10)
    assert list(StatusChange.objects.values_list("before", "after", "rules")) == [
        ("", "01", "2026"), ("01", "02", "2026"), ("02", "03", "2026"),
    ]  # fmt: skip


def test_the_journal_tells_of_a_change():
    issued()
    do(SUSPEND)
    assert JournalEntry.objects.get(action="certificate.status").detail["after"] == "暂停"


@pytest.mark.parametrize(
    ("wish", "days", "told"),
    [(StatusWish("restore", is_resolved=True), 0, "1.6/state"), (StatusWish("suspend", "0116"), 0, "T14/end_given"),
     (StatusWish("suspend", "9999", ends_on=TODAY), 0, "1.6/reason_known"),
     (StatusWish("suspend", "0116", ends_on=dt.date(2026, 9, 2)), 0, "T14/end_within_months"),
     (StatusWish("withdraw", "0115"), 0, "T04/unresolved_after_end"),
     (StatusWish("cancel", "0116"), 0, "1.6/reason_known"),
     (StatusWish("withdraw", "0112", TODAY + dt.timedelta(days=1)), 0, "1.6/future"),
     (StatusWish("withdraw", "0112", TODAY - dt.timedelta(days=1)), 0, "1.6/order"),
     (StatusWish("explode"), 0, "no change")],
)  # fmt: skip
def test_a_refusal_names_rule_and_edition_and_changes_nothing(wish, days, told):
    issued()
    with pytest.raises(StatusRefusedError, match=told):
        do(wish, days)
    assert IssuedCertificate.objects.get().status == "01"


def test_an_unresolved_cause_is_not_restored():
    issued()
    do(SUSPEND)
    with pytest.raises(StatusRefusedError, match=r"SP3/cause_resolved \(2026\)"):
        do(StatusWish("restore"), 5)


def test_an_unresolved_suspension_is_withdrawn_after_its_end():
    issued()
    do(SUSPEND)
    assert do(StatusWish("withdraw", "0115"), 184).status == "03"


@pytest.mark.parametrize("deed", ["suspend", "restore", "withdraw", "cancel"])
def test_nothing_is_done_to_a_withdrawn_certificate(deed):
    issued()
    do(StatusWish("withdraw", "0112"))
    with pytest.raises(StatusRefusedError, match=r"1\.6/state"):
        do(StatusWish(deed, "0112", ends_on=TODAY, is_resolved=True), 1)


def test_a_main_certificate_takes_its_sub_certificates_along():
    issued()
    issued(main_number=NUMBER)
    do(SUSPEND)
    assert set(IssuedCertificate.objects.values_list("status", flat=True)) == {"02"}


def test_changes_need_the_right():
    issued()
    with pytest.raises(MayNotCertifyError):
        do(SUSPEND, viewer=NOBODY)


def test_a_number_that_was_not_issued_here_is_told():
    with pytest.raises(CertificateUnknownError):
        do(SUSPEND)


@pytest.mark.parametrize(("days", "status"), [(1095, "01"), (1096, "05")])
def test_the_nightly_round_expires_what_is_over(days, status):
    issued()
    certificates_expire(deed=later(days))
    assert IssuedCertificate.objects.get().status == status


def test_the_nightly_round_done_twice_does_nothing_more():
    issued()
    assert (certificates_expire(deed=later(1096)), certificates_expire(deed=later(1096))) == (1, 0)


def test_an_expiry_holds_from_the_day_after_the_last():
    issued()
    certificates_expire(deed=later(1200))
    assert StatusChange.objects.last().on == dt.date(2029, 3, 2)


def test_a_suspended_certificate_expires_too():
    issued()
    do(SUSPEND)
    certificates_expire(deed=later(1096))
    assert IssuedCertificate.objects.get().status == "05"


def test_the_round_is_planned_once_a_day():
    for days in (0, 0, 1):
        expiry_plan(deed=later(days))
    assert Job.objects.filter(kind="certificates.expiry_round").count() == 2


def test_a_reissue_keeps_number_and_days_and_the_earlier_printing():
    row = issued()
    reissue(facts=dataclasses.replace(FACTS, scope="模具的生产", expires_on=dt.date(2031, 1, 1)))
    printings = row.printings.order_by("number")
    assert [one.scope for one in printings] == ["模具的设计和生产", "模具的生产"]
    assert {one.expires_on for one in printings} == {row.expires_on}


def test_a_reissue_tells_the_registry():
    row = issued()
    reissue(facts=dataclasses.replace(FACTS, scope="模具的生产"))
    row.certificate.refresh_from_db()
    assert row.certificate.scope == "模具的生产"


def test_a_reissue_with_another_name_is_found_by_that_name():
    issued(confidential="on_request")
    renamed = HolderFacts("宁波新海棠有限公司", "宁波")
    reissue(facts=dataclasses.replace(FACTS, holder=renamed))
    found = certificate_get(ALL, NUMBER, today=TODAY)
    assert found.printing.holder == "宁波新海棠有限公司"


@pytest.mark.parametrize(("reason", "change", "told"), [("", "02", "reason_known"), ("0104", "", "change_known")])
def test_a_reissue_needs_reason_and_change(reason, change, told):
    issued()
    with pytest.raises(StatusRefusedError, match=told):
        certificate_reissue(deed=DEED, viewer=ALL, number=NUMBER, wish=ReissueWish(reason, change), issuer=BODY)


def test_a_suspended_certificate_is_not_reissued():
    issued()
    do(SUSPEND)
    with pytest.raises(StatusRefusedError, match=r"1\.6/state"):
        reissue()


def test_a_reissue_without_scope_is_refused():
    issued()
    with pytest.raises(CertificateFactsError, match="scope"):
        reissue(facts=dataclasses.replace(FACTS, scope=""))


def test_the_list_counts_every_state_under_the_other_filters():
    issued()
    issued(field_code="A02")
    do(SUSPEND)
    found = certificate_list(ALL, CertificateFilter(field_code="A01"), today=TODAY)
    assert (found.total, found.states["02"], found.states["01"], found.states[""]) == (1, 1, 0, 1)


def test_what_is_over_stands_under_expired_before_the_round():
    issued()
    late = dt.date(2030, 1, 1)
    assert certificate_list(ALL, CertificateFilter(status="05"), today=late).total == 1
    assert certificate_list(ALL, CertificateFilter(status="01"), today=late).rows == []


@pytest.mark.parametrize("words", ["45426q00001", "海棠", "45426Q00001R0M"])
def test_a_certificate_is_found_by_number_and_holder(words):
    issued()
    assert certificate_total(ALL, CertificateFilter(words=words), today=TODAY) == 1


@pytest.mark.parametrize(
    ("today", "count"), [("2028-11-30", 0), ("2028-12-01", 1), ("2029-03-01", 1), ("2029-03-02", 0)]
)
def test_a_renewal_is_due_within_ninety_days(today, count):
    issued()
    day = dt.date.fromisoformat(today)
    assert certificate_total(ALL, CertificateFilter(due="renewal"), today=day) == count


def test_a_suspension_is_due_in_its_last_month():
    issued()
    do(SUSPEND)
    assert certificate_total(ALL, CertificateFilter(due="suspension"), today=dt.date(2026, 8, 2)) == 1
    assert certificate_total(ALL, CertificateFilter(due="suspension"), today=dt.date(2026, 8, 1)) == 0


def test_a_list_is_walked_as_it_is_sorted():
    issued()
    issued()
    found = certificate_walk(ALL, CertificateFilter(), today=TODAY, order="-number")
    assert [row.number for row in found] == ["45426Q00002R0M", NUMBER]


def test_chosen_rows_alone_are_walked():
    issued()
    issued()
    found = certificate_walk(ALL, CertificateFilter(), today=TODAY, order="number", among=[NUMBER])
    assert [row.number for row in found] == [NUMBER]


def test_the_list_needs_the_right():
    with pytest.raises(MayNotCertifyError):
        certificate_list(NOBODY, CertificateFilter(), today=TODAY)


def test_the_certificate_tells_until_when_a_new_application_waits():
    issued()
    do(SUSPEND)
    do(StatusWish("withdraw", "0112"), 30)
    assert certificate_get(ALL, NUMBER, today=TODAY).blocked_until == dt.date(2027, 3, 1)


def test_the_certificates_of_an_organisation_are_listed():
    row = issued()
    assert [one.number for one in certificates_of(row.certificate.organisation_id, today=TODAY)] == [NUMBER]
