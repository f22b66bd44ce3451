"""The people and the nonconformities of a case, as its papers name them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.scenes import case_papers
from anjuan.archive.selectors.sight import case_whole
from anjuan.judging.casefile import PaperFacts
from anjuan.judging.scenes.steps import Spot
from anjuan.papers.facts import Found

#: Single fields that name a person, and the side the person stands on.
_NAMED = {
    "team_leader": ("body", "leader"), "reviewer": ("body", "reviewer"), "decision_maker": ("body", "decision_maker"),
    "legal_representative": ("client", "legal_representative"),
    "management_representative": ("client", "management_representative"), "contact": ("client", "contact"),
}  # fmt: skip
_RAISED, _ANSWERED = ("D08", "D10"), ("D09", "D11")


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A paper that names somebody, and where."""

    document_title: str
    kind: str
    spot: Spot


@dataclasses.dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody whom the papers name.

    Attributes:
        name: As printed.
        side: ``body`` or ``client``.
        roles: Codes such as ``leader``, ``reviewer``.
        posts: Posts as sign-in sheets print them.
        codes: Professional codes as printed.
        mentions: The papers, one mention each, in the order of the case.

    """

    name: str
    side: str
    roles: tuple[str, ...]
    posts: tuple[str, ...]
    codes: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclasses.dataclass(slots=True)
class _Gathered:
    sides: list[str] = dataclasses.field(default_factory=list)
    roles: dict[str, None] = dataclasses.field(default_factory=dict)
    posts: dict[str, None] = dataclasses.field(default_factory=dict)
    codes: dict[str, None] = dataclasses.field(default_factory=dict)
    mentions: dict[int, Mention] = dataclasses.field(default_factory=dict)


def case_people(viewer: Viewer, number: str) -> tuple[PersonRow, ...]:
    """Return who audited, reviewed and decided, then who stood for the organisation. Three queries at most.

    Raises:
        CaseUnknownError: There is none of which this person may see more than single documents.

    """
    gathered: dict[str, _Gathered] = {}
    for paper in case_papers(viewer, case_whole(viewer, number)):
        for name, side, kept, value, found in _named_in(paper):
            one = gathered.setdefault(name, _Gathered())
            one.sides.append(side)
            if value:
                getattr(one, kept)[value] = None
            one.mentions.setdefault(
                paper.document,
                Mention(paper.title, paper.kind, Spot(paper.document, found.page, tuple(found.box))),
            )
    rows = [_person(name, one) for name, one in gathered.items()]
    return tuple(sorted(rows, key=lambda row: (row.side != "body", "leader" not in row.roles, not row.roles)))


def _person(name: str, one: _Gathered) -> PersonRow:
    side = "body" if "body" in one.sides else "client"
    return PersonRow(
        name, side, tuple(one.roles), tuple(one.posts), tuple(one.codes), tuple(one.mentions.values())
    )  # fmt: skip


def _named_in(paper: PaperFacts) -> Iterator[tuple[str, str, str, str, Found]]:
    """Yield who a paper names: the name, the side, what is told of the person, its value, the field."""
    for name, (side, role) in _NAMED.items():
        yield from ((str(found.value), side, "roles", role, found) for found in paper.of(name) if found.value != "")
    for rows, told in (("member", {"role": "roles", "code": "codes"}), ("signature", {"post": "posts"})):
        for group in _groups(paper.found, rows):
            yield from _row(group, rows, told)


def _row(
    group: Sequence[Found], rows: str, told: dict[str, str]
) -> Iterator[tuple[str, str, str, str, Found]]:  # fmt: skip
    """Yield what one row tells of somebody. A ticked word, such as 同意, is an answer and no name."""
    name = next((one for one in group if one.name == f"{rows}.name" and one.value != "" and one.how != "tick"), None)
    if name is None:
        return
    kind = next((str(one.value) for one in group if one.name == "signature.kind"), "")
    side = "body" if rows == "member" or kind == "auditor" else "client"
    yield str(name.value), side, "roles", "", name
    for one in group:
        kept = told.get(one.name.removeprefix(f"{rows}."))
        if kept:
            yield str(name.value), side, kept, str(one.value), one


def _groups(found: Iterable[Found], prefix: str) -> list[list[Found]]:
    rows: dict[str, list[Found]] = {}
    for one in found:
        if one.name.startswith(f"{prefix}."):
            rows.setdefault(one.group, []).append(one)
    return list(rows.values())


@dataclasses.dataclass(frozen=True, slots=True)
class Nonconformity:
    """A nonconformity or observation as the papers tell it; what none tells is empty.

    Attributes:
        number: As printed.
        grade: ``major``, ``minor``, ``observation``; empty when not told.
        clause: As printed.
        department: As printed.
        fact: What was seen.
        cause: The cause as analysed.
        action: Correction and corrective action.
        verification: What the auditor verified.
        found_on: ISO date, maybe partial.
        due_on: The same.
        closed_on: The same; empty while no paper closes it.
        raised: Where it is raised; None when only its answer is in the case.
        answered: Where it is answered; None while it is not.

    """

    number: str
    grade: str
    clause: str
    department: str
    auditor: str
    fact: str
    cause: str
    action: str
    verification: str
    found_on: str
    due_on: str
    closed_on: str
    raised: Mention | None
    answered: Mention | None


_Row = tuple[Mention, dict[str, str]]


def case_nonconformities(viewer: Viewer, number: str) -> tuple[Nonconformity, ...]:
    """Return what the audit found, each with its answer: the two are joined by the number both print.

    Three queries at most.

    Raises:
        CaseUnknownError: There is none of which this person may see more than single documents.

    """
    papers = case_papers(viewer, case_whole(viewer, number))
    raised = _reported(papers, _RAISED)
    answers = _reported(papers, _ANSWERED)
    rows = []
    for one in raised:
        key = one[1].get("number", "")
        answer = next((other for other in answers if key and other[1].get("number") == key), None)
        if answer:
            answers.remove(answer)
        rows.append(_nonconformity(one, answer))
    return (*rows, *(_nonconformity(None, answer) for answer in answers))


def _reported(papers: Sequence[PaperFacts], kinds: Sequence[str]) -> list[_Row]:
    found: list[_Row] = []
    for paper in papers:
        for group in _groups(paper.found, "finding") if paper.kind in kinds else ():
            parts = {one.name.removeprefix("finding."): str(one.value) for one in reversed(group)}
            first = group[0]
            found.append((Mention(paper.title, paper.kind, Spot(paper.document, first.page, tuple(first.box))), parts))
    return [row for row in found if {"number", "fact", "clause"} & set(row[1])]


def _nonconformity(raised: _Row | None, answer: _Row | None) -> Nonconformity:
    told = (answer[1] if answer else {}) | (raised[1] if raised else {})
    late = (raised[1] if raised else {}) | (answer[1] if answer else {})
    actions = [late.get(name, "") for name in ("correction", "action")]
    return Nonconformity(
        told.get("number", ""), told.get("grade", ""), told.get("clause", ""), told.get("department", ""),
        told.get("auditor", ""), told.get("fact", ""), late.get("cause", ""),
        "；".join(one for one in actions if one), late.get("verification", ""), told.get("found_on", ""),
        late.get("due_on", ""), late.get("closed_on", ""), raised[0] if raised else None, answer[0] if answer else None,
    )  # fmt: skip
