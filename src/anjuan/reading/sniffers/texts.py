"""Whether bytes are text, in which encoding, and which kind of text."""

from __future__ import annotations

import codecs
import csv
import email.parser
import re

from anjuan.reading import media
from anjuan.reading.sniffers.sniffed import Sniffed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B}
_MOST_CONTROLS = 0.01
_MOST_UNREADABLE = 0.2
_HEADER = re.compile(r"^[\x21-\x39\x3b-\x7e]+:")
_MAIL_HEADERS = frozenset(
    [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "reply-to",
        "delivered-to",
        "sender",
        "x-mailer",
        "content-type",
        "dkim-signature",
        "x-priority",
    ]
)
_XML_KINDS = (
    (re.compile(r"<\w+:package\b[^>]*2006/xmlpackage|<\?mso-application[^>]*>\s*<pkg:package"), media.FLAT_OPC),
    (
        re.compile(r"<\w*:?worddocument\b[^>]*schemas-microsoft|schemas\.microsoft\.com/office/word/2003"),
        media.WORD_XML,
    ),
    (re.compile(r"<\w*:?workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"), media.EXCEL_XML),
    (re.compile(r"<office:document\b[^>]*opendocument\.text"), media.FLAT_ODF),
    (re.compile(r"<html\b[^>]*w3\.org/1999/xhtml"), media.XHTML),
    (re.compile(r"<!doctype\s+html|<html\b"), media.HTML),
    (re.compile(r"<\w*:?svg\b"), "image/svg+xml"),
)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<meta\s|<table[\s>]|<div[\s>]|<title>|<p[\s>]")
_LEAST_MAIL_HEADERS = 2
_LEAST_ROWS = 2
_LEAST_PAIRS = 2


def by_text(head: bytes, name: str = "") -> Sniffed | None:
    """Return which kind of text the first bytes of a file are; None when they are no text.

    Args:
        head: The first bytes, cut anywhere.
        name: The name it came with; looked at only to tell a table from running text, which no byte tells.

    """
    encoding = encoding_of(head)
    if encoding is None:
        return None
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    return Sniffed(_kind(text, name), encoding)


def encoding_of(head: bytes) -> str | None:
    """Return the encoding that the bytes look like, as Python names it; None when they are no text."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    wide = _wide(head)
    if wide:
        return wide
    if not head or sum(byte in _CONTROLS for byte in head) > max(_MOST_CONTROLS * len(head), 0):
        return None
    return next((encoding for encoding in ("utf-8", "gb18030", "big5") if _decodes(head, encoding)), _mixed(head))


def _decodes(head: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        decoder.decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _mixed(head: bytes) -> str | None:
    """Name the encoding of text with a few unreadable places, such as two encodings in one file."""
    shares = {
        encoding: head.decode(encoding, "replace").count("\ufffd") / len(head) for encoding in ("utf-8", "gb18030")
    }
    best = min(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] < _MOST_UNREADABLE else None


def _wide(head: bytes) -> str | None:
    """Name UTF-16 without a mark: every second byte of plain letters or line breaks is zero."""
    sample = head[:4096]
    pairs = len(sample) // 2
    if pairs < _LEAST_PAIRS or not sample.count(0):
        return None
    for encoding, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        zeros_high = sample[1 - low :: 2].count(0)
        zeros_low = sample[low::2].count(0)
        if zeros_low == 0 and zeros_high > 0 and _readable(sample[: pairs * 2], encoding):
            return encoding
    return None


def _readable(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace")
    good = sum(character.isprintable() or character in "\r\n\t" for character in text)
    plain = sum(character.isascii() or "\u3000" <= character <= "\u9fff" or character >= "\uff00" for character in text)
    return good > 0.97 * len(text) and plain > 0.8 * len(text)


def _kind(text: str, name: str) -> str:
    start = text.lstrip()
    lower = start[:20_000].lower()
    if lower.startswith("{\\rtf"):
        return media.RTF
    if lower.startswith("<"):
        return _marked_up(lower)
    mail = _mail(start)
    if mail:
        return mail
    if lower.startswith(("{", "[")) and re.match(r"[\[{]\s*[\"{\[\]}]", lower):
        return media.JSON
    return media.CSV if _is_table(start, name) else media.TEXT


def _marked_up(lower: str) -> str:
    if lower.startswith("<?xml"):
        return next((kind for pattern, kind in _XML_KINDS if pattern.search(lower)), media.XML)
    if _HTML.match(lower) or (_HTML.search(lower) and not lower.startswith("<?")):
        return media.HTML
    return next((kind for pattern, kind in _XML_KINDS if pattern.search(lower)), media.TEXT)


def _mail(start: str) -> str | None:
    lines = start[:8192].splitlines()
    if lines and lines[0].startswith("From "):
        lines = lines[1:]
    names = set()
    for line in lines:
        if not line.strip():
            break
        if line[:1] in " \t":
            continue
        if not _HEADER.match(line):
            return None
        names.add(line.partition(":")[0].lower())
    if len(names & _MAIL_HEADERS) < _LEAST_MAIL_HEADERS:
        return None
    return media.MHTML if _is_saved_page(start, names) else media.EML


def _is_saved_page(start: str, names: set[str]) -> bool:
    message = email.parser.HeaderParser().parsestr(start[:8192])
    related = message.get_content_type() == "multipart/related" or message.get_content_type() == "text/html"
    return "snapshot-content-location" in names or (
        related and not names & {"to", "received", "message-id", "delivered-to"}
    )


def _is_table(start: str, name: str) -> bool:
    lines = [line for line in start.splitlines()[:60] if line.strip()][:50]
    if len(lines) < _LEAST_ROWS:
        return False
    named = name.lower().endswith((".csv", ".tsv"))
    wanted, least_columns = (0.6, 2) if named else (0.95, 3)
    for delimiter in (",", "\t", ";"):
        widths = [len(row) for row in csv.reader(lines[:-1] or lines, delimiter=delimiter) if row]
        usual = max(set(widths), key=widths.count, default=1)
        if usual >= least_columns and widths.count(usual) >= wanted * len(widths):
            return True
    return False
