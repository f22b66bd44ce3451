"""Filters for the pages of compiled knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext as _

from anjuan.compiling.identities.leaks import Leak
from anjuan.mining.rendering.markdown import rate_said as rate_told
from anjuan.mining.rendering.markdown import variants_said as variants_told
from anjuan.mining.rendering.view import LineView, said
from anjuan.mining.selectors.citations import Source
from anjuan.web.knowledgewords import KIND_WORDS, language, slot_words

register = template.Library()


@register.filter
def fact_kind_said(kind: str) -> str:
    """Return the name of a kind of facts."""
    return KIND_WORDS[language()].get(kind, kind)


@register.filter
def slots_said(slots: Sequence[Mapping[str, str]], kind: str) -> list[tuple[str, str]]:
    """Return the values of a fact with their names; values of one name in their order."""
    told: dict[str, list[str]] = {}
    for slot in slots:
        told.setdefault(slot["name"], []).append(said(slot["value"], language()))
    names = slot_words(language(), kind)
    return [(names.get(name, name), " → ".join(values)) for name, values in told.items()]


@register.filter
def slot_said(slot: Mapping[str, str], kind: str) -> str:
    """Return the name of a value of a fact."""
    return slot_words(language(), kind).get(slot["name"], slot["name"])


@register.filter
def state_said(state: str) -> str:
    """Return the state of a fact or an edition in words."""
    return {
        "proposed": _("待审阅"),
        "accepted": _("已采纳"),
        "corrected": _("已更正"),
        "rejected": _("已否决"),
        "draft": _("草稿"),
        "submitted": _("待发布"),
        "published": _("已发布"),
        "withdrawn": _("已撤回"),
        "replaced": _("已被新版替代"),
        "": "",
    }.get(state, state)


@register.filter
def sources_of(line: LineView, sources: Mapping[str, Sequence[Source]]) -> Sequence[Source]:
    """Return the sources of a line that the person may open."""
    return sources.get(line.key, ())


@register.filter
def cell_of(line: LineView, column: str) -> str:
    """Return the text of a cell."""
    return line.cells.get(column, "")


@register.filter
def rate_said(line: LineView) -> str:
    """Return how often the clause of a line was not met; empty when the line has no rate."""
    return rate_told(line.figures, language()) if "of" in line.figures else ""


@register.filter
def variants_said(line: LineView) -> str:
    """Return the other wordings of a line."""
    return variants_told(line, language())


@register.filter
def mark_said(mark: str) -> str:
    """Return what an editor did to a line."""
    return {
        "own": _("编者补充"),
        "reworded": _("编者改写"),
        "agreed": _("经同意发布"),
        "hidden": _("不发布"),
    }.get(mark, mark)


@register.filter
def change_said(what: str) -> str:
    """Return what became of a line since the edition before."""
    return {"new": _("新增"), "gone": _("删去"), "support": _("支持家数变化")}.get(what, what)


@register.filter
def sort_said(leak: Leak) -> str:
    """Return what a leak tells."""
    return {
        "organisation": _("组织名称"),
        "person": _("人员姓名"),
        "auditor": _("审核员姓名"),
        "number": _("编号"),
        "contact": _("联系方式"),
        "address": _("地址"),
        "brand": _("品牌"),
        "day": _("日期"),
    }.get(str(leak.sort), str(leak.sort))
