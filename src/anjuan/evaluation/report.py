"""The score report: what Typst sets as PDF, and the same as a Word document."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from anjuan.evaluation.drawing import radar_svg
from anjuan.evaluation.rules.results import Line, Score, shown
from anjuan.evaluation.rules.schemes import Scheme, plain

#: Sets a Typst template with values as PDF; a door brings it, since fonts belong to a higher room.
Printer = Callable[[str, dict[str, Any], dt.datetime], bytes]

_TEMPLATE = Path(__file__).with_name("report.typ")
_FONT = "宋体"
_WORDS = {
    "zh": {
        "title": "评分报告",
        "organisation": "受评价组织",
        "standard": "评价标准",
        "edition": "方案版次",
        "on": "评价日期",
        "score": "得分",
        "level": "等级",
        "items": "指标得分",
        "specials": "特别扣分与加分",
        "certificate": "证书内容",
        "warnings": "说明",
        "leader": "组长（签字）：",
        "decided": "审定人（签字）：",
        "day": "日期：",
        "off": "特别扣分",
        "added": "特别加分",
        "corrected": "整改完成",
        "none": "不通过",
        "open": "未评完",
        "made": "依据已记录的评价生成",
        "columns": ["编号", "指标", "分值", "得分", "失分", "得分率", "说明"],
        "alt": "各组得分率的雷达图，数值见下表",
    },
    "en": {
        "title": "Score report",
        "organisation": "Organisation",
        "standard": "Standard",
        "edition": "Edition",
        "on": "Assessed on",
        "score": "Score",
        "level": "Level",
        "items": "Items",
        "specials": "Special points",
        "certificate": "Certificate",
        "warnings": "Notes",
        "leader": "Team leader: ",
        "decided": "Decided by: ",
        "day": "Date: ",
        "off": "Deduction",
        "added": "Addition",
        "corrected": "corrected",
        "none": "failed",
        "open": "not complete",
        "made": "Made from recorded marks",
        "columns": ["No.", "Item", "Points", "Obtained", "Lost", "Share", "Explanation"],
        "alt": "Radar chart of shares by group; the figures stand in the table below",
    },
}


@dataclasses.dataclass(frozen=True, slots=True)
class ReportFacts:
    """What stands on a report besides the score."""

    organisation: str
    number: str = ""
    assessed_on: str = ""
    certificate: str = ""


def report_values(scheme: Scheme, score: Score, facts: ReportFacts, *, language: str = "zh") -> dict[str, Any]:
    """Return what the template needs, as plain values."""
    words: dict[str, Any] = _WORDS[language]
    label = _level(score, words, language)
    return {
        "title": f"{scheme.title_en if language == 'en' else scheme.title} {words['title']}", "language": language,
        "subtitle": " · ".join(part for part in (facts.number, words["made"]) if part), "words": words,
        "head": [
            [words["organisation"], facts.organisation, words["on"], facts.assessed_on],
            [words["standard"], scheme.standard, words["edition"], scheme.edition],
        ],
        "score": _value(scheme, score), "level": label, "radar": radar_svg(score, language=language),
        "alt": words["alt"], "why": [one.in_language(language) for one in score.why],
        "failed": [one.in_language(language) for one in score.failed], "columns": words["columns"],
        "rows": [_cells(line, language) for line in score.lines],
        "specials": [
            [words[what], one.reason, f"{words['corrected']} {one.corrected_on}" if one.corrected_on else ""]
            for what, given in (("off", score.deductions), ("added", score.bonuses))
            for one in given
        ],
        "certificate": facts.certificate, "warnings": [one.in_language(language) for one in score.warnings],
    }  # fmt: skip


def _value(scheme: Scheme, score: Score) -> str:
    if score.value is None:
        return f"{shown(score.least, scheme)} – {shown(score.most, scheme)}"
    return shown(score.value, scheme)


def _level(score: Score, words: dict[str, Any], language: str) -> str:
    if not score.is_complete:
        return str(words["open"])
    if score.level is None:
        return str(words["none"])
    return score.level.name_en or score.level.name if language == "en" else score.level.name


def _cells(line: Line, language: str) -> list[str]:
    name = (line.name_en or line.name) if language == "en" else line.name
    return [
        line.code, name, "" if line.points is None else plain(line.points), shown(line.obtained), shown(line.lost),
        "" if line.share is None else f"{shown(line.share)}%", line.why.in_language(language),
    ]  # fmt: skip


def report_pdf(values: dict[str, Any], printer: Printer, now: dt.datetime) -> bytes:
    """Return a report as PDF, set by a printer with the moment it is made."""
    return printer(_TEMPLATE.read_text(encoding="utf-8"), values, now)


def report_docx(values: dict[str, Any]) -> bytes:
    """Return a report as the bytes of a .docx file; the radar's figures stand in its table."""
    words = values["words"]
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(values["title"], level=0)
    _table(document, values["head"], None)
    document.add_heading(f"{words['score']}：{values['score']}　{values['level']}", level=1)
    for told in (*values["why"], *values["failed"]):
        document.add_paragraph(told)
    document.add_heading(words["items"], level=1)
    _table(document, values["rows"], values["columns"])
    for heading, rows in ((words["specials"], values["specials"]),):
        if rows:
            document.add_heading(heading, level=1)
            _table(document, rows, None)
    for heading, told in ((words["certificate"], [values["certificate"]]), (words["warnings"], values["warnings"])):
        if any(told):
            document.add_heading(heading, level=1)
            for one in told:
                document.add_paragraph(one)
    document.add_paragraph(f"{words['leader']}　　　　{words['decided']}　　　　{words['day']}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: Any, rows: list[list[str]], heading: list[str] | None) -> None:  # noqa: ANN401  without types
    lines = [heading, *rows] if heading else rows
    table = document.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
