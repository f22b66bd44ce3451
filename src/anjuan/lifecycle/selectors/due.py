"""What is due: the tasks of a person or of the body, the late ones first."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.lifecycle.models import Task
from anjuan.lifecycle.selectors.sight import tasks_of

OPEN = ("planned", "missed")
SPANS = ("late", "week", "month", "later")
_WEEK, _MONTH = 7, 31


@dataclasses.dataclass(frozen=True, slots=True)
class DueRow:
    """A task that is open.

    Attributes:
        days: Until its day; negative once it is over.
        moved: How often its day was moved.

    """

    task: Task
    days: int
    moved: int

    @property
    def span(self) -> str:
        """One of :data:`SPANS`."""
        if self.days < 0:
            return "late"
        return "week" if self.days <= _WEEK else "month" if self.days <= _MONTH else "later"


def tasks_due(viewer: Viewer, today: dt.date, *, mine: bool = False, limit: int = 200) -> tuple[DueRow, ...]:
    """Return open tasks that a person may see, those due first in front.

    Args:
        viewer: Who looks.
        today: The day from which days are counted.
        mine: Whether only tasks that the person owns are wanted.
        limit: How many at most.

    """
    found = tasks_of(viewer).filter(state__in=OPEN)
    if mine:
        found = found.filter(owner=viewer.name)
    rows = found.select_related("project__organisation", "audit").prefetch_related("versions")
    return tuple(
        DueRow(task, (task.due_on - today).days, len(task.versions.all()))
        for task in rows.order_by("due_on", "pk")[:limit]
    )
