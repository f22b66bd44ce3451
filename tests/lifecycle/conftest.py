from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.lifecycle.driving import Body

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import viewer_of
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.lifecycle.services import papers

ROLES = {"pm": "project_manager", "zhao": "auditor", "qian": "auditor", "sun": "reviewer", "zhou": "decision_maker"}


@pytest.fixture
def home(tmp_path: Path, settings) -> Iterator[Path]:
    """A data home of the test's own."""
    settings.ANJUAN_HOME = tmp_path / "home"
    for folder in ("blobs", "index", "work"):
        (settings.ANJUAN_HOME / folder).mkdir(parents=True)
    return settings.ANJUAN_HOME


@pytest.fixture
def no_papers(monkeypatch) -> None:
    """Setting type is not what most tests are about."""
    monkeypatch.setattr(papers, "chinese_families", tuple)


@pytest.fixture
def person(clock, db) -> Callable[..., dict[str, object]]:
    """Give a function that makes a person with a role and returns the arguments that services want of them."""

    def make(name: str, *roles: str, organisation=None) -> dict[str, object]:
        user = user_create(deed=Deed("root", clock.now()), username=name, password="correct horse battery")
        if organisation is not None:
            type(user).objects.filter(pk=user.pk).update(organisation_id=organisation.pk)
            user.refresh_from_db()
        for role in roles:
            role_grant(deed=Deed("root", clock.now()), user=user, role=role)
        return {"deed": Deed(name, clock.now()), "viewer": viewer_of(user, dt.date(2026, 3, 2))}

    return make


@pytest.fixture
def body(person, home, no_papers, clock) -> Body:
    """A body with its people, who drive the process; papers are not set."""
    return Body({name: person(name, role)["viewer"] for name, role in ROLES.items()}, clock)


@pytest.fixture
def printing_body(person, home, clock, chinese_font) -> Body:
    """The same body, with papers."""
    return Body({name: person(name, role)["viewer"] for name, role in ROLES.items()}, clock)
