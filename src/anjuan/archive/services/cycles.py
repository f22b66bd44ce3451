"""Certification cycles: the cases of one organisation put in order, and what a cycle as a whole lacks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseField, Cycle
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.casefiles import CONDITION, CaseBrief, briefs_of
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.history import conditions_from_history
from anjuan.judging.completeness.missing_of_cycle import missing_of_cycle
from anjuan.judging.matching import cycles as rules
from anjuan.judging.rules.tables import rulebook

#: Conditions of a case that its organisation's earlier cases answer.
BY_HISTORY = "history"


def organisation_cycles(
    *, deed: Deed, organisation_id: int, briefs: Sequence[CaseBrief] | None = None
) -> tuple[Cycle, ...]:
    """Put the cases of an organisation into certification cycles and judge each cycle as a whole.

    What earlier cases say of the conditions of a later one is kept with it, and it is judged again when that
    changed and no seal covers it. A case without a date belongs to no cycle.

    Args:
        deed: Who and when.
        organisation_id: The organisation.
        briefs: All its cases, where they are at hand; otherwise they are loaded.

    """
    if briefs is None:
        briefs = briefs_of(list(Case.objects.filter(organisation_id=organisation_id).order_by("pk")))
    files = {one.case.pk: one.whole for one in briefs}
    found = rules.cycles(list(files.values()))
    with transaction.atomic():
        kept = _keep(deed, organisation_id, _numbered(found.cycles), files)
        for one in briefs:
            if one.case.state not in (CaseState.SEALED, CaseState.DESTROYED):
                _remember(deed, one.case, files)
    return kept


def _numbered(cycles: Sequence[rules.Cycle]) -> list[tuple[int, rules.Cycle]]:
    """Return the cycles of each field with their number, from 1."""
    seen: dict[str, int] = {}
    numbered = []
    for one in cycles:
        seen[one.field] = seen.get(one.field, 0) + 1
        numbered.append((seen[one.field], one))
    return numbered


def _keep(
    deed: Deed, organisation_id: int, numbered: Sequence[tuple[int, rules.Cycle]], files: dict[int, CaseFile]
) -> tuple[Cycle, ...]:
    """Keep the cycles of an organisation; those that stayed as they were are not written again."""
    wanted = {_place(one, ordinal): (one, _row(deed, one, files)) for ordinal, one in numbered}
    old = {(row.field_code, row.ordinal): row for row in Cycle.objects.filter(organisation_id=organisation_id)}
    Cycle.objects.filter(pk__in=[row.pk for place, row in old.items() if place not in wanted]).delete()
    kept = []
    links: dict[int, int] = {}
    for place, (one, row) in wanted.items():
        cycle = old.get(place)
        if cycle is None:
            cycle = Cycle.objects.create(
                organisation_id=organisation_id, field_code=place[0], ordinal=place[1], **row
            )  # fmt: skip
        elif any(getattr(cycle, name) != value for name, value in row.items()):
            Cycle.objects.filter(pk=cycle.pk).update(**row)
        kept.append(cycle)
        links |= {case.case: cycle.pk for case in one.cases}
    _link(organisation_id, links)
    return tuple(kept)


def _place(one: rules.Cycle, ordinal: int) -> tuple[str, int]:
    return one.field, ordinal


def _row(deed: Deed, one: rules.Cycle, files: dict[int, CaseFile]) -> dict[str, Any]:
    mine = [files[case.case] for case in one.cases]
    misses = missing_of_cycle(mine, one.begins, one.ends, requirements=rulebook(), until=deed.now.date())
    told = [dataclasses.asdict(miss) for miss in misses]
    return {"begins": one.begins.isoformat(), "ends": one.ends.isoformat(), "misses": told}


def _link(organisation_id: int, links: dict[int, int]) -> None:
    """Let every case name its cycle; only those whose cycle changed are written."""
    for key, cycle in Case.objects.filter(organisation_id=organisation_id).values_list("pk", "cycle_id"):
        if links.get(key) != cycle:
            Case.objects.filter(pk=key).update(cycle=links.get(key))


def _remember(deed: Deed, case: Case, files: dict[int, CaseFile]) -> None:
    """Keep what the case before it says of a case's conditions; it is judged again only when that changed."""
    mine = files[case.pk]
    others = [other for other in files.values() if other.case != case.pk and set(other.fields) & set(mine.fields)]
    told = conditions_from_history(mine, others, requirements=rulebook())
    rows = CaseField.objects.filter(case=case, name__startswith=CONDITION)
    stated = {row.name: (row.source, row.value) for row in rows}
    given = {name for name, (source, _) in stated.items() if source != BY_HISTORY}
    # What a person answered stands above history: it is left out of both sides, or the two would never agree.
    wanted = {name: holds for code, holds in told.items() if (name := f"{CONDITION}{code}") not in given}
    if wanted == {name: value for name, (source, value) in stated.items() if source == BY_HISTORY}:
        return
    rows.filter(source=BY_HISTORY).delete()
    CaseField.objects.bulk_create(
        CaseField(
            case=case, name=name, value=holds, text="是" if holds else "否", confidence=1.0, source=BY_HISTORY
        )
        for name, holds in wanted.items()
    )  # fmt: skip
    case_unsettle(case_id=case.pk, deed=deed)
