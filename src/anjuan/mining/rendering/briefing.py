"""A briefing pack as rows of plain texts, the same for the print and for the file that is read without a network."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from anjuan.kit.clock import CHINA
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.selectors.briefing import Briefing
from anjuan.mining.selectors.similar import SimilarCase
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("briefing.typ")
#: Sections of the guide that a pack carries, in the order in which an auditor needs them.
_SECTIONS = ("flow", "controls", "audit_points", "findings", "references")
_WORDS = {
    "zh": {
        "title": "审前资料包", "audit": "认证领域 {field} · 专业 {code}",
        "made": "{name} 于 {at} 制作，仅供本次审核使用",
        "open": "未关闭的不符合", "past": "历次审核", "contacts": "联系信息",
        "changed": "上次审核以来变化的标准",
        "similar": "同类案卷", "none": "没有。", "guide": "审核指南：{scope}（第 {n} 版）",
        "no_guide": "没有已发布的指南。",
        "amber": "指南引用了已被代替的标准：{numbers}", "stale": "指南编制后又有 {n} 个新案卷",
        "open_columns": ["条款", "不符合事实", "开具日期", "案卷"],
        "past_columns": ["审核结束", "类型", "组长", "不符合", "未关闭", "案卷"],
        "changed_columns": ["原标准", "名称", "代替为"], "similar_columns": ["案卷", "相同之处", "不同之处"],
        "contact_columns": ["项目", "内容"], "check": "核查", "checks": "现场核查清单",
        "check_columns": ["条款", "审核内容与方法", "可见的证据", "结果"], "foot": "保密 · 含受审核方信息，不得外传",
        "only_this": "仅本案 ", "only_other": "仅对方 ",
    },
    "en": {
        "title": "Briefing pack", "audit": "Field {field} · code {code}",
        "made": "Made by {name} at {at}, for this audit only",
        "open": "Nonconformities not closed", "past": "Past audits", "contacts": "Contacts",
        "changed": "Standards changed since the last audit", "similar": "Similar cases", "none": "None.",
        "guide": "Audit guide: {scope} (edition {n})", "no_guide": "No guide is released.",
        "amber": "The guide cites superseded standards: {numbers}",
        "stale": "{n} cases came since the guide was compiled",
        "open_columns": ["Clause", "Fact", "Found on", "Case"],
        "past_columns": ["Ended", "Type", "Leader", "Findings", "Open", "Case"],
        "changed_columns": ["Standard", "Title", "Replaced by"], "similar_columns": ["Case", "Alike in", "Differs in"],
        "contact_columns": ["Item", "Value"], "check": "Checked", "checks": "Checklist for the site",
        "check_columns": ["Clause", "What to audit and how", "Evidence seen", "Result"],
        "foot": "Confidential: tells of the client",
        "only_this": "only this: ", "only_other": "only the other: ",
    },
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A part of the pack: a title, sentences, and a table."""

    title: str
    said: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def briefing_parts(pack: Briefing, *, kinds: dict[str, str], names: dict[str, str], language: str = "zh") -> list[Part]:
    """Return a pack as parts in the order in which an auditor needs them: open points first.

    Args:
        pack: The pack.
        kinds: What kinds of features and types of audits are called.
        names: What the fields of contacts are called.
        language: ``zh`` or ``en``.

    """
    words = _WORDS[language]
    none = (str(words["none"]),)

    def part(name: str, columns: str, rows: Sequence[tuple[str, ...]]) -> Part:
        return Part(str(words[name]), () if rows else none, tuple(words[columns]), tuple(rows))

    points = [(one.clause, one.fact, one.found_on, one.case) for one in pack.open_points]
    past = [
        (one.audited_on, kinds.get(one.audit_type, one.audit_type), one.team_leader, str(one.findings), str(one.open),
         one.number)
        for one in pack.past
    ]  # fmt: skip
    changed = [(one.number, one.title, one.replaced_by) for one in pack.changed]
    similar = [(f"{one.number} {one.title}", _alike(one, kinds), _differs(one, kinds, words)) for one in pack.similar]
    contacts = [(names.get(name, name), value) for name, value in pack.contacts]
    return [
        part("open", "open_columns", points), part("past", "past_columns", past),
        part("changed", "changed_columns", changed), *_guide(pack, words), part("similar", "similar_columns", similar),
        part("contacts", "contact_columns", contacts),
    ]  # fmt: skip


def _guide(pack: Briefing, words: dict[str, Any]) -> Iterator[Part]:
    if pack.guide is None:
        yield Part(str(words["guide"]).partition("：")[0].partition(":")[0], (str(words["no_guide"]),))
        return
    standing = pack.guide_standing
    said = []
    if standing.is_amber:
        said.append(words["amber"].format(numbers="、".join(one.state.number for one in standing.superseded)))
    if standing.new_cases:
        said.append(words["stale"].format(n=standing.new_cases))
    scope = " ".join(part for part in (*pack.guide.field, *pack.guide.code) if part)
    yield Part(words["guide"].format(scope=scope, n=pack.guide.edition), tuple(said))
    known = {section.id: section for section in pack.guide.sections}
    for name in _SECTIONS:
        if name in known:
            yield from _section(pack.guide, name, words)


def _section(guide: GuideView, name: str, words: dict[str, Any]) -> Iterator[Part]:
    section = next(one for one in guide.sections if one.id == name)
    if name == "audit_points":
        rows = [
            (group.heading, line.cells.get("ask", line.cells.get("text", "")), line.cells.get("seen", ""), "")
            for group in section.groups
            for line in group.lines
        ]
        yield Part(words["checks"], (), tuple(words["check_columns"]), tuple(rows))
        return
    labels = tuple(label for _, label in section.columns)
    headed = any(group.heading for group in section.groups)
    told: list[tuple[str, ...]] = [
        ((group.heading,) if headed else ()) + tuple(line.cells.get(column, "") for column, _ in section.columns)
        for group in section.groups
        for line in group.lines
    ]
    yield Part(section.title, (), (("",) if headed else ()) + labels, tuple(told))


def _alike(one: SimilarCase, kinds: dict[str, str]) -> str:
    return "；".join(f"{kinds.get(each.kind, each.kind)} {'、'.join(each.values)}" for each in one.shared)


def _differs(one: SimilarCase, kinds: dict[str, str], words: dict[str, Any]) -> str:
    told = []
    for each in one.differing:
        sides = [words["only_this"] + "、".join(each.only_this)] if each.only_this else []
        sides += [words["only_other"] + "、".join(each.only_other)] if each.only_other else []
        told.append(f"{kinds.get(each.kind, each.kind)}：{'，'.join(sides)}")
    return "；".join(told)


def _head(pack: Briefing, maker: str, language: str) -> dict[str, str]:
    words = _WORDS[language]
    at = f"{pack.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return {
        "title": f"{words['title']} · {pack.organisation}",
        "kicker": str(words["title"]),
        "name": pack.organisation,
        "audit": str(words["audit"]).format(field=pack.field_code or "—", code=pack.code or "—"),
        "made": str(words["made"]).format(name=maker, at=at),
        "foot": str(words["foot"]),
    }


def briefing_pdf(pack: Briefing, parts: Sequence[Part], *, maker: str, now: dt.datetime, language: str = "zh") -> bytes:
    """Return a pack as a PDF/A file.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The pages could not be set.

    """
    plain = [
        {"title": one.title, "said": list(one.said), "columns": list(one.columns), "rows": [list(r) for r in one.rows]}
        for one in parts
    ]
    values = {**_head(pack, maker, language), "language": language, "parts": plain}
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), values, now)


def briefing_html(pack: Briefing, parts: Sequence[Part], *, maker: str, language: str = "zh") -> str:
    """Return a pack as one file of HTML that needs no network: no script, no picture, no address outside of it."""
    head = {name: html.escape(text) for name, text in _head(pack, maker, language).items()}
    body = "".join(_part_html(one) for one in parts)
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{head['title']}</title><style>{_STYLE}</style></head><body><header><small>{head['kicker']}</small>"
        f"<h1>{head['name']}</h1><p>{head['audit']}<br>{head['made']}</p></header>{body}"
        f"<footer>{head['foot']}</footer></body></html>"
    )


def _part_html(one: Part) -> str:
    said = "".join(f"<p>{html.escape(text)}</p>" for text in one.said)
    if not one.rows:
        return f"<section><h2>{html.escape(one.title)}</h2>{said}</section>"
    heads = "".join(f"<th>{html.escape(text)}</th>" for text in one.columns)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in one.rows)
    table = f"<div><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    return f"<section><h2>{html.escape(one.title)}</h2>{said}{table}</section>"


_STYLE = (
    "body{font:15px/1.65 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;color:#1f2933;"
    "max-width:980px;margin:0 auto;padding:24px 16px}header{border-bottom:2px solid #8c1d1d;margin-bottom:18px}"
    "small{color:#8c1d1d}h1{margin:4px 0;font-size:24px}h2{font-size:17px;margin:26px 0 8px;padding-left:8px;"
    "border-left:4px solid #8c1d1d}header p,footer{color:#66727f;font-size:13px}div{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #d5dae0;padding:6px 8px;text-align:left;"
    "vertical-align:top}th{background:#f4f5f7;font-size:13px;white-space:nowrap}footer{margin-top:28px;"
    "border-top:1px solid #d5dae0;padding-top:8px}@media print{section{break-inside:auto}tr{break-inside:avoid}}"
)
