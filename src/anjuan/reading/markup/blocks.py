"""HTML as blocks: headings, paragraphs, lists and tables; scripts and styles dropped, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from anjuan.reading.blocks import Align, Block, Paragraph, TableBlock, TableCell, flattened
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.symbols import CHECKED, UNCHECKED
from anjuan.reading.pages import Role

_STRAY_LESS = re.compile(r"<(?![A-Za-z/!?])")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
# runs of plain blanks are kept: some pages set words apart by them
_BLANKS = re.compile(r" *[\t\r\n\f][ \t\r\n\f]*")
_DROPPED = frozenset({"script", "style", "head", "noscript", "template", "svg", "object", "iframe", "select", "title"})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q",
    "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr", "img",
    "input",
    "button", "textarea", "time", "data", "nobr", "o:p", "st1:chsdate",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LOADING = {
    "img": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "object": "data",
    "embed": "src",
    "frame": "src",
}
_MOST_SPAN = 200
_INDENT = 21.0


def parse_html(text: str) -> etree._Element:
    """Return the root of a page.

    Raises:
        BrokenFileError: Nothing in the text is markup.

    """
    text = _STRAY_LESS.sub("&lt;", _XML_DECLARATION.sub("", text))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenFileError(f"The page holds no readable markup ({error.msg}).") from error
    if root is None:
        raise BrokenFileError("The page holds nothing.", remedy="Ask for it once more.")
    return root


def outside_references(root: etree._Element) -> list[str]:
    """Return the addresses outside the file that the page would load; links to click do not count."""
    found = []
    for name, attribute in _LOADING.items():
        for element in root.iter(name):
            target = (element.get(attribute) or "").strip()
            if target.casefold().startswith(("http:", "https:", "//", "ftp:", "file:")):
                found.append(target)
    return found


def page_title(root: etree._Element) -> str:
    """Return the title of the page; empty when it has none."""
    title = next(root.iter("title"), None)
    return _BLANKS.sub(" ", "".join(map(str, title.itertext()))).strip() if title is not None else ""


class HtmlWalker:
    """Walks a page and yields its blocks."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._style = Paragraph("")

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """Yield the blocks below an element, then what words are left."""
        yield from self._children(element)
        yield from self._flush()

    def _children(self, element: etree._Element) -> Iterator[Block]:
        self._add(element.text)
        for child in element:
            yield from self._child(child)
            self._add(child.tail)

    def _child(self, element: etree._Element) -> Iterator[Block]:
        name = str(element.tag)  # comments and instructions were dropped by the parser
        if name in _DROPPED:
            return
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            yield from self._hidden(element)
        elif name == "br":
            self._words.append("\n")
        elif name == "table":
            yield from self._flush()
            yield from self._table(element)
        elif name == "pre":
            yield from self._flush()
            yield Paragraph("".join(map(str, element.itertext())).strip("\n"))
        elif name in _INLINE or ":" in name:
            self._inline_sign(element, name)
            yield from self._children(element)
        else:
            yield from self._block(element, name)

    def _block(self, element: etree._Element, name: str) -> Iterator[Block]:
        yield from self._flush()
        before = self._style
        align = _align(element)
        indent = before.indent + (_INDENT if name in {"ul", "ol", "blockquote", "dd"} else 0.0)
        self._style = Paragraph(
            "", heading=_HEADINGS.get(name, before.heading), align=align or before.align, indent=indent
        )
        if name == "li":
            self._words.append(_marker(element))
        yield from self._children(element)
        yield from self._flush()
        self._style = before

    def _inline_sign(self, element: etree._Element, name: str) -> None:
        if name == "input":
            kind = (element.get("type") or "text").casefold()
            if kind in {"checkbox", "radio"}:
                self._words.append(CHECKED if element.get("checked") is not None else UNCHECKED)
            elif kind in {"text", "number", "date", "email", "tel"}:
                self._add(element.get("value"))
        elif name == "img":
            self._add(element.get("alt"))

    def _hidden(self, element: etree._Element) -> Iterator[Block]:
        text = _BLANKS.sub(" ", "".join(map(str, element.itertext()))).strip()
        if text and element.tag not in _DROPPED:
            yield Paragraph(text, role=Role.HIDDEN)

    def _add(self, text: str | None) -> None:
        if text:
            self._words.append(_BLANKS.sub(" ", text))

    def _flush(self) -> Iterator[Block]:
        text = tidy("".join(self._words))
        self._words = []
        if text:
            style = self._style
            yield Paragraph(text, heading=style.heading, align=style.align, indent=style.indent)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        rows = [row for row in element.iter("tr") if _owner(row) is element]
        caption = element.find("caption")
        if caption is not None:
            yield from HtmlWalker().blocks(caption)
        cells: list[TableCell] = []
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell.tag not in {"td", "th"}:
                    continue
                while (number, column) in taken:
                    column += 1
                down, across = _span(cell, "rowspan", len(rows) - number), _span(cell, "colspan", _MOST_SPAN)
                across = next((c for c in range(1, across) if (number, column + c) in taken), across)
                taken.update((number + r, column + c) for r in range(down) for c in range(across))
                parts = [part for block in HtmlWalker().blocks(cell) for part in flattened(block)]
                cells.append(TableCell(number, column, tuple(parts), down, across))
                column += across
        if len(cells) == 1 and element.find(".//table") is not None:
            only = next(cell for row in rows for cell in row if cell.tag in {"td", "th"})
            yield from HtmlWalker().blocks(only)
        elif cells:
            yield TableBlock(tuple(cells))


def _owner(row: etree._Element) -> etree._Element | None:
    parent = row.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), max(most, 1)) if value.isdigit() else 1


def _marker(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    start = parent.get("start") or "1"
    place = sum(1 for _ in element.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdigit() else 1) + place}. "


def _align(element: etree._Element) -> Align | None:
    words = f"{element.get('align') or ''} {element.get('style') or ''}".casefold()
    if element.tag == "center" or re.search(r"(?:^|text-align\s*:\s*)center", words):
        return Align.CENTRE
    if re.search(r"(?:^|text-align\s*:\s*)right", words):
        return Align.RIGHT
    return None


def tidy(text: str) -> str:
    """Return words without blanks at the ends of lines; no-break spaces become plain ones."""
    return re.sub(r" *\n *", "\n", text).replace("\xa0", " ").strip(" \n")
