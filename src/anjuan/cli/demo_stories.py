"""What ``anjuan demo`` offers of compiled works: firsts, and stories out of findings that a made-up person reviewed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from django.db import close_old_connections

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, system_viewer, viewer_named
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.mining.selectors.facts import FactFilter, fact_rows
from anjuan.mining.selectors.guides import mined_overview
from anjuan.mining.services.firsts import firsts_find
from anjuan.mining.services.reviewing import fact_accept
from anjuan.mining.services.running import all_cases, case_mine
from anjuan.mining.services.stories import stories_propose
from anjuan.mining.tasks import extractor

_EDITOR = "knowledge_editor"
#: So many stories are offered, so many findings are reviewed for them at the most.
_STORIES, _FINDINGS = 3, 40
_PAUSE_SECONDS, _MOST_LOOKS = 15, 240


def works_offer(home: Path, *, wait: bool) -> None:
    """Offer firsts and stories of the sample cases, once; without ``wait`` as soon as the cases were mined."""
    if (home / "samples" / "works-offered").exists():
        return
    if wait:
        for case_id in all_cases():
            case_mine(deed=_deed("system"), case_id=case_id, extractor=extractor())
        _offer(home)
    else:
        threading.Thread(target=_offer_later, args=(home,), daemon=True).start()


def _deed(actor: str) -> Deed:
    return Deed(actor, SystemClock().now())


def _offer_later(home: Path) -> None:
    for _ in range(_MOST_LOOKS):
        time.sleep(_PAUSE_SECONDS)
        close_old_connections()
        mined = mined_overview()
        if mined["of"] and mined["cases"] >= mined["of"]:
            _offer(home)
            break
    close_old_connections()


def _offer(home: Path) -> None:
    """Let the demo's editor accept findings, then do what the program does by itself afterwards."""
    firsts_find(deed=_deed("system"))
    editor = viewer_named(_EDITOR, today_in_china(SystemClock()))
    _review(editor)
    stories_propose(deed=_deed("system"), most=_STORIES)
    (home / "samples" / "works-offered").touch()


def _review(editor: Viewer) -> None:
    wanted = FactFilter(kind="finding", state="proposed")
    for row in fact_rows(system_viewer(), wanted, limit=_FINDINGS):
        fact_accept(deed=_deed(_EDITOR), viewer=editor, fact_id=row.id)
