"""Words for the scene of an audit: steps of its life, sorts of points, roles of people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "step": {
        "acceptance": _("受理"),
        "contract": _("评审合同"),
        "planning": _("策划"),
        "stage1": _("一阶段"),
        "onsite": _("现场"),
        "findings": _("不符合"),
        "review": _("复核"),
        "decision": _("决定"),
        "certificate": _("发证"),
        "": _("其他"),
    },
    "point": {
        "application": _("提出申请"),
        "application_review": _("申请评审"),
        "acceptance": _("受理通知"),
        "contract": _("签订合同"),
        "programme": _("审核方案"),
        "assignment": _("下达任务"),
        "notice": _("审核通知"),
        "plan": _("审核计划"),
        "document_review": _("文件审查"),
        "opening": _("首次会议"),
        "closing": _("末次会议"),
        "planned": _("计划安排"),
        "note": _("现场记录"),
        "finding": _("不符合项"),
        "answer": _("纠正与验证"),
        "observed": _("观察项"),
        "stage_report": _("一阶段报告"),
        "observation": _("观察项报告"),
        "report": _("审核报告"),
        "recommendation": _("推荐意见"),
        "file_review": _("案卷复核"),
        "review_answers": _("复核问题整改"),
        "decision": _("认证决定"),
        "certificate": _("颁发证书"),
        "change": _("变更与状态"),
    },
    "grade": {"major": _("严重"), "minor": _("一般"), "observation": _("观察项"), "": _("未注明")},
    "side": {"auditor": _("审核方"), "client": _("受审核方"), "": _("未注明")},
    "member_role": {
        "leader": _("组长"),
        "auditor": _("审核员"),
        "expert": _("技术专家"),
        "trainee": _("实习审核员"),
        "intern": _("实习审核员"),
        "observer": _("观察员"),
        "witness": _("见证人员"),
        "translator": _("翻译"),
        "interpreter": _("翻译"),
        "reviewer": _("评审人"),
        "decision_maker": _("认证决定人"),
        "legal_representative": _("法定代表人"),
        "management_representative": _("管理者代表"),
        "contact": _("联系人"),
    },
    "edition": {
        "CNCA QMS rule of 2016, papers by audit type": _("认监委质量管理体系认证规则 2016，分审核类型文件"),
        "CNCA-QMS-01:2025, papers by audit type": _("CNCA-QMS-01:2025，分审核类型文件"),
        "CNCA QMS rule of 2016, cycle": _("认监委质量管理体系认证规则 2016，认证周期"),
        "CNCA-QMS-01:2025, cycle": _("CNCA-QMS-01:2025，认证周期"),
        "case conditions, 2026-01": _("案卷条件，2026-01"),
        "merged papers, 2026-01": _("合并文件，2026-01"),
        "starter set of 2025": _("2025 年初始集"),
        "properties 2018": _("四性检测规则 2018"),
    },
    "tool": {
        "papers": _("著录规则"),
        "anjuan": _("案卷系统"),
        "pdfium": _("PDF 识读"),
        "docx-walker": _("Word 文档识读"),
        "calamine": _("表格识读"),
    },
}

MOODS: Mapping[str, Mapping[str, str]] = {
    "point": {"finding": "is-bad", "observed": "is-warn", "answer": "is-good", "planned": "is-plain", "note": ""},
    "grade": {"major": "is-bad", "minor": "is-warn", "observation": "is-plain"},
}


def tool_said(text: str) -> str:
    """Return what a tool is, by the name before its version; the name itself when it has no words."""
    name = text.partition("/")[0]
    return str(TABLES["tool"].get(name, text))


def edition_said(text: str) -> str:
    """Return the name of an edition of the rules; one that a body made itself stays as named."""
    return str(TABLES["edition"].get(text, text))
