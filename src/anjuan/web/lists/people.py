"""The list of people who log in."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.directory import OFFICERS, PeopleFilter, PersonRow, people_list
from anjuan.accounts.selectors.people import Viewer, role_keys, role_name
from anjuan.kit.clock import CHINA, today_in_china
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Choices, Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.visitor import CLOCK


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    found = people_list(
        viewer, PeopleFilter(**asked.values), today_in_china(CLOCK), order=asked.order, offset=asked.offset,
        limit=asked.limit,
    )  # fmt: skip
    return Slice(found.rows, found.total, found.states)


def _count(viewer: Viewer, asked: Request) -> int:
    return people_list(viewer, PeopleFilter(**asked.values), today_in_china(CLOCK), limit=1).total


def _role(key: str) -> str:
    return role_name(key, today_in_china(CLOCK), english=get_language() == "en")


def _roles(_viewer: Viewer) -> Choices:
    return [(key, _role(key)) for key, _name in role_keys(today_in_china(CLOCK))]


def _roles_cell(row: PersonRow) -> SafeString:
    if not row.roles:
        return format_html('<span class="aj-quiet">{}</span>', _now("没有角色"))
    return format_html_join(" ", '<span class="aj-tag">{}</span>', ((_role(key),) for key in row.roles))


def _factors_cell(row: PersonRow) -> SafeString:
    if row.factors:
        return format_html('<span class="aj-tag is-good">{}</span>', _now("已启用"))
    return format_html('<span class="aj-quiet">{}</span>', _now("未启用"))


def _standing(row: PersonRow) -> tuple[str, str]:
    if not row.is_active:
        return "is-bad", _now("已锁定")
    return ("is-warn", _now("待改密码")) if row.must_change_password else ("is-good", _now("正常"))


def _moment(at: dt.datetime | None) -> dt.datetime | None:
    return at.astimezone(CHINA).replace(tzinfo=None) if at else None


def _seen(at: dt.datetime | None) -> SafeString | str:
    if at is None:
        return format_html('<span class="aj-quiet">{}</span>', _now("从未登录"))
    return cells.civil(at.isoformat())


PEOPLE = ListSpec(
    name="people",
    title=_("人员"),
    subtitle=_("系统管理员管账户，安全保密员管角色和登录，安全审计员看日志"),
    address="web:people",
    icon="people",
    needs=frozenset(OFFICERS),
    exports="person.manage",
    columns=(
        Column("username", _("登录名"), lambda row: row.username,
               lambda row: format_html('<span class="aj-mono">{}</span>', row.username), order="username", width=132),
        Column("name", _("姓名"), lambda row: row.display_name or row.username, order="name", width=140, is_fixed=True,
               is_head=True),
        Column("roles", _("角色"), lambda row: "、".join(_role(key) for key in row.roles), _roles_cell, width=260),
        Column("email", _("邮箱"), lambda row: row.email, width=180),
        Column("factors", _("第二因素"), lambda row: _now("已启用") if row.factors else _now("未启用"), _factors_cell,
               width=92),
        Column("last_login", _("最近登录"), lambda row: _moment(row.last_login), lambda row: _seen(row.last_login),
               order="last_login", width=140),
        Column("joined", _("添加时间"), lambda row: _moment(row.joined_at),
               lambda row: cells.civil(row.joined_at.isoformat()), order="joined", width=140, is_shown=False),
        Column("state", _("状态"), lambda row: _standing(row)[1],
               lambda row: format_html('<span class="aj-state {}">{}</span>', *_standing(row)), width=92),
    ),
    filters=(
        Filter("words", _("关键词"), example=_("登录名 / 姓名 / 邮箱")),
        Filter("role", _("角色"), "choice", _roles),
    ),
    tabs=Tabs("state", lambda: [("active", _now("正常")), ("locked", _now("已锁定"))]),
    order="username",
    fetch=_fetch,
    count=_count,
    key=lambda row: str(row.id),
    row_link=lambda row: reverse("web:person", args=[row.id]),
    empty=Empty(_("还没有人员"), _("请添加人员。"), icon="people"),
    narrowed=Empty(_("没有符合条件的人员"), _("请放宽条件。"), icon="people"),
    actions="web/people_actions.html",
)  # fmt: skip
