"""``anjuan custody loan``: ask for a case, allow it, give it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from anjuan.accounts.selectors.people import system_viewer
from anjuan.cli.acting import acting, person_options
from anjuan.cli.output import print_json, print_rows
from anjuan.custody.selectors.loans import loan_list
from anjuan.custody.services.loans import Wanted, loan_decide, loan_request, loan_return
from anjuan.kit.clock import SystemClock, today_in_china

_DAY = click.DateTime(["%Y-%m-%d"])
COLUMNS = ("number", "case", "borrower", "purpose", "first_day", "last_day", "state")


@click.group("loan")
def command() -> None:
    """Ask for a case, allow it, give it back."""


@command.command("list")
@click.option("--overdue", is_flag=True, help="Only those not given back in time.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_all(*, overdue: bool, limit: int, as_json: bool) -> None:
    """List loans, the newest first; the same as `anjuan custody loans`.

    Example: anjuan custody loan list --overdue
    """
    rows = loan_list(system_viewer(), today=today_in_china(SystemClock()), overdue=overdue, limit=limit)
    print_json({"loans": rows}) if as_json else print_rows(rows, COLUMNS)


def _told(loan: Any) -> dict[str, Any]:  # noqa: ANN401  doors do not name the tables
    return {
        "loan": loan.number, "case": loan.case.number, "borrower": loan.borrower, "state": str(loan.state),
        "first_day": str(loan.first_day), "last_day": str(loan.last_day),
    }  # fmt: skip


@command.command("request")
@click.argument("case")
@click.option("--purpose-code", default="work", show_default=True, help="work, audit_preparation, supervision, …")
@click.option("--purpose", required=True, help="What for, in words.")
@click.option("--from", "first_day", type=_DAY, help="First day; otherwise today.")
@click.option("--until", "last_day", type=_DAY, required=True, help="Last day, inclusive.")
@click.option("--document", "documents", type=int, multiple=True, help="Only these papers, by key.")
@person_options
def request(
    *, case: str, purpose_code: str, purpose: str, first_day: dt.datetime | None, last_day: dt.datetime,
    documents: tuple[int, ...], name: str, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Ask for a case. Somebody else must approve before it opens.

    Example: anjuan custody loan request AJ-2026-000001 --purpose 准备监督审核 --until 2026-12-01 --as wu
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    first = first_day.date() if first_day else today_in_china(SystemClock())
    wanted = Wanted(case, purpose_code, purpose, first, last_day.date(), documents)
    who.do(
        lambda: _told(loan_request(**who.hand, wanted=wanted)),
        "{borrower} asks for {case} from {first_day} to {last_day}: loan {loan}, waiting for leave.",
    )


@command.command("approve")
@click.argument("number")
@click.option("--text", default="", help="A remark.")
@person_options
def approve(*, number: str, text: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Approve a loan that somebody else asked for.

    Example: anjuan custody loan approve JY-2026-00001 --as chief
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(
        lambda: _told(loan_decide(**who.hand, number=number, approves=True, text=text)),
        "{borrower} may read {case} from {first_day} to {last_day}: loan {loan} is approved.",
    )


@command.command("refuse")
@click.argument("number")
@click.option("--text", required=True, help="Why.")
@person_options
def refuse(*, number: str, text: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Refuse a loan.

    Example: anjuan custody loan refuse JY-2026-00001 --text 不宜外借 --as chief
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(
        lambda: _told(loan_decide(**who.hand, number=number, approves=False, text=text)),
        "The loan {loan} of {case} to {borrower} is refused.",
    )


@command.command("return")
@click.argument("number")
@person_options
def give_back(*, number: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Give a loan back, take a request back, or call somebody's loan in.

    Example: anjuan custody loan return JY-2026-00001 --as wu
    """
    who = acting(name, dry_run=dry_run, as_json=as_json)
    who.do(
        lambda: _told(loan_return(**who.hand, number=number)),
        "The loan {loan} of {case} to {borrower} has ended.",
    )
