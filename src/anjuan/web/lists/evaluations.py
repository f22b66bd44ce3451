"""The list of assessments by scored schemes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.evaluation.selectors import READS, STATES, AssessmentFilter, assessment_list
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.words import said


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    wanted = AssessmentFilter(**asked.values)
    found = assessment_list(viewer, wanted, order=asked.order, offset=asked.offset, limit=asked.limit)
    return Slice(found.rows, found.total, found.states)


def _count(viewer: Viewer, asked: Request) -> int:
    return assessment_list(viewer, AssessmentFilter(**asked.values), limit=1).total


EVALUATIONS = ListSpec(
    name="evaluations",
    title=_("评分"),
    subtitle=_("按分值方案评价：商品售后服务及其他"),
    address="web:evaluations",
    icon="check",
    needs=frozenset(READS),
    columns=(
        Column("organisation", _("组织"), lambda row: row.organisation, order="organisation", width=220, is_fixed=True,
               is_head=True, hint=cells.copied("organisation")),
        Column("number", _("评分号"), lambda row: row.number, order="number", width=136),
        Column("scheme", _("方案"), lambda row: row.scheme, width=200, hint=cells.copied("edition")),
        Column("assessed", _("评价日期"), lambda row: row.assessed_on, order="assessed_on", width=110),
        Column("leader", _("组长"), lambda row: row.leader, width=96),
        Column("state", _("状态"), lambda row: said("evaluation_state", row.state),
               lambda row: cells.state("evaluation_state", row.state), order="state", width=96),
        Column("marks", _("评价数"), lambda row: row.marks, width=80, is_number=True),
        Column("score", _("得分"), lambda row: row.score, width=90, is_number=True),
        Column("case", _("案卷号"), lambda row: row.case, width=136, is_shown=False),
    ),
    filters=(Filter("words", _("关键词"), example=_("组织 / 评分号 / 方案 / 案卷号")),),
    tabs=Tabs("state", lambda: [(code, said("evaluation_state", code)) for code in STATES]),
    order="-number",
    fetch=_fetch,
    count=_count,
    key=lambda row: row.number,
    row_link=lambda row: reverse("web:evaluation", args=[row.number]),
    empty=Empty(
        _("还没有评分"), _("由项目管理新建评分任务，评审员在自己的评分表上评价。"), icon="check",
        link="web:evaluation_new", link_label=_("新建评分"), link_needs="evaluation.manage",
        otherwise=_("由项目管理新建评分任务后，您参加的评分会列在这里。"),
    ),
    narrowed=Empty(_("没有符合条件的评分"), _("请放宽条件。"), icon="filter"),
    actions="web/evaluation_list_actions.html",
)  # fmt: skip
