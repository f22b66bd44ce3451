"""The words and colours that pages use for the codes of the rooms below."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anjuan.kit.explanations import explain
from anjuan.web import (
    adminwords,
    bulkwords,
    casewords,
    certificatewords,
    custodywords,
    cutsentences,
    journalwords,
    organisationwords,
    peoplewords,
    processwords,
    scenewords,
    schemewords,
)

Text = str | Promise


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A failure in the words of the pages: what happened, and what to do."""

    title: Text
    advice: Text = ""


_TABLES: dict[str, Mapping[str, Text]] = {
    **casewords.TABLES,
    **custodywords.TABLES,
    **organisationwords.TABLES,
    **peoplewords.TABLES,
    **bulkwords.TABLES,
    **scenewords.TABLES,
    **adminwords.TABLES,
    **journalwords.TABLES,
    **processwords.TABLES,
    **certificatewords.TABLES,
    **schemewords.TABLES,
    "reason": {**casewords.TABLES["reason"], **cutsentences.CLUES},
    "case_state": {
        "collecting": _("归集中"),
        "filed": _("已归档"),
        "sealed": _("已封卷"),
        "destroyed": _("已销毁"),
    },
    "intake_state": {
        "receiving": _("接收中"),
        "working": _("处理中"),
        "finished": _("已完成"),
        "cancelled": _("已取消"),
    },
    "item_state": {
        "received": _("等待识读"),
        "waiting": _("等待识读"),
        "reading": _("识读中"),
        "filed": _("已归档"),
        "duplicate": _("重复"),
        "refused": _("已拒收"),
        "failed": _("失败"),
        "cancelled": _("已取消"),
    },
    "audit_type": {
        "initial": _("初审"),
        "stage1": _("一阶段"),
        "stage2": _("二阶段"),
        "surveillance": _("监督"),
        "surveillance1": _("监一"),
        "surveillance2": _("监二"),
        "recertification": _("再认证"),
        "extension": _("扩项"),
        "special": _("特殊审核"),
        "transfer": _("转换"),
        "初次认证": _("初审"),
        "初次审核": _("初审"),
        "监督审核": _("监督"),
        "第一次监督": _("监一"),
        "第二次监督": _("监二"),
        "再认证": _("再认证"),
        "再认证审核": _("再认证"),
        "扩大范围": _("扩项"),
        "特殊审核": _("特殊审核"),
        "转换": _("转换"),
    },
    "stage": {
        "受理": _("一、受理"),
        "合同评审": _("二、合同评审"),
        "审核策划": _("三、审核策划"),
        "现场审核": _("四、现场审核"),
        "认证决定": _("五、认证决定"),
        "颁证": _("六、颁证"),
        "证后": _("七、证后"),
        "监督": _("七、监督"),
        "再认证": _("八、再认证"),
        "归档": _("归档"),
        "1": _("一阶段"),
        "2": _("二阶段"),
        "": _("未分类"),
    },
    "source": {"text": _("文字层"), "ocr": _("图像识别"), "mixed": _("文字层与图像识别"), "none": _("没有文字")},
    "hit_kind": {"exact": _("精确"), "ranked": _("相关"), "fuzzy": _("近似")},
    "hit_kind_why": {
        "exact": _("所查词句逐字出现在本页"),
        "ranked": _("本页含有所查词语的一部分，按相关程度排列"),
        "fuzzy": _("与所查词句有个别字不同，差异已标出"),
    },
    "facet": {
        "organisation": _("组织"),
        "field": _("认证领域"),
        "standard": _("认证依据"),
        "code": _("专业代码"),
        "year": _("年度"),
        "audit_type": _("审核类型"),
        "kind": _("文件类型"),
        "stage": _("阶段"),
    },
    "page_mark": {"blank": _("空白页"), "foreign": _("他卷页"), "duplicate": _("重复页")},
    "custody": {
        "ingestion": _("入库"),
        "creation": _("建卷"),
        "filing": _("归档"),
        "reading": _("识读"),
        "verification": _("校验"),
        "export": _("导出"),
        "description": _("著录"),
        "arrangement": _("整理卷内文件"),
        "correction": _("更正"),
        "page care": _("页面整理"),
        "four-property test": _("四性检测"),
        "sealing": _("封卷"),
        "destruction": _("销毁"),
        "hold": _("冻结"),
        "hold lifted": _("解除冻结"),
        "fixity check": _("固定性校验"),
        "migration": _("格式迁移"),
        "package import": _("包导入"),
        "recovery": _("恢复"),
        "organisation change": _("调整所属组织"),
    },
    "outcome": {"success": _("成功"), "failure": _("失败")},
    "way": {"upload": _("网页上传"), "command": _("命令行"), "folder": _("监视文件夹"), "mail": _("收件邮箱")},
    "intake_mode": {
        "case_per_folder": _("一个文件夹一卷"),
        "one_case": _("全部归入一卷"),
        "manifest": _("按清单"),
        "into_case": _("补充到案卷"),
    },
}

_MOODS: dict[str, Mapping[str, str]] = {
    **casewords.MOODS,
    **custodywords.MOODS,
    **bulkwords.MOODS,
    **scenewords.MOODS,
    **organisationwords.MOODS,
    **adminwords.MOODS,
    **processwords.MOODS,
    **certificatewords.MOODS,
    **schemewords.MOODS,
    "case_state": {"collecting": "is-open", "filed": "is-good", "sealed": "is-good"},
    "intake_state": {"receiving": "is-busy", "working": "is-busy", "finished": "is-good"},
    "item_state": {
        "reading": "is-busy", "filed": "is-good", "duplicate": "", "refused": "is-warn", "failed": "is-bad",
    },
    "hit_kind": {"exact": "is-good", "ranked": "", "fuzzy": "is-warn"},
}  # fmt: skip

_OTHER = Fault(_("操作没有完成"), _("请稍后重试；若再次出现，请把下面的编号告诉系统管理员。"))


def said(table: str, code: str) -> str:
    """Return the words for a code; a code without words is shown as it is."""
    return str(_TABLES[table].get(str(code), code))


def place_of(table: str, code: str) -> int:
    """Return the place of a code in its table; those without words come last."""
    codes = list(_TABLES[table])
    return codes.index(code) if code in codes else len(codes)


def mood(table: str, code: str) -> str:
    """Return the class that colours a code; empty for the plain colour."""
    return _MOODS.get(table, {}).get(code, "")


def choices(table: str) -> tuple[tuple[str, str], ...]:
    """Return the codes of a table with their words, in order."""
    return tuple((code, str(text)) for code, text in _TABLES[table].items())


def fault_words(code: str) -> Fault:
    """Return the words for a failure's code, in the language of the page.

    The English table has titles only: what to do stands in the English sentence that goes with it.
    """
    found = explain(code)
    if found is None:
        return _OTHER
    if get_language() == "en":
        return Fault(found.en)
    return Fault(found.zh, found.zh_remedy)
