"""What waits for a person: findings that block, kinds in doubt, matches to decide, questions about a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import CaseField, CaseJudgement, Document, Match
from anjuan.archive.selectors.casefiles import CONDITION
from anjuan.archive.selectors.sight import case_whole, document_seen, whole_cases_of
from anjuan.judging.rules.tables import conditions
from anjuan.papers.facts import DOUBTFUL

MOST_ROWS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits."""

    blocked_cases: int
    doubtful_kinds: int
    matches: int


def _doubtful(viewer: Viewer) -> QuerySet[Document]:
    unsure = Q(kind="") | Q(kind_confidence__lt=DOUBTFUL)
    found = Document.objects.filter(unsure, removed=False, pages_count__gt=0)
    found = found.exclude(kind_by__in=["person", "manifest"])
    # Who sees all is not asked for: a test of every case keeps SQLite from the index of doubts.
    return found if viewer.sees_all else found.filter(case__in=whole_cases_of(viewer))


def _matches(viewer: Viewer) -> QuerySet[Match]:
    found = Match.objects.filter(state="waiting")
    return found if viewer.sees_all else found.filter(case__in=whole_cases_of(viewer))


def waiting_counts(viewer: Viewer) -> Waiting:
    """Return how much waits for a person. Three queries."""
    blocked = CaseJudgement.objects.filter(case__in=whole_cases_of(viewer), blocking__gt=0)
    return Waiting(blocked.count(), _doubtful(viewer).count(), _matches(viewer).count())


def doubtful_total(viewer: Viewer) -> int:
    """Return how many kinds of papers are in doubt. One query."""
    return _doubtful(viewer).count()


def match_total(viewer: Viewer) -> int:
    """Return how many matches wait for a person. One query."""
    return _matches(viewer).count()


@dataclasses.dataclass(frozen=True, slots=True)
class DoubtfulKind:
    """A document whose kind a person should look at."""

    document_id: int
    title: str
    case_number: str
    case_title: str
    kind: str
    kind_name: str
    confidence: float
    pages_count: int


def doubtful_kinds(viewer: Viewer, *, offset: int = 0, limit: int = MOST_ROWS) -> list[DoubtfulKind]:
    """Return documents whose kind is not known or in doubt, the newest cases first. Two queries."""
    # An expression keeps SQLite from walking all papers in this order to come to those in doubt.
    found = _doubtful(viewer).order_by(Coalesce("case_id", Value(0)).desc(), "sequence")
    keys = list(found.values_list("pk", flat=True)[offset : offset + limit])
    rows = Document.objects.filter(pk__in=keys).select_related("case").order_by("-case_id", "sequence")
    return [
        DoubtfulKind(
            row.pk, row.title, row.case.number, row.case.title, row.kind, row.kind_name, row.kind_confidence,
            row.pages_count,
        )
        for row in rows
    ]  # fmt: skip


def doubtful_keys(viewer: Viewer, *, among: Sequence[int] = ()) -> list[tuple[int, str]]:
    """Return the keys and titles of documents whose kind is in doubt; of these keys only, if any. One query."""
    rows = _doubtful(viewer)
    rows = rows.filter(pk__in=among) if among else rows
    return list(rows.order_by("case_id", "sequence").values_list("pk", "title"))


@dataclasses.dataclass(frozen=True, slots=True)
class MatchRow:
    """A case and an organisation that may be its own."""

    case_number: str
    case_title: str
    organisation_name: str
    organisation_id: int
    offered_name: str
    offered_code: str
    confidence: float
    reasons: tuple[str, ...]


def match_list(viewer: Viewer, *, offset: int = 0, limit: int = MOST_ROWS) -> list[MatchRow]:
    """Return the matches that wait for a person, the surest first. One query."""
    rows = (
        _matches(viewer).select_related("case", "organisation").order_by("-confidence", "id")[offset : offset + limit]
    )
    return [
        MatchRow(
            row.case.number, row.case.title, row.case.organisation_name, row.organisation_id, row.organisation.name,
            row.organisation.credit_code or "", row.confidence, tuple(str(one) for one in row.reasons),
        )
        for row in rows
    ]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A condition of a case: what a person answered, or None while it is open."""

    code: str
    name: str
    holds: bool | None


def case_questions(viewer: Viewer, number: str) -> list[Question]:
    """Return the conditions that the papers of a case leave open, and those a person answered. Three queries.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_whole(viewer, number)
    judged = CaseJudgement.objects.filter(case=case).values_list("questions", flat=True).first() or []
    rows = CaseField.objects.filter(case=case, name__startswith=CONDITION).values_list("name", "value")
    told = {name.removeprefix(CONDITION): bool(value) for name, value in rows}
    names = {code: one.name for code, one in conditions().latest.by_code.items()}
    return [Question(code, names.get(code, code), told.get(code)) for code in dict.fromkeys([*judged, *told])]


def cuts_of_file(viewer: Viewer, document_id: int) -> tuple[int, ...]:
    """Return the pages of a document's file on which its papers begin. Two queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    mine = Document.objects.filter(case_id=document.case_id, original_id=document.original_id, removed=False)
    return tuple(mine.order_by("first_page").values_list("first_page", flat=True))
