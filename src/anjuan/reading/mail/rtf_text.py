"""The text of a mail body that Outlook kept as compressed rich text.

Source: Microsoft [MS-OXRTFCP], "Rich Text Format (RTF) Compression Algorithm", and the RTF 1.9.1 specification.
"""

from __future__ import annotations

import re
import struct

from anjuan.reading.mail.wording import decoded

_COMPRESSED = 0x75465A4C
_STORED = 0x414C454D
_WINDOW = 4096
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SIGNS = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–"}
_QUOTES = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"}
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object listtable listoverridetable generator header footer".split()
)


def unpacked_rtf(packed: bytes) -> bytes:
    """Return the rich text of a compressed body; empty when it is damaged."""
    if len(packed) < 16:  # noqa: PLR2004  the header has sixteen bytes
        return b""
    _, raw_size, kind, _ = struct.unpack_from("<4I", packed)
    if kind == _STORED:
        return packed[16 : 16 + raw_size]
    return _unpacked(packed, raw_size) if kind == _COMPRESSED else b""


def _unpacked(packed: bytes, raw_size: int) -> bytes:
    window = bytearray(_START.ljust(_WINDOW, b"\0"))
    write, place, out = len(_START), 16, bytearray()
    while place < len(packed) and len(out) < raw_size:
        flags = packed[place]
        place += 1
        for bit in range(8):
            if flags >> bit & 1:
                if place + 2 > len(packed):
                    return bytes(out[:raw_size])
                reference = packed[place] << 8 | packed[place + 1]
                place += 2
                start, length = reference >> 4, (reference & 0xF) + 2
                if start == write:
                    return bytes(out[:raw_size])
                taken = [0] * length
                for index in range(length):
                    taken[index] = window[(start + index) % _WINDOW]
                    window[(write + index) % _WINDOW] = taken[index]
                piece = bytes(taken)
            else:
                piece = packed[place : place + 1]
                place += 1
                for byte in piece:
                    window[write] = byte
            write = (write + len(piece)) % _WINDOW
            out += piece
    return bytes(out[:raw_size])


class _Scan:
    """Reads rich text sign by sign."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.waiting = bytearray()
        self.code_page = "cp1252"
        self.silent = [False]
        self.skip = 0
        self.skip_after = [1]

    def flush(self) -> None:
        if self.waiting:
            self.parts.append(decoded(bytes(self.waiting), self.code_page)[0])
            self.waiting.clear()

    def raw(self, content: bytes) -> None:
        if self.silent[-1]:
            return
        skipped = min(self.skip, len(content))
        self.skip -= skipped
        self.waiting += content[skipped:]

    def sign(self, text: str) -> None:
        self.flush()
        if not self.silent[-1]:
            self.parts.append(text)

    def group(self, brace: bytes) -> None:
        self.flush()
        if brace == b"{":
            self.silent.append(self.silent[-1])
            self.skip_after.append(self.skip_after[-1])
        elif len(self.silent) > 1:
            self.silent.pop()
            self.skip_after.pop()

    def word(self, name: bytes, number: int | None) -> None:
        if name in _SILENT:
            self.silent[-1] = True
        elif name == b"ansicpg" and number:
            self.code_page = f"cp{number}"
        elif name == b"uc":
            self.skip_after[-1] = number or 0
        elif name == b"u" and number is not None:
            self.sign(chr(number % 0x10000))
            self.skip = self.skip_after[-1]
        else:
            text = _SIGNS.get(name) or _QUOTES.get(name)
            if text:
                self.sign(text)

    def symbol(self, mark: bytes) -> None:
        if mark == b"*":
            self.flush()
            self.silent[-1] = True
        elif mark == b"~":
            self.sign(" ")
        elif mark in b"\\{}":
            self.raw(mark)


def text_of_rtf(rich: bytes) -> str:
    """Return the text of rich text, without the marks of a page that is wrapped in it."""
    scan = _Scan()
    for match in _TOKEN.finditer(rich):
        word, number, code, mark, brace, plain = match.groups()
        if word:
            scan.word(word, int(number) if number else None)
        elif code:
            scan.raw(bytes.fromhex(code.decode("ascii")))
        elif mark:
            scan.symbol(mark)
        elif brace:
            scan.group(brace)
        elif plain:
            scan.raw(plain)
    scan.flush()
    return "".join(scan.parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
