"""Lists inside sentences: where they end, and their items with their places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from anjuan.extraction.wording import Wording

_OPEN, _CLOSE = "(（[【《“「", ")）]】》”」"
_SENTENCE_END = re.compile(r"[。；;!！？?\n]")
_LAST = re.compile(r"(?:以及|及|和|与)")
#: Both sides of "and" in the last item of a list are at least this long.
_LEAST = 3
_LONGEST = 40
_CLAUSE = re.compile(r"[,，](?=[^,，、]*(?:为|是(?!否)|[:：]|→|--))")
_NUMBERED = re.compile(r"(?<![\d.])[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑳]")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of sentences, without their end signs."""
    end = len(text) if end is None else end
    depth = 0
    first = start
    for at in range(start, end):
        sign = text[at]
        depth += sign in _OPEN
        depth -= sign in _CLOSE and depth > 0
        if sign == "\n" or (sign in "。;；!！？?" and depth == 0):
            if text[first:at].strip():
                yield first, at
            first, depth = at + 1, 0
    if text[first:end].strip():
        yield first, end


def list_end(text: str, start: int, end: int, words: Wording) -> int:
    """Return where a list that begins at ``start`` goes on no more."""
    numbered = len(_NUMBERED.findall(text[start:end])) > 1
    if not numbered:
        stop = next((b for a, b in sentences(text, start, end)), end)
        end = min(end, stop)
    else:
        stop_at = text.find("。", start, end)
        end = stop_at if stop_at >= 0 else end
    tail = words.pattern("tails").search(text, start, end)
    end = tail.start() if tail else end
    end = _closing(text, start, end)
    # A clause that says something of its own is no item.
    clause = _CLAUSE.search(text, start, end)
    return clause.start() if clause else end


def _closing(text: str, start: int, end: int) -> int:
    """Return where a bracket closes that was open before the list began; the end when none does."""
    depth = 0
    for at in range(start, end):
        depth += text[at] in _OPEN
        depth -= text[at] in _CLOSE
        if depth < 0 and not text[at - 1].isdigit():
            return at
        depth = max(depth, 0)
    return end


def items(text: str, start: int, end: int, words: Wording, *, split_last: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the items of a list; ``split_last`` parts the last at "and"."""
    chunk = text[start:end]
    numbered = list(_NUMBERED.finditer(chunk))
    if len(numbered) > 1 and numbered[0].start() < _LEAST:
        bounds = [match.start() for match in numbered] + [len(chunk)]
        spans = [(start + a, start + b) for a, b in itertools.pairwise(bounds)]
    else:
        spans = list(_split(text, start, end, "、" if "、" in chunk else ",，"))
        if any(sign in chunk for sign in "，,") and "、" in chunk:
            spans = [piece for span in spans for piece in _split(text, *span, ",，")]
    for index, span in enumerate(spans):
        parts = [span]
        if split_last and len(spans) > 1 and index == len(spans) - 1:
            parts = _last_parts(text, span)
        for part in parts:
            first, last = words.trim(text, *part)
            if 0 < last - first <= _LONGEST and not words.is_none(text[first:last]):
                yield first, last


def _split(text: str, start: int, end: int, signs: str) -> Iterator[tuple[int, int]]:
    depth, first = 0, start
    for at in range(start, end):
        depth += text[at] in _OPEN
        depth -= text[at] in _CLOSE and depth > 0
        if depth == 0 and text[at] in signs:
            yield first, at
            first = at + 1
    yield first, end


def _last_parts(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    found = list(_LAST.finditer(text, *span))
    if len(found) != 1:
        return [span]
    match = found[0]
    left, right = (span[0], match.start()), (match.end(), span[1])
    long_enough = min(len(text[slice(*one)].strip()) for one in (left, right)) >= _LEAST
    return [left, right] if long_enough else [span]
