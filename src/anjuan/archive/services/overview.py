"""Keeping with a case what lists tell of it at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anjuan.archive.models import Case
from anjuan.archive.rules.findings import open_figures
from anjuan.archive.rules.overview import overview_of
from anjuan.registry.rules.tables import regions


def overview_keep(*, case_id: int, values: Mapping[str, object], kinds: Iterable[str]) -> None:
    """Keep a case's dates, leader, province and how far its papers reach."""
    Case.objects.filter(pk=case_id).update(**overview_of(values, kinds, regions().latest))


def figures_keep(
    *,
    case_id: int,
    misses: Sequence[Mapping[str, Any]],
    contradictions: Sequence[Mapping[str, Any]],
    verdicts: Mapping[str, str],
    completeness: int | None = None,
) -> None:
    """Keep how many open findings a case has, and how complete it is where that is given.

    Args:
        case_id: The case.
        misses: The misses of its judgement.
        contradictions: Its contradictions.
        verdicts: What a person said last of a finding, by its key.
        completeness: Percent of the required papers that are there; None keeps what stands.

    """
    columns = open_figures(misses, contradictions, verdicts)
    if completeness is not None:
        columns["completeness"] = completeness
    Case.objects.filter(pk=case_id).update(**columns)
