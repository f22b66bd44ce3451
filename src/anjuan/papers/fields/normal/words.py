"""Words of a closed list turned into their codes, by the vocabularies of the table of fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anjuan.kit.text.folding import squeeze
from anjuan.papers.fields.normal.reading import Printed, Reading, narrow

_TICKED = re.compile(r"[☑■√✓✔⊠☒●◉▣▇█]\s*([^☑■√✓✔⊠☒●◉▣▇█☐□○◯◎\s、,，;；|]+)")
_BETWEEN = re.compile(r"[、,，;；+＋&|\n]|/(?!\s*[TI])|\s{2,}|(?<=[A-Za-z])\s(?=[A-Za-z])")
_FAR = 1000
#: A single letter may be one column of a comparison.
_LONE_LETTER = 0.7
_UNTICKED = re.compile(r"[☐□○◯◎]")

#: Brackets behind a word are its box: 再认证（√）, 严重（）.
_WORD_BEFORE = r"([^\s()（）〔〕\[\]、,，;；:：]+)\s*[(（〔\[]\s*"
_BRACKET_TICKED = re.compile(_WORD_BEFORE + r"[√✓✔☑■]\s*[)）〕\]]")
_BRACKET_EMPTY = re.compile(_WORD_BEFORE + r"[)）〕\]]")

Vocabulary = Sequence[tuple[str, tuple[re.Pattern[str], ...]]]


def chosen(text: str) -> str:
    """Return the ticked words of a text with boxes, joined by ``、``; the text itself when it has no boxes.

    Nothing is returned for a text whose boxes are all empty.
    """
    # Where the text begins with brackets, they stand before their words: （ ）严重 （√）一般.
    is_behind = not text.lstrip().startswith(("(", "（", "〔", "["))
    ticked = (_BRACKET_TICKED.findall(text) if is_behind else []) or _TICKED.findall(text)
    if ticked:
        return "、".join(ticked)
    if _UNTICKED.search(text):
        return ""
    return _BRACKET_EMPTY.sub("", text) if is_behind else text


def one_of(printed: Printed, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Return the code whose words the text names first; less sure when it names several."""
    hits = _hits(chosen(printed.text), vocabulary)
    codes = list(dict.fromkeys(code for _, code in sorted(hits)))
    if not codes:
        return ()
    return (Reading(codes[0], 1.0 if len(codes) == 1 else 0.6),)


def all_of(printed: Printed, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Return every code whose words the text names, in the order they stand."""
    hits = _hits(chosen(printed.text), vocabulary)
    return tuple(Reading(code) for code in dict.fromkeys(code for _, code in sorted(hits)))


def _hits(text: str, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    hits: list[tuple[int, str]] = []
    for number, piece in enumerate(_BETWEEN.split(text)):
        hits += [(number * _FAR + start, code) for start, code in _in_piece(squeeze(piece), vocabulary)]
    return hits or _in_piece(squeeze(text), vocabulary)


def _in_piece(folded: str, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    taken: list[tuple[int, int]] = []
    hits = []
    # Earlier rows are the more special ones: what they take is not read again by later rows.
    for code, patterns in vocabulary:
        for pattern in patterns:
            for match in pattern.finditer(folded):
                if not any(match.start() < end and start < match.end() for start, end in taken):
                    taken.append(match.span())
                    hits.append((match.start(), code))
    return hits


def letters(printed: Printed, codes: dict[str, str]) -> tuple[Reading, ...]:
    """Return the codes of a text that is nothing but letters of fields (``Q、E、S``, ``QES``)."""
    signs = re.sub(r"[\s、,，/;；+和及&:：]", "", narrow(chosen(printed.text))).upper()
    if not signs or len(signs) > len(codes) or any(sign not in codes for sign in signs):
        return ()
    sure = 0.9 if len(set(signs)) > 1 else _LONE_LETTER
    return tuple(Reading(codes[sign], sure) for sign in dict.fromkeys(signs))
