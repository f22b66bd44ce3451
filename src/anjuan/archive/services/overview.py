"""Keeping with a case what lists tell of it at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from anjuan.archive.models import Case
from anjuan.archive.rules.overview import overview_of
from anjuan.judging.casefile import Severity
from anjuan.judging.judge import Judgement
from anjuan.registry.rules.tables import regions


def overview_keep(*, case_id: int, values: Mapping[str, object], kinds: Iterable[str]) -> None:
    """Keep a case's dates, leader, province and how far its papers reach."""
    Case.objects.filter(pk=case_id).update(**overview_of(values, kinds, regions().latest))


def figures_keep(*, case_id: int, found: Judgement) -> None:
    """Keep how complete a case is and how many findings its judgement has."""
    Case.objects.filter(pk=case_id).update(
        completeness=found.completeness.percent,
        problems=found.count(Severity.BLOCK),
        misses=len(found.misses),
        contradictions=len(found.contradictions),
    )
