"""The words and colours that pages use for the codes of the rooms below."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A failure in the words of the pages: what happened, and what to do."""

    title: Text
    advice: Text = ""


_TABLES: dict[str, Mapping[str, Text]] = {
    "case_state": {"collecting": _("归集中"), "filed": _("已归档")},
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
    "custody": {
        "ingestion": _("入库"),
        "creation": _("建卷"),
        "filing": _("归档"),
        "reading": _("识读"),
        "verification": _("校验"),
        "export": _("导出"),
        "description": _("著录"),
    },
    "outcome": {"success": _("成功"), "failure": _("失败")},
    "way": {"upload": _("网页上传"), "command": _("命令行"), "folder": _("监视文件夹")},
    "intake_mode": {
        "case_per_folder": _("一个文件夹一卷"),
        "one_case": _("全部归入一卷"),
        "manifest": _("按清单"),
        "into_case": _("补充到案卷"),
    },
}

_MOODS: dict[str, Mapping[str, str]] = {
    "case_state": {"collecting": "is-busy", "filed": "is-good"},
    "intake_state": {"receiving": "is-busy", "working": "is-busy", "finished": "is-good"},
    "item_state": {
        "reading": "is-busy", "filed": "is-good", "duplicate": "", "refused": "is-warn", "failed": "is-bad",
    },
    "hit_kind": {"exact": "is-good", "ranked": "", "fuzzy": "is-warn"},
}  # fmt: skip

_FAULTS: Mapping[str, Fault] = {
    "WEB-001": Fault(_("您没有这项权限"), _("请联系安全保密员授予角色。")),
    "ARCH-001": Fault(_("这一批已经停止接收"), _("请重新开始一批。")),
    "ARCH-010": Fault(_("没有找到这个案卷"), _("它可能不存在，或您没有查阅权限。请从列表重新进入。")),
    "ARCH-011": Fault(_("没有找到这份文件或这一页"), _("请从案卷重新进入，或请档案管理员为您指派案卷。")),
    "ARCH-012": Fault(_("没有找到这一批"), _("请从列表重新进入。")),
    "ARCH-020": Fault(_("卷内已有相同的文件"), _("内容逐字节相同，无需处理。")),
    "ARCH-021": Fault(_("已归档，但部分内容未能识读"), _("请查看说明，必要时更换原件。")),
    "ARCH-023": Fault(_("程序遗留的临时文件"), _("无需处理。")),
    "ARCH-024": Fault(_("文件无法打开"), _("请检查文件权限后重新接收。")),
    "ARCH-025": Fault(_("这是链接，不是文件"), _("请接收链接所指的文件本身。")),
    "ARCH-026": Fault(_("这不是普通文件"), _("无需处理。")),
    "ARCH-031": Fault(_("上传的内容有误"), _("请刷新页面后重新上传。")),
    "ARCH-032": Fault(_("没有找到要归入的批次或案卷"), _("请重新开始一批。")),
    "SRCH-003": Fault(_("检索库需要重建"), _("请系统管理员运行 anjuan search rebuild。")),
    "SRCH-004": Fault(_("检索库正忙"), _("请稍后重试。")),
    "SRCH-005": Fault(_("检索库已损坏"), _("请系统管理员运行 anjuan search rebuild。")),
    "KIT-001": Fault(_("请求无法理解"), _("请检查填写的内容后重试。")),
    "KIT-002": Fault(_("没有找到"), _("它可能不存在，或您没有查阅权限。请从列表重新进入。")),
    "KIT-003": Fault(_("当前不允许这样做"), _("如需权限，请联系安全保密员。")),
    "KIT-021": Fault(_("原件不在存储中"), _("请通知系统管理员从备份恢复。")),
    "KIT-022": Fault(_("原件的校验值不一致"), _("原件可能已损坏，请通知系统管理员从备份恢复。")),
    "KIT-023": Fault(_("磁盘已满，文件未被接收"), _("请清理磁盘后重新上传，已接收的文件不受影响。")),
    "READ-001": Fault(_("文件无法识读"), _("请确认文件能正常打开，然后重试。")),
    "READ-002": Fault(_("文件有密码"), _("请去除密码后重新上传，或请系统管理员登记密码。")),
    "READ-003": Fault(_("文件已损坏或为空"), _("请换一份能打开的文件重新上传。")),
    "READ-004": Fault(_("不支持的文件类型"), _("请另存为 PDF、图片、Word 或 Excel 后上传。")),
    "READ-005": Fault(_("文件超出限额"), _("请拆分后上传，或请系统管理员调整限额。")),
    "READ-006": Fault(_("识读过程中断"), _("请重试；若再次失败，请把文件交给系统管理员检查。")),
    "READ-007": Fault(_("识读超时"), _("请重试；若再次失败，请拆分文件。")),
    "READ-008": Fault(_("缺少识读此类文件的组件"), _("请系统管理员安装所缺组件后重试。")),
    "JOB-001": Fault(_("处理多次中断"), _("请重试；若再次失败，请联系系统管理员。")),
    "JOB-002": Fault(_("处理时出现意外错误"), _("请重试；若再次失败，请联系系统管理员。")),
}
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
    """Return the words for a failure's code."""
    return _FAULTS.get(code, _OTHER)
