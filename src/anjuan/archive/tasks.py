"""Background work of the archive room."""

from __future__ import annotations

import functools

from django.conf import settings

from anjuan.archive.places import places
from anjuan.archive.services.reading import item_file, item_give_up
from anjuan.jobs.worker import Ticket
from anjuan.kit.errors import AnjuanError
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.shop import Workshop


@functools.cache
def workshop() -> Workshop:
    """Return this process's workshop: one reading process, kept for all its files."""
    options = settings.ANJUAN_OPTIONS.reading
    limits = Limits(
        memory_bytes=options.memory_mb << 20,
        seconds_per_page=options.seconds_per_page,
        seconds_per_file=options.seconds_per_file,
        pages=options.pages,
        members=options.members,
        depth=options.depth,
        unpacked_bytes=options.unpacked_mb << 20,
    )
    return Workshop(limits, places().work)


def file_item(ticket: Ticket) -> None:
    """File one received file."""
    try:
        item_file(
            ticket=ticket, shop=workshop(), blobs=places().blobs, passwords=settings.ANJUAN_OPTIONS.reading.passwords
        )
    except AnjuanError as fault:
        item_give_up(ticket=ticket, fault=fault)
        raise
