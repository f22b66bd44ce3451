"""What looks like a contradiction and is none: nothing is told."""

from __future__ import annotations

import dataclasses

import pytest
from tests.judging.contradictions.made import (
    ADDRESS,
    CODE,
    NAME,
    NUMBER,
    SCOPE,
    STANDARD,
    Made,
    field,
    fields,
    people,
    signatures,
)

TEAM = ("孟广才", "褚云")


def untouched() -> Made:
    return Made()


def former_name_documented() -> Made:
    return (
        Made()
        .change("B05", organisation="青岛海澄铸造厂")
        .also("D15", field("former_names", "青岛海澄铸造厂"))
        .add("D15", *fields(organisation=NAME, former_names="青岛海澄铸造厂"))
    )


def address_without_regions() -> Made:
    return (
        Made()
        .change("D12", registered_address="青岛市城阳区棘洪滩街道锦盛二路19号")
        .change(
            "F01", registered_address="城阳区锦盛二路１９号", operating_address="山东青岛城阳区棘洪滩街道锦盛2路19号"
        )
        .change("D13", registered_address="山东省青岛市城阳区棘洪滩街道锦盛二路19号（自主申报）")
    )


def plain_address_of_the_contract() -> Made:
    """A contract prints 地址 for the registered one, where the work is done elsewhere."""
    made = Made().everywhere(operating_address="山东省青岛市即墨区北安街道云桥路8号")
    plain = dataclasses.replace(field("operating_address", ADDRESS), label="地址")
    return made.change("B05", operating_address=None).also("B05", plain)


def name_in_other_width() -> Made:
    long = "青岛海澄精密铸造有限责任公司"
    return Made().change("D12", organisation=long).change("E03", organisation="青岛市海澄精密铸造有限公司 ")


def short_name_on_sign_in() -> Made:
    return Made().change("D02", organisation="海澄精密").change("D03", organisation="青岛海澄")


def two_standards() -> Made:
    both = "GB/T 19001-2016/ISO 9001:2015、GB/T 24001-2016/ISO 14001:2015"
    made = Made().everywhere(standards=both)
    made.systems = ("A01", "A02")
    return (
        made.change("D08", standards="GB/T 24001-2016 idt ISO 14001:2015")
        .change("C06", standards="ISO 9001:2015; ISO 14001:2015")
        .add(
            "F01",
            *fields(
                organisation=NAME,
                credit_code=CODE,
                scope=f"{SCOPE}及相关管理活动",
                standards="GB/T 24001-2016",
                certificate_no="30522E10468R0M",
                issued_on="2022-06-15",
                expires_on="2025-06-14",
            ),
        )
        .also("E03", field("certificate_no", "30522E10468R0M"))
    )


def stage_1_has_its_own_days() -> Made:
    made = Made()
    made.add(
        "C06",
        *fields(
            organisation=NAME, audit_start="2022-04-26", audit_end="2022-04-26", audit_days=1.0, paper_date="2022-04-21"
        ),
        *people("孟广才"),
        stage="1",
    )
    made.add(
        "D02",
        *fields(organisation=NAME, paper_date="2022-04-26"),
        *signatures(("孟广才", "组长", "auditor"), ("林万山", "总经理", "client"), ("魏来", "质量部", "client")),
        stage="1",
    )
    made.add(
        "D05", *fields(organisation=NAME, audit_start="2022-04-26", headcount=86, paper_date="2022-04-29"), stage="1"
    )
    return made.change("C06", audit_days=5.0)


def surveillance_with_the_old_certificate() -> Made:
    made = Made("surveillance", leave_out=("A01", "B01", "B02", "B05"))
    made.change("F01", issued_on="2020-06-20", expires_on="2023-06-19")
    return made.change("F04", expires_on="2023-06-19")


def surveillance_with_an_older_contract() -> Made:
    return Made("surveillance", leave_out=("A01", "B01", "B02")).change("B05", paper_date="2019-03-02")


def renewal_built_on_the_old_expiry() -> Made:
    made = Made("recertification").change(
        "F01", issued_on="2022-06-15", expires_on="2025-08-30", certificate_no="30522Q10467R1M"
    )
    made.change("F04", expires_on="2025-08-30", certificate_no="30522Q10467R1M").change(
        "E03", certificate_no="30522Q10467R1M"
    )
    made.add("D17", *fields(organisation=NAME, certificate_no="30519Q10311R0M"))
    return made.add("A15", *fields(organisation=NAME, certificate_no="30519Q10311R0M", expires_on="2022-08-30"))


def expert_beside_the_team() -> Made:
    rows = (
        ("孟广才", "组长", "auditor"),
        ("褚云", "组员", "auditor"),
        ("贾学文", "技术专家", "auditor"),
        ("林万山", "总经理", "client"),
        ("魏来", "质量部", "client"),
    )
    made = Made(leave_out=("D02", "D03"))
    made.add("D02", *fields(organisation=NAME, paper_date="2022-05-17"), *signatures(*rows))
    made.add("D03", *fields(organisation=NAME, paper_date="2022-05-18"), *signatures(*rows))
    return made.also("C02", *fields("member-3", member__name="贾学文", member__role="技术专家"))


def partial_dates() -> Made:
    return (
        Made().change("B01", paper_date="2022-02").change("D12", paper_date="2022-05").change("E01", paper_date="2022")
    )


def all_on_one_day() -> Made:
    return (
        Made()
        .change("E01", paper_date="2022-06-14")
        .change("F01", issued_on="2022-06-14", expires_on="2025-06-13")
        .change("F04", reported_on="2022-06-14", expires_on="2025-06-13")
    )


def several_sites() -> Made:
    plant = "山东省胶州市胶北街道办事处工业园三号路6号"
    made = Made().also("A01", *fields("site-1", site__name="胶州分厂", site__address=plant, site__headcount=22))
    made.change("C06", operating_address=f"{ADDRESS}；{plant}")
    made.add("D14", *fields("site-1", site__name="胶州分厂", site__address=plant))
    return made.change("D13", operating_address=plant)


def people_of_a_site() -> Made:
    return (
        Made()
        .also("A01", *fields("site-1", site__name="胶州分厂", site__headcount=22))
        .add("D05", *fields(organisation=NAME, headcount=22), stage="1")
    )


def effective_people_under_the_other_label() -> Made:
    return Made().change("C02", headcount=80)


def over_the_turn_of_the_year() -> Made:
    made = Made().everywhere(audit_start="2021-12-30", audit_end="2022-01-02")
    made.change("D02", paper_date="2021-12-30").change("D03", paper_date="2022-01-02").change(
        "D12", paper_date="2022-01-06"
    )
    made.change("A01", paper_date="2021-11-08", released_on="2021-02-01").change("B01", paper_date="2021-11-10")
    made.change("B05", paper_date="2021-11-15").change("C02", paper_date="2021-12-01").change(
        "C04", paper_date="2021-12-30"
    )
    return made.change("C06", paper_date="2021-12-20").change("C09", reported_on="2021-12-21")


def issued_on_29_february() -> Made:
    made = (
        Made()
        .change("E03", decision_date="2024-02-28")
        .change("F01", issued_on="2024-02-29", expires_on="2027-02-27", certificate_no="30524Q10467R0M")
    )
    made.change("E03", certificate_no="30524Q10467R0M")
    return made.change("F04", expires_on="2027-02-27", reported_on="2024-03-04", certificate_no="30524Q10467R0M")


def plan_names_the_days_on_site_only() -> Made:
    return Made().change("C06", audit_days=5.0, onsite_days=None)


def joined_scope_words() -> Made:
    return (
        Made()
        .change("E03", scope="铝合金压铸件设计及制造")
        .change("F01", scope="铝合金压铸件的设计、制造。")
        .change("D13", scope="铝合金压铸件的设计和制造（资质许可范围内）")
    )


def amended_scope() -> Made:
    final = "铝合金压铸件的制造"
    made = Made().everywhere(scope=final)
    return (
        made.change("A01", scope=SCOPE).change("B05", scope=SCOPE).add("B06", *fields(organisation=NAME, scope=final))
    )


def renewed_licence() -> Made:
    return Made().add(
        "A03",
        *fields(
            "licence-1", licence__name="排污许可证", licence__valid_from="2016-01-01", licence__valid_until="2020-02-29"
        ),
    )


def complaint_of_somebody_else() -> Made:
    return (
        Made()
        .add("G03", *fields(organisation="烟台通达农机有限公司"))
        .add("X03", *fields(organisation="某某银行青岛分行"))
    )


def report_by_a_laboratory() -> Made:
    return Made().add("D16", *fields(organisation="上汽通用五菱汽车股份有限公司", credit_code="91310000607200393T"))


def english_certificate() -> Made:
    return Made().add(
        "F01",
        *fields(
            organisation="Qingdao Haicheng Precision Casting Co., Ltd.",
            scope="Design and manufacture of aluminium die castings",
            registered_address="No. 19 Jinsheng 2nd Road",
            certificate_no=NUMBER,
            issued_on="2022-06-15",
            expires_on="2025-06-14",
        ),
    )


def body_taken_for_the_client() -> Made:
    return Made().change("C02", organisation="华鉴认证中心有限公司")


def list_with_first_pages() -> Made:
    made = Made()
    rows = [
        row
        for number, (title, page) in enumerate(
            (("认证申请书", 1), ("营业执照", 3), ("审核计划", 4), ("审核报告", 6)), 1
        )
        for row in fields(f"item-{number}", item__title=title, item__pages=page)
    ]
    return made.add("X01", *rows)


def finding_closed_on_its_own_form() -> Made:
    return Made(leave_out=("D09",)).also(
        "D08", *fields("finding-1", finding__closed_on="2022-06-02", finding__verification="有效")
    )


def one_closure_for_several_findings() -> Made:
    made = Made().also("D08", *fields("finding-2", finding__number="02", finding__grade="minor", finding__clause="7.2"))
    made.also("D09", *fields("finding-2", finding__number="02", finding__closed_on="2022-06-02"))
    return made.change("D12", findings_minor=2).change("E01", findings_minor=2).change("E03", findings_minor=2)


def branch_with_its_own_licence() -> Made:
    branch = "青岛海澄精密铸造有限公司胶州分公司"
    return Made().add(
        "A02", *fields(organisation=branch, credit_code="9137028158369900X7", registered_address="胶州市北京路1号")
    )


def top_manager_known_by_name() -> Made:
    rows = (
        ("孟广才", "组长", "auditor"),
        ("褚云", "组员", "auditor"),
        ("林万山", "行政部", "client"),
        ("魏来", "质量部", "client"),
    )
    return Made(leave_out=("D02",)).add("D02", *fields(organisation=NAME, paper_date="2022-05-17"), *signatures(*rows))


def auditor_of_one_section() -> Made:
    return Made().add(
        "D04", *fields(organisation=NAME, audit_start="2022-05-18", audit_end="2022-05-18"), *people("褚云")
    )


def standard_by_its_international_number() -> Made:
    return (
        Made().change("F01", standards="ISO 9001：2015").change("C06", standards=STANDARD.replace("/ISO", " idt ISO"))
    )


def reviewer_of_the_application_in_the_team() -> Made:
    return Made().also("B01", field("reviewer", "孟广才"))


def stage_1_plan_that_does_not_say_so() -> Made:
    made = Made().add(
        "C06",
        *fields(organisation=NAME, audit_start="2022-04-26", audit_end="2022-04-26", audit_days=1.0),
        *people(*TEAM),
    )
    return made.add("D02", *fields(organisation=NAME, paper_date="2022-04-26"))


def one_day_for_each_stage() -> Made:
    made = Made().change("C06", audit_days=4.5)
    return made.add("C06", *fields(organisation=NAME, audit_days=1.5), *people(*TEAM))


def report_that_names_the_leader_only() -> Made:
    made = Made().change("D12", team=None)
    leader = dataclasses.replace(field("team", "孟广才"), label="审核组长")
    return made.also("D12", leader, field("team_leader", "孟广才"))


def label_swallowed_with_the_name() -> Made:
    return Made().change("D02", organisation=f"{NAME} 项目编号 P22-0467")


def another_number_under_a_like_label() -> Made:
    return Made().change("D08", project_no="QP-08-03/B/0").change("B05", contract_no="NO.2210077")


def internal_audit_between_application_and_audit() -> Made:
    return Made().add(
        "A06", *fields(organisation=NAME, internal_audit_on="2022-03-10", management_review_on="2022-03-20")
    )


def customer_in_a_record_of_the_client() -> Made:
    return Made().add("W02", *fields(organisation="浙江宏远汽车配件有限公司", credit_code="91310000607200393T"))


def plan_without_a_date_of_its_own() -> Made:
    made = Made().change("C06", paper_date="2022-05-18")
    return made.also("C06", *fields("plan-9", plan__date="2022-05-18"))


def meetings_at_a_site_of_the_plan() -> Made:
    made = Made().also(
        "C06",
        *fields("plan-1", plan__department="总部", plan__clauses="首次会议"),
        *fields("plan-2", plan__department="质量部", plan__clauses="Q8.6 Q8.7"),
        *fields("plan-3", plan__department="总部", plan__clauses="末次会议"),
    )
    return made.add("D04", *fields(note__department="质量部"))


def contract_with_the_registered_address_alone() -> Made:
    works = "山东省青岛市即墨区蓝村镇兴业一路3号"
    made = Made().everywhere(operating_address=works)
    plain = dataclasses.replace(field("operating_address", ADDRESS), label="地址")
    return made.change("B05", operating_address=None).also("B05", plain)


def departments_by_other_words() -> Made:
    made = Made().also(
        "C06",
        *fields("plan-1", plan__department="管理层"),
        *fields("plan-2", plan__department="压铸生产部"),
        *fields("plan-3", plan__department="首次会议"),
        *fields("plan-4", plan__department="质量部、技术部"),
    )
    made.add("D04", *fields(note__department="最高管理者"))
    return made.add("D04", *fields(note__department="压铸车间、质量检验部、技术研发部"))


TRAPS = [
    value for name, value in list(globals().items()) if callable(value) and getattr(value, "__module__", "") == __name__
]


@pytest.mark.parametrize("made", TRAPS, ids=lambda made: made.__name__)
def test_nothing_is_told_of(made):
    assert [(item.rule, item.severity.value, item.what_zh) for item in made().judged()] == []


def test_a_word_of_the_sentence_before_the_name_is_no_other_name() -> None:
    name = dataclasses.replace(field("organisation", f"访{NAME}", confidence=0.72), how="sentence")
    assert not [one for one in Made().also("E01", name).judged() if one.rule == "K09"]
