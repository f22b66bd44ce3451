"""What a list of cases is narrowed to and ordered by, in terms of the tables."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Q, QuerySet

from anjuan.archive.models import Case, CaseAttribute, IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.kit.clock import CHINA

#: First and last, inclusive; either may be empty. Days are ISO, figures digits.
Span = tuple[str, str]
#: What a list of cases can be ordered by, with the column; ``-`` in front of the name turns the order round.
ORDERS = {
    **{name: name for name in (
        "number", "title", "organisation_name", "field_code", "audit_type", "year", "state", "reached", "province",
        "audited_on", "decided_on", "expires_on", "team_leader", "completeness", "misses", "contradictions",
        "documents_count", "pages_count", "doubtful_lines", "created_at", "updated_at",
    )},
    "blocking": "problems",
}  # fmt: skip
#: What the last judgement of a case found, or what happened to its files.
PROBLEMS = {
    "blocking": Q(problems__gt=0),
    "missing": Q(misses__gt=0),
    "contradiction": Q(contradictions__gt=0),
    "none": Q(misses=0, contradictions=0, problems=0),
    "unjudged": Q(problems=None),
}
_EQUAL = ("field_code", "audit_type", "year", "reached", "province")
_DAYS = ("audited_on", "decided_on", "expires_on")
_FAILED = (ItemState.FAILED, ItemState.REFUSED)


@dataclasses.dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to; empty values do not narrow.

    Attributes:
        words: A part of the number, title or organisation's name; blanks separate parts that must all be there.
        number: A part of the number or the reference code.
        organisation: A part of the organisation's name or of the title.
        field_code: Certification field.
        audit_type: Audit type.
        year: Year.
        state: State of the case.
        standard: A standard, exactly as stated.
        professional_code: A professional code or the beginning of one.
        problem: One of :data:`PROBLEMS`, or ``failed``: files of it were not filed.
        reached: Family of the last papers it holds, ``A`` to ``G``.
        province: Code of the division its address lies in.
        leader: A part of the leader's name.
        audited_on: First and last day of the audit's end, inclusive; either may be empty. So the three below.
        completeness: First and last percent, inclusive; either may be empty.

    """

    words: str = ""
    field_code: str = ""
    audit_type: str = ""
    year: int | None = None
    state: str = ""
    standard: str = ""
    professional_code: str = ""
    problem: str = ""
    number: str = ""
    organisation: str = ""
    reached: str = ""
    province: str = ""
    leader: str = ""
    audited_on: Span = ("", "")
    decided_on: Span = ("", "")
    expires_on: Span = ("", "")
    received: Span = ("", "")
    completeness: Span = ("", "")

    @property
    def is_worded(self) -> bool:
        """Whether it looks for parts of texts, which no index orders."""
        return bool(self.words or self.number or self.organisation or self.leader)

    @property
    def counts_by_state(self) -> bool:
        """Whether states are counted best along the index that begins with them."""
        worded = bool(self.words or self.organisation)
        return worded or dataclasses.replace(self, state="") == CaseFilter()


def narrowed(cases: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    """Return the cases that a filter leaves; its state counts like the rest."""
    equal = {name: value for name in (*_EQUAL, "state") if (value := getattr(wanted, name)) not in ("", None)}
    cases = _by_days(_by_words(cases.filter(**equal), wanted), wanted)
    if wanted.problem in PROBLEMS:
        cases = cases.filter(PROBLEMS[wanted.problem])
    elif wanted.problem == "failed":
        cases = cases.filter(pk__in=IntakeItem.objects.filter(state__in=_FAILED, case__isnull=False).values("case"))
    for name, lookup, value in (
        ("standard", "value", wanted.standard),
        ("professional_code", "value__startswith", wanted.professional_code),
    ):
        if value:
            stated = CaseAttribute.objects.filter(name=name, **{lookup: value})
            cases = cases.filter(pk__in=stated.values("case"))
    return cases


def _by_words(cases: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    for word in wanted.words.split():
        cases = cases.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(organisation_name__icontains=word)
        )  # fmt: skip
    for word in wanted.number.split():
        cases = cases.filter(Q(number__icontains=word) | Q(reference_code__icontains=word))
    for word in wanted.organisation.split():
        cases = cases.filter(Q(title__icontains=word) | Q(organisation_name__icontains=word))
    return cases.filter(team_leader__icontains=wanted.leader) if wanted.leader else cases


def _by_days(cases: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    for name in _DAYS:
        first, last = getattr(wanted, name)
        if first:
            # A partial date, such as a month, counts when the first day may lie in it.
            cases = cases.filter(Q(**{f"{name}__gte": first}) | Q(**{f"{name}__in": [first[:7], first[:4]]}))
        if last:
            cases = cases.filter(**{f"{name}__lte": last}).exclude(**{name: ""})
    first, last = wanted.received
    if first:
        cases = cases.filter(created_at__gte=_moment(first, 0))
    if last:
        cases = cases.filter(created_at__lt=_moment(last, 1))
    first, last = wanted.completeness
    if first:
        cases = cases.filter(completeness__gte=int(first))
    return cases.filter(completeness__lte=int(last)) if last else cases


def _moment(day: str, later: int) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day) + dt.timedelta(days=later), dt.time(), tzinfo=CHINA)
