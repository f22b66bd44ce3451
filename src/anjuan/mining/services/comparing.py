"""Looking at the differences between team leaders: every look is written down, for it is about persons."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.mining.rules.counting import Asked
from anjuan.mining.rules.funnel import Leader
from anjuan.mining.selectors.trends import leaders_compared


@durable_transaction()
def leaders_look(*, deed: Deed, viewer: Viewer, asked: Asked) -> tuple[Leader, ...]:
    """Return the findings of each team leader beside what audits like theirs have, and write that it was looked at.

    Raises:
        CompareMayNotError: The person may not compare auditors.

    """
    found = leaders_compared(viewer, asked)
    journal_write(deed=deed, action="knowledge.compare", detail={"leaders": len(found)})
    return found
