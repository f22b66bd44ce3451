"""Flows in running text: arrows, dashes, numbered lines, first and then; and the classes of their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anjuan.extraction.blocks import Block, Paragraph
from anjuan.extraction.chains import GUESSED, LEAST, LIKELY, LONGEST, NUMBER, SHORT_LINE, SURE, Chain, chains, name_of
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.listing import sentences
from anjuan.extraction.passages import Passage, plain, squeezed, stacked
from anjuan.extraction.wording import wording

_MARKS = re.compile(r"[★▲△☆※◆●*]+|[(（]?(?:O?PRP|CCP)\s*-?\d*[)）]?")
_LEGEND = re.compile(
    r"(?P<mark>[★▲△☆※◆●*])\s*(?:号)?(?:为|表示|代表|指|标识(?:为)?|:|：|-|=)?\s*(?P<class>关键|特殊|需确认)"
)
_ITEM_STEP = re.compile(
    r"^\s*(?:[(（]?(?P<order>\d{1,2})[)）.、．]\s*|[①-⑳]\s*)(?P<name>[^()（）:：。]{2,24})"
    r"(?:[(（](?P<class>[^()（）]{0,6}(?:关键|特殊|普通|一般|需确认)[^()（）]{0,6})[)）])?\s*[:：]\s*(?P<detail>\S.+)$"
)
_CLASS_STEP = re.compile(
    r"(?P<class>关键|特殊)(?:过程|工序)(?P<name>[^,，。；;:：、]{2,24}?)由(?P<department>[^,，。；;]{2,14}?)(?:负责|实施|归口管理|完成|承担)(?:[,，](?P<detail>[^。；;]+))?"
)
#: A chart of the organisation has arrows as well.
_POSTS = re.compile(r"(?:董事长|董事会|总经理|厂长|最高管理者|股东会?)$")
_NAME = 2


def flows(content: Sequence[Block], into: Collection) -> None:
    """Take the flows of a paper."""
    if not into.allows(FactKind.FLOW):
        return
    legend = _legend(content)
    _vertical(content, into, legend)
    _numbered(content, into)
    for block in content:
        if isinstance(block, Paragraph):
            of_passage(block.passage, block.under, into, legend)


def of_passage(passage: Passage, under: str, into: Collection, legend: dict[str, str]) -> None:
    """Take the flows and the classes of steps of one text."""
    text = passage.plain
    if wording().is_blank(text) or not into.allows(FactKind.FLOW):
        return
    for chain, confidence in chains(text, under):
        _keep(passage, chain, into, confidence, legend)
    _classes(passage, under, into)


def _legend(content: Sequence[Block]) -> dict[str, str]:
    found = {"★": "key", "▲": "special"}
    for block in content:
        if isinstance(block, Paragraph):
            for match in _LEGEND.finditer(block.passage.plain):
                found[match["mark"]] = "key" if match["class"] == "关键" else "special"
    return found


def _keep(passage: Passage, chain: Chain, into: Collection, confidence: float, legend: dict[str, str]) -> None:
    if _POSTS.match(passage.plain[slice(*chain[0])].strip()) if chain else True:
        return
    chain = [span for span in chain if squeezed(passage.plain[slice(*span)])]
    if len(chain) < LEAST or any(b - a > LONGEST for a, b in chain):
        return
    slots = [passage.slot("step", span) for span in chain]
    spot = passage.spot(chain[0][0], chain[-1][1])
    into.add(FactKind.FLOW, slots, spot, confidence * passage.confidence, "flows.text")
    bounds = [span[0] for span in chain[1:]] + [min(chain[-1][1] + 8, len(passage.plain))]
    for order, (span, stop) in enumerate(zip(chain, bounds, strict=True), 1):
        kind = _marked(passage.plain[max(span[0] - 2, 0) : span[0]] + "|" + passage.plain[span[1] : stop], legend)
        if kind:
            step = passage.slot("name", span)
            more = [Slot("order", str(order), step.spot), Slot("class", kind, step.spot)]
            into.add(FactKind.STEP, [step, *more], step.spot, confidence * passage.confidence, "steps.marks")


def _marked(beside: str, legend: dict[str, str]) -> str:
    before, _, after = beside.partition("|")
    mark = re.match(
        r"\s*(?P<mark>[★▲△☆※◆●*])|\s*[(（](?P<word>[^()（）]{0,4}(?:CCP|关键|特殊)[^()（）]{0,6})[)）]", after
    )
    if mark is None:
        mark = re.search(r"(?P<mark>[★▲△☆※◆●*])\s*$(?P<word>)?", before)
    if mark is None:
        return ""
    if mark["mark"]:
        return legend.get(mark["mark"], "")
    return "special" if "特殊" in mark["word"] else "key"


def _vertical(content: Sequence[Block], into: Collection, legend: dict[str, str]) -> None:
    """Take names that stand under each other with arrows between them."""
    run: list[Passage] = []
    waiting = True
    for block in (*content, None):
        text = squeezed(block.passage.plain) if isinstance(block, Paragraph) else None
        if text is not None and re.fullmatch(r"[↓|丨!vV⬇\s]+", text):
            waiting = True
            continue
        lead = text is not None and text.startswith("↓")
        if isinstance(block, Paragraph) and text and (waiting or lead) and len(text) <= SHORT_LINE and run:
            run.append(block.passage)
        else:
            _close(run, into, legend)
            run = [block.passage] if isinstance(block, Paragraph) else []
        waiting = False
    _close(run, into, legend)


def _close(run: Sequence[Passage], into: Collection, legend: dict[str, str]) -> None:
    if len(run) < LEAST:
        return
    whole = stacked(run)
    chain, at = [], 0
    for passage in run:
        lead = re.match(r"\s*↓\s*", plain(passage.text))
        chain.append(name_of(whole.plain, at + (lead.end() if lead else 0), at + len(passage.text)))
        at += len(passage.text) + 1
    _keep(whole, chain, into, LIKELY, legend)


def _numbered(content: Sequence[Block], into: Collection) -> None:
    """Take numbered lines under a heading of a flow."""
    words = wording()
    run: list[Passage] = []
    for block in (*content, None):
        if isinstance(block, Paragraph) and NUMBER.match(block.passage.plain) and _is_step_line(block, run):
            run.append(block.passage)
            continue
        if len(run) >= LEAST:
            _keep_lines(run, into)
        run = []
        begins = isinstance(block, Paragraph) and NUMBER.match(block.passage.plain) and _is_step_line(block, run)
        if isinstance(block, Paragraph) and begins and not words.has("flow_never", block.under):
            run = [block.passage]


def _is_step_line(block: Paragraph, run: Sequence[Passage]) -> bool:
    text = block.passage.plain
    about = [one for one in block.sections if not NUMBER.match(one)][-1:]
    near = bool(run) or any(wording().has("flow_section", one) for one in about)
    number = re.match(r"\s*[(（]?(\d{1,2})", text)
    follows = number is None or int(number.group(1)) == len(run) + 1
    name = re.split(r"[:：(（]", NUMBER.sub("", text))[0]
    return (
        near and follows and _NAME <= len(squeezed(name)) <= SHORT_LINE and not re.search(r"《|\d{4}-|[。].", text[:30])
    )


def _keep_lines(run: Sequence[Passage], into: Collection) -> None:
    whole = stacked(run)
    chain, at = [], 0
    for passage in run:
        length = len(passage.text)
        text = whole.plain[at : at + length]
        lead = NUMBER.match(text)
        start = lead.end() if lead else 0
        stop = re.search(r"[:：(（。；;]", text[start:])
        chain.append(name_of(whole.plain, at + start, at + (start + stop.start() if stop else length)))
        at += length + 1
    _keep(whole, chain, into, LIKELY, {})


def _classes(passage: Passage, under: str, into: Collection) -> None:
    """Take steps with their class and what is done in them."""
    text = passage.plain
    matches = [*_CLASS_STEP.finditer(text)]
    item = _ITEM_STEP.match(text)
    if item and (item["class"] or (wording().has("flow_section", under) and not wording().has("flow_never", under))):
        matches.append(item)
    for match in matches:
        slots = [passage.slot("name", match.span("name"))]
        for name, group in match.groupdict().items():
            if group and name in {"department", "order"}:
                slots.append(passage.slot(name, match.span(name)))
            elif group and name == "detail":
                slots.append(passage.slot(name, _trimmed(text, *match.span(name))))
        kind = {"关": "key", "特": "special", "需": "special"}.get((match["class"] or "普")[0], "ordinary")
        kind = "key" if "关键" in (match["class"] or "") else kind
        slots.append(Slot("class", kind, passage.spot(*match.span("class"))) if match["class"] else slots[0])
        into.add(
            FactKind.STEP,
            list(dict.fromkeys(slots)),
            passage.spot(*match.span()),
            LIKELY * passage.confidence,
            "steps.text",
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in "。；;,， ":
        end -= 1
    return start, end


def branches(content: Sequence[Block], into: Collection) -> None:
    """Take sentences in which a flow forks, turns back or leaves a step out."""
    if not into.allows(FactKind.BRANCH):
        return
    words = wording()
    for block in content:
        if not isinstance(block, Paragraph):
            continue
        text = block.passage.plain
        label = words.pattern("branch_labels").match(text)
        if label:
            span = _trimmed(text, label.end(), len(text))
            into.add(
                FactKind.BRANCH, [block.passage.slot("text", span)], block.passage.spot(*span), SURE, "branches.label"
            )
            continue
        if not words.has("branch_words", text):
            continue
        for start, end in sentences(text):
            part = text[start:end]
            fits = words.has("branch_words", part) and words.has("branch_near", part) and not words.has("general", part)
            if fits and (words.has("flow_section", block.under) or into.paper in {"A04", "A13", "C07"}):
                span = _trimmed(text, start, end)
                into.add(
                    FactKind.BRANCH,
                    [block.passage.slot("text", span)],
                    block.passage.spot(*span),
                    GUESSED,
                    "branches.text",
                )
