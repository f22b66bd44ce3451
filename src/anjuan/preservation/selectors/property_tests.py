"""Reading four-property tests that were made."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import case_whole
from anjuan.jobs.queue import JobView, last_job
from anjuan.preservation.models import PropertyTest

#: The job that tests one case; its subject is the case.
PROPERTIES_CASE = "preservation.properties_case"


@dataclasses.dataclass(frozen=True, slots=True)
class PropertyTestView:
    """One test, as pages and reports show it.

    Attributes:
        items: As ``ItemResult`` tells of them, in the order of the table.

    """

    id: int
    case: str
    title: str
    moment: str
    result: str
    failed: int
    edition: str
    tool: str
    actor: str
    at: dt.datetime
    items: tuple[dict[str, Any], ...]

    @property
    def properties(self) -> list[dict[str, str]]:
        """The items in the shape of the command contract."""
        return [{name: item[name] for name in ("group", "item", "result", "evidence")} for item in self.items]


def property_test_latest(viewer: Viewer, case: str) -> PropertyTestView | None:
    """Return the last test of a case, or None. Three queries.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    found = PropertyTest.objects.filter(case=case_whole(viewer, case)).select_related("case").first()
    return property_test_view(found) if found else None


def property_test_job(viewer: Viewer, case: str) -> JobView | None:
    """Return how far the test is that was ordered last for a case, None when none ever was. Three queries.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    return last_job(PROPERTIES_CASE, case_whole(viewer, case).pk)


def property_test_view(test: PropertyTest) -> PropertyTestView:
    """Return a stored test as pages show it."""
    return PropertyTestView(
        test.pk, test.case.number, test.case.title, test.moment, test.result, test.failed, test.edition, test.tool,
        test.actor, test.at, tuple(test.items),
    )  # fmt: skip


def cases_to_test(*, before: dt.datetime, most: int) -> list[Case]:
    """Return cases whose last test is older than a moment, those never tested first. One query."""
    tested = PropertyTest.objects.filter(at__gte=before).values("case")
    return list(Case.objects.exclude(pk__in=tested).exclude(state="destroyed").order_by("pk")[:most])
