"""What OLE files say of themselves."""

from __future__ import annotations

import datetime as dt
import struct

import olefile

_NAMES = {
    "title": "title",
    "author": "author",
    "subject": "subject",
    "keywords": "keywords",
    "last_saved_by": "changed_by",
    "create_time": "made_on",
    "last_saved_time": "changed_on",
    "creating_application": "application",
    "company": "company",
}
_CODE_PAGES = {936: "gb18030", 950: "big5", 65001: "utf-8", -535: "utf-8", 1200: "utf-16-le", 54936: "gb18030"}
_FIRST_YEAR = 1980


def ole_properties(ole: olefile.OleFileIO) -> dict[str, str]:
    """Return the summary of an OLE file under our names; never trusted, only shown."""
    try:
        data = ole.get_metadata()
    except (OSError, ValueError, IndexError, struct.error, TypeError, OverflowError):
        return {}
    encoding = _CODE_PAGES.get(data.codepage or 0, f"cp{data.codepage or 1252}")
    found: dict[str, str] = {}
    for attribute, name in _NAMES.items():
        text = _text(getattr(data, attribute, None), encoding)
        if text:
            found[name] = text
    return found


def _text(value: object, encoding: str) -> str:
    if isinstance(value, bytes):
        return _text(_decoded(value, encoding), encoding)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds") if value.year >= _FIRST_YEAR else ""
    # some writers give a length that runs into the next property
    return value.partition("\0")[0].strip() if isinstance(value, str) else ""


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, "replace")
    except LookupError:
        return raw.decode("gb18030", "replace")
