"""A case as another body's papers would state it, and small changes to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from anjuan.judging.casefile import CaseFile, Contradiction, PaperFacts, Severity
from anjuan.judging.contradictions.find import contradictions
from anjuan.judging.rules.tables import contradiction_tables
from anjuan.papers.facts import Found, Scalar

NAME = "青岛海澄精密铸造有限公司"
CODE = "91370202MA3C1A2B93"
ADDRESS = "山东省青岛市城阳区棘洪滩街道锦盛二路19号"
SCOPE = "铝合金压铸件的设计和制造"
STANDARD = "GB/T 19001-2016/ISO 9001:2015"
NUMBER = "30522Q10467R0M"
BOX = (0.1, 0.1, 0.5, 0.12)


def field(name: str, value: Scalar, *, group: str = "", confidence: float = 1.0, printed: str = "") -> Found:
    return Found(name, value, printed or str(value), 1, BOX, confidence, "", "cell", group)


def fields(group: str = "", **values: Scalar) -> tuple[Found, ...]:
    """Return fields by name; ``finding__number`` stands for ``finding.number``."""
    return tuple(field(name.replace("__", "."), value, group=group) for name, value in values.items())


def people(*names: str) -> tuple[Found, ...]:
    return tuple(field("team", name) for name in names)


def signatures(*rows: tuple[str, str, str]) -> tuple[Found, ...]:
    return tuple(
        found
        for number, (name, post, kind) in enumerate(rows, 1)
        for found in fields(f"signature-{number}", signature__name=name, signature__post=post, signature__kind=kind)
    )


_COMMON = {"organisation": NAME, "project_no": "P22-0467"}
_AUDIT = {"audit_start": "2022-05-17", "audit_end": "2022-05-18", "audit_days": 6.0, "onsite_days": 5.0}
_TEAM = ("孟广才", "褚云")
_SIGNED = signatures(
    ("孟广才", "审核组长", "auditor"),
    ("褚云", "审核员", "auditor"),
    ("林万山", "总经理", "client"),
    ("魏来", "质量部", "client"),
    ("高媛", "生产部", "client"),
)

PAPERS: dict[str, tuple[str, tuple[Found, ...]]] = {
    "A01": (
        "认证申请书",
        fields(
            **_COMMON,
            credit_code=CODE,
            registered_address=ADDRESS,
            operating_address=ADDRESS,
            legal_representative="林万山",
            headcount=86,
            scope=SCOPE,
            standards=STANDARD,
            paper_date="2022-02-21",
            released_on="2021-08-02",
        ),
    ),
    "A02": (
        "营业执照",
        fields(organisation=NAME, credit_code=CODE, registered_address=ADDRESS, legal_representative="林万山"),
    ),
    "A03": (
        "排污许可证",
        fields(
            "licence-1", licence__name="排污许可证", licence__valid_from="2020-03-01", licence__valid_until="2025-02-28"
        ),
    ),
    "A09": ("人数确认函", fields(organisation=NAME, headcount=86, effective_headcount=80)),
    "B01": (
        "申请评审表",
        fields(
            **_COMMON,
            headcount=86,
            effective_headcount=80,
            scope=SCOPE,
            standards=STANDARD,
            professional_codes="17.10.02",
            paper_date="2022-02-25",
        ),
    ),
    "B02": ("人日计算表", fields(**_COMMON, effective_headcount=80, computed_days=6.0)),
    "B05": (
        "认证合同",
        fields(
            **_COMMON, scope=SCOPE, standards=STANDARD, headcount=86, contract_no="HT2022-088", paper_date="2022-03-02"
        ),
    ),
    "C02": (
        "审核任务书",
        (
            *fields(
                **_COMMON, **_AUDIT, scope=SCOPE, standards=STANDARD, contract_no="HT2022-088", paper_date="2022-04-20"
            ),
            *people(*_TEAM),
        ),
    ),
    "C04": ("公正性声明", fields(organisation=NAME, paper_date="2022-04-22")),
    "C06": (
        "审核计划",
        (*fields(**_COMMON, **_AUDIT, scope=SCOPE, standards=STANDARD, paper_date="2022-05-07"), *people(*_TEAM)),
    ),
    "C09": (
        "计划上报回执",
        (
            *fields(
                organisation=NAME,
                credit_code=CODE,
                audit_start="2022-05-17",
                audit_end="2022-05-18",
                audit_days=6.0,
                reported_on="2022-05-09",
            ),
            *people(*_TEAM),
        ),
    ),
    "D02": ("首次会议签到表", (*fields(**_COMMON, paper_date="2022-05-17"), *_SIGNED)),
    "D03": ("末次会议签到表", (*fields(**_COMMON, paper_date="2022-05-18"), *_SIGNED)),
    "D08": (
        "不符合报告",
        (
            *fields(**_COMMON, standards=STANDARD),
            *fields("finding-1", finding__number="01", finding__grade="minor", finding__clause="8.5.1"),
        ),
    ),
    "D09": (
        "纠正措施及验证",
        (
            *fields(**_COMMON, paper_date="2022-06-02"),
            *fields("finding-1", finding__number="01", finding__closed_on="2022-06-02"),
        ),
    ),
    "D12": (
        "审核报告",
        (
            *fields(
                **_COMMON,
                **_AUDIT,
                credit_code=CODE,
                registered_address=ADDRESS,
                operating_address=ADDRESS,
                headcount=86,
                effective_headcount=80,
                scope=SCOPE,
                standards=STANDARD,
                professional_codes="17.10.02",
                findings_major=0,
                findings_minor=1,
                paper_date="2022-05-24",
            ),
            *people(*_TEAM),
        ),
    ),
    "D13": (
        "推荐意见",
        fields(
            **_COMMON,
            credit_code=CODE,
            registered_address=ADDRESS,
            operating_address=ADDRESS,
            scope=SCOPE,
            standards=STANDARD,
        ),
    ),
    "E01": (
        "案卷评定表",
        (
            *fields(
                **_COMMON, scope=SCOPE, audit_days=6.0, reviewer="佟立夏", paper_date="2022-06-10", findings_minor=1
            ),
            *people(*_TEAM),
        ),
    ),
    "E03": (
        "认证决定",
        fields(
            **_COMMON,
            credit_code=CODE,
            scope=SCOPE,
            standards=STANDARD,
            certificate_no=NUMBER,
            decision_maker="欧阳静",
            decision_date="2022-06-14",
            findings_minor=1,
        ),
    ),
    "F01": (
        "认证证书",
        fields(
            organisation=NAME,
            credit_code=CODE,
            registered_address=ADDRESS,
            operating_address=ADDRESS,
            scope=SCOPE,
            standards=STANDARD,
            certificate_no=NUMBER,
            issued_on="2022-06-15",
            expires_on="2025-06-14",
        ),
    ),
    "F04": (
        "信息上报回执",
        fields(
            organisation=NAME,
            credit_code=CODE,
            certificate_no=NUMBER,
            audit_start="2022-05-17",
            audit_end="2022-05-18",
            audit_days=6.0,
            expires_on="2025-06-14",
            reported_on="2022-06-20",
        ),
    ),
}


class Made:
    """A case whose papers can be changed; every change returns the case itself."""

    def __init__(self, audit_type: str = "initial", leave_out: Iterable[str] = ()) -> None:
        self.audit_type = audit_type
        self.derived: dict[str, object] = {}
        self.systems: tuple[str, ...] = ("A01",)
        self.papers: list[PaperFacts] = [
            PaperFacts(number, kind, title=title, found=found)
            for number, (kind, (title, found)) in enumerate(PAPERS.items(), 1)
            if kind not in set(leave_out)
        ]

    def change(self, kind: str, stage: str = "", **values: Scalar | None) -> Made:
        """Set fields of the papers of a kind; None takes a field away."""
        names = {name.replace("__", "."): value for name, value in values.items()}
        for place, paper in enumerate(self.papers):
            if paper.kind == kind and paper.stage == stage:
                kept = [found for found in paper.found if found.name not in names]
                group = {found.name: found.group for found in paper.found}
                new = [
                    field(name, value, group=group.get(name, "")) for name, value in names.items() if value is not None
                ]
                self.papers[place] = dataclasses.replace(paper, found=(*kept, *new))
        return self

    def everywhere(self, **values: Scalar) -> Made:
        """Set fields on every paper that states them."""
        for kind in {paper.kind for paper in self.papers}:
            paper = next(paper for paper in self.papers if paper.kind == kind)
            stated = {
                name: value for name, value in values.items() if any(True for _ in paper.of(name.replace("__", ".")))
            }
            if stated:
                self.change(kind, **stated)
        return self

    def team(self, kind: str, *names: str) -> Made:
        """Set the team of the papers of a kind."""
        self.change(kind, team=None)
        return self.also(kind, *people(*names))

    def also(self, kind: str, *found: Found) -> Made:
        """Add fields to the papers of a kind."""
        self.papers = [
            dataclasses.replace(paper, found=(*paper.found, *found))
            if paper.kind == kind and not paper.stage
            else paper
            for paper in self.papers
        ]
        return self

    def set(self, kind: str, **attributes: object) -> Made:
        """Set attributes of the papers of a kind, such as ``digital``."""
        self.papers = [
            dataclasses.replace(paper, **attributes) if paper.kind == kind else paper  # type: ignore[arg-type]
            for paper in self.papers
        ]
        return self

    def add(self, kind: str, *found: Found, title: str = "", stage: str = "", **attributes: object) -> Made:
        """Add a paper."""
        number = 1 + max(paper.document for paper in self.papers)
        self.papers.append(
            PaperFacts(number, kind, stage=stage, title=title or kind, found=found, **attributes)  # type: ignore[arg-type]
        )
        return self

    @property
    def case(self) -> CaseFile:
        return CaseFile(
            1,
            tuple(self.papers),
            audit_type=self.audit_type,
            fields=self.systems,
            on=dt.date(2022, 6, 14),
            derived=self.derived,
        )

    def judged(self) -> tuple[Contradiction, ...]:
        return contradictions(self.case, tables=contradiction_tables(self.case.on))

    def kinds(self, contradiction: Contradiction) -> list[str]:
        """Return the kinds of the papers of the evidence, in its order."""
        by_key = {paper.document: paper.kind for paper in self.papers}
        return [by_key[piece.document] for piece in contradiction.evidence]


def weighty(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Return what is no mere slip."""
    return [item for item in found if item.severity is not Severity.NEAR]
