"""The text of a mail as blocks, whether it was sent plain or as a web page."""

from __future__ import annotations

from anjuan.reading.blocks import Block, Paragraph, TableBlock
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.markup.blocks import HtmlWalker, parse_html


def of_plain(text: str) -> tuple[Block, ...]:
    """Return the lines of a plain text, each a paragraph; several empty ones count as one."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(Paragraph(line) for line in kept)


def of_page(markup: str) -> tuple[Block, ...]:
    """Return the blocks of a web page; nothing when it holds no markup."""
    try:
        root = parse_html(markup)
        body = root.find("body")
        return tuple(HtmlWalker().blocks(root if body is None else body))
    except (BrokenFileError, RecursionError):
        return of_plain(markup) if "<" not in markup else ()


def says_something(blocks: tuple[Block, ...]) -> bool:
    """Say whether any text stands in the blocks."""
    return any(
        block.text.strip() if isinstance(block, Paragraph) else isinstance(block, TableBlock) for block in blocks
    )
