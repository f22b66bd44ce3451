"""``anjuan archive``: take in, list, show and verify case files."""

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
    "pages": Place(_SHOW, "pages", "List the pages of a document."),
    "seal": Place("anjuan.cli.archive_seal", "seal", "Seal a case, or add to its seal."),
    "verify": Place("anjuan.cli.archive_verify", "verify", "Read originals again and compare their digests."),
}


@click.group("archive", cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Take in, list, show and verify case files."""
