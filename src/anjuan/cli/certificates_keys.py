"""``anjuan certificates keys``: the keys that sign."""

from __future__ import annotations

import json
from pathlib import Path

import click

from anjuan.certificates.rules.statement import keys_published
from anjuan.certificates.selectors.keys import key_rows, keys_known
from anjuan.certificates.services.keys import key_revoke, key_rotate
from anjuan.cli.acting import acting, person_options
from anjuan.cli.output import print_json, print_rows


@click.group()
def keys() -> None:
    """Keys that sign the statements in QR codes."""


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def keys_list(*, as_json: bool) -> None:
    """Show the keys; they are backed up with the database, and opened by secret.key of the data home.

    Example: anjuan certificates keys list
    """
    rows = key_rows()
    if as_json:
        print_json({"keys": rows})
    else:
        print_rows(rows, ("kid", "state", "made_at", "retired_on", "revoked_on", "printings"))
        click.echo(
            "A backup holds the keys sealed; secret.key opens them, and is in the backup only with a passphrase.",
            err=True,
        )


@keys.command("publish")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="A file; else it is printed.")
def keys_publish(*, target: Path | None) -> None:
    """Write the public keys as a JSON Web Key Set, for scripts/verify_certificate.py.

    Example: anjuan certificates keys publish --to keys.json
    """
    content = keys_published(keys_known())
    if target is None:
        print_json(content)
    else:
        target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@keys.command("rotate")
@person_options
def keys_rotate(*, name: str, dry_run: bool, as_json: bool) -> None:
    """Let a new key sign from now on; the one before goes on verifying.

    Example: anjuan certificates keys rotate --as security_keeper
    """
    act = acting(name, dry_run=dry_run, as_json=as_json)
    act.do(lambda: {"kid": key_rotate(**act.hand).kid}, "The key {kid} signs from now on.")


@keys.command("revoke")
@click.argument("kid")
@click.option("--reason", required=True, help="What happened to it.")
@person_options
def keys_revoke(*, kid: str, reason: str, name: str, dry_run: bool, as_json: bool) -> None:
    """Say that nothing a key signed counts any more.

    Example: anjuan certificates keys revoke uUjwxLay --reason "stolen" --as security_keeper
    """
    act = acting(name, dry_run=dry_run, as_json=as_json)
    act.do(lambda: {"kid": key_revoke(**act.hand, kid=kid, reason=reason).kid}, "The key {kid} counts no more.")
