"""Very many seeded cases with everything that pages show of them: papers, pages, fields, judgements, deeds.

So that a million pages are made in minutes, :data:`TEXTS` different texts stand on them in turn.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import random
import sys
from collections.abc import Iterator
from typing import Any

from lists import made_case
from made_pages import Pages
from web_rows import NOW, columns_of, moment, packed, put

from anjuan.archive.models import (
    Case,
    CaseAttribute,
    CaseField,
    CaseJudgement,
    CustodyEvent,
    Cycle,
    Document,
    DocumentDescription,
    IntakeItem,
    Match,
    Original,
    OriginalPage,
    Page,
)
from anjuan.reading import packing
from anjuan.reading.pages import Line
from anjuan.reading.pages import Page as ReadPage

#: Cases with many papers, so that their pages can be measured: the first ones by number.
HEAVY, HEAVY_PAPERS = 8, 70
#: How many different texts the pages have.
TEXTS = 20_000
BATCH = 2000
KINDS = (
    ("A01", "认证申请书", "受理"), ("A02", "营业执照", "受理"), ("A03", "行政许可", "受理"),
    ("A04", "组织简介", "受理"),
    ("A05", "管理体系文件", "受理"), ("A09", "有效人数确认函", "受理"), ("A10", "信用查询记录", "受理"),
    ("B01", "申请评审记录", "合同评审"), ("B02", "审核时间计算", "合同评审"), ("B05", "认证合同", "合同评审"),
    ("C01", "审核方案", "审核策划"), ("C02", "审核任务书", "审核策划"), ("C04", "公正性声明", "审核策划"),
    ("C05", "审核通知书", "审核策划"), ("C06", "审核计划", "审核策划"), ("D01", "文件审查报告", "现场审核"),
    ("D02", "首次会议签到及记录", "现场审核"), ("D03", "末次会议签到及记录", "现场审核"),
    ("D04", "现场审核记录", "现场审核"), ("D08", "不符合报告", "现场审核"), ("D09", "纠正措施", "现场审核"),
    ("D12", "审核报告", "现场审核"), ("E01", "认证决定记录", "复核与决定"), ("F01", "认证证书", "发证"),
)  # fmt: skip
_BOX = [0.2702, 0.1203, 0.497, 0.1442]
_STANDARDS = ("GB/T 19001-2016", "GB/T 24001-2016", "GB/T 45001-2020")
_DEEDS = ("ingestion", "reading", "filing", "description")
_PEOPLE = ("陈静", "杨帆", "赵磊", "张伟", "何琳", "李娜", "王强", "孙涛")


@dataclasses.dataclass(slots=True)
class Keys:
    """The keys given so far."""

    document: int = 0
    page: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a case."""

    key: int
    case: int
    sequence: int
    kind: tuple[str, str, str]
    pages: int
    first_page_key: int


def fill_cases(cases: int, pages: int, organisations: int) -> None:
    """Fill the tables of cases."""
    dice, keys, texts = random.Random(7), Keys(), Pages(TEXTS, None)
    put(Cycle, ("id", "organisation", "field_code", "ordinal", "begins", "ends", "misses"), (
        (key, key, "A01", 1, "2023-03-01", "2026-02-28", "[]") for key in range(1, organisations + 1)
    ))  # fmt: skip
    for first in range(1, cases + 1, BATCH):
        numbers = range(first, min(first + BATCH, cases + 1))
        papers = list(_papers(numbers, cases, pages, keys, dice))
        _put_cases(numbers, papers, organisations, dice)
        _put_papers(papers)
        _put_pages(papers, texts)
        print(f"{numbers[-1]} cases, {keys.page} pages", file=sys.stderr)


def _papers(numbers: range, cases: int, pages: int, keys: Keys, dice: random.Random) -> Iterator[Paper]:
    for case in numbers:
        many = case <= HEAVY and cases > HEAVY
        open_pages, open_cases = pages - keys.page, cases - case + 1
        left = 2 * HEAVY_PAPERS if many else max(1, round(open_pages / open_cases * dice.uniform(0.4, 1.6)))
        left = left if open_cases > 1 else open_pages
        sequence = 0
        while left > 0:
            sequence += 1
            size = min(left, 2 if many else dice.choice((1, 1, 2, 2, 3, 6)))
            left -= size
            keys.document += 1
            kind = KINDS[sequence % len(KINDS)] if many else dice.choice(KINDS)
            yield Paper(keys.document, case, sequence, kind, size, keys.page + 1)
            keys.page += size


def _put_cases(numbers: range, papers: list[Paper], organisations: int, dice: random.Random) -> None:
    counted: dict[int, list[int]] = {number: [0, 0] for number in numbers}
    for paper in papers:
        counted[paper.case][0] += 1
        counted[paper.case][1] += paper.pages
    rows, judged = [], []
    for number in numbers:
        values: dict[str, Any] = made_case(number, dice)
        values["documents_count"], values["pages_count"] = counted[number]
        values["organisation_id"] = values["cycle_id"] = number % organisations + 1
        if number <= HEAVY:
            values |= {"problems": 6, "misses": 15, "contradictions": 6, "completeness": 78, "state": "filed"}
        values["reference_code"] = f"J001-{values['field_code']}-{number:07}" if values["state"] == "sealed" else None
        rows.append((number, values))
        if values["problems"] is not None:
            judged.append((number, values["misses"], values["contradictions"], values["problems"]))
    relations = {"organisation_id": "organisation", "cycle_id": "cycle"}
    names = [relations.get(name, name) for name in rows[0][1]]
    put(Case, ["id", *names], (
        (number, *columns_of(Case, dict(zip(names, values.values(), strict=True)))) for number, values in rows
    ))  # fmt: skip
    first_papers = {paper.case: paper.key for paper in reversed(papers)}
    put(CaseJudgement, ("case", "misses", "contradictions", "editions", "questions", "blocking", "judged_at"), (
        (number, packed([_MISS] * misses), packed([_clash(first_papers[number])] * clashes), '{"requirements": "2026"}',
         "[]", blocking, moment(NOW))
        for number, misses, clashes, blocking in judged
    ))  # fmt: skip
    _put_facts(rows, first_papers, dice)


_MISS = {
    "code": "B05", "name": "认证合同", "rule": "3.1/B05/IN1", "edition": "2026", "what": "paper", "severity": "block",
    "why": "B05 is required in stage 1 of an initial audit (table of required papers, edition 2026).", "stage": "1",
    "document": None, "why_zh": "初次认证一阶段审核须有B05（必备文件表，版次 2026）。",
}  # fmt: skip


def _clash(document: int) -> dict[str, object]:
    pieces = [
        {"document": document + place, "page": 1, "value": value, "box": _BOX, "label": "审核日期"}
        for place, value in enumerate(("2024-03-01", "2024-03-09", "2024-03-01"))
    ]
    return {
        "rule": "K01", "name": "date_order", "edition": "2026", "what": "The dates differ.", "severity": "block",
        "evidence": pieces, "what_zh": "审核日期先后不一。",
    }  # fmt: skip


def _put_facts(rows: list[tuple[int, dict[str, Any]]], papers: dict[int, int], dice: random.Random) -> None:
    put(CaseAttribute, ("case", "name", "value", "source"), (
        (number, name, value, "papers")
        for number, values in rows
        for name, value in (
            ("standard", _STANDARDS[number % 3]),
            ("professional_code", f"{dice.randrange(1, 40):02}.{dice.randrange(1, 12):02}.0{dice.randrange(1, 4)}"),
        )
    ))  # fmt: skip
    put(CaseField, ("case", "name", "value", "text", "printed", "document", "page", "box", "confidence", "source"), (
        (number, name, packed(text), text, text, papers[number], 1, packed(_BOX), 0.97, "papers")
        for number, values in rows
        for name, text in _stated(number, values)
    ))  # fmt: skip
    put(Match, ("case", "organisation", "confidence", "reasons", "state", "at", "by"), (
        (number, number % 97 + 1, 0.7, packed(["the names are the same but for their style"]), "waiting",
         moment(NOW), "rules")
        for number, _ in rows if number % 20 == 0
    ))  # fmt: skip


def _stated(number: int, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("organisation", values["organisation_name"]), ("team_leader", values["team_leader"]),
        ("audit_end", values["audited_on"]), ("decision_date", values["decided_on"]),
        ("expires_on", values["expires_on"]), ("contract_no", f"HT-{number}"), ("project_no", f"XM{number}"),
        ("certificate_no", f"18621Q{number:06}R0M"), ("headcount", str(number % 400 + 5)),
        ("legal_representative", _PEOPLE[number % 8]), ("contact", _PEOPLE[number % 7]),
        ("scope", "精密模具的设计、生产和服务"),
        ("registered_address", f"{values['organisation_name'][:2]}工业园{number}号"),
    ]  # fmt: skip


def _put_papers(papers: list[Paper]) -> None:
    received = moment(NOW - dt.timedelta(days=30))
    names = ("id", "sha256", "sm3", "size_bytes", "media_type", "received_at", "verified_at", "checked_at", "reading",
             "pages_expected", "pages_read", "read_at", "reader")  # fmt: skip
    put(Original, names, (
        (paper.key, (digest := hashlib.sha256(str(paper.key).encode()).hexdigest()), digest[::-1], 50_000 + paper.key,
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document", received, received, received,
         "read", paper.pages, paper.pages, received, "made/1")
        for paper in papers
    ))  # fmt: skip
    put(Document, ("id", "case", "original", "sequence", "title", "filename", "folder", "kind", "stage", "kind_name",
                   "kind_confidence", "kind_by", "last_page", "pages_count", "received_at", "form_no"), (
        (paper.key, paper.case, paper.key, paper.sequence, f"{paper.kind[1]}{paper.sequence}",
         f"{paper.kind[1]}{paper.sequence}.docx", paper.kind[2], paper.kind[0], paper.kind[2], paper.kind[1],
         0.55 if paper.key % 60 == 0 else 0.98, "rules", paper.pages, paper.pages, received, f"QP-{paper.kind[0]}/B/0")
        for paper in papers
    ))  # fmt: skip
    names = ("document", "found", "marks", "reasons", "others", "unknown_labels", "made_with", "described_at")
    put(DocumentDescription, names, (
        (paper.key, _found(paper), '{"signed": true, "sealed": true, "dated": true}',
         packed([{"code": "title", "text": f"题名表明是{paper.kind[1]}。", "page": 1, "box": None}]), "[]", "[]",
         "made/1", received)
        for paper in papers
    ))  # fmt: skip
    put(CustodyEvent, ("at", "event", "outcome", "actor", "detail", "case", "document", "original"), (
        (received, event, "success", "system", "", None if event == "ingestion" else paper.case,
         None if event == "ingestion" else paper.key, paper.key)
        for paper in papers for event in _DEEDS
    ))  # fmt: skip
    put(IntakeItem, ("intake", "path", "case", "original", "document", "size_bytes", "state", "reason_code",
                     "reason", "finished_at"), (
        (paper.case // 200 + 1, f"{paper.case:06}/{paper.kind[2]}/{paper.sequence:03}.docx", paper.case, paper.key,
         *((None, 5000, "failed", "READ-005", "The file is damaged.") if paper.key % 400 == 0
           else (paper.key, 5000, "filed", "", "")), received)
        for paper in papers
    ))  # fmt: skip


_FACTS = (
    ("organisation", "组织名称"), ("project_no", "项目编号"), ("team_leader", "审核组长"), ("paper_date", "日期"),
    ("member.name", "审核员"), ("scope", "审核范围"),
)  # fmt: skip
_FINDING = (
    ("finding.number", "编号"), ("finding.grade", "性质"), ("finding.clause", "条款"), ("finding.fact", "事实"),
    ("finding.found_on", "日期"), ("finding.auditor", "审核员"),
)  # fmt: skip
_GRADES = {"finding.grade": "minor", "finding.clause": "8.5.1", "finding.found_on": "2024-03-01"}


def _found(paper: Paper) -> str:
    values = {"paper_date": "2024-03-01", "member.name": _PEOPLE[paper.key % 8], "team_leader": _PEOPLE[paper.case % 8]}
    heavy = paper.case <= HEAVY
    facts = [
        {"name": name, "value": (text := values.get(name, f"{label}{paper.case}")), "printed": text, "page": 1,
         "box": _BOX, "confidence": 0.97, "label": label, "how": "beside"}
        for name, label in (_FACTS * 3 if heavy else _FACTS[:4])
    ]  # fmt: skip
    if paper.kind[0] == "D08":
        facts += [
            {"name": name, "value": (text := _GRADES.get(name, f"{label}{paper.key}")), "printed": text, "page": 1,
             "box": _BOX, "confidence": 0.97, "label": label, "how": "beside", "group": "finding-1"}
            for name, label in _FINDING
        ]  # fmt: skip
    return packed(facts)


def _put_pages(papers: list[Paper], texts: Pages) -> None:
    pages = [
        (paper.first_page_key + place, paper.key, place + 1) for paper in papers for place in range(paper.pages)
    ]  # fmt: skip
    names = ("id", "original", "number", "width", "height", "source", "has_picture", "characters", "packed")
    put(OriginalPage, names, (
        (key, document, number, 595.0, 842.0, "text", False, 450, _sheet(texts, key % TEXTS))
        for key, document, number in pages
    ))  # fmt: skip
    put(Page, ("id", "document", "number", "original_page"), (
        (key, document, number, key) for key, document, number in pages
    ))  # fmt: skip


@functools.cache
def _sheet(texts: Pages, text: int) -> bytes:
    lines = tuple(
        Line(part.text, (0.1, 0.05 + 0.04 * place, min(0.95, 0.1 + 0.018 * len(part.text)), 0.08 + 0.04 * place))
        for place, part in enumerate(texts.parts(text))
    )
    return packing.pack(ReadPage(1, 595, 842, lines=lines, picture=False))
