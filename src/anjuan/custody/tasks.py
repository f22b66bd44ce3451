"""Background work of the custody room."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Original
from anjuan.archive.places import places
from anjuan.archive.services.bulk import bulk_do
from anjuan.custody.services.bulk_hands import hands
from anjuan.custody.services.destruction import case_destroy
from anjuan.custody.services.fixity_orders import fixity_whole
from anjuan.custody.services.parcels import parcel_make, parcels_sweep
from anjuan.custody.services.rounds import fixity_turn, tidy, turn_budget
from anjuan.jobs.worker import Ticket

_NOBODY = "system"


def fixity_round(ticket: Ticket) -> None:
    """Read the originals that are due, within this turn's budget."""
    size = Original.objects.filter(destroyed_at=None).aggregate(size=Sum("size_bytes"))["size"] or 0
    fixity_turn(
        deed=lambda: Deed(_NOBODY, ticket.clock.now()),
        blobs=places().blobs,
        most_bytes=turn_budget(size),
        pulse=lambda done: ticket.report(done=done, phase="fixity"),
    )


def fixity_everything(ticket: Ticket) -> None:
    """Read every original that was not read since this was ordered."""
    fixity_whole(
        deed=lambda: Deed(_NOBODY, ticket.clock.now()),
        blobs=places().blobs,
        since=dt.datetime.fromtimestamp(ticket.subject_id, dt.UTC),
        pulse=lambda done, total: ticket.report(done=done, total=total, phase="fixity"),
    )


def tidy_round(ticket: Ticket) -> None:
    """Close loans that are over, remove parcels that are, and compute retention again."""
    ticket.report(done=0, phase="tidying")
    parcels_sweep(now=ticket.clock.now())
    tidy(deed=Deed(_NOBODY, ticket.clock.now()))


def destroy_case(ticket: Ticket) -> None:
    """Destroy the papers of one case of an approved list."""
    case_destroy(ticket=ticket, blobs=places().blobs)


def make_parcel(ticket: Ticket) -> None:
    """Make the file of a parcel of cases."""
    parcel_make(ticket=ticket, here=places())


def bulk_deed(ticket: Ticket) -> None:
    """Do one deed to the many things it was ordered for. It stands here because this room knows every hand."""
    bulk_do(ticket=ticket, hands=hands())
