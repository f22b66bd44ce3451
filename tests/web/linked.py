"""What the tests of sharing look at: a share of the shelf's case, and its link."""

from __future__ import annotations

import datetime as dt

from tests.web.made import Shelf, person

from anjuan.accounts.models import User
from anjuan.custody.models import Share
from anjuan.custody.selectors.shares import digest_of
from anjuan.web.visitor import CLOCK

TOKEN = "t" * 43
_REST = {"share_paper": 1, "share_copy": 1, "share_picture": 2}


def shared(shelf: Shelf, **more: object) -> Share:
    """Return the one share of the test, which waits for leave unless it is told otherwise."""
    known = Share.objects.first()
    if known:
        return known
    maker = User.objects.filter(username="zhao").first() or person("archivist", "zhao")
    now = CLOCK.now()
    wanted = {
        "number": "FX-2026-00001", "case": shelf.case, "receiver": "王芳", "reason": "上级查阅",
        "digest": digest_of(TOKEN), "created_at": now, "created_by": "zhao", "created_by_id": maker.pk,
        "expires_at": now + dt.timedelta(days=7), "state": "requested",
    }  # fmt: skip
    return Share.objects.create(**wanted | more)


def link_of(name: str, shelf: Shelf) -> list[object]:
    """Return the words of the address of a link's page."""
    shared(shelf, state="open")
    return [TOKEN, shelf.scan.pk, 1][: 1 + _REST.get(name, 0)]
