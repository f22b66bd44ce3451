"""K05 and K11: who came to the meetings, who reviewed and who decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from anjuan.judging.casefile import PaperFacts, Severity
from anjuan.judging.comparing.organisations import person_key
from anjuan.judging.contradictions.conflicts import Conflict, Statement, evidence, paper_name, paper_names
from anjuan.judging.contradictions.team import SIGN_INS, members_of, role_of, signs_for, team_statements
from anjuan.judging.contradictions.view import CaseView


def deciders_in_team(view: CaseView) -> Iterator[Conflict]:
    """Yield reviewers and decision makers who were in the team in whatever role (K11)."""
    members = [member for statement in team_statements(view) for member in members_of(view, statement)]
    deciding = (("decision_maker", ("E03", "E04")), ("reviewer", ("E01",)))
    for field, kinds in deciding:
        told: set[str] = set()
        for statement in view.of(field, kinds=kinds):
            for person in members_of(view, statement):
                there = [member for member in members if member.key == person.key and member.statement.sure]
                there = [member for member in there if member.statement.paper.kind not in kinds]
                if not there or person.key in told:
                    continue
                told.add(person.key)
                shown = list({member.statement.paper.document: member.statement for member in there}.values())
                yield Conflict(
                    "K11",
                    field,
                    field,
                    {
                        "person": person.key,
                        "paper": paper_name(statement.paper),
                        "right_paper": paper_names(item.paper for item in shown),
                    },
                    (*(evidence(item) for item in shown[:3]), evidence(statement)),
                    Severity.BLOCK if statement.sure else Severity.WARN,
                )


def top_absent(view: CaseView) -> Iterator[Conflict]:
    """Yield the meetings of stage 2 at which nobody of the top management signed (K05)."""
    rule = view.tables.rules.rules["K05"]
    leaders = {
        person_key(item.text, view.tables.comparing)
        for item in view.of("legal_representative", "management_representative")
    }
    papers = [paper for paper in view.of_kind(*SIGN_INS) if paper.stage != "1"]
    absent: list[tuple[PaperFacts, list[Statement]]] = []
    for paper in papers:
        rows = [item for item in view.of("signature.name") if item.paper.document == paper.document]
        client = [item for item in rows if signs_for(item) != "auditor"]
        posts = Counter(bool(role_of(item)) for item in client)
        if posts[True] < rule.numbers["least_rows"] or posts[False] > posts[True]:
            continue
        if not any(_is_top(item, view, leaders) for item in client):
            absent.append((paper, client))
    for paper, client in absent:
        people = "、".join(f"{role_of(item)} {item.text}".strip() for item in client[:4])
        yield Conflict(
            "K05",
            "absent",
            "top_management",
            {"papers": paper_name(paper), "people": people},
            tuple(evidence(item) for item in client[:4]),
        )


def _is_top(item: Statement, view: CaseView, leaders: set[str]) -> bool:
    words = view.tables.rules.rules["K05"].words
    post = role_of(item)
    if any(word in post for word in words["not_top"]):
        return False
    return person_key(item.text, view.tables.comparing) in leaders or any(word in post for word in words["top"])
