"""Sentences that name a topic and list what belongs to it: key processes, equipment, hazards, features."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence

from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.listing import items, list_end
from anjuan.extraction.passages import Passage, squeezed
from anjuan.extraction.rules.phrases import Topic
from anjuan.extraction.wording import wording

_RULE = "topics.sentence"
#: What may stand right before a topic, if anything does.
_BEFORE = re.compile(
    r"(?:^|[\s,，。；;:：(（、\d.)）\"“]|公司|组织|企业|单位|本|其|的|该|中|现有|及|和|与|出|了|识别|要|对|设有|配备|拥有|具有|为)$"
)
_COUNT = re.compile(
    r"[x×*]?\s*(?P<count>\d{1,4})\s*(?:台套|台|套|个|辆|条|把|只|件|部|架|组|座|艘|余台|多台)(?:\(套\))?$"
)
_MODEL = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?P<model>[A-Z][A-Za-z]{0,6}-?\d[\w./×-]*)$")
_BRACKET = re.compile(r"[(（](?P<inside>[^()（）]*)[)）]\s*$")
_FEATURES = re.compile(
    r"(?:产品|服务|工艺)?(?:均)?具有(?!限)(?P<list>[^。；;]{2,60}?)(?:等)?(?:的)?(?:显著|主要)?(?:特点|特征|优点|特性)"
)
_PRODUCTS = re.compile(
    r"(?:主要从事|专业从事|主要生产|专业生产|主要提供|主营)(?P<list>[\u4e00-\u9fffA-Za-z\d、()（）/-]{2,60}?)"
    r"(?:等(?:系列)?(?:产品和服务|产品及服务|产品|服务|业务)?|的(?:研发|设计|开发|生产|加工|制造|铸造|锻造|销售|服务|施工|安装|维修|种植|养殖|经营|批发|零售|运输|印刷)[^,，。；;]*)?(?=[,，。；;]|$)"
)
_REVERSE_LEFT = re.compile(r"[。；;\n:：]")
_KEEPS_AND = frozenset({FactKind.STEP, FactKind.FEATURE, FactKind.ASPECT, FactKind.HAZARD})
_CONFIDENT, _LIKELY = 0.92, 0.8
_VERBS = re.compile(r"(?:通过|采用|进行|按照|实施|由|负责|应当|必须|如果|是否|已经|均|不得|应(?![用急变力]))")
_SHORT, _LONG = 2, 24


@dataclasses.dataclass(frozen=True)
class _Hit:
    topic: Topic
    start: int
    list_start: int


@functools.cache
def _patterns() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    table = wording().table
    return tuple(
        (topic, re.compile(rf"(?:{topic.words})(?:\([^()]*\))?(?P<copula>{table.copulas})")) for topic in table.topics
    )


@functools.cache
def _reverse_patterns() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(topic.words)) for topic in wording().table.reversed)


@functools.cache
def _any_topic() -> re.Pattern[str]:
    table = wording().table
    return re.compile(
        "|".join(f"(?:{topic.words})" for topic in (*table.topics, *table.reversed))
        + "|具有|从事|专业生产|主要生产|主要提供|主营"
    )


def labelled(passage: Passage, label: str, into: Collection) -> bool:
    """Take the list of a value that stands beside its label in a form; say whether the label is a topic."""
    words = wording()
    for known in words.topics:
        if known.label.match(squeezed(label)):
            if into.allows(known.topic.kind):
                end = list_end(passage.plain, 0, len(passage.plain), words)
                _take(passage, known.topic, (0, end), into, _CONFIDENT)
            return True
    return False


def sentences_of(passage: Passage, into: Collection) -> None:
    """Take the lists of a paragraph."""
    text = passage.plain
    if not _any_topic().search(text):
        return
    words = wording()
    hits = list(_hits(text))
    for index, hit in enumerate(hits):
        stop = hits[index + 1].start if index + 1 < len(hits) else len(text)
        if into.allows(hit.topic.kind):
            end = list_end(text, hit.list_start, stop, words)
            _take(passage, hit.topic, (hit.list_start, end), into, _CONFIDENT)
    _reversed_lists(passage, into)
    _named(passage, into)


def _hits(text: str) -> Iterator[_Hit]:
    """Yield the topics of a text that begin a list, none inside another."""
    found = []
    for topic, pattern in _patterns():
        hits = (match for match in pattern.finditer(text) if _BEFORE.search(text[: match.start()][-4:]))
        found += [(match.start(), -match.end(), topic) for match in hits]
    found.sort(key=lambda entry: entry[:2])
    reached = -1
    for start, end, topic in found:
        if start >= reached:
            yield _Hit(topic, start, -end)
            reached = -end


def _reversed_lists(passage: Passage, into: Collection) -> None:
    """Take "a and b are key processes", where the list stands before."""
    text = passage.plain
    for topic, pattern in _reverse_patterns():
        if not into.allows(topic.kind):
            continue
        for match in pattern.finditer(text):
            start = max((hit.end() for hit in _REVERSE_LEFT.finditer(text, 0, match.start())), default=0)
            start = _after_clause(text, start, match.start())
            if match.start() - start >= _SHORT:
                _take(passage, topic, (start, match.start()), into, _LIKELY)


def _after_clause(text: str, start: int, end: int) -> int:
    """Return where the clause begins that ends there: behind a comma that parts sentences, or the word 其中."""
    among = text.rfind("其中", start, end)
    comma = max(text.rfind("，", start, end), text.rfind(",", start, end))
    return max(among + len("其中") if among >= 0 else start, comma + 1, start)


def _named(passage: Passage, into: Collection) -> None:
    for kind, slot, pattern in (
        (FactKind.FEATURE, "text", _FEATURES),
        (FactKind.PRODUCT, "name", _PRODUCTS),
    ):
        if into.allows(kind):
            for match in pattern.finditer(passage.plain):
                _take(passage, Topic(kind=kind, slot=slot, words="-"), match.span("list"), into, _LIKELY)


def _take(passage: Passage, topic: Topic, span: tuple[int, int], into: Collection, confidence: float) -> None:
    """Keep every item of a list as a fact."""
    text, words = passage.plain, wording()
    if words.is_blank(text[slice(*span)]) or words.is_none(text[slice(*span)]):
        return
    spans = list(items(text, *span, words, split_last=topic.kind not in _KEEPS_AND))
    for item in spans:
        if _is_name(text[slice(*item)], topic.kind):
            slots = _slots(passage, topic, item)
            into.add(topic.kind, slots, passage.spot(*item), confidence * passage.confidence, _RULE)


def _is_name(text: str, kind: FactKind) -> bool:
    """Say whether an item is the name of a thing, not a clause that only stands there."""
    solid = squeezed(text)
    if not _SHORT <= len(solid) <= (36 if kind in {FactKind.FEATURE, FactKind.PRODUCT} else _LONG) and not (
        kind is FactKind.STEP and solid
    ):
        return False
    if re.fullmatch(r"[\d\W]+", solid) or solid.endswith(
        ("如下", "见下表", "见附件", "见附表", "见附图", "见清单", "附后", "清单")
    ):
        return False
    return kind is FactKind.FEATURE or not _VERBS.search(solid) or kind is FactKind.HAZARD


def _slots(passage: Passage, topic: Topic, span: tuple[int, int]) -> Sequence[Slot]:
    """Return the slots of one item: what brackets, counts and models beside its name say."""
    text = passage.plain
    start, end = span
    slots = [Slot(name, value, passage.spot(*span)) for name, value in topic.fixed.items()]
    bracket = _BRACKET.search(text, start, end)
    if bracket and bracket.start() > start:
        end = bracket.start()
    if topic.kind in {FactKind.EQUIPMENT, FactKind.MEASURING_DEVICE}:
        counted = _COUNT.search(text[start:end])
        if counted:
            slots.append(passage.slot("count", (start + counted.start("count"), start + counted.end("count"))))
            end = start + counted.start()
        model = _MODEL.search(text[start:end])
        if model:
            slots.append(passage.slot("model", (start + model.start("model"), start + model.end("model"))))
            end = start + model.start()
    elif topic.kind in {FactKind.STEP, FactKind.OUTSOURCED} and re.search(r"[^\s]{3,}(?:过程)$", text[start:end]):
        end -= len("过程")
    name = passage.slot(topic.slot, (start, end))
    return [name, *slots]
