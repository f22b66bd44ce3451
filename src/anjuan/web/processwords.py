"""Words for the certification process: stages, inputs of steps, grades, roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "project_standing": {
        "late": _("逾期"),
        "contracting": _("待签约与方案"),
        "auditing": _("认证审核中"),
        "valid": _("证书有效"),
        "suspended": _("证书暂停"),
        "over": _("已结束"),
    },
    "process_stage": {
        "apply": _("申请"),
        "accept": _("受理"),
        "contract": _("签订合同"),
        "programme": _("审核方案"),
        "plan": _("派组"),
        "onsite": _("现场审核"),
        "report": _("审核报告"),
        "review": _("案卷评定"),
        "decide": _("认证决定"),
        "issue": _("颁发证书"),
        "maintain": _("监督维持"),
    },
    "process_part": {
        "project": _("项目"),
        "certificate": _("证书"),
        "audit": _("审核"),
        "special": _("特殊审核"),
    },
    "process_input": {
        "reason": _("理由"),
        "day": _("日期"),
        "number": _("编号"),
        "fee": _("费用由客户直接支付给本机构"),
        "short_notice": _("合同约定了提前较短时间通知的审核"),
        "code": _("原因代码"),
        "begins": _("起始日期"),
        "ends": _("截止日期"),
        "text": _("说明"),
        "resolved": _("暂停原因已消除"),
        "decided": _("已作恢复决定"),
        "asked": _("已有客户书面申请或主体注销证明"),
        "conclusion": _("审核结论"),
        "cause": _("原因"),
        "correction": _("纠正"),
        "action": _("纠正措施"),
        "evidence": _("证据"),
        "adjustment": _("调整方式"),
        "due": _("新的期限"),
    },
    "audit_kind": {
        "stage1": _("第一阶段审核"),
        "stage2": _("第二阶段审核"),
        "surveillance": _("监督审核"),
        "recertification": _("再认证审核"),
        "special": _("特殊审核"),
    },
    "team_role": {
        "leader": _("组长"),
        "auditor": _("审核员"),
        "trainee": _("实习审核员"),
        "expert": _("技术专家"),
        "observer": _("观察员"),
    },
    "finding_grade": {"major": _("严重不符合"), "minor": _("一般不符合"), "observation": _("观察项")},
    "half_day": {"am": _("上午"), "pm": _("下午")},
    "due_span": {"late": _("已逾期"), "week": _("一周内"), "month": _("一个月内"), "later": _("以后")},
    "special_code": {
        "SP1": _("扩大认证范围"),
        "SP2": _("提前较短时间通知的审核"),
        "SP3": _("恢复认证资格"),
        "SP4": _("不符合现场验证"),
        "SP6": _("标准换版"),
        "SP7": _("信息变更"),
    },
    "project_kind": {"system": _("管理体系"), "product": _("产品"), "service": _("服务")},
}
MOODS: Mapping[str, Mapping[str, str]] = {
    "project_standing": {
        "late": "is-bad", "contracting": "is-info", "auditing": "is-info", "valid": "is-good", "suspended": "is-warn",
    },
}  # fmt: skip

#: How an input is asked for; ``text`` where it is not named.
INPUT_KINDS: Mapping[str, str] = {
    "reason": "area", "text": "area", "conclusion": "area", "correction": "area", "action": "area", "evidence": "area",
    "day": "day", "begins": "day", "ends": "day", "due": "day", "fee": "check", "short_notice": "check",
    "resolved": "check", "decided": "check", "asked": "check",
}  # fmt: skip
