"""The number of a form, as printed in a corner of its page."""

from __future__ import annotations

import dataclasses
import fnmatch
import re

from anjuan.kit.text.folding import squeeze
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.reading.pages import Box, Line, Page, Role

_NUMBER = r"(?P<number>[A-Za-z][A-Za-z0-9/.\-_ ]{2,28}[A-Za-z0-9])"
_WHAT = r"(?:表单|表格|表式|记录|文件|格式|模板|受控)"
_LABELLED = re.compile(rf"{_WHAT}?\s*(?:编号|编码|表号|代号|form\s*no\.?)\s*[:：]?\s*{_NUMBER}", re.IGNORECASE)
_FORM_LABEL = re.compile(rf"{_WHAT}\s*(?:编号|编码|代号)|表号|form\s*no", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![A-Za-z0-9])(?P<number>[A-Z]{1,6}(?:[-/. ]?[A-Z]{1,4}){0,3}[-/. ]{0,2}[A-Z]{0,3}\d{1,4}"
    r"(?:[-/. ][A-Z]{0,3}\d{1,4}){0,4}(?:[-/ ]{1,2}(?:[A-Z]\d?|[A-Z]?\d)(?:[/.]\d)?)?)(?![A-Za-z0-9])"
)
_NOT_A_FORM = re.compile(
    r"^(?:GB|ISO|IEC|RB|CNAS|CNCA|IAF|MD|QMS|EMS|OHSMS|FSMS|ISMS|DB|JJG|JJF|HG|NY|SN|QB|YY|A4|COVID|No)[/T\s\-.]*",
    re.IGNORECASE,
)
_CASE_LABEL = re.compile(
    r"(?:项目|合同|证书|报告|任务|计划|受理|申请|案卷|档案|许可证?|注册|订单|信用|代码|订货|发票|凭证|单据)\s*(?:编号|号|编码)"
)
_LABEL_END = re.compile(r"(?:编号|单号|号码|号|编码)\s*[:：]?$")
_HEAD_LABEL = re.compile(
    rf"^{_WHAT}?(?:编号|表号|编码)\s*[:：]\s*(?P<number>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9/.\-_ ]{{2,28}}\d)$"
)
#: The number of an edition behind a slash: ``QP-08-03/1``. Behind a hyphen it would be another form.
_NUMBERED_EDITION = re.compile(r"\s*/\s*\d{1,2}$")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Numbers of forms stand in the running head and foot, or in the corner beside the title.
_HEAD, _FOOT, _CORNER = 0.09, 0.9, 0.2
#: A number of the body's own is at least so long, and followed by an edition no longer than this (squeezed).
_SHORTEST_OWN, _MOST_EDITION = 3, 8
_ROLES = frozenset({Role.BODY, Role.HEADER, Role.FOOTER, Role.TEXT_BOX})


@dataclasses.dataclass(frozen=True, slots=True)
class FormNumber:
    """The number of a form as printed, where it stands, and the kind a body's own mapping gives it."""

    text: str
    box: Box
    kind: str = ""


def form_number(page: Page, catalogue: Catalogue) -> FormNumber | None:
    """Return the form number printed on a page, or None when it shows none.

    Numbers of cases, contracts, certificates and standards are not numbers of forms.
    """
    best: tuple[int, FormNumber] | None = None
    for line in page.lines:
        if line.role not in _ROLES:
            continue
        found = _own_in_line(line, catalogue) or _in_line(line)
        if found is None or _labelled_otherwise(line, page):
            continue
        rank, number = found
        kind = mapped_kind(number, catalogue)
        rank += 10 if kind else 0
        if best is None or rank > best[0]:
            best = (rank, FormNumber(number, line.box, kind))
    return best[1] if best else None


def mapped_kind(number: str, catalogue: Catalogue) -> str:
    """Return the kind a body's own mapping gives a form number, its edition left aside; empty when none."""
    return catalogue.form_numbers.get(mapped_number(number, catalogue), "")


def mapped_number(number: str, catalogue: Catalogue) -> str:
    """Return the number of a body's own mapping that a form number is, squeezed; empty when none.

    The whole number goes before a longer one, that before a shorter one, and all before those with ``*`` in them.
    """
    squeezed = squeeze(number)
    edition = _NUMBERED_EDITION.sub("", number.strip())
    for whole in (squeezed, squeeze(edition)):
        if whole in catalogue.form_numbers:
            return whole
    fits = [known for known in catalogue.form_numbers if _fits(squeezed, known)]
    return max(fits, key=lambda known: ("*" not in known, len(known)), default="")


def _fits(squeezed: str, known: str) -> bool:
    if "*" in known:
        return fnmatch.fnmatchcase(squeezed, known)
    return squeezed.startswith(known) and not squeezed[len(known) :][:1].isdigit()


def _own_in(line: Line, catalogue: Catalogue) -> str:
    """Return a number of the body's own mapping that stands by itself in a line, as printed; empty when none does.

    Bodies number their forms in ways that no pattern foresees; a number they named is looked for as it is.
    """
    for piece in (*re.split(r"\s+|[:：]", line.text), *re.split(r"\s{2,}|[:：]", line.text)):
        number = mapped_number(piece, catalogue)
        if number and len(number) >= _SHORTEST_OWN and len(squeeze(piece)) <= len(number) + _MOST_EDITION:
            return piece.strip()
    return ""


def _labelled_otherwise(line: Line, page: Page) -> bool:
    """Say whether the number stands beside a label that makes it the number of a case, a contract or the like."""
    middle = (line.box[1] + line.box[3]) / 2
    return any(
        other.box[1] <= middle <= other.box[3]
        and other.box[0] < line.box[0]
        and _LABEL_END.search(other.text.strip())
        and not _FORM_LABEL.search(other.text)
        for other in page.lines
        if other is not line
    )


def _own_in_line(line: Line, catalogue: Catalogue) -> tuple[int, str] | None:
    if not catalogue.form_numbers or not (_at_edge(line) or _in_corner(line) or _FORM_LABEL.search(line.text)):
        return None
    own = _own_in(line, catalogue)
    return (3, own) if own else None


def _at_edge(line: Line) -> bool:
    return line.box[1] < _HEAD or line.box[3] > _FOOT or line.role in {Role.HEADER, Role.FOOTER}


def _in_corner(line: Line) -> bool:
    return line.box[1] < _CORNER and (line.box[0] > 0.55 or line.box[2] < 0.45)  # noqa: PLR2004  halves of the page


def _in_line(line: Line) -> tuple[int, str] | None:
    text = line.text.strip()
    if _FORM_LABEL.search(text):
        match = _LABELLED.search(text)
        if match and any(sign.isdigit() for sign in match["number"]):
            return 3, match["number"].strip()
    at_edge = _at_edge(line)
    if not (at_edge or _in_corner(line)) or _CASE_LABEL.search(text):
        return None
    match = _HEAD_LABEL.search(text) if at_edge else None
    if match and not _YEAR.search(match["number"]):
        return 3, match["number"].strip()
    match = _BARE.search(text)
    if match is None or _NOT_A_FORM.match(match["number"]) or len(squeeze(match["number"])) < 4:  # noqa: PLR2004
        return None
    # A number that shares its line with running text is quoted there, not printed as the form's own.
    alone = len(squeeze(text)) <= len(squeeze(match["number"])) + 24
    return (2 if at_edge else 1, match["number"].strip()) if alone else None
