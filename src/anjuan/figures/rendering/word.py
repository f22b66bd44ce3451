"""A bulletin as a Word document."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from anjuan.figures.rendering.view import NOTE, Document, cell_text, shown_columns
from anjuan.figures.rules.tabling import ColumnKind, FigureTable

_FONT = "宋体"
_QUIET = RGBColor(0x66, 0x72, 0x7F)
_LINK = "1560D4"


def bulletin_docx(given: Document) -> bytes:
    """Return a bulletin as the bytes of a .docx file; every number is a link to its query."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(given.text.title, level=0)
    for said in (*([given.body] if given.body else []), *given.head, NOTE):
        _quiet(document, said)
    for section in given.text.sections:
        document.add_heading(section.heading, level=1)
        for sentence in section.sentences:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(22)
            for piece in sentence:
                if piece.query:
                    _linked(paragraph, piece.words, given.address(piece.query))
                else:
                    paragraph.add_run(piece.words)
    for table in given.tables:
        document.add_heading(f"附表：{table.title}", level=1)
        _table(document, table)
        for note in table.notes:
            _quiet(document, note)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _linked(paragraph: Paragraph, words: str, address: str) -> None:
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run, look, colour, text = (OxmlElement(name) for name in ("w:r", "w:rPr", "w:color", "w:t"))
    colour.set(qn("w:val"), _LINK)
    look.append(colour)
    text.text = words
    run.append(look)
    run.append(text)
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001  python-docx has no way of its own to add a link


def _table(document: WordDocument, table: FigureTable) -> None:
    places = shown_columns(table)
    set_table = document.add_table(rows=1, cols=len(places), style="Table Grid")
    for cell, place in zip(set_table.rows[0].cells, places, strict=True):
        cell.text = table.columns[place].title
    for row in table.rows:
        for cell, place in zip(set_table.add_row().cells, places, strict=True):
            cell.text = cell_text(table, place, row.cells[place])
            if table.columns[place].kind is not ColumnKind.TEXT:
                cell.paragraphs[0].alignment = 2  # right
    for row_set in set_table.rows:
        for cell in row_set.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)


def _quiet(document: WordDocument, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = _QUIET
