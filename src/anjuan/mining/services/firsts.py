"""The body's firsts: looked for over the whole archive, confirmed or rejected by a person, never changed silently."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, CaseField
from anjuan.archive.selectors.casepeople import PersonRow, case_people
from anjuan.compiling.works.firsts import FoundFirst, firsts
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import First, FirstState
from anjuan.mining.selectors.firsts import dated_cases
from anjuan.mining.services.guides import EDIT, need

_WITNESS = ("witness", "见证")
_TEAM = ("leader", "auditor", "expert", "trainee", "intern", "组长", "审核员", "专家")
_DAYS = ("audit_end", "audit_start", "reported_on", "decision_date", "issued_on")


class FirstUnknownError(NotFoundError):
    """There is no such first."""

    code = "MINE-049"


@dataclasses.dataclass(frozen=True, slots=True)
class FirstsFound:
    """What a look over the archive came to: firsts in all, new ones, and those an older case was found for."""

    known: int
    new: int
    superseded: int


@durable_transaction()
def firsts_find(*, deed: Deed) -> FirstsFound:
    """Look for firsts over the whole archive and keep what is new as proposals.

    A first for which an older case was filed since is marked as superseded by the new proposal; what a person said
    of it stays. A rejected one stays rejected.
    """
    found = firsts(dated_cases())
    new = superseded = 0
    for one in found:
        row, is_new = First.objects.get_or_create(
            sort=one.sort, value=one.value[:120], case_id=one.case, defaults=_values(deed, one)
        )
        new += is_new
        if not is_new:
            _again(row, one)
        older = First.objects.filter(sort=one.sort, value=one.value[:120]).exclude(pk=row.pk)
        superseded += older.filter(state__in=(FirstState.PROPOSED, FirstState.CONFIRMED)).update(
            state=FirstState.SUPERSEDED, superseded_by=row
        )
    if new or superseded:
        journal_write(deed=deed, action="first.find", detail={"new": new, "superseded": superseded})
    return FirstsFound(len(found), new, superseded)


def _again(row: First, one: FoundFirst) -> None:
    """Keep what is told of a known first up to date; a first whose older case was destroyed stands again."""
    values: dict[str, object] = {"doubtful": one.doubtful, "undated": one.undated}
    if row.state == FirstState.SUPERSEDED:
        values |= {"state": FirstState.PROPOSED, "superseded_by": None}
    if row.state == FirstState.PROPOSED:
        values["day"] = one.day
    First.objects.filter(pk=row.pk).update(**values)


def _values(deed: Deed, one: FoundFirst) -> dict[str, object]:
    case = Case.objects.get(pk=one.case)
    fields = {field.name: field for field in CaseField.objects.filter(case=case)}
    proof = next((fields[name] for name in _DAYS if name in fields and fields[name].document_id), None)
    people = case_people(system_viewer(), case.number)
    leader = [case.team_leader] if case.team_leader else []
    approved = case.decided_on or (fields["issued_on"].text if "issued_on" in fields else "")
    return {
        "day": one.day, "doubtful": one.doubtful, "undated": one.undated, "found_at": deed.now,
        "team": list(dict.fromkeys([*leader, *_named(people, _TEAM)])), "witnesses": _named(people, _WITNESS),
        "approved_on": approved[:10], "document": proof.document if proof else None,
        "page": proof.page if proof else None, "box": proof.box if proof else None,
    }  # fmt: skip


def _named(people: tuple[PersonRow, ...], roles: tuple[str, ...]) -> list[str]:
    return [
        one.name
        for one in people
        if one.side == "body" and any(word in role for role in (*one.roles, *one.posts) for word in roles)
    ]


@durable_transaction()
def first_decide(*, deed: Deed, viewer: Viewer, first_id: int, confirmed: bool, note: str = "") -> First:
    """Confirm or reject a first.

    Raises:
        GuideMayNotError: The person may not.
        FirstUnknownError: There is none, or an older case was found for it.

    """
    need(deed, viewer, EDIT)
    row = First.objects.select_related("case").filter(pk=first_id).exclude(state=FirstState.SUPERSEDED).first()
    if row is None:
        raise FirstUnknownError(
            "There is no such first, or an older case was found for it.", remedy="Open it from the time line."
        )
    row.state = FirstState.CONFIRMED if confirmed else FirstState.REJECTED
    row.note, row.decided_at, row.decided_by = note.strip()[:500], deed.now, deed.actor
    row.save(update_fields=["state", "note", "decided_at", "decided_by"])
    told = {"subject": f"first:{row.pk}", "label": f"{row.sort} {row.value}"}
    detail = {"case": row.case.number, "note": row.note}
    if confirmed:
        journal_write(deed=deed, action="first.confirm", detail=detail, **told)
    else:
        journal_write(deed=deed, action="first.reject", detail=detail, **told)
    return row
