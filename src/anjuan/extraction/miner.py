"""All facts of one paper."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from anjuan.extraction import controls, events, findings, flowtext, points, tablefacts, topics
from anjuan.extraction.blocks import Block, Paragraph, TableBlock, blocks
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import Fact, FactKind, Slot
from anjuan.extraction.passages import Passage, Piece
from anjuan.extraction.references import citations
from anjuan.extraction.source import SourcePaper
from anjuan.extraction.wording import wording

_SURE, _LIKELY = 0.95, 0.8
_LABEL_LENGTH = 16
_FLOW_LABEL = re.compile(r"流程|工艺路线")
#: Under these headings stand nonconformities: limits named there were missed, not kept.
_FINDINGS = re.compile(r"不符合|不合格项|审核发现|问题")
_PROSE_CONTROLS = frozenset({"", "A04", "A05", "A13", "C07", "D04", "D05", "D12", "D23", "W04", "W05", "W15"})


def extract(paper: SourcePaper) -> tuple[Fact, ...]:
    """Return the facts of a paper in the order of its pages."""
    content = blocks(paper.pages)
    into = Collection(paper.kind)
    findings.of_description(paper, into)
    findings.of_form(paper, content, into)
    flowtext.flows(content, into)
    flowtext.branches(content, into)
    points.of_lines(content, into)
    findings.of_lines(content, into)
    for block in content:
        if isinstance(block, TableBlock):
            _table(block, content, into)
        else:
            _paragraph(block, into)
    findings.merge(into)
    return into.facts()


def _paragraph(block: Paragraph, into: Collection) -> None:
    passage = block.passage
    _references(passage, into, listed=True)
    topics.sentences_of(passage, into)
    events.practices(block, into)
    events.happenings(passage, into)
    telling = wording().has("finding_line", passage.plain) or wording().has("finding_lead", passage.plain)
    telling = telling or wording().has("branch_labels", passage.plain)
    telling = telling or bool(_FINDINGS.search(block.under))
    if into.paper in _PROSE_CONTROLS and not telling:
        controls.sentences_of(passage, into)


def _table(block: TableBlock, content: Sequence[Block], into: Collection) -> None:
    grid = block.grid
    department = points.department_of(content) if into.allows(FactKind.AUDIT_POINT) else None
    read, taken = tablefacts.rows_of(block, into, department)
    for cell in grid.cells:
        if id(cell) not in taken and _may_cite(cell.raw):
            _references(cell.passage, into, listed=True)
    for number, cells in grid.rows():
        if number in read:
            continue
        for place, cell in enumerate(cells):
            if cell.row != number or not cell.plain:
                continue
            before = cells[place - 1] if place else None
            label = before.plain.rstrip(":：") if before is not None and len(before.plain) <= _LABEL_LENGTH else ""
            _value(cell.passage, label, block, into)


def _may_cite(raw: str) -> bool:
    return bool(re.search(r"[《<]|[A-Z]{2}|/\s*T|6B|法|条例|办法|规定|名录", raw))


def _value(passage: Passage, label: str, block: TableBlock, into: Collection) -> None:
    """Read a cell outside lists: what its label says of it, and its sentences."""
    if wording().is_blank(passage.plain):
        return
    if label and topics.labelled(passage, label, into):
        return
    for before, after in itertools.pairwise(passage.pieces):
        if _beside(before, after):
            alone = Passage(after.text, (dataclasses.replace(after, start=0),), passage.confidence)
            topics.labelled(alone, before.text.rstrip(":： "), into)
    flowtext.of_passage(passage, f"{block.under} {label}" if _FLOW_LABEL.search(label) else block.under, into, {})
    topics.sentences_of(passage, into)
    events.happenings(passage, into)
    events.practices(Paragraph(passage, (*block.sections, label)), into)
    if into.paper in _PROSE_CONTROLS and not _FINDINGS.search(label + block.under):
        controls.sentences_of(passage, into)


def _beside(before: Piece, after: Piece) -> bool:
    """Say whether two pieces of a cell stand beside each other: the reader of a scan missed the rule between them."""
    return after.box[1] < before.box[3] - (before.box[3] - before.box[1]) / 2 and after.box[0] >= before.box[2] - 0.01


def _references(passage: Passage, into: Collection, *, listed: bool) -> None:
    """Take the standards and laws that a text cites."""
    if not into.allows(FactKind.REFERENCE):
        return
    for cited in citations().find(passage.plain, listed=listed):
        whole = passage.spot(cited.start, cited.end)
        slots = [Slot("type", cited.type, whole), passage.slot("printed", (cited.start, cited.end))]
        if cited.number_span:
            where = passage.spot(*cited.number_span)
            slots += [
                Slot("number", cited.number, where),
                Slot("part", cited.part, where),
                Slot("year", cited.year, where),
            ]
        if cited.title_span:
            slots.append(passage.slot("title", cited.title_span))
        sure = _SURE if cited.year or cited.title else _LIKELY
        into.add(FactKind.REFERENCE, slots, whole, sure * passage.confidence, "references.text")
