"""What office packages say of themselves, and what in them asks for caution."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.packages import Package, local
from anjuan.reading.pages import Notice

_NAMES = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "lastModifiedBy": "changed_by",
    "created": "made_on",
    "modified": "changed_on",
    "Application": "application",
    "Company": "company",
}
_HARMLESS_LINKS = frozenset({"hyperlink"})
MACRO_TEXT = "The file holds macros; they were not run."


def package_properties(package: Package) -> dict[str, str]:
    """Return the properties of a package under our names; never trusted, only shown."""
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if not package.has(part):
            continue
        try:
            root = package.tree(part, recover=True)
        except BrokenFileError:
            continue
        for element in root:
            name = _NAMES.get(local(element))
            text = (element.text or "").strip()
            if name and text:
                found[name] = text
    if any(name.startswith("_xmlsignatures/") for name in package.names()):
        found["signed"] = "yes"
    return found


def caution_notices(package: Package) -> Iterator[Notice]:
    """Yield notices of macros and of references to things outside the file, which are never fetched."""
    names = package.names()
    if any(
        name.casefold().endswith(("vbaproject.bin", "/macros/module.xml")) or "/macrosheets/" in name for name in names
    ):
        yield Notice("macros", MACRO_TEXT)
    targets = list(_external_targets(package, [name for name in names if name.endswith(".rels")]))
    if targets:
        shown = targets[0][:200]
        yield Notice(
            "external-reference",
            f"The file refers to {len(targets)} things outside of it, such as {shown}; they were not fetched.",
        )


def _external_targets(package: Package, parts: list[str]) -> Iterator[str]:
    for part in parts:
        try:
            root = package.tree(part, recover=True)
        except BrokenFileError:
            continue
        for element in root:
            kind = element.get("Type", "").rpartition("/")[2]
            if element.get("TargetMode") == "External" and kind not in _HARMLESS_LINKS:
                yield element.get("Target", "")
