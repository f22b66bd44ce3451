"""Dates as Chinese papers print them, kept with the precision they are printed with."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from anjuan.kit.periods import PartialDate
from anjuan.kit.text.numerals import chinese_number

_HAN = "零〇○一二三四五六七八九十廿卅元"
_GAP = r"[ \t\u3000]*"
_PATTERNS = (
    # 2017 年 9 月 11 日, 2017年9月, 2017年
    re.compile(
        rf"(?<!\d)(?P<year>\d{{4}}){_GAP}年(?:{_GAP}(?P<month>1[0-2]|0?[1-9]){_GAP}月"
        rf"(?:{_GAP}(?P<day>3[01]|[12]\d|0?[1-9]){_GAP}[日号])?)?"
    ),
    # 二〇一七年九月十一日
    re.compile(
        rf"(?P<year>[〇○零一二三四五六七八九]{{4}}){_GAP}年(?:{_GAP}(?P<month>[{_HAN}]{{1,2}}){_GAP}月"
        rf"(?:{_GAP}(?P<day>[{_HAN}]{{1,3}}){_GAP}[日号])?)?"
    ),
    # 2017-09-11, 2017/9/11, 2017.9.11; with the separators equal
    re.compile(
        rf"(?<![\d.])(?P<year>(?:19|20)\d{{2}}){_GAP}(?P<sep>[-/.]){_GAP}(?P<month>1[0-2]|0?[1-9])"
        rf"(?:{_GAP}(?P=sep){_GAP}(?P<day>3[01]|[12]\d|0?[1-9]))(?![\d.])"
    ),
    # 2017-09, 2017/9 (a full stop would make a number of it)
    re.compile(r"(?<![\d./-])(?P<year>(?:19|20)\d{2})[-/](?P<month>1[0-2]|0[1-9])(?![\d./-])"),
    # 20170911
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its value and the half-open span it was printed on."""

    value: PartialDate
    start: int
    end: int
    printed: str


def find_dates(text: str) -> list[FoundDate]:
    """Return the dates of the text in the order they stand, none overlapping.

    Full-width digits are read like half-width ones. A piece that names no day of the calendar
    (31 April, month 13) is not a date and is left out rather than mended.
    """
    narrow = "".join(_narrow(sign) for sign in text)
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(narrow):
            value = _value(match)
            clash = any(match.start() < other.end and other.start < match.end() for other in found)
            if value and not clash:
                found.append(FoundDate(value, match.start(), match.end(), text[match.start() : match.end()]))
    return sorted(found, key=lambda date: date.start)


def _narrow(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _value(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    try:
        return PartialDate(
            _number(parts["year"]),
            _number(parts["month"]) if parts.get("month") else None,
            _number(parts["day"]) if parts.get("day") else None,
        )
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    return 1 if text == "元" else chinese_number(text)
