"""Background work of digests."""

from __future__ import annotations

from django.conf import settings

from anjuan.jobs.worker import Ticket
from anjuan.mining.post import post_office
from anjuan.mining.services.digests import digest_send


def digest(ticket: Ticket) -> None:
    """Send the digest of one person."""
    options = settings.ANJUAN_OPTIONS.mail
    if options.host:
        digest_send(
            now=ticket.clock.now(), owner_id=ticket.subject_id, options=options, office=lambda: post_office(options)
        )
