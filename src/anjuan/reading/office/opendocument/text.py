"""OpenDocument text as blocks: paragraphs, lists, tables, notes, comments, text boxes, tracked changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from lxml import etree

from anjuan.reading.blocks import Block, PageBreak, Paragraph, TableBlock, TableCell, flattened, in_role
from anjuan.reading.office.opendocument.styles import OdfStyles
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.pages import Role

_IGNORED = frozenset({
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "change-start",
    "change-end", "change",
    "bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "annotation-end", "ruby-text", "script",
    "image", "desc",
    "title", "event-listeners", "glue-point", "alphabetical-index-mark", "toc-mark", "table-columns", "table-column",
})  # fmt: skip
_BOXES = frozenset({"text-box", "custom-shape", "rect", "ellipse", "line", "connector", "polygon", "path"})
_SIGNS = {"tab": "\t", "line-break": "\n"}
_ASIDES = {"note": Role.FOOTNOTE, "annotation": Role.COMMENT}
_MOST_REPEATS = 64
_LIST_INDENT = 21.0


@dataclasses.dataclass(slots=True)
class _Words:
    """What a paragraph holds."""

    text: list[str] = dataclasses.field(default_factory=list)
    hidden: list[str] = dataclasses.field(default_factory=list)
    after: list[Block] = dataclasses.field(default_factory=list)
    soft_break: bool = False


class TextWalker:
    """Walks OpenDocument content.

    Args:
        styles: The styles of the document.

    """

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counters: dict[str, list[int]] = {}

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a container in reading order."""
        for child in container:
            name = local(child)
            if name in {"p", "h"}:
                yield from self._paragraph(child)
            elif name == "list":
                yield from self._list(child, attribute(child, "style-name"), 1)
            elif name == "table":
                yield from self._table(child)
            elif name in {"frame", "g"} or name in _BOXES:
                yield from self._box(child)
            elif name not in _IGNORED:
                yield from self.blocks(child)

    def _paragraph(self, element: etree._Element, label: str = "", indent: float = 0.0) -> Iterator[Block]:
        style = attribute(element, "style-name")
        if self._styles.breaks_before(style):
            yield PageBreak()
        words = _Words()
        self._walk(element, words)
        level = attribute(element, "outline-level")
        heading = min(int(level), 9) if local(element) == "h" and level.isdigit() else 0
        align = self._styles.align(style)
        yield Paragraph(label + "".join(words.text), heading=heading, align=align, indent=indent)
        if words.hidden:
            yield Paragraph("".join(words.hidden), role=Role.HIDDEN)
        yield from words.after

    def _walk(self, element: etree._Element, words: _Words) -> None:
        self._add(element.text, words)
        for child in element:
            self._inline(child, words)
            self._add(child.tail, words)

    def _inline(self, child: etree._Element, words: _Words) -> None:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            words.text.append(" " * (min(int(count), 200) if count.isdigit() else 1))
        elif name in _SIGNS:
            words.text.append(_SIGNS[name])
        elif name in _ASIDES:
            words.after.extend(self._aside(child, _ASIDES[name]))
        elif name in {"hidden-text", "hidden-paragraph"}:
            words.hidden.append(attribute(child, "string-value") or "".join(map(str, child.itertext())))
        elif name in {"frame", "g"} or name in _BOXES:
            words.after.extend(self._box(child))
        elif name == "checkbox":
            words.text.append("☑" if attribute(child, "current-state") == "checked" else "☐")
        elif name not in _IGNORED:
            self._walk_styled(child, words)

    def _walk_styled(self, child: etree._Element, words: _Words) -> None:
        if local(child) == "span" and self._styles.is_hidden(attribute(child, "style-name")):
            words.hidden.append("".join(map(str, child.itertext())))
        else:
            self._walk(child, words)

    def _add(self, text: str | None, words: _Words) -> None:
        if text:
            collapsed = " ".join(text.replace("\n", " ").replace("\t", " ").split(" "))
            words.text.append(collapsed)

    def _aside(self, element: etree._Element, role: Role) -> list[Block]:
        """Return a note or a comment as paragraphs, a comment with its author before it."""
        author = element.findtext("{*}creator") or ""
        body = next((child for child in element if local(child) == "note-body"), element)
        prefix = f"{author}：" if role is Role.COMMENT and author else ""
        found: list[Block] = []
        for block in self.blocks(body):
            for paragraph in flattened(block):
                if paragraph.text.strip() and local(body) != "creator":
                    found.append(Paragraph(prefix + paragraph.text.strip(), role=role))
                    prefix = ""
        return found

    def _box(self, element: etree._Element) -> list[Block]:
        return [in_role(block, Role.TEXT_BOX) for block in self.blocks(element) if not isinstance(block, PageBreak)]

    def _list(self, element: etree._Element, style: str, level: int) -> Iterator[Block]:
        continues = attribute(element, "continue-numbering") == "true" or bool(attribute(element, "continue-list"))
        counters = self._counters.setdefault(style, [0] * 12)
        if level == 1 and not continues:
            counters[:] = [0] * 12
        for item in element:
            name = local(item)
            if name not in {"list-item", "list-header"}:
                continue
            if name == "list-item" and level < len(counters):
                start = attribute(item, "start-value")
                counters[level] = int(start) if start.isdigit() else counters[level] + 1
                counters[level + 1 :] = [0] * (len(counters) - level - 1)
            label = self._styles.label(style, level, counters) if name == "list-item" else ""
            for child in item:
                if local(child) in {"p", "h"}:
                    yield from self._paragraph(child, label, (level - 1) * _LIST_INDENT)
                    label = ""
                elif local(child) == "list":
                    yield from self._list(child, attribute(child, "style-name") or style, level + 1)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        cells: list[TableCell] = []
        number = 0
        for row in _rows(element):
            column = 0
            for cell in row:
                kind = local(cell)
                if kind not in {"table-cell", "covered-table-cell"}:
                    continue
                times = min(_count(cell, "number-columns-repeated"), _MOST_REPEATS)
                if kind == "table-cell":
                    parts = tuple(part for block in self.blocks(cell) for part in flattened(block))
                    down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                    cells.append(TableCell(number, column, parts, down, min(across, _MOST_REPEATS)))
                column += times
            number += 1
        if cells:
            yield TableBlock(tuple(
                dataclasses.replace(cell, row_span=min(cell.row_span, number - cell.row)) for cell in cells
            ))  # fmt: skip


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if local(child) == "table-row":
            yield child
        elif local(child) in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _rows(child)


def _count(element: etree._Element, name: str) -> int:
    value = attribute(element, name)
    return max(int(value), 1) if value.isdigit() else 1
