"""Bytes to text: which encoding, and which lines are in doubt.

Chinese offices still write GBK; exports mix it with UTF-8 in one file; Taiwan and Hong Kong write
Big5. A byte order mark decides, then UTF-8 if every byte obeys it, then the Chinese encodings by
how common the characters are that come out, at last line by line.
"""

from __future__ import annotations

import codecs
import dataclasses
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GB18030_MARK = b"\x84\x31\x95\x33"
_SAMPLE_BYTES = 65_536
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufeff\ufffe]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_RAW_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
_WIDE_SHARE = 0.9  # of the pairs that must look like one byte order
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理给审核认证检查单位安全质量标准體國說時這個們會為來業員"
)
_LATIN_SHARE = 0.12
_GBK = "gb18030"


@dataclasses.dataclass(frozen=True, slots=True)
class Decoded:
    r"""A text and how it was found.

    Attributes:
        text: The characters; line ends are ``\n``, control characters are left out (a form feed stays).
        encoding: The Python name of the encoding; ``mixed`` when lines differ.
        doubtful_lines: Lines (from 1) of which some bytes could not be read, or could not be read surely.

    """

    text: str
    encoding: str
    doubtful_lines: tuple[int, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of some bytes, in the encoding that fits them best. Never raises."""
    encoding = encoding_of(data)
    if encoding:
        text = cleaned(data.decode(encoding, "replace"))
        doubtful = (
            tuple(n for n, line in enumerate(text.split("\n"), 1) if "\ufffd" in line) if "\ufffd" in text else ()
        )
        return Decoded(text, encoding, doubtful)
    return _line_by_line(data)


def decoded_as(data: bytes, encoding: str) -> Decoded:
    """Return the text in a declared encoding; in the one that fits best when the bytes refuse it."""
    name = encoding.strip().casefold()
    name = _GBK if name.replace("_", "-") in {"gb2312", "gbk", "cp936", "gb-2312", "x-gbk", "gb18030"} else name
    try:
        return Decoded(cleaned(data.decode(name)), name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(data)


def encoding_of(data: bytes) -> str:
    """Return the encoding of all of the bytes; empty when no single one fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if data.startswith(_GB18030_MARK):
        return _GBK
    wide = _wide(data[:_SAMPLE_BYTES])
    if wide:
        return wide
    if _fits(data, "utf-8"):
        return "utf-8"
    return _legacy(data)


def cleaned(text: str) -> str:
    """Return the text with one kind of line end and without control characters, form feeds kept."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str:
    """Return UTF-16 or UTF-32 without a mark, told by where the zero bytes or common characters fall."""
    if len(sample) < 4:  # noqa: PLR2004  one character of UTF-32
        return ""
    quads = len(sample) // 4
    for encoding, places in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        zeros = sum(sample[4 * i + places[0]] == 0 == sample[4 * i + places[1]] for i in range(quads))
        if zeros >= quads * _WIDE_SHARE and sample.count(0) >= quads * 2:
            return encoding
    if b"\x00" not in sample:
        return ""
    scores = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        good = sum((sign.isascii() and (sign.isprintable() or sign in "\r\n\t")) or _is_usual(sign) for sign in text)
        scores[encoding] = good / max(len(text), 1)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _WIDE_SHARE else ""


def _is_usual(sign: str) -> bool:
    return (
        "\u4e00" <= sign <= "\u9fa5"
        or "\u3000" <= sign <= "\u3011"
        or "\uff00" <= sign <= "\uff5e"
        or sign in "“”‘’—…·"
    )


def _legacy(data: bytes) -> str:
    fitting = [encoding for encoding in (_GBK, "big5") if _fits(data, encoding)]
    if not fitting and _is_western(data):
        return "cp1252"
    if len(fitting) == 2:  # noqa: PLR2004  both fit: the commoner characters are the right ones
        sample = data[:_SAMPLE_BYTES]
        shares = {encoding: _common_share(sample.decode(encoding, "ignore")) for encoding in fitting}
        return "big5" if shares["big5"] > shares[_GBK] * 1.5 else _GBK
    return fitting[0] if fitting else ""


def _common_share(text: str) -> float:
    foreign = [sign for sign in text if not sign.isascii()]
    if not foreign:
        return 0.0
    # GB2312 holds simplified characters only: what of a text it cannot write is rare in simplified text
    return sum(sign in _COMMON_HAN or sign in "，。、；：" for sign in foreign) / len(foreign)


def _is_western(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    high = sum(byte > 0x7F for byte in sample)  # noqa: PLR2004  beyond ASCII
    return 0 < high <= len(sample) * _LATIN_SHARE


def _line_by_line(data: bytes) -> Decoded:
    parts: list[str] = []
    doubtful: list[int] = []
    used: set[str] = set()
    for number, match in enumerate(_RAW_LINES.finditer(data), 1):
        raw = match.group()
        encoding = next((name for name in ("utf-8", _GBK, "big5") if _fits(raw, name)), "")
        if not encoding:
            doubtful.append(number)
            parts.append(_salvaged(raw))
            continue
        if not raw.isascii():
            used.add(encoding)
        parts.append(raw.decode(encoding))
    encoding = used.pop() if len(used) == 1 else "mixed"
    return Decoded(cleaned("".join(parts)), encoding, tuple(doubtful))


def _salvaged(raw: bytes) -> str:
    """Return a line that no encoding fits: UTF-8 where it obeys it, GBK between, a mark where neither does."""
    as_utf8 = raw.decode("utf-8", "replace")
    as_gbk = raw.decode(_GBK, "replace")
    return as_utf8 if as_utf8.count("\ufffd") < as_gbk.count("\ufffd") else as_gbk
