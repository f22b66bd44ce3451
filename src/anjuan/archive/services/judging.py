"""Judging cases: deriving what a case states, then what it lacks and what in it contradicts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseAttribute, CaseField, CaseJudgement
from anjuan.archive.models.cases import CaseState
from anjuan.archive.rules.case_columns import columns_of, text_of
from anjuan.archive.rules.rules_day import casefile, derived, plain
from anjuan.archive.selectors.casefiles import Stated, papers_of, stated_of
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.matching import case_match
from anjuan.archive.services.overview import figures_keep, overview_keep
from anjuan.archive.services.traces import contradictions_with_others
from anjuan.archive.services.unsettling import cycles_order
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.judging.casefile import Severity
from anjuan.judging.judge import Judgement, judge
from anjuan.papers.fields.derive import CaseValue

JUDGE_ROUND = "archive.judge_round"
#: A round is divided into so many jobs, so that as many workers can share it.
ROUND_PARTS = 8
_BATCH = 20


def case_judge(*, deed: Deed, case_id: int) -> Judgement:
    """Judge a case as it stands now, and keep the judgement.

    When papers change meanwhile, the judgement stays marked as out of date; one that is newer is not replaced.
    What stands under a seal is judged by today's rules, but neither its fields nor its organisation change.
    """
    case = Case.objects.select_related("organisation").get(pk=case_id)
    revision = CaseJudgement.objects.filter(case=case).values_list("revision", flat=True).first() or 0
    papers = papers_of(case)
    stated = stated_of(case)
    own = derived(papers)
    values = {name: plain(one.value) for name, one in own.items()} | dict(stated.values)
    whole = casefile(case.pk, papers, values, stated.conditions)
    found = judge(whole)
    found = dataclasses.replace(found, contradictions=(*found.contradictions, *contradictions_with_others(whole)))
    with transaction.atomic():
        state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case.pk)
        if state == CaseState.DESTROYED:
            CaseJudgement.objects.filter(case=case).delete()
            return found  # what outlives its papers is not derived from them any more
        if CaseJudgement.objects.filter(case=case, stale=False).exclude(revision=revision).exists():
            return found
        if state != CaseState.SEALED:
            _keep_values(case, own, stated)
            overview_keep(case_id=case.pk, values=values, kinds=[paper.kind for paper in papers])
            case_match(deed=deed, case=case, values=own)
        CaseJudgement.objects.update_or_create(case=case, defaults=_row(deed, found))
        figures_keep(case_id=case.pk, found=found)
        CaseJudgement.objects.filter(case=case, revision=revision).update(stale=False)
        if case.organisation_id:
            cycles_order(organisation_id=case.organisation_id, deed=deed)
    return found


def _row(deed: Deed, found: Judgement) -> dict[str, Any]:
    return {
        "misses": [dataclasses.asdict(one) for one in found.misses],
        "contradictions": [dataclasses.asdict(one) for one in found.contradictions],
        "editions": dict(found.editions),
        "questions": [one.code for one in found.completeness.open],
        "blocking": found.count(Severity.BLOCK),
        "warnings": found.count(Severity.WARN),
        "near": found.count(Severity.NEAR),
        "judged_at": deed.now,
    }


def _keep_values(case: Case, values: Mapping[str, CaseValue], stated: Stated) -> None:
    """Keep the derived values beside those that persons stated, and the columns that lists need."""
    new = [
        CaseField(
            case=case, name=name, value=plain(one.value), text=text_of(one.value)[:500], printed=one.printed,
            document_id=one.document, page=one.page, box=list(one.box),
            confidence=round(one.confidence, 3),
        )
        for name, one in values.items()
        if name not in stated.values
    ]  # fmt: skip
    old = {row.name: row for row in CaseField.objects.filter(case=case, source="papers")}
    told: dict[str, Any] = {row.name: row.value for row in new}
    if told != {name: row.value for name, row in old.items()}:
        _keep_columns(case, told, stated)
    elif all(_same(row, old[row.name]) for row in new):
        return
    CaseField.objects.filter(case=case, source="papers").delete()
    CaseField.objects.bulk_create(new)


def _same(new: CaseField, old: CaseField) -> bool:
    return all(
        getattr(new, name) == getattr(old, name) for name in ("printed", "document_id", "page", "box", "confidence")
    )  # fmt: skip


def _keep_columns(case: Case, values: Mapping[str, Any], stated: Stated) -> None:
    columns = {name: value for name, value in columns_of(values).items() if name not in stated.values}
    if columns:
        Case.objects.filter(pk=case.pk).update(**columns)
    for attribute, name in (("standard", "standards"), ("professional_code", "professional_codes")):
        if name in values:
            rows = CaseAttribute.objects.filter(case=case, name=attribute)
            rows.filter(source="papers").delete()
            told = set(rows.values_list("value", flat=True))
            CaseAttribute.objects.bulk_create(
                CaseAttribute(case=case, name=attribute, value=value[:300], source="papers")
                for value in dict.fromkeys(str(one) for one in values[name]) if value not in told
            )  # fmt: skip
    case_reindex(case_id=case.pk)


@transaction.atomic
def cases_unsettle() -> int:
    """Mark every judgement as out of date, because rules changed; return how many. A round judges them again."""
    missing = Case.objects.filter(judgement=None).exclude(state=CaseState.DESTROYED).values_list("pk", flat=True)
    CaseJudgement.objects.bulk_create(CaseJudgement(case_id=key, stale=True) for key in missing)
    return CaseJudgement.objects.update(stale=True)


@transaction.atomic
def round_order(*, deed: Deed) -> None:
    """Order a round over all cases whose judgement is out of date; one that is under way is not ordered twice."""
    for part in range(ROUND_PARTS):
        TableQueue().add(JobSpec(JUDGE_ROUND, part, priority=-20), now=deed.now)


def stale_cases(part: int) -> Iterator[int]:
    """Yield the cases of one part of a round whose judgement is out of date, in the order of their keys."""
    last = 0
    while True:
        waiting = CaseJudgement.objects.filter(stale=True, case_id__gt=last).order_by("case_id")
        mine = list(waiting.values_list("case_id", flat=True)[: _BATCH * ROUND_PARTS])
        if not mine:
            return
        yield from (key for key in mine if key % ROUND_PARTS == part)
        last = mine[-1]


def stale_number() -> int:
    """Return how many cases wait to be judged again."""
    return CaseJudgement.objects.filter(stale=True).count()


def is_stale(case_id: int) -> bool:
    """Return whether the judgement of a case is out of date."""
    return CaseJudgement.objects.filter(case_id=case_id, stale=True).exists()
