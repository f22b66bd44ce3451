"""The page number that a page states of itself: ``第 2 页 共 3 页``, ``Page 2 of 3``, ``2/3``, ``- 2 -``."""

from __future__ import annotations

import dataclasses
import re

from anjuan.kit.text.folding import fold

#: Signs that recognition takes for a digit in so short a text.
_SLIPS = str.maketrans({"l": "1", "i": "1", "|": "1", "o": "0", "z": "2"})
#: A longer line is a sentence that mentions pages.
_LONGEST = 60
_N = r"([0-9lioz|]{1,4})"
_PAIRS = (
    re.compile(rf"第?{_N}页[,./;|]*共{_N}页"),
    re.compile(rf"第{_N}页[,./;|]*\(?共?{_N}页"),
    re.compile(rf"page:?{_N}(?:of|/){_N}"),
    re.compile(rf"页码:?第?{_N}页?(?:/|of){_N}"),
)
_TURNED = (re.compile(rf"共{_N}页[,./;|]*第{_N}页"),)
_MARGIN_PAIR = re.compile(r"^[-(\[]?p?\.?([0-9]{1,4})(?:/|of)([0-9]{1,4})[-)\]]?$")
_MARGIN_ALONE = re.compile(rf"^(?:第{_N}页|page:?{_N}|-+([0-9]{{1,4}})-+|p\.?([0-9]{{1,4}}))$")


@dataclasses.dataclass(frozen=True, slots=True)
class Numbering:
    """What a page says of its place: its number, and of how many; 0 when it does not say."""

    page: int
    total: int = 0


def numbering_in(text: str, *, margin: bool) -> Numbering | None:
    """Return the page number that a line states, or None.

    Args:
        text: The line as printed.
        margin: Whether the line stands at the very top or bottom, where ``2/3`` and ``- 2 -`` are page numbers.

    """
    folded = fold(text).replace(" ", "")
    if len(folded) > _LONGEST or not any(sign.isdigit() or sign in "li|" for sign in folded):
        return None
    for pattern in _PAIRS:
        if found := pattern.search(folded):
            return _numbering(found[1], found[2])
    for pattern in _TURNED:
        if found := pattern.search(folded):
            return _numbering(found[2], found[1])
    return _in_margin(folded) if margin else None


def _in_margin(folded: str) -> Numbering | None:
    if found := _MARGIN_PAIR.match(folded):
        return _numbering(found[1], found[2])
    if found := _MARGIN_ALONE.match(folded):
        return _numbering(next(group for group in found.groups() if group), "0")
    return None


def _numbering(page: str, total: str) -> Numbering | None:
    number, of = _integer(page), _integer(total)
    if number < 1 or (of and number > of):
        return None
    return Numbering(number, of)


def _integer(digits: str) -> int:
    mended = digits.translate(_SLIPS)
    return int(mended) if mended.isdigit() else 0
