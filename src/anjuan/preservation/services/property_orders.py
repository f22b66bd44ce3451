"""Ordering the four-property test of one case, and making it in the background."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import Case
from anjuan.archive.services.rights import need_describer
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket
from anjuan.preservation.models import PropertyTest, PropertyTestOrder
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.property_tests import PROPERTIES_CASE
from anjuan.preservation.services.property_tests import properties_test

#: Somebody waits for it: before what comes round by itself, after what is being taken in.
_PRIORITY = 3


@durable_transaction()
def property_test_order(*, deed: Deed, viewer: Viewer, case: Case) -> int:
    """Order a four-property test of a case and return the key of its job; one that waits or runs is not doubled.

    Raises:
        DescribeMayNotError: The person may not.

    """
    need_describer(deed, viewer)
    PropertyTestOrder.objects.update_or_create(case=case, defaults={"actor": deed.actor, "at": deed.now})
    return TableQueue().add(JobSpec(PROPERTIES_CASE, case.pk, priority=_PRIORITY), now=deed.now)


def property_test_make(*, ticket: Ticket) -> PropertyTest:
    """Make the test that was ordered, in the name of who ordered it, and report every original that is read again.

    Raises:
        LeaseLostError: Another worker has the job.

    """
    order = PropertyTestOrder.objects.select_related("case").get(case_id=ticket.claim.subject_id)
    return properties_test(
        deed=Deed(order.actor, ticket.clock.now()), case=order.case, moment=Moment.SCHEDULE,
        pulse=lambda done, total: ticket.report(done=done, total=total, phase="properties"),
    )  # fmt: skip
