"""Flows in running text: arrows, dashes, numbered lines, first and then; and the classes of their steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anjuan.extraction.blocks import Block, Paragraph
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.listing import items, list_end, sentences
from anjuan.extraction.passages import Passage, plain, squeezed, stacked
from anjuan.extraction.wording import wording

_ARROW = re.compile(r"\s*(?:→+|-{1,3}>|={1,3}>|>{2,}|(?<=[\u4e00-\u9fff)）\w])\s*-{2,}(?=\s*[\u4e00-\u9fff\w])|↓|»|>(?=\s*[\u4e00-\u9fff]))\s*")
_DASH = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z)）])\s*-\s*(?=[\u4e00-\u9fffA-Z])")
_STOP_BEFORE = re.compile(r"[。；;:：,，\n“\"「『【]|\s{2,}")
_STOP_AFTER = re.compile(r"[。；;,，\n”\"」』】:：]|[(（](?=其中|★|▲|注|关键|特殊)|其中|\s(?:其中|注|关键|特殊)")
_LEAST, _LONGEST = 3, 40
_LEAST_DASHES = 4
_MARKS = re.compile(r"[★▲△☆※◆●*]+|[(（]?(?:O?PRP|CCP)\s*-?\d*[)）]?")
_LEGEND = re.compile(r"(?P<mark>[★▲△☆※◆●*])\s*(?:号)?(?:为|表示|代表|指|标识(?:为)?|:|：|-|=)?\s*(?P<class>关键|特殊|需确认)")
_NUMBER = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、．:：]\s*|[①-⑳]\s*|第[一二三四五六七八九十]+步[:：]?\s*|步骤\s*\d+\s*[:：]?\s*)")
_ITEM_STEP = re.compile(
    r"^\s*(?:[(（]?(?P<order>\d{1,2})[)）.、．]\s*|[①-⑳]\s*)(?P<name>[^()（）:：。]{2,24})"
    r"(?:[(（](?P<class>[^()（）]{0,6}(?:关键|特殊|普通|一般|需确认)[^()（）]{0,6})[)）])?\s*[:：]\s*(?P<detail>\S.+)$"
)
_CLASS_STEP = re.compile(
    r"(?P<class>关键|特殊)(?:过程|工序)(?P<name>[^,，。；;:：、]{2,24}?)由(?P<department>[^,，。；;]{2,14}?)(?:负责|实施|归口管理|完成|承担)(?:[,，](?P<detail>[^。；;]+))?"
)
_AGENT = re.compile(r"^(?:由|经|再)?[\u4e00-\u9fff]{0,6}?(?:部|员|客服|调度|人员|司机|科|组|师傅|中心)(?:到[\u4e00-\u9fff]{2,6})?(?=[\u4e00-\u9fff]{2})")
_STEP_TAIL = re.compile(r"(?:[(（][^()（）]*[)）]|[★▲△☆※◆●*\s。；;,，、])+$")
#: A chart of the organisation has arrows as well.
_POSTS = re.compile(r"(?:董事长|董事会|总经理|厂长|最高管理者|股东会?)$")
_SURE, _LIKELY, _GUESSED = 0.95, 0.85, 0.7
_SHORT_LINE = 26
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
    for chain, confidence in (*_chains(text, under), *_lists(text), *_first_then(text)):
        _keep(passage, chain, into, confidence, legend)
    _classes(passage, under, into)


def _legend(content: Sequence[Block]) -> dict[str, str]:
    found = {"★": "key", "▲": "special"}
    for block in content:
        if isinstance(block, Paragraph):
            for match in _LEGEND.finditer(block.passage.plain):
                found[match["mark"]] = "key" if match["class"] == "关键" else "special"
    return found


Chain = list[tuple[int, int]]


def _chains(text: str, under: str) -> Iterator[tuple[Chain, float]]:
    """Yield chains of names joined by arrows, or by dashes where a flow is announced."""
    words = wording()
    about_flow = words.has("flow_words", text) or words.has("flow_section", under)
    for pattern, least in ((_ARROW, _LEAST), (_DASH, _LEAST_DASHES)):
        if pattern is _DASH and not about_flow:
            continue
        for group in _groups(text, list(pattern.finditer(text))):
            chain = _chain(text, group)
            never = words.has("flow_never", text[max(chain[0][0] - 16, 0) : chain[0][0]] + under) if chain else True
            if len(chain) >= least and not never:
                yield chain, _SURE if about_flow else _LIKELY


def _groups(text: str, arrows: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    group: list[re.Match[str]] = []
    for arrow in arrows:
        if group:
            gap = text[group[-1].end() : arrow.start()]
            if len(gap) > _LONGEST or re.search(r"[。；;\n]", gap.strip()):
                yield group
                group = []
        group.append(arrow)
    if group:
        yield group


def _chain(text: str, arrows: Sequence[re.Match[str]]) -> Chain:
    """Return the names before, between and after arrows."""
    first = arrows[0].start()
    starts = [match.end() for match in _STOP_BEFORE.finditer(text, max(first - _LONGEST, 0), first)]
    starts += [match.end() for match in re.finditer(rf"(?:{wording().table.flow_words})(?:主要)?(?:为|是|有|如下|包括)?", text[:first])]
    begin = max(starts, default=max(first - _LONGEST, 0))
    stop = _STOP_AFTER.search(text, arrows[-1].end())
    end = min(stop.start() if stop else len(text), arrows[-1].end() + _LONGEST)
    bounds = [begin, *(place for arrow in arrows for place in arrow.span()), end]
    return [_name(text, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]


def _name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the name of a step without its number, its marks and brackets."""
    lead = _NUMBER.match(text[start:end])
    start += lead.end() if lead else 0
    tail = _STEP_TAIL.search(text[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    lead = re.match(r"[★▲△☆※◆●*\s]+", text[start:end])
    start += lead.end() if lead else 0
    return start, end


def _lists(text: str) -> Iterator[tuple[Chain, float]]:
    """Yield flows written as a list after their announcement."""
    words = wording()
    if _ARROW.search(text) or _DASH.search(text):
        return
    pattern = re.compile(rf"(?:{words.table.flow_words})(?:主要)?(?:为|是|有|如下|包括|分为)?\s*[:：为是]\s*")
    for match in pattern.finditer(text):
        if words.has("flow_never", text[max(match.start() - 8, 0) : match.end()]):
            continue
        if words.pattern("flow_first").match(text, match.end()):
            continue
        end = list_end(text, match.end(), len(text), words)
        chain = list(items(text, match.end(), end, words))
        if len(chain) >= _LEAST and all(b - a <= _SHORT_LINE for a, b in chain):
            yield chain, _LIKELY


def _first_then(text: str) -> Iterator[tuple[Chain, float]]:
    """Yield the clauses that follow first, then, and last."""
    words = wording()
    first = re.search(words.table.flow_first, text)
    if first is None:
        return
    begin = first.end()
    end = next((b for a, b in sentences(text) if a <= first.start() < b), len(text))
    thens = list(re.finditer(rf"[,，]\s*(?:{words.table.flow_then})|[,，]\s*(?:在途)", text[begin:end]))
    if len(thens) < _LEAST - 1:
        return
    bounds = [begin, *(begin + place for match in thens for place in match.span()), end]
    chain = []
    for a, b in zip(bounds[::2], bounds[1::2], strict=True):
        agent = _AGENT.match(text[a:b])
        chain.append(_name(text, a + (agent.end() if agent else 0), b))
    yield chain, _GUESSED


def _keep(passage: Passage, chain: Chain, into: Collection, confidence: float, legend: dict[str, str]) -> None:
    if _POSTS.match(passage.plain[slice(*chain[0])].strip()) if chain else True:
        return
    chain = [span for span in chain if squeezed(passage.plain[slice(*span)])]
    if len(chain) < _LEAST or any(b - a > _LONGEST for a, b in chain):
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
    mark = re.match(r"\s*(?P<mark>[★▲△☆※◆●*])|\s*[(（](?P<word>[^()（）]{0,4}(?:CCP|关键|特殊)[^()（）]{0,6})[)）]", after)
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
        if isinstance(block, Paragraph) and text and (waiting or lead) and len(text) <= _SHORT_LINE and run:
            run.append(block.passage)
        else:
            _close(run, into, legend)
            run = [block.passage] if isinstance(block, Paragraph) else []
        waiting = False
    _close(run, into, legend)


def _close(run: Sequence[Passage], into: Collection, legend: dict[str, str]) -> None:
    if len(run) < _LEAST:
        return
    whole = stacked(run)
    chain, at = [], 0
    for passage in run:
        lead = re.match(r"\s*↓\s*", plain(passage.text))
        chain.append(_name(whole.plain, at + (lead.end() if lead else 0), at + len(passage.text)))
        at += len(passage.text) + 1
    _keep(whole, chain, into, _LIKELY, legend)


def _numbered(content: Sequence[Block], into: Collection) -> None:
    """Take numbered lines under a heading of a flow."""
    words = wording()
    run: list[Passage] = []
    for block in (*content, None):
        if isinstance(block, Paragraph) and _NUMBER.match(block.passage.plain) and _is_step_line(block, run):
            run.append(block.passage)
            continue
        if len(run) >= _LEAST:
            _keep_lines(run, into)
        run = []
        if isinstance(block, Paragraph) and _NUMBER.match(block.passage.plain):
            if _is_step_line(block, run) and not words.has("flow_never", block.under):
                run = [block.passage]


def _is_step_line(block: Paragraph, run: Sequence[Passage]) -> bool:
    text = block.passage.plain
    about = [one for one in block.sections if not _NUMBER.match(one)][-1:]
    near = bool(run) or any(wording().has("flow_section", one) for one in about)
    number = re.match(r"\s*[(（]?(\d{1,2})", text)
    follows = number is None or int(number.group(1)) == len(run) + 1
    name = re.split(r"[:：(（]", _NUMBER.sub("", text))[0]
    return near and follows and _NAME <= len(squeezed(name)) <= _SHORT_LINE and not re.search(r"《|\d{4}-|[。].", text[:30])


def _keep_lines(run: Sequence[Passage], into: Collection) -> None:
    whole = stacked(run)
    chain, at = [], 0
    for passage in run:
        length = len(passage.text)
        text = whole.plain[at : at + length]
        lead = _NUMBER.match(text)
        start = lead.end() if lead else 0
        stop = re.search(r"[:：(（。；;]", text[start:])
        chain.append(_name(whole.plain, at + start, at + (start + stop.start() if stop else length)))
        at += length + 1
    _keep(whole, chain, into, _LIKELY, {})


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
        into.add(FactKind.STEP, list(dict.fromkeys(slots)), passage.spot(*match.span()), _LIKELY * passage.confidence, "steps.text")


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
            into.add(FactKind.BRANCH, [block.passage.slot("text", span)], block.passage.spot(*span), _SURE, "branches.label")
            continue
        if not words.has("branch_words", text):
            continue
        for start, end in sentences(text):
            part = text[start:end]
            fits = words.has("branch_words", part) and words.has("branch_near", part) and not words.has("general", part)
            if fits and (words.has("flow_section", block.under) or into.paper in {"A04", "A13", "C07"}):
                span = _trimmed(text, start, end)
                into.add(FactKind.BRANCH, [block.passage.slot("text", span)], block.passage.spot(*span), _GUESSED, "branches.text")
