"""Dates beside signatures: who signed, which field that date fills, which date the paper bears."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence

from anjuan.kit.text.dates import find_dates
from anjuan.papers.facts import Entry, Found
from anjuan.papers.fields.flow import Flow
from anjuan.papers.fields.gathering import Gathering, Spot, spot_of
from anjuan.papers.fields.normal.reading import Printed, Reading
from anjuan.papers.fields.tables import SignerRow
from anjuan.papers.fields.values import read
from anjuan.papers.rules.tables import paper_labels

_SIGNER = re.compile(
    r"签[字名章]|盖章|确认|组长|审核员|代表|负责人|编制|批准|审批|下达|评审人|评定|决定人|验证人|核查人|检查人|声明人|承诺人|"
    r"移交|接收|归档人|填[表报]人|申请人|审查人|发布|总经理|评价人|见证人|处理人|登记机关|发证机关|甲方|乙方|编写|制表|核定人|培训人|策划|方案管理"
)
_CHECKER = re.compile(r"核对|复印|经办|领取|查验")
_LONE_DATE = re.compile(
    r"(?m)^\s*(?:日\s*期\s*[:：]?|(?:签[约订署]|立约|签章)(?:日期|时间|于|日)?\s*[:：]?)?\s*([12]\d{3}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|[〇零○一二三四五六七八九]{4}\s*年\s*[一二三四五六七八九十]{1,2}\s*月\s*[一二三四五六七八九十]{1,3}\s*日)\s*$"
)
_LONE = 0.8
#: Fields that are the end of something, never the date on which a paper was made.
_ENDS = frozenset({"expires_on", "licence.valid_until", "finding.due_on"})
_STACKED = 0.09
#: How far apart (fraction of the page) labels that stand one above the other may begin.
_SAME_PLACE = 0.25


def signer_of(date: Entry, entries: Sequence[Entry]) -> str:
    """Return the label of whoever signed beside a date: left of it on its line, else above it; empty when nobody."""
    same = [
        e
        for e in entries
        if e is not date and e.page == date.page and (_SIGNER.search(e.label) or _CHECKER.search(e.label))
    ]
    left = [e for e in same if _beside(e, date) and e.label_box[0] < date.label_box[0]]
    if left:
        return max(left, key=lambda e: e.label_box[0]).label
    above = [
        e
        for e in same
        if 0 <= date.label_box[1] - e.label_box[1] < _STACKED and abs(e.label_box[0] - date.label_box[0]) < _SAME_PLACE
    ]
    return max(above, key=lambda e: e.label_box[1]).label if above else ""


def _beside(entry: Entry, date: Entry) -> bool:
    middle = (date.label_box[1] + date.label_box[3]) / 2
    return entry.label_box[1] - 0.004 <= middle <= entry.label_box[3] + 0.004


@functools.cache
def _signers(kind: str) -> tuple[tuple[re.Pattern[str], SignerRow], ...]:
    rows = paper_labels().latest.signers
    return tuple((re.compile(row.like), row) for row in rows if any(kind.startswith(prefix) for prefix in row.kinds))


class Signings:
    """The signature dates of one paper, in the order they stand."""

    def __init__(self, kind: str, entries: Sequence[Entry]) -> None:
        """Prepare for a paper of a kind with its entries."""
        self._kind = kind
        self._entries = entries
        self._dates: list[tuple[str, Spot]] = []

    def take(self, entry: Entry, gathering: Gathering, *, sure: float = 1.0) -> None:
        """Keep a date that stands beside a signature, and fill the field that it means there."""
        signer = entry.label if _SIGNER.search(entry.label) else signer_of(entry, self._entries)
        if _CHECKER.search(signer):
            return
        for reading in read("signed_on", Printed(entry.value, entry.confidence < 1)):
            spot = spot_of(entry, sure=sure * reading.sure)
            self._dates.append((str(reading.value), spot))
            self._fill(signer, reading, entry, gathering)

    def take_signature(self, entry: Entry, gathering: Gathering) -> None:
        """Keep the date that stands in the value of a signature itself (``组长签字：张三 2022年8月25日``)."""
        if _SIGNER.search(entry.label) and not entry.row and find_dates(entry.value):
            self.take(entry, gathering, sure=0.95)

    def _fill(self, signer: str, reading: Reading, entry: Entry, gathering: Gathering) -> None:
        for pattern, row in _signers(self._kind):
            if signer and pattern.search(signer):
                group = _group(row.field, gathering)
                if group is not None and not gathering.has(row.field, group):
                    gathering.add(row.field, reading, spot_of(entry, rank=2), group)
                return

    def paper_date(self, settled: Sequence[Found], flows: Sequence[Flow]) -> Found | None:
        """Return the date that the paper bears, or None."""
        for row in paper_labels().latest.paper_dates:
            if any(self._kind.startswith(prefix) for prefix in row.kinds):
                named = [item for name in row.fields for item in settled if item.name == name]
                if named:
                    item = named[-1]
                    return Found(
                        "paper_date",
                        item.value,
                        item.printed,
                        item.page,
                        item.box,
                        item.confidence,
                        item.label,
                        item.how,
                    )
        if self._dates:
            value, spot = max(self._dates, key=lambda date: date[0])
            return Found("paper_date", value, spot.printed, spot.page, spot.box, spot.times(1.0), spot.label, spot.how)
        ends = {str(item.value) for item in settled if item.name in _ENDS}
        return _lone_date(flows, ends)


def _group(field: str, gathering: Gathering) -> str | None:
    kind = field.split(".", maxsplit=1)[0] if "." in field else ""
    if not kind:
        return ""
    number = gathering.groups.get(kind, 0)
    return f"{kind}-{number}" if number else None


def _lone_date(flows: Sequence[Flow], ends: Collection[str]) -> Found | None:
    """Return the last date that stands alone and is not the end of a validity."""
    for number in range(len(flows), 0, -1):
        flow = flows[number - 1]
        for match in reversed(list(_LONE_DATE.finditer(flow.text))):
            box, sure = flow.place(*match.span(1))
            for reading in read("signed_on", Printed(match.group(1), sure < 1)):
                if str(reading.value) in ends:
                    continue
                return Found(
                    "paper_date", reading.value, match.group(1), number, box, round(sure * _LONE, 4), "", "sentence"
                )
    return None
