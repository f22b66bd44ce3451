"""Standards and laws in any print: their numbers normalised, their titles beside them."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from anjuan.extraction.rules.rows import ReferenceTable
from anjuan.extraction.rules.tables import fact_references

_DIGIT = "[0-9OolI|]"
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
_YEAR_LENGTH = 4
_TITLE = 45
#: Years before this one were printed with two figures (GB/T 19001-94).
_TWO_DIGITS = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Cited:
    """A standard or law as one place of a text cites it; the spans are half-open.

    Attributes:
        start: Where the citation begins, title included.
        end: Where it ends.
        number: The normalised number; empty for a law without one.
        number_span: Where the number stands; None without one.
        part: The part, such as ``1`` of 307.1.
        year: The year of the edition.
        title: The title.
        title_span: Where it stands; None without one.
        type: ``law``, ``regulation``, ``rule`` or ``standard``.

    """

    start: int
    end: int
    number: str = ""
    number_span: tuple[int, int] | None = None
    part: str = ""
    year: str = ""
    title: str = ""
    title_span: tuple[int, int] | None = None
    type: str = "standard"


class Citations:
    """Finds citations with one edition of the table."""

    def __init__(self, table: ReferenceTable) -> None:
        sectors = "|".join(sorted(table.sectors, key=len, reverse=True))
        foreign = "|".join(re.escape(one) for one in sorted(table.international, key=len, reverse=True))
        number = rf"(?P<n>[A-Z]{{0,2}}\s?{_DIGIT}{{1,6}})(?P<p>(?:\s?[.]\s?\d{{1,3}})*)"
        year = rf"(?:\s*(?:[-~]|一){{1,2}}\s*(?P<y>(?:1|l|I)?[92O0]{_DIGIT}{{2,3}}|\d{{2}})(?!\d))?"
        span = r"(?:\s*[~、]\s*\d{4,6}(?=\s*-))?"
        self._patterns = (
            re.compile(
                rf"(?<![A-Za-z])(?P<c>(?:G|6)(?:B|8)|DB\s?\d{{2,4}}|T\s*/\s*[A-Z]{{2,10}}|Q\s*/\s*[A-Z0-9]{{2,8}}|{sectors})"
                rf"(?P<t>(?:\s*[/.丿]\s*|(?<=GB)\s?|)[TZ丁](?=[\s/]*[.]?\s*[A-Z]?{_DIGIT}))?\s*{number}{span}{year}"
            ),
            re.compile(
                rf"(?<![A-Za-z])(?P<c>{foreign}|[Il1]S[O0])(?P<t>)(?P<g>\s*-?\s?)(?P<n>[A-Z]?-?[A-Z]?-?\d{{2,6}}[A-Z]?)"
                rf"(?P<p>(?:-\d{{1,2}}(?!\d)){{0,2}}[A-Z]?)(?:\s*[:：-]\s*(?P<y>(?:19|20)\d{{2}})(?!\d))?"
            ),
        )
        self._book = re.compile(r"[《<]{1,2}(?P<title>[^《》<>\n]{3,60})[》>]{1,2}")
        self._endings = [(row.type, re.compile(row.pattern)) for row in table.endings]
        self._bare = re.compile(table.bare)
        self._own = re.compile(rf"(?:{table.own})(?:[(（][^()（）]*[)）])?$")
        self._never_own = re.compile(table.never_own)
        self._sectors = frozenset(table.sectors)
        self._quick = re.compile(r"[《<]|[A-Z]{2}|[a-zA-Z]\s*/\s*T|6B|G8|[Il1]S[O0]|法|条例|办法|规定|名录|细则")

    def find(self, text: str, *, listed: bool = False) -> Iterator[Cited]:
        """Yield the citations of a plain text in order; ``listed`` when a text without marks may be a title."""
        if not self._quick.search(text):
            return
        numbers = sorted(self._numbers(text), key=lambda cited: cited.start)
        books = [match for match in self._book.finditer(text) if self._is_law(match["title"])]
        used: set[int] = set()
        for index, cited in enumerate(numbers):
            follows = numbers[index + 1].start if index + 1 < len(numbers) else len(text)
            yield self._titled(cited, text, books, used, follows, numbers[index - 1].end if index else 0)
        for place, match in enumerate(books):
            if place not in used:
                span = match.span("title")
                yield Cited(
                    *match.span(), title=match["title"].strip(), title_span=span, type=self.type_of(match["title"])
                )
        if listed and not numbers and not books:
            yield from self._listed(text)

    def _is_law(self, title: str) -> bool:
        return not self._own.search(title.strip()) or bool(self._never_own.search(title))

    def _listed(self, text: str) -> Iterator[Cited]:
        lead = re.match(r"\s*(?:[(（]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*|[-·•●]\s*)?", text)
        start = lead.end() if lead else 0
        body = re.sub(r"[\s。;；,，]+$", "", text[start:])
        if self._bare.match(body):
            title = re.sub(r"[(（][^()（）]*[)）]$", "", body)
            yield Cited(
                start, start + len(body), title=title, title_span=(start, start + len(title)), type=self.type_of(title)
            )

    def type_of(self, title: str) -> str:
        """Return what a title is by its last words."""
        bare = re.sub(r"[(（][^()（）]*[)）]$", "", title.strip())
        return next((kind for kind, pattern in self._endings if pattern.search(bare)), "rule")

    def _numbers(self, text: str) -> Iterator[Cited]:
        taken: list[tuple[int, int]] = []
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                cited = self._cited(match)
                if cited is not None and not any(a < cited.end and cited.start < b for a, b in taken):
                    taken.append((cited.start, cited.end))
                    yield cited

    def _cited(self, match: re.Match[str]) -> Cited | None:
        code = re.sub(r"\s", "", match["c"])
        code = "GB" if code in {"6B", "G8", "68"} else "ISO" if re.fullmatch(r"[Il1]S[O0]", code) else code
        digits = re.sub(r"\s", "", match["n"])
        digits = digits if code == "IPC" else digits.translate(_DIGITS)
        part = re.sub(r"\s", "", match["p"] or "")
        year = _year(match["y"] or "")
        if not any(sign.isdigit() for sign in digits):
            return None
        foreign = match.re is self._patterns[1]
        if not foreign and not self._plausible(code, digits, year, has_t=bool(match["t"])):
            return None
        name = code + (
            "/T" if match["t"] and not foreign and "Z" not in match["t"] else "/Z" if match["t"] and not foreign else ""
        )
        glue = "-" if foreign and "-" in match["g"] else " "
        number = f"{name}{glue}{digits}{part}" + ((":" if foreign and code != "EN" else "-") + year if year else "")
        return Cited(*match.span(), number=number, number_span=match.span(), part=part.lstrip(".-"), year=year)

    def _plausible(self, code: str, digits: str, year: str, *, has_t: bool) -> bool:
        """Say whether letters and figures are a standard, not the number of a record or a contract."""
        figures = sum(sign.isdigit() for sign in digits)
        if code == "GB" or code.startswith(("T/", "DB", "Q/")):
            return (code == "GB" and figures >= 3) or bool(year)  # noqa: PLR2004  GB 150 is the shortest in use
        return has_t or bool(year) or (code in {"SH", "HG", "TSG", "JGJ", "AQ", "HJ", "JJG", "JJF"} and figures >= 2)  # noqa: PLR2004

    def _titled(
        self, cited: Cited, text: str, books: list[re.Match[str]], used: set[int], follows: int, before: int
    ) -> Cited:
        """Return the citation with the title that stands beside its number."""
        for place, match in enumerate(books):
            if place in used:
                continue
            after = cited.end <= match.start() < follows and not re.sub(r"[\s:：]", "", text[cited.end : match.start()])
            gap = text[match.end() : cited.start]
            ahead = match.end() <= cited.start and match.start() >= before and re.fullmatch(r"\s*[(（,，:：]?\s*", gap)
            if after or ahead:
                used.add(place)
                title, span = match["title"].strip(), match.span("title")
                return dataclasses.replace(
                    cited,
                    start=min(cited.start, match.start()),
                    end=max(cited.end, match.end()),
                    title=title,
                    title_span=span,
                )
        match_after = re.compile(
            r"[\s:：]*(?P<title>[\u4e00-\u9fff][\u4e00-\u9fff\w()（）、:：\s-]{2,60}?)(?=\s*(?:[。;；,，\n《<”\"」]|\d{1,2}[.、．]|$))"
        ).match(text, cited.end, follows)
        if match_after is None:
            return cited
        title = re.sub(r"[(（][^()（）]*$|\s*\d*$|[、:：\s]+$", "", match_after["title"]).strip()
        if not self._is_title(title):
            return cited
        start = match_after.start("title")
        return dataclasses.replace(cited, end=start + len(title), title=title, title_span=(start, start + len(title)))

    def _is_title(self, title: str) -> bool:
        bare = title.rsplit(" ", maxsplit=1)[-1] if " " in title else title
        known = any(kind in {"standard", "rule"} and pattern.search(title) for kind, pattern in self._endings)
        parts = " " in title and re.match(r"^[\u4e00-\u9fff、]{4,}", title)
        return bool(
            (known or parts)
            and len(title) <= _TITLE
            and len(bare) > 1
            and not re.search(r"标准要求$|^标准|^的|条款", title)
        )


def _year(text: str) -> str:
    digits = text.translate(_DIGITS)
    if not digits:
        return ""
    if len(digits) == _YEAR_LENGTH:
        return digits
    return ("19" if int(digits) > _TWO_DIGITS else "20") + digits[-2:] if len(digits) == 2 else ""  # noqa: PLR2004


@functools.cache
def citations() -> Citations:
    """Return the finder with the latest table."""
    return Citations(fact_references().latest)
