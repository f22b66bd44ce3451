"""K08: the same standards in the same edition, and the same professional codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from anjuan.judging.casefile import Severity
from anjuan.judging.comparing.standards import named_standards
from anjuan.judging.contradictions.conflicts import Conflict, Statement, evidence, paper_name, paper_names
from anjuan.judging.contradictions.view import CaseView

_KINDS = (
    "A01",
    "B01",
    "B02",
    "B05",
    "C01",
    "C02",
    "C03",
    "C05",
    "C06",
    "D01",
    "D05",
    "D08",
    "D12",
    "D13",
    "E01",
    "E03",
    "F01",
    "F02",
    "F03",
    "F04",
)
#: Kinds that may be older than a change of edition.
_OLDER = frozenset({"A01", "B01", "B02", "B05", "C01", "F01"})
_CODE = re.compile(r"(?<![\d.])\d{2}\.\d{2}\.\d{2}(?![\d.])")
_CODE_KINDS = ("B01", "C01", "C02", "C03", "D12", "D13", "E01", "E03")


def _stated(view: CaseView) -> dict[str, dict[str, list[Statement]]]:
    """Return the statements by family and edition, of standards that certification is granted against."""
    families: dict[str, dict[str, list[Statement]]] = {}
    for statement in view.of("standards", kinds=_KINDS):
        for named in named_standards(statement.text, view.tables.standards):
            if named.known:
                families.setdefault(named.family, {}).setdefault(named.edition, []).append(statement)
    return families


def editions_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers that name another edition of a standard than most others."""
    for editions in _stated(view).values():
        dated = {edition: items for edition, items in editions.items() if edition}
        if len(dated) < 2:  # noqa: PLR2004
            continue
        right = max(dated, key=lambda edition: len({item.paper.document for item in dated[edition]}))
        known = {item.paper.document for item in dated[right]}
        for edition, items in dated.items():
            for item in _one_a_paper(items):
                if edition == right or item.paper.document in known:
                    continue
                older = item.paper.kind in _OLDER and view.case.audit_type in {"surveillance", "special"}
                few = len(known) <= 1
                yield Conflict(
                    "K08",
                    "edition",
                    "standards",
                    {
                        "paper": paper_name(item.paper),
                        "wrong": item.printed,
                        "right": dated[right][0].printed,
                        "right_papers": paper_names(other.paper for other in dated[right]),
                    },
                    (evidence(dated[right][0]), evidence(item)),
                    Severity.WARN
                    if older or few or not item.sure or (item.recognised and not item.sure)
                    else Severity.BLOCK,
                )


def standards_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers that name none of the standards of the others."""
    families = _stated(view)
    papers: dict[int, set[str]] = {}
    for family, editions in families.items():
        for items in editions.values():
            for item in items:
                papers.setdefault(item.paper.document, set()).add(family)
    counts = Counter(family for mine in papers.values() for family in mine)
    common = {family for family, count in counts.items() if count > 1}
    for document, mine in papers.items():
        if not common or mine & common:
            continue
        item = next(
            item
            for family in mine
            for items in families[family].values()
            for item in items
            if item.paper.document == document
        )
        other = next(iter(families[max(common, key=counts.__getitem__)].values()))[0]
        yield Conflict(
            "K08",
            "standard",
            "standards",
            {"paper": paper_name(item.paper), "wrong": item.printed, "right": other.printed},
            (evidence(other), evidence(item)),
            Severity.BLOCK if item.sure and counts[max(common, key=counts.__getitem__)] > 2 else Severity.WARN,  # noqa: PLR2004
        )


def _one_a_paper(items: list[Statement]) -> list[Statement]:
    return list({item.paper.document: item for item in items}.values())


def codes_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers that print a professional code none of the others has, and none of theirs."""
    papers = _codes_by_paper(view)
    counts = Counter(code for codes, _ in papers.values() for code in codes)
    common = {code for code, count in counts.items() if count > 1}
    if not common:
        return
    witness = next(item for codes, item in papers.values() if codes & common)
    right = [item.paper for codes, item in papers.values() if codes & common]
    for codes, item in papers.values():
        if not codes & common:
            yield Conflict(
                "K08",
                "codes",
                "professional_codes",
                {
                    "paper": paper_name(item.paper),
                    "wrong": item.printed,
                    "right": "、".join(sorted(common)),
                    "right_papers": paper_names(right),
                },
                (evidence(witness), evidence(item)),
                Severity.WARN,
            )


def _codes_by_paper(view: CaseView) -> Mapping[int, tuple[set[str], Statement]]:
    papers: dict[int, tuple[set[str], Statement]] = {}
    for item in view.of("professional_codes", kinds=_CODE_KINDS):
        codes = set(_CODE.findall(item.text))
        if codes:
            papers.setdefault(item.paper.document, (set(), item))[0].update(codes)
    return papers
