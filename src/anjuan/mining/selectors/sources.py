"""Cases and reviewed facts of a scope, as the compiling room takes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from anjuan.archive.models import Case, CaseAttribute, Document
from anjuan.compiling.sources import SourceCase, SourceFact, Sources
from anjuan.extraction.facts import FactKind
from anjuan.mining.models import FactState, MinedFact
from anjuan.mining.scopes import Scope

USABLE = (FactState.ACCEPTED, FactState.CORRECTED)
#: Papers that tell of findings whether there are any or none: the report and the nonconformity papers.
_FINDINGS_STAGE = ("D",)
_COLUMNS = ("id", "case_id", "kind", "slots", "corrected", "quote", "state")


@dataclasses.dataclass(frozen=True)
class ScopeSources:
    """The sources of one guide and how they were chosen.

    Attributes:
        scope: The scope whose cases were used: the wanted one, or a coarser one when it has too few clients.
        sources: Cases and facts.
        waiting: Facts that are not reviewed and were left out, or were used in a preview.

    """

    scope: Scope
    sources: Sources
    waiting: int


def scope_sources(wanted: Scope, *, least_clients: int, with_proposed: bool = False) -> ScopeSources:
    """Return the cases and facts for a guide; a coarser code is taken while too few clients have the wanted one.

    Args:
        wanted: Field and code of the guide.
        least_clients: From how many clients on a code has a guide of its own.
        with_proposed: Take facts that nobody has reviewed as well, for a preview.

    """
    scope = wanted
    cases = _cases(scope)
    while len(_clients(cases)) < least_clients and scope.coarser is not None:
        scope = scope.coarser
        cases = _cases(scope)
    facts = MinedFact.objects.filter(case__in=[case.pk for case in cases], document__removed=False)
    waiting = facts.filter(state=FactState.PROPOSED).count()
    states = (*USABLE, FactState.PROPOSED) if with_proposed else USABLE
    return ScopeSources(scope, _sources(cases, facts.filter(state__in=states)), waiting)


def _cases(scope: Scope) -> list[Case]:
    found = cases_in(scope).only("id", "number", "organisation_id", "organisation_name", "audit_type", "audited_on")
    return list(found.order_by("id"))


def cases_in(scope: Scope) -> QuerySet[Case]:
    """Return the cases of a scope that were mined; a case without a known field belongs to none."""
    mined = Case.objects.exclude(mined=None).exclude(state="destroyed")
    found = mined.filter(field_code__startswith=scope.field_code)
    if scope.professional_code:
        code = scope.professional_code
        own = Q(attributes__value=code) | Q(attributes__value__startswith=f"{code}.")
        found = found.filter(own, attributes__name="professional_code").distinct()
    return found


def _clients(cases: Iterable[Case]) -> set[str]:
    return {client_key(case) for case in cases}


def client_key(case: Case) -> str:
    """Return what tells the client of a case: its organisation, else the name as printed, else the case itself."""
    if case.organisation_id:
        return f"organisation:{case.organisation_id}"
    return f"name:{case.organisation_name}" if case.organisation_name else f"case:{case.pk}"


def case_codes(cases: Iterable[int]) -> dict[str, list[str]]:
    """Return the professional codes of cases, by the key that citations name. One query."""
    found: dict[str, list[str]] = {}
    told = CaseAttribute.objects.filter(name="professional_code", case__in=list(cases)).order_by("value")
    for key, value in told.values_list("case", "value"):
        found.setdefault(str(key), []).append(value)
    return found


def _sources(cases: Sequence[Case], facts: QuerySet[MinedFact]) -> Sources:
    keys = [case.pk for case in cases]
    telling = set(
        Document.objects.filter(case__in=keys, removed=False, kind__startswith=_FINDINGS_STAGE[0])
        .values_list("case_id", flat=True)
        .distinct()
    )
    known = {
        str(case.pk): SourceCase(str(case.pk), client_key(case), case.audit_type, case.audited_on, case.pk in telling)
        for case in cases
    }
    return Sources(known, tuple(source_fact(fact) for fact in facts.only(*_COLUMNS).order_by("case_id", "id")))


def source_fact(fact: MinedFact) -> SourceFact:
    """Return a fact as the compiling room takes it: values as they count, and all words that it stands on."""
    corrected = dict(fact.corrected or ())
    slots = tuple((slot["name"], corrected.get(slot["name"], slot["value"])) for slot in fact.slots)
    source = "\n".join((fact.quote, *(slot["quote"] for slot in fact.slots)))
    return SourceFact(
        str(fact.pk),
        str(fact.case_id),
        FactKind(fact.kind),
        tuple(pair for pair in slots if pair[1]),
        fact.quote,
        source,
    )
