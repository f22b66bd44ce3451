"""Lists of what waits for a person: files that were not filed, papers whose kind is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.failures import Failure, failure_keys, failure_list, failure_total
from anjuan.archive.selectors.waiting import DoubtfulKind, doubtful_keys, doubtful_kinds, doubtful_total
from anjuan.web.kindwords import kind_said
from anjuan.web.lists import cells
from anjuan.web.lists.deeds import DOUBT_DEEDS, FAILURE_DEEDS
from anjuan.web.lists.spec import Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.words import fault_words, said

#: Keys have fewer digits.
_MOST_DIGITS = 19
_FILES = frozenset({"case.file"})
_DESCRIBES = frozenset({"case.describe"})


def _failures(viewer: Viewer, asked: Request) -> Slice:
    found = failure_list(
        viewer, state=asked.values.get("state", ""), words=asked.values.get("words", ""), order=asked.order,
        offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    return Slice(found.rows, found.total, found.states)


def _failure_count(viewer: Viewer, asked: Request) -> int:
    return failure_total(viewer, state=asked.values.get("state", ""), words=asked.values.get("words", ""))


def _numbers(picked: Sequence[str]) -> list[int]:
    return [int(one) for one in picked if one.isascii() and one.isdigit() and len(one) < _MOST_DIGITS] or [0]


def _failures_chosen(viewer: Viewer, asked: Request, picked: Sequence[str]) -> list[tuple[int, str]]:
    if picked:
        return failure_keys(viewer, among=_numbers(picked))
    return failure_keys(viewer, state=asked.values.get("state", ""), words=asked.values.get("words", ""))


def _doubts_chosen(viewer: Viewer, _asked: Request, picked: Sequence[str]) -> list[tuple[int, str]]:
    return doubtful_keys(viewer, among=_numbers(picked) if picked else ())


def _reason(row: Failure) -> str:
    return str(fault_words(row.item.reason_code).title) if row.item.reason_code else row.item.reason


def _advice(row: Failure) -> str:
    return str(fault_words(row.item.reason_code).advice) if row.item.reason_code else ""


def _reason_cell(row: Failure) -> SafeString:
    return format_html('{} <small class="aj-quiet">{}</small>', _reason(row), _advice(row))


def _retry(row: Failure) -> SafeString:
    return format_html(
        '<button class="aj-button is-small" form="aj-row-act" formaction="{}" name="item" value="{}">{}</button>',
        reverse("web:intake_retry", args=[row.intake_id]), row.item.id, _now("重试"),
    )  # fmt: skip


def _batch_link(row: Failure) -> str:
    return f"{reverse('web:intake', args=[row.intake_id])}?state={row.item.state}"


FAILURES = ListSpec(
    name="failures",
    title=_("未能归档的文件"),
    subtitle=_("原件都已存妥；处理好原因后重试即可"),
    address="web:failures",
    icon="alert",
    needs=_FILES,
    columns=(
        Column(
            "path",
            _("文件"),
            lambda row: row.item.path,
            order="path",
            width=320,
            is_fixed=True,
            is_head=True,
            hint=lambda row: row.item.path,
        ),
        Column(
            "state",
            _("状态"),
            lambda row: said("item_state", row.item.state),
            lambda row: cells.state("item_state", row.item.state),
            width=84,
        ),
        Column(
            "reason", _("说明"), _reason, _reason_cell, width=360, hint=lambda row: f"{_reason(row)} {_advice(row)}"
        ),
        Column(
            "size",
            _("大小"),
            lambda row: row.item.size_bytes,
            lambda row: filesizeformat(row.item.size_bytes),
            order="size_bytes",
            width=84,
            is_number=True,
        ),
        Column("case", _("案卷号"), lambda row: row.item.case_number, width=132),
        Column(
            "batch",
            _("批次"),
            lambda row: row.intake_id,
            lambda row: format_html('<a href="{}">#{}</a>', _batch_link(row), row.intake_id),
            order="id",
            width=72,
        ),
        Column("by", _("经办"), lambda row: said("actor", row.started_by), width=84, is_shown=False),
        Column("when", _("时间"), lambda row: cells.civil(row.finished_at), order="finished_at", width=132),
        Column("again", _("操作"), lambda _row: "", _retry, width=76, is_fixed=True),
    ),
    filters=(Filter("words", _("关键词"), example=_("文件名或文件夹")),),
    tabs=Tabs("state", lambda: [(code, said("item_state", code)) for code in ("failed", "refused")]),
    order="-id",
    fetch=_failures,
    count=_failure_count,
    key=lambda row: str(row.item.id),
    row_link=_batch_link,
    empty=Empty(
        _("没有需要处理的文件"),
        _("未能归档的文件会列在这里，并说明原因和处理办法。"),
        icon="done",
        link="web:intakes",
        link_label=_("接收与导入"),
        link_needs="case.file",
    ),
    narrowed=Empty(_("没有符合条件的文件"), _("请放宽条件。"), icon="filter"),
    deeds=FAILURE_DEEDS,
    chosen=_failures_chosen,
    actions="web/failure_actions.html",
)


def _doubts(viewer: Viewer, asked: Request) -> Slice:
    return Slice(doubtful_kinds(viewer, offset=asked.offset, limit=asked.limit), doubtful_total(viewer))


def _guess(row: DoubtfulKind) -> str:
    return f"{row.kind} {kind_said(row.kind_name)}" if row.kind else said("kind_given_by", "")


DOUBTS = ListSpec(
    name="doubts",
    title=_("种类存疑的文件"),
    subtitle=_("系统拿不准的文件种类，等人确认"),
    address="web:doubts",
    icon="pages",
    needs=_DESCRIBES,
    exports="case.export",
    columns=(
        Column(
            "title",
            _("文件"),
            lambda row: row.title,
            width=300,
            is_fixed=True,
            is_head=True,
            hint=lambda row: row.title,
        ),
        Column("kind", _("可能是"), _guess, lambda row: cells.tag(_guess(row)), width=190),
        Column(
            "confidence",
            _("把握"),
            lambda row: int(row.confidence * 100),
            lambda row: cells.percent(int(row.confidence * 100) if row.kind else None),
            width=110,
        ),
        Column(
            "pages",
            _("页数"),
            lambda row: row.pages_count,
            lambda row: cells.count(row.pages_count),
            width=72,
            is_number=True,
        ),
        Column("number", _("案卷号"), lambda row: row.case_number, width=132),
        Column("case", _("案卷题名"), lambda row: row.case_title, width=260, hint=lambda row: row.case_title),
    ),
    order="",
    deeds=DOUBT_DEEDS,
    chosen=_doubts_chosen,
    fetch=_doubts,
    count=lambda viewer, _asked: doubtful_total(viewer),
    key=lambda row: str(row.document_id),
    row_link=lambda row: reverse("web:case_page", args=[row.case_number, row.document_id, 1]),
    empty=Empty(
        _("没有种类存疑的文件"),
        _("系统拿不准种类的文件会列在这里；确认一次，以后不再被规则改动。"),
        icon="done",
        link="web:cases",
        link_label=_("案卷管理"),
        link_needs="case.read_all",
    ),
    narrowed=Empty(_("没有符合条件的文件"), _("请放宽条件。"), icon="filter"),
)
