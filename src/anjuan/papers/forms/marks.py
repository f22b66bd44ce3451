"""The marks of a paper besides its text: signature, seal, date."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from anjuan.papers.facts import Entry, Layout, Marks
from anjuan.papers.forms.entries import entries
from anjuan.papers.forms.markwords import MarkWords
from anjuan.papers.forms.places import centre
from anjuan.papers.forms.signrows import DATE, signed_rows
from anjuan.papers.rules import tables
from anjuan.reading.pages import Box, Page, TextSource

#: How far (page fraction) below a signature its date may stand, and how far above.
_BELOW, _ABOVE = 0.065, 0.02
#: How far (page fraction) above or below its place a seal may stand.
_STAMP = 0.12
#: How far (page fraction) the labels of one row of cells may differ.
_ROW = 0.012
#: A line longer than this (in characters) is running text, not the place of a seal.
_SHORT_LINE = 45
_DATE = re.compile(r"(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}|[一二〇○零]{4}\s*年|\d{1,2}\s*[./月]\s*\d{1,2}\s*日?\s*$")
_BLANK_DATE = re.compile(r"^[\s_＿]*(?:日期[:：]?)?(?:20)?[\s_＿]*年[\s_＿]*月[\s_＿]*日[\s_＿]*$")


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """A place for a signature: whether it is filled, whether somebody must sign there, where it stands."""

    filled: bool
    explicit: bool
    page: int
    box: Box
    dated: bool | None
    expects_date: bool


@functools.cache
def mark_words() -> MarkWords:
    """Return the words of the newest table of marks."""
    return MarkWords(tables.form_marks().latest)


def marks(
    pages: Sequence[Page],
    found: Sequence[Entry] | None = None,
    words: MarkWords | None = None,
    *,
    fixed: bool | None = None,
) -> Marks:
    """Return whether a paper is signed, sealed and dated, as far as its pages show it.

    Args:
        pages: The pages of one paper, in order.
        found: Its entries; None to have them read.
        words: The words at places for marks; None for the newest table.
        fixed: Whether the pages are the paper as it was issued (a scan, a printed PDF), so that a missing seal
            is missing; None to go by the pages: pictures are, text is not.

    """
    words = words or mark_words()
    found = entries(pages) if found is None else found
    places = [_place(entry, found, pages, words) for entry in found if _signs(entry, found, words)]
    places += _bare_places(places, pages, words)
    seals = [seal for page in pages for seal in page.seals]
    asks_seal = _asks_seal(pages, words)
    return Marks(
        signed=_signed(places, found, words),
        sealed=True if seals else _unsealed(pages, asks_seal=asks_seal, fixed=fixed),
        dated=_dated(places, found, pages, words),
        seals=tuple(seal.text for seal in seals if seal.text),
        asks_seal=asks_seal,
    )


def _signs(entry: Entry, found: Sequence[Entry], words: MarkWords) -> bool:
    """Say whether an entry is a place for one signature."""
    if entry.layout is Layout.COLUMN or entry.choices or words.is_optional(entry.label) or words.is_date(entry.label):
        return False
    if words.asks_signature(entry.label):
        return True
    if words.is_sealed(entry.label):
        return False
    if entry.row or not words.is_signer(entry.label) or len(entry.value) > _SHORT_LINE // 2:
        return False
    if entry.layout is Layout.CELL or (entry.layout is Layout.BELOW and entry.table):
        return any(words.is_date(other.label) and _same_row(other, entry) for other in found)
    return entry.layout in {Layout.INLINE, Layout.BESIDE, Layout.BELOW}


def _same_row(other: Entry, entry: Entry) -> bool:
    distance = centre(other.label_box)[1] - centre(entry.label_box)[1]
    return other.page == entry.page and abs(distance) < _ROW and other.layout is not Layout.COLUMN


def _place(entry: Entry, found: Sequence[Entry], pages: Sequence[Page], words: MarkWords) -> _Place:
    value = _DATE.sub("", DATE.sub("", entry.value)).strip(" .年月日/-—：:（）()")
    # The label of the next place is no signature, nor are the words that ask for a seal.
    filled = bool(value) and not words.asks_seal(value) and not words.is_signer(value)
    either = words.asks_signature(entry.label) and words.asks_seal(entry.label)
    filled = filled or (either and _stamped(entry, pages))
    dated: bool | None = True if _DATE.search(entry.value) else None
    if dated is None:
        near = [
            other
            for other in found
            if other.page == entry.page
            and other.layout is not Layout.COLUMN
            and words.is_date(other.label)
            and _belongs(other.label_box, entry)
        ]
        dated = any(_DATE.search(other.value) for other in near) if near else _bare_date(entry, pages)
    expects_date = not words.signs_undated(entry.label)
    return _Place(filled, words.asks_signature(entry.label), entry.page, entry.label_box, dated, expects_date)


def _stamped(entry: Entry, pages: Sequence[Page]) -> bool:
    """Say whether a seal stands by a place that asks for signature or seal."""
    return any(abs(centre(seal.box)[1] - centre(entry.label_box)[1]) < _STAMP for seal in pages[entry.page - 1].seals)


def _bare_places(known: Sequence[_Place], pages: Sequence[Page], words: MarkWords) -> list[_Place]:
    """Return the places of rows that are signed without a word for it, where no entry is that place."""
    rows = [
        row
        for row in signed_rows(pages, words)
        if not any(place.page == row.page and abs(centre(place.box)[1] - centre(row.box)[1]) < _ROW for place in known)
    ]
    return [
        _Place(row.signed, explicit=False, page=row.page, box=row.box, dated=True, expects_date=True) for row in rows
    ]


def _belongs(box: Box, entry: Entry) -> bool:
    """Say whether a box stands in the row of a signature or just below it."""
    distance = centre(box)[1] - centre(entry.label_box)[1]
    return -_ABOVE < distance < _BELOW


def _bare_date(entry: Entry, pages: Sequence[Page]) -> bool | None:
    """Return whether a date without a label stands by a signature; None when there is none, not even an empty one."""
    for line in pages[entry.page - 1].lines:
        if len("".join(line.text.split())) < _SHORT_LINE and _belongs(line.box, entry):
            if _BLANK_DATE.match(line.text):
                return False
            if _DATE.search(line.text):
                return True
    return None


def _signed(places: Sequence[_Place], found: Sequence[Entry], words: MarkWords) -> bool | None:
    rows = [entry for entry in found if entry.layout is Layout.COLUMN and words.asks_signature(entry.label)]
    if not places:
        return any(entry.value.strip() for entry in rows) if rows else None
    if any(place.explicit and not place.filled for place in places):
        return False
    return max(places, key=lambda place: (place.page, round(centre(place.box)[1], 2), place.box[0])).filled


def _dated(places: Sequence[_Place], found: Sequence[Entry], pages: Sequence[Page], words: MarkWords) -> bool | None:
    known = [place for place in places if place.dated is not None]
    if known:
        return all(place.dated for place in known if place.filled) and any(place.dated for place in known)
    if any(words.is_date(entry.label) for entry in found if entry.layout is not Layout.COLUMN):
        filled = [
            bool(entry.value) for entry in found if words.is_date(entry.label) and entry.layout is not Layout.COLUMN
        ]
        return any(filled)
    if any(_BLANK_DATE.match(line.text) for page in pages for line in page.lines):
        return False
    first = min(
        (place for place in places if place.filled and place.expects_date),
        key=lambda place: (place.page, centre(place.box)[1]),
        default=None,
    )
    return False if first is not None and not _date_after(first, pages) else None


def _date_after(first: _Place, pages: Sequence[Page]) -> bool:
    """Say whether a line from the first signature on is or ends in a date."""
    page = pages[first.page - 1]
    below = [line for line in page.lines if centre(line.box)[1] > first.box[1] - _ABOVE]
    after = below + [line for other in pages[first.page :] for line in other.lines]
    return any(_DATE.search(line.text) for line in after if len("".join(line.text.split())) < _SHORT_LINE)


def _unsealed(pages: Sequence[Page], *, asks_seal: bool, fixed: bool | None) -> bool | None:
    """Return False when pages without a seal show that one is missing; None when they cannot tell."""
    pictures = any(page.source in {TextSource.OCR, TextSource.MIXED} for page in pages)
    return False if asks_seal and (pictures if fixed is None else fixed) else None


def _asks_seal(pages: Sequence[Page], words: MarkWords) -> bool:
    return any(words.asks_seal(line.text) and _is_place(line.text) for page in pages for line in page.lines)


def _is_place(text: str) -> bool:
    """Say whether words on a seal mark its place: a label or a short line, not a sentence about seals."""
    return len(text) < _SHORT_LINE and not re.search(r"[。；，,;]", text)
