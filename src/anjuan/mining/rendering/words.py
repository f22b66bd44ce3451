"""The words around a guide's lines, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "guide": "审核指南",
        "instruction": "领域审核作业指导书",
        "codes": "其中 {codes}",
        "code": "{code}：{clients} 家",
        "edition": "第 {number} 版",
        "preview": "预览稿：含 {waiting} 条尚未审阅的事实，不得作为依据",
        "base": "依据 {clients} 家组织的 {cases} 个案卷、{facts} 条事实编制",
        "coarser": "专业 {code} 的案卷较少，本指南采用上一级代码 {scope} 的案卷编制",
        "whole": "专业 {code} 的案卷较少，本指南采用整个领域的案卷编制",
        "support": "{clients} 家",
        "rate": "{count}/{of} 个案卷（95% 区间 {low}–{high}）",
        "held": "措施经验证有效且后续未再发生：{held} 个案卷",
        "variants": "其他写法",
        "own": "编者补充",
        "reworded": "编者改写",
        "agreed": "少于规定家数，经同意发布",
        "sources": "出处",
        "published": "发布日期",
        "column_support": "支持",
        "no_lines": "目前没有可用的事实。",
        "kicker": "案卷编研",
        "foot": "由案卷编研形成",
        "legend": "方框内数字为支持的组织家数；橙色为关键过程，红色为特殊过程。",
        "note": "每一行均出自案卷原文，出处编号可在系统中打开对应页面；组织、人员、编号、地址等信息已隐去。",
    },
    "en": {
        "guide": "Audit guide",
        "instruction": "Work instruction of the field",
        "codes": "of these {codes}",
        "code": "{code}: {clients}",
        "edition": "Edition {number}",
        "preview": "Preview with {waiting} facts that nobody has reviewed; no basis for decisions",
        "base": "Compiled from {facts} facts of {cases} cases of {clients} organisations",
        "coarser": "Few cases have code {code}; compiled from the cases of the code above, {scope}",
        "whole": "Few cases have code {code}; compiled from the cases of the whole field",
        "support": "{clients} clients",
        "rate": "{count} of {of} cases (95 % interval {low} to {high})",
        "held": "Action verified and not found again: {held} cases",
        "variants": "Other wordings",
        "own": "added by the editor",
        "reworded": "reworded by the editor",
        "agreed": "fewer clients than required, published by agreement",
        "sources": "Sources",
        "published": "Published",
        "column_support": "Support",
        "no_lines": "There are no usable facts yet.",
        "kicker": "Compiled from case files",
        "foot": "Compiled from case files",
        "legend": "Figures in the boxes count organisations; key processes are orange, special ones red.",
        "note": "Every line stands on pages of case files; the numbers of its sources open them in the archive. "
        "Organisations, persons, numbers and addresses are left out.",
    },
}


def percent(share: float) -> str:
    """Return a share as a percentage without decimals."""
    return f"{share:.0%}"
