"""Sentences that say within which limits a parameter is held, in which step, how, and by which record."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.listing import sentences
from anjuan.extraction.passages import Passage, squeezed
from anjuan.extraction.values import Measure, measures
from anjuan.extraction.wording import wording

_RULE = "controls.sentence"
_FIXED = re.compile(
    r"(?P<left>[^。；;\n,，]{2,48}?)(?:一般|应当|应|须|需|必须|要)?(?:严格)?"
    r"(?P<verb>控制在|控制为|规定为|规定在|设定为|设定在|保持在|维持在|限定在|要求为|稳定在)\s*(?P<value>[^。；;\n]+)"
)
_BRACKETED = re.compile(
    r"(?P<parameter>[\u4e00-\u9fffA-Za-z][^()（）,，。；;:：\n]{1,24})[(（](?P<value>[^()（）]*\d[^()（）]*)[)）]"
)
_HEAD = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*|[-·•●]\s*)?(?P<step>[\u4e00-\u9fffA-Za-z][^:：,，。；;]{1,18}?)\s*[:：]"
)
_NO_STEP = re.compile(
    r"参数|要求|标准|控制点|指标|规定|如下|措施|内容|项目|记录|结果|情况|过程$|方面|其中|注|条件|主要|包括|CCP$|产品|范围"
)
_BOUNDARY = re.compile(r"[,，、;；。:：\n]|并且|同时|以及")
_WHEN = re.compile(
    r"^(?P<step>[\u4e00-\u9fff]{2,10}?)(?:时(?![间长刻效])|后|过程中|工序中|工序|阶段|作业中)[,，]?(?P<parameter>[\u4e00-\u9fffA-Za-z].+)$"
)
_OF = re.compile(r"^(?P<step>[\u4e00-\u9fffA-Za-z0-9()（）、]{2,18}?)的(?P<parameter>[\u4e00-\u9fffA-Za-z].{1,})$")
_LEAD = re.compile(
    r"^(?:现场|其中|建议(?:审核组)?关注|关注|要求|规定|通过|确保|保证|并|且|同时|以及|和(?![面合易])|及(?!时)|对(?![比照称角])|将|使(?!用)|在(?![线制用])|其(?!他)|查看?|抽查|如|即(?!食)|经(?!济)|按(?!压)|每批|每班|每次|每炉|各|该|本(?!体)|\d+[)）.、]|[①-⑳\-·•●\s])+(?=[\u4e00-\u9fffA-Za-z(（]{2})"
)
_NEXT_VALUE = re.compile(r"\s*[,，、]\s*(?=[±≤≥<>φ]|(?:RH|rh)\s*\d|\d+(?:\.\d+)?\s*(?:~|±|-|至|℃|[a-zA-Z%]))")
_NEXT_NAMED = re.compile(r"\s*[,，、]\s*[\u4e00-\u9fff]{1,4}(?:不[少大小超低高]|[≤≥<>]|\d)")
_RECORD_TAIL = re.compile(r"(?:均|基本)?(?:符合(?:要求|规定)?|合格|满足要求|齐全|完整|正常).*$")
_PARAMETER, _SHORT = 24, 2
_SURE, _LIKELY, _GUESSED = 0.92, 0.84, 0.74
_BARE = re.compile(r"(?:pH|PH|Ph|酸碱度|比例|比重|密度|系数|因数|配比|率)值?$")


@dataclasses.dataclass(frozen=True)
class _Found:
    parameter: tuple[int, int]
    value: tuple[int, int]
    confidence: float
    step: tuple[int, int] | None = None
    more: tuple[tuple[str, tuple[int, int]], ...] = ()


def sentences_of(passage: Passage, into: Collection, *, step: Slot | None = None) -> int:
    """Take the controls of a text; return how many were found. ``step`` is what the text is about."""
    text = passage.plain
    says_limits = any(sign.isdigit() for sign in text) or "不" in text
    if not into.allows(FactKind.CONTROL) or not says_limits or wording().is_blank(text):
        return 0
    count = 0
    for start, end in sentences(text):
        for found in _of_sentence(text, start, end):
            slots = [passage.slot("parameter", found.parameter), passage.slot("value", found.value)]
            if found.step is not None:
                slots.insert(0, passage.slot("step", found.step))
            elif step is not None:
                slots.insert(0, dataclasses.replace(step, name="step"))
            slots += [passage.slot(name, span) for name, span in found.more]
            slots += limits(passage, found.value)
            count += into.add(
                FactKind.CONTROL, slots, passage.spot(start, end), found.confidence * passage.confidence, _RULE
            )
    return count


def limits(passage: Passage, span: tuple[int, int]) -> list[Slot]:
    """Return nominal value, limits and unit of a value as slots, where the text says them."""
    measure = measures().first(passage.plain[slice(*span)])
    if measure is None:
        return []
    where = passage.spot(span[0] + measure.start, span[0] + measure.end)
    pairs = (("nominal", measure.nominal), ("low", measure.low), ("high", measure.high), ("unit", measure.unit))
    return [Slot(name, value, where) for name, value in pairs if value]


def _of_sentence(text: str, start: int, end: int) -> Iterator[_Found]:
    head = _head(text, start, end)
    body = head[1] + 1 if head else start
    while head and body < end and text[body] in " :：":
        body += 1
    step = head if head and not _NO_STEP.search(text[slice(*head)]) else None
    fixed = _FIXED.search(text, body, end)
    taken: list[tuple[int, int]] = []
    if fixed:
        found = _fixed(text, fixed, end, step)
        if found is not None:
            taken.append((fixed.start("left"), found.more[-1][1][1] if found.more else found.value[1]))
            yield found
    yield from _bracketed(text, body, end, step, taken)
    yield from _measured(text, body, end, step, taken)


def _head(text: str, start: int, end: int) -> tuple[int, int] | None:
    match = _HEAD.match(text[start:end])
    return (start + match.start("step"), start + match.end("step")) if match else None


def _fixed(text: str, match: re.Match[str], end: int, step: tuple[int, int] | None) -> _Found | None:
    """Read "the x of y is held at z, by this method, as that record shows"."""
    parameter, own = _parameter(text, *_after_comma(text, match.span("left")))
    several = parameter is not None and bool(re.search(r"[和及与、]", text[slice(*parameter)]))
    value = match.start("value"), _value_end(text, match.start("value"), end, several=several)
    words = wording()
    printed = text[slice(*value)]
    if parameter is None or words.has("measured", text[slice(*match.span("left"))]) or len(squeezed(printed)) < _SHORT:
        return None
    if not any(sign.isdigit() for sign in printed) and not re.match(r"不[低高少大小超]", printed):
        return None
    more = tuple(_method(text, value[1], end))
    return _Found(parameter, value, _SURE, own or step, more)


def _after_comma(text: str, span: tuple[int, int]) -> tuple[int, int]:
    cut = max((match.end() for match in re.finditer(r"[,，、:：]", text[slice(*span)])), default=0)
    return span[0] + cut, span[1]


def _value_end(text: str, start: int, end: int, *, several: bool) -> int:
    """Return where a value ends: at the first comma behind which no further value begins.

    Where ``several`` parameters have their values, each may have its short name before it.
    """
    at = start
    while True:
        comma = re.compile(r"[,，]").search(text, at, end)
        if comma is None:
            return end
        named = several and _NEXT_NAMED.match(text, comma.start(), end)
        if not named and _NEXT_VALUE.match(text, comma.start(), end) is None:
            return comma.start()
        at = comma.end()


def _method(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield method and record from what follows a value."""
    words = wording()
    rest = re.compile(r"\s*[,，]\s*").match(text, start, end)
    if rest is None:
        return
    begin = rest.end()
    named = words.pattern("method_words").match(text, begin, end)
    begin = named.end() if named and named.end() > begin else begin
    record = re.compile(rf"[,，]\s*(?:{words.table.record_words})(?P<record>[^,，。；;]{{2,30}})").search(
        text, begin, end
    )
    stop = record.start() if record else end
    limit = measures().first(text[begin:stop], bare=False)
    if (limit is not None and limit.limited and limit.unit not in measures().counting) or _FIXED.search(
        text, begin, stop
    ):
        return
    if stop - begin >= _SHORT:
        yield "method", (begin, stop)
    if record:
        tail = _RECORD_TAIL.search(record["record"])
        last = record.start("record") + (tail.start() if tail else len(record["record"]))
        if last - record.start("record") >= _SHORT:
            yield "record", (record.start("record"), last)


def _bracketed(
    text: str, start: int, end: int, step: tuple[int, int] | None, taken: list[tuple[int, int]]
) -> Iterator[_Found]:
    """Read "watch the x (limits)"."""
    words = wording()
    for match in _BRACKETED.finditer(text, start, end):
        lead = re.search(rf"(?:{words.table.expert_words})", match["parameter"])
        found = measures().first(match["value"], bare=False)
        if found is None and not lead:
            continue
        sure = bool(lead) or (found is not None and found.limited and found.start == 0)
        if not sure or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        first = match.start("parameter") + (lead.end() if lead else 0)
        parameter, own = _parameter(text, first, match.end("parameter"))
        if parameter is not None:
            taken.append(match.span())
            yield _Found(parameter, match.span("value"), _LIKELY, own or step)


def _measured(
    text: str, start: int, end: int, step: tuple[int, int] | None, taken: list[tuple[int, int]]
) -> Iterator[_Found]:
    """Read names with limits right behind them."""
    finder, at = measures(), start
    before: tuple[int, int] | None = None
    while at < end:
        found = finder.first(text[at:end])
        if found is None:
            return
        first, last = at + found.start, at + found.end
        covered = any(a <= first < b for a, b in taken)
        left = _left(text, at, first)
        at = max(last, at + 1)
        if covered:
            continue
        parameter, own = _parameter(text, left, first)
        alone = parameter is None and bool(
            re.fullmatch(rf"[\s(（]*(?:{wording().table.value_only})(?:应|为|是)?[\s:：]*", text[left:first])
        )
        if alone:
            parameter = before
        if parameter is not None and _states_limits(
            text, found, (left, first), alone=alone, parameter=text[slice(*parameter)]
        ):
            yield _Found(parameter, (first, last), _LIKELY if found.form != "plusminus" else _GUESSED, own or step)
        before = parameter or before


def _left(text: str, start: int, end: int) -> int:
    cuts = [match.end() for match in _BOUNDARY.finditer(text, start, end) if text[match.end() : end].strip()]
    return max(cuts, default=start)


def _states_limits(text: str, found: Measure, left: tuple[int, int], *, alone: bool, parameter: str) -> bool:
    """Say whether a measure is a limit that is set, not a value that was seen."""
    words = wording()
    before = text[slice(*left)]
    if words.has("measured", before) and not alone:
        return False
    if found.unit in measures().counting or (not found.unit and not (_BARE.search(parameter) and found.limited)):
        return False
    bare_range = found.form == "range" and found.low == "0" and not re.search(wording().table.verbs, before[-4:])
    return (found.limited and not bare_range) or alone


def _parameter(text: str, start: int, end: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return the span of the parameter's name and of the step named with it; None when there is no name."""
    words = wording()
    start += len(text[start:end]) - len(text[start:end].lstrip(' (（"“《'))
    verb = re.search(rf"(?:{words.table.verbs})?[\s:：(（]*$", text[start:end])
    if verb:
        end = start + verb.start()
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    end = start + len(text[start:end].rstrip(" :：,，、应须需为在是"))
    step = None
    for pattern in (_OF, _WHEN):
        match = pattern.match(text[start:end])
        if match and len(squeezed(match["parameter"])) >= _SHORT:
            step = (start + match.start("step"), start + match.end("step"))
            start += match.start("parameter")
            break
    tail = re.search(rf"(?<=[\u4e00-\u9fff]{{2}})(?:{words.table.value_only})$", text[start:end])
    end = start + tail.start() if tail else end
    name = squeezed(text[start:end])
    named = bool(re.search(r"[\u4e00-\u9fff]|^[A-Za-z]{1,6}$", name)) and _SHORT <= len(name) <= _PARAMETER
    if not named or words.has("parameter_not", name) or re.fullmatch(words.table.value_only, name):
        return None, None
    return (start, end), step
