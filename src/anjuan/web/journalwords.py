"""Words for the details of journal entries and of custody events: their keys, and values that are codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "detail": {
        "accepted": _("确认"), "accepts": _("接收"), "address": _("地址"), "after": _("之后"), "agent": _("设备"),
        "agreeing": _("同意者"), "agrees": _("同意"), "announced": _("应收文件"), "approves": _("批准"),
        "before": _("之前"), "borrower": _("借阅人"), "breaks": _("断裂"), "by": _("依据"), "bytes": _("字节"),
        "cancelled": _("已取消"), "case": _("审核案卷"), "cases": _("审核案卷"), "change": _("变更"),
        "chosen": _("所选"),
        "class": _("保管期限类别"), "code": _("档号"), "codes": _("代码数"), "copied": _("新复制"),
        "damage": _("损坏"), "damaged": _("损坏"), "dates": _("日期"), "days": _("天数"), "devices": _("登录数"),
        "differences": _("不同之处"), "digest": _("摘要"), "display_name": _("姓名"), "document": _("文件"),
        "documents": _("文件数"), "duplicate": _("重复"), "edition": _("版本"), "email": _("邮箱"),
        "ended": _("停用的档号"), "entries": _("条数"), "error": _("错误"), "factors": _("第二因素"),
        "failed": _("未通过"), "faults": _("缺失"), "field": _("著录项"), "filed": _("已归档"),
        "files": _("文件数"), "filter": _("条件"), "folder": _("文件夹"), "form": _("格式"),
        "former_names": _("曾用名"), "from": _("自"), "fuzzy": _("近似"), "head": _("末条哈希值"),
        "hold": _("冻结"), "how": _("方式"), "inputs": _("填写"), "issuer": _("身份提供方"), "items": _("件数"),
        "kind": _("种类"), "left": _("剩余"), "list": _("清册"), "loan": _("借阅单"), "lost": _("丢失"),
        "made_at": _("备份时间"), "method": _("销毁方式"), "mode": _("归卷方式"), "moment": _("时机"),
        "name": _("名称"), "number": _("编号"), "organisation": _("组织"), "origin": _("来源机构"),
        "originals": _("原件"), "other": _("另一个"), "other_id": _("另一个的编号"), "outcome": _("结果"),
        "override": _("放行"), "pages": _("页数"), "people": _("人员"), "problems": _("问题"),
        "program": _("程序版本"), "purpose": _("说明"), "purpose_code": _("用途"), "first_day": _("开始日期"),
        "last_day": _("结束日期"), "reader": _("查阅人"), "reading": _("识读中"), "reason": _("缘由"),
        "reason_code": _("事由"), "received": _("收到"), "refused": _("已拒收"),
        "registered_address": _("注册地址"), "result": _("结果"), "role": _("角色"), "rows": _("行数"),
        "rule": _("规则"), "scopes": _("范围"), "seal": _("封存值"), "sha256": _("哈希值"), "since": _("起始"),
        "sort": _("内容"), "source": _("来源"), "state": _("状态"), "subject": _("身份标识"),
        "supervisors": _("监销人"), "target": _("并入"), "text": _("意见"), "things": _("对象数"), "to": _("至"),
        "token": _("授权"), "undoes": _("撤销的操作"), "until": _("至"), "valid_from": _("生效日期"),
        "values": _("著录"), "verdict": _("处理"), "waiting": _("等待"), "way": _("方式"), "what": _("内容"),
        "why": _("缘由"), "withdrawn": _("撤下的版本"), "share": _("分享号"), "receiver": _("接收人"),
        "parcel": _("导出包"), "facts": _("事实"), "lines": _("行数"), "left_out": _("未发布的行"),
        "step": _("步骤"), "minded": _("提示"), "condition": _("评审条件"), "checked_on": _("核查日期"),
        "audits": _("审核安排"), "client": _("受审核方管理层"), "notes": _("审核记录"), "grade": _("分级"),
        "title": _("题名"),
    },
    "detail_value": {
        "True": _("是"), "False": _("否"), "None": _("无"), "": _("无"),
        "manifest": _("清单"), "person": _("人工"), "papers": _("文件"), "upload": _("网页上传"),
        "command": _("命令行"), "folder": _("监视文件夹"), "case_per_folder": _("一个文件夹一卷"),
        "one_case": _("全部归入一卷"), "into_case": _("补充到案卷"), "schedule": _("定期"), "filing": _("归档"),
        "export": _("移交"), "pass": _("通过"), "fail": _("不通过"), "not applicable": _("不适用"),
        "accepted": _("已接受"), "false-alarm": _("误报"), "reopened": _("重新列出"), "checklist": _("完整性清单"),
        "forms": _("表单与标签"), "totp": _("动态口令"), "passkey": _("通行密钥"), "kind": _("种类"),
        "cut": _("切分"), "merge": _("合并"), "split": _("拆分"), "new": _("新建"), "until": _("已算定"),
        "permanent": _("永久"), "not-known": _("尚不能算定"), "second factor": _("第二因素不符"),
        "password": _("密码不符"), "locked": _("账户已锁定"), "too many": _("尝试次数过多"),
        "provider": _("身份提供方"), "email": _("邮箱"), "username": _("登录名"), "confirmed": _("已确认"),
        "refused": _("未批准"), "proposed": _("待确认"), "complaint": _("投诉"), "appeal": _("申诉"),
        "dispute": _("争议或诉讼"), "supervision": _("监督检查"), "random_check": _("双随机抽查"),
        "other": _("其他"), "erase": _("电子档案删除"), "shred": _("粉碎"), "pulp": _("化浆"), "work": _("工作查考"),
        "audit_preparation": _("审核准备"), "compiling": _("编研"), "initial": _("初审"), "stage1": _("一阶段"),
        "stage2": _("二阶段"), "surveillance": _("监督"), "surveillance1": _("监一"), "surveillance2": _("监二"),
        "recertification": _("再认证"), "extension": _("扩项"), "special": _("特殊审核"), "transfer": _("转换"),
    },
    "thing": {
        "archive.index": _("检索索引"), "archive.store": _("原件库"), "archive.watch": _("监视文件夹"),
        "preservation.backup": _("备份"), "web.address": _("网络地址"), "accounts.journal": _("审计日志"),
        "archive.case": _("审核案卷"), "archive.document": _("文件"), "archive.intake": _("批次"),
        "accounts.user": _("人员"), "registry.organisation": _("组织"), "custody.appraisal": _("鉴定清册"),
        "archive.bulk": _("批量操作"), "accounts.token": _("令牌"), "archive.table": _("本机构的表"), "": _("无"),
    },
    "detail_field": {
        "organisation_name": _("组织名称"), "field_code": _("认证领域"), "audit_type": _("审核类型"), "year": _("年度"),
        "standard": _("认证依据"), "professional_code": _("专业代码"), "state": _("状态"), "words": _("关键词"),
        "order": _("排序"), "received": _("接收日期"), "expires_on": _("有效期至"), "problem": _("问题"),
        "standing": _("证书状态"), "actor": _("人员"), "action": _("动作"), "first": _("自"), "last": _("至"),
        "subject": _("对象"),
    },
}  # fmt: skip

#: Details of custody events: pattern of the English sentence, and what pages say for it.
SENTENCES = (
    (r"Appraisal list (?P<text>\S+)", "鉴定清册 %(text)s"),
    (r"PDF/A-2b by (?P<way>\S+), sha256 (?P<text>\w+)", "PDF/A-2b 副本（%(way)s），SHA-256 %(text)s"),
    (
        r"The stored bytes were (?P<text>\w+); the same bytes came again and took their place",
        "原有存储异常（%(text)s）；相同内容再次收到，已替换",
    ),
    (r"addendum (?P<n>\d+), digest (?P<text>\w+)", "补卷 %(n)s，摘要 %(text)s"),
    (r"(?P<n>\d+) papers, digest (?P<text>\w+)", "%(n)s 件，摘要 %(text)s"),
    (
        r"received from (?P<name>.+) as (?P<number>\S+), (?P<state>\w+) there, tagmanifest (?P<text>\w+)",
        "由 %(name)s 移交，原编号 %(number)s；包清单摘要 %(text)s",
    ),
    (r"received from (?P<name>[^,]+), accepted: (?P<text>.*)", "%(name)s 已接收：%(text)s"),
    (r"received from (?P<name>[^,]+), refused: (?P<text>.*)", "%(name)s 拒收：%(text)s"),
    (r"tagmanifest (?P<text>\w+)", "包清单摘要 %(text)s"),
    (
        r"(?P<n>\d+) bytes, SHA-256 (?P<sha256>\w+), at the end of retention of (?P<text>\S+)",
        "%(n)s 字节，SHA-256 %(sha256)s，%(text)s 保管期满",
    ),
    (r"(?P<number>AJ-\S+) from (?P<name>.+)", "原编号 %(number)s，来自 %(name)s"),
    (r"complaint: (?P<text>.*)", "投诉：%(text)s"),
    (r"appeal: (?P<text>.*)", "申诉：%(text)s"),
    (r"dispute: (?P<text>.*)", "争议或诉讼：%(text)s"),
    (r"supervision: (?P<text>.*)", "监督检查：%(text)s"),
    (r"random_check: (?P<text>.*)", "双随机抽查：%(text)s"),
    (r"other: (?P<text>.*)", "其他：%(text)s"),
    (r"entry (?P<n>\d+) is missing or moved", "第 %(n)s 条缺失或被移动"),
    (r"does not follow the entry before it", "与前一条不衔接"),
    (r"was altered after it was written", "写入后被改动"),
)
