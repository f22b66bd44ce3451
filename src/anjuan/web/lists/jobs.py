"""The list of background jobs: what waits, what is being done, what failed and why."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.services.job_deeds import may_cancel, may_retry
from anjuan.jobs.listing import JobRow, job_kinds, job_rows, job_states
from anjuan.kit.clock import CHINA
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Choices, Column, Empty, Filter, ListSpec, Request, Slice, Tabs, Value
from anjuan.web.words import fault_words, said

STATES = ("waiting", "running", "failed", "done", "cancelled")
_WHOLE = 100


def _jobs(_viewer: Viewer, asked: Request) -> Slice:
    state, kind = asked.values.get("state", ""), asked.values.get("kind", "")
    counts = job_states(kind=kind)
    rows = job_rows(state=state, kind=kind, offset=asked.offset, limit=asked.limit)
    return Slice(rows, counts.get(state, 0), counts)


def _count(_viewer: Viewer, asked: Request) -> int:
    return job_states(kind=asked.values.get("kind", "")).get(asked.values.get("state", ""), 0)


def _kinds(_viewer: Viewer) -> Choices:
    return [(kind, said("job_kind", kind)) for kind in job_kinds()]


def _progress(row: JobRow) -> Value:
    if row.total:
        return f"{row.done:,} / {row.total:,}"
    return f"{row.done:,}" if row.done else None


def _progress_cell(row: JobRow) -> SafeString | str:
    if not row.total:
        return format_html("{}", _progress(row)) if row.done else cells.NOTHING
    share = min(_WHOLE, round(row.done / row.total * _WHOLE))
    return format_html('{} <span class="aj-quiet">{}</span>', cells.percent(share), _progress(row))


def _fault(row: JobRow) -> str:
    return f"{row.error_code} {fault_words(row.error_code).title}" if row.error_code else ""


def _advice(row: JobRow) -> str:
    return f"{_fault(row)} {fault_words(row.error_code).advice}".strip() if row.error_code else ""


def _act(row: JobRow) -> SafeString | str:
    if may_retry(row):
        return format_html(
            '<button class="aj-button is-small" form="aj-row-act" formaction="{}" name="job" value="{}">{}</button>',
            reverse("web:jobs_again"), row.id, _now("重试"),
        )  # fmt: skip
    if may_cancel(row):
        return format_html(
            '<button class="aj-button is-small" form="aj-row-act" formaction="{}" name="job" value="{}" data-asks="{}">'
            "{}</button>",
            reverse("web:jobs_cancel"), row.id, _now("取消这个任务？"), _now("取消"),
        )  # fmt: skip
    return ""


JOBS = ListSpec(
    name="jobs",
    title=_("后台任务"),
    subtitle=_("识读、判断、校验、备份都在后台进行，中断后自动继续"),
    address="web:jobs",
    icon="refresh",
    needs=frozenset({"system.run"}),
    exports="system.run",
    columns=(
        Column("kind", _("种类"), lambda row: said("job_kind", row.kind),
               lambda row: format_html('<span class="aj-strong">{}</span>', said("job_kind", row.kind)),
               width=180, is_fixed=True, is_head=True),
        Column("state", _("状态"), lambda row: said("job_state", row.state),
               lambda row: cells.state("job_state", row.state), width=92),
        Column("progress", _("进度"), _progress, _progress_cell, width=190),
        Column("why", _("最近的错误"), _fault, lambda row: _fault(row) or cells.NOTHING, width=260, hint=_advice),
        Column("made", _("安排时间"), lambda row: row.created_at.astimezone(CHINA).replace(tzinfo=None),
               lambda row: cells.civil(row.created_at.isoformat()), width=132),
        Column("ended", _("结束时间"),
               lambda row: row.finished_at.astimezone(CHINA).replace(tzinfo=None) if row.finished_at else None,
               lambda row: cells.civil(row.finished_at.isoformat()) if row.finished_at else cells.NOTHING, width=132),
        Column("tries", _("次数"), lambda row: f"{row.attempts} / {row.max_attempts}", width=64, is_number=True),
        Column("subject", _("对象"), lambda row: row.subject_id, width=72, is_number=True, is_shown=False),
        Column("id", _("编号"), lambda row: row.id, lambda row: str(row.id), width=72, is_number=True),
        Column("act", _("操作"), lambda _row: "", _act, width=76, is_fixed=True),
    ),
    filters=(Filter("kind", _("种类"), "choice", _kinds),),
    tabs=Tabs("state", lambda: [(code, said("job_state", code)) for code in STATES]),
    order="",
    fetch=_jobs,
    count=_count,
    key=lambda row: str(row.id),
    row_link=lambda _row: "",
    empty=Empty(_("还没有任务"), _("收到文件后，识读、判断和校验的任务会列在这里。"), icon="refresh"),
    narrowed=Empty(_("没有符合条件的任务"), _("请放宽条件。"), icon="filter"),
    actions="web/jobs.html",
)  # fmt: skip
