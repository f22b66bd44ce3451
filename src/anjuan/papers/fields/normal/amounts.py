"""Counts, days, money and texts."""

from __future__ import annotations

import re

from anjuan.kit.text.numerals import chinese_number
from anjuan.papers.fields.normal.reading import Printed, Reading, empty, narrow, says_none, tidy

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d])")
_HAN_NUMBER = re.compile(r"[〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+")
_RANGE = re.compile(r"\d\s*[-~～—至到]\s*\d")
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_HALF = re.compile(r"([一二三四五六七八九十两\d]+)\s*[个天]?(?:人日|人天|天)?半")
_SIGNATURE = re.compile(
    r"^\s*[（(]?(?:责任人|责任部门|负责人|部门负责人|完成日期|计划完成|日\s*期|签字|签名|审核员|审核组长|组长|受审核方|验证人|编制|批准|纠正措施完成|预计完成)"
    r"[^:：。，]{0,14}[:：]"
)
_ONLY_DATE = re.compile(r"[\d\s年月日./-]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST_SIGNS = 2


def _first_number(printed: Printed) -> tuple[float, bool] | None:
    text = narrow(tidy(printed.text))
    if printed.recognised and re.fullmatch(r"[\dOolI|.]{1,6}\D{0,4}", text):
        text = text.translate(_SLIPS)
    match = _NUMBER.search(text)
    if match:
        return float(match.group(1).replace(",", "") + (match.group(2) or "")), not _RANGE.search(text)
    han = _HAN_NUMBER.search(text)
    if not han:
        return None
    try:
        return float(chinese_number(han.group())), True
    except ValueError:
        return None


def count(printed: Printed) -> tuple[Reading, ...]:
    """Return the whole number of the text (``64人``, ``约120人``, ``叁项``); ``无`` is no number."""
    found = _first_number(printed)
    if found is None or found[0] != int(found[0]) or len(printed.text) > 60:  # noqa: PLR2004  a sentence is no count
        return ()
    sure = 1.0 if found[1] else 0.6
    return (Reading(int(found[0]), sure * (0.9 if re.search("约|大约|左右", printed.text) else 1.0)),)


def count_or_none(printed: Printed) -> tuple[Reading, ...]:
    """Return the whole number of the text; ``无`` counts as 0."""
    return (Reading(0, 0.95),) if says_none(printed.text) and not empty(printed.text) else count(printed)


def days(printed: Printed) -> tuple[Reading, ...]:
    """Return the auditor days of the text: the first number (``3.5人日``, ``7（人·天）``)."""
    half = _HALF.search(narrow(printed.text))
    if half:
        whole = half.group(1)
        return (Reading((float(whole) if whole.isdigit() else chinese_number(whole)) + 0.5),)
    found = _first_number(printed)
    if found is None or not 0 <= found[0] <= 500:  # noqa: PLR2004  no audit takes longer
        return ()
    return (Reading(found[0], 1.0 if found[1] else 0.6),)


def sentence(printed: Printed) -> tuple[Reading, ...]:
    """Return a text in one line, without the stop at its end."""
    text = tidy(printed.text.replace("\n", "")).strip(" ：:").rstrip("。.；;，,")
    return () if empty(text) else (Reading(text),)


def passage(printed: Printed) -> tuple[Reading, ...]:
    """Return a passage of a form in one line, without the signatures and dates that stand below it."""
    lines = printed.text.split("\n")
    kept = next((index for index, line in enumerate(lines) if index and _SIGNATURE.match(line)), len(lines))
    found = sentence(Printed("\n".join(lines[:kept]), printed.recognised))
    return () if found and _ONLY_DATE.fullmatch(str(found[0].value)) else found


def scope(printed: Printed) -> tuple[Reading, ...]:
    """Return the Chinese wording of a scope in one line, as printed; nothing for its translation."""
    found = sentence(printed)
    if not found or says_none(printed.text) or len(str(found[0].value)) < _LEAST_SIGNS:
        return ()
    text = re.sub(r"\s*[（(]?(?:见|详见)附[件页录][)）]?$", "", str(found[0].value))
    return (Reading(text),) if _HAN.search(text) else ()


def yes_no(printed: Printed) -> tuple[Reading, ...]:
    """Return True or False for 是/否, 有/无, 多场所/单一场所."""
    text = tidy(printed.text)
    number = count(printed)
    if number and re.match(r"^\D{0,2}\d+\D{0,3}$", text):
        return (Reading(int(number[0].value) > 1, 0.8),)
    if re.match(r"^(?:否|无|不|单|非|没有|no|n$|/)", text, re.IGNORECASE):
        return (Reading(value=False),)
    return (Reading(value=True),) if re.match(r"^(?:是|有|多|yes|y$)", text, re.IGNORECASE) else ()
