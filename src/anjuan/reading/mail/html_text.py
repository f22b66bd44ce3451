"""The text of a mail that was only sent as a web page."""

from __future__ import annotations

from lxml import etree, html

_SILENT = frozenset({"script", "style", "head", "title", "template", "object"})
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "address",
    ]
)
_CELLS = frozenset({"td", "th"})


def text_of(markup: str) -> str:
    """Return what a reader of the page sees, one block a line, the cells of a row parted by tabs."""
    try:
        root = html.document_fromstring(
            markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append(_collapsed(node.tail))
        elif event == "start":
            _start(node, pieces)
        else:
            _end(node, pieces)
    lines = [" ".join(line.split(" ")).strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(line.strip() for line in lines if line.strip())


def _start(node: etree._Element, pieces: list[str]) -> None:
    if node.tag == "br" or node.tag in _BLOCKS:
        pieces.append("\n")
    if node.tag == "li":
        pieces.append("· ")
    if not _silent(node):
        pieces.append(_collapsed(node.text))


def _end(node: etree._Element, pieces: list[str]) -> None:
    if node.tag in _BLOCKS:
        pieces.append("\n")
    elif node.tag in _CELLS:
        pieces.append("\t")
    if node.getparent() is not None and not _silent(node.getparent()):
        pieces.append(_collapsed(node.tail))


def _silent(node: etree._Element | None) -> bool:
    while node is not None:
        if node.tag in _SILENT:
            return True
        node = node.getparent()
    return False


def _collapsed(text: str | None) -> str:
    if not text:
        return ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    inner = " ".join(text.split())
    return f"{lead}{inner}{tail}" if inner else " "
