from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.certificates.given import ALL, DEED, FACTS, HOLDER, NOBODY, TODAY, issued, later

from anjuan.accounts.models import JournalEntry
from anjuan.certificates.faults import (
    CertificateFactsError,
    MayNotCertifyError,
    NumberPatternError,
    NumberRuleError,
    SigningKeyError,
)
from anjuan.certificates.issuer import Issuer
from anjuan.certificates.models import IssuedCertificate, NumberGrant, NumberSeries, SigningKey
from anjuan.certificates.rules.facts import HolderFacts, SiteRow
from anjuan.certificates.rules.statement import statement_check
from anjuan.certificates.selectors.keys import key_rows, keys_known
from anjuan.certificates.selectors.numbering import number_rule, series_gaps
from anjuan.certificates.services.issuing import certificate_issue
from anjuan.certificates.services.keys import key_current, key_revoke, key_rotate
from anjuan.certificates.services.numbering import Pattern, numbering_set
from anjuan.registry.models import Certificate
from anjuan.registry.services.organisations import CertificateFacts, certificate_record, organisation_register

pytestmark = pytest.mark.django_db


def test_a_certificate_gets_its_number_by_rule():
    assert issued().certificate.number == "45426Q00001R0M"


def test_a_certificate_ends_a_day_before_three_years():
    assert issued().expires_on == dt.date(2029, 3, 1)


def test_serials_follow_each_other():
    assert [issued().certificate.number[6:11] for _ in range(3)] == ["00001", "00002", "00003"]


def test_each_system_counts_by_itself():
    assert [issued(field_code=field).certificate.number for field in ("A01", "A02", "A01")] == [
        "45426Q00001R0M", "45426E00001R0M", "45426Q00002R0M",
    ]  # fmt: skip


def test_the_registry_knows_the_certificate():
    row = issued()
    known = Certificate.objects.get(number=row.certificate.number)
    assert (known.scope, known.expires_on, known.field_code) == (FACTS.scope, row.expires_on, "A01")


def test_the_statement_holds_and_names_the_holder():
    said = statement_check(issued().printings.get().statement, keys_known()).statement
    assert (said.holder, said.number) == (HOLDER.name, "45426Q00001R0M")


def test_a_confidential_holder_is_not_named_in_the_statement():
    said = statement_check(issued(confidential="state_secret").printings.get().statement, keys_known()).statement
    assert said.holder == ""
    assert said.holder_hash


def test_the_journal_tells_of_it():
    issued()
    assert JournalEntry.objects.filter(action="certificate.issue", label="45426Q00001R0M").count() == 1


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"scope": " "}, "scope"), ({"standard": ""}, "standard"), ({"holder": HolderFacts("", "x")}, "holder"),
     ({"holder": HolderFacts("x", "")}, "address"), ({"decided_on": TODAY + dt.timedelta(days=1)}, "T07"),
     ({"issued_on": TODAY + dt.timedelta(days=1)}, "T05"), ({"expires_on": TODAY - dt.timedelta(days=1)}, "T05"),
     ({"expires_on": dt.date(2040, 1, 1)}, "longer than a cycle"), ({"mark": "77", "mark_number": "x"}, "mark"),
     ({"mark": "01"}, "accreditation"), ({"confidential": "because"}, "confidentiality"), ({"persons": 0}, "persons"),
     ({"first_issued_on": TODAY + dt.timedelta(days=1)}, "T05"), ({"sites": (SiteRow("一厂", ""),)}, "site 1")],
)  # fmt: skip
def test_what_a_certificate_cannot_say_is_refused_by_rule(changes, rule):
    with pytest.raises(CertificateFactsError, match=rule):
        issued(**changes)


def test_everything_wrong_is_named_at_once():
    with pytest.raises(CertificateFactsError, match=r"scope.*mark"):
        issued(scope="", mark="77", mark_number="x")


def test_a_refusal_loses_no_serial():
    issued()
    with pytest.raises(CertificateFactsError):
        issued(replaces="gone")
    assert issued().certificate.number == "45426Q00002R0M"
    assert series_gaps() == ()


def test_a_field_without_letter_is_refused_with_the_way_out():
    with pytest.raises(NumberRuleError, match="A05") as refused:
        issued(field_code="A05")
    assert "numbering" in refused.value.remedy


def test_a_body_without_approval_number_is_told_so():
    holder = organisation_register(deed=DEED, name="甲公司")
    with pytest.raises(NumberRuleError, match="approval"):
        certificate_issue(deed=DEED, organisation=holder, facts=FACTS, issuer=Issuer("甲"))


def test_a_number_known_from_old_papers_is_not_given_again():
    holder = organisation_register(deed=DEED, name="甲公司")
    certificate_record(deed=DEED, organisation=holder, facts=CertificateFacts("45426Q00001R0M"))
    assert issued().certificate.number == "45426Q00002R0M"


def test_a_serial_is_given_once_whatever_the_code_does():
    issued()
    grant = NumberGrant.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberGrant.objects.create(number="other", series=grant.series, serial=1, edition="x", given_at=DEED.now)


def test_a_gap_in_a_series_is_found():
    issued()
    NumberSeries.objects.update(last=4)
    issued()
    assert [gap.serial for gap in series_gaps()] == [2, 3, 4]


def test_a_sub_certificate_stands_under_its_main_one():
    main = issued()
    sub = issued(main_number=main.certificate.number)
    assert (sub.certificate.number, sub.main_id) == ("45426Q00001R0M-1", main.pk)


def test_a_sub_certificate_may_not_outlast_its_main_one():
    main = issued(expires_on=dt.date(2028, 1, 1))
    with pytest.raises(CertificateFactsError, match="sub_within_main"):
        issued(main_number=main.certificate.number, expires_on=dt.date(2028, 1, 2))


def test_a_sub_certificate_of_a_sub_certificate_is_refused():
    issued(main_number=issued().certificate.number)
    with pytest.raises(CertificateFactsError, match="main certificate"):
        issued(main_number="45426Q00001R0M-1")


def test_a_renewal_counts_and_names_the_one_before():
    first = issued()
    second = issued(renewals=1, replaces=first.certificate.number)
    assert second.certificate.number.endswith("R1M")
    assert second.replaces_id == first.pk


def test_a_wrong_state_cannot_stand_in_the_tables():
    row = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCertificate.objects.filter(pk=row.pk).update(status="09")


def test_a_suspension_without_days_cannot_stand_in_the_tables():
    row = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCertificate.objects.filter(pk=row.pk).update(status="02")


def test_a_holder_cannot_be_concealed_without_a_reason():
    row = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCertificate.objects.filter(pk=row.pk).update(is_confidential=True)


def test_an_own_pattern_holds_from_its_day():
    numbering_set(deed=DEED, pattern=Pattern("2026", "A", "X{system}{year4}{serial}", TODAY, letters="A05=IS"))
    assert issued(field_code="A05").certificate.number == "XIS202600001"


def test_an_own_pattern_goes_on_with_the_series():
    issued()
    numbering_set(deed=DEED, pattern=Pattern("2026", "A", "X{system}{year4}{serial}", TODAY))
    assert issued().certificate.number == "XQ202600002"


def test_an_own_pattern_is_not_in_force_before_its_day():
    numbering_set(deed=DEED, pattern=Pattern("2026", "A", "X{system}{year4}{serial}", TODAY))
    assert number_rule(TODAY - dt.timedelta(days=1), "A01").edition == "2026"
    assert number_rule(TODAY, "A01").edition == "body:2026"


@pytest.mark.parametrize(
    "changes",
    [{"template": "{serial}{nobody}"}, {"template": "{body}{serial}"}, {"letters": "A05=is"}, {"letters": "A05"}],
)
def test_a_pattern_that_cannot_be_meant_is_refused(changes):
    wanted = {"name": "x", "category": "A", "template": "{year2}{system}{serial}", "valid_from": TODAY} | changes
    with pytest.raises(NumberPatternError):
        numbering_set(deed=DEED, pattern=Pattern(**wanted))


def test_two_patterns_cannot_begin_on_one_day():
    numbering_set(deed=DEED, pattern=Pattern("a", "A", "{year2}{system}{serial}", TODAY))
    with pytest.raises(NumberPatternError, match="already"):
        numbering_set(deed=DEED, pattern=Pattern("b", "A", "{year2}{system}{serial}", TODAY))


def test_a_private_key_lies_sealed_in_the_tables():
    row, private = key_current(deed=DEED)
    assert private.private_bytes_raw().hex() not in row.private
    assert bytes(row.public) != private.private_bytes_raw()


def test_the_same_key_signs_until_it_is_rotated():
    assert key_current(deed=DEED)[0].pk == key_current(deed=DEED)[0].pk


def test_after_a_rotation_the_old_key_still_verifies():
    text = issued().printings.get().statement
    key_rotate(deed=later(10), viewer=ALL)
    assert statement_check(text, keys_known()).fault == ""
    assert len(key_rows()) == 2


def test_after_a_rotation_the_new_key_signs():
    issued()
    fresh = key_rotate(deed=DEED, viewer=ALL)
    assert issued().printings.get().key_id == fresh.pk


def test_a_revoked_key_verifies_nothing_and_another_signs():
    row = issued().printings.get()
    key_revoke(deed=DEED, viewer=ALL, kid=row.key.kid, reason="stolen")
    assert statement_check(row.statement, keys_known()).fault == "key_revoked"
    assert issued().printings.get().key.kid != row.key.kid


@pytest.mark.parametrize(("kid", "reason"), [("nothing", "stolen"), (None, " ")])
def test_a_revocation_needs_a_key_and_a_reason(kid, reason):
    row, _ = key_current(deed=DEED)
    with pytest.raises(SigningKeyError):
        key_revoke(deed=DEED, viewer=ALL, kid=kid or row.kid, reason=reason)


def test_keys_belong_to_the_security_keeper():
    with pytest.raises(MayNotCertifyError):
        key_rotate(deed=DEED, viewer=NOBODY)


def test_a_key_of_another_data_home_is_told_in_a_sentence(settings):
    key_current(deed=DEED)
    settings.SECRET_KEY = "another home"
    with pytest.raises(SigningKeyError, match=r"secret\.key|secret of this data home"):
        issued()


def test_a_rotation_helps_where_the_secret_is_lost(settings):
    issued()
    settings.SECRET_KEY = "another home"
    key_rotate(deed=DEED, viewer=ALL)
    assert issued().certificate.number == "45426Q00002R0M"


def test_keys_are_not_in_the_way_of_each_other():
    key_current(deed=DEED)
    assert SigningKey.objects.filter(retired_on=None).count() == 1
