"""Nonconformities: from the fields of forms that were already found, and from lines of reports."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Sequence

from anjuan.extraction.blocks import Block, Paragraph
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import Fact, FactKind, Slot, Spot
from anjuan.extraction.passages import Passage, plain, squeezed
from anjuan.extraction.source import SourcePaper
from anjuan.extraction.tablerows import clause_of
from anjuan.extraction.wording import wording
from anjuan.papers.facts import Found
from anjuan.reading.pages import Box, Page

_SLOTS = (
    "number",
    "grade",
    "clause",
    "department",
    "fact",
    "requirement",
    "cause",
    "correction",
    "action",
    "verification",
)
_SURE, _LIKELY = 0.93, 0.85
#: What a nonconformity tells at least one of.
_TELLING = frozenset({"fact", "cause", "action", "correction"})
_SAME = 0.82
_LEAST = 2
_NOT_ONE = re.compile(r"^\s*(?:第[一1]阶段|详见|见(?:附件|不符合)|共\d|无(?=[。；;,，\s]|$)|本次审核)")


def of_description(paper: SourcePaper, into: Collection) -> None:
    """Take the nonconformities whose fields the paper's form states."""
    if not into.allows(FactKind.FINDING):
        return
    for slots, confidence in _stated(paper):
        if {slot.name for slot in slots} & _TELLING and _is_one(slots):
            first = next((slot for slot in slots if slot.name == "fact"), slots[0])
            into.add(FactKind.FINDING, slots, first.spot, min(confidence, _SURE), "findings.fields")


def _stated(paper: SourcePaper) -> list[tuple[list[Slot], float]]:
    """Return the fields of each nonconformity as slots, with the least confidence among them."""
    groups: dict[str, list[Found]] = {}
    for found in paper.description.found if paper.description else ():
        if found.name.startswith("finding."):
            groups.setdefault(found.group, []).append(found)
    stated = []
    for members in groups.values():
        slots = [slot for found in members if (slot := _slot(found, paper.pages)) is not None]
        stated.append((slots, min((found.confidence for found in members), default=_SURE)))
    return stated


def _is_one(slots: Sequence[Slot]) -> bool:
    text = next((slot.value for slot in slots if slot.name in {"fact", "cause"}), "")
    return not text or not (
        wording().is_none(plain(text)) or wording().is_blank(plain(text)) or _NOT_ONE.match(plain(text))
    )


def _slot(found: Found, pages: Sequence[Page]) -> Slot | None:
    name = found.name.partition(".")[2]
    if name not in _SLOTS or not str(found.value).strip() or not 1 <= found.page <= len(pages):
        return None
    value = str(found.value)
    value = clause_of(plain(value)) if name == "clause" else re.sub(r"\s*\n\s*", "", value)
    return Slot(name, value, locate(pages[found.page - 1], found.page, found.printed or value, found.box))


def locate(page: Page, number: int, printed: str, box: Box) -> Spot:
    """Return where a printed text stands on a page, near a box; the box with its lines when it cannot be told."""
    text = page.text
    needle = squeezed(printed)
    if needle:
        solid = [(at, sign) for at, sign in enumerate(text) if not sign.isspace()]
        flat = "".join(sign for _, sign in solid)
        at = _nearest(flat, needle, solid, page, box)
        if at is not None:
            start, end = solid[at][0], solid[at + len(needle) - 1][0] + 1
            return Spot(number, (box,), text[start:end].replace("\n", ""), start, end)
        for table in page.tables:
            for cell in table.cells:
                if needle in squeezed(cell.text):
                    return Spot(number, (cell.box,), printed.replace("\n", ""))
    inside = [line.text for line in page.lines if _inside(line.box, box)]
    return Spot(number, (box,), inside[0] if inside else "")


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] - 0.01 <= x <= outer[2] + 0.01 and outer[1] - 0.01 <= y <= outer[3] + 0.01


def _nearest(flat: str, needle: str, solid: Sequence[tuple[int, str]], page: Page, box: Box) -> int | None:
    """Return the place of a text that stands nearest to a box."""
    places = []
    at = flat.find(needle)
    while at >= 0:
        places.append(at)
        at = flat.find(needle, at + 1)
    if len(places) < 2:  # noqa: PLR2004  one place needs no choice
        return places[0] if places else None
    starts, total = [], 0
    for line in page.lines:
        starts.append(total)
        total += len(line.text) + 1

    def distance(place: int) -> float:
        index = max(i for i, start in enumerate(starts) if start <= solid[place][0])
        return abs(page.lines[index].box[1] - box[1])

    return min(places, key=distance)


@functools.cache
def _labels() -> re.Pattern[str]:
    names = "|".join(f"(?P<{name}>{words})" for name, words in wording().table.finding_labels.items())
    return re.compile(
        rf"(?:^\s*(?:[一二三四五六七八九十\d]{{1,2}}[、.．]\s*)?|(?<=\s\s)\s*)(?:{names})\s*(?:[:：]\s*|$)"
    )


def of_form(paper: SourcePaper, content: Sequence[Block], into: Collection) -> None:
    """Take what the labelled lines of a form say, and add it to what is known of its one nonconformity."""
    if into.paper not in {"D08", "D09"}:
        return
    known = list(into.of(FactKind.FINDING))
    if len(known) > 1:
        return
    stated = _stated(paper)
    slots: dict[str, Slot] = {slot.name: slot for slot in (stated[0][0] if len(stated) == 1 else ())}
    slots |= {slot.name: slot for slot in known[0].slots} if known else {}
    for name, passage, span in _labelled(content):
        text = passage.plain[slice(*span)]
        if name in slots or (_is_nothing(text) and name in {"fact", "cause", "correction", "action"}):
            continue
        value = _chosen(text) if name == "grade" else None
        if value != "":
            slots[name] = passage.slot(name, _end(passage.plain, span), value)
        clause = (
            wording().pattern("finding_clause").search(passage.plain, *span)
            if name in {"requirement", "fact"}
            else None
        )
        if clause and "clause" not in slots:
            slots["clause"] = passage.slot("clause", clause.span("clause"))
    if slots.keys() & _TELLING:
        into.drop(known)
        first = slots.get("fact") or next(iter(slots.values()))
        into.add(FactKind.FINDING, list(slots.values()), first.spot, _LIKELY, "findings.form")


def _labelled(content: Sequence[Block]) -> Iterator[tuple[str, Passage, tuple[int, int]]]:
    """Yield the labelled texts outside tables; a label alone on its line takes the paragraph below."""
    waiting = ""
    for block in content:
        if not isinstance(block, Paragraph):
            waiting = ""
            continue
        text = block.passage.plain
        hits = list(_labels().finditer(text))
        if not hits and waiting:
            yield waiting, block.passage, (0, len(text))
        waiting = ""
        for index, match in enumerate(hits):
            stop = hits[index + 1].start() if index + 1 < len(hits) else len(text)
            name = str(match.lastgroup)
            if text[match.end() : stop].strip():
                short = re.search(r"\s{2,}", text[match.end() : stop].rstrip())
                cut = match.end() + short.start() if short and name in {"number", "department"} else stop
                yield name, block.passage, (match.end(), cut)
            else:
                waiting = name


def _chosen(text: str) -> str:
    """Return the grade whose box is ticked; that of the words where there are no boxes."""
    words = wording()
    ticked = re.search(rf"(?:{words.table.ticked})\s*[)）\]】]?\s*(?P<word>[\u4e00-\u9fff]{{2,8}})", text)
    if ticked:
        return words.grade(ticked["word"])
    return "" if re.search(words.table.unticked, text) else words.grade(text)


def of_lines(content: Sequence[Block], into: Collection) -> None:
    """Take the nonconformities that reports and records name in single lines."""
    if not into.allows(FactKind.FINDING):
        return
    words = wording()
    for block in content:
        if not isinstance(block, Paragraph):
            continue
        text = block.passage.plain
        line = words.pattern("finding_line").match(text)
        lead = words.pattern("finding_lead").match(text) if line is None else None
        if line is not None:
            _line(block.passage, line, into)
        elif lead is not None and into.paper in {"", "D04", "D12"} and not _is_nothing(lead["fact"]):
            slots = [block.passage.slot("fact", _end(text, lead.span("fact")))]
            if lead["clause"]:
                slots.append(block.passage.slot("clause", lead.span("clause"), clause_of(lead["clause"])))
            into.add(FactKind.FINDING, slots, block.passage.spot(), _LIKELY * block.passage.confidence, "findings.line")


def _is_nothing(text: str) -> bool:
    words = wording()
    return words.is_none(text) or words.is_blank(text) or bool(_NOT_ONE.match(text)) or len(squeezed(text)) < _LEAST


def _end(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while end > start and text[end - 1] in "。；; \n":
        end -= 1
    return start, end


def _line(passage: Passage, match: re.Match[str], into: Collection) -> None:
    """Read "item 1 (department, clause, grade): fact"."""
    words = wording()
    slots = [passage.slot("fact", _end(passage.plain, match.span("fact")))]
    at = match.start("note")
    for part in re.finditer(r"[^,，、;；/|]+", match["note"]):
        span = (at + part.start(), at + part.end())
        name = _part_of_note(part.group())
        if name and name not in {slot.name for slot in slots}:
            value = {"grade": words.grade(part.group()), "clause": clause_of(part.group())}.get(name)
            slots.append(passage.slot(name, span, value))
    if {slot.name for slot in slots} & {"clause", "grade"} and not _is_nothing(match["fact"]):
        into.add(FactKind.FINDING, slots, passage.spot(), _LIKELY * passage.confidence, "findings.line")


def _part_of_note(text: str) -> str:
    words = wording()
    solid = squeezed(text)
    if words.grade(solid) and not re.search(r"\d\.\d", solid):
        return "grade"
    if re.search(rf"^(?:.*?[^\d.])?{words.table.clause}", solid):
        return "clause"
    named = re.fullmatch(words.table.departments, solid) or re.fullmatch(r"[\u4e00-\u9fff]{1,10}", solid)
    return "department" if named else ""


def merge(into: Collection) -> None:
    """Let a nonconformity that is told twice in one paper stand once: what tells less goes."""
    facts = list(into.of(FactKind.FINDING))
    gone: list[Fact] = []
    for index, fact in enumerate(facts):
        for other in facts[index + 1 :]:
            if fact in gone or other in gone or not _same(fact, other):
                continue
            gone.append(min((fact, other), key=lambda one: len(one.slots)))
    into.drop(gone)


def _same(one: Fact, other: Fact) -> bool:
    first, second = squeezed(plain(one.value("fact"))), squeezed(plain(other.value("fact")))
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    return difflib.SequenceMatcher(None, first, second).ratio() >= _SAME


def texts(into: Collection) -> Iterator[str]:
    """Yield the facts of the nonconformities found so far."""
    return (squeezed(plain(fact.value("fact"))) for fact in into.of(FactKind.FINDING))
