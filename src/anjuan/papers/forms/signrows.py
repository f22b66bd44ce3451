"""Rows that are signed without a word for it: ``组长　张三　2024.11.03``, or ``审核员 | 组长 | 客户 | 2024.11.20``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from anjuan.papers.forms import labels
from anjuan.papers.forms.entries import vocabulary
from anjuan.papers.forms.markwords import MarkWords
from anjuan.papers.forms.places import CONTENT, inside, union
from anjuan.papers.forms.rows import GAP, row_text, visual_rows
from anjuan.reading.pages import Box, Line, Page, TextSource

#: A date at the end of a row, whole.
DATE = re.compile(
    r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}\s*日?|\s*月)?|[一二〇○零]{4}\s*年[一二三四五六七八九十月日]*"
)
_LAST_DATE = re.compile(rf"(?:{DATE.pattern})\s*$")
_PARTS = re.compile(rf"[{GAP}\u3000]+|\s{{2,}}")
_BLANKS = re.compile(r"[\s\u3000_＿:：]+")
_NAMES = re.compile(r"(?:[\u3400-\u9fff·]{2,4}[、,，]?){1,6}|[A-Za-z][A-Za-z .'-]{2,30}")
_COMPANY = re.compile(r"(?:公司|厂|中心|院|所|部门|集团)$")
#: A row longer than this (in characters without blanks) is running text.
_LONGEST = 48


@dataclasses.dataclass(frozen=True, slots=True)
class SignedRow:
    """A row of places for signatures that ends in a date.

    Attributes:
        filled: For each place whether something stands beside the word for who signs.
        page: Page of the paper, from 1.
        box: Where the row stands.
        recognised: Whether it was recognised from a picture, where a signature may not have been read.

    """

    filled: tuple[bool, ...]
    page: int
    box: Box
    recognised: bool

    @property
    def signed(self) -> bool:
        """Whether the row is signed: in given text by everybody, in recognised text by anybody."""
        return any(self.filled) if self.recognised else all(self.filled)


def signed_rows(pages: Sequence[Page], words: MarkWords) -> Iterator[SignedRow]:
    """Yield the rows of places for signatures that no label asks to sign, each with a date at its end."""
    for number, page in enumerate(pages, start=1):
        for parts, box in (*_free_rows(page), *_last_rows(page)):
            filled = _places(parts, words)
            if filled:
                yield SignedRow(filled, number, box, page.source is TextSource.OCR)


def _free_rows(page: Page) -> Iterator[tuple[list[str], Box]]:
    """Yield the rows of lines outside tables that end in a date, parted where they stand apart."""
    free = [
        line
        for line in page.lines
        if line.role in CONTENT and not any(inside(line.box, table.box) for table in page.tables)
    ]
    for row in visual_rows(free):
        text = row_text(row, page).strip()
        if len(_BLANKS.sub("", text)) <= _LONGEST and (date := _LAST_DATE.search(text)):
            yield [*_PARTS.split(text[: date.start()].strip()), date[0]], _box(row)


def _last_rows(page: Page) -> Iterator[tuple[list[str], Box]]:
    """Yield the last row of each table whose last cell is a date."""
    for table in page.tables:
        last = max((cell.row for cell in table.cells), default=-1)
        cells = sorted((cell for cell in table.cells if cell.row == last), key=lambda cell: cell.column)
        texts = [part for cell in cells for line in cell.text.split("\n") if (part := line.strip())]
        if len(texts) > 1 and DATE.fullmatch(texts[-1]):
            yield texts, union([cell.box for cell in cells])


def _box(row: Sequence[Line]) -> Box:
    return union([line.box for line in row])


def _places(parts: Sequence[str], words: MarkWords) -> tuple[bool, ...]:
    """Return for each part but the date whether it is signed; nothing when a part is no place for a signature."""
    filled: list[bool] = []
    for part in filter(None, (_BLANKS.sub("", part) for part in parts[:-1])):
        place = _place(part, words)
        if place is None and (not filled or filled[-1] or not _is_name(part)):
            return ()
        # A name of its own is the signature of the word before it.
        filled[len(filled) - (place is None) :] = [bool(place) or place is None]
    return tuple(filled)


def _place(part: str, words: MarkWords) -> bool | None:
    """Return whether a part is signed; None when it does not begin with the word for who signs."""
    if words.may_sign(part):
        return False
    if vocabulary().label_score(part) >= labels.SURE:
        return None
    ends = (end for end in range(len(part) - 1, 1, -1) if words.may_sign(part[:end]))
    return next((True for end in ends if _is_name(part[end:])), None)


def _is_name(text: str) -> bool:
    return bool(_NAMES.fullmatch(text)) and not _COMPANY.search(text)
