from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from tests.web.kept import agreed, destroyed, kept_list, lent, signed
from tests.web.made import PASSWORD, made_shelf, person

from anjuan.archive.places import places
from anjuan.archive.services.indexing import engine_at, search_engine
from anjuan.cli.custody import command
from anjuan.custody.models import AppraisalList, Loan, Opinion, Retention
from anjuan.jobs.models import Job
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import AnjuanError
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(db, tmp_path, settings, monkeypatch):
    settings.ANJUAN_HOME = tmp_path / "home"
    for folder in ("blobs", "index", "work"):
        (settings.ANJUAN_HOME / folder).mkdir(parents=True)
    monkeypatch.setenv("ANJUAN_PASSWORD", PASSWORD)
    assert places()
    yield made_shelf()
    search_engine().backend.close()
    engine_at.cache_clear()


def run(*words: str, asked: str = "") -> dict | str:
    done = CliRunner().invoke(command, words, input=asked)
    if isinstance(done.exception, AnjuanError):
        raise done.exception
    assert done.exception is None, done.output
    return json.loads(done.stdout) if "--json" in words else done.stdout


def until() -> str:
    return str(today_in_china(CLOCK) + dt.timedelta(days=2))


def ask(shelf, *more: str):
    words = ("loan", "request", shelf.case.number, "--purpose", "查考", "--until", until(), "--as", "wu")
    return run(*words, *more)


def test_a_loan_goes_from_request_to_return(shelf):
    person("auditor", "wu")
    person("chief_archivist", "chief")
    number = ask(shelf, "--json")["loan"]
    assert run("loan", "approve", number, "--as", "chief", "--json")["state"] == "approved"
    assert number in run("loan", "return", number, "--as", "wu")
    assert Loan.objects.get().state == "returned"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(shelf):
    person("auditor", "wu")
    assert ask(shelf, "--dry-run").startswith("Would be done: wu asks for")
    assert not Loan.objects.exists()


def test_nobody_acts_with_a_wrong_password(shelf, monkeypatch):
    person("auditor", "wu")
    monkeypatch.setenv("ANJUAN_PASSWORD", "guess")
    with pytest.raises(AnjuanError, match="CLI-002"):
        ask(shelf)


def test_who_may_not_approve_a_loan_is_told_which_right_it_needs(shelf):
    person("auditor", "zhou")
    lent("loans", shelf)
    with pytest.raises(AnjuanError, match=r"loan\.approve"):
        run("loan", "approve", "JY-2026-00001", "--as", "zhou")


def test_a_list_is_appraised_submitted_approved_and_supervised(shelf):
    listed = kept_list("appraisal", shelf)
    for role, name in (("archivist", "li"), ("head", "sun"), ("chief_archivist", "chief")):
        person(role, name)
    agreed(listed, "zhao")
    run("appraise", "opinion", listed.number, "--agree", "--as", "li")
    run("appraise", "submit", listed.number, "--as", "li")
    run("destroy", "approve", listed.number, "--as", "sun")
    assert run("destroy", "supervise", listed.number, "--as", "chief", "--json")["supervisor"] == "chief"
    assert "Supervised by chief." in run("appraise", "show", listed.number)


@pytest.mark.parametrize(("written", "jobs"), [("JD-2026-0001\n", 1), ("yes\n", 0)])
def test_a_destruction_asks_for_the_number_of_its_list(shelf, written, jobs):
    listed = kept_list("appraisal_supervise", shelf)
    signed(listed, "chief", "zhou")
    person("archivist", "li")
    words = ("destroy", "execute", listed.number, "--as", "li")
    if jobs:
        assert "1 cases of JD-2026-0001" in run(*words, asked=written)
    else:
        with pytest.raises(AnjuanError, match="nothing was destroyed"):
            run(*words, asked=written)
    assert Job.objects.filter(kind="custody.destroy_case").count() == jobs


def test_a_dry_run_of_a_destruction_checks_its_signatures_and_destroys_nothing(shelf):
    listed = kept_list("appraisal_supervise", shelf)
    person("archivist", "li")
    with pytest.raises(AnjuanError, match="0 of 2 supervisors"):
        run("destroy", "execute", listed.number, "--dry-run", "--as", "li")
    signed(listed, "chief", "zhou")
    assert run("destroy", "execute", listed.number, "--dry-run", "--as", "li", "--json")["done"] is False
    assert not Job.objects.filter(kind="custody.destroy_case").exists()
    assert AppraisalList.objects.get().state == "approved"


def test_an_opinion_against_needs_a_reason(shelf):
    kept_list("appraisal", shelf)
    with pytest.raises(AnjuanError, match="reason"):
        run("appraise", "opinion", "JD-2026-0001", "--against", "--as", "li")
    assert not Opinion.objects.exists()


def test_the_register_and_its_certificate_come_from_the_command_line(shelf, tmp_path, chinese_font):
    destroyed(shelf)
    assert run("destroy", "register", "--json")["register"][0]["case"] == shelf.case.number
    run("destroy", "certificate", shelf.case.number, "--to", str(tmp_path / "c.pdf"))
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")


def test_a_date_that_is_stated_says_how_long_a_case_is_kept(shelf):
    words = ("retention", shelf.case.number, "--date", "valid_until=2025-06-30", "--reason", "证书原件")
    assert "is kept until 2035-06-30." in run(*words, "--dry-run")
    assert not Retention.objects.exists()
    assert run(*words, "--json")["keep_until"] == "2035-06-30"
