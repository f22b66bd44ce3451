"""The list of the certificates that this body issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.certificates.selectors.issued import (
    STATES,
    CertificateFilter,
    CertificateRow,
    certificate_list,
    certificate_total,
    certificate_walk,
)
from anjuan.kit.clock import today_in_china
from anjuan.web.lists import cells
from anjuan.web.lists.case_columns import field
from anjuan.web.lists.spec import Choices, Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.navigation import HOLDS_CERTIFICATES
from anjuan.web.visitor import CLOCK
from anjuan.web.words import choices, said


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    found = certificate_list(
        viewer, CertificateFilter(**asked.values), today=today_in_china(CLOCK), order=asked.order,
        offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    return Slice(found.rows, found.total, found.states)


def _count(viewer: Viewer, asked: Request) -> int:
    return certificate_total(viewer, CertificateFilter(**asked.values), today=today_in_china(CLOCK))


def _walk(viewer: Viewer, asked: Request, picked: Sequence[str]) -> Iterator[CertificateRow]:
    return certificate_walk(
        viewer, CertificateFilter(**asked.values), today=today_in_china(CLOCK), order=asked.order, among=picked
    )


def _due(_viewer: Viewer) -> Choices:
    return choices("certificate_due")


def _fields(_viewer: Viewer) -> Choices:
    return [(code, f"{code} {field(code)}") for code in ("A01", "A02", "A03", "A05", "A09", "B", "C")]


def _state(row: CertificateRow) -> SafeString:
    return cells.state("certificate_state", row.status)


CERTIFICATES = ListSpec(
    name="certificates",
    title=_("证书管理"),
    subtitle=_("本机构颁发的证书：状态、到期、换发与核验"),
    address="web:certificates",
    icon="seal",
    needs=HOLDS_CERTIFICATES,
    exports="certificate.report",
    columns=(
        Column("number", _("证书编号"), lambda row: row.number, order="number", width=160, is_fixed=True,
               hint=cells.copied("number")),
        Column("holder", _("获证组织"), lambda row: row.holder, order="holder", width=260, is_head=True,
               hint=cells.copied("holder")),
        Column("status", _("状态"), lambda row: said("certificate_state", row.status), _state, width=104),
        Column("field", _("领域"), lambda row: row.field_code, lambda row: cells.tag(
            field(row.field_code) or row.field_code, row.field_code), width=130),
        Column("standard", _("认证依据"), lambda row: row.standard, width=210, hint=cells.copied("standard")),
        Column("issued_on", _("颁证日期"), lambda row: row.issued_on.isoformat(), order="issued_on", width=104),
        Column("expires_on", _("有效期至"), lambda row: row.expires_on.isoformat(), order="expires_on", width=104),
        Column("suspension_ends_on", _("暂停至"), lambda row: str(row.suspension_ends_on or ""), width=104),
        Column("renewals", _("再认证次数"), lambda row: row.renewals, lambda row: cells.count(row.renewals), width=100,
               is_number=True),
        Column("credit_code", _("统一社会信用代码"), lambda row: row.credit_code, width=176, is_shown=False),
        Column("confidential", _("保密"), lambda row: said("detail_value", str(row.is_confidential)), width=70,
               is_shown=False),
    ),
    filters=(
        Filter("words", _("关键词"), example=_("证书编号 / 组织名称 / 信用代码")),
        Filter("field_code", _("认证领域"), "choice", _fields),
        Filter("due", _("临近"), "choice", _due),
        Filter("issued_on", _("颁证日期"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
        Filter("expires_on", _("有效期至"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
    ),
    tabs=Tabs("status", lambda: [(code, said("certificate_state", code)) for code in STATES]),
    order="-issued_on",
    fetch=_fetch,
    count=_count,
    walk=_walk,
    key=lambda row: row.number,
    row_link=lambda row: reverse("web:certificate", args=[row.number]),
    empty=Empty(_("还没有证书"), _("作出认证决定并颁发证书后，证书列在这里。"), icon="seal"),
    narrowed=Empty(_("没有符合条件的证书"), _("请放宽条件。"), icon="filter"),
)  # fmt: skip
