"""Standards with their editions, as bodies print them and as they are folded for comparing."""

from __future__ import annotations

import re

from anjuan.papers.fields.normal.reading import Printed, Reading, narrow

_GB = re.compile(
    r"(?<![A-Z])(GB\s*/\s*[TZ]|GB|(?:RB|YY|JT|SB|QB|NY)\s*/\s*T|T\s*/\s*[A-Z]{2,10}|CNCA\s*/\s*CTS|CTS)"
    r"\s*[.·]?\s*(\d{3,5}(?:\.\d{1,2})?)\s*(?:[-_~]{1,2}\s*(\d{4}|\d{2}(?!\d)))?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<![A-Z])(ISO\s*/\s*(?:IEC|TS|FSSC)|ISO|IATF|IEC|OHSAS|SA|EN|FSSC|AS)"
    r"\s*[.·]?\s*(\d{4,5}(?:-\d{1,2}(?!\d))?)\s*(?:[:-]{1,2}\s*(\d{4}))?",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"^\s*(?:[（(]?\s*(?:/|,?\s*(?:idt|eqv|mod|等同|即)\.?:?)?\s*)$", re.IGNORECASE)
_DASHES = str.maketrans(
    {"—": "-", "–": "-", "－": "-", "−": "-", "‐": "-", "一": "-", "：": ":", "／": "/", "【": "(", "】": ")"}
)
#: What recognition makes of the letters, and what they are.
_SLIPS = (
    (re.compile(r"\b6B(?=\s*/?\s*T)"), "GB"),
    (re.compile(r"GB/?[T1I](?=\s*\d{4})"), "GB/T"),
    (re.compile(r"[1lI]S[O0](?=\s*\d)"), "ISO"),
    (re.compile(r"IS0(?=\s*\d)"), "ISO"),
    (re.compile(r"GB\s*/\s*丁"), "GB/T"),
    (re.compile(r"(?<=/T)\s*[Zz](?=\d{4})"), " 2"),
    (re.compile(r"(?<=/T)\s*[LlI|](?=\d{4})"), " 1"),
)
_DIGIT_SLIP = re.compile(r"(?<=[\d:-])[OoIl|ZBS](?=[\d.:/-]|$|[^A-Za-z])")
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "Z": "2", "B": "8", "S": "5"})
#: How often a digit beside a mended one is looked at anew.
_ROUNDS = 2
#: Guidance for auditing: named among the criteria, never what is certified.
_GUIDANCE = frozenset({"19011", "17021", "17021-1", "27021"})


def standards(printed: Printed) -> tuple[Reading, ...]:
    """Return each standard of the text, a national one together with the international one it equals.

    ``GB/T19001—2016 idt ISO9001：2015`` becomes ``GB/T 19001-2016/ISO 9001:2015``. A standard without its edition
    is less sure.
    """
    text = _prepared(printed)
    hits = sorted([(*match.span(), _national(match)) for match in _GB.finditer(text)]
                  + [(*match.span(), _international(match)) for match in _ISO.finditer(text)])  # fmt: skip
    found: dict[str, Reading] = {}
    index = 0
    while index < len(hits):
        _, end, value = hits[index]
        following = hits[index + 1] if index + 1 < len(hits) else None
        if following and following[0] >= end and _equal(text[end : following[0]], value, following[2]):
            value = f"{value}/{following[2]}"
            index += 1
        if not _guidance(value):
            found.setdefault(value, Reading(value, 1.0 if re.search(r"[-:]\d{4}", value) else 0.8))
        index += 1
    return tuple(found.values())


def _prepared(printed: Printed) -> str:
    # A standard may be broken anywhere by the end of a line in a narrow cell.
    text = narrow(printed.text).translate(_DASHES).replace("\n", "")
    if printed.recognised:
        for slip, right in _SLIPS:
            text = slip.sub(right, text)
        for _ in range(_ROUNDS):
            text = _DIGIT_SLIP.sub(lambda slip: slip.group().translate(_DIGITS), text)
    return text


def _equal(between: str, first: str, second: str) -> bool:
    kinds = first.startswith(("ISO", "IATF", "IEC")), second.startswith(("ISO", "IATF", "IEC", "OHSAS"))
    return kinds == (False, True) and bool(_EQUALS.match(between))


def _national(match: re.Match[str]) -> str:
    kind, number, year = match.groups()
    prefix = re.sub(r"\s", "", kind).upper()
    return f"{prefix} {number.upper()}" + (f"-{_year(year)}" if year else "")


def _international(match: re.Match[str]) -> str:
    kind, number, year = match.groups()
    return f"{re.sub(r'[ ]', '', kind).upper()} {number}" + (f":{year}" if year else "")


def _year(text: str) -> str:
    return text if len(text) == 4 else ("19" if text > "60" else "20") + text  # noqa: PLR2004  GB/T 19001-94


def _guidance(value: str) -> bool:
    return any(re.search(rf"\b{number}\b", value) for number in _GUIDANCE)
