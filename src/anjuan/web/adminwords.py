"""Words for how an installation is: jobs, checks with their remedies, sources of options, tables, parts of the disk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "job_state": {
        "": _("全部"),
        "waiting": _("等待"),
        "running": _("进行中"),
        "failed": _("失败"),
        "done": _("已完成"),
        "cancelled": _("已取消"),
    },
    "job_kind": {
        "archive.describe_round": _("重新辨认种类"),
        "archive.file_item": _("识读归档文件"),
        "archive.index_rebuild": _("重建检索索引"),
        "archive.judge_case": _("判断案卷"),
        "archive.judge_cycles": _("归并认证周期"),
        "archive.judge_end": _("收尾全部案卷的判断"),
        "archive.judge_round": _("重新判断全部案卷"),
        "archive.watch_folder": _("查看监视文件夹"),
        "custody.destroy_case": _("销毁案卷"),
        "custody.fixity_round": _("例行固定性校验"),
        "custody.fixity_whole": _("全部固定性校验"),
        "custody.tidy_round": _("例行整理"),
        "preservation.backup": _("备份"),
        "preservation.properties_case": _("检测一卷的四性"),
        "preservation.properties_round": _("例行四性检测"),
    },
    "worker_duty": {"reading": _("识读与任务"), "index": _("索引与例行安排")},
    "storage_part": {
        "database": _("数据库"),
        "blobs": _("原件"),
        "index": _("检索索引"),
        "work": _("临时文件"),
        "backups": _("备份记录"),
    },
    "check": {
        "disk": _("磁盘空间"),
        "engines": _("文字识别引擎"),
        "readers": _("文件阅读器"),
        "journal": _("审计日志链"),
        "index": _("检索索引"),
        "uploads": _("中断的上传"),
        "jobs": _("后台任务"),
        "officers": _("三员分立"),
        "fixity": _("固定性"),
        "backup": _("备份"),
    },
    "check_says": {
        "disk.free": _("%(home)s 所在磁盘还有 %(free)s GiB"),
        "engines.found": _("可用：%(names)s"),
        "engines.none": _("没有文字识别引擎，扫描件没有文字"),
        "readers.all": _("%(n)s 个阅读器全部可用"),
        "readers.missing": _("不能运行：%(names)s"),
        "journal.whole": _("%(n)s 条，链条完整"),
        "journal.broken": _("%(n)s 条，断裂 %(breaks)s 处"),
        "index.whole": _("共 %(pages)s 页，已索引 %(indexed)s 页，等待 %(waiting)s 页"),
        "index.missing": _("共 %(pages)s 页，已索引 %(indexed)s 页，缺 %(n)s 页"),
        "index.surplus": _("共 %(pages)s 页，索引多出 %(n)s 页"),
        "index.refused": _("共 %(pages)s 页，有 %(n)s 页无法索引，已搁置"),
        "index.closed": _("索引打不开（%(code)s）"),
        "uploads.none": _("没有"),
        "uploads.broken": _("%(n)s 批上传中断，等待续传"),
        "jobs.open": _("未完成 %(n)s 个，失败 %(failed)s 个"),
        "officers.whole": _("三员由三人分别担任"),
        "officers.odd": _("兼任 %(clashes)s 人，可查阅案卷 %(readers)s 人，空缺 %(vacant)s 员"),
        "fixity.seen": _("原件 %(originals)s 份，七日内未校验 %(due)s 份，损坏 %(damaged)s 份"),
        "backup.none": _("还没有备份"),
        "backup.last": _("%(days)s 天前备份到 %(folder)s，缺 %(faults)s 份原件"),
    },
    "check_remedy": {
        "disk": _("清理磁盘，或把数据目录移到更大的磁盘；低于 2 GiB 时可能无法接收文件。"),
        "engines": _("安装识别引擎的模型后重启；运行 anjuan reading engines 查看找过哪些。"),
        "readers": _("按阅读器名称安装缺少的程序；缺少期间，该类文件会留在“未归档文件”，装好后可重试。"),
        "journal": _("请安全审计员在“审计日志”中核对断裂处，并与备份比对。"),
        "index": _("在“系统健康”中安排重建索引；原文在数据库中，不会丢失。"),
        "uploads": _("由经办人在批次页续传或结束。"),
        "jobs": _("在“后台任务”中查看失败原因并重试。"),
        "officers": _("请安全保密员在“人员”中调整角色，使三员由三人分别担任。"),
        "fixity": _("在“系统健康”中安排全部校验；损坏的原件请从备份恢复。"),
        "backup": _("在“备份”中立即备份，并检查备份文件夹是否可写。"),
    },
    "option_source": {"default": _("默认"), "file": _("配置文件"), "environment": _("环境变量")},
    "table_sort": {"checklist": _("完整性清单"), "forms": _("表单与标签")},
    "table_state": {
        "in force": _("生效"),
        "superseded": _("被同日的后一版取代"),
        "withdrawn": _("已撤下"),
        "withdrawal": _("撤下记录"),
    },
    "kind_issuer": {"client": _("受审核方"), "body": _("认证机构"), "authority": _("第三方")},
    "need": {
        "required": _("必备"),
        "conditional": _("条件"),
        "expected": _("提示"),
        "none": "—",
    },
    "demanded_mark": {
        "S": pgettext_lazy("mark", "签字"),
        "L": pgettext_lazy("mark", "盖章"),
        "O": pgettext_lazy("mark", "原件"),
        "D": pgettext_lazy("mark", "日期"),
    },
    "code_list": {
        "fields": _("认证领域"),
        "regions": _("行政区划"),
        "industries": _("国民经济行业"),
        "iaf_sectors": _("认可业务范围"),
        "professional_codes": _("专业代码"),
    },
    "code_origin": {"table": _("随程序"), "import": _("本机构导入")},
    "code_fault": {
        "is no professional code": _("不是专业代码"),
        "stands twice": _("重复出现"),
        "has no name": _("没有名称"),
    },
    "token_state": {"valid": _("有效"), "expired": _("已到期"), "revoked": _("已吊销")},
}

MOODS: Mapping[str, Mapping[str, str]] = {
    "job_state": {"waiting": "", "running": "is-busy", "failed": "is-bad", "done": "is-good", "cancelled": ""},
    "table_state": {"in force": "is-good", "withdrawn": "is-warn", "superseded": "", "withdrawal": ""},
    "token_state": {"valid": "is-good", "expired": "", "revoked": "is-bad"},
    "need": {"required": "is-bad", "conditional": "is-warn", "expected": "", "none": "is-plain"},
}
