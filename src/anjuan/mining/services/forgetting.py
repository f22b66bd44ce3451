"""Forgetting what was taken from the papers of a case, when the case is destroyed."""

from __future__ import annotations

from anjuan.mining.services.features import features_drop
from anjuan.mining.services.running import facts_drop


def case_forget(case_id: int) -> None:
    """Forget facts and features of a case, in the caller's transaction; safe to be called again.

    Custody calls it through ``ANJUAN_CASE_FORGETTERS`` while it removes the texts of a case.
    """
    facts_drop(case_ids=[case_id])
    features_drop(case_id=case_id)
