"""A bulletin as a file of the wanted form."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.figures.faults import NoSuchFormError
from anjuan.figures.models import Bulletin
from anjuan.figures.rendering.print import bulletin_pdf
from anjuan.figures.rendering.view import Document
from anjuan.figures.rendering.word import bulletin_docx
from anjuan.figures.selectors.bulletins import bulletin_text
from anjuan.figures.selectors.snapshots import cells_of, table_defined, table_of

FORMS = (".docx", ".pdf")
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
#: The tables that stand behind a bulletin.
TABLES = ("certificates-by-field", "certificates-by-region", "certificates-by-province", "cases-by-field")


def bulletin_file(viewer: Viewer, bulletin: Bulletin, suffix: str, *, link: str, body: str, now: dt.datetime) -> bytes:
    """Return a bulletin as the bytes of a file.

    Args:
        viewer: For whom; small counts of its tables are kept from those who may not see all rows.
        bulletin: Which.
        suffix: One of ``FORMS``.
        link: Start of the address of a stored query.
        body: The certification body; may be empty.
        now: The moment that stands in the file as its making.

    Raises:
        NoSuchFormError: The suffix is none of ``FORMS``.
        NoFontError: A PDF was wanted and no font with Chinese characters is on this machine.

    """
    if suffix not in FORMS:
        raise NoSuchFormError(f"A bulletin cannot be had as {suffix!r}.", remedy=f"Use one of {', '.join(FORMS)}.")
    cells = cells_of(bulletin.snapshot)
    tables = tuple(
        table_of(viewer, table_defined(name, bulletin.snapshot.day), bulletin.snapshot, cells) for name in TABLES
    )
    given = Document(bulletin_text(bulletin), tables, link, body)
    return bulletin_docx(given) if suffix == ".docx" else bulletin_pdf(given, now=now)
