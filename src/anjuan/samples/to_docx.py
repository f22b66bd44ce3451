"""Papers as Word files: ruled tables, headings, places for signatures and seals; the seals themselves are not drawn."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.shared import Mm

from anjuan.samples.archives import settled
from anjuan.samples.blocks import HAND, Block, Grid, Head, Kv, Paper, Para, Sign, signed_line
from anjuan.samples.pages import NOTICE
from anjuan.samples.world import Style

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONTS = {"song": "宋体", "hei": "黑体", "kai": "楷体"}
_WIDTH = 9000
_MOMENT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def _run(text: str, font: str, size: float, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{_FONTS[font]}"/>'
        f'{weight}<w:sz w:val="{int(size * 2)}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _paragraph(inner: str, align: str = "left", indent: int = 0, after: int = 60) -> str:
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    layout = f'<w:spacing w:before="0" w:after="{after}"/>{first}<w:jc w:val="{align}"/>'
    return f"<w:p {_NS}><w:pPr>{layout}</w:pPr>{inner}</w:p>"


def _table(rows: Sequence[Sequence[tuple[str, int, bool]]], style: Style, grid: Sequence[int]) -> str:
    """Return a ruled table; a cell is its text, how many grid columns it spans, and whether it is a label."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    height = '<w:trPr><w:trHeight w:val="440"/></w:trPr>'
    body = "".join(f"<w:tr>{height}{''.join(_cells(row, style, grid))}</w:tr>" for row in rows)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'
    )


def _cells(row: Sequence[tuple[str, int, bool]], style: Style, grid: Sequence[int]) -> Iterator[str]:
    place = 0
    for text, span, label in row:
        width = sum(grid[place : place + span])
        place += span
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/>' if label and style.shade else ""
        hand = text.startswith(HAND)
        font = "kai" if hand else style.body_font
        inner = _run(text.removeprefix(HAND), font, style.size - (0 if hand else 0.5), bold=label)
        merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(inner, 'center' if label else 'left', after=0).replace(' ' + _NS, '')}</w:tc>"
        )


def _kv(block: Kv, style: Style) -> str:
    rows = []
    for row in block.rows:
        if len(row) == 1:
            rows.append([(row[0][0], 1, True), (row[0][1], 3, False)])
        else:
            rows.append([cell for label, value in row for cell in ((label, 1, True), (value, 1, False))])
    return _table(rows, style, (1800, 2700, 1800, 2700))


def _grid(block: Grid, style: Style) -> str:
    total = sum(block.widths)
    widths = [int(_WIDTH * part / total) for part in block.widths]
    rows = [[(text, 1, True) for text in block.head], *([(text, 1, False) for text in row] for row in block.rows)]
    return _table(rows, style, widths)


def _xml(block: Block, style: Style) -> Iterator[str]:
    if isinstance(block, Kv):
        yield _kv(block, style)
    elif isinstance(block, Grid):
        yield _paragraph("", after=0)
        yield _grid(block, style)
    elif isinstance(block, Head):
        yield _paragraph(_run(block.text, "hei", style.size + 1.5, bold=True), after=80)
    elif isinstance(block, Para):
        indent = int(style.size * 40) if block.align == "left" else 0
        yield _paragraph(_run(block.text, style.body_font, style.size, bold=block.bold), block.align, indent)
    elif isinstance(block, Sign):
        yield _paragraph("", after=0)
        yield _paragraph(_run(signed_line(block), style.body_font, style.size), after=160)


def render(paper: Paper, style: Style, *, notice: bool = True) -> bytes:
    """Return a paper as a Word file; the same paper gives the same bytes."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    head = "    ".join(part for part in (paper.header, paper.form_no) if part)
    if head:
        section.header.paragraphs[0].text = head
    if notice:
        section.footer.paragraphs[0].text = NOTICE
    end = document.element.body.sectPr
    parts = [_paragraph(_run(paper.title, "hei", 16, bold=True), "center", after=160)]
    for block in paper.blocks:
        parts.extend(_xml(block, style))
    for part in parts:
        end.addprevious(parse_xml(part))
    properties = document.core_properties
    properties.title, properties.author = paper.title, paper.header
    properties.created = properties.modified = _MOMENT
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue())
