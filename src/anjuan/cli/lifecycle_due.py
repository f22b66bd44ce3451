"""``anjuan lifecycle due|dates|who``: dates of certificates, what is due, who can do an audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from anjuan.cli.lifecycle_told import DAY, JSON, LANGUAGE, on_day, print_verdicts, read_json
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError
from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.candidate_facts import question_of
from anjuan.lifecycle.rules.candidates import ranked
from anjuan.lifecycle.rules.certificate_facts import CertificateFacts, fact_names, facts_of, many_facts
from anjuan.lifecycle.rules.due import due_things
from anjuan.lifecycle.rules.icalendar import calendar_text
from anjuan.lifecycle.rules.time_line import certificate_verdicts
from anjuan.lifecycle.rules.verdicts import number_text


@click.command("due")
@click.option("--facts", "path", type=click.Path(path_type=Path, dir_okay=False), help="JSON file of certificates.")
@click.option("--within", type=int, help="Only what is late or due within so many days.")
@click.option("--ical", is_flag=True, help="Print an iCalendar text instead.")
@click.option("--names", is_flag=True, help="Instead, list the names of the facts.")
@DAY
@LANGUAGE
@JSON
def due_command(
    *, path: Path | None, within: int | None, ical: bool, names: bool, day: dt.datetime | None, language: str,
    as_json: bool,
) -> None:  # fmt: skip
    """List what is due for certificates: surveillance, renewal, suspensions, licences, findings, reports.

    Example: anjuan lifecycle due --facts certificates.json --within 60 --json
    """
    if names:
        print_json({"names": list(fact_names())}) if as_json else click.echo("\n".join(fact_names()))
        return
    if path is None:
        raise UsageError("There are no facts.", remedy="Give --facts with a JSON file; --names lists what it may hold.")
    things = due_things(many_facts(read_json(path)), tables.book_on, on_day(day), within)
    if ical:
        click.echo(calendar_text(things, SystemClock().now(), language), nl=False)
    elif as_json:
        print_json({"due": [thing.as_dict() for thing in things]})
    else:
        rows = [(thing.due, thing.days_left, thing.kind, thing.certificate, thing.organisation, thing.verdict.rule,
                 thing.verdict.sentence.told(language)) for thing in things]  # fmt: skip
        print_table(("due", "days left", "kind", "certificate", "organisation", "rule", "why"), rows)


@click.command("dates")
@click.argument("given", nargs=-1, metavar="[NAME=VALUE]…")
@click.option("--facts", "path", type=click.Path(path_type=Path, dir_okay=False), help="JSON file of one certificate.")
@DAY
@LANGUAGE
@JSON
def dates_command(
    *, given: tuple[str, ...], path: Path | None, day: dt.datetime | None, language: str, as_json: bool
) -> int:  # fmt: skip
    """Say what every time rule says of one certificate.

    Example: anjuan lifecycle dates field=QMS issued_on=2026-02-28 surveillances=2027-01-15
    """
    facts = _stated(given, path)
    verdicts = certificate_verdicts(facts, tables.book_on, on_day(day))
    if as_json:
        print_json({"number": facts.number, "verdicts": [one.as_dict() for one in verdicts]})
    else:
        print_verdicts(verdicts, language)
    return ExitCode.REFUSED if any(one.is_broken for one in verdicts) else ExitCode.OK


def _stated(given: Sequence[str], path: Path | None) -> CertificateFacts:
    value: dict[str, Any] = dict(read_json(path)) if path else {"number": "—"}
    for text in given:
        name, sign, said = text.partition("=")
        if not sign:
            raise UsageError(f"{text!r} is no NAME=VALUE.", remedy="Write it like issued_on=2026-02-28.")
        value[name] = said.split(",") if name == "surveillances" else said
    return facts_of(value)


@click.command("who")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@DAY
@LANGUAGE
@JSON
def who_command(*, path: Path, day: dt.datetime | None, language: str, as_json: bool) -> None:
    """Rank who can do an audit: a JSON file with the audit under need and the auditors under people.

    Example: anjuan lifecycle who audit.json --json
    """
    value = read_json(path)
    need, people = question_of(value if isinstance(value, dict) else {"need": value})
    on = day.date() if day else need.starts_on
    found = ranked(tables.book_on(need.field, on), tables.candidate_weights().on(on), need, people)
    if as_json:
        print_json({"candidates": [one.as_dict() for one in found]})
        return
    rows = [
        {
            "name": one.name, "points": number_text(one.points),
            "why": tuple(told.told(language) for told in (*(e.sentence for e in one.excluded), *one.reasons)),
        }
        for one in found
    ]  # fmt: skip
    print_table(("name", "points", "why"), [tuple(row.values()) for row in rows])
