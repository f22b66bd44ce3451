"""Compiled knowledge: released guides with their sources, facts and their review."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from anjuan.api.access import READS, caller_of
from anjuan.api.matching import IfMatch, need_match, tagged
from anjuan.api.shapes import Key, Sent, Slice, Text, opens
from anjuan.mining.rendering.view import GuideView, LineView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.citations import Source, sources_seen
from anjuan.mining.selectors.facts import FactFilter, FactRow, fact_get, fact_rows, fact_total
from anjuan.mining.selectors.guides import (
    EDIT,
    PUBLISH,
    READ,
    ScopeRow,
    edition_published,
    edition_view,
    guide_named,
    scope_rows,
)
from anjuan.mining.selectors.standings import GuideStanding, guide_standing
from anjuan.mining.services.reviewing import REVIEW, fact_accept, fact_correct, fact_reject, fact_reopen

router = Router(tags=["knowledge"])
_SIMPLE = {"accept": fact_accept, "reject": fact_reject, "reopen": fact_reopen}
Code = Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")]


class Guides(Schema):
    """Fields and codes of which cases were mined, each with the number of its released guide, 0 when none is."""

    guides: list[ScopeRow]


class GuideQuery(Schema):
    """Which guide; an empty code is the whole field."""

    field: Code
    code: Code = ""


class GuideLine(Schema):
    """A line: its cells, its support, and those of its sources that the person may open."""

    section: str
    section_title: str
    key: str
    heading: str
    cells: dict[str, str]
    clients: int
    cases: int
    marks: list[str]
    citations: int
    sources: list[Source]


class GuideShown(Schema):
    """A released guide, and how far it is of today."""

    field: str
    code: str
    scope_code: str
    edition: int
    published_at: dt.datetime | None
    clients: int
    cases: int
    facts: int
    standing: GuideStanding
    lines: list[GuideLine]


class FactQuery(Slice):
    """Which facts; what is empty does not filter."""

    case: Text = ""
    kind: Text = ""
    state: Text = ""
    clause: Code = ""
    field: Code = ""
    words: Text = ""


class FactList(Schema):
    """Facts in the order of their cases and papers."""

    total: int
    facts: list[FactRow]


class FactShown(Schema):
    """One fact."""

    fact: FactRow


class VerdictSent(Sent):
    """What is said of a fact; ``values`` goes with ``correct`` alone."""

    verdict: Literal["accept", "reject", "reopen", "correct"]
    values: Annotated[dict[Text, Text], Field(max_length=40)] = Field(default_factory=dict)


@router.get("/knowledge/guides", **opens(Guides, "knowledge:read"))
def guides(request: HttpRequest) -> Guides:
    """List fields and codes with their cases, clients and guides."""
    person = caller_of(request).need(READ, EDIT, PUBLISH)
    return Guides(guides=scope_rows(person))


@router.get("/knowledge/guide", **opens(GuideShown, "knowledge:read"))
def guide(request: HttpRequest, response: HttpResponse, wanted: Query[GuideQuery]) -> GuideShown:
    """Show the released guide of a field and code; its ETag changes with its edition and its standing."""
    caller = caller_of(request)
    person = caller.need(READ, EDIT, PUBLISH)
    edition = edition_published(guide_named(person, Scope(wanted.field, wanted.code)))
    view = edition_view(edition)
    keys = {key for _, _, _, line in _lines(view) for key in line.citations}
    seen = sources_seen(person, keys)
    shown = GuideShown(
        field=view.field[0], code=view.code[0], scope_code=view.scope_code, edition=view.edition,
        published_at=view.published_at, clients=view.clients, cases=view.cases, facts=view.facts,
        standing=guide_standing(edition, view, today=caller.today),
        lines=[_told(section, title, heading, line, seen) for section, title, heading, line in _lines(view)],
    )  # fmt: skip
    tagged(response, shown)
    return shown


def _lines(view: GuideView) -> list[tuple[str, str, str, LineView]]:
    return [
        (section.id, section.title, group.heading, line)
        for section in view.sections
        for group in section.groups
        for line in group.lines
    ]


def _told(section: str, title: str, heading: str, line: LineView, seen: dict[str, Source]) -> GuideLine:
    return GuideLine(
        section=section, section_title=title, key=line.key, heading=heading, cells=line.cells, clients=line.support,
        cases=line.cases, marks=list(line.marks), citations=len(line.citations),
        sources=[seen[key] for key in line.citations if key in seen],
    )  # fmt: skip


@router.get("/knowledge/facts", **opens(FactList, "knowledge:read"))
def facts(request: HttpRequest, wanted: Query[FactQuery]) -> FactList:
    """List facts of the cases that the person may read."""
    person = caller_of(request).need(*READS)
    asked = FactFilter(
        case=wanted.case, kind=wanted.kind, state=wanted.state, clause=wanted.clause, field_code=wanted.field,
        words=wanted.words,
    )  # fmt: skip
    rows = fact_rows(person, asked, offset=wanted.offset, limit=wanted.limit)
    return FactList(total=fact_total(person, asked), facts=list(rows))


@router.get("/knowledge/facts/{fact}", **opens(FactShown, "knowledge:read"))
def fact_one(request: HttpRequest, response: HttpResponse, fact: Key) -> FactShown:
    """Show one fact with the words it stands on; its ETag matches what is said of it."""
    person = caller_of(request).need(*READS)
    shown = FactShown(fact=fact_get(person, fact))
    tagged(response, shown)
    return shown


@router.put("/knowledge/facts/{fact}/verdict", **opens(FactShown, "knowledge:write"))
def verdict(
    request: HttpRequest, response: HttpResponse, fact: Key, sent: VerdictSent, if_match: IfMatch = None
) -> FactShown:
    """Say what a fact is: right, wrong, set right; or take that back."""
    caller = caller_of(request)
    person = caller.need(REVIEW)
    need_match(if_match, FactShown(fact=fact_get(person, fact)))
    if sent.verdict == "correct":
        fact_correct(deed=caller.deed, viewer=person, fact_id=fact, values=sent.values)
    else:
        _SIMPLE[sent.verdict](deed=caller.deed, viewer=person, fact_id=fact)
    shown = FactShown(fact=fact_get(person, fact))
    tagged(response, shown)
    return shown
