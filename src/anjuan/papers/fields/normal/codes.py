"""Credit codes, professional codes, clauses, numbers of papers and telephones."""

from __future__ import annotations

import itertools
import re

from anjuan.papers.fields.normal.reading import AS_PRINTED, Printed, Reading, empty, narrow, says_none, tidy
from anjuan.registry.rules.credit_codes import ALPHABET, clean_credit_code, credit_code_faults, inner_check_sign

_CREDIT = re.compile(r"[0-9A-Z]{18}(?![0-9A-Z])")
_ORGANISATION_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{8})-?([0-9X])(?![0-9A-Z])")
_REGISTRATION = re.compile(r"(?<!\d)\d{15}(?!\d)")
#: What recognition takes for what, both ways where both signs may stand in a code.
_CONFUSED = {
    "O": "0", "I": "1", "S": "5", "Z": "2", "V": "UY", "0": "DQ", "D": "0", "Q": "0", "8": "B", "B": "8", "6": "G",
    "G": "6C", "1": "T7", "7": "1T", "5": "3", "2": "Z", "U": "0", "C": "G", "3": "8", "M": "N", "N": "M", "H": "N",
    "T": "7", "4": "A", "A": "4",
}  # fmt: skip
_MOST_REPAIRS = 2
_PROFESSIONAL = re.compile(r"(?<![\d.])(0[1-9]|[12]\d|3[0-9])\s?[.．。·,]\s?(\d{2})\s?[.．。·,]\s?(\d{2})(?![\d.])")
_PROFESSIONAL_SHORT = re.compile(r"(?<![\d.])(0[1-9]|[12]\d|3[0-9])\.(\d{2})(?![\d.])")
_CLAUSE = re.compile(
    r"(?<![\d./\-A-Za-z])((?:[4-9]|10|A\.?(?=\d))(?:\.?\d{1,2})?(?:\.\d{1,2}){0,4})(?!\.?\d)(?!\s*[人项天个月日年%])"
)
_STANDARD = re.compile(
    r"(?:GB|ISO|IATF|RB|OHSAS|SA|CNCA|YY|JT|QB)[A-Z/]*\s*\d+(?:[.-]\d+)*\s*(?:[-—:：－]\s*\d{4})?", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|(?:0\d{2,3}|\(0\d{2,3}\))[- ]?\d{7,8}(?:-\d{1,5})?|[48]00-?\d{3}-?\d{4}|\d{7,8})(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def credit_code(printed: Printed) -> tuple[Reading, ...]:
    """Return the credit code, mended only when both its check signs prove the mending.

    A code that was typed is never mended: what is wrong in it is wrong on the paper.
    """
    text = clean_credit_code(narrow(printed.text))
    match = _CREDIT.search(text)
    if not match:
        return _older(text)
    code = match.group()
    if not credit_code_faults(code):
        return (Reading(code),)
    mended = _mend(code) if printed.recognised else ""
    return (Reading(mended, 0.9),) if mended else (Reading(code, AS_PRINTED),)


def _older(text: str) -> tuple[Reading, ...]:
    match = _ORGANISATION_CODE.search(text)
    if match and match.group(1)[0] != "1" and inner_check_sign(match.group(1)) == match.group(2):
        return (Reading(f"{match.group(1)}-{match.group(2)}", 0.9),)
    number = _REGISTRATION.search(text)
    if number:
        return (Reading(number.group(), 0.7),)
    # Signs lost or added by recognition: kept as printed, for a person to see.
    return (Reading(text, 0.3),) if re.fullmatch(r"[0-9A-Z]{15,20}", text) else ()


def _mend(code: str) -> str:
    foreign = [index for index, sign in enumerate(code) if sign not in ALPHABET]
    if len(foreign) > 3:  # noqa: PLR2004  that is no slip of recognition
        return ""
    for size in range(len(foreign), max(_MOST_REPAIRS, len(foreign)) + 1):
        mended = {found for places in _places(code, foreign, size) for found in _swapped(code, places)}
        if mended:
            return mended.pop() if len(mended) == 1 else ""
    return ""


def _places(code: str, foreign: list[int], size: int) -> list[tuple[int, ...]]:
    others = [index for index, sign in enumerate(code) if sign in _CONFUSED and index not in foreign]
    return [(*foreign, *more) for more in itertools.combinations(others, size - len(foreign))]


def _swapped(code: str, places: tuple[int, ...]) -> list[str]:
    choices = [[sign for sign in _CONFUSED.get(code[place], "") if sign in ALPHABET] for place in places]
    good = []
    for signs in itertools.product(*choices):
        tried = list(code)
        for place, sign in zip(places, signs, strict=True):
            tried[place] = sign
        if not credit_code_faults("".join(tried)):
            good.append("".join(tried))
    return good


def professional_codes(printed: Printed) -> tuple[Reading, ...]:
    """Return the professional codes ``DD.ZZ.XX`` of the text, each once."""
    text = narrow(printed.text)
    codes = [".".join(match.groups()) for match in _PROFESSIONAL.finditer(text)]
    if codes:
        return tuple(Reading(code) for code in dict.fromkeys(codes))
    short = [".".join(match.groups()) for match in _PROFESSIONAL_SHORT.finditer(text)]
    return tuple(Reading(code, 0.6) for code in dict.fromkeys(short))


#: The next label of a line, read close to the number before it.
_LABEL_BEHIND = (
    r"(?<=[0-9A-Za-z])\s*(?=(?:客户|受审核|申请|委托|组织|单位|企业|立卷|归档|合同|日期|编制|版本)[\u3400-\u9fff :：])"
)
#: What stands behind a number on its line: a gap, a count of forms, the next label.
_NEXT = re.compile(rf"\s{{2,}}|\n|共\s*\d|第\s*\d+\s*[项份页张]|{_LABEL_BEHIND}")
_NEXT_LABEL = re.compile(_LABEL_BEHIND)


def clauses(printed: Printed) -> tuple[Reading, ...]:
    """Return the clauses of the text joined by ``、``, without the standards they belong to."""
    found = [match.group(1) for match in _CLAUSE.finditer(_STANDARD.sub(" ", narrow(printed.text)))]
    return (Reading("、".join(dict.fromkeys(found))),) if found else ()


def exclusions(printed: Printed) -> tuple[Reading, ...]:
    """Return each clause that does not apply; an empty value when the paper says there is none."""
    found = [match.group(1) for match in _CLAUSE.finditer(_STANDARD.sub(" ", narrow(printed.text)))]
    if found:
        return tuple(Reading(clause) for clause in dict.fromkeys(found))
    nothing = says_none(printed.text) or re.match(r"无|没有|不存在", tidy(printed.text))
    return (Reading(""),) if nothing else ()


def number(printed: Printed) -> tuple[Reading, ...]:
    """Return the number of a contract, project or certificate as printed, without blanks."""
    text = re.sub(r"\s+", "", narrow(_NEXT_LABEL.split(printed.text.strip())[0])).strip(":：。.,，;；、")
    if says_none(text) or empty(text) or not re.search(r"\d", text):
        return ()
    sure = 1.0 if 4 <= len(text) <= 40 and not re.search(r"[。；，]", text) else AS_PRINTED  # noqa: PLR2004
    return (Reading(text, sure),)


def reference(printed: Printed) -> tuple[Reading, ...]:
    """Return the number of a form as printed, without the count of forms beside it (``共2份 第1份``)."""
    text = _NEXT.split(printed.text.strip())[0]
    text = tidy(text).strip(":： （(")
    return (Reading(text),) if text and len(text) <= 40 and re.search(r"\d", text) else ()  # noqa: PLR2004


def certificate_number(printed: Printed) -> tuple[Reading, ...]:
    """Return the certificate number: capitals and digits, two of recognition's slips undone where the pattern tells."""
    text = re.sub(r"\s+", "", narrow(printed.text)).strip(":：。.,，;；、").upper()
    if says_none(text) or not re.search(r"\d{3}", text):
        return ()
    match = re.match(r"[0-9A-Z][0-9A-Z\-/.()]{6,34}", text)
    if not match:
        return ()
    value = match.group().rstrip("-/.(")
    if printed.recognised:
        value = _certificate_slips(value)
    return (Reading(value, 1.0 if len(value) >= 10 else 0.7),)  # noqa: PLR2004  shorter than every known pattern


def _certificate_slips(value: str) -> str:
    # 034 10 Q 10286 R0 S: digits and letters have fixed places in the common convention.
    match = re.fullmatch(r"([0-9OIL]{5})([QESHFM]{1,3})([0-9OIL]{5})R([0-9OIL])([SML])(.*)", value)
    if not match:
        return value
    digits = str.maketrans({"O": "0", "I": "1", "L": "1"})
    head, letter, serial, cycle, size, rest = match.groups()
    return f"{head.translate(digits)}{letter}{serial.translate(digits)}R{cycle.translate(digits)}{size}{rest}"


def industry(printed: Printed) -> tuple[Reading, ...]:
    """Return the GB/T 4754 code: two to four digits, with a leading section letter where one is printed."""
    match = re.search(r"(?<![\dA-Z])[A-T]?\d{2,4}(?!\d)", narrow(printed.text))
    return (Reading(match.group()),) if match else ()


def phone(printed: Printed) -> tuple[Reading, ...]:
    """Return the first telephone number, without blanks."""
    match = _PHONE.search(narrow(printed.text))
    return (Reading(re.sub(r"\s", "", match.group())),) if match else ()


def email(printed: Printed) -> tuple[Reading, ...]:
    """Return the first address for electronic mail, in small letters."""
    match = _EMAIL.search(narrow(printed.text))
    return (Reading(match.group().lower()),) if match else ()
