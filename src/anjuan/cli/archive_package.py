"""``anjuan archive export`` and ``import-package``: cases as packages that stand for themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.custody.services.handing_out import case_hand_out
from anjuan.kit.clock import SystemClock
from anjuan.preservation.services.package_import import PackageSource, package_import
from anjuan.preservation.services.packages import PackageOrder
from anjuan.preservation.services.receipts import receipt_check


@click.command("export")
@click.argument("case")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder.")
@click.option("--zip", "zipped", is_flag=True, help="Write one zip file instead of a folder.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export(*, case: str, target: Path, zipped: bool, as_json: bool) -> None:
    """Write a case as a BagIt package: originals, texts, description, history, and all it takes to import it again.

    Example: anjuan archive export AJ-2026-000001 --to packages
    """
    viewer, here = system_viewer(), places()
    with Display(quiet=as_json) as display:
        done = case_hand_out(
            deed=lambda: Deed(viewer.name, SystemClock().now()), viewer=viewer,
            order=PackageOrder(case, target, zipped), blobs=here.blobs, progress=display,
        )  # fmt: skip
    report, test = done.package, done.test
    if as_json:
        print_json({**dataclasses.asdict(report), "result": test.result, "properties": test.properties})
    else:
        click.echo(f"{report.path}: {report.documents} documents, {report.pages} pages, seal {report.seal}")
        click.echo(f"Four-property test: {test.result}, {test.failed} items failed.")


@click.command("import-package")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_package(*, path: Path, as_json: bool) -> None:
    """Take the case of a package in, a folder or a zip file; all of it or nothing.

    Example: anjuan archive import-package packages/AJ-2026-000001
    """
    viewer, here = system_viewer(), places()
    with Display(quiet=as_json) as display:
        report = package_import(
            deed=Deed(viewer.name, SystemClock().now()), viewer=viewer,
            source=PackageSource(path, here.work), blobs=here.blobs,
            progress=display,
        )  # fmt: skip
    if as_json:
        print_json(report)
    elif report.status == "present":
        click.echo(f"The archive holds this case already: {report.number}.")
    elif report.status == "received":
        click.echo(
            f"{report.number}: {report.documents} documents, {report.pages} pages, received from another installation."
            f" Look at it and accept it: anjuan archive accept {report.number} --text …"
        )
    else:
        click.echo(f"{report.number}: {report.documents} documents, {report.pages} pages.")


@click.command("accept")
@click.argument("case")
@click.option("--text", required=True, help="What you compared.")
@click.option("--refuse", is_flag=True, help="It is not what it says: it stays apart and cannot be sealed.")
@click.option("--dry-run", is_flag=True, help="Check all of it and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def accept(*, case: str, text: str, refuse: bool, dry_run: bool, as_json: bool) -> None:
    """Say that a case of another installation was looked at; accepted, it counts as filed here.

    Example: anjuan archive accept AJ-2026-000007 --text 与原件逐页核对
    """
    viewer = system_viewer()
    found = case_named(viewer, case)
    with transaction.atomic():
        deed = Deed(viewer.name, SystemClock().now())
        receipt = receipt_check(deed=deed, viewer=viewer, case=found, accepts=not refuse, text=text)
        transaction.set_rollback(dry_run)
    if as_json:
        print_json({"case": found.number, "origin": receipt.origin, "accepted": receipt.accepted, "done": not dry_run})
    else:
        word = "not accepted" if refuse else "accepted"
        click.echo(f"{'Would be done: ' if dry_run else ''}{found.number} from {receipt.origin} is {word}.")
