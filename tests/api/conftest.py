from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.test import Client
from tests.web.made import DEED, Shelf, described, made_shelf, person

from anjuan.accounts.models import User
from anjuan.accounts.rules import tables
from anjuan.accounts.services.tokens import TokenOrder, token_issue
from anjuan.api import access
from anjuan.archive.services.indexing import engine_at, search_engine

SCOPES = tables.scopes().latest.keys


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings):
    """A data home of the test's own; the search engine of the one before is let go."""
    settings.ANJUAN_HOME = tmp_path / "home"
    for folder in ("blobs", "index", "work"):
        (settings.ANJUAN_HOME / folder).mkdir(parents=True)
    settings.FILE_UPLOAD_TEMP_DIR = settings.ANJUAN_HOME / "work"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    yield settings.ANJUAN_HOME
    if engine_at.cache_info().currsize:
        search_engine().backend.close()
    engine_at.cache_clear()


@pytest.fixture(autouse=True)
def moment(clock, monkeypatch):
    """The interface's clock stands where the deeds of the tests are done."""
    monkeypatch.setattr(access, "CLOCK", clock)
    return clock


def bearer(user: User, scopes: Iterable[str] = SCOPES, days: int = 30) -> dict[str, str]:
    issued = token_issue(deed=DEED, user_id=user.pk, order=TokenOrder("test", tuple(scopes), days, 365))
    return {"Authorization": f"Bearer {issued.written}"}


def caller(user: User, scopes: Iterable[str] = SCOPES) -> Client:
    return Client(headers=bearer(user, scopes))


@pytest.fixture
def archivist(db) -> Client:
    return caller(person("archivist"))


@pytest.fixture
def acting(db) -> Callable[..., Client]:
    """Return a client that acts as a person of a role, with scopes."""

    def act(role: str, *scopes: str) -> Client:
        return caller(person(role, f"u-{role or 'nobody'}"), scopes or SCOPES)

    return act


@pytest.fixture
def shelf(db) -> Shelf:
    made = made_shelf()
    described(made)
    return made
