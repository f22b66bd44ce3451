"""K06: the team is the same in task order, plan, sign-in and report."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from anjuan.judging.casefile import PaperFacts, Severity
from anjuan.judging.comparing.likeness import Stated
from anjuan.judging.comparing.organisations import compare_people, person_key
from anjuan.judging.contradictions.conflicts import (
    Conflict,
    Statement,
    evidence,
    paper_evidence,
    paper_name,
    paper_names,
)
from anjuan.judging.contradictions.view import CaseView

_SPLIT = re.compile(r"[、,，;；/\s]+")
_NAME_LENGTHS = range(2, 7)
#: Papers that list the whole team; those after the first six only when they list people of the body at all.
_LISTS = ("C02", "C03", "C05", "C06", "C09", "D12", "E01", "D02", "D03")
SIGN_INS = ("D02", "D03")
_COMPLETE = ("C02", "C03", "C06", "D12")
_TASK = "C02"
_EXPERTS = ("专家", "expert")


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A person of the team as one paper names it."""

    key: str
    statement: Statement

    @property
    def stated(self) -> Stated:
        """The name for comparison."""
        return Stated(self.key, self.statement.recognised)


def members_of(view: CaseView, statement: Statement) -> Iterator[Member]:
    """Yield the people a statement names, titles and words that are no names left out."""
    words = view.tables.rules.rules["K06"].words["not_people"]
    text = statement.text
    # 张 雪 is one name, 张雪 范悦 are two.
    pieces = [text] if len(text.replace(" ", "")) <= 3 else _SPLIT.split(text)  # noqa: PLR2004
    for piece in pieces:
        key = person_key(piece, view.tables.comparing)
        if len(key) in _NAME_LENGTHS and key not in words:
            yield Member(key, statement)


def team_statements(view: CaseView) -> Iterator[Statement]:
    """Yield every statement that names somebody of the team."""
    yield from view.of("team", "team_leader", "member.name")
    for statement in view.of("signature.name", kinds=SIGN_INS):
        if signs_for(statement) == "auditor" and _may_audit(view, role_of(statement)):
            yield statement


def _may_audit(view: CaseView, post: str) -> bool:
    """Say whether a post is that of somebody of the body: forms with one table for both sides mix them up."""
    words = view.tables.rules.rules["K06"].words
    return not post or any(word in post for word in (*words["posts"], *words["beside"]))


def _beside(statement: Statement, name: str) -> str:
    """Return what stands in the same row under another name; empty when nothing does."""
    group = statement.found.group
    if not group:
        return ""
    return next((str(found.value) for found in statement.paper.of(name) if found.group == group), "")


def signs_for(statement: Statement) -> str:
    """Return for whom a person signed in: ``auditor`` or ``client``; empty when the paper does not say."""
    return _beside(statement, "signature.kind")


def role_of(statement: Statement) -> str:
    """Return the role or post that stands with a name; empty when none does."""
    prefix = statement.found.name.partition(".")[0]
    return _beside(statement, "member.role" if prefix == "member" else "signature.post")


def _besides(view: CaseView) -> frozenset[str]:
    """Return who accompanies the team and is not counted: experts, observers, interpreters, trainees."""
    words = view.tables.rules.rules["K06"].words["beside"]
    return frozenset(
        member.key
        for statement in team_statements(view)
        if any(word in role_of(statement) for word in words)
        for member in members_of(view, statement)
    )


def _leads(statement: Statement) -> bool:
    """Say whether a name stands as that of the leader alone, which says nothing of the others."""
    words = ("组长", "主任审核员", "负责人", "leader")
    return any(word in statement.found.label or word in role_of(statement) for word in words)


def _same(one: Member, other: Member, view: CaseView) -> bool:
    if one.key == other.key:
        return True
    answer = compare_people(one.stated, other.stated, view.tables.comparing)
    if answer.agrees or answer.why.value == "look_alike":
        return True
    # One sign of three, recognised: nobody is accused of having sent another auditor on that ground.
    recognised = one.statement.recognised or other.statement.recognised
    return recognised and len(one.key) == len(other.key) and _signs_apart(one.key, other.key) <= len(one.key) // 3


def _signs_apart(one: str, other: str) -> int:
    return sum(left != right for left, right in zip(one, other, strict=True))


def _lists(view: CaseView) -> dict[int, tuple[PaperFacts, list[Member]]]:
    """Return the papers of stage 2 that list the whole team, with its members."""
    besides = _besides(view)
    lists: dict[int, tuple[PaperFacts, list[Member]]] = {}
    complete: set[int] = set()
    for statement in team_statements(view):
        paper = statement.paper
        if paper.kind not in _LISTS or paper.stage == "1":
            continue
        _, members = lists.setdefault(paper.document, (paper, []))
        if statement.found.name != "team_leader" and not _leads(statement):
            complete.add(paper.document)
        for member in members_of(view, statement):
            if member.key not in besides and not any(_same(member, known, view) for known in members):
                members.append(member)
    return {key: value for key, value in lists.items() if key in complete and value[1]}


def teams_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers whose team is not the one that was sent (K06)."""
    lists = _lists(view)
    right = _right_list(lists, view)
    if right is None:
        return
    reference, team = right
    absent: dict[tuple[str, ...], list[PaperFacts]] = {}
    for paper, members in lists.values():
        if paper.document == reference.document:
            continue
        extra = [member for member in members if not any(_same(member, known, view) for known in team)]
        gone = [known for known in team if not any(_same(known, member, view) for member in members)]
        if gone and not extra and paper.kind in SIGN_INS:
            absent.setdefault(tuple(known.key for known in gone), []).append(paper)
        elif extra or gone:
            yield _team_conflict((reference, team), (paper, members), extra, gone)
    for people, papers in absent.items():
        yield _absent_conflict((reference, team), people, papers)


def _absent_conflict(
    right: tuple[PaperFacts, list[Member]], people: tuple[str, ...], papers: list[PaperFacts]
) -> Conflict:
    """Return the members who did not sign in; they may have left early, or the sheet goes on elsewhere."""
    return Conflict(
        "K06",
        "missing",
        "team",
        {
            "paper": paper_names(papers),
            "right_paper": paper_name(right[0]),
            "team": "、".join(member.key for member in right[1]),
            "people": "、".join(people),
        },
        (
            *(evidence(member.statement) for member in right[1] if member.key in people),
            *(paper_evidence(paper) for paper in papers),
        ),
        Severity.WARN,
    )


def _right_list(
    lists: dict[int, tuple[PaperFacts, list[Member]]], view: CaseView
) -> tuple[PaperFacts, list[Member]] | None:
    """Return the list that most papers agree with, the task order among equals."""
    if len(lists) < 2:  # noqa: PLR2004
        return None

    def support(item: tuple[PaperFacts, list[Member]]) -> tuple[float, bool]:
        return (
            sum(_alike(item[1], other, view) for _, other in lists.values()) + 0.5 * (item[0].kind == _TASK),
            item[0].kind == _TASK,
        )

    return max(lists.values(), key=support)


def _alike(one: list[Member], other: list[Member], view: CaseView) -> bool:
    return len(one) == len(other) and all(any(_same(left, right, view) for right in other) for left in one)


def _team_conflict(
    right: tuple[PaperFacts, list[Member]],
    wrong: tuple[PaperFacts, list[Member]],
    extra: list[Member],
    gone: list[Member],
) -> Conflict:
    say = "other" if extra and gone else "extra" if extra else "missing"
    slots = {
        "paper": paper_name(wrong[0]),
        "right_paper": paper_name(right[0]),
        "team": "、".join(member.key for member in right[1]),
        "people": "、".join(member.key for member in extra or gone),
    }
    if say == "other":
        slots["gone"] = "、".join(member.key for member in gone)
    # Only these must name everybody; others may stop after the leader.
    doubtful = not extra and wrong[0].kind not in _COMPLETE
    # A name without a post in a sheet that both sides sign may be one of the client's people.
    doubtful = doubtful or (wrong[0].kind in SIGN_INS and not all(role_of(member.statement) for member in extra))
    unsure = doubtful or not all(member.statement.sure for member in (*extra, *gone)) or len(extra) > len(right[1])
    shown = extra or wrong[1]
    return Conflict(
        "K06",
        say,
        "team",
        slots,
        (
            *(evidence(member.statement) for member in (gone or right[1])[:3]),
            *(evidence(member.statement) for member in shown[:3]),
        ),
        Severity.WARN if unsure else Severity.BLOCK,
    )


def strange_experts(view: CaseView) -> Iterator[Conflict]:
    """Yield the experts who signed one meeting only and whom no other paper names, when it names another (K06)."""
    named: dict[str, list[Statement]] = {}
    for statement in team_statements(view):
        if any(word in role_of(statement) for word in _EXPERTS):
            for member in members_of(view, statement):
                named.setdefault(member.key, []).append(statement)
    known = {key: items for key, items in named.items() if len({item.paper.document for item in items}) > 1}
    others = known or {key: items for key, items in named.items() if items[0].paper.kind != "D03"}
    for key, items in named.items():
        missing = [other for other in others if other != key and not _signed(named[other], items[0].paper)]
        if key in others or not missing or items[0].paper.kind not in SIGN_INS:
            continue
        right = named[missing[0]][0]
        yield Conflict(
            "K06",
            "other",
            "team",
            {
                "paper": paper_name(items[0].paper),
                "right_paper": paper_name(right.paper),
                "people": key,
                "gone": missing[0],
                "team": missing[0],
            },
            (evidence(right), evidence(items[0])),
            Severity.WARN,
        )


def _signed(items: list[Statement], paper: PaperFacts) -> bool:
    return any(item.paper.document == paper.document for item in items)
