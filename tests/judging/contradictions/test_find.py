"""Every contradiction is named with the papers that contradict each other."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from tests.judging.contradictions.made import NAME, Made, field, fields, people, signatures, weighty

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.contradictions import find
from anjuan.judging.contradictions.find import contradictions
from anjuan.judging.rules.tables import contradiction_tables

SIGNED_BY_OTHERS = signatures(
    ("孟广才", "组长", "auditor"),
    ("褚云", "组员", "auditor"),
    ("魏来", "质量部", "client"),
    ("高媛", "生产部", "client"),
)

FAULTS = {
    "one sign of the name": (
        Made().change("F01", organisation="青岛海登精密铸造有限公司"),
        "K09",
        "organisation",
        "F01",
    ),
    "a paper of somebody else": (
        Made().add("D18", *fields(organisation="潍坊百瑞达食品有限公司")),
        "K09",
        "organisation",
        "D18",
    ),
    "a code that fails its check": (
        Made().change("D12", credit_code="91370202MA3C1A2B73"),
        "K09",
        "credit_code",
        "D12",
    ),
    "a code of somebody else": (
        Made().add("D15", *fields(organisation=NAME, credit_code="91310000607200393T")),
        "K09",
        "credit_code",
        "D15",
    ),
    "another house number": (
        Made().change("D13", registered_address="山东省青岛市城阳区棘洪滩街道锦盛二路91号"),
        "K09",
        "registered_address",
        "D13",
    ),
    "another town": (
        Made().change("D13", registered_address="山东省青岛市即墨区棘洪滩街道锦盛二路19号"),
        "K09",
        "registered_address",
        "D13",
    ),
    "other people, effective alike": (
        Made().change("A09", headcount=68, effective_headcount=68),
        "K09",
        "headcount",
        "A09",
    ),
    "another leader": (
        Made()
        .also("C02", field("team_leader", "孟广才"))
        .also("C06", field("team_leader", "孟广才"))
        .also("D12", field("team_leader", "褚云")),
        "K06",
        "team_leader",
        "D12",
    ),
    "another number of people": (Made().change("D12", headcount=68), "K09", "headcount", "D12"),
    "more scope on the certificate": (
        Made().change("F01", scope="铝合金压铸件的设计、制造和销售"),
        "K08",
        "scope",
        "F01",
    ),
    "scope in another order": (Made().change("E03", scope="铝合金压铸件的制造和设计"), "K08", "scope", "E03"),
    "an old edition": (Made().change("C06", standards="GB/T 19001-2008/ISO 9001:2008"), "K08", "standards", "C06"),
    "another standard": (Made().change("F01", standards="GB/T 24001-2016"), "K08", "standards", "F01"),
    "another professional code": (
        Made().change("D12", professional_codes="17.12.03").also("C02", field("professional_codes", "17.10.02")),
        "K08",
        "professional_codes",
        "D12",
    ),
    "a digit of the certificate number": (
        Made().change("F04", certificate_no="30522Q10461R0M"),
        "K09",
        "certificate_no",
        "F04",
    ),
    "another last day of validity": (Made().change("F04", expires_on="2025-06-15"), "T05", "expires_on", "F04"),
    "three years and a day": (
        Made().change("F01", expires_on="2025-06-15").change("F04", expires_on="2025-06-15"),
        "T05",
        "expires_on",
        "F01",
    ),
    "four years": (
        Made().change("F01", expires_on="2026-06-14").change("F04", expires_on="2026-06-14"),
        "T05",
        "expires_on",
        "F01",
    ),
    "review before application": (Made().change("B01", paper_date="2022-02-18"), "K01", "date_order", "B01"),
    "report before the closing meeting": (Made().change("D12", paper_date="2022-05-16"), "K01", "date_order", "D12"),
    "certificate before the decision": (
        Made().change("F01", issued_on="2022-06-13", expires_on="2025-06-12").change("F04", expires_on="2025-06-12"),
        "K01",
        "date_order",
        "F01",
    ),
    "one certificate of two before the decision": (
        Made().add("F01", *fields(organisation=NAME, issued_on="2022-06-12")),
        "K01",
        "date_order",
        "F01",
    ),
    "review after the decision by months only": (
        Made().change("E01", paper_date="2022-07"),
        "K01",
        "date_order",
        "E01",
    ),
    "meeting outside the audit": (
        Made().change("D03", paper_date="2022-05-20").change("D12", paper_date="2022-05-24"),
        "K01",
        "meeting_date",
        "D03",
    ),
    "a young system": (Made().change("A01", released_on="2022-01-10"), "K02", "released_on", "A01"),
    "a late declaration among several": (
        Made().add("C04", *fields(paper_date="2022-05-19")),
        "K03",
        "date_order",
        "C04",
    ),
    "plan reported during the audit": (Made().change("C09", reported_on="2022-05-18"), "K04", "date_order", "C09"),
    "no top manager": (
        Made(leave_out=("D02",)).add("D02", *fields(paper_date="2022-05-17"), *SIGNED_BY_OTHERS),
        "K05",
        "top_management",
        "D02",
    ),
    "somebody more in the report": (Made().team("D12", "孟广才", "褚云", "项飞"), "K06", "team", "D12"),
    "somebody less in the plan": (Made().team("C06", "孟广才"), "K06", "team", "C06"),
    "fewer days in the report": (Made().change("D12", audit_days=5.5), "K07", "audit_days", "D12"),
    "fewer days than computed": (Made().everywhere(audit_days=5.0, onsite_days=4.5), "K07", "audit_days", "B02"),
    "too little on site": (Made().everywhere(onsite_days=4.0), "K07", "onsite_days", "C02"),
    "other days of the audit": (
        Made().change("F04", audit_start="2022-05-18", audit_end="2022-05-19"),
        "K07",
        "audit_start",
        "F04",
    ),
    "a finding too many": (Made().change("E03", findings_minor=2), "K10", "findings_minor", "E03"),
    "a report too few": (
        Made(leave_out=("D08", "D09")).add(
            "D08", *fields("finding-1", finding__number="9", finding__grade="major", finding__closed_on="2022-06-01")
        ),
        "K10",
        "findings_major",
        "D08",
    ),
    "no closure": (Made(leave_out=("D09",)), "K10", "finding_open", "D08"),
    "a late closure": (Made().change("D09", finding__closed_on="2022-06-20"), "K10", "finding_closed", "D09"),
    "the decider in the team": (Made().change("E03", decision_maker="褚云"), "K11", "decision_maker", "E03"),
    "the reviewer in the team": (Made().change("E01", reviewer="孟广才"), "K11", "reviewer", "E01"),
    "the decider was the expert": (
        Made()
        .change("E03", decision_maker="贾学文")
        .also("C02", *fields("member-3", member__name="贾学文", member__role="技术专家")),
        "K11",
        "decision_maker",
        "E03",
    ),
    "an expired licence": (
        Made().change("A03", licence__valid_until="2022-05-10"),
        "K12",
        "licence.valid_until",
        "A03",
    ),
    "a licence that ends before the decision": (
        Made().change("A03", licence__valid_until="2022-06-01"),
        "K12",
        "licence.valid_until",
        "A03",
    ),
    "a department without notes": (
        Made()
        .also("C06", *fields("plan-1", plan__department="质量部"), *fields("plan-2", plan__department="压铸车间"))
        .add("D04", *fields(note__department="质量部")),
        "K13",
        "department",
        "C06",
    ),
    "a page too many in the list": (
        Made().add(
            "X01",
            *fields("item-1", item__title="审核报告", item__pages=4),
            *fields("item-2", item__title="审核计划", item__pages=1),
        ),
        "K17",
        "item.pages",
        "X01",
    ),
    "a site of the sample that nobody saw": (
        Made()
        .add("B03", *fields("site-1", site__name="胶州分厂", site__address="胶州市三号路6号"))
        .also("D12", field("sites", "莱西仓库")),
        "K14",
        "site",
        "B03",
    ),
    "a site of the sample that the plan names and the notes leave out": (
        Made()
        .add(
            "B03",
            *fields("site-1", site__name="一分公司（胶州市三号路6号）"),
            *fields("site-2", site__name="二分公司（莱西市威海路30号）"),
        )
        .also("C06", *fields("plan-1", plan__department="一分公司"), *fields("plan-2", plan__department="二分公司"))
        .add("D04", *fields("note-1", note__department="一分公司")),
        "K14",
        "site",
        "B03",
    ),
    "a workshop of the same name with another number": (
        Made()
        .also("C06", *fields("plan-1", plan__department="一车间"), *fields("plan-2", plan__department="二车间"))
        .add("D04", *fields(note__department="一车间")),
        "K13",
        "department",
        "C06",
    ),
    "days of stage 2 that are the other paper's with stage 1": (
        Made()
        .add("D05", *fields(audit_days=2.0), stage="1")
        .set("C02", stage="2")
        .set("C06", stage="2")
        .change("C06", "2", audit_days=8.0, onsite_days=None)
        .change("C02", "2", onsite_days=None),
        "K07",
        "audit_days",
        "C06",
    ),
    "another leader in the report": (
        Made()
        .also("C02", field("team_leader", "孟广才"))
        .also("C06", field("team_leader", "孟广才"))
        .also("D12", field("team_leader", "褚云")),
        "K06",
        "team_leader",
        "D12",
    ),
    "an address of the contract that is neither": (
        Made().change("B05", registered_address="山东省青岛市即墨区蓝村镇兴业一路3号"),
        "K09",
        "registered_address",
        "B05",
    ),
    "four years in a first certificate kept for surveillance": (
        Made("surveillance", leave_out=("A01", "B01", "B02", "B05"))
        .change("F01", issued_on="2021-06-15", expires_on="2025-06-14", certificate_no="30521Q10467R0M")
        .change("F04", certificate_no="30521Q10467R0M")
        .change("E03", certificate_no="30521Q10467R0M"),
        "T05",
        "expires_on",
        "F01",
    ),
    "nobody has the code": (
        Made().also("C02", *fields("member-1", member__name="孟广才", member__code="33.02.01")),
        "P08",
        "professional_codes",
        "C02",
    ),
    "a number of another year": (Made().everywhere(certificate_no="30519Q10467R0M"), "C01", "certificate_no", "F01"),
}


@pytest.mark.parametrize(("made", "rule", "name", "kind"), FAULTS.values(), ids=FAULTS)
def test_fault_is_named_with_its_papers(made, rule, name, kind):
    found = [item for item in made.judged() if item.rule == rule and item.name == name]
    assert len(found) == 1
    assert kind in made.kinds(found[0])


@pytest.mark.parametrize("made", [fault[0] for fault in FAULTS.values()], ids=FAULTS)
def test_one_fault_is_told_once_or_twice(made):
    assert 1 <= len(weighty(made.judged())) <= 2


def test_value_taken_as_right_stands_first():
    made = Made().change("D12", headcount=68)
    (found,) = made.judged()
    assert [found.evidence[0].value, found.evidence[1].value] == ["86", "68"]


def test_sentence_names_both_values_in_both_languages():
    (found,) = Made().change("D12", headcount=68).judged()
    assert "86" in found.what
    assert "68" in found.what
    assert "体系覆盖人数不一致" in found.what_zh


def test_deviating_papers_of_one_value_are_told_together():
    made = Made().change("D12", headcount=68).change("C02", headcount=68)
    (found,) = [item for item in made.judged() if item.name == "headcount"]
    assert {"D12", "B01"} <= set(made.kinds(found))


def test_look_alike_sign_in_recognised_text_is_near():
    made = Made().change("F01", organisation="青岛海澄精密铸造有限公同").set("F01", digital=False)
    assert not [item for item in made.judged() if item.severity is Severity.BLOCK]


def test_few_signs_in_recognised_text_only_warn():
    made = Made().change("D12", organisation="青岛海登精密铸造有限公司").set("D12", digital=False)
    (found,) = [item for item in made.judged() if item.name == "organisation"]
    assert found.severity is Severity.WARN


def test_doubtful_field_only_warns():
    made = Made().change("D12", headcount=None).also("D12", field("headcount", 68, confidence=0.6))
    (found,) = made.judged()
    assert found.severity is Severity.WARN


def test_dates_impossibly_far_apart_only_warn():
    (found,) = [item for item in Made().change("D12", paper_date="2002-05-24").judged() if item.name == "date_order"]
    assert found.severity is Severity.WARN


def test_broken_order_is_told_at_the_nearest_events_only():
    made = Made().change("E01", paper_date="2022-06-30")
    found = [item for item in made.judged() if item.name == "date_order"]
    assert [made.kinds(item) for item in found] == [["E01", "E03"]]


def test_foreign_paper_takes_no_part_in_other_rules():
    made = Made().add("D18", *fields(organisation="潍坊百瑞达食品有限公司", headcount=12, scope="食品的生产"))
    assert [item.rule for item in made.judged()] == ["K09"]


def test_rule_that_fails_is_told_and_stops_no_other(monkeypatch):
    def broken(_view):
        message = "no such thing"
        raise LookupError(message)

    monkeypatch.setattr(find, "CHECKS", (("K13", broken), *find.CHECKS))
    found = Made().change("D12", headcount=68).judged()
    assert {(item.rule, item.name) for item in found} == {("K13", "check_failed"), ("K09", "headcount")}


def test_switched_off_rule_is_not_asked():
    tables = contradiction_tables(dt.date(2022, 6, 14))
    rules = {**tables.rules.rules, "K09": tables.rules.rules["K09"].model_copy(update={"on": False})}
    quiet = dataclasses.replace(tables, rules=tables.rules.model_copy(update={"rules": rules}))
    assert not contradictions(Made().change("D12", headcount=68).case, tables=quiet)


def test_edition_of_the_table_is_named():
    (found,) = Made().change("D12", headcount=68).judged()
    assert found.edition == contradiction_tables(None).rules.edition


def test_case_without_papers_has_no_contradictions():
    assert contradictions(CaseFile(1, ()), tables=contradiction_tables(None)) == ()


def test_sixty_papers_are_judged_in_a_tenth_of_a_second():
    made = Made()
    while len(made.papers) < 60:
        made.add("D04", *fields(organisation=NAME, project_no="P22-0467", audit_start="2022-05-17"), *people("褚云"))
    made.judged()
    before = time.process_time()
    made.judged()
    assert time.process_time() - before < 0.1
