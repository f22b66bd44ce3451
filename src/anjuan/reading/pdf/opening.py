"""Opening a PDF: passwords in the ways they are written, and repair of damaged files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.pdf.repair import decrypted, repaired, seems_cut

#: Newer files take passwords in UTF-8, older ones in the writing of the machine that made them.
_PASSWORD_CODINGS = ("utf-8", "gb18030", "big5", "latin-1")


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """An opened PDF.

    Attributes:
        document: The document; the caller closes it.
        repaired: Whether the file had to be repaired first.
        cut: Whether its end is missing.
        path: The file it was opened from: the one given, or its repaired copy.
        password: The password that opened it; empty when it needs none.

    """

    document: pdfium.PdfDocument
    path: Path
    password: str = ""
    repaired: bool = False
    cut: bool = False


def open_pdf(path: Path, passwords: Sequence[str], work_folder: Path) -> Opening:
    """Open a PDF, with the first of the passwords that fits, repaired when need be.

    Args:
        path: The file; never changed.
        passwords: Passwords to try; a file that only restricts its use opens without one.
        work_folder: Where a repaired copy may be written.

    Raises:
        PasswordNeededError: The file needs a password and none of those given fits.
        BrokenFileError: Nothing of the file can be read.

    """
    document, fault, password = _load(path, passwords)
    if document is not None:
        return Opening(document, path, password)
    if fault in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        plain = decrypted(path, passwords, work_folder)
        document = _load(plain, ())[0] if plain is not None else None
        if plain is None or document is None:
            raise _needs_password(tried=len(passwords))
        return Opening(document, plain)
    for candidate in repaired(path, work_folder):
        document, fault, password = _load(candidate, passwords)
        if document is not None:
            return Opening(document, candidate, password, repaired=True, cut=seems_cut(path))
        if fault == pdfium_c.FPDF_ERR_PASSWORD:
            raise _needs_password(tried=len(passwords))
    raise _broken(path)


def _load(path: Path, passwords: Sequence[str]) -> tuple[pdfium.PdfDocument | None, int, str]:
    """Return the document, or the fault of the library, and the password that opened it."""
    fault = 0
    for password, spelled in _spellings(passwords):
        raw = pdfium_c.FPDF_LoadDocument(str(path).encode() + b"\0", spelled)
        if raw:
            if pdfium_c.FPDF_GetPageCount(raw) > 0:
                return pdfium.PdfDocument(raw), 0, password
            pdfium_c.FPDF_CloseDocument(raw)
            return None, int(pdfium_c.FPDF_ERR_FORMAT), ""
        fault = int(pdfium_c.FPDF_GetLastError())
        if fault != pdfium_c.FPDF_ERR_PASSWORD:
            break
    return None, fault, ""


def _spellings(passwords: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    yield "", None
    seen: set[bytes] = set()
    for password in passwords:
        for coding in _PASSWORD_CODINGS:
            try:
                spelled = password.encode(coding) + b"\0"
            except UnicodeEncodeError:
                continue
            if spelled not in seen:
                seen.add(spelled)
                yield password, spelled


def _needs_password(tried: int) -> PasswordNeededError:
    what = "The PDF is protected with a password."
    if tried:
        what = f"The PDF is protected with a password, and none of the {tried} given opens it."
    return PasswordNeededError(
        what,
        why="Without it nothing of the file can be read.",
        remedy="Ask whoever made the file for its password and give it, or ask for a copy without one.",
    )


def _broken(path: Path) -> BrokenFileError:
    size = path.stat().st_size
    if size == 0:
        return BrokenFileError(
            "The file is empty (0 bytes).",
            why="There is nothing to read.",
            remedy="Get the file again from where it came from.",
        )
    return BrokenFileError(
        f"The file is no readable PDF, and no page of it could be recovered ({size} bytes).",
        why="It was cut short, damaged, or is something else.",
        remedy="Get the file again from where it came from, or print it to a new PDF there.",
    )
