"""Turn the bytes of mail into text, whatever they claim to be."""

from __future__ import annotations

import codecs
import email.errors
import email.header
import re

from anjuan.reading.containers.names import encoding_of_names
from anjuan.reading.plain.decoding import decode

#: Chinese mail programs name the smaller set and use the larger one.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
}
_UNKNOWN = frozenset({"", "unknown", "unknown-8bit", "x-unknown", "default", "default_charset", "us-ascii", "ascii"})
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_FOLD = re.compile(r"\r?\n[ \t]+")


def decoded(raw: bytes, charset: str = "") -> tuple[str, bool]:
    """Return bytes as text, and whether every byte could be read.

    Args:
        raw: The bytes.
        charset: What the mail says of them; not believed when the bytes do not fit.

    """
    claimed = _known(charset)
    if claimed:
        try:
            return raw.decode(claimed), True
        except UnicodeDecodeError:
            pass
    found = decode(raw)
    return found.text, not found.doubtful_lines and found.encoding != "mixed"


def _known(charset: str) -> str:
    bare = charset.strip().strip("\"'").lower()
    bare = bare.split('"', maxsplit=1)[0].split(";", maxsplit=1)[0].strip()
    if bare in _UNKNOWN:
        return ""
    try:
        return codecs.lookup(_WIDER.get(bare, bare)).name
    except LookupError:
        return ""


def header_text(value: object) -> str:
    """Return a header as text: encoded words decoded, raw bytes of any encoding read, folds removed."""
    if value is None:
        return ""
    text = _FOLD.sub(" ", str(value)).strip()
    raw = text.encode("utf-8", "surrogateescape")
    if "=?" not in text:
        return short(raw)
    if not raw.isascii() and not raw.decode("utf-8", "ignore").isascii():
        text = short(raw)
    return _words(text)


def _words(text: str) -> str:
    try:
        chunks = email.header.decode_header(text)
    except (email.errors.HeaderParseError, ValueError):
        return text
    parts = []
    for chunk, charset in chunks:
        if isinstance(chunk, str):
            parts.append(chunk)
        elif charset:
            parts.append(decoded(chunk, charset)[0])
        else:
            parts.append(chunk.decode("utf-8", "surrogateescape") if chunk.isascii() else _escaped(chunk))
    joined = "".join(parts)
    # A word that the library refuses because blanks or quotes lie around it is tried by itself.
    return _ENCODED_WORD.sub(lambda match: _words(match[0]), joined) if joined != text else joined


def _escaped(chunk: bytes) -> str:
    """Undo what the library makes of signs outside ASCII between encoded words."""
    try:
        return chunk.decode("raw-unicode-escape")
    except UnicodeDecodeError:
        return short(chunk)


def short(raw: bytes) -> str:
    """Return a short text of unstated encoding, such as a name."""
    return raw.decode(encoding_of_names([raw]), "replace")
