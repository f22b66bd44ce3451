"""ZIP packages whose bytes depend on their content alone."""

from __future__ import annotations

import io
import re
import zipfile

_MOMENT = (2024, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def settled(package: bytes) -> bytes:
    """Return an office package with its members in their order and all their times the same."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the moment of saving, whatever it is told
                content = _SAVED.sub(rb"\g<1>2024-01-01T00:00:00Z\2", content)
            new.writestr(info, content, compresslevel=1)
    return stream.getvalue()
