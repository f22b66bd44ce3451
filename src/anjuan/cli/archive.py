"""``anjuan archive``: take in, describe, judge, keep and hand out case files."""

from __future__ import annotations

import click

from anjuan.cli.lazy import LazyGroup, Place

_INTAKE, _SHOW = "anjuan.cli.archive_intake", "anjuan.cli.archive_show"
_PLACES = {
    "intake": Place(_INTAKE, "intake", "Take in files and folders."),
    "intakes": Place(_INTAKE, "intakes", "List the batches that were taken in."),
    "retry": Place(_INTAKE, "retry", "Try again what failed in a batch."),
    "list": Place(_SHOW, "list_cases", "List cases."),
    "show": Place(_SHOW, "show", "Show a case with its documents."),
    "describe": Place("anjuan.cli.archive_describe", "describe", "Describe papers that no description was made of."),
    "check": Place("anjuan.cli.archive_check", "check", "Say what cases lack and contradict."),
    "covers": Place("anjuan.cli.archive_covers", "covers", "Print cover sheets to cut scans by."),
    "judge": Place("anjuan.cli.archive_check", "judge_all", "Judge all cases again."),
    "pages": Place(_SHOW, "pages", "List the pages of a document."),
    "seal": Place("anjuan.cli.archive_seal", "seal", "Seal a case, or add to its seal."),
    "export": Place("anjuan.cli.archive_package", "export", "Write a case as a package."),
    "import-package": Place("anjuan.cli.archive_package", "import_package", "Take the case of a package in."),
    "accept": Place("anjuan.cli.archive_package", "accept", "Accept a case of another installation."),
    "properties": Place("anjuan.cli.archive_properties", "properties", "Test the four properties of a case."),
    "copy": Place("anjuan.cli.archive_properties", "copy", "Write a PDF/A copy of a document."),
    "tables": Place("anjuan.cli.archive_tables", "command", "The body's own checklist and forms."),
    "mailbox": Place("anjuan.cli.archive_mailbox", "mailbox", "Take in what the mailbox holds."),
    "verify": Place("anjuan.cli.archive_verify", "verify", "Read originals again and compare their digests."),
}


@click.group("archive", cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Take in, describe, judge, keep and hand out case files."""
