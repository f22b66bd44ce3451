"""``anjuan archive mailbox``: take in what the mailbox holds."""

from __future__ import annotations

import dataclasses
import signal
import threading

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.archive.services.mailbox import MailState, mailbox_look, mailbox_test
from anjuan.cli.output import print_json
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError


class NoMailboxError(UsageError):
    """No mailbox is set up."""

    code = "CLI-072"


@click.command("mailbox")
@click.option("--once", is_flag=True, help="Look once and end; otherwise again and again until told to stop.")
@click.option("--test", "only_test", is_flag=True, help="Only test the connection; nothing is changed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def mailbox(*, once: bool, only_test: bool, as_json: bool) -> int:
    """Take in the mails of the mailbox under [mailbox]: each as a file with its attachments.

    Workers file what is received; a mail is moved aside at the look after everything of it is filed.

    Example: anjuan archive mailbox --once
    """
    if not settings.ANJUAN_OPTIONS.mailbox.host:
        raise NoMailboxError("No mailbox is set up.", remedy="Write host and user under [mailbox] in anjuan.toml.")
    if only_test:
        found = mailbox_test()
        if as_json:
            print_json(found)
        else:
            click.echo(f"The mailbox answers: {found.mails} mails.")
        return ExitCode.OK
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while True:
        state = mailbox_look(deed=lambda: Deed("system", SystemClock().now()), pulse=lambda: None)
        _told(state, as_json=as_json)
        if once or stop.wait(settings.ANJUAN_OPTIONS.mailbox.look_minutes * 60):
            return ExitCode.FAILED if state.fault else ExitCode.OK


def _told(state: MailState, *, as_json: bool) -> None:
    if as_json:
        print_json({**dataclasses.asdict(state), "waiting": len(state.waiting)})
        return
    click.echo(f"{state.taken} taken in, {state.moved} moved aside, {len(state.waiting)} being filed.")
    if state.passed or state.too_large:
        click.echo(f"{state.passed} left because of their sender, {state.too_large} because of their size.")
    if state.fault:
        click.echo(f"{state.fault_code}: {state.fault}", err=True)
