from __future__ import annotations

import datetime as dt

import pytest

from anjuan.scope.rules import tables
from anjuan.scope.rules.application import Branch, Outsourced, application_of
from anjuan.scope.rules.check import built_in_books, check_dict, scope_check
from anjuan.scope.rules.licences import hinted
from anjuan.scope.rules.parties import branch_kind, outsourcing

DAY = dt.date(2026, 3, 2)
WORDS = tables.wording().latest
SECTORS = tables.sectors().latest
BOOKS = built_in_books(DAY)
MOTORS = {
    "organisation": "示例电机有限公司",
    "scope": "直流电机、交流电机的生产",
    "business_scope": "电机制造；电机销售",
    "audit_type": "recertification",
    "cycle_begins": "2023-03-01",
    "cycle_ends": "2026-02-28",
}


def check(**content):
    return scope_check(application_of(content), today=DAY, books=BOOKS)


def codes(**content) -> list[str]:
    return [one.code for one in check(**content).findings]


def motors(ac: list[str], **changes):
    lines = [
        {"name": "直流电机", "evidence": [{"on": "2025-05-06"}]},
        {"name": "交流电机", "evidence": [{"on": day} for day in ac]},
    ]
    return {**MOTORS, "lines": lines, **changes}


# R-120, Z03, Z04


def test_r120_three_years_without_ac_motors_remove_ac_motors_alone():
    """R-120: the 直流/交流电机 fixture removes 交流 only."""
    assert check(**motors([])).text == "直流电机的生产"


@pytest.mark.parametrize(
    ("day", "stays"),
    [("2023-02-28", False), ("2023-03-01", True), ("2024-02-29", True), ("2026-02-28", True), ("2026-03-01", False)],
)
def test_r120_evidence_counts_inside_the_cycle_and_not_one_day_before_it(day, stays):
    """R-120: inside the cycle keeps it, one day before does not; both ends are inclusive."""
    assert ("交流电机" in check(**motors([day])).text) is stays


def test_r120_the_removal_says_the_days_of_the_cycle():
    """R-120: proposed for removal with its reason."""
    told = next(one for one in check(**motors([])).findings if one.code == "idle_cycle")
    assert (told.rule, "2023-03-01" in told.zh, bool(told.way_zh)) == ("Z03", True, True)


def test_an_idle_line_is_only_named_before_the_cycle_ends():
    found = check(**motors(["2022-01-01"], audit_type="surveillance", cycle_ends="2027-02-28"))
    assert ("idle_so_far" in {one.code for one in found.findings}, "交流电机" in found.text) == (True, True)


def test_proofs_without_a_day_count_for_no_cycle_and_are_told():
    lines = [
        {"name": "直流电机", "evidence": [{"document": "合同"}]},
        {"name": "交流电机", "evidence": [{"on": "2024-01-01"}]},
    ]
    assert {"undated_proof", "idle_cycle"} <= set(codes(**{**MOTORS, "lines": lines}))


def test_without_the_days_of_the_cycle_idle_years_cannot_be_told():
    assert "no_cycle" in codes(**motors(["2024-01-01"], cycle_begins="", cycle_ends=""))


# R-119, Z01


def test_r119_what_is_licensed_and_was_never_done_is_left_out():
    """R-119: no records → 无经营记录."""
    found = check(
        scope="电机的生产；风机的生产",
        business_scope="电机制造；风机制造",
        lines=[{"name": "电机", "evidence": [{"on": "2025-01-01"}]}],
    )
    told = next(one for one in found.findings if one.code == "no_records")
    assert (found.text, "无经营记录" in told.zh) == ("电机的生产", True)


def test_r119_food_without_a_licence_is_left_out():
    """R-119: food without permit → 缺许可."""
    found = check(scope="即食紫菜食品的生产", business_scope="食品生产")
    told = next(one for one in found.findings if one.code == "licence_missing")
    assert (found.text, "缺许可" in told.zh) == ("", True)


def test_r119_each_item_shows_its_four_conditions():
    """R-119: item-level result with the failing condition."""
    found = check_dict(check(scope="轴承的生产；保安服务", business_scope="轴承制造"))["items"]
    assert [(one["product"], one["applied"], one["in_licence"], one["permitted"]) for one in found] == [
        ("轴承", True, True, True),
        ("保安", True, False, False),
    ]


def test_r119_what_was_done_and_not_applied_for_is_named():
    """R-119: applied for is one of the four conditions."""
    assert "not_applied" in codes(scope="轴承的生产", lines=[{"name": "风扇", "evidence": [{"on": "2025-01-01"}]}])


@pytest.mark.parametrize(
    ("scope", "licence", "told"),
    [
        ("轴承的生产", "轴承制造；轴承销售", None),
        ("深沟球轴承的设计和制造", "一般项目：轴承制造（除依法须经批准的项目外）", None),
        ("轴承的销售", "轴承制造", "licence_doubtful"),
        ("钢琴的生产", "轴承制造；轴承销售", "outside_licence"),
        ("软件开发", "软件开发；信息系统集成服务", None),
        ("轴承的生产", "轴承、齿轮和传动部件制造", None),
        ("保安服务", "保安服务", None),
        ("餐饮服务", "五金销售", "outside_licence"),
    ],
)
def test_z01_items_are_held_against_the_business_licence(scope, licence, told):
    found = {one.code for one in check(scope=scope, business_scope=licence).findings}
    assert (found & {"outside_licence", "licence_doubtful"}) == ({told} if told else set())


def test_design_needs_no_word_of_the_business_licence():
    assert "outside_licence" not in codes(scope="轴承的设计", business_scope="轴承制造")


@pytest.mark.parametrize(("until", "over"), [("2026-03-01", True), ("2026-03-02", False), ("", False), ("长期", False)])
def test_the_business_licence_is_valid_to_its_last_day(until, over):
    assert ("licence_over" in codes(scope="轴承的生产", licence_until=until)) is over


# Z02

FOOD = {"scope": "食品的生产", "business_scope": "食品生产", "organisation": "甲", "credit_code": "1"}


def food(**licence):
    return codes(**FOOD, licences=[{"name": "食品生产许可证", "checked_on": "2026-02-01", **licence}])


@pytest.mark.parametrize(
    ("until", "told"), [("2026-03-01", "licence_expired"), ("2026-03-02", None), ("2027-01-01", None), ("", None)]
)
def test_z02_a_licence_is_valid_on_the_day_of_decision(until, told):
    assert ("licence_expired" in food(valid_until=until)) is (told is not None)


def test_z02_an_expired_licence_whose_renewal_is_accepted_suspends():
    found = food(valid_until="2026-02-01", renewal_accepted="yes")
    assert ("licence_renewing" in found, "licence_expired" in found) == (True, False)


@pytest.mark.parametrize(("since", "told"), [("2026-03-03", True), ("2026-03-02", False)])
def test_z02_a_licence_that_begins_later_does_not_hold_yet(since, told):
    assert ("licence_not_yet" in food(valid_from=since)) is told


def test_z02_a_licence_of_somebody_else_supports_nothing():
    assert "licence_holder" in food(holder_code="2")


def test_z02_the_same_credit_code_is_the_same_holder_whatever_the_name():
    assert "licence_holder" not in food(holder="旧名", holder_code="1")


def test_z02_a_licence_for_something_else_does_not_cover():
    found = codes(**{**FOOD, "scope": "糕点的生产"}, licences=[{"name": "食品生产许可证", "content": "饮料"}])
    assert "licence_content" in found


def test_z02_a_licence_that_nobody_checked_is_named():
    assert "licence_unchecked" in codes(**FOOD, licences=[{"name": "食品生产许可证"}])


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ("食品的销售", "food_trade"),
        ("餐饮服务", "food_trade"),
        ("房屋建筑工程施工", "building"),
        ("工程监理", "engineering"),
        ("房地产开发", "real_estate"),
        ("医疗器械的生产", "device_production"),
        ("医疗器械的销售", "device_trade"),
        ("药品的生产", "drug_production"),
        ("化妆品的生产", "cosmetics"),
        ("消毒剂的生产", "disinfectants"),
        ("危险化学品的销售", "chemicals"),
        ("煤炭开采", "mining"),
        ("烟花的生产", "fireworks"),
        ("电线电缆的生产", "listed_products"),
        ("电梯的安装", "special_equipment"),
        ("水表的制造", "meters"),
        ("危险废物处置", "hazardous_waste"),
        ("射线装置的使用", "radiation"),
        ("燃气的销售", "gas"),
        ("自来水的供应", "water"),
        ("道路货物运输", "road_transport"),
        ("增值电信业务", "telecom"),
        ("保安服务", "security"),
        ("劳务派遣", "labour"),
        ("检测服务", "testing"),
        ("包装装潢印刷", "printing"),
        ("图书的销售", "publishing"),
        ("学历教育", "education"),
        ("诊疗服务", "medical_care"),
        ("饲料的生产", "feed"),
        ("农药的生产", "pesticides"),
        ("测绘服务", "surveying"),
        ("旅游服务", "travel"),
        ("住宿服务", "lodging"),
    ],
)
def test_the_trade_says_which_licence_is_usual(scope, code):
    assert code in [row.code for row, _ in hinted(tables.licences().latest, scope, ())]


@pytest.mark.parametrize(
    "scope", ["食品机械的生产", "制药设备的制造", "测绘仪器的生产", "印刷油墨的生产", "酒店用品的销售", "货运代理服务"]
)
def test_what_only_sounds_like_a_licensed_trade_needs_none(scope):
    assert list(hinted(tables.licences().latest, scope, ())) == []


def test_an_abolished_qualification_is_not_demanded():
    told = {one.code: one.severity for one in check(scope="物业管理服务", business_scope="物业管理").findings}
    assert (told.get("licence_not_needed"), "licence_missing" in told) == ("info", False)


def test_building_works_need_qualification_and_work_safety_licence():
    content = {"scope": "房屋建筑工程施工", "licences": [{"name": "建筑业企业资质证书", "content": "房屋建筑工程"}]}
    assert "licence_missing" in codes(**content)


#


def clause(number: str = "8.3", standard: str = "GB/T 19001-2016", **changes):
    claim = {
        "clause": number,
        "reason": "图纸由顾客提供",
        "no_effect_on_conformity": "yes",
        "no_effect_on_satisfaction": "yes",
        **changes.pop("claim", {}),
    }
    return codes(**{"scope": "轴承的生产", "standards": [standard], "clauses": [claim], **changes})


def test_r117_a_clause_with_reason_and_both_tests_is_accepted():
    """R-117: reason and both tests."""
    assert "clause_accepted" in clause()


@pytest.mark.parametrize(
    "claim",
    [
        {"reason": ""},
        {"reason": "  "},
        {"no_effect_on_conformity": "no"},
        {"no_effect_on_satisfaction": "no"},
        {"no_effect_on_conformity": None},
        {"no_effect_on_satisfaction": None},
    ],
)
def test_r117_a_clause_without_reason_or_tests_is_refused(claim):
    """R-117: NA without both tests and reason is refused."""
    assert "clause_incomplete" in clause(claim=claim)


def test_r117_a_clause_outside_the_usual_list_warns():
    """R-117: NA outside the allowed list warns."""
    assert "clause_unlisted" in clause("7.1.5.1")


@pytest.mark.parametrize("number", ["4.1", "4.4", "5.2", "6.1", "7.2", "7.5", "8.7", "9.2", "9.3", "10.2"])
def test_management_clauses_always_apply(number):
    assert "clause_never" in clause(number)


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        ("8.3", "有自主研发的产品图纸"),
        ("8.3", "高新技术企业证书"),
        ("7.1.5.2", "千分尺已校准"),
        ("8.5.1f", "焊接工序"),
        ("8.5.3", "顾客提供的模具"),
        ("8.5.5", "三包承诺"),
        ("8.4", "原材料采购"),
        ("8.5.2", "批次追溯要求"),
        ("8.5.4", "成品库房"),
    ],
)
def test_a_sign_against_it_fails_the_claim(number, sign):
    assert "clause_counter" in clause(number, signs=[sign])


def test_a_sign_that_denies_does_not_fail_the_claim():
    assert "clause_counter" not in clause(signs=["没有图纸"])


def test_design_in_the_scope_fails_the_claim_of_no_design():
    assert "clause_counter" in clause(scope="轴承的设计和生产")


@pytest.mark.parametrize(
    ("number", "reason", "blocked"),
    [
        ("8.3", "产品设计由顾客负责", False),
        ("8.3.3.1", "产品设计由顾客负责", False),
        ("8.3.3.2", "制造过程设计由总部负责", True),
        ("8.3", "过程设计不适用", True),
        ("8.4", "无", True),
        ("8.3 process design", "x", True),
    ],
)
def test_r118_iatf_lets_product_design_go_and_process_design_never(number, reason, blocked):
    """R-118: IATF with 8.3 process design NA is blocked."""
    found = clause(number, "IATF 16949:2016", claim={"reason": reason})
    assert ("clause_process_design" in found) is blocked


@pytest.mark.parametrize(
    "standard", ["GB/T 24001-2016/ISO 14001:2015", "ISO 45001:2018", "ISO/IEC 27001:2022", "ISO 22000:2018"]
)
def test_r118_other_standards_know_no_such_clauses(standard):
    """R-118: no exclusions there."""
    assert "clause_no_exclusions" in clause(standard=standard)


@pytest.mark.parametrize(("number", "never"), [("4.1", True), ("6.3", False), ("7.5", False), ("8.3", False)])
def test_medical_devices_allow_clauses_six_to_eight(number, never):
    assert ("clause_never" in clause(number, "ISO 13485:2016")) is never


# R-121, Z05 to Z08


@pytest.mark.parametrize(
    ("product", "own_drawing", "affects", "control", "kind"),
    [
        (False, True, True, "协议", "in"),
        (False, True, True, "", "uncontrolled"),
        (False, True, False, "", "minor"),
        (True, False, True, "", "supplier"),
        (True, True, True, "检验记录", "in"),
        (True, True, True, "", "uncontrolled"),
    ],
)
def test_r121_outsourcing_or_supplier(product, own_drawing, affects, control, kind):
    """R-121: decision table of six cases."""
    one = Outsourced(
        process="p",
        is_product=product,
        to_own_specification=own_drawing,
        affects_conformity=affects,
        control_evidence=control,
    )
    assert outsourcing(one) == kind


@pytest.mark.parametrize(
    ("legal", "system", "central", "kind"),
    [
        (True, True, True, "own"),
        (True, True, False, "own"),
        (False, False, True, "site"),
        (True, False, True, "contract"),
        (False, False, False, "uncontrolled"),
        (False, True, True, "site"),
        (True, False, False, "uncontrolled"),
    ],
)
def test_r121_a_sales_company_is_a_site_or_has_its_own_certificate(legal, system, central, kind):
    """R-121: independent → own certificate; attached → inside."""
    assert (
        branch_kind(Branch(name="b", own_legal_person=legal, own_system=system, under_central_control=central)) == kind
    )


def test_z07_what_the_certificate_must_show_is_asked_for():
    assert codes(scope="轴承的生产", organisation="甲").count("identity_lacks") == 3


def test_z07_a_pasted_text_alone_asks_for_no_identity():
    assert "identity_lacks" not in codes(scope="轴承的生产")


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ({"stage": "主体", "begins": "2026-01-01", "address": "宁波"}, {"temporary_listed", "temporary_unsampled"}),
        ({"stage": "主体", "begins": "2026-01-01", "address": "宁波", "is_visited": "yes"}, {"temporary_listed"}),
        ({"begins": "2026-01-01", "is_visited": "yes"}, {"temporary_incomplete"}),
        ({"stage": "竣工", "begins": "2025-01-01", "ends": "2026-03-01", "address": "x"}, {"temporary_listed"}),
    ],
)
def test_z08_places_for_a_time_are_listed_and_sampled(site, told):
    found = codes(scope="轴承的生产", temporary_sites=[{"project": "甲项目", **site}])
    assert {code for code in found if code.startswith("temporary")} == told


# Z09 to Z14


@pytest.mark.parametrize("word", ["顶级", "知名", "一流", "国家级", "领先"])
def test_z09_praise_does_not_belong_in_a_scope(word):
    assert "wording_praise" in codes(scope=f"{word}轴承的生产")


@pytest.mark.parametrize("text", ["轴承等产品的生产", "各类轴承的生产", "轴承及相关产品的生产"])
def test_z09_vague_words_are_told(text):
    assert "wording_vague" in codes(scope=text)


def test_z09_a_scope_without_an_activity_is_told():
    assert "wording_no_activity" in codes(scope="深沟球轴承")


def test_an_empty_scope_is_told():
    assert codes(scope=" ") == ["wording_empty"]


def test_z10_every_code_is_covered_by_the_team():
    found = check(scope="轴承的生产", codes=["18.02.01", "18.03.00"], team_codes=["18.02.01"]).findings
    assert [one.subject for one in found if one.code == "code_uncovered"] == ["18.03.00"]


@pytest.mark.parametrize("code", ["40.01.01", "1.2.3", "18", "18.02", "00.01.01"])
def test_a_code_has_three_pairs_of_digits_below_forty(code):
    assert "code_bad" in codes(scope="轴承的生产", codes=[code])


def test_a_code_that_does_not_fit_the_words_is_told():
    assert "code_unlikely" in codes(scope="轴承的生产", codes=["37.01.00"])


def test_z11_building_works_go_together_with_their_own_standard():
    assert ("building_standard" in codes(scope="房屋建筑工程施工")) is True


@pytest.mark.parametrize("standards", [["GB/T 19001-2016", "GB/T 50430-2017"], ["GB/T 24001-2016"]])
def test_z11_is_silent_where_the_standard_is_there_or_quality_is_not_asked(standards):
    assert "building_standard" not in codes(scope="房屋建筑工程施工", standards=standards)


def test_z12_a_licensed_scope_needs_its_sentence():
    assert "wording_condition" in codes(**FOOD)


@pytest.mark.parametrize(("accredited", "told"), [(["18"], False), (["18.02"], False), (["17"], True), ([], False)])
def test_z14_the_mark_stays_inside_the_accredited_codes(accredited, told):
    found = codes(scope="轴承的生产", codes=["18.02.01"], wants_mark="yes", accredited_codes=accredited)
    assert ("mark_outside" in found) is told
