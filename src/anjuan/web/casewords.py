"""Words for what cases state, lack and contradict: fields, families of papers, severities, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anjuan.archive.rules.stated import SORTS, Sort, Value

FIELDS: Mapping[str, str | Promise] = {
    "organisation": _("组织名称"),
    "former_names": _("曾用名"),
    "credit_code": _("统一社会信用代码"),
    "registered_address": _("注册地址"),
    "operating_address": _("经营地址"),
    "legal_representative": _("法定代表人"),
    "management_representative": _("管理者代表"),
    "contact": _("联系人"),
    "phone": _("联系电话"),
    "email": _("电子邮箱"),
    "headcount": _("总人数"),
    "effective_headcount": _("有效人数"),
    "scope": _("认证范围"),
    "business_scope": _("经营范围"),
    "standards": _("认证依据"),
    "fields": _("认证领域"),
    "professional_codes": _("专业代码"),
    "industry": _("国民经济行业代码"),
    "risk": _("风险等级"),
    "body": _("认证机构"),
    "contract_no": _("合同编号"),
    "project_no": _("项目编号"),
    "certificate_no": _("证书编号"),
    "cycle_no": _("认证周期"),
    "audit_type": _("审核类型"),
    "year": _("年度"),
    "audit_start": _("审核开始日期"),
    "audit_end": _("审核结束日期"),
    "audit_days": _("审核人日"),
    "computed_days": _("计算人日"),
    "minimum_days": _("最低人日"),
    "onsite_days": _("现场人日"),
    "remote_days": _("远程人日"),
    "team_leader": _("审核组长"),
    "team": _("审核组成员"),
    "members": _("审核组成员"),
    "sites": _("场所"),
    "site_count": _("场所数"),
    "multi_site": _("多场所"),
    "exclusions": _("不适用条款"),
    "findings_major": _("严重不符合项数"),
    "findings_minor": _("一般不符合项数"),
    "findings_total": _("不符合项总数"),
    "decision": _("认证决定"),
    "decision_date": _("认证决定日期"),
    "decision_maker": _("认证决定人"),
    "reviewer": _("评审人"),
    "issued_on": _("发证日期"),
    "expires_on": _("有效期至"),
    "first_certified_on": _("首次发证日期"),
    "paper_date": _("文件日期"),
    "signed_on": _("签署日期"),
    "planned_on": _("计划日期"),
    "confirmed_on": _("确认日期"),
    "reported_on": _("报告日期"),
    "released_on": _("发布日期"),
    "internal_audit_on": _("内部审核日期"),
    "management_review_on": _("管理评审日期"),
    "founded_on": _("成立日期"),
    "query_on": _("查询日期"),
    "registered_capital": _("注册资本"),
    "page_count": _("页数"),
    "finding.number": _("不符合编号"),
    "finding.ordinal": _("不符合序号"),
    "finding.total": _("不符合总数"),
    "finding.grade": _("不符合等级"),
    "finding.clause": _("不符合条款"),
    "finding.department": _("受审核部门"),
    "finding.fact": _("不符合事实"),
    "finding.requirement": _("标准要求"),
    "finding.cause": _("原因分析"),
    "finding.correction": _("纠正"),
    "finding.action": _("纠正措施"),
    "finding.verification": _("验证结论"),
    "finding.found_on": _("开具日期"),
    "finding.due_on": _("完成期限"),
    "finding.closed_on": _("关闭日期"),
    "finding.auditor": _("审核员"),
    "licence.name": _("许可名称"),
    "licence.number": _("许可编号"),
    "licence.issuer": _("发证机关"),
    "licence.valid_from": _("许可起始日期"),
    "licence.valid_until": _("许可截止日期"),
    "member.name": _("成员姓名"),
    "member.role": _("组内职务"),
    "member.code": _("成员专业代码"),
    "member.days": _("成员人日"),
    "member.signed_on": _("成员签署日期"),
    "site.name": _("场所名称"),
    "site.address": _("场所地址"),
    "site.activity": _("场所活动"),
    "site.headcount": _("场所人数"),
    "plan.date": _("计划日期"),
    "plan.time": _("计划时间"),
    "plan.department": _("计划部门"),
    "plan.clauses": _("计划条款"),
    "plan.auditor": _("计划审核员"),
    "note.department": _("记录部门"),
    "note.clause": _("记录条款"),
    "item.title": _("目录题名"),
    "item.pages": _("目录页数"),
    "item.code": _("目录编号"),
    "signature.name": _("签到姓名"),
    "signature.post": _("签到职务"),
    "signature.kind": _("签到身份"),
}

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "field": FIELDS,
    "about": {
        **FIELDS,
        "date_order": _("日期先后"),
        "meeting_date": _("会议日期"),
        "auditor_in_two_places": _("审核员同日两地"),
        "department": _("受审核部门"),
        "site": _("场所"),
        "finding_closed": _("不符合项关闭"),
        "finding_open": _("未关闭的不符合项"),
        "top_management": _("最高管理层"),
        "check_failed": _("检查失败"),
    },
    "family": {
        "A": _("申请"),
        "B": _("评审与合同"),
        "C": _("策划"),
        "D": _("审核"),
        "E": _("认证决定"),
        "F": _("证书"),
        "G": _("变更与状态"),
        "X": _("归档"),
        "W": _("受审核方自有记录"),
        "": _("种类未定"),
    },
    "severity": {"block": _("缺失"), "warn": _("提示"), "near": _("疑似")},
    "clash": {"block": _("矛盾"), "warn": _("提示"), "near": _("疑似")},
    "lacks": {
        "paper": _("缺文件"),
        "signature": _("缺签字"),
        "seal": _("缺盖章"),
        "date": _("缺日期"),
        "original": _("非原件"),
    },
    "verdict": {"accepted": _("已接受"), "false-alarm": _("误报")},
    "source_of_value": {"papers": _("文件"), "person": _("人工"), "manifest": _("清单")},
    "kind_given_by": {"rules": _("自动判定"), "person": _("人工确定"), "manifest": _("清单给定"), "": _("未定")},
    "property_group": {
        "真实性": _("真实性"), "完整性": _("完整性"), "可用性": _("可用性"), "安全性": _("安全性"),
    },
    "mark": {"signed": _("签字"), "sealed": _("盖章"), "dated": _("日期")},
    "paper_stage": {"1": _("一阶段"), "2": _("二阶段"), "": _("不分阶段")},
    "problem": {
        "blocking": _("有必须处理的问题"), "missing": _("有缺失"), "contradiction": _("有矛盾"),
        "failed": _("有文件未能归档"), "none": _("没有发现问题"), "unjudged": _("尚未检查"),
    },
    "property_result": {"pass": _("通过"), "fail": _("不通过"), "not applicable": _("不适用"), "warn": _("提示")},
    "moment": {"filing": _("归档"), "export": _("移交"), "schedule": _("定期")},
    "reason": {
        "title": _("题名"), "form-number": _("表单编号"), "phrases": _("词句"), "model": _("行文"),
        "corrected": _("人工更正"), "file-name": _("文件名"), "folder-name": _("文件夹"), "both": _("兼用"),
        "against": _("不一致"), "given": _("人工给定"), "file-begins": _("文件起始"), "by-hand": _("人工切分"),
        "cover": _("分隔页"), "cover-kind": _("分隔页"),
    },
}  # fmt: skip

MOODS: Mapping[str, Mapping[str, str]] = {
    "severity": {"block": "is-bad", "warn": "is-warn", "near": "is-plain"},
    "clash": {"block": "is-bad", "warn": "is-warn", "near": "is-plain"},
    "property_result": {"pass": "is-good", "fail": "is-bad", "not applicable": "", "warn": "is-warn"},
}

#: Fields of which a case has several values; persons write them with 、 in between.
SEVERAL = frozenset(name for name, sort in SORTS.items() if sort is Sort.SEVERAL)
_TRUTHS = {"是": True, "否": False, "yes": True, "no": False}


def stated_value(name: str, text: str) -> Value | None:
    """Return what a person wrote as the value of a field; None when it cannot be one."""
    text = text.strip()
    if name not in FIELDS or not text:
        return None
    return _READ.get(SORTS.get(name, Sort.TEXT), str)(text)


def _several(text: str) -> list[str] | None:
    parts = text.replace("；", "、").replace("\n", "、").split("、")
    return [part.strip() for part in parts if part.strip()] or None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None  # noqa: PLR2004  digits


def _days(text: str) -> float | None:
    whole, dot, rest = text.partition(".")
    is_number = text.isascii() and whole.isdigit() and (not dot or rest.isdigit()) and len(text) < 12  # noqa: PLR2004
    return float(text) if is_number else None


_READ: Mapping[Sort, Callable[[str], Value | None]] = {
    Sort.SEVERAL: _several,
    Sort.WHOLE: _whole,
    Sort.DAYS: _days,
    Sort.TRUTH: lambda text: _TRUTHS.get(text.lower()),
}
