"""The ledger of loans: who had which case, when and what for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.selectors.loans import LoanFilter, LoanRow, loan_rows
from anjuan.kit.clock import today_in_china
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.visitor import CLOCK
from anjuan.web.words import said

STATES = ("requested", "approved", "overdue", "returned", "refused")


def _wanted(asked: Request) -> LoanFilter:
    values: dict[str, Any] = {key: value for key, value in asked.values.items() if value}
    return LoanFilter(**values)


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    found = loan_rows(
        viewer, _wanted(asked), today=today_in_china(CLOCK), order=asked.order, offset=asked.offset, limit=asked.limit
    )
    return Slice(found.rows, found.total, found.states)


def _count(viewer: Viewer, asked: Request) -> int:
    return loan_rows(viewer, _wanted(asked), today=today_in_china(CLOCK), limit=1).total


def _state(row: LoanRow) -> str:
    return "overdue" if row.is_overdue else row.state


def _standing(row: LoanRow) -> SafeString:
    return cells.state("loan_state", _state(row))


def _purpose(row: LoanRow) -> str:
    return f"{said('purpose', row.purpose_code)} {row.purpose}".strip()


LOANS = ListSpec(
    name="loans",
    title=_("借阅台账"),
    subtitle=_("谁在什么时候为什么借阅了哪一卷"),
    address="web:loan_ledger",
    icon="eye",
    needs=frozenset({"loan.request", "loan.approve"}),
    exports="loan.approve",
    columns=(
        Column("number", _("借阅号"), lambda row: row.number, order="number", width=136, is_fixed=True),
        Column("case", _("案卷号"), lambda row: row.case, order="case", width=136),
        Column("title", _("案卷"), lambda row: row.title, width=240, is_head=True, hint=cells.copied("title")),
        Column("borrower", _("借阅人"), lambda row: row.borrower, order="borrower", width=96),
        Column("state", _("状态"), lambda row: said("loan_state", _state(row)), _standing, width=92),
        Column("purpose", _("用途"), _purpose, width=220),
        Column("first", _("借阅起"), lambda row: row.first_day, order="first", width=100),
        Column("last", _("借阅止"), lambda row: row.last_day, order="last", width=100),
        Column("papers", _("文件"), lambda row: "、".join(row.documents), width=160, is_shown=False),
        Column("by", _("批准人"), lambda row: row.decided_by, width=96),
        Column("decision", _("批示"), lambda row: row.decision, width=160, is_shown=False),
        Column("asked", _("申请时间"), lambda row: cells.civil(row.requested_at), order="asked", width=140),
    ),
    filters=(
        Filter("words", _("关键词"), example=_("借阅号 / 案卷 / 借阅人")),
        Filter("days", _("借阅日期"), "days"),
    ),
    tabs=Tabs("state", lambda: [(code, said("loan_state", code)) for code in STATES]),
    order="-asked",
    fetch=_fetch,
    count=_count,
    key=lambda row: row.number,
    row_link=lambda row: reverse("web:case", args=[row.case]),
    empty=Empty(
        _("还没有借阅"), _("在案卷页或借阅页申请后列在这里。"), icon="eye", link="web:loans", link_label=_("借阅")
    ),
    narrowed=Empty(_("没有符合条件的借阅"), _("请放宽条件。"), icon="filter"),
)  # fmt: skip
