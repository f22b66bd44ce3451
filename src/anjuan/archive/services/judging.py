"""Judging cases: deriving what a case states, then what it lacks and what in it contradicts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseAttribute, CaseField, CaseJudgement, Ruling
from anjuan.archive.models.cases import CaseState
from anjuan.archive.rules.case_columns import columns_of, text_of
from anjuan.archive.rules.findings import open_counts
from anjuan.archive.rules.rules_day import plain
from anjuan.archive.selectors.body_tables import checklists_now
from anjuan.archive.selectors.casefiles import CaseBrief, Stated, briefs_of, values_with
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.foreign_pages import foreign_pages
from anjuan.archive.services.matching import case_match
from anjuan.archive.services.overview import figures_keep, overview_keep
from anjuan.archive.services.traces import contradictions_with_others, traces_keep
from anjuan.archive.services.unsettling import cycles_order
from anjuan.judging.judge import Judgement, judge
from anjuan.papers.fields.derive import CaseValue


def case_judge(*, deed: Deed, case_id: int) -> Judgement:
    """Judge a case as it stands now, keep the judgement, and order the cycles of its organisation.

    When papers change meanwhile, the judgement stays marked as out of date; one that is newer is not replaced.
    What stands under a seal is judged by today's rules, but neither its fields nor its organisation change.
    """
    case = Case.objects.select_related("organisation").get(pk=case_id)
    return cases_judge(deed=deed, briefs=briefs_of([case]))[0]


def cases_judge(*, deed: Deed, briefs: Sequence[CaseBrief], in_cycles: int | None = None) -> list[Judgement]:
    """Judge cases as :func:`case_judge` does one, in one transaction; return their judgements in the same order.

    Args:
        deed: Who and when.
        briefs: What judging them takes.
        in_cycles: The organisation whose cycles have just been put together from these briefs; those of any other
            that a case belongs to are ordered.

    """
    living = [one for one in briefs if one.case.state != CaseState.DESTROYED]
    own = checklists_now()
    found = {one.case.pk: judge(one.whole, checklist=own(one.whole.on)) for one in briefs}
    traces = traces_keep([one.whole for one in living])
    foreign = foreign_pages([one.whole for one in living])
    for one in living:
        across = (*contradictions_with_others(one.whole, traces[one.case.pk]), *foreign.get(one.case.pk, ()))
        mine = found[one.case.pk]
        found[one.case.pk] = dataclasses.replace(mine, contradictions=(*mine.contradictions, *across))
    with transaction.atomic():
        known = _known([one.case.pk for one in briefs])
        for one in briefs:
            _keep(deed, one, found[one.case.pk], known)
            if one.case.organisation_id and one.case.organisation_id != in_cycles:
                cycles_order(organisation_id=one.case.organisation_id, deed=deed)
    return [found[one.case.pk] for one in briefs]


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of some cases, read in the transaction that writes it anew."""

    states: Mapping[int, str]
    judged: Mapping[int, tuple[int, bool]]
    verdicts: Mapping[int, Mapping[str, str]]
    fields: Mapping[int, Sequence[CaseField]]


def _known(keys: Sequence[int]) -> _Known:
    """Return what is kept of cases, which stays as it is until the transaction ends. Four queries."""
    states = Case.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", "state")
    rows = CaseJudgement.objects.select_for_update().filter(case__in=keys).order_by("case_id")
    judged = {key: (revision, stale) for key, revision, stale in rows.values_list("case_id", "revision", "stale")}
    verdicts: dict[int, dict[str, str]] = {}
    rulings = Ruling.objects.filter(case__in=keys).order_by("id")
    for case, key, verdict in rulings.values_list("case_id", "key", "verdict"):
        verdicts.setdefault(case, {})[key] = verdict
    fields: dict[int, list[CaseField]] = {}
    for row in CaseField.objects.filter(case__in=keys, source="papers"):
        fields.setdefault(row.case_id, []).append(row)
    return _Known(dict(states), judged, verdicts, fields)


def _keep(deed: Deed, one: CaseBrief, found: Judgement, known: _Known) -> None:
    key = one.case.pk
    revision, stale = known.judged.get(key, (0, True))
    if known.states[key] == CaseState.DESTROYED:
        CaseJudgement.objects.filter(case=key).delete()
        return  # what outlives its papers is not derived from them any more
    if not stale and revision != one.revision:
        return
    if known.states[key] != CaseState.SEALED:
        _keep_values(one.case, one.own, one.stated, known.fields.get(key, ()))
        values = values_with(one.own, one.stated)
        overview_keep(case_id=key, values=values, kinds=[paper.kind for paper in one.whole.papers])
        case_match(deed=deed, case=one.case, values=one.own)
    verdicts = known.verdicts.get(key, {})
    columns = judgement_row(found, verdicts)
    figures_keep(
        case_id=key,
        misses=columns["misses"],
        contradictions=columns["contradictions"],
        verdicts=verdicts,
        completeness=found.completeness.percent,
    )
    columns |= {"judged_at": deed.now, "stale": revision != one.revision}
    if not CaseJudgement.objects.filter(case=key).update(**columns):
        CaseJudgement.objects.create(case=one.case, **columns)


def judgement_row(found: Judgement, verdicts: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of a judgement; what a person ruled of a finding, by its key, is not counted as open."""
    misses = [dataclasses.asdict(one) for one in found.misses]
    contradictions = [dataclasses.asdict(one) for one in found.contradictions]
    return {
        "misses": misses,
        "contradictions": contradictions,
        "editions": dict(found.editions),
        "questions": [one.code for one in found.completeness.open],
    } | open_counts(misses, contradictions, verdicts)


def _keep_values(case: Case, values: Mapping[str, CaseValue], stated: Stated, kept: Iterable[CaseField]) -> None:
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
    old = {row.name: row for row in kept}
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


def is_stale(case_id: int) -> bool:
    """Return whether the judgement of a case is out of date."""
    return CaseJudgement.objects.filter(case_id=case_id, stale=True).exists()
