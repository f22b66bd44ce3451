from __future__ import annotations

import pytest

from anjuan.papers.fields.labels import labels_of


def fields(label, kind="D12", *, recognised=False):
    return [meaning.field for meaning in labels_of(kind).meanings(label, recognised=recognised)]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("受审核方名称", "organisation"),
        ("受審核方", "organisation"),
        ("申请认证的组织名称：", "organisation"),
        ("获证客户名称（中文）", "organisation"),
        ("统一社会信用代码/组织机构代码", "credit_code"),
        ("实际生产经营地址", "operating_address"),
        ("管理体系覆盖的员工总数", "headcount"),
        ("体系覆盖的有效人数", "effective_headcount"),
        ("审核依据的标准", "standards"),
        ("现场审核起止日期", "audit_dates"),
        ("本次审核人日数", "audit_days"),
        ("其中：严重不符合项数", "findings_major"),
        ("一、审核范围", "scope"),
        ("有 效 期 至", "expires_on"),
        ("审核起止", "audit_dates"),
        ("审核开始", "audit_start"),
        ("审核结束", "audit_end"),
        ("范围", "scope"),
        ("范围表述：", "scope"),
        ("拟认证的产品/服务及活动", "scope"),
        ("体系总人数", "headcount"),
        ("经折算的有效人数", "effective_headcount"),
        ("有效人数合计 Effective Personnel", "effective_headcount"),
        ("被查询方", "organisation"),
        ("生产/服务场所", "operating_address"),
        ("体系文件生效日", "released_on"),
        ("体系文件发布实施日期", "released_on"),
    ],
)
def test_bodies_word_labels_in_their_own_ways(label, field):
    assert fields(label) == [field]


@pytest.mark.parametrize(
    ("kind", "label", "field"),
    [
        ("A02", "名称", "organisation"),
        ("A03", "证书编号", "licence.number"),
        ("A09", "确认单位", "organisation"),
        ("A07", "合计人数", "headcount"),
        ("B05", "甲方地址", "registered_address"),
        ("D01", "发布日期", "released_on"),
        ("D01", "审查依据", "standards"),
        ("D08", "级别", "finding.grade"),
        ("B03", "抽取", "site.name"),
        ("F01", "证书编号", "certificate_no"),
        ("D08", "审核日期", "finding.found_on"),
        ("A06", "审核日期", "internal_audit_on"),
        ("D08", "编号", "finding.number"),
        ("E03", "批准人", "decision_maker"),
        ("B01", "评审人", "reviewer"),
    ],
)
def test_a_label_means_what_its_kind_of_paper_makes_it(kind, label, field):
    assert fields(label, kind) == [field]


def test_a_sign_may_be_wrong_when_the_label_was_recognised():
    assert fields("统一杜会信用代码", recognised=True) == ["credit_code"]


def test_a_typed_label_is_taken_at_its_word():
    assert fields("统一杜会信用代码") == []


def test_a_near_label_of_two_meanings_means_nothing():
    assert fields("审核租长", recognised=True) in ([], ["team_leader"])
    assert fields("严量不符合", recognised=True) == ["findings_major"]


def test_a_label_of_two_parts_has_both_meanings():
    assert fields("联系人/电话", "A01") == ["contact", "phone"]


def test_an_unknown_label_has_no_meaning():
    assert fields("车间温湿度") == []


def test_who_signs_for_the_firm_is_not_its_legal_representative():
    assert fields("法定代表人签字", "A01") != ["legal_representative"]


@pytest.mark.parametrize(
    ("label", "kind", "field"),
    [
        ("信用代码 USCC", "B01", "credit_code"),
        ("协议号 Contract No.", "B01", "contract_no"),
        ("有效期截止 Valid until", "F01", "expires_on"),
        ("业务范围 Scope", "D12", "scope"),
        ("Scope 认证范围", "D12", "scope"),
        ("体系覆盖人员", "D12", "headcount"),
        ("评审的认证范围", "B01", "scope"),
        ("现场审核时间（人天）", "D12", "onsite_days"),
        ("非现场审核时间（人天）", "D12", "remote_days"),
        ("审核时间合计（人天）", "C02", "audit_days"),
        ("受审核组织专业代码", "C03", "professional_codes"),
    ],
)
def test_labels_of_other_bodies_mean_their_field(label, kind, field):
    assert fields(label, kind) == [field]


def test_the_day_beside_the_clients_word_is_no_day_of_issue():
    assert fields("日期", "F03") == ["signed_on"]


def test_the_parts_of_a_label_share_its_ending():
    assert fields("内审/管评日期", "A01") == ["internal_audit_on", "management_review_on"]
