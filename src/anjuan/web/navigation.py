"""The entries of the side navigation: only what works, only what the person may use."""

from __future__ import annotations

import dataclasses

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation.

    Attributes:
        address: Name of the page it opens.
        label: What it says.
        icon: Name of a symbol in ``icons.svg``.
        key: The key that follows ``g`` to go there; empty for none.
        needs: The capabilities of which one opens the page; empty when everybody may.
        within: Start of the addresses' names for which the entry is lit.
        count: Which of the counts stands beside it; empty for none.
        is_urgent: Whether the count calls for somebody.
        asks_model: Whether the page needs a language model; without one it is not there.

    """

    address: str
    label: str | Promise
    icon: str
    key: str
    needs: frozenset[str] = frozenset()
    within: str = ""
    count: str = ""
    is_urgent: bool = False
    asks_model: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    key: str
    label: str | Promise
    entries: tuple[Entry, ...]


READS = frozenset({"case.read_all", "case.read_assigned"})
FILES = frozenset({"case.file"})
LENDS = frozenset({"loan.request", "loan.approve"})
SHARES = frozenset({"share.create", "share.approve", "custody.manage"})
DESTROYS = frozenset(
    {
        "destruction.propose",
        "destruction.appraise",
        "destruction.approve",
        "destruction.supervise",
        "journal.read",
    }
)

#: Who may do one thing or another to many rows at once.
DEEDS = frozenset({"case.describe", "custody.manage", "loan.request", "case.file"})
DESCRIBES = frozenset({"case.describe"})
PEOPLE = frozenset({"person.manage", "role.grant", "login.manage"})
JOURNAL = frozenset({"journal.read"})
TABLES = frozenset({"registry.manage", "case.describe", "case.read_all"})
RUNS = frozenset({"system.run"})
WATCHES = frozenset({"system.run", "case.file"})
#: Who may read what was compiled, and who works on it.
KNOWS = frozenset({"knowledge.read", "knowledge.edit", "knowledge.publish"})
#: To whom something can be told: of guides, or of cases.
SUBSCRIBES = KNOWS | READS
REVIEWS = frozenset({"knowledge.review"})
#: Who works in the certification process, and who has tasks in it.
CERTIFIES = frozenset({"process.read", "process.audit"})
APPLIES = frozenset({"process.read", "process.apply"})
OWNS_TASKS = frozenset({"process.own"})
#: Who works with certificates, and who tells the platforms of them.
HOLDS_CERTIFICATES = frozenset({"certificate.read"})
SIGNS = frozenset({"certificate.keys", "certificate.read"})
REPORTS = frozenset({"certificate.report"})
FIGURES = frozenset({"figures.read", "figures.manage"})
SEES_OPTIONS = frozenset({"system.run", "login.manage", "journal.read"})

#: Who reads scores, and who checks scopes.
SCORES = frozenset({"evaluation.read", "evaluation.mark", "evaluation.manage", "evaluation.decide"})
SCOPES = frozenset({"scope.check"})

GROUPS = (
    Group(
        "work",
        _("工作台"),
        (
            Entry("web:home", _("我的待办"), "home", "h", within="web:home"),
            Entry("web:failures", _("未归档文件"), "alert", "f", FILES, "web:failure", "failures", is_urgent=True),
            Entry("web:doubts", _("种类存疑"), "pages", "d", DESCRIBES, "web:doubts", "doubts"),
            Entry("web:matches", _("组织待定"), "person", "m", DESCRIBES, "web:match", "matches"),
        ),
    ),
    Group(
        "process",
        _("认证业务"),
        (
            Entry("web:projects", _("认证项目"), "case", "q", CERTIFIES, "web:project", "projects"),
            Entry("web:applications", _("认证申请"), "inbox", "a", APPLIES, "web:application"),
            Entry("web:duties", _("待办任务"), "calendar", "1", OWNS_TASKS, "web:dut"),
            Entry(
                "web:certificates", _("证书管理"), "seal", "2", HOLDS_CERTIFICATES, "web:certificate", "certificates"
            ),
            Entry("web:scope", _("认证范围核对"), "fit", "3", SCOPES, "web:scope"),
            Entry("web:evaluations", _("评分"), "check", "4", SCORES, "web:evaluation"),
            Entry("web:calculator_time", _("认证计算"), "clock", "5", within="web:calculator"),
            Entry("web:reports_national", _("上报"), "upload", "6", REPORTS, "web:reports"),
            Entry("web:signing_keys", _("签名密钥"), "key", "", SIGNS, "web:signing"),
        ),
    ),
    Group(
        "cases",
        _("审核案卷"),
        (
            Entry("web:cases", _("案卷管理"), "archive", "c", READS, "web:case", "cases"),
            Entry("web:organisations", _("组织档案"), "office", "o", READS, "web:organisation", "organisations"),
            Entry("web:bulks", _("批量操作"), "check", "b", DEEDS, "web:bulk"),
            Entry("web:search", _("全文检索"), "search", "s", READS, "web:search", "searches", is_urgent=True),
            Entry("web:intakes", _("接收与导入"), "inbox", "i", FILES, "web:intake"),
        ),
    ),
    Group(
        "knowledge",
        _("编研"),
        (
            Entry("web:knowledge", _("审核指南"), "tree", "n", KNOWS, "web:knowledge"),
            Entry("web:instructions", _("领域作业指导书"), "list", "", KNOWS, "web:instruction"),
            Entry("web:stories", _("审核案例"), "bookmark", "7", KNOWS, "web:stor"),
            Entry("web:exhibitions", _("图文展"), "eye", "", KNOWS, "web:exhibition"),
            Entry("web:firsts", _("首次"), "clock", "", KNOWS, "web:first"),
            Entry("web:trainings", _("培训题集"), "done", "8", KNOWS, "web:training"),
            Entry("web:trends", _("统计分析"), "columns", "9", KNOWS, "web:trends"),
            Entry("web:graph", _("知识图谱"), "tree", "0", KNOWS, "web:graph"),
            Entry("web:ask", _("问档案"), "help", "", KNOWS, "web:ask", asks_model=True),
            Entry("web:facts", _("事实审阅"), "check", "v", REVIEWS, "web:fact"),
            Entry("web:subscriptions", _("我的订阅"), "bookmark", "", SUBSCRIBES, "web:subscription"),
        ),
    ),
    Group(
        "figures",
        _("统计"),
        (
            Entry("web:figures", _("统计总览"), "columns", "g", FIGURES, "web:figures"),
            Entry("web:figures_bulletins", _("统计月报"), "pages", "", FIGURES),
        ),
    ),
    Group(
        "custody",
        _("保管利用"),
        (
            Entry("web:loans", _("借阅"), "eye", "l", LENDS, "web:loan"),
            Entry("web:shares", _("分享"), "link", "e", SHARES, "web:share", "share_leaves", is_urgent=True),
            Entry("web:parcels", _("导出包"), "download", "z", READS, "web:parcel"),
            Entry("web:appraisals", _("鉴定与销毁"), "clock", "x", DESTROYS, "web:appraisal"),
        ),
    ),
    Group(
        "administration",
        _("系统管理"),
        (
            Entry("web:people", _("人员"), "people", "p", PEOPLE, "web:pe"),
            Entry("web:roles", _("角色与权限"), "shield", "r", PEOPLE | JOURNAL, "web:roles"),
            Entry("web:tables", _("种类与清单"), "tree", "t", TABLES, "web:table"),
            Entry("web:codes", _("代码表"), "columns", "k", TABLES, "web:codes"),
            Entry("web:watch", _("监视文件夹"), "folder", "w", WATCHES, "web:watch"),
            Entry("web:mailbox", _("收件邮箱"), "inbox", "", WATCHES, "web:mailbox"),
            Entry("web:health", _("系统健康"), "done", "y", RUNS, "web:health"),
            Entry("web:jobs", _("后台任务"), "refresh", "j", RUNS, "web:jobs"),
            Entry("web:backups", _("备份"), "copy", "", RUNS, "web:backups"),
            Entry("web:options", _("设置"), "filter", "", SEES_OPTIONS, "web:options"),
            Entry("web:journal", _("审计日志"), "list", "u", JOURNAL, "web:journal"),
        ),
    ),
)


def groups_for(request: HttpRequest, viewer: Viewer) -> tuple[tuple[Group, tuple[tuple[Entry, bool], ...]], ...]:
    """Return the groups with the entries this person may use, each with whether it is the present page."""
    match = request.resolver_match
    here = match.view_name if match else ""
    shown = []
    for group in GROUPS:
        entries = tuple(
            (entry, bool(entry.within) and here.startswith(entry.within))
            for entry in group.entries
            if (not entry.needs or any(viewer.may(need) for need in entry.needs))
            and (not entry.asks_model or settings.ANJUAN_OPTIONS.language.url)
        )
        if entries:
            shown.append((group, entries))
    return tuple(shown)
