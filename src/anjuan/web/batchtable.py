"""The result table of a batch search as a workbook."""

from __future__ import annotations

import io
import urllib.parse
from collections.abc import Callable, Sequence

import openpyxl
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from anjuan.archive.findable.batches import FirstHit, ShownRow
from anjuan.web.lists.exporting import harmless

_WIDTHS = (7, 36, 9, 9, 60, 48)


def table_file(rows: Sequence[ShownRow], absolute: Callable[[str], str], *, fuzzy: bool) -> bytes:
    """Return the rows as a workbook.

    Args:
        rows: With the first hits that the person may see.
        absolute: Turns an address of the pages into one with the host.
        fuzzy: Whether the links search roughly.

    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("批量检索")[:31])
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_("序号"), _("检索内容"), _("命中页数"), _("案卷数"), _("前几处命中"), _("链接")])
    for shown in rows:
        row = shown.row
        cases = f"≥{row.cases}" if row.is_more else row.cases
        first = "；".join(_said(hit) for hit in shown.first)
        done = row.hits if row.is_done else _("未检索")
        sheet.append(
            [row.number, harmless(row.text), done, cases if row.is_done else "", harmless(first),
             absolute(row_address(row.text, fuzzy=fuzzy))]
        )  # fmt: skip
    sheet.auto_filter.ref = f"A1:F{len(rows) + 1}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_address(text: str, *, fuzzy: bool = False) -> str:
    """Return the address of the search for one row."""
    quoted = '"' + text.replace('"', " ") + '"'
    return f"{reverse('web:search')}?{urllib.parse.urlencode({'q': quoted, **({'fuzzy': '1'} if fuzzy else {})})}"


def _said(hit: FirstHit) -> str:
    return _("%(case)s %(title)s 第 %(page)s 页") % {
        "case": hit.case_number, "title": hit.document_title, "page": hit.page
    }  # fmt: skip
