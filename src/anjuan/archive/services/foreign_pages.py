"""Pages that a person marked as belonging to another file, as findings of the case they lie in."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.archive.models import PageCare
from anjuan.judging.casefile import CaseFile, Contradiction, Evidence, Severity
from anjuan.judging.rules.tables import contradiction_tables

#: The rule on papers of somebody else.
_RULE, _NAME = "K09", "foreign"


def foreign_pages(cases: Sequence[CaseFile]) -> dict[int, tuple[Contradiction, ...]]:
    """Return for cases the pages in them that a person marked as foreign. One query."""
    wholes = {whole.case: whole for whole in cases}
    rows = PageCare.objects.filter(mark="foreign", page__document__case__in=wholes, page__document__removed=False)
    found: dict[int, list[Contradiction]] = {}
    columns = ("page__document__case", "page__document", "page__document__title", "page__number")
    for case, document, title, number in rows.order_by("page__document__sequence", "page__number").values_list(
        *columns
    ):
        edition = contradiction_tables(wholes[case].on).rules.edition
        found.setdefault(case, []).append(
            Contradiction(
                _RULE,
                _NAME,
                edition,
                f"Page {number} of {title} was marked as belonging to another file.",
                Severity.BLOCK,
                (Evidence(document, number, f"第 {number} 页"),),
                f"《{title}》第 {number} 页经人工标记为他卷页。",
            )
        )
    return {case: tuple(rows) for case, rows in found.items()}
