"""Good practice, complaints and events of risk: sentences that tell of something that was done or happened."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from anjuan.extraction.blocks import Paragraph
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind
from anjuan.extraction.listing import sentences
from anjuan.extraction.passages import Passage, squeezed
from anjuan.extraction.wording import wording

_SURE, _LIKELY = 0.85, 0.76
_LEAST, _LONGEST = 8, 160
_NUMBER = re.compile(r"(?<![\d.])[(（]?\d{1,2}[)）、.．](?!\d)\s*|[①-⑳]\s*")
_LABEL = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）、.．]\s*|[一二三四五六七八九十]+、\s*)?(?P<label>[^:：,，。；;]{2,24})[:：]\s*"
)
#: A year, a month or a day, a count, or a quarter: an event has one, a rule has none.
_WHEN = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*月|\d+\s*(?:起|次|件|批|例|宗|万?元|户|套|条)|上半年|下半年|季度|本年度|今年|去年|上年|期间|近日|曾"
)


def practices(block: Paragraph, into: Collection) -> None:
    """Take the good practice of a paragraph that stands under its heading or behind its label."""
    if not into.allows(FactKind.PRACTICE):
        return
    words, text = wording(), block.passage.plain
    label = re.search(
        rf"(?:{words.table.practice_labels})(?:(?:有|是|包括|如下|主要有)?[:：]|(?:有|是|包括)(?=.{{6,}}))\s*", text
    )
    if label and (label.start() == 0 or not re.search(r"[。；;]", text[: label.start()])):
        start = label.end()
    elif words.has("practice_section", block.under) and not _is_heading(text):
        start = 0
    else:
        return
    for span in _items(text, start):
        printed = text[slice(*span)]
        solid = squeezed(printed)
        if _LEAST <= len(solid) <= _LONGEST and not words.is_none(printed) and not words.is_blank(printed):
            into.add(
                FactKind.PRACTICE,
                [block.passage.slot("text", span)],
                block.passage.spot(*span),
                _SURE * block.passage.confidence,
                "practice.section",
            )


def _is_heading(text: str) -> bool:
    return len(text) <= _LEAST or text.rstrip().endswith((":", "："))


def _items(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield numbered items, or sentences where nothing is numbered."""
    marks = list(_NUMBER.finditer(text, start))
    if len(marks) > 1 or (marks and marks[0].start() == start):
        bounds = [mark.start() for mark in marks] + [len(text)]
        spans = [(mark.end(), stop) for mark, stop in zip(marks, bounds[1:], strict=False)]
    else:
        spans = list(sentences(text, start))
    for first, last in spans:
        stop = text.find("。", first, last)
        part = text[first : stop if stop >= 0 else last]
        body = part.strip(" \n。；;")
        if body:
            start = first + part.index(body)
            yield start, start + len(body)


def happenings(passage: Passage, into: Collection) -> None:
    """Take complaints and events of risk: sentences that say that something happened, not that it must not."""
    words, text = wording(), passage.plain
    complaint = into.allows(FactKind.COMPLAINT) and words.has("complaint_words", text)
    risk = into.allows(FactKind.RISK) and words.has("risk_words", text)
    if not (complaint or risk):
        return
    for start, end in sentences(text):
        label = _LABEL.match(text[start:end])
        about = label["label"] if label else ""
        first = start + label.end() if label else start
        part = text[first:end]
        if len(squeezed(part)) < _LEAST or words.is_none(part) or words.is_blank(part):
            continue
        told = _told(text, first, end)
        part = text[slice(*told)]
        if complaint and _is_complaint(part, about):
            _keep(passage, FactKind.COMPLAINT, told, into, about)
        if risk and _is_event(part) and words.has("risk_words", part):
            _keep(passage, FactKind.RISK, told, into, about)


def _told(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the clauses at its beginning and end that deny something."""
    bounds = [start, *(match.end() for match in re.finditer(r"[,，]", text[start:end]))]
    bounds = [start, *(start + one for one in bounds[1:]), end]
    clauses = list(itertools.pairwise(bounds))
    denied = wording().denied
    while len(clauses) > 1 and denied.search(text[slice(*clauses[0])]):
        clauses.pop(0)
    kept = next(
        (index for index, span in enumerate(clauses) if index and denied.search(text[slice(*span)])), len(clauses)
    )
    last = clauses[kept - 1][1]
    return clauses[0][0], last - (kept < len(clauses))


def _is_complaint(part: str, about: str) -> bool:
    words = wording()
    labelled = bool(re.search(rf"(?:{words.table.complaint_labels})$", about))
    if not _is_told(part):
        return False
    if words.has("complaint_words", part):
        return labelled or _is_event(part) or bool(re.search(r"反映|反馈|收到|接到", part))
    return labelled


def _is_event(part: str) -> bool:
    return _is_told(part) and bool(_WHEN.search(part)) and wording().has("event", part)


def _is_told(part: str) -> bool:
    """Say whether the clause that names the event neither denies it nor speaks of what may happen."""
    words = wording()
    clauses = re.split(r"[,，]", part)
    named = [one for one in clauses if words.has("risk_words", one) or words.has("complaint_words", one)] or clauses
    return any(not words.denied.search(one) and not words.general.search(one) for one in named)


def _keep(passage: Passage, kind: FactKind, span: tuple[int, int], into: Collection, about: str) -> None:
    start, end = span
    confidence = (_SURE if about else _LIKELY) * passage.confidence
    into.add(kind, [passage.slot("text", (start, end))], passage.spot(start, end), confidence, f"{kind}.sentence")
