"""Applications as a person may see them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.lifecycle.models import Application, Condition
from anjuan.lifecycle.rules.process_tables import limits
from anjuan.lifecycle.selectors.offering import offers_of
from anjuan.lifecycle.selectors.projects import Part
from anjuan.lifecycle.selectors.sight import applications_of
from anjuan.lifecycle.selectors.subjects import subject_of

#: Conditions that count for transfers and extensions alone.
_ELSEWHERE = {"accredited", "not_suspended", "transfer_ncs", "not_barred", "special_licences"}
_ONLY = {"product_listed": "product", "service_sites": "service"}


@dataclasses.dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its conditions, in the order of the table, and the steps it offers."""

    application: Application
    conditions: tuple[tuple[str, str, Condition | None], ...]
    part: Part


def _concerns(key: str, row: Application) -> bool:
    """Say whether a condition concerns the field of an application: the work-safety list is asked for OHSMS alone."""
    return key != "safety_clean" or row.field_code.startswith("A03")


def application_list(viewer: Viewer, *, state: str = "", limit: int = 200) -> tuple[Application, ...]:
    """Return the applications a person may see, the last ones in front."""
    found = applications_of(viewer)
    if state:
        found = found.filter(state=state)
    return tuple(found.select_related("project")[:limit])


def application_view(viewer: Viewer, key: int, today: dt.date) -> ApplicationView:
    """Return an application as its page shows it.

    Raises:
        ProcessUnknownError: There is none, or not for this person.

    """
    subject = subject_of(viewer, "application", key)
    row: Application = subject.row
    last = {one.key: one for one in row.conditions.order_by("pk")}
    wanted = [
        (key, name)
        for key, name in limits().on(today).conditions.items()
        if key not in _ELSEWHERE and _ONLY.get(key, row.kind) == row.kind and _concerns(key, row)
    ]
    conditions = tuple((key, name, last.get(key)) for key, name in wanted)
    return ApplicationView(row, conditions, Part(subject, offers_of(subject, viewer, today)))
