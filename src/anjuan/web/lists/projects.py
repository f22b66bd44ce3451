"""The list of certification projects."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import today_in_china
from anjuan.lifecycle.selectors.projects import STANDINGS, ProjectFilter, ProjectRow, project_list
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.processnames import state_name
from anjuan.web.visitor import CLOCK
from anjuan.web.words import said


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    found = project_list(
        viewer, ProjectFilter(**asked.values), today=today_in_china(CLOCK), order=asked.order, offset=asked.offset,
        limit=asked.limit,
    )  # fmt: skip
    return Slice(found.rows, found.total, found.standings)


def _count(viewer: Viewer, asked: Request) -> int:
    return project_list(viewer, ProjectFilter(**asked.values), today=today_in_china(CLOCK), limit=1).total


def _state(row: ProjectRow) -> str:
    return state_name("certificate", row.status) if row.state == "certified" else state_name("project", row.state)


def _due(row: ProjectRow) -> SafeString | str:
    if not row.due_on:
        return cells.NOTHING
    colour = "is-bad" if row.is_late else ""
    return format_html('<span class="aj-tag {}">{}</span> {}', colour, row.due_on, row.due_title)


PROJECTS = ListSpec(
    name="projects",
    title=_("认证项目"),
    subtitle=_("从受理到发证和监督的每个认证周期"),
    address="web:projects",
    icon="case",
    needs=frozenset({"process.read", "process.audit"}),
    exports="process.read",
    columns=(
        Column("organisation", _("组织"), lambda row: row.organisation, order="organisation", width=230, is_fixed=True,
               is_head=True, hint=cells.copied("organisation")),
        Column("number", _("项目编号"), lambda row: row.number, order="number", width=130),
        Column("field", _("认证领域"), lambda row: row.field, width=80),
        Column("standards", _("认证依据"), lambda row: row.standards, width=150),
        Column("state", _("状态"), _state, order="state", width=110),
        Column("due", _("下一到期"), lambda row: f"{row.due_on} {row.due_title}".strip(), _due, order="due", width=240),
        Column("certificate", _("证书编号"), lambda row: row.certificate_no, width=150),
        Column("expires", _("有效期至"), lambda row: row.expires_on, order="expires", width=110),
        Column("cycle", _("周期"), lambda row: row.cycle_no, width=60, is_number=True, is_shown=False),
        Column("manager", _("项目管理"), lambda row: row.manager, order="manager", width=120),
    ),
    filters=(
        Filter("words", _("关键词"), example=_("组织 / 项目编号 / 证书编号 / 合同编号")),
        Filter("field", _("认证领域"), example="A01"),
        Filter("manager", _("项目管理"), is_more=True),
    ),
    tabs=Tabs("standing", lambda: [(code, said("project_standing", code)) for code in STANDINGS]),
    order="due",
    fetch=_fetch,
    count=_count,
    key=lambda row: row.number,
    row_link=lambda row: reverse("web:project", args=[row.number]),
    empty=Empty(_("还没有认证项目"), _("受理认证申请后，项目会出现在这里。"), icon="case", link="web:applications",
                link_label=_("认证申请"), link_needs="process.apply"),
    narrowed=Empty(_("没有符合条件的项目"), _("请放宽条件。"), icon="filter"),
)  # fmt: skip
