"""``anjuan archive export`` and ``import-package``: cases as packages that stand for themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.custody.services.handing_out import case_hand_out
from anjuan.kit.clock import SystemClock
from anjuan.preservation.services.package_import import PackageSource, package_import
from anjuan.preservation.services.packages import PackageOrder


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
    else:
        click.echo(f"{report.number}: {report.documents} documents, {report.pages} pages.")
