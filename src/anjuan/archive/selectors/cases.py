"""Lists of cases, and one case with its documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute, CaseJudgement, CustodyEvent, Document, IntakeItem, OriginalNotice
from anjuan.archive.models.intake import ItemState
from anjuan.archive.selectors.case_filters import ORDERS, CaseFilter, narrowed
from anjuan.archive.selectors.sight import case_named, cases_of, document_seen, documents_of, reads_whole
from anjuan.kit.errors import UsageError
from anjuan.papers.facts import DOUBTFUL

#: A kind that somebody gave is in no doubt.
_GIVEN = ("person", "manifest")
MOST_ROWS = 500
LAST_OFFSET = 10_000_000
#: So many rows are sorted by themselves.
FEW = 500
_NO_CASE, _NO_DOCUMENT = Coalesce("case_id", Value(0)), Coalesce("document_id", Value(0))


@dataclasses.dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list; ``blocking`` is None while it was never judged."""

    id: int
    number: str
    title: str
    state: str
    organisation_name: str
    field_code: str
    audit_type: str
    year: int | None
    standards: tuple[str, ...]
    professional_codes: tuple[str, ...]
    documents_count: int
    pages_count: int
    doubtful_lines: int
    created_at: str
    updated_at: str
    blocking: int | None = None
    warnings: int = 0
    is_stale: bool = False
    reference_code: str = ""
    audited_on: str = ""
    decided_on: str = ""
    expires_on: str = ""
    team_leader: str = ""
    province: str = ""
    reached: str = ""
    completeness: int | None = None
    misses: int = 0
    contradictions: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class CaseRows:
    """A slice of a list.

    Attributes:
        rows: The slice.
        total: How many cases the whole filter leaves.
        states: How many cases each state has under the *other* filters; "" is all of them.

    """

    rows: tuple[CaseRow, ...]
    total: int
    states: dict[str, int]


def case_list(
    viewer: Viewer, wanted: CaseFilter, *, order: str = "-number", offset: int = 0, limit: int = 20
) -> CaseRows:
    """Return a slice of the cases a person may see. Five queries at most.

    Raises:
        UsageError: The order is unknown, or the slice is out of bounds.

    """
    if order.removeprefix("-") not in ORDERS:
        raise UsageError(f"Cases cannot be ordered by {order!r}.", remedy=f"Choose one of: {', '.join(ORDERS)}.")
    if not (0 <= offset <= LAST_OFFSET and 1 <= limit <= MOST_ROWS):
        raise UsageError(
            f"A slice of {limit} rows from {offset} is out of bounds.", remedy=f"Ask for 1 to {MOST_ROWS} rows."
        )
    others = narrowed(cases_of(viewer), dataclasses.replace(wanted, state=""))
    states = _states(others, is_plain=wanted.counts_by_state)
    states[""] = sum(states.values())
    found = others.filter(state=wanted.state) if wanted.state else others
    total = states.get(wanted.state, 0)
    if total <= FEW and wanted.is_worded:
        # Few texts among many: found by reading one index, not by walking the order with every row looked up.
        found = Case.objects.filter(pk__in=list(found.order_by().values_list("pk", flat=True)))
    return CaseRows(_slice(found, order, offset, limit) if offset < total else (), total, states)


def _states(cases: QuerySet[Case], *, is_plain: bool) -> dict[str, int]:
    """Return how many cases each state has.

    SQLite walks an index that begins with what is grouped, whatever is filtered. That is right for all cases and for
    texts, which are in that index; for other filters an expression leaves it free to take the filter's own index.
    """
    group = cases.order_by().values_list("state" if is_plain else Coalesce("state", Value("")))
    return dict(group.annotate(number=Count("id")))


def case_total(viewer: Viewer, wanted: CaseFilter) -> int:
    """Return how many cases a filter leaves of those a person may see: what the list says. One query."""
    return narrowed(cases_of(viewer), wanted).order_by().count()


def cases_recent(viewer: Viewer, *, limit: int) -> tuple[CaseRow, ...]:
    """Return the cases that changed last. Three queries."""
    return _slice(cases_of(viewer), "-updated_at", 0, limit)


def case_labels(viewer: Viewer, wanted: CaseFilter, *, numbers: Sequence[str] = ()) -> list[tuple[int, str]]:
    """Return keys and names of the cases that a filter leaves; of these numbers only, if any. One query."""
    cases = narrowed(cases_of(viewer), wanted)
    cases = cases.filter(number__in=numbers) if numbers else cases
    rows = cases.order_by("id").values_list("pk", "number", "title")
    return [(key, f"{number} {title}") for key, number, title in rows]


def _slice(found: QuerySet[Case], order: str, offset: int, limit: int) -> tuple[CaseRow, ...]:
    """Return some rows: their keys first, from an index alone, so that a far page costs little more than the first."""
    return case_rows(list(ordered_keys(found, order)[offset : offset + limit]))


def ordered_keys(found: QuerySet[Case], order: str) -> QuerySet[Case, int]:
    """Return the keys of cases in an order of :data:`ORDERS`."""
    down = "-" if order.startswith("-") else ""
    return found.order_by(f"{down}{ORDERS[order.removeprefix('-')]}", f"{down}id").values_list("pk", flat=True)


def case_rows(keys: Sequence[int]) -> tuple[CaseRow, ...]:
    """Return cases by keys that the person was found to see, in the order of the keys. Two queries."""
    told = Case.objects.annotate(told=F("judgement__warnings"), is_old=F("judgement__stale"))
    cases = {case.pk: case for case in told.filter(pk__in=keys)}
    several = _several(keys)
    found = ((cases[key], several.get(key, {})) for key in keys if key in cases)
    return tuple(_row(case, values, case.told or 0, is_stale=bool(case.is_old)) for case, values in found)


def _one_row(case: Case) -> CaseRow:
    judged: CaseJudgement | None = getattr(case, "judgement", None)
    several = _several([case.pk]).get(case.pk, {})
    return _row(case, several, judged.warnings if judged else 0, is_stale=judged is not None and judged.stale)


def _several(keys: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """Return by case the values of which there may be several. One query; no object for each of them."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    rows = CaseAttribute.objects.filter(case__in=keys).order_by("id").values_list("case_id", "name", "value")
    for key, name, value in rows:
        mine = found.setdefault(key, {})
        mine[name] = (*mine.get(name, ()), value)
    return found


def _row(case: Case, several: Mapping[str, tuple[str, ...]], warnings: int, *, is_stale: bool) -> CaseRow:
    return CaseRow(
        id=case.pk,
        number=case.number,
        title=case.title,
        state=case.state,
        organisation_name=case.organisation_name,
        field_code=case.field_code,
        audit_type=case.audit_type,
        year=case.year,
        standards=several.get("standard", ()),
        professional_codes=several.get("professional_code", ()),
        documents_count=case.documents_count,
        pages_count=case.pages_count,
        doubtful_lines=case.doubtful_lines,
        created_at=case.created_at.isoformat(timespec="seconds"),
        updated_at=case.updated_at.isoformat(timespec="seconds"),
        blocking=case.problems,
        warnings=warnings,
        is_stale=is_stale,
        reference_code=case.reference_code or "",
        audited_on=case.audited_on,
        decided_on=case.decided_on,
        expires_on=case.expires_on,
        team_leader=case.team_leader,
        province=case.province,
        reached=case.reached,
        completeness=case.completeness,
        misses=case.misses,
        contradictions=case.contradictions,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in its case.

    Attributes:
        sha256: Of its original, as received.
        sm3: Of its original, as received (GB/T 32905-2016).
        verified_at: When the stored bytes were last read and found to be what was received.
        pages_aside: How many of its pages a person marked blank, foreign or duplicate.

    """

    id: int
    sequence: int
    title: str
    filename: str
    folder: str
    kind: str
    stage: str
    pages_count: int
    media_type: str
    reading: str
    reader: str
    sha256: str
    size_bytes: int
    parent_id: int | None
    received_at: str
    sm3: str = ""
    verified_at: str = ""
    kind_name: str = ""
    form_no: str = ""
    confidence: float = 0.0
    kind_by: str = ""
    first_page: int = 1
    last_page: int | None = None
    is_addendum: bool = False
    pages_aside: int = 0

    @property
    def pages_counted(self) -> int:
        """How many of its pages count: those that nobody marked blank, foreign or duplicate."""
        return self.pages_count - self.pages_aside

    @property
    def is_part_or_long(self) -> bool:
        """Whether its file has more than one page, as far as it tells."""
        return self.pages_count > 1 or self.first_page > 1

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at its kind."""
        return bool(self.pages_count) and self.kind_by not in _GIVEN and (not self.kind or self.confidence < DOUBTFUL)


@dataclasses.dataclass(frozen=True, slots=True)
class Trouble:
    """A file of the case that was not filed, or was filed in part."""

    path: str
    state: str
    code: str
    reason: str
    item_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that its page shows at first.

    Attributes:
        row: The case itself.
        documents: Its documents in order.
        troubles: Its files that need somebody.
        misses: How many things it lacks by its last judgement.
        contradictions: How many contradictions its last judgement found.
        is_whole: Whether the person may open every document of it.

    """

    row: CaseRow
    documents: tuple[DocumentRow, ...]
    troubles: tuple[Trouble, ...]
    misses: int = 0
    contradictions: int = 0
    is_whole: bool = True


def case_get(viewer: Viewer, name: str) -> CaseView:
    """Return a case by number or title. Six queries, one more for who may not read all cases.

    The list of its papers is whole for everybody; what its files suffer from and how many findings it has is told
    to who may read all of it.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, name)
    documents = case.documents.filter(removed=False).select_related("original").order_by("sequence")
    is_whole = reads_whole(viewer, case)
    judged: CaseJudgement | None = getattr(case, "judgement", None) if is_whole else None
    return CaseView(
        _one_row(case),
        tuple(_document(document) for document in documents),
        tuple(_troubles(case)) if is_whole else (),
        len(judged.misses) if judged else 0,
        len(judged.contradictions) if judged else 0,
        is_whole,
    )


def _troubles(case: Case) -> list[Trouble]:
    items = IntakeItem.objects.filter(case=case, state__in=[ItemState.REFUSED, ItemState.FAILED]).order_by("id")
    notices = OriginalNotice.objects.filter(original__documents__case=case, partial=True).distinct()
    troubles = [Trouble(item.path, item.state, item.reason_code, item.reason, item.pk) for item in items[:500]]
    return troubles + [Trouble("", "partial", notice.code, notice.text) for notice in notices[:500]]


def _document(document: Document) -> DocumentRow:
    original = document.original
    return DocumentRow(
        id=document.pk,
        sequence=document.sequence,
        title=document.title,
        filename=document.filename,
        folder=document.folder,
        kind=document.kind,
        stage=document.stage,
        pages_count=document.pages_count,
        media_type=original.media_type,
        reading=original.reading,
        reader=original.reader,
        sha256=original.sha256,
        size_bytes=original.size_bytes,
        parent_id=document.parent_id,
        received_at=document.received_at.isoformat(timespec="seconds"),
        sm3=original.sm3,
        verified_at=original.verified_at.isoformat(timespec="seconds") if original.verified_at else "",
        kind_name=document.kind_name,
        form_no=document.form_no,
        confidence=document.kind_confidence,
        kind_by=document.kind_by,
        first_page=document.first_page,
        last_page=document.last_page,
        is_addendum=document.addendum,
        pages_aside=document.pages_aside,
    )


def document_get(viewer: Viewer, document_id: int) -> DocumentRow:
    """Return one document. One query.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    return _document(document_seen(viewer, document_id))


@dataclasses.dataclass(frozen=True, slots=True)
class EventRow:
    """One event of custody."""

    at: str
    event: str
    outcome: str
    actor: str
    detail: str
    tool: str
    document_title: str


def case_events(viewer: Viewer, name: str, *, limit: int = 500) -> list[EventRow]:
    """Return the custody events of a case and its documents, the newest first. Six queries at most.

    Who may read single documents only is told what was done to those.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, name)
    # The same bytes may lie in a case that this person may not see: what was done there is told there only.
    mine = CustodyEvent.objects.filter(case=case)
    originals = list(Document.objects.filter(case=case).values_list("original_id", flat=True))
    # Expressions keep SQLite from reading every event that is of no case.
    shared = CustodyEvent.objects.alias(a_case=_NO_CASE, a_document=_NO_DOCUMENT)
    shared = shared.filter(a_case=0, a_document=0, original__in=originals)
    if not reads_whole(viewer, case):
        mine = mine.filter(document__in=documents_of(viewer).filter(case=case))
        shared = shared.none()
    # Each by its own index: together they would be sought by reading every event there is.
    keys = [key for part in (mine, shared) for key in part.order_by("-id").values_list("pk", flat=True)[:limit]]
    events = CustodyEvent.objects.filter(pk__in=keys).select_related("document").order_by("-id")[:limit]
    return [
        EventRow(
            event.at.isoformat(timespec="seconds"), event.event, event.outcome, event.actor, event.detail, event.tool,
            event.document.title if event.document else "",
        )
        for event in events
    ]  # fmt: skip


#: Columns of which the query form offers the values that there are.
_OFFERED = ("field_code", "audit_type", "province", "year")


def case_choices(viewer: Viewer) -> dict[str, list[str | int]]:
    """Return the values that the query form offers: what the visible cases really have. One query."""
    cases = cases_of(viewer).order_by()
    told = [
        cases.values_list(Value(name), Cast(name, CharField()) if name == "year" else name).distinct()
        for name in _OFFERED
    ]  # fmt: skip
    offered: dict[str, set[str | int]] = {name: set() for name in _OFFERED}
    for name, value in told[0].union(*told[1:], all=True):
        if value not in ("", None):
            offered[name].add(int(value) if name == "year" else value)
    return {name: sorted(values, reverse=name == "year") for name, values in offered.items()}
