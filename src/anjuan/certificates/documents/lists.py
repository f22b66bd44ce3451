"""Lists of certificates to be verified, from pasted text or a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from zipfile import BadZipFile

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from anjuan.certificates.faults import ListUnreadableError, TooManyNumbersError

_NUMBER_HEADS = ("证书编号", "证书号", "certificate", "number")
_NAME_HEADS = ("组织名称", "获证组织", "企业名称", "holder", "name")
_LARGEST = 5 << 20
_ZIP = b"PK\x03\x04"

Pair = tuple[str, str]


def pairs_of_text(text: str, *, most: int) -> list[Pair]:
    """Return numbers and names from pasted text: one certificate a line, the name after a tab, comma or blanks.

    Raises:
        TooManyNumbersError: There are more lines than may be verified at once.

    """
    pairs = []
    for line in text.splitlines():
        number, _, name = re.sub(r"[\t,，;；]|\s{2,}", "\t", line.strip()).partition("\t")
        if number.strip():
            pairs.append((number.strip()[:80], name.strip("\t ")[:200]))
    return _few(pairs, most)


def pairs_of_file(content: bytes, name: str, *, most: int) -> list[Pair]:
    """Return numbers and names from a workbook or a table of commas; headers are found by their words.

    Raises:
        ListUnreadableError: It is neither, or too large.
        TooManyNumbersError: It has more rows than may be verified at once.

    """
    if len(content) > _LARGEST:
        raise ListUnreadableError(
            f"The list {name[:80]} is larger than 5 MiB.", remedy="Split it, or keep only numbers and names."
        )
    rows = _sheet_rows(content, name) if content.startswith(_ZIP) else _text_rows(content, name)
    if not rows:
        return []
    number_at, name_at = _place(rows[0], _NUMBER_HEADS), _place(rows[0], _NAME_HEADS)
    body = rows[1:] if number_at is not None else rows
    at = number_at or 0
    if name_at is None and number_at is None:
        name_at = 1
    pairs = [(_cell(row, at)[:80], _cell(row, name_at)[:200]) for row in body]
    return _few([pair for pair in pairs if pair[0]], most)


def _few(pairs: list[Pair], most: int) -> list[Pair]:
    if len(pairs) > most:
        raise TooManyNumbersError(
            f"The list has {len(pairs)} certificates; {most} may be verified at once.",
            why="Verification is open to everybody and must stay quick for everybody.",
            remedy="Split the list; people who are logged in may verify more at once.",
        )
    return pairs


def _place(head: Sequence[str], words: Sequence[str]) -> int | None:
    for word in words:
        for place, text in enumerate(head):
            if word in text.strip().lower():
                return place
    return None


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _sheet_rows(content: bytes, name: str) -> list[list[str]]:
    try:
        page = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [["" if value is None else str(value) for value in row] for row in page.iter_rows(values_only=True)]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, IndexError) as fault:
        raise ListUnreadableError(
            f"The list {name[:80]} cannot be read as a workbook: {fault}.", remedy="Save it as xlsx or csv."
        ) from fault


def _text_rows(content: bytes, name: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=["gb18030", "utf_16"]).best()
        if best is None:
            raise ListUnreadableError(
                f"The list {name[:80]} is neither a workbook nor text.", remedy="Save it as xlsx or csv."
            ) from None
        text = str(best)
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ",") if any(row)]
    except csv.Error as fault:
        raise ListUnreadableError(
            f"The list {name[:80]} cannot be read as a table: {fault}.", remedy="Save it as xlsx or csv."
        ) from fault
