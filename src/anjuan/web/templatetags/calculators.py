"""Filters for the calculator pages."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django import template
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anjuan.lifecycle.rules.verdicts import Basis, Verdict, Words, number_text
from anjuan.web.datelines import mood_of
from anjuan.web.knowledgewords import language

register = template.Library()

WORDS: dict[str, str | Promise] = {
    "initial": _("初次认证"), "surveillance": _("监督审核"), "recertification": _("再认证"),
    "high": _("高"), "medium": _("中"), "low": _("低"), "limited": _("有限"),
    "valid": _("有效"), "suspended": _("暂停"), "withdrawn": _("撤销"), "cancelled": _("注销"),
    "expired": _("过期失效"),
    "QMS": _("质量 QMS"), "EMS": _("环境 EMS"), "OHSMS": _("职业健康安全 OHSMS"), "ISMS": _("信息安全 ISMS"),
    "ITSMS": _("信息技术服务 ITSMS"), "FSMS": _("食品安全 FSMS"), "EnMS": _("能源 EnMS"), "other": _("其他领域"),
    "kept": _("符合"), "broken": _("不符合"), "running": _("进行中"), "unknown": _("无法判断"), "silent": _("不涉及"),
    "days": _("天"), "persons": _("人"), "sites": _("个"), "percent": "%",
    "B": _("阻止"), "S": _("影响证书状态"), "W": _("提醒"),
    "full": _("全职人数"), "part": _("兼职人数"), "part_share": _("兼职工时比例"), "same": _("相同工作人数"),
    "hours": _("每日小时数"), "extra": _("临时场所天数"), "stage1": _("第一阶段比例"), "onsite": _("计划现场天数"),
    "level": _("结合程度"), "own": _("本机构减少比例"), "auditors": _("每名审核员可审标准数"), "day": _("计算日"),
    "issued_on": _("签发日期"), "expires_on": _("到期日期"),
}  # fmt: skip


@register.filter
def calc_word(key: str) -> str:
    """Return what a value of a calculator is called on the page; the value itself when it has no other name."""
    return str(WORDS.get(str(key), key))


@register.filter
def calc_said(words: Words) -> str:
    """Return a rule's words in the language of the page."""
    return words.told(language())


@register.filter
def calc_number(value: Fraction) -> str:
    """Return a number with at most two decimals."""
    return number_text(Fraction(value))


@register.filter
def calc_unit(unit: str) -> str:
    """Return a unit as it stands after a number."""
    said = str(WORDS.get(unit, ""))
    return f" {said}" if said.isascii() else said


@register.filter
def calc_rules(bases: Iterable[Basis]) -> str:
    """Return the ids of rules, one after the other."""
    return "、".join(basis.rule for basis in bases)


@register.filter
def calc_mood(verdict: Verdict) -> str:
    """Return the class by which a verdict is coloured."""
    return mood_of(verdict)


@register.filter
def calc_given(query: QueryDict, name: str) -> str:
    """Return what stands in a field of the form."""
    return query.get(name, "")


@register.filter
def calc_row(prefix: str, key: object) -> str:
    """Return the name of a field in a row of the form, such as ``people_QMS``."""
    return f"{prefix}_{key}"


@register.filter
def calc_name(row: object) -> str:
    """Return the name of a row of a table that has one in both languages."""
    return str(getattr(row, language()))
