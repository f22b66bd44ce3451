"""Names leave no house: what tells somebody becomes a stand-in before it is sent, and is put back after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.shapes import shapes_in
from anjuan.compiling.identities.sightings import Sighting, Sort, settled
from anjuan.kit.text.folding import squeeze

_WORDS = {
    Sort.ORGANISATION: "组织", Sort.PERSON: "人员", Sort.AUDITOR: "人员", Sort.NUMBER: "编号", Sort.CONTACT: "联系",
    Sort.ADDRESS: "地址", Sort.BRAND: "品牌", Sort.DAY: "日期",
}  # fmt: skip
_STAND_IN = re.compile(r"〔[^〔〕]{1,4}\d{1,4}〕")
_BRACKETS = str.maketrans("〔〕", "（）")


class Mask:
    """Stand-ins of one exchange with the model: the same name has the same one throughout."""

    def __init__(self, books: Sequence[IdentityBook]) -> None:
        """Take the identities that are known."""
        self._books = tuple(books)
        self._known: dict[tuple[str, str], str] = {}
        self._printed: dict[str, str] = {}

    def masked(self, text: str) -> str:
        """Return a text without identities."""
        text = text.translate(_BRACKETS)
        pieces, place = [], 0
        for one in self._seen(text):
            pieces += [text[place : one.start], self._stand_in(_WORDS[one.sort], text[one.start : one.end])]
            place = one.end
        return "".join((*pieces, text[place:]))

    def _seen(self, text: str) -> list[Sighting]:
        return settled([*(one for book in self._books for one in book.seen_in(text)), *shapes_in(text)])

    def _stand_in(self, word: str, printed: str) -> str:
        key = (word, squeeze(printed) or printed)
        if key not in self._known:
            stand_in = f"〔{word}{sum(known == word for known, _ in self._known) + 1}〕"
            self._known[key] = stand_in
            self._printed[stand_in] = printed
        return self._known[key]

    def leaks(self, text: str) -> bool:
        """Say whether a text that was masked still tells somebody."""
        return bool(self._seen(_STAND_IN.sub("，", text)))

    def unmasked(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return a text with the names put back, and these names; a stand-in that was never given stays as it is."""
        names = tuple(self._printed[one] for one in _STAND_IN.findall(text) if one in self._printed)
        return _STAND_IN.sub(lambda match: self._printed.get(match.group(), match.group()), text), names
