"""Taking from a PDF page what shows nothing and hinders PDF/A, and text that was found to be no good."""

from __future__ import annotations

import pikepdf

_UNSEEN = 3
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
#: Keys that programs write and PDF/A does not know; none of them changes what a page shows.
_STRAY_KEYS = ("/Trans", "/Dur", "/AA", "/PieceInfo", "/Thumb")
#: Which operators name which resources.
_NAMED_BY = {"/Font": ("Tf",), "/Pattern": ("scn", "SCN"), "/Shading": ("sh",)}


def drop_unseen_text(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away the text that somebody else laid over the picture: it was read, and found to be no good."""
    kept, mode, stack, dropped = [], 0, [], False
    try:
        parsed = pikepdf.parse_content_stream(page)
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


def tidy(page: pikepdf.Page) -> None:
    """Take away stray keys, and fonts, patterns and shadings that are announced and never used."""
    for key in _STRAY_KEYS:
        if key in page.obj:
            del page.obj[key]
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary) or not any(kind in resources for kind in _NAMED_BY):
        return
    try:
        used = _used(page)
    except pikepdf.PdfError:
        return
    # Pages may share one dictionary of resources: each gets its own before anything is taken from it.
    own = pikepdf.Dictionary({key: value for key, value in resources.items()})
    for kind, operators in _NAMED_BY.items():
        held = own.get(kind)
        if isinstance(held, pikepdf.Dictionary):
            kept = {name: value for name, value in held.items() if any((word, name) in used for word in operators)}
            if kept or kind == "/Font":
                own[kind] = pikepdf.Dictionary(kept)
            else:
                del own[kind]
    page.obj.Resources = own


def _used(page: pikepdf.Page) -> set[tuple[str, str]]:
    words = {word for words in _NAMED_BY.values() for word in words}
    return {
        (str(operator), str(operand))
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) in words
        for operand in operands
        if isinstance(operand, pikepdf.Name)
    }
