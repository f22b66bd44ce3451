"""Taking from a PDF page what shows nothing and hinders PDF/A, and text that was found to be no good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pikepdf

#: An operator with its operands, as pikepdf tells it.
Step: TypeAlias = Any

_UNSEEN = 3
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
#: Keys that programs write and PDF/A does not know; none of them changes what a page shows.
_STRAY_KEYS = ("/Trans", "/Dur", "/AA", "/PieceInfo", "/Thumb")
#: Which operators name which resources.
_NAMED_BY = {"/Pattern": ("scn", "SCN"), "/Shading": ("sh",)}


def drop_unseen_text(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away the text that somebody else laid over the picture: it was read, and found to be no good."""
    kept, mode, stack, dropped = [], 0, [], False
    try:
        parsed: Sequence[Step] = pikepdf.parse_content_stream(page)
    except pikepdf.PdfError:
        return
    for operands, operator in parsed:
        word = str(operator)
        if word == "q":
            stack.append(mode)
        elif word == "Q":
            mode = stack.pop() if stack else 0
        elif word == "Tr" and operands:
            mode = int(operands[0])
        if word in _SHOWING and mode == _UNSEEN:
            dropped = True
            continue
        kept.append((operands, operator))
    if dropped:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def tidy(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away stray keys, and fonts, patterns and shadings that are announced or chosen and show nothing."""
    for key in _STRAY_KEYS:
        if key in page.obj:
            del page.obj[key]
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary) or not any(kind in resources for kind in ("/Font", *_NAMED_BY)):
        return
    try:
        parsed = list(pikepdf.parse_content_stream(page))
    except pikepdf.PdfError:
        return
    fonts = _shown_fonts(parsed)
    kept = [step for step in parsed if str(step[1]) != "Tf" or str(step[0][0]) in fonts]
    if len(kept) < len(parsed):
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    # Pages may share one dictionary of resources: each gets its own before anything is taken from it.
    own = pikepdf.Dictionary(dict(resources.items()))
    _keep_only(own, "/Font", fonts)
    for kind, operators in _NAMED_BY.items():
        _keep_only(own, kind, _named(parsed, operators))
    page.obj.Resources = own


def _keep_only(resources: pikepdf.Dictionary, kind: str, names: set[str]) -> None:
    held = resources.get(kind)
    if isinstance(held, pikepdf.Dictionary):
        kept = {name: value for name, value in held.items() if name in names}
        if kept:
            resources[kind] = pikepdf.Dictionary(kept)
        else:
            del resources[kind]


def _shown_fonts(parsed: Sequence[Step]) -> set[str]:
    """Return the fonts in which something is really shown: programs choose one at the head of every page."""
    shown: set[str] = set()
    current, stack = "", []
    for operands, operator in parsed:
        word = str(operator)
        if word == "q":
            stack.append(current)
        elif word == "Q":
            current = stack.pop() if stack else ""
        elif word == "Tf":
            current = str(operands[0])
        elif word in _SHOWING:
            shown.add(current)
    return shown


def _named(parsed: Sequence[Step], words: Sequence[str]) -> set[str]:
    return {
        str(operand)
        for operands, operator in parsed
        if str(operator) in words
        for operand in operands
        if isinstance(operand, pikepdf.Name)
    }
