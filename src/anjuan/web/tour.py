"""The tour: what a person of each role finds where, in five steps over the first page."""

from __future__ import annotations

import dataclasses

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.web.navigation import FILES, JOURNAL, PEOPLE, READS, RUNS

#: Name of the choice that keeps that a person has taken the tour or does not want it.
SEEN = "tour.seen"
MOST_STEPS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One halt of the tour.

    Attributes:
        title: What one can do here.
        text: How, in one or two sentences.
        icon: A symbol of ``icons.svg``.
        at: Selectors of what is lit, the first that can be seen; nothing seen, nothing is lit.
        address: Name of the page that the step speaks of.
        needs: The capabilities of which one opens that page.
        key: The keys that go there; empty for none.

    """

    title: str | Promise
    text: str | Promise
    icon: str
    at: str
    address: str
    needs: frozenset[str]
    key: str = ""


_RECENT, _TILES = "#aj-recent", ".aj-tiles"
_FIND = Step(
    _("查任意一个词"),
    _("按 / 键，输入词句再回车：每条结果就是一页，词句在页面上点亮；再按 o 打开，n 到下一处。"),
    "search", ".aj-global", "web:search", READS, "/",
)  # fmt: skip
_FILING = (
    Step(
        _("放进来"),
        _("把一个客户的文件夹、压缩包或装订扫描件拖到“接收与导入”页：一个文件夹一卷，原件原样保存，每个文件都有去向。"),
        "upload", "a.is-main[href$='/intakes/'] | a.aj-nav-link[href='/intakes/'] | #aj-running", "web:intakes", FILES,
        "g i",
    ),
    Step(
        _("看着它读完"),
        _("接收后立即逐页识读，扫描件自动转正、识别；装订件拆成单份文件，每份认出种类和著录项。未能归档的说明原因，可重试。"),
        "eye", "#aj-running", "web:intakes", FILES,
    ),
    Step(
        _("看缺什么、哪里矛盾"),
        _("读完即按当时有效的规则检查：缺哪份文件、为什么需要，哪两处矛盾、证据各在哪一页。点数字打开对应的案卷。"),
        "clash", f"a.aj-tile[href*='problem=missing'] | {_TILES} | {_RECENT}", "web:cases", READS, "g c",
    ),
    _FIND,
    Step(
        _("交出去、存得住"),
        _("在案卷列表中导出清单、勾选几卷一起办；在案卷的“四性检测”“保管”两页检测、冻结、定期限。封卷后内容不再改动，其后文件作补充归档。"),
        "seal", f"a.aj-nav-link[href='/cases/'] | {_RECENT}", "web:cases", READS, "g c",
    ),
)  # fmt: skip
_READING = (
    Step(
        _("找到您的案卷"),
        _("您可以查阅的案卷都在“案卷管理”里：按组织、年度、领域筛选，列和次序可以自己定，常用的条件存成视图。"),
        "archive", f"a.aj-nav-link[href='/cases/'] | {_RECENT}", "web:cases", READS, "g c",
    ),
    Step(
        _("看原页，也看现场"),
        _("打开案卷：左边是各阶段的文件，中间是原页，右边是读出的文字与著录项。“审核现场”一页按时间还原谁在何处、看到什么。"),
        "eye", _RECENT, "web:cases", READS,
    ),
    Step(
        _("看缺什么、哪里矛盾"),
        _("案卷的“齐全性”“一致性”两页逐条列出缺失与矛盾，说明依据的规则和版次；矛盾的两页并排给您看。"),
        "clash", f"{_TILES} | {_RECENT}", "web:cases", READS,
    ),
    _FIND,
    Step(
        _("借阅"),
        _("没有指派给您的案卷，可以申请借阅：批准后在期限内查阅，到期自动收回。"),
        "clock", "a.aj-nav-link[href='/loans/'] | .aj-burger", "web:loans", frozenset({"loan.request", "loan.approve"}),
        "g l",
    ),
)  # fmt: skip
_RUNNING = (
    Step(
        _("人员与角色"),
        _("系统管理员添加人员，安全保密员授予角色，安全审计员查看日志：三员分立，不能由一人兼任。"),
        "people", "a.aj-nav-link[href='/people/'] | .aj-burger", "web:people", PEOPLE, "g p",
    ),
    Step(
        _("种类与清单"),
        _("内置的归档清单可以换成本机构自己的：下载模板，改好后先试后装；每次修改都是一个新版次，旧案卷按旧版次判定。"),
        "tree", "a.aj-nav-link[href='/tables/'] | .aj-burger", "web:tables", frozenset({"registry.manage"}), "g t",
    ),
    Step(
        _("系统健康"),
        _("检索索引、原件校验、存储空间、工作进程各是什么状态，出了问题怎么办，都在这里。"),
        "done", "a.aj-nav-link[href='/system/'] | .aj-burger", "web:health", RUNS, "g y",
    ),
    Step(
        _("后台任务"),
        _("识读、检查、备份都是后台任务；失败的说明原因，可以重做。"),
        "refresh", "a.aj-nav-link[href='/system/jobs/'] | .aj-burger", "web:jobs", RUNS, "g j",
    ),
    Step(
        _("备份"),
        _("使用中即可备份，备份可以随时核对；恢复用一条命令。"),
        "copy", "a.aj-nav-link[href='/system/backups/'] | .aj-burger", "web:backups", RUNS, "g b",
    ),
    Step(
        _("角色与权限"),
        _("每个角色能做什么、哪些角色互相排斥，一张表看清；授予角色可以限定期限。"),
        "shield", "a.aj-nav-link[href='/people/roles/'] | .aj-burger", "web:roles",
        frozenset({"role.grant", "journal.read"}), "g r",
    ),
    Step(
        _("审计日志"),
        _("谁在什么时候看了、改了什么，逐条记录，前后相连；可以筛选、校验、导出。"),
        "list", "a.aj-nav-link[href='/journal/'] | .aj-burger", "web:journal", JOURNAL, "g u",
    ),
)  # fmt: skip
#: The first tour that a person may take is theirs.
_TOURS = ((FILES, _FILING), (READS, _READING), (PEOPLE | JOURNAL | RUNS, _RUNNING))


def tour_for(viewer: Viewer) -> tuple[Step, ...]:
    """Return the steps of a person's tour, at most five; empty for whoever holds no role that opens a page."""
    for needs, steps in _TOURS:
        if _may_any(viewer, needs):
            return tuple(step for step in steps if _may_any(viewer, step.needs))[:MOST_STEPS]
    return ()


def _may_any(viewer: Viewer, needs: frozenset[str]) -> bool:
    return any(viewer.may(need) for need in needs)
