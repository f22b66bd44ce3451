"""A guide as a Word document that can be edited."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from anjuan.mining.rendering.markdown import head_lines, rate_said, sources, support, title_of, variants_said
from anjuan.mining.rendering.view import TOLD, GuideView, LineView, SectionView
from anjuan.mining.rendering.words import WORDS

_FONT = "宋体"
_QUIET = RGBColor(0x66, 0x72, 0x7F)


def guide_docx(view: GuideView, language: str = "zh") -> bytes:
    """Return a guide as the bytes of a .docx file."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(title_of(view, language), level=0)
    for said in head_lines(view, language):
        _quiet(document, said)
    for section in view.sections:
        document.add_heading(section.title, level=1)
        if section.diagram.nodes:
            document.add_paragraph(" → ".join(f"{node.name}（{node.clients}）" for node in section.diagram.nodes))
        _section(document, section, language)
    _quiet(document, WORDS[language]["note"])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _section(document: Document, section: SectionView, language: str) -> None:
    for group in section.groups:
        if group.heading:
            document.add_heading(group.heading, level=2)
            if "of" in group.lines[0].figures:
                _quiet(document, rate_said(group.lines[0].figures, language))
        if section.is_table:
            _table(document, section, group.lines, language)
        else:
            for line in group.lines:
                _told(document, line, dict(section.columns), language)


def _table(document: Document, section: SectionView, lines: tuple[LineView, ...], language: str) -> None:
    words = WORDS[language]
    titles = [*(label for _, label in section.columns), words["column_support"], words["sources"]]
    table = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.text = title
    for line in lines:
        texts = [line.cells.get(name, "") for name, _ in section.columns]
        others = variants_said(line, language)
        if others:
            told = [name for name, _ in section.columns].index(section.told_by)
            texts[told] = f"{texts[told]}\n{others}"
        for cell, text in zip(table.add_row().cells, (*texts, support(line, language), sources(line)), strict=True):
            cell.text = text


def _told(document: Document, line: LineView, labels: dict[str, str], language: str) -> None:
    for place, (name, text) in enumerate((name, text) for name, text in line.cells.items() if name in labels):
        label = "" if name in TOLD else f"{labels[name]}："
        document.add_paragraph(f"{label}{text}", style="List Bullet" if not place else "List Continue")
    others = variants_said(line, language)
    if others:
        _quiet(document, others)
    _quiet(document, f"{support(line, language)} {sources(line)}")


def _quiet(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(8.5)
    run.font.color.rgb = _QUIET
