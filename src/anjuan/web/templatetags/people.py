"""Filters of the pages about people and the journal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anjuan.accounts.selectors.journal import JournalRow
from anjuan.accounts.selectors.people import role_name
from anjuan.kit.clock import CHINA, today_in_china
from anjuan.web import words
from anjuan.web.codewords import code_list_text
from anjuan.web.lists.registry import LISTS
from anjuan.web.visitor import CLOCK

register = template.Library()

#: What a browser calls itself, most telling first: many also claim to be the others.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"), ("MicroMessenger", "WeChat"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(agent: str) -> str:
    """Return what a browser says of itself as a person says it, ``Chrome 120 · Windows``."""
    browser = next(((mark, name) for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if browser is None:
        return agent[:60] or _("未知设备")
    version = re.search(rf"{browser[0]}[A-Za-z]*/(\d+)", agent)
    said = f"{browser[1]} {version[1]}" if version else browser[1]
    return f"{said} · {system}" if system else said


@register.filter
def way_in(how: str) -> str:
    """Return by what a person logged in: ``密码 + 动态口令``."""
    return " + ".join(words.said("way_in", part) for part in how.split("+"))


@register.filter
def role_said(key: str) -> str:
    """Return the name of a role in the language of the page; the key itself when it has none."""
    return role_name(key, today_in_china(CLOCK), english=get_language() == "en")


@register.filter
def capability_said(key: str) -> str:
    """Return what a capability lets a person do."""
    return words.said("capability", key)


@register.filter
def actor_said(name: str) -> str:
    """Return who did something: the log-in name, or words for the system and for nobody."""
    return words.said("actor", name)


@register.filter
def civil_seconds(value: str) -> str:
    """Return a moment in ISO form as Chinese civil time to the second; empty for none."""
    return f"{dt.datetime.fromisoformat(value).astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if value else ""


_SAID: dict[str, Callable[[str], str]] = {"agent": device, "how": way_in, "role": role_said}


@register.filter
def detail_said(detail: dict[str, Any]) -> str:
    """Return the detail of a journal entry on one line, in the words of the pages."""
    parts = []
    for key, value in detail.items():
        text = _SAID[key](value) if key in _SAID and isinstance(value, str) else _plain(key, value)
        parts.append(f"{words.said('detail', key)} {text}")
    return " · ".join(parts)


@register.filter
def thing_said(row: JournalRow) -> str:
    """Return what a deed was done to: its name at that time, in words where that is a code."""
    sort = row.subject.partition(":")[0]
    if sort == "web.list":
        spec = LISTS.get(row.subject.partition(":")[2])
        return str(spec.title) if spec else row.subject
    if sort == "jobs.job":
        return words.said("job_kind", row.label)
    if sort == "registry.edition":
        table, _blank, edition = row.label.partition(" ")
        return f"{words.said('code_list', table)} {code_list_text(edition)}"
    return row.label or words.said("thing", sort)


def _plain(key: str, value: object) -> str:
    if isinstance(value, list):
        return "、".join(_plain(key, item) for item in value) or words.said("detail_value", "")
    if isinstance(value, dict):
        return "、".join(f"{_field(name)}：{_plain(name, item)}" for name, item in value.items())
    if key == "token":
        return _reader(str(value))
    if key in ("audit_type", "field"):
        return words.said("audit_type" if key == "audit_type" else "about", str(value))
    return words.said("detail_value", str(value))


def _field(name: str) -> str:
    found = words.said("detail_field", name)
    return found if found != name else words.said("field", name)


def _reader(token: str) -> str:
    """Return whom an authorisation names: ``角色 审核员`` for ``role:auditor``."""
    sort, colon, name = token.partition(":")
    if not colon:
        return token
    return f"{_('角色')} {role_said(name)}" if sort == "role" else f"{_('人员')} #{name}"
