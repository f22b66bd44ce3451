"""Certification cycles: the cases of one organisation put in order, and what a cycle as a whole lacks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseField, Cycle
from anjuan.archive.models.cases import CaseState
from anjuan.archive.rules.rules_day import casefile, derived, plain
from anjuan.archive.selectors.casefiles import CONDITION, papers_of, stated_of
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.history import conditions_from_history
from anjuan.judging.completeness.missing_of_cycle import missing_of_cycle
from anjuan.judging.matching import cycles as rules
from anjuan.judging.rules.tables import rulebook

#: Conditions of a case that its organisation's earlier cases answer.
BY_HISTORY = "history"


def organisation_cycles(*, deed: Deed, organisation_id: int) -> list[Cycle]:
    """Put the cases of an organisation into certification cycles and judge each cycle as a whole.

    What earlier cases say of the conditions of a later one is kept with it, and it is judged again when that
    changed and no seal covers it. A case without a date belongs to no cycle.
    """
    cases = list(Case.objects.filter(organisation_id=organisation_id).order_by("pk"))
    files = {case.pk: _whole(case) for case in cases}
    found = rules.cycles(list(files.values()))
    with transaction.atomic():
        Case.objects.filter(organisation_id=organisation_id).update(cycle=None)
        Cycle.objects.filter(organisation_id=organisation_id).delete()
        kept = [_keep(deed, organisation_id, one, place, files) for place, one in _numbered(found.cycles)]
        for case in cases:
            if case.state not in (CaseState.SEALED, CaseState.DESTROYED):
                _remember(deed, case, files)
    return kept


def _whole(case: Case) -> CaseFile:
    papers = papers_of(case)
    stated = stated_of(case)
    values = {name: plain(one.value) for name, one in derived(papers).items()} | dict(stated.values)
    return casefile(case.pk, papers, values, stated.conditions)


def _numbered(cycles: Sequence[rules.Cycle]) -> list[tuple[int, rules.Cycle]]:
    """Return the cycles of each field with their number, from 1."""
    seen: dict[str, int] = {}
    numbered = []
    for one in cycles:
        seen[one.field] = seen.get(one.field, 0) + 1
        numbered.append((seen[one.field], one))
    return numbered


def _keep(deed: Deed, organisation_id: int, one: rules.Cycle, ordinal: int, files: dict[int, CaseFile]) -> Cycle:
    mine = [files[case.case] for case in one.cases]
    misses = missing_of_cycle(mine, one.begins, one.ends, requirements=rulebook(), until=deed.now.date())
    cycle = Cycle.objects.create(
        organisation_id=organisation_id, field_code=one.field, ordinal=ordinal, begins=one.begins.isoformat(),
        ends=one.ends.isoformat(), misses=[dataclasses.asdict(miss) for miss in misses],
    )  # fmt: skip
    Case.objects.filter(pk__in=[case.case for case in one.cases]).update(cycle=cycle)
    return cycle


def _remember(deed: Deed, case: Case, files: dict[int, CaseFile]) -> None:
    """Keep what the case before it says of a case's conditions."""
    mine = files[case.pk]
    others = [other for other in files.values() if other.case != case.pk and set(other.fields) & set(mine.fields)]
    told = dict(conditions_from_history(mine, others, requirements=rulebook()))
    rows = CaseField.objects.filter(case=case, source=BY_HISTORY)
    if {row.name.removeprefix(CONDITION): row.value for row in rows} == told:
        return
    rows.delete()
    given = set(CaseField.objects.filter(case=case).values_list("name", flat=True))
    CaseField.objects.bulk_create(
        CaseField(
            case=case, name=f"{CONDITION}{name}", value=holds, text="是" if holds else "否", confidence=1.0,
            source=BY_HISTORY,
        )
        for name, holds in told.items() if f"{CONDITION}{name}" not in given
    )  # fmt: skip
    case_unsettle(case_id=case.pk, deed=deed)
