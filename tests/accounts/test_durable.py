from __future__ import annotations

import types

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services import durable
from anjuan.accounts.services.journal import journal_write
from anjuan.accounts.services.people import user_create
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.receiving import intake_begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "deed_of",
    [
        lambda deed: journal_write(deed=deed, action="case.read"),
        lambda deed: user_create(deed=deed, username="wang", password="correct horse battery"),
        lambda deed: case_open(deed=deed, title="甲公司"),
        lambda deed: intake_begin(deed=deed, way="upload", mode="one_case"),
    ],
    ids=["journal", "user", "case", "batch"],
)
def test_what_the_journal_tells_is_on_the_disk_when_it_is_told(clock, monkeypatch, deed_of):
    levels: list[str] = []
    outside = types.SimpleNamespace(vendor="sqlite", in_atomic_block=False)
    monkeypatch.setattr(durable, "connection", outside)
    monkeypatch.setattr(durable, "_synchronous", levels.append)
    deed_of(Deed("li", clock.now()))
    assert (levels[0], levels[-1]) == ("FULL", "NORMAL")
