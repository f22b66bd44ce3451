"""Taking in printed statistics."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.figures.importing import rows_of, table_read
from anjuan.figures.models import FigureImport, FigureImportLine
from anjuan.figures.selectors.trees import known_divisions


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """A file with a printed statistic.

    Attributes:
        filename: As it came.
        content: Its bytes.
        title: What it is called; the file's name when empty.
        source: Where it was printed; may be empty.
        printed_on: When; may be unknown.

    """

    filename: str
    content: bytes
    title: str = ""
    source: str = ""
    printed_on: dt.date | None = None


def printed_take_in(*, deed: Deed, sent: Sent) -> FigureImport:
    """Take in a printed statistic, cells as printed; one with the same bytes is returned as it is.

    Raises:
        PrintedUnreadableError: The file is no statistic that is known.

    """
    digest = hashlib.sha256(sent.content).hexdigest()
    known = FigureImport.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    rows = rows_of(sent.content, sent.filename)
    table = table_read(rows, known_divisions(), sent.filename)
    with durable_transaction():
        kept = FigureImport.objects.create(
            title=(sent.title or sent.filename)[:200], source=sent.source[:300], printed_on=sent.printed_on,
            by=table.by, filename=sent.filename[:200], sha256=digest, taken_at=deed.now, taken_by=deed.actor,
        )  # fmt: skip
        FigureImportLine.objects.bulk_create(
            FigureImportLine(table=kept, line=line, cells=row) for line, row in enumerate(rows, 1)
        )
        journal_write(
            deed=deed, action="figures.take_in", subject=f"figures.printed:{kept.pk}", label=kept.title,
            detail={"rows": len(table.rows), "sha256": digest},
        )  # fmt: skip
    return kept
