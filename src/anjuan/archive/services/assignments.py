"""Giving people cases to read."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import user_id_of
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import Case
from anjuan.archive.services.cases import case_grant_reading
from anjuan.kit.errors import NotFoundError


@durable_transaction()
def assign_cases(*, deed: Deed, username: str, most: int) -> int:
    """Let a person read the first cases of the archive, so many at the most; return how many.

    Raises:
        NotFoundError: Nobody has this log-in name.

    """
    user_id = user_id_of(username)
    if user_id is None:
        raise NotFoundError(f"Nobody has the log-in name {username!r}.", remedy="Create the user first.")
    cases = list(Case.objects.order_by("pk")[:most])
    for case in cases:
        case_grant_reading(deed=deed, case=case, token=f"user:{user_id}")
    return len(cases)
