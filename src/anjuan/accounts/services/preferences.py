"""Keeping what persons choose for their pages. Nothing of it is journalled: it changes nothing for anybody else."""

from __future__ import annotations

import dataclasses

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import Preference, SavedView
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError

MOST_VIEWS = 50


class SavedViewUnknownError(NotFoundError):
    """There is no such saved view of this person."""

    code = "ACC-040"


class SavedViewRefusedError(UsageError):
    """A saved view cannot be kept so: it has no name, or there are too many."""

    code = "ACC-041"


class ViewSharingError(RefusedError):
    """A saved view would be shared with a role that its owner does not hold."""

    code = "ACC-042"


@transaction.atomic
def preference_set(*, viewer: Viewer, name: str, value: str) -> None:
    """Keep one choice of a person; an empty value forgets it."""
    if viewer.user_id is None:
        return
    if value:
        Preference.objects.update_or_create(user_id=viewer.user_id, name=name, defaults={"value": value[:2000]})
    else:
        Preference.objects.filter(user_id=viewer.user_id, name=name).delete()


@transaction.atomic
def preferences_forget(*, viewer: Viewer, prefix: str) -> int:
    """Forget every choice of a person whose name begins so; return how many."""
    gone, _ = Preference.objects.filter(user=viewer.user_id or 0, name__startswith=prefix).delete()
    return gone


@dataclasses.dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as a person wants it kept.

    Attributes:
        list: Name of the list.
        name: What the person calls it; the same name again replaces it.
        query: The list's address without its page.
        columns: As preferences hold them; empty for the columns of whoever opens it.
        role: A role of the person to share it with; empty for nobody.
        is_default: Whether the list shall open with it.

    """

    list: str
    name: str
    query: str
    columns: str = ""
    role: str = ""
    is_default: bool = False


@transaction.atomic
def view_save(*, deed: Deed, viewer: Viewer, draft: ViewDraft) -> SavedView:
    """Keep a view of a list under a name.

    Raises:
        SavedViewRefusedError: It has no name, is too long, or the person has too many.
        ViewSharingError: The person does not hold the role.

    """
    name = " ".join(draft.name.split())[:60]
    mine = SavedView.objects.filter(owner_id=viewer.user_id)
    if not name or len(draft.query) > 2000:  # noqa: PLR2004  the column's length
        raise SavedViewRefusedError("A saved view needs a name.", remedy="Write what you want to call it.")
    if mine.exclude(list=draft.list, name=name).count() >= MOST_VIEWS:
        raise SavedViewRefusedError(
            f"There are {MOST_VIEWS} saved views already.", remedy="Remove one that you do not need any more."
        )
    if draft.role and draft.role not in viewer.roles:
        raise ViewSharingError(
            f"{viewer.name} does not hold the role {draft.role!r}.", remedy="Share it with a role of your own."
        )
    if draft.is_default:
        mine.filter(list=draft.list, is_default=True).update(is_default=False)
    view, _ = SavedView.objects.update_or_create(
        owner_id=viewer.user_id, list=draft.list, name=name,
        defaults={
            "query": draft.query, "columns": draft.columns[:2000], "role": draft.role, "is_default": draft.is_default,
            "created_at": deed.now,
        },
    )  # fmt: skip
    return view


@transaction.atomic
def view_change(*, viewer: Viewer, view_id: int, **changes: str | bool) -> None:
    """Change columns of a view or whether the list opens with it.

    Raises:
        SavedViewUnknownError: The person has no such view.

    """
    view = _own(viewer, view_id)
    if changes.get("is_default"):
        SavedView.objects.filter(owner_id=viewer.user_id, list=view.list, is_default=True).update(is_default=False)
    SavedView.objects.filter(pk=view.pk).update(**changes)


@transaction.atomic
def view_delete(*, viewer: Viewer, view_id: int) -> SavedView:
    """Remove a view of a person; return it as it was, so that the removal can be undone.

    Raises:
        SavedViewUnknownError: The person has no such view.

    """
    view = _own(viewer, view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(viewer: Viewer, view_id: int) -> SavedView:
    view = SavedView.objects.filter(owner_id=viewer.user_id, pk=view_id).first()
    if view is None:
        raise SavedViewUnknownError(
            f"You have no saved view {view_id}.", remedy="Open the list and choose one of your own views."
        )
    return view
