"""``anjuan custody appraise`` and ``destroy``: from cases whose retention is over to the register of destroyed ones."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.acting import acting, person_options
from anjuan.cli.output import print_json, print_rows
from anjuan.custody.selectors.destruction import appraisal_get, appraisal_list, register_entry, register_list
from anjuan.custody.services.appraisal import (
    appraisal_decide,
    appraisal_keep,
    appraisal_open,
    appraisal_opine,
    appraisal_submit,
    destruction_begin,
    destruction_resume,
    destruction_supervise,
)
from anjuan.custody.services.certificates import destruction_certificate
from anjuan.kit.errors import UsageError

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
LISTS = ("number", "title", "state", "cases", "made_by", "decided_by", "ended_at")
REGISTER = ("case", "reference_code", "title", "list_number", "approved_by", "destroyed_at")


@click.group("appraise")
def appraise() -> None:
    """Appraisal lists: make one, give opinions, take cases off, put it before the head."""


@click.group("destroy")
def destroy() -> None:
    """Approve, supervise and execute the destruction of a list; the register of what was destroyed."""


@appraise.command("list")
@_JSON
def lists(*, as_json: bool) -> None:
    """List the appraisal lists, the newest first.

    Example: anjuan custody appraise list
    """
    rows = appraisal_list(system_viewer())
    print_json({"lists": rows}) if as_json else print_rows(rows, LISTS)


@appraise.command("show")
@click.argument("number")
@_JSON
def show(*, number: str, as_json: bool) -> None:
    """Show one list with its cases, opinions and signatures.

    Example: anjuan custody appraise show JD-2026-0001
    """
    shown = appraisal_get(system_viewer(), number)
    if as_json:
        print_json(dataclasses.asdict(shown))
        return
    row = shown.row
    click.echo(f"{row.number} {row.title}: {row.state}, made by {row.made_by}.")
    print_rows(shown.cases, ("case", "title", "reference_code", "keep_until", "state", "reason"))
    for opinion in shown.opinions:
        click.echo(f"{opinion.member} {'agrees' if opinion.agrees else 'disagrees'}. {opinion.text}".rstrip())
    if row.decided_by:
        click.echo(f"Decided by {row.decided_by}. {shown.decision}".rstrip())
    if shown.supervisors:
        click.echo(f"Supervised by {', '.join(shown.supervisors)}.")


def _told(listed: Any) -> dict[str, Any]:  # noqa: ANN401  doors do not name the tables
    return {"list": listed.number, "title": listed.title, "state": str(listed.state)}


@appraise.command("open")
@click.argument("cases", nargs=-1, required=True)
@click.option("--title", required=True, help="Name of the list.")
@person_options
def open_list(*, cases: tuple[str, ...], title: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Put cases whose retention is over on a new list. Nothing is destroyed by it.

    Example: anjuan custody appraise open AJ-2010-000001 AJ-2010-000002 --title 2026年到期 --as li
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    found = [case_named(who.viewer, case) for case in cases]
    who.do(
        lambda: {**_told(appraisal_open(**who.hand, title=title, cases=found)), "cases": len(found)},
        "The list {list} {title} is made of {cases} cases.",
    )


@appraise.command("opinion")
@click.argument("number")
@click.option("--agree/--against", "agrees", required=True, default=None, help="Destroy, or do not.")
@click.option("--text", default="", help="Why.")
@person_options
def opinion(*, number: str, agrees: bool, text: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Give your opinion on a list as a member of the appraisal group.

    Example: anjuan custody appraise opinion JD-2026-0001 --agree --as zhao
    """
    if not agrees and not text.strip():
        raise UsageError("No reason is given.", remedy="Say with --text why you are against it.")
    who = acting(name, dry_run=dry_run, as_json=as_json)

    def give() -> dict[str, Any]:
        appraisal_opine(**who.hand, number=number, agrees=agrees, text=text)
        return {"list": number, "member": who.viewer.name, "agrees": agrees}

    who.do(give, "{member} has an opinion on {list} now: " + ("destroy." if agrees else "do not destroy."))


@appraise.command("keep")
@click.argument("number")
@click.argument("case")
@click.option("--reason", required=True, help="Why it is kept.")
@person_options
def keep(*, number: str, case: str, reason: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Take a case off a list because it is worth keeping.

    Example: anjuan custody appraise keep JD-2026-0001 AJ-2010-000001 --reason 行业首证 --as zhao
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    found = case_named(who.viewer, case)

    def take_off() -> dict[str, Any]:
        item = appraisal_keep(**who.hand, number=number, case=found, reason=reason)
        return {"list": number, "case": found.number, "state": str(item.state)}

    who.do(take_off, "{case} is off the list {list} and is kept.")


@appraise.command("submit")
@click.argument("number")
@person_options
def submit(*, number: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Put a list before the head, when the appraisal group agrees.

    Example: anjuan custody appraise submit JD-2026-0001 --as li
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(lambda: _told(appraisal_submit(**who.hand, number=number)), "The list {list} is before the head.")


@destroy.command("approve")
@click.argument("number")
@click.option("--method", default="erase", show_default=True, help="erase, shred or pulp.")
@click.option("--text", default="", help="A remark.")
@person_options
def approve(*, number: str, method: str, text: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Approve a list as the head of the body. Nothing is destroyed yet.

    Example: anjuan custody destroy approve JD-2026-0001 --as sun
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(
        lambda: _told(appraisal_decide(**who.hand, number=number, approves=True, method=method, text=text)),
        "The list {list} is approved; supervisors must sign before it is executed.",
    )


@destroy.command("refuse")
@click.argument("number")
@click.option("--text", required=True, help="Why.")
@person_options
def refuse(*, number: str, text: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Refuse a list as the head of the body; its cases are kept.

    Example: anjuan custody destroy refuse JD-2026-0001 --text 再议 --as sun
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(
        lambda: _told(appraisal_decide(**who.hand, number=number, approves=False, text=text)),
        "The list {list} is refused; its cases are kept.",
    )


@destroy.command("supervise")
@click.argument("number")
@person_options
def supervise(*, number: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Sign as a supervisor of an approved list.

    Example: anjuan custody destroy supervise JD-2026-0001 --as chief
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)

    def sign() -> dict[str, Any]:
        return {"list": number, "supervisor": destruction_supervise(**who.hand, number=number).supervisor}

    who.do(sign, "{supervisor} supervises the destruction of {list}.")


@destroy.command("execute")
@click.argument("number")
@click.option("--confirm", default="", help="The number of the list once more; otherwise it is asked for.")
@click.option("--resume", is_flag=True, help="Go on with a destruction that stood still.")
@person_options
def execute(*, number: str, confirm: str, resume: bool, name: str, dry_run: bool, as_json: bool) -> None:
    """Destroy the cases of an approved and supervised list, for good. Workers do it, case by case.

    Example: anjuan custody destroy execute JD-2026-0001 --as li
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    if not dry_run:
        cases = sum(one.state in ("proposed", "executing") for one in appraisal_get(who.viewer, number).cases)
        ask = f"{cases} cases of {number} are destroyed and cannot be brought back. Write the number of the list"
        if (confirm or click.prompt(ask, err=True)).strip() != number:
            raise UsageError("The number written is another; nothing was destroyed.", remedy="Write it out to confirm.")
    run = destruction_resume if resume else destruction_begin
    who.do(
        lambda: {"list": number, "cases": run(**who.hand, number=number)},
        "{cases} cases of {list} are handed to the workers to be destroyed.",
    )


@destroy.command("register")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 10_000))
@_JSON
def register(*, limit: int, as_json: bool) -> None:
    """List the register of destroyed cases, the oldest first.

    Example: anjuan custody destroy register --json
    """
    rows = register_list(system_viewer(), limit=limit)
    print_json({"register": rows}) if as_json else print_rows(rows, REGISTER)


@destroy.command("certificate")
@click.argument("case")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="PDF to write.")
@_JSON
def certificate(*, case: str, target: Path, as_json: bool) -> None:
    """Write the certificate of destruction of a case, to be printed and signed.

    Example: anjuan custody destroy certificate AJ-2010-000001 --to certificate.pdf
    """
    entry = register_entry(system_viewer(), case)
    target.write_bytes(destruction_certificate(entry))
    print_json({"case": entry.case, "path": target}) if as_json else click.echo(f"{target}: {entry.case}.")
