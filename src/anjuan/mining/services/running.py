"""Taking facts from the papers of a case, once for each state of papers and tables."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import F, Max

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseJudgement, Document
from anjuan.archive.selectors.page_reads import pages_told
from anjuan.extraction.facts import Fact
from anjuan.kit.text.folding import squeeze
from anjuan.mining.codec import boxes_to_json, fact_key, slots_to_json
from anjuan.mining.extractor import Extractor
from anjuan.mining.models import FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.services.features import features_keep
from anjuan.papers.codec import found_from_json
from anjuan.reading.pages import Page


@dataclasses.dataclass(frozen=True, slots=True)
class Mined:
    """What mining a case came to: documents looked at, those taken anew, facts it has now."""

    documents: int
    anew: int
    facts: int


def case_mine(*, deed: Deed, case_id: int, extractor: Extractor, again: bool = False) -> Mined:
    """Take the facts of a case's papers; papers that have not changed since are left as they are.

    What persons said of a fact stays as long as its words stand in the paper.

    Args:
        deed: Who and when.
        case_id: The case.
        extractor: What takes facts from a paper.
        again: Take all of them anew.

    """
    judged_at = CaseJudgement.objects.filter(case_id=case_id).values_list("judged_at", flat=True).first() or deed.now
    documents = list(
        Document.objects.filter(case_id=case_id, removed=False)
        .select_related("description", "mined")
        .order_by("sequence")
    )
    MinedDocument.objects.filter(document__case_id=case_id, document__removed=True).delete()
    MinedFact.objects.filter(case_id=case_id, document__removed=True).delete()
    anew = 0
    for document in documents:
        version = _version(document, extractor)
        known = getattr(document, "mined", None)
        if again or known is None or known.made_with != version:
            _document_mine(deed, document, extractor, version)
            anew += 1
    facts = MinedFact.objects.filter(case_id=case_id).exclude(state=FactState.REJECTED).count()
    MinedCase.objects.update_or_create(
        case_id=case_id, defaults={"judged_at": judged_at, "mined_at": deed.now, "facts_count": facts}
    )
    features_keep(case_id=case_id)
    return Mined(len(documents), anew, facts)


def _version(document: Document, extractor: Extractor) -> str:
    """Return what must be the same for a paper's facts to be still its facts."""
    description = getattr(document, "description", None)
    said = (
        document.kind, document.stage, str(document.first_page), str(document.last_page), str(document.original_id),
        description.made_with if description else "", str(description.described_at) if description else "",
    )  # fmt: skip
    return f"{extractor.made_with} {hashlib.sha256('|'.join(said).encode()).hexdigest()[:16]}"[:80]


def _document_mine(deed: Deed, document: Document, extractor: Extractor, version: str) -> None:
    pages = pages_told(document)
    description = getattr(document, "description", None)
    found = found_from_json(description.found) if description else ()
    facts = extractor.facts(document.kind, document.stage, document.title, pages, found) if pages else ()
    with transaction.atomic():
        kept = _keep(deed, document, facts, pages)
        MinedDocument.objects.update_or_create(
            document=document, defaults={"made_with": version, "facts_count": kept, "mined_at": deed.now}
        )


def _keep(deed: Deed, document: Document, facts: Sequence[Fact], pages: Sequence[Page]) -> int:
    """Write what is new, drop what stands there no more, leave what persons said; return how many facts there are."""
    wanted = {fact_key(fact): fact for fact in facts}
    known = {fact.key: fact for fact in MinedFact.objects.filter(document=document)}
    texts = {number: squeeze(_all_text(page)) for number, page in enumerate(pages, 1)}
    gone = [
        fact.pk
        for key, fact in known.items()
        if key not in wanted
        and (fact.state == FactState.PROPOSED or squeeze(fact.quote) not in texts.get(fact.page, ""))
    ]
    MinedFact.objects.filter(pk__in=gone).delete()
    MinedFact.objects.bulk_create(
        (_row(deed, document, key, fact) for key, fact in wanted.items() if key not in known), batch_size=200
    )
    return len(wanted.keys() | known.keys()) - len(gone)


def _all_text(page: Page) -> str:
    return "\n".join(
        (*(line.text for line in page.lines), *(cell.text for table in page.tables for cell in table.cells))
    )


def _row(deed: Deed, document: Document, key: str, fact: Fact) -> MinedFact:
    return MinedFact(
        document=document,
        case_id=document.case_id,
        key=key,
        kind=fact.kind,
        clause=fact.value("clause")[:20],
        slots=slots_to_json(fact.slots),
        quote=fact.spot.quote,
        page=fact.spot.page,
        start=fact.spot.start,
        end=fact.spot.end,
        boxes=boxes_to_json(fact.spot.boxes),
        confidence=round(fact.confidence, 3),
        rule=fact.rule[:60],
        mined_at=deed.now,
    )


def cases_to_mine(*, limit: int) -> list[int]:
    """Return cases that were judged after they were mined last, the oldest judgement first. Two queries."""
    last = MinedCase.objects.aggregate(last=Max("judged_at"))["last"]
    judged = CaseJudgement.objects.filter(stale=False, judged_at__isnull=False).exclude(case__state="destroyed")
    if last is not None:
        judged = judged.filter(judged_at__gte=last).exclude(case__mined__judged_at=F("judged_at"))
    return list(judged.order_by("judged_at").values_list("case_id", flat=True)[:limit])


def all_cases() -> Iterator[int]:
    """Yield the keys of all cases that have papers."""
    yield from Case.objects.exclude(state="destroyed").order_by("pk").values_list("pk", flat=True).iterator(500)


def destroyed_cases() -> list[int]:
    """Return the destroyed cases of which facts are still kept. One query."""
    return list(MinedCase.objects.filter(case__state="destroyed").values_list("case_id", flat=True))


def facts_drop(*, case_ids: Iterable[int]) -> None:
    """Forget all facts of cases, because their papers are gone."""
    keys = list(case_ids)
    if not keys:
        return
    MinedFact.objects.filter(case__in=keys).delete()
    MinedDocument.objects.filter(document__case__in=keys).delete()
    MinedCase.objects.filter(case__in=keys).delete()
