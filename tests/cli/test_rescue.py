from __future__ import annotations

import pytest
from click.testing import CliRunner

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, SecondFactor
from anjuan.accounts.services.people import user_create
from anjuan.cli import people
from anjuan.cli.acting import PASSWORD, NotThisPersonError, PausedError, acting
from anjuan.cli.token import UserUnknownError
from anjuan.kit.clock import SystemClock

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"


@pytest.fixture
def li(db):
    user = user_create(deed=Deed("root", SystemClock().now()), username="li", password=RIGHT)
    SecondFactor.objects.create(user=user, kind="totp", sealed="x", added_at=SystemClock().now())
    return user


def reset(*words: str):
    return CliRunner().invoke(people.command, ["reset-factors", *words], catch_exceptions=True)


def test_who_lost_the_second_factor_is_let_in_and_the_journal_tells(li):
    assert "1 second factors of li are gone" in reset("li").output
    assert not SecondFactor.objects.exists()
    assert JournalEntry.objects.get(action="factor.reset").actor == "system"


def test_a_dry_run_takes_nothing_away(li):
    assert reset("li", "--dry-run").output.startswith("Would be done")
    assert SecondFactor.objects.exists()


def test_a_name_nobody_has_is_told(db):
    assert isinstance(reset("wu").exception, UserUnknownError)


def test_a_command_says_who_acts(li, monkeypatch, capsys):
    monkeypatch.setenv(PASSWORD, RIGHT)
    acting("li", dry_run=True, as_json=True)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Acting as li (no role).\n")


def test_wrong_passwords_at_a_command_are_told_and_slowed_down(li, monkeypatch):
    monkeypatch.setenv(PASSWORD, "wrong")
    for _ in range(5):
        with pytest.raises(NotThisPersonError):
            acting("li", dry_run=False, as_json=False)
    monkeypatch.setenv(PASSWORD, RIGHT)
    with pytest.raises(PausedError):
        acting("li", dry_run=False, as_json=False)
    refused = JournalEntry.objects.filter(action="login.refuse")
    assert [entry.detail["address"] for entry in refused] == ["command line"] * 5


def test_after_a_minute_the_name_may_act_again(li, monkeypatch):
    monkeypatch.setenv(PASSWORD, "wrong")
    for _ in range(5):
        with pytest.raises(NotThisPersonError):
            acting("li", dry_run=False, as_json=False)
    monkeypatch.setattr("anjuan.cli.acting._PAUSE", SystemClock().now() - SystemClock().now())
    monkeypatch.setenv(PASSWORD, RIGHT)
    assert acting("li", dry_run=False, as_json=False).viewer.name == "li"
