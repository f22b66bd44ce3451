"""What cases say of each other: auditors in two places, certificate numbers used twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from django.db import transaction

from anjuan.archive.models import Case, CaseTrace
from anjuan.judging.casefile import CaseFile, Contradiction, Evidence
from anjuan.judging.comparing.organisations import identifier_key
from anjuan.judging.contradictions.across import (
    AuditorStay,
    CertificateHolder,
    contradictions_across,
    stays_and_holders,
)
from anjuan.judging.rules.tables import contradiction_tables

_STAY, _CERTIFICATE = "stay", "certificate"


@dataclasses.dataclass(frozen=True, slots=True)
class Traces:
    """What one case says that other cases must not."""

    stays: tuple[AuditorStay, ...]
    certificates: tuple[CertificateHolder, ...]


def contradictions_with_others(whole: CaseFile, mine: Traces) -> tuple[Contradiction, ...]:
    """Return where a case says what other cases must not.

    Other cases are told by their numbers: who may read this case may not know whose the other one is.
    """
    others = _stays_of([stay.person for stay in mine.stays], mine.stays, whole.case)
    same = _certificates_of(mine.certificates, whole.case)
    if not others and not same:
        return ()
    tables = contradiction_tables(whole.on)
    found = contradictions_across(whole, others, same, tables=tables, body=_body(whole))
    names = _names({*(one.case for one in others), *(one.case for one in same)})
    clients = {one.client: names[one.case] for one in others if one.client}
    clients |= {one.organisation: names[one.case] for one in same if one.organisation}
    return tuple(_unnamed(one, clients) for one in found)


def _body(whole: CaseFile) -> str:
    return str(whole.derived.get("body", ""))


@transaction.atomic
def traces_keep(cases: Sequence[CaseFile]) -> dict[int, Traces]:
    """Keep what cases say that others must not, where it changed, and return it by case. One query when nothing did."""
    known: dict[int, list[tuple[object, ...]]] = {whole.case: [] for whole in cases}
    for case, *said in CaseTrace.objects.filter(case__in=list(known)).order_by("id").values_list("case_id", *_SAID):
        known[case].append(tuple(said))
    found = {}
    for whole in cases:
        tables = contradiction_tables(whole.on)
        mine = Traces(*stays_and_holders(whole, tables=tables, body=_body(whole)))
        rows = _rows(whole.case, mine)
        if known[whole.case] != [_said(row) for row in rows]:
            CaseTrace.objects.filter(case_id=whole.case).delete()
            CaseTrace.objects.bulk_create(rows)
        found[whole.case] = mine
    return found


def _rows(case: int, mine: Traces) -> list[CaseTrace]:
    rows = [
        CaseTrace(
            case_id=case, sort=_STAY, key=one.person[:120], body=one.body[:120], client=one.client[:300],
            start=one.start, end=one.end, document=one.document,
        )
        for one in mine.stays
    ]  # fmt: skip
    return rows + [
        CaseTrace(
            case_id=case, sort=_CERTIFICATE, key=identifier_key(one.number)[:120], client=one.organisation[:300],
            credit_code=one.credit_code[:18], document=one.document, body=one.number[:120],
        )
        for one in mine.certificates
    ]  # fmt: skip


#: What tells whether a case says the same as before.
_SAID = ("sort", "key", "body", "client", "credit_code", "start", "end", "document")


def _said(row: CaseTrace) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SAID)


def _stays_of(people: list[str], mine: tuple[AuditorStay, ...], case: int) -> list[AuditorStay]:
    if not mine:
        return []
    rows = CaseTrace.objects.filter(
        sort=_STAY, key__in=people, start__lte=max(one.end for one in mine), end__gte=min(one.start for one in mine)
    ).exclude(case_id=case)
    return [
        AuditorStay(row.key, row.body, row.start, row.end, row.case_id, row.client, row.document)
        for row in rows
        if row.start and row.end
    ]


def _certificates_of(mine: tuple[CertificateHolder, ...], case: int) -> list[CertificateHolder]:
    keys = [identifier_key(one.number) for one in mine]
    rows = CaseTrace.objects.filter(sort=_CERTIFICATE, key__in=keys).exclude(case_id=case)
    return [CertificateHolder(row.body, row.client, row.case_id, row.credit_code, row.document) for row in rows]


def _names(cases: set[int]) -> dict[int, str]:
    return dict(Case.objects.filter(pk__in=cases).values_list("pk", "number"))


def _unnamed(one: Contradiction, clients: dict[str, str]) -> Contradiction:
    def told(text: str) -> str:
        # The longest first: a short name may be a part of a longer one.
        for client, number in sorted(clients.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(client, number)
        return text

    def piece(row: Evidence) -> Evidence:
        return dataclasses.replace(row, value=told(row.value))

    return dataclasses.replace(
        one, what=told(one.what), what_zh=told(one.what_zh), evidence=tuple(piece(row) for row in one.evidence)
    )
