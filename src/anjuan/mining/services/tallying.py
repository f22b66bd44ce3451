"""Keeping the figures of the archive in step with its cases: one new case costs a moment."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import F, Max

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseAttribute, CaseField, Document
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.mining.models import CaseTally, FactReview, FactState, MinedCase, MinedFact, TallyChunk, TrendMark
from anjuan.mining.rules.columns import columns_of, packed
from anjuan.mining.rules.tallies import (
    CaseCount,
    FindingSeen,
    client_number,
    count_from_json,
    count_to_json,
    distinct_findings,
    quarter_of,
)
from anjuan.mining.selectors.sources import client_key
from anjuan.mining.services.graphing import graph_update

TRENDS = "mining.trends"
#: So many keys of cases lie in one packed part.
CHUNK = 2000
_AT_ONCE = 200
_PRIORITY = -40
_REVIEWS = "reviews"
_FIGURES = ("audit_days", "onsite_days", "headcount", "effective_headcount")


def trends_order(*, deed: Deed) -> bool:
    """Order the figures to be brought up to date when a case was mined, reviewed or destroyed since."""
    if not (_stale_cases(1) or _reviewed_cases()[0] or _gone_cases()):
        return False
    TableQueue().add(JobSpec(TRENDS, 0, priority=_PRIORITY, again=True), now=deed.now)
    return True


def trends_update(*, deed: Deed) -> Iterator[int]:
    """Bring figures and graph up to date; yield how many cases were counted so far."""
    done = 0
    gone = _gone_cases()
    if gone:
        cases_uncount(case_ids=gone)
    while cases := _stale_cases(_AT_ONCE):
        cases_count(deed=deed, case_ids=cases)
        done += len(cases)
        yield done
    reviewed, last = _reviewed_cases()
    for start in range(0, len(reviewed), _AT_ONCE):
        cases_count(deed=deed, case_ids=reviewed[start : start + _AT_ONCE])
        done += len(reviewed[start : start + _AT_ONCE])
        yield done
    if reviewed:
        TrendMark.objects.update_or_create(name=_REVIEWS, defaults={"value": last})


def _stale_cases(limit: int) -> list[int]:
    """Return cases that were mined after they were counted."""
    last = CaseTally.objects.aggregate(last=Max("mined_at"))["last"]
    mined = MinedCase.objects.exclude(case__state="destroyed")
    if last is not None:
        newer = mined.filter(mined_at__gte=last).exclude(case__tally__mined_at=F("mined_at"))
        found = list(newer.order_by("mined_at").values_list("case_id", flat=True)[:limit])
        if found or CaseTally.objects.count() >= MinedCase.objects.count():
            return found
        mined = mined.filter(case__tally=None)
    return list(mined.order_by("mined_at").values_list("case_id", flat=True)[:limit])


def _reviewed_cases() -> tuple[list[int], int]:
    """Return the cases of which facts were reviewed since the last time, and the last review."""
    mark = TrendMark.objects.filter(name=_REVIEWS).values_list("value", flat=True).first() or 0
    last = FactReview.objects.aggregate(last=Max("id"))["last"] or 0
    if last <= mark:
        return [], last
    found = FactReview.objects.filter(id__gt=mark, id__lte=last).values_list("fact__case_id", flat=True).distinct()
    return sorted(found), last


def _gone_cases() -> list[int]:
    return list(CaseTally.objects.filter(case__state="destroyed").values_list("case_id", flat=True))


@transaction.atomic
def cases_count(*, deed: Deed, case_ids: Sequence[int]) -> None:
    """Count cases anew, in figures and graph."""
    del deed
    counts = case_counts(case_ids)
    mined = dict(MinedCase.objects.filter(case__in=case_ids).values_list("case_id", "mined_at"))
    CaseTally.objects.bulk_create(
        (
            CaseTally(case_id=key, chunk=key // CHUNK, counted=count_to_json(one), mined_at=mined[key])
            for key, one in counts.items()
            if key in mined
        ),
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["counted", "mined_at", "chunk"],
    )
    chunks_pack(numbers={key // CHUNK for key in counts})
    graph_update(clients={key: one.client for key, one in counts.items()})


@transaction.atomic
def cases_uncount(*, case_ids: Sequence[int]) -> None:
    """Take cases out of figures and graph: their papers are gone."""
    CaseTally.objects.filter(case__in=case_ids).delete()
    chunks_pack(numbers={key // CHUNK for key in case_ids})
    graph_update(clients=dict.fromkeys(case_ids, 0), forget=True)


def chunks_pack(*, numbers: Iterable[int]) -> None:
    """Write the packed columns of some parts anew."""
    for number in sorted(set(numbers)):
        rows = CaseTally.objects.filter(chunk=number).order_by("case_id").values_list("counted", flat=True)
        counts = [count_from_json(row) for row in rows]
        values = {
            "version": secrets.token_hex(8), "cases_count": len(counts), "packed": packed(columns_of(counts)),
        }  # fmt: skip
        TallyChunk.objects.update_or_create(number=number, defaults=values)


def case_counts(case_ids: Sequence[int]) -> dict[int, CaseCount]:
    """Return what cases add to the figures. Five queries."""
    cases = Case.objects.filter(pk__in=case_ids).exclude(state="destroyed")
    codes: defaultdict[int, list[str]] = defaultdict(list)
    stated = CaseAttribute.objects.filter(case__in=case_ids, name="professional_code").order_by("id")
    for key, value in stated.values_list("case_id", "value"):
        codes[key].append(value)
    figures: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for key, name, text in CaseField.objects.filter(case__in=case_ids, name__in=_FIGURES).values_list(
        "case_id", "name", "text"
    ):
        figures[key][name] = text
    telling = set(
        Document.objects.filter(case__in=case_ids, removed=False, kind__startswith="D")
        .values_list("case_id", flat=True)
        .distinct()
    )
    seen: defaultdict[int, list[FindingSeen]] = defaultdict(list)
    facts = MinedFact.objects.filter(case__in=case_ids, kind="finding", document__removed=False)
    for fact in facts.exclude(state=FactState.REJECTED).only("case_id", "clause", "slots", "corrected"):
        seen[fact.case_id].append(_seen(fact))
    return {
        case.pk: _count(case, codes[case.pk], figures[case.pk], seen[case.pk], case.pk in telling) for case in cases
    }


def _seen(fact: MinedFact) -> FindingSeen:
    values = {slot["name"]: slot["value"] for slot in fact.slots} | dict(fact.corrected or ())
    clause = values.get("clause", "") or fact.clause
    return FindingSeen(fact.pk, values.get("number", ""), clause, values.get("grade", ""), values.get("fact", ""))


def _count(
    case: Case,
    codes: Sequence[str],
    figures: dict[str, str],
    seen: Sequence[FindingSeen],
    is_telling: bool,  # noqa: FBT001
) -> CaseCount:
    findings = distinct_findings(seen)
    size = _number(figures.get("effective_headcount", "")) or _number(figures.get("headcount", ""))
    return CaseCount(
        case.pk,
        client_number(client_key(case)),
        case.field_code,
        tuple(dict.fromkeys(codes)),
        case.province,
        case.audit_type,
        quarter_of(case.audited_on or case.decided_on),
        case.team_leader,
        _number(figures.get("audit_days", "")) or _number(figures.get("onsite_days", "")),
        None if size is None else int(size),
        is_telling or bool(findings),
        findings,
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 1_000_000 else None  # noqa: PLR2004  nothing audited is larger, and NaN is not
