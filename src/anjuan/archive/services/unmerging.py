"""Undoing merges and splits of organisations, and saying that two are different."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, OrganisationChange, OrganisationPair
from anjuan.archive.services.merging import MERGE, SPLIT, WAITING, case_told, need_mover
from anjuan.archive.services.unsettling import cycles_order
from anjuan.kit.errors import NotFoundError, UsageError
from anjuan.kit.text.folding import squeeze
from anjuan.registry.models import Organisation, OrganisationName
from anjuan.registry.services.merging import touched
from anjuan.registry.services.row_changes import RowChange, rows_back, rows_in, rows_moved_on

DIFFERENT = "different"


class ChangeUnknownError(NotFoundError):
    """There is no such merge or split, or it was undone."""

    code = "REG-044"


class UndoTooLateError(UsageError):
    """Something later builds on a merge or split."""

    code = "REG-045"


@durable_transaction()
def change_undo(*, deed: Deed, viewer: Viewer, change_id: int) -> OrganisationChange:
    """Undo a merge or a split: every row it changed is again what it was.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.
        ChangeUnknownError: There is none, or it was undone.
        UndoTooLateError: Something later builds on it.

    """
    need_mover(deed, viewer)
    change = OrganisationChange.objects.select_for_update().filter(pk=change_id, undone_at=None).first()
    if change is None:
        raise ChangeUnknownError(
            f"There is no merge or split {change_id} that could be undone.", remedy="Load the page again."
        )
    rows = rows_in(change.rows)
    _need_undoable(change, rows)
    rows_back(rows)
    source, target = change.source, change.target
    for case in Case.objects.filter(pk__in=change.cases).order_by("pk"):
        case_told(deed, case, f"{change.target_name} → {change.source_name}")
    _ends_settle(deed, change.kind, source, target)
    change.undone_at, change.undone_by = deed.now, deed.actor
    change.save(update_fields=["undone_at", "undone_by"])
    journal_write(
        deed=deed, action="organisation.undo", subject=f"registry.organisation:{target.pk}", label=change.target_name,
        detail={"kind": change.kind, "from": change.source_name, "change": change.pk},
    )  # fmt: skip
    return change


def _ends_settle(deed: Deed, kind: str, source: Organisation, target: Organisation) -> None:
    if kind == SPLIT:
        _shell_hide(source, target)
    touched(deed, source, target)
    for end in (source, target):
        cycles_order(organisation_id=end.pk, deed=deed)


def _shell_hide(source: Organisation, target: Organisation) -> None:
    """Hide an organisation that only existed through a split that was undone; its credit code is free again."""
    is_empty = not Case.objects.filter(organisation=target).exists()
    was_made = OrganisationChange.objects.filter(target=target).exclude(kind=MERGE).order_by("pk").first()
    if is_empty and was_made and target.created_at == was_made.at:
        Organisation.objects.filter(pk=target.pk).update(merged_into=source, credit_code=None)


def _need_undoable(change: OrganisationChange, rows: Sequence[RowChange]) -> None:
    ends = (change.source_id, change.target_id)
    later = OrganisationChange.objects.filter(
        Q(source__in=ends) | Q(target__in=ends), pk__gt=change.pk, undone_at=None
    ).first()
    if later:
        raise _too_late(f"{later.source_name} → {later.target_name} came later and builds on it")
    moved = next(iter(rows_moved_on(rows)), None)
    if moved:
        raise _too_late(f"{moved.table.rpartition('.')[2]} {moved.key} was changed since")
    number = _arrived(change, rows)
    if number:
        raise _too_late(f"case {number} was given to the organisation since, by one of the names that moved")


def _arrived(change: OrganisationChange, rows: Sequence[RowChange]) -> str:
    """Return the number of a case that came to a merged organisation by a name that only the merge gave it."""
    if change.kind != MERGE:
        return ""
    keys = [one.key for one in rows if one.table == OrganisationName._meta.label]  # noqa: SLF001  Django's own name for it
    names = set(OrganisationName.objects.filter(pk__in=keys).values_list("squeezed", flat=True))
    came = Case.objects.filter(organisation=change.target_id, created_at__gt=change.at).exclude(pk__in=change.cases)
    for number, name in came.values_list("number", "organisation_name"):
        if squeeze(name) in names:
            return str(number)
    return ""


def _too_late(why: str) -> UndoTooLateError:
    return UndoTooLateError(
        f"This can no longer be undone: {why}.",
        why="Undoing it would tear apart what was built on it.",
        remedy="Undo the later step first, or split off the cases that belong elsewhere.",
    )


@durable_transaction()
def pair_refuse(*, deed: Deed, viewer: Viewer, pair_id: int) -> None:
    """Say that two organisations are different; they are not offered again.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.
        ChangeUnknownError: No such pair waits.

    """
    need_mover(deed, viewer)
    pair = OrganisationPair.objects.filter(pk=pair_id, state=WAITING).select_related("first", "second").first()
    if pair is None:
        raise ChangeUnknownError("No such pair of organisations waits.", remedy="Load the page again.")
    OrganisationPair.objects.filter(pk=pair.pk).update(state=DIFFERENT, at=deed.now, by=deed.actor)
    journal_write(
        deed=deed, action="organisation.differ", subject=f"registry.organisation:{pair.first_id}",
        label=pair.first.name, detail={"other": pair.second.name, "other_id": pair.second_id},
    )  # fmt: skip
