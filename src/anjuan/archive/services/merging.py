"""Merging and splitting organisations with their cases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Match, OrganisationChange, OrganisationPair
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.unsettling import case_unsettle, cycles_order
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError
from anjuan.registry.models import Organisation
from anjuan.registry.services.merging import NotTheirsError, names_move, organisations_join
from anjuan.registry.services.organisations import organisation_register
from anjuan.registry.services.row_changes import RowChange, row_alter, row_made, rows_out

MERGE, SPLIT = "merge", "split"
MERGED, GONE, WAITING = "merged", "gone", "waiting"


class AllCasesNeededError(RefusedError):
    """Organisations are put together and taken apart by who may see all their cases."""

    code = "REG-042"


class OrganisationMissingError(NotFoundError):
    """There is no such organisation."""

    code = "REG-043"


class NothingChosenError(UsageError):
    """A split that would move nothing, or everything."""

    code = "REG-046"


@durable_transaction()
def organisations_merge(
    *, deed: Deed, viewer: Viewer, source_id: int, target_id: int, reason: str = ""
) -> OrganisationChange:
    """Put one organisation into another: its cases, names, sites and certificates are the other's from now on.

    The cases keep what their papers print. Sealed ones move as well: whose case it is stands in the registry, not
    under the seal. It can be undone with :func:`anjuan.archive.services.unmerging.change_undo`.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.
        OrganisationMissingError: There is no such organisation.
        MergeImpossibleError: They are different legal persons, or one of them was merged already.

    """
    need_mover(deed, viewer)
    source, target = _locked(source_id), _locked(target_id)
    rows = organisations_join(deed=deed, source=source, target=target)
    cases = list(Case.objects.filter(organisation=source).order_by("pk"))
    rows += _cases_move(deed, cases, source, target) + _offers_move(deed, source, target)
    rows += _pairs_close(deed, source, target)
    change = _keep(deed, MERGE, (source, target), rows, cases, reason)
    journal_write(
        deed=deed, action="organisation.merge", subject=f"registry.organisation:{target.pk}", label=target.name,
        detail={"from": source.name, "source": source.pk, "cases": len(cases), "reason": change.reason},
    )  # fmt: skip
    return change


@dataclasses.dataclass(frozen=True, slots=True)
class Splitting:
    """What belongs to another organisation.

    Attributes:
        cases: Numbers of cases.
        names: Keys of former and other names.
        certificates: Keys of certificates.
        into: Key of the organisation they belong to; None for a new one.
        name: Name of the new one.
        credit_code: Its credit code, if known.
        reason: Why, in a person's words.

    """

    cases: Sequence[str]
    names: Sequence[int] = ()
    certificates: Sequence[int] = ()
    into: int | None = None
    name: str = ""
    credit_code: str = ""
    reason: str = ""


@durable_transaction()
def organisation_split(*, deed: Deed, viewer: Viewer, source_id: int, wanted: Splitting) -> OrganisationChange:
    """Give cases, names and certificates of one organisation to another, known or new. It can be undone.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.
        OrganisationMissingError: There is no such organisation.
        NothingChosenError: No case was chosen, or no other organisation named.
        NotTheirsError: Something chosen is not its own.
        CreditCodeError: The credit code cannot be right, or belongs to the organisation itself.

    """
    need_mover(deed, viewer)
    source = _locked(source_id)
    cases = list(Case.objects.filter(organisation=source, number__in=wanted.cases).order_by("pk"))
    if len(cases) < len(set(wanted.cases)):
        raise NotTheirsError(f"Not every case chosen belongs to {source.name!r}.", remedy="Load the page again.")
    target, rows = _other(deed, wanted)
    if target.pk == source.pk or not cases:
        raise NothingChosenError(
            "A split needs at least one case, and another organisation that it belongs to.",
            remedy="Tick the cases; choose another organisation, or give the name of a new one.",
        )
    rows += names_move(deed=deed, source=source, target=target, names=wanted.names, certificates=wanted.certificates)
    change = _keep(deed, SPLIT, (source, target), rows + _cases_move(deed, cases, source, target), cases, wanted.reason)
    journal_write(
        deed=deed, action="organisation.split", subject=f"registry.organisation:{source.pk}", label=source.name,
        detail={"to": target.name, "target": target.pk, "cases": len(cases), "reason": change.reason},
    )  # fmt: skip
    return change


def _other(deed: Deed, wanted: Splitting) -> tuple[Organisation, list[RowChange]]:
    """Return the organisation that things go to; a new one is emptied, not removed, when the split is undone."""
    if wanted.into is not None:
        return _locked(wanted.into), []
    name = " ".join(wanted.name.split())[:300]
    if not name:
        raise NothingChosenError(
            "A split needs the organisation that the cases belong to.",
            remedy="Choose one, or give the name of a new one.",
        )
    last = Organisation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = organisation_register(deed=deed, name=name, credit_code=wanted.credit_code)
    if found.pk <= last:
        return _locked(found.pk), []
    return found, []


def need_mover(deed: Deed, viewer: Viewer) -> None:
    """Do nothing when the person who acts may move cases from one organisation to another.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.

    """
    need_describer(deed, viewer)
    if not viewer.sees_all:
        raise AllCasesNeededError(
            f"{viewer.name} may not merge or split organisations: it needs case.read_all.",
            why="Cases move that not everybody may see.",
            remedy="Ask an archivist.",
        )


def _locked(key: int) -> Organisation:
    found = Organisation.objects.select_for_update().filter(pk=key).first()
    if found is None or found.merged_into_id:
        raise OrganisationMissingError(
            f"There is no organisation {key}, or it was merged into another.", remedy="Load the list again."
        )
    return found


def _cases_move(
    deed: Deed, cases: Iterable[Case], source: Organisation, target: Organisation
) -> list[RowChange]:  # fmt: skip
    rows = []
    for case in cases:
        rows.append(row_alter(case, organisation_id=target.pk))
        rows += _decided(deed, case, source, target)
        case_told(deed, case, f"{source.name} → {target.name}")
    return rows


def _decided(deed: Deed, case: Case, source: Organisation, target: Organisation) -> list[RowChange]:
    """Let the case be the target's by a person's word, so that judging it again does not look for another."""
    rows = []
    old = Match.objects.filter(case=case, organisation=source).first()
    new = Match.objects.filter(case=case, organisation=target).first()
    word = {"state": "taken", "by": deed.actor}
    if new:
        rows.append(row_alter(new, is_loose=True, **word))
    elif not old:
        new = Match.objects.create(case=case, organisation=target, confidence=1.0, at=deed.now, **word)
        rows.append(row_made(new, "case_id", "organisation_id"))
    if old:
        moved: dict[str, Any] = (
            {"state": "refused", "by": deed.actor} if new else {"organisation_id": target.pk, **word}
        )
        rows.append(row_alter(old, is_loose=True, **moved))
    return rows


def _offers_move(deed: Deed, source: Organisation, target: Organisation) -> list[RowChange]:
    """Let cases that wait for a person be offered the organisation that is left."""
    rows = []
    for row in Match.objects.filter(organisation=source, state="waiting").order_by("pk"):
        if Match.objects.filter(case=row.case_id, organisation=target).exists():
            rows.append(row_alter(row, is_loose=True, state="refused", by=deed.actor))
        else:
            rows.append(row_alter(row, is_loose=True, organisation_id=target.pk))
    return rows


def _pairs_close(deed: Deed, source: Organisation, target: Organisation) -> list[RowChange]:
    mine = OrganisationPair.objects.filter(Q(first=source) | Q(second=source), state=WAITING).order_by("pk")
    both = {source.pk, target.pk}
    return [
        row_alter(row, is_loose=True, state=MERGED if {row.first_id, row.second_id} == both else GONE, by=deed.actor)
        for row in mine
    ]


def case_told(deed: Deed, case: Case, detail: str) -> None:
    """Write down on a case that it moved, and let it be judged and indexed again."""
    custody_write(deed=deed, event="organisation change", about=case, detail=detail)
    if case.state != CaseState.DESTROYED:
        case_unsettle(case_id=case.pk, deed=deed)
    case_reindex(case_id=case.pk)


def _keep(
    deed: Deed, kind: str, ends: tuple[Organisation, Organisation], rows: list[RowChange], cases: Sequence[Case],
    reason: str,
) -> OrganisationChange:  # fmt: skip
    for end in ends:
        cycles_order(organisation_id=end.pk, deed=deed)
    return OrganisationChange.objects.create(
        kind=kind, source=ends[0], target=ends[1], source_name=ends[0].name, target_name=ends[1].name,
        reason=" ".join(reason.split())[:500], rows=rows_out(rows), cases=[case.pk for case in cases], at=deed.now,
        by=deed.actor,
    )  # fmt: skip
