"""Word packages made by code, part by part, so that each test states what its file holds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Return one paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    """Return one cell; plain words become a paragraph."""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: str) -> str:
    """Return a table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def story(name: str, body: str) -> str:
    """Return the XML of a part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{body}</w:{name}>'


def word_file(
    path: Path, body: str, parts: dict[str, str | bytes] | None = None, links: tuple[tuple[str, str, str], ...] = ()
) -> Path:
    """Write a Word package.

    Args:
        path: Where to.
        body: What stands between the tags of the body.
        parts: Further parts by name below ``word/``.
        links: Id, kind and target of the relationships of the document.

    """
    relations = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in links)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels", _rels(f'<Relationship Id="m" Type="{R}/officeDocument" Target="word/document.xml"/>')
        )
        archive.writestr("word/document.xml", story("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", _rels(relations))
        for name, content in (parts or {}).items():
            archive.writestr(f"word/{name}", content)
    return path


def _rels(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def picture(width: int, height: int) -> bytes:
    """Return a PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG")
    return buffer.getvalue()
