"""What a case contradicts in other cases."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.judging.contradictions.made import NAME, NUMBER, Made

from anjuan.judging.casefile import Severity
from anjuan.judging.contradictions.across import (
    AuditorStay,
    CertificateHolder,
    contradictions_across,
    holders,
    stays,
)
from anjuan.judging.rules.tables import contradiction_tables

TABLES = contradiction_tables(None)
BODY = "CNCA-R-2017-305"


def stay(start, end, *, person="褚云", body=BODY, case=2, client="日照中泰水泥有限公司"):
    return AuditorStay(person, body, dt.date.fromisoformat(start), dt.date.fromisoformat(end), case, client, 77)


def across(others=(), certificates=()):
    return contradictions_across(Made().case, others, certificates, tables=TABLES, body=BODY)


def test_auditor_in_two_places_is_told_with_both_papers():
    (found,) = across([stay("2022-05-18", "2022-05-18")])
    assert (found.rule, found.severity, found.evidence[1].document) == ("K16", Severity.BLOCK, 77)


@pytest.mark.parametrize(
    "other",
    [
        stay("2022-05-19", "2022-05-20"),
        stay("2022-05-18", "2022-05-18", person="褚运"),
        stay("2022-05-18", "2022-05-18", client=f"{NAME} "),
        stay("2022-05-18", "2022-05-18", case=1),
    ],
    ids=["later", "somebody else", "combined audit of one client", "the case itself"],
)
def test_auditor_elsewhere_is_no_contradiction(other):
    assert across([other]) == ()


def test_same_name_in_another_body_is_doubtful():
    (found,) = across([stay("2022-05-17", "2022-05-18", body="CNCA-R-2002-001")])
    assert found.severity is Severity.WARN


def test_audits_that_touch_on_one_day_only_warn():
    (found,) = across([stay("2022-05-18", "2022-05-19")])
    assert found.severity is Severity.WARN


def test_stays_hold_every_member_with_the_days_of_the_audit():
    found = stays(Made().case, tables=TABLES, body=BODY)
    assert {(item.person, item.start.isoformat(), item.end.isoformat()) for item in found} == {
        ("孟广才", "2022-05-17", "2022-05-18"),
        ("褚云", "2022-05-17", "2022-05-18"),
    }


def test_stays_need_whole_days():
    made = Made().everywhere(audit_start="2022-05", audit_end="2022-05")
    assert stays(made.case, tables=TABLES) == ()


def test_certificate_number_of_somebody_else_is_told():
    (found,) = across(certificates=[CertificateHolder("30522Q10467 R0M", "日照中泰水泥有限公司", 9, document=5)])
    assert (found.rule, found.name) == ("C02", "certificate_no")


@pytest.mark.parametrize("name", [NAME, "海澄精密铸造"], ids=["same name", "other name, same code"])
def test_own_number_in_an_earlier_case_is_no_contradiction(name):
    assert across(certificates=[CertificateHolder(NUMBER, name, 9, "91370202MA3C1A2B93")]) == ()


def test_holders_hold_each_number_once():
    assert [item.number for item in holders(Made().case, tables=TABLES)] == [NUMBER]
