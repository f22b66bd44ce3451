"""Chains of names in running text: joined by arrows or dashes, listed, or told as first, then and last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from anjuan.extraction.listing import items, list_end, sentences
from anjuan.extraction.wording import wording

_ARROW = re.compile(
    r"\s*(?:→+|-{1,3}>|={1,3}>|>{2,}|(?<=[\u4e00-\u9fff)）\w])\s*-{2,}(?=\s*[\u4e00-\u9fff\w])|↓|»|>(?=\s*[\u4e00-\u9fff]))\s*"
)


_DASH = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z)）])\s*-\s*(?=[\u4e00-\u9fffA-Z])")


_STOP_BEFORE = re.compile(r"[。；;:：,，\n“\"「『【]|\s{2,}")


_STOP_AFTER = re.compile(r"[。；;,，\n”\"」』】:：]|[(（](?=其中|★|▲|注|关键|特殊)|其中|\s(?:其中|注|关键|特殊)")


LEAST, LONGEST = 3, 40


_LEAST_DASHES = 4


NUMBER = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）.、．:：]\s*|[①-⑳]\s*|第[一二三四五六七八九十]+步[:：]?\s*|步骤\s*\d+\s*[:：]?\s*)"
)


_AGENT = re.compile(
    r"^(?:由|经|再)?[\u4e00-\u9fff]{0,6}?(?:部|员|客服|调度|人员|司机|科|组|师傅|中心)(?:到[\u4e00-\u9fff]{2,6})?(?=[\u4e00-\u9fff]{2})"
)


_STEP_TAIL = re.compile(r"(?:[(（][^()（）]*[)）]|[★▲△☆※◆●*\s。；;,，、])+$")


SURE, LIKELY, GUESSED = 0.95, 0.85, 0.7


SHORT_LINE = 26


Chain: TypeAlias = list[tuple[int, int]]


def _chains(text: str, under: str) -> Iterator[tuple[Chain, float]]:
    """Yield chains of names joined by arrows, or by dashes where a flow is announced."""
    words = wording()
    about_flow = words.has("flow_words", text) or words.has("flow_section", under)
    for pattern, least in ((_ARROW, LEAST), (_DASH, _LEAST_DASHES)):
        if pattern is _DASH and not about_flow:
            continue
        for group in _groups(text, list(pattern.finditer(text))):
            chain = _chain(text, group)
            never = words.has("flow_never", text[max(chain[0][0] - 16, 0) : chain[0][0]] + under) if chain else True
            if len(chain) >= least and not never:
                yield chain, SURE if about_flow else LIKELY


def _groups(text: str, arrows: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    group: list[re.Match[str]] = []
    for arrow in arrows:
        if group:
            gap = text[group[-1].end() : arrow.start()]
            if len(gap) > LONGEST or re.search(r"[。；;\n]", gap.strip()):
                yield group
                group = []
        group.append(arrow)
    if group:
        yield group


def _chain(text: str, arrows: Sequence[re.Match[str]]) -> Chain:
    """Return the names before, between and after arrows."""
    first = arrows[0].start()
    starts = [match.end() for match in _STOP_BEFORE.finditer(text, max(first - LONGEST, 0), first)]
    starts += [
        match.end()
        for match in re.finditer(rf"(?:{wording().table.flow_words})(?:主要)?(?:为|是|有|如下|包括)?", text[:first])
    ]
    begin = max(starts, default=max(first - LONGEST, 0))
    stop = _STOP_AFTER.search(text, arrows[-1].end())
    end = min(stop.start() if stop else len(text), arrows[-1].end() + LONGEST)
    bounds = [begin, *(place for arrow in arrows for place in arrow.span()), end]
    return [name_of(text, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]


def name_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the name of a step without its number, its marks and brackets."""
    lead = NUMBER.match(text[start:end])
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
        if len(chain) >= LEAST and all(b - a <= SHORT_LINE for a, b in chain):
            yield chain, LIKELY


def _first_then(text: str) -> Iterator[tuple[Chain, float]]:
    """Yield the clauses that follow first, then, and last."""
    words = wording()
    first = re.search(words.table.flow_first, text)
    if first is None:
        return
    begin = first.end()
    end = next((b for a, b in sentences(text) if a <= first.start() < b), len(text))
    thens = list(re.finditer(rf"[,，]\s*(?:{words.table.flow_then})|[,，]\s*(?:在途)", text[begin:end]))
    if len(thens) < LEAST - 1:
        return
    bounds = [begin, *(begin + place for match in thens for place in match.span()), end]
    chain = []
    for a, b in zip(bounds[::2], bounds[1::2], strict=True):
        agent = _AGENT.match(text[a:b])
        chain.append(name_of(text, a + (agent.end() if agent else 0), b))
    yield chain, GUESSED


def chains(text: str, under: str) -> Iterator[tuple[Chain, float]]:
    """Yield the chains of a text with how sure each is; ``under`` are the headings it stands below."""
    yield from _chains(text, under)
    yield from _lists(text)
    yield from _first_then(text)
