"""Pages for tests, made by hand: lines from the top, and whole papers of a plain form."""

from __future__ import annotations

import dataclasses

from anjuan.papers.rules.tables import splitting
from anjuan.reading.pages import Line, Page, TextSource

RULES = splitting().latest
EM = 0.0176
#: Numerals as letters, so that made sentences differ without holding digits.
_SIGNS = "甲乙丙丁戊己庚辛壬癸"


def line(text, x=0.12, y=0.2, scale=1.0, *, centred=False, confidence=0.98):
    width = sum(1.0 if sign > "\u2e7f" else 0.5 for sign in text) * EM * scale
    left = 0.5 - width / 2 if centred else x
    return Line(text, (left, y, min(0.99, left + width), y + 0.0125 * scale), confidence)


def page(number, *lines, **more):
    given = {"source": TextSource.OCR, **more}
    return Page(number, 595.0, 842.0, lines=tuple(lines), **given)


def blank(number):
    return Page(number, 595.0, 842.0, blank=True)


def words(seed, count=3):
    """Sentences that no other seed has."""
    sign = _SIGNS[seed % 10] + _SIGNS[(seed // 10) % 10]
    return [f"经查{sign}车间的{_SIGNS[at]}类过程按规定实施并保持了记录，符合要求。" for at in range(count)]


def form(number, title, *, of=1, nth=1, seed=None, numbered=True, extra=()):
    """One page of a form: title on the first page, text, signature on the last, page number."""
    seed = number if seed is None else seed
    lines = [line(title, y=0.08, scale=1.5, centred=True)] if title else []
    last = nth == of
    rows = words(seed, 8) if last else words(seed, 10) * 4
    lines += [line(text, y=0.15 + 0.019 * at) for at, text in enumerate(rows[: 8 if last else 40])]
    if last:
        lines += [line("审核组长：", y=0.4, x=0.5), line("2024年3月1日", y=0.43, x=0.5)]
    if numbered:
        lines.append(line(f"第{nth}页 共{of}页", y=0.955, x=0.45, scale=0.85))
    return page(number, *lines, *extra)


def paper(first, title, length, **more):
    return [form(first + at, title if at == 0 else "", of=length, nth=at + 1, **more) for at in range(length)]


def renumbered(pages):
    return [dataclasses.replace(one, number=at) for at, one in enumerate(pages, start=1)]
