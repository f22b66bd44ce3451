"""Which pages are measured, as whom, and how quick and short each sort has to be."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from anjuan.archive.models import Case
from anjuan.web.lists.registry import LISTS


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A page that is measured.

    Attributes:
        who: Log-in name, which is the role.
        sort: ``list``, ``search``, ``case`` or ``other``.
        name: What it is called in the report.
        address: Path and query.

    """

    who: str
    sort: str
    name: str
    address: str


_READERS = ("archivist", "reviewer", "auditor", "client")
_NARROWED = {
    "first": "", "far": "page=4000", "hundred": "size=100", "tab": "state=filed", "tab rare": "state=sealed",
    "field": "field_code=A01", "days": "decided_on=2024-01-01+~+2024-03-31", "missing": "problem=missing",
    "failed": "problem=failed", "percent": "completeness=60~90", "words many": "words=有限公司",
    "words few": "words=海棠", "words none": "words=没有这个", "code": "professional_code=17.10",
    "standard": "standard=GB/T+19001-2016", "leader": "leader=陈静",
    "many": "words=精密&field_code=A01&audit_type=surveillance&decided_on=2023+~&order=-completeness",
}  # fmt: skip
_OTHER_LISTS = {
    "archivist": {
        "organisations": "/organisations/", "organisations far": "/organisations/?page=1500",
        "organisations words": "/organisations/?words=海棠", "failures": "/failures/", "doubts": "/doubts/",
        "doubts far": "/doubts/?page=300", "matches": "/matches/", "batches": "/intakes/", "batch": "/intakes/1/",
        "deeds": "/deeds/", "appraisals": "/appraisals/",
    },
    "chief_archivist": {"loans": "/loans/", "appraisal": "/appraisals/JD-2026-0000/"},
    "reviewer": {"loans": "/loans/", "organisations": "/organisations/"},
    "auditor": {"loans": "/loans/", "organisations": "/organisations/"},
    "system_administrator": {"people": "/people/", "jobs": "/system/jobs/", "jobs done": "/system/jobs/?state=done",
                             "health": "/system/", "codes": "/codes/"},
    "security_keeper": {"people": "/people/"},
    "security_auditor": {"journal": "/journal/", "journal far": "/journal/?page=5000",
                         "journal actor": "/journal/?actor=auditor007", "roles": "/people/roles/"},
}  # fmt: skip
#: Pages of figures and of everything there is of a sort; they have no rows to page through.
_NO_LISTS = frozenset({"health", "codes", "roles", "appraisal"})
_SEARCHES = {
    "word": "q=校准证书", "two words": "q=审核组+过期的", "phrase": "q=%22内部审核计划%22", "rare": "q=焊接工艺评定",
    "narrowed": "q=校准证书&kind=D12&year=2024", "by year": "q=应急预案&sort=-year", "far": "q=台账&page=40",
    "filter alone": "kind=D12", "question": "q=危险废物台账由谁保存",
}  # fmt: skip
_TABS = {
    "papers": "", "events": "events/", "fields": "fields/", "scene": "scene/", "people": "people/",
    "findings": "findings/", "similar": "similar/", "missing": "missing/", "contradictions": "contradictions/",
    "compare": "compare/", "properties": "properties/", "keeping": "keeping/",
}  # fmt: skip


def pages() -> Iterator[Asked]:
    """Yield the pages in the order in which they are measured."""
    yield from _case_lists()
    for who, lists in _OTHER_LISTS.items():
        yield from (
            Asked(who, "other" if name in _NO_LISTS else "list", name, address) for name, address in lists.items()
        )
    for who in ("archivist", "auditor"):
        yield from (Asked(who, "search", f"search {name}", f"/search/?{query}") for name, query in _SEARCHES.items())
    yield from case_pages()


def _case_lists() -> Iterator[Asked]:
    for who in _READERS:
        for name, query in _NARROWED.items():
            yield Asked(who, "list", f"cases {name}", f"/cases/?{query}")
        yield Asked(who, "other", "desk", "/")
        yield Asked(who, "other", "counts", "/me/counts/")
    for order in sorted(LISTS["cases"].orders):
        yield Asked("archivist", "list", f"cases by {order}", f"/cases/?order={order}")
        yield Asked("archivist", "list", f"cases by -{order}", f"/cases/?order=-{order}&page=2500")
        yield Asked("auditor", "list", f"cases by -{order}", f"/cases/?order=-{order}")
    for order in sorted(LISTS["organisations"].orders):
        yield Asked("archivist", "list", f"organisations by -{order}", f"/organisations/?order=-{order}")


def case_pages() -> Iterator[Asked]:
    """Yield the tabs of a case with many papers, and one of its pages."""
    case = Case.objects.get(pk=1)
    for who in ("archivist", "reviewer", "auditor", "client"):
        for name, tab in _TABS.items():
            if name != "keeping" or who == "archivist":
                yield Asked(who, "case", f"case {name}", f"/cases/{case.number}/{tab}")
        yield Asked(who, "case", "case page", f"/cases/{case.number}/{case.documents.order_by('id')[2].pk}/1/")
