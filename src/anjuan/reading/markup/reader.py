"""Reads HTML pages and MHTML archives."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.markup.blocks import HtmlWalker, outside_references, page_title, parse_html
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.pages import Event, Member, Notice, Opened
from anjuan.reading.plain.decoding import Decoded, decode, decoded_as
from anjuan.reading.plain.reader import doubt_notices
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class HtmlReader:
    """Reads single web pages; nothing they refer to is fetched, no script is run."""

    name = "html-walker/1"
    media_types = frozenset({"text/html", "application/xhtml+xml"})

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the page as sheets; errors as in the protocol."""
        data = source.path.read_bytes()
        if not data.strip(b"\0 \r\n\t"):
            raise BrokenFileError("The page is empty.", remedy="Ask for it once more.")
        yield from _page_events(decode_html(data), Opened(source.media_type, self.name), options)


class MhtmlReader:
    """Reads web archives: one page with all it needs in one file."""

    name = "mhtml/1"
    media_types = frozenset({"application/x-mimearchive", "multipart/related"})

    def available(self) -> bool:
        """Say yes: it needs the standard library alone."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the page of the archive as sheets, and its other parts as members; errors as in the protocol."""
        message = email.message_from_bytes(source.path.read_bytes(), policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        pages = [part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
        if not pages:
            raise BrokenFileError("The web archive holds no page.", remedy="Ask for it once more.")
        main = pages[0]
        data = _payload(main)
        charset = main.get_content_charset() or ""
        decoded = decoded_as(data, charset) if charset else decode_html(data)
        yield from _page_events(decoded, Opened(source.media_type, self.name), options)
        yield from _other_parts([part for part in parts if part is not main], options.work_folder)


def decode_html(data: bytes) -> Decoded:
    """Return the text of a page by its mark, its declaration, or what fits; ``gb2312`` is read as GB18030."""
    if not data.startswith(_MARKS):
        for pattern in (_CHARSET, _XML_ENCODING):
            found = pattern.search(data[:_HEAD_BYTES])
            if found:
                return decoded_as(data, found[1].decode("ascii"))
    return decode(data)


def _page_events(decoded: Decoded, opened: Opened, options: ReadOptions) -> Iterator[Event]:
    root = parse_html(decoded.text)
    title = page_title(root)
    properties = {"encoding": decoded.encoding} | ({"title": title} if title else {})
    yield Opened(opened.media_type, opened.reader, None, properties)
    yield from doubt_notices(decoded)
    yield from _outside_notice(root)
    body = root.find("body")
    try:
        yield from typeset(HtmlWalker().blocks(root if body is None else body), options)
    except RecursionError as error:
        raise BrokenFileError("The page nests its parts too deep to be read.") from error


def _outside_notice(root: etree._Element) -> Iterator[Notice]:
    targets = outside_references(root)
    if targets:
        yield Notice(
            "external-reference",
            f"The page refers to {len(targets)} things outside of it, such as {targets[0][:200]}; "
            "they were not fetched.",
        )


def _payload(part: email.message.Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _other_parts(parts: list[email.message.Message], folder: Path) -> Iterator[Member]:
    for part in parts:
        kind = part.get_content_type()
        data = _payload(part)
        is_picture = kind.startswith("image/")
        if (
            not data
            or kind in {"text/css", "text/javascript", "application/javascript"}
            or (is_picture and not may_be_scan(data))
        ):
            continue
        name = part.get_filename() or (part.get("Content-Location") or kind.replace("/", ".")).rpartition("/")[2]
        yield member(data, name.partition("?")[0] or "part", folder)
