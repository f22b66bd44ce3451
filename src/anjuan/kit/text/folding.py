"""Make texts comparable: width, letter case, punctuation, traditional and simplified writing.

Two depths, both with a map back to the characters as printed:

* *fold* keeps every sign but gives each one form: full width becomes half width, capitals
  become small, traditional characters become simplified, quotes and dashes become one kind.
* *squeeze* goes on and leaves out everything that is not a letter, a digit or an ideograph,
  so that a line break, a blank or a comma never hides a match.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata

import opencc

_ONE_FORM = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"', "『": '"', "』": '"', "〝": '"', "〞": '"',
    "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'",
    "—": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "－": "-", "─": "-", "━": "-",
    "〔": "(", "〕": ")", "【": "[", "】": "]", "〖": "[", "〗": "]", "〈": "<", "〉": ">", "《": "<", "》": ">",
    "、": ",", "。": ".", "・": "·", "•": "·", "‧": "·", "∙": "·", "⋅": "·",
    "～": "~", "〜": "~", "∼": "~",
    "\u3000": " ", "\xa0": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\xad": "",
}  # fmt: skip

#: Blocks whose characters may be traditional forms, compatibility forms or radicals.
_FOLDED_RANGES = (
    range(0x00A0, 0x0530),
    range(0x1D00, 0x2C00),
    range(0x2E80, 0xA000),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFFF0),
    range(0x1D400, 0x1D800),
    range(0x20000, 0x30000),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters came from.

    Attributes:
        text: The folded characters.
        origins: For each folded character the index (0-based, in code points) of the printed character
            it stands for; None when the two texts correspond one to one.
        length: The number of characters of the printed text.

    """

    text: str
    origins: tuple[int, ...] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed half-open span for the folded half-open span ``[start, end)``."""
        if self.origins is None:
            return start, end
        first = self.origins[start]
        last = self.origins[end - 1] + 1 if end > start else first
        return first, last


@functools.cache
def _fold_table() -> dict[int, str]:
    characters = [chr(code) for block in _FOLDED_RANGES for code in block if unicodedata.category(chr(code)) != "Cn"]
    compatible = [unicodedata.normalize("NFKC", character) for character in characters]
    # One sign a line keeps the converter from reading two neighbours as a word.
    simplified = opencc.OpenCC("t2s").convert("\n".join(compatible)).split("\n")
    if len(simplified) != len(compatible):  # a sign that is itself a line break would shift every row after it
        simplified = [opencc.OpenCC("t2s").convert(sign) for sign in compatible]
    table = {
        ord(sign): folded.casefold()
        for sign, folded in zip(characters, simplified, strict=True)
        if folded.casefold() != sign
    }
    table.update({code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)})
    table.update({ord(sign): form for sign, form in _ONE_FORM.items()})
    return table


@functools.cache
def _squeeze_table() -> _SqueezeTable:
    return _SqueezeTable(_fold_table())


class _SqueezeTable(dict[int, str]):
    """The fold table that also drops every sign; filled as characters are met."""

    def __init__(self, fold_table: dict[int, str]) -> None:
        super().__init__()
        self._fold = fold_table

    def __missing__(self, code: int) -> str:
        folded = self._fold.get(code, chr(code))
        kept = "".join(filter(str.isalnum, folded))
        self[code] = kept
        return kept


def fold(text: str) -> str:
    """Return the text with every sign in its one form."""
    return text.translate(_fold_table())


def squeeze(text: str) -> str:
    """Return the folded letters, digits and ideographs of the text, everything else left out."""
    return text.translate(_squeeze_table())


def fold_with_origins(text: str) -> Folded:
    """Fold the text and keep where each character came from."""
    return _with_origins(text, fold(text), _fold_table())


def squeeze_with_origins(text: str) -> Folded:
    """Squeeze the text and keep where each character came from."""
    return _with_origins(text, squeeze(text), _squeeze_table())


def _with_origins(text: str, folded: str, table: dict[int, str]) -> Folded:
    if len(folded) == len(text) and "" not in (table.get(ord(sign)) for sign in set(text)):
        return Folded(folded, None, len(text))
    origins = [index for index, sign in enumerate(text) for _ in table.get(ord(sign), sign)]
    return Folded(folded, tuple(origins), len(text))
