"""The number of a form, as printed in a corner of its page."""

from __future__ import annotations

import dataclasses
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
#: Numbers of forms stand in the running head and foot, or in the corner beside the title.
_HEAD, _FOOT, _CORNER = 0.09, 0.9, 0.2
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
        found = _in_line(line)
        if found is None:
            continue
        rank, number = found
        kind = mapped_kind(number, catalogue)
        rank += 10 if kind else 0
        if best is None or rank > best[0]:
            best = (rank, FormNumber(number, line.box, kind))
    return best[1] if best else None


def mapped_kind(number: str, catalogue: Catalogue) -> str:
    """Return the kind a body's own mapping gives a form number, its edition left aside; empty when none."""
    squeezed = squeeze(number)
    if squeezed in catalogue.form_numbers:
        return catalogue.form_numbers[squeezed]
    return next(
        (
            kind
            for known, kind in catalogue.form_numbers.items()
            if squeezed.startswith(known) and not squeezed[len(known) :][:1].isdigit()
        ),
        "",
    )


def _in_line(line: Line) -> tuple[int, str] | None:
    text = line.text.strip()
    if _FORM_LABEL.search(text):
        match = _LABELLED.search(text)
        if match and any(sign.isdigit() for sign in match["number"]):
            return 3, match["number"].strip()
    top, bottom = line.box[1], line.box[3]
    at_edge = top < _HEAD or bottom > _FOOT or line.role in {Role.HEADER, Role.FOOTER}
    in_corner = top < _CORNER and (line.box[0] > 0.55 or line.box[2] < 0.45)  # noqa: PLR2004  halves of the page
    if not (at_edge or in_corner) or _CASE_LABEL.search(text):
        return None
    match = _BARE.search(text)
    if match is None or _NOT_A_FORM.match(match["number"]) or len(squeeze(match["number"])) < 4:  # noqa: PLR2004
        return None
    # A number that shares its line with running text is quoted there, not printed as the form's own.
    alone = len(squeeze(text)) <= len(squeeze(match["number"])) + 24
    return (2 if at_edge else 1, match["number"].strip()) if alone else None
