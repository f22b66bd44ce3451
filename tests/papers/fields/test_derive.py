from __future__ import annotations

from anjuan.papers.facts import Description, Found
from anjuan.papers.fields.derive import as_plain, derive

BOX = (0.1, 0.1, 0.2, 0.12)


def paper(document, kind, *fields, stage="", sure=1.0):
    found = tuple(Found(name, value, str(value), 1, BOX, sure) for name, value in fields)
    return (document, kind, stage, Description(found))


def graded(document, grade):
    return (document, "D08", "", Description((Found("finding.grade", grade, grade, 1, BOX, 1.0, group="finding-1"),)))


def test_nothing_stated_is_absent():
    assert derive([paper(1, "A01")]) == {}


def test_the_registry_extract_names_the_organisation():
    value = derive([paper(1, "A01", ("organisation", "甲公司")), paper(2, "A02", ("organisation", "乙公司"))])[
        "organisation"
    ]
    assert (value.value, value.document, value.differ) == ("乙公司", 2, (1,))


def test_many_papers_outweigh_one_better_source():
    papers = [
        paper(1, "D12", ("headcount", 129)),
        *(paper(2 + n, kind, ("headcount", 99)) for n, kind in enumerate(("B01", "A01", "C02"))),
    ]
    assert derive(papers)["headcount"].value == 99


def test_disagreement_lowers_the_confidence():
    agreed = derive([paper(1, "C02", ("scope", "甲")), paper(2, "D12", ("scope", "甲"))])["scope"].confidence
    split = derive([paper(1, "C02", ("scope", "甲")), paper(2, "D12", ("scope", "乙"))])["scope"].confidence
    assert split < agreed


def test_writing_alike_is_agreement():
    papers = [paper(1, "F01", ("scope", "模具（注塑）的制造")), paper(2, "D12", ("scope", "模具(注塑)的制造"))]
    assert derive(papers)["scope"].agree == (1, 2)


def test_dates_of_stage_one_are_not_those_of_the_audit():
    papers = [
        paper(1, "C06", ("audit_start", "2023-05-01"), stage="1"),
        paper(2, "C06", ("audit_start", "2023-06-12"), stage="2"),
    ]
    assert derive(papers)["audit_start"].value == "2023-06-12"


def test_a_stranger_in_one_paper_is_not_of_the_team():
    team = (("team", "霍启明"), ("team", "易婷"))
    papers = [paper(1, "C02", *team), paper(2, "D12", *team), paper(3, "C06", *team, ("team", "于洋"))]
    assert derive(papers)["team"].value == ("霍启明", "易婷")


def test_standards_of_several_papers_are_united():
    papers = [paper(1, "D12", ("standards", "GB/T 19001-2016")), paper(2, "D12", ("standards", "GB/T 24001-2016"))]
    assert set(derive(papers)["standards"].value) == {"GB/T 19001-2016", "GB/T 24001-2016"}


def test_a_standard_printed_in_two_ways_counts_once():
    papers = [
        paper(1, "F01", ("standards", "ISO 9001:2015")),
        paper(2, "D12", ("standards", "GB/T 19001-2016/ISO 9001:2015")),
    ]
    assert derive(papers)["standards"].value == ("GB/T 19001-2016/ISO 9001:2015",)


def test_fields_follow_from_standards_where_no_paper_says_them():
    assert as_plain(derive([paper(1, "F01", ("standards", "GB/T 45001-2020/ISO 45001:2018"))]))["fields"] == ["A03"]


def test_findings_are_counted_where_no_report_says_how_many():
    plain = as_plain(derive([graded(1, "major"), graded(2, "minor"), graded(3, "minor")]))
    assert (plain["findings_major"], plain["findings_minor"]) == (1, 2)


def test_what_the_report_says_goes_before_counting():
    papers = [graded(1, "minor"), paper(2, "D12", ("findings_major", 0), ("findings_minor", 3))]
    assert as_plain(derive(papers))["findings_minor"] == 3


def test_stated_absence_is_an_empty_list():
    assert as_plain(derive([paper(1, "A01", ("exclusions", ""))]))["exclusions"] == []


def test_a_former_certificate_does_not_speak_for_the_case():
    assert derive([paper(1, "A15", ("organisation", "甲公司"))]) == {}


def test_several_sites_make_a_case_multi_site():
    assert derive([paper(1, "A07", ("sites", "甲路1号"))])["multi_site"].value is True


def test_one_site_counted_makes_a_case_single_site():
    assert derive([paper(1, "B01", ("site_count", 1))])["multi_site"].value is False
