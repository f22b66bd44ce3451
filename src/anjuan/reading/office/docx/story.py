"""Stories of a Word document (body, header, note, text box) as blocks."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator

from lxml import etree

from anjuan.reading.blocks import Align, Block, PageBreak, Paragraph, TableBlock, flattened, in_role
from anjuan.reading.office.docx.inlines import Inlines, InlineWalker
from anjuan.reading.office.docx.styles import Style, is_on, with_properties
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.docx.tables import TableWalker
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.pages import Role

_IGNORED = frozenset({
    "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "Fallback", "del", "moveFrom", "docSuppData",
    "styles",
    "lists", "fonts", "docPr", "DocumentProperties", "pPr", "bookmarkStart", "bookmarkEnd", "proofErr",
})  # fmt: skip
_NOTE_ROLES = {"footnote": Role.FOOTNOTE, "endnote": Role.FOOTNOTE, "comment": Role.COMMENT}
TWIPS = 20.0
_CHARACTER_POINTS = 10.5


class Story:
    """Walks one story; notes, text boxes and hidden words follow the paragraph they hang on."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a container in reading order."""
        for child in container:
            yield from self.block(child)

    def block(self, element: etree._Element) -> Iterator[Block]:
        """Yield the blocks that one child of a story makes."""
        name = local(element)
        if name == "p":
            yield from self.paragraph(element)
        elif name == "tbl":
            yield from TableWalker(self.blocks, self.around).blocks(element)
        elif name == "AlternateContent":
            choices = [child for child in element if local(child) == "Choice"]
            yield from self.blocks(choices[0] if choices else element)
        elif name in {"r", "t", "oMathPara"}:  # runs outside a paragraph, as some programs write them
            yield from self._loose(element)
        elif name not in _IGNORED:
            yield from self.blocks(element)

    def paragraph(self, element: etree._Element) -> Iterator[Block]:
        """Yield a paragraph, and after it what hangs on it."""
        properties = next((child for child in element if local(child) == "pPr"), None)
        style = self._style(properties)
        if properties is not None and any(local(c) == "pageBreakBefore" and is_on(c) for c in properties):
            yield PageBreak()
        walker = InlineWalker(self.around, hidden=style.hidden)
        walker.walk(element)
        found = walker.found
        label = self._label(properties, style) if any(found.pieces) or found.hidden else ""
        yield from self._parts(found, self._model(properties, style), label)
        yield from self._hanging(found)

    def _loose(self, element: etree._Element) -> Iterator[Block]:
        holder = etree.Element("holder")
        walker = InlineWalker(self.around)
        holder.append(copy.deepcopy(element))
        walker.walk(holder)
        yield from self._parts(walker.found, Paragraph(""), "")
        yield from self._hanging(walker.found)

    def _style(self, properties: etree._Element | None) -> Style:
        styles = self.around.styles
        name = ""
        for child in properties if properties is not None else ():
            if local(child) == "pStyle":
                name = attribute(child, "val")
        style = styles.style(name or styles.default)
        if properties is None:
            return style
        if style.number_id and style.level is None:
            style = dataclasses.replace(style, level=self.around.numbering.level_of_style(style.number_id, name))
        return with_properties(style, properties)

    def _label(self, properties: etree._Element | None, style: Style) -> str:
        for child in properties if properties is not None else ():
            if local(child) == "listPr":  # Word 2003 stores the number as printed
                return next((attribute(t, "val") + " " for t in child if local(t) == "t"), "")
        return self.around.numbering.label(style.number_id, style.level or 0) if style.number_id else ""

    def _model(self, properties: etree._Element | None, style: Style) -> Paragraph:
        left, first = 0.0, 0.0
        for child in properties if properties is not None else ():
            if local(child) == "ind":
                left, first = _indents(child)
        return Paragraph("", heading=style.heading, align=style.align or Align.LEFT, indent=left, first_indent=first)

    def _parts(self, found: Inlines, model: Paragraph, label: str) -> Iterator[Block]:
        stamps = tuple(found.stamps)
        for text in found.texts():
            if text is None:
                yield PageBreak()
            elif text or len(found.pieces) <= 1:
                yield dataclasses.replace(model, text=label + text, stamps=stamps)
                label, stamps = "", ()
        if found.hidden:
            yield dataclasses.replace(model, text="".join(found.hidden), role=Role.HIDDEN)

    def _hanging(self, found: Inlines) -> Iterator[Block]:
        for box in found.boxes:
            for block in self.blocks(box):
                if not isinstance(block, PageBreak):
                    yield in_role(block, Role.TEXT_BOX)
        for text in found.drawn:
            yield Paragraph(text, role=Role.TEXT_BOX)
        for kind, note in found.notes:
            yield from self.note(kind, note)

    def note(self, kind: str, note: etree._Element) -> Iterator[Block]:
        """Yield a note or comment as paragraphs, a comment with its author before it."""
        role = _NOTE_ROLES[kind]
        author = attribute(note, "author")
        prefix = f"{author}：" if kind == "comment" and author else ""
        for block in self.blocks(note):
            for paragraph in flattened(block):
                if paragraph.text.strip():
                    own = role if paragraph.role is Role.BODY else paragraph.role
                    yield Paragraph(prefix + paragraph.text.strip(), role=own)
                    prefix = ""


def _indents(element: etree._Element) -> tuple[float, float]:
    def points(name: str) -> float:
        try:
            return float(attribute(element, name) or 0) / TWIPS
        except ValueError:
            return 0.0

    left = points("left") or points("start")
    characters = attribute(element, "firstLineChars")
    if characters.isdigit():
        return left, int(characters) / 100 * _CHARACTER_POINTS
    return left, points("firstLine") - points("hanging")


def without_breaks(blocks: Iterator[Block]) -> list[Block]:
    """Return the blocks without page breaks and without paragraphs that hold nothing."""
    return [
        block
        for block in blocks
        if isinstance(block, TableBlock) or (isinstance(block, Paragraph) and block.text.strip())
    ]
