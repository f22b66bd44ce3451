"""Forms as other bodies lay them out: written as DOCX, PDF and XLSX, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from anjuan.papers.facts import Entry
from anjuan.reading.catalogue import Catalogue
from anjuan.reading.office.docx.reader import DocxReader
from anjuan.reading.office.sheets.reader import SheetReader
from anjuan.reading.pages import Page
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.protocol import Engine
from anjuan.reading.workshop.workbench import Workbench

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
STYLE = ParagraphStyle("song", fontName=SONG, fontSize=10, leading=14, wordWrap="CJK")

#: A merged cell: (first row, first column, last row, last column), all inclusive.
Merge = tuple[int, int, int, int]


def _no_engine() -> Engine:
    raise AssertionError("none of these pages is a picture")


def read(path: Path) -> list[Page]:
    """Return the pages of a file, read as the archive reads it."""
    catalogue = Catalogue([DocxReader(), SheetReader(), PdfReader(_no_engine)])
    with Workbench(catalogue, folder=path.parent) as bench:
        return [event for event in bench.read(path) if isinstance(event, Page)]


def docx_form(path: Path, *blocks: str | tuple[list[list[str]], list[Merge]]) -> Path:
    """Write a DOCX of paragraphs (texts) and tables (rows of texts, and which cells are merged)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        rows, merges = block
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        table.style = "Table Grid"
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    table.cell(at, column).text = text
        for top, left, bottom, right in merges:
            table.cell(top, left).merge(table.cell(bottom, right))
            merged = table.cell(top, left)
            merged.text = "\n".join(paragraph.text for paragraph in merged.paragraphs if paragraph.text)
    document.save(str(path))
    return path


def docx_with_controls(path: Path, label: str, choices: Sequence[tuple[str, bool]]) -> Path:
    """Write a DOCX with a row of content-control tick boxes beside a label."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = label
    paragraph = table.cell(0, 1).paragraphs[0]
    for word, ticked in choices:
        sign = "☒" if ticked else "☐"
        paragraph._p.append(
            parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>'
                f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox></w:sdtPr>'
                f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
        paragraph.add_run(word + " ")
    document.save(str(path))
    return path


def docx_with_symbols(path: Path, label: str, choices: Sequence[tuple[str, bool]]) -> Path:
    """Write a DOCX with boxes of the Wingdings 2 font beside a label."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = label
    paragraph = table.cell(0, 1).paragraphs[0]
    for word, ticked in choices:
        code = "F052" if ticked else "F0A3"
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings 2" w:char="{code}"/></w:r>'))
        paragraph.add_run(word + "  ")
    document.save(str(path))
    return path


def pdf_lines(path: Path, *lines: tuple[float, float, str], size: float = 10.5) -> Path:
    """Write a PDF of texts at places (points from the left and from the top)."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(SONG, size)
    for left, top, text in lines:
        canvas.drawString(left, A4[1] - top, text)
    canvas.save()
    return path


def pdf_form(path: Path, *blocks: str | tuple[list[list[str]], list[Merge], list[float]]) -> Path:
    """Write a PDF of paragraphs and ruled tables (rows, merged cells, widths of the columns in points)."""
    story: list[object] = []
    for block in blocks:
        if isinstance(block, str):
            story += [Paragraph(block, STYLE), Spacer(1, 8)]
            continue
        rows, merges, widths = block
        cells = [[Paragraph(text.replace("\n", "<br/>"), STYLE) for text in row] for row in rows]
        style = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        style += [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in merges]
        story += [Table(cells, colWidths=widths, style=TableStyle(style)), Spacer(1, 8)]
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return path


def xlsx_form(path: Path, rows: list[list[object]], merges: Sequence[str] = ()) -> Path:
    """Write an XLSX of one sheet, with merged ranges such as ``A1:D1``."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def pairs(found: Sequence[Entry]) -> set[tuple[str, str]]:
    """Return labels with values, blanks in the values left out."""
    return {(entry.label, "".join(entry.value.split())) for entry in found}


def rows(found: Sequence[Entry], table: int = 1) -> list[dict[str, str]]:
    """Return the rows of a table with a heading, put together again."""
    together: dict[int, dict[str, str]] = {}
    for entry in found:
        if entry.row and entry.table == table:
            together.setdefault(entry.row, {})[entry.label] = entry.value
    return [together[number] for number in sorted(together)]
