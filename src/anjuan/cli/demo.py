"""``anjuan demo``: a sample archive, people of every role, then the web interface."""

from __future__ import annotations

import importlib
import secrets
from pathlib import Path

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import role_keys, user_names
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.cli.serve import serve
from anjuan.figures.services.snapshots import snapshot_take
from anjuan.kit.clock import SystemClock
from anjuan.lifecycle.services.inventing import projects_invent
from anjuan.registry.services.codelists import code_lists_load

_CASES = 8
_ORGANISATIONS = 200
_PASSWORD_FILE = "demo-password.txt"  # noqa: S105  the name of the file, not a password


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; otherwise as the options say.")
@click.option("--cases", default=_CASES, show_default=True, type=click.IntRange(1, 200), help="How many sample cases.")
@click.option("--no-serve", is_flag=True, help="End when the archive is ready.")
def command(*, port: int | None, cases: int, no_serve: bool) -> None:
    """Make a sample archive with people of every role, then serve it.

    Everything in it is invented. A second start uses what is there.

    Example: anjuan demo --port 8321
    """
    home: Path = settings.ANJUAN_HOME
    code_lists_load(deed=_deed())
    password = _people(home)
    if not (home / "samples" / "taken-in").exists():
        # The generator and all that takes files in are needed once; a second start must be quick.
        importlib.import_module("anjuan.cli.demo_archive").samples_take_in(home, cases, wait=no_serve)
    projects_invent(deed=_deed(), count=_ORGANISATIONS)
    # Certificates are signed and printed with packages that other commands do without.
    importlib.import_module("anjuan.cli.demo_certificates").certificates_make()
    importlib.import_module("anjuan.cli.demo_stories").works_offer(home, wait=no_serve)
    snapshot_take(deed=_deed())
    _say(port or settings.ANJUAN_OPTIONS.web.port, password, serving=not no_serve)
    if not no_serve:
        serve(port=port)


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def _people(home: Path) -> str:
    """Create a person for each role, all with one password of this installation, and return it."""
    path = home / _PASSWORD_FILE
    path.touch(mode=0o600)
    if not path.read_text(encoding="ascii").strip():
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    password = path.read_text(encoding="ascii").strip()
    known = user_names()
    for key, name in role_keys(_deed().now.date()):
        if key not in known:
            with durable_transaction():
                user = user_create(deed=_deed(), username=key, password=password, display_name=name)
                role_grant(deed=_deed(), user=user, role=key)
    return password


def _say(port: int, password: str, *, serving: bool) -> None:
    names = [key for key, _ in role_keys(_deed().now.date())]
    click.echo("")
    click.secho(f"  http://127.0.0.1:{port}/", bold=True)
    click.echo(f"  log in as any of: {', '.join(names)}")
    click.echo(f"  password of all:  {password}")
    click.echo("")
    if serving:
        click.echo("Reading of the sample papers goes on in the background; watch it on the intake page.", err=True)
