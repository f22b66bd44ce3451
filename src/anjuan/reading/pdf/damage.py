"""Finding out which pages of a damaged PDF suffered: pdfium reads on without a word."""

from __future__ import annotations

import enum
import re
from pathlib import Path

import pikepdf

_TAIL_BYTES = 4096
_HEAD_BYTES = 1 << 20
_MOST_PAGES = 3000
_START = re.compile(rb"startxref\s+(\d+)")
_TABLE = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)")
#: ISO 32000-1, Annex A: every operator that a content stream may hold, and pikepdf's name of inline pictures.
_NAMES = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q"
    " re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
_OPERATORS = frozenset((*_NAMES.split(), "INLINE IMAGE"))


class Harm(enum.Enum):
    """What became of a page."""

    LOST = "lost"
    DAMAGED = "damaged"


def table_is_sound(path: Path) -> bool:
    """Say whether the end of a PDF leads to its table of objects, as it does in every undamaged file."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = max(0, stream.read(_HEAD_BYTES).find(b"%PDF-"))
        stream.seek(max(0, size - _TAIL_BYTES))
        found = _START.findall(stream.read())
        if not found:
            return False
        for place in {int(found[-1]), int(found[-1]) + start}:
            stream.seek(min(place, size))
            if _TABLE.match(stream.read(64)):
                return True
    return False


def harmed_pages(path: Path, password: str = "", *, repaired: bool = False) -> dict[int, Harm]:
    """Return the pages (from 1) whose content is lost or damaged.

    Looks at every page of the file, so it is asked only when something is wrong with the file.

    Args:
        path: The file, or its repaired copy.
        password: What opens it.
        repaired: Whether it is a repaired copy; there a page that names no content has lost it.

    """
    try:
        with pikepdf.open(path, password=password, suppress_warnings=True) as document:
            pages = list(document.pages)[:_MOST_PAGES]
            found = {number: _harm(page, repaired=repaired) for number, page in enumerate(pages, start=1)}
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError):
        return {}
    return {number: harm for number, harm in found.items() if harm is not None}


def _harm(page: pikepdf.Page, *, repaired: bool) -> Harm | None:
    if "/Contents" not in page:
        return Harm.LOST if repaired else None
    contents = page["/Contents"]
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    if not streams:
        return None
    if not all(isinstance(stream, pikepdf.Stream) for stream in streams):
        return Harm.LOST
    try:
        operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
    except (pikepdf.PdfError, TypeError, RuntimeError, ValueError):
        return Harm.DAMAGED
    return Harm.DAMAGED if operators - _OPERATORS else None
