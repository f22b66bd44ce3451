"""The commands of the calculators."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from anjuan.cli.lifecycle import command
from anjuan.kit.errors import ExitCode, UsageError
from anjuan.lifecycle.rules.certificate_facts import FactsError


def run(*words: str):
    found = CliRunner().invoke(command, list(words), standalone_mode=False, catch_exceptions=False)
    return found.output, found.return_value


def answered(*words: str) -> dict:
    return json.loads(run(*words, "--json")[0])


def test_audit_time_is_told_with_its_steps():
    found = answered("audit-time", "--standard", "QMS:120", "--factor", "mature=10=六年")
    assert (found["days"], found["onsite_days"], found["steps"][0]["rule"]) == (6.5, 5.5, "A14")


def test_people_are_counted_from_groups():
    found = answered("audit-time", "--standard", "QMS", "--group", "生产=80", "--group", "兼职=20=50")
    assert (found["people"], found["days"]) == (90, 7.0)


def test_an_integrated_audit_is_computed():
    words = ("--standard", "QMS:120", "--standard", "EMS:high:120", "--own-reduction", "20")
    assert answered("audit-time", *words)["days"] == 14.5


def test_a_refused_question_ends_with_its_own_code():
    output, code = run("audit-time", "--standard", "FSMS:20", "--language", "en")
    assert (code, "Way out" in output) == (ExitCode.REFUSED, True)


def test_a_factor_of_one_field_touches_no_other():
    words = ("--standard", "QMS:120", "--standard", "EMS:high:120", "--factor", "QMS:mature=10=六年")
    assert [step["rule"] for step in answered("audit-time", *words)["steps"]].count("A12") == 1


def test_a_sample_is_told_and_drawn():
    sites = [word for number in range(6) for word in ("--site", f"店{number}")]
    found = answered("sampling", "--sites", "门店=6", *sites, "--seed", "x")
    assert (found["size"], len(found["draw"]["by_lot"]) + len(found["draw"]["by_spread"])) == (3, 3)


@pytest.mark.parametrize(
    "words",
    [
        ("sampling", "--sites", "9", "--lacks", "nothing"),
        ("sampling", "--sites", "9", "--site", "a"),
        ("sampling", "--sites", "a=x"), ("audit-time", "--standard", "QMS:9", "--hours", "many"),
        ("audit-time", "--standard", "QMS:9", "--factor", "mature"),
        ("audit-time", "--standard", "QMS", "--group", "a"),
        ("due",), ("dates", "issued_on"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_followed_are_refused(words):
    with pytest.raises(UsageError):
        run(*words)


def test_dates_of_a_certificate_are_told():
    found = answered("dates", "field=QMS", "issued_on=2026-02-28", "surveillances=2027-01-15", "--day", "2027-02-01")
    assert [one["rule"] for one in found["verdicts"]][:3] == ["T05", "T01", "T02"]


def test_a_broken_date_ends_with_its_own_code():
    assert run("dates", "field=QMS", "issued_on=2020-02-28", "--day", "2026-01-01")[1] == ExitCode.REFUSED


def test_facts_that_are_wrong_are_refused():
    with pytest.raises(FactsError):
        run("dates", "field=QMS", "issued_on=2026-02-30")


@pytest.fixture
def certificates(tmp_path):
    path = tmp_path / "certificates.json"
    path.write_text(json.dumps([{"number": "C1", "field": "QMS", "issued_on": "2026-02-01"}]), encoding="utf-8")
    return str(path)


def test_due_things_come_from_a_file(certificates):
    found = answered("due", "--facts", certificates, "--day", "2026-11-23")["due"]
    assert [(one["kind"], one["days_left"]) for one in found] == [("surveillance", 70), ("renewal", 800)]


def test_due_things_become_a_calendar(certificates):
    assert run("due", "--facts", certificates, "--ical")[0].count("BEGIN:VEVENT") == 2


def test_the_names_of_facts_are_listed():
    assert "issued_on" in answered("due", "--names")["names"]


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError):
        run("due", "--facts", str(tmp_path / "x.json"))


def test_candidates_are_ranked(tmp_path):
    path = tmp_path / "audit.json"
    need = {"case": "甲", "field": "QMS", "starts_on": "2026-12-01", "ends_on": "2026-12-02", "days": 2}
    people = [{"person": "a", "name": "李", "fields": ["QMS"]}, {"person": "b", "name": "王", "fields": []}]
    path.write_text(json.dumps({"need": need, "people": people}), encoding="utf-8")
    found = answered("who", str(path))["candidates"]
    assert [(one["name"], one["free"]) for one in found] == [("李", True), ("王", False)]
