"""Dates and ranges of dates as forms print them."""

from __future__ import annotations

import re

from anjuan.kit.periods import PartialDate
from anjuan.kit.text.dates import find_dates
from anjuan.papers.fields.normal.reading import Printed, Reading, narrow

_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "S": "5", "Z": "2", "B": "8"})
_SLIP = re.compile(r"(?<=[\d年月./-])[OoIl|SZB](?=[\dOoIl|SZB年月日./-])")
_AND = r"\s*(?:上午|下午|[（(][^()）]*[)）])?\s*(?:至|到|~|～|—+|–|－|-+|、|,|，|及|和|起至)\s*(?:上午|下午)?\s*"
#: 2017年9月11至13日, 2017年9月11日至13日, 2017年9月30日至10月2日
_HAN_TAIL = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?" + _AND + r"(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*[日号]"
)
#: 2017.9.11-13, 2017-09-11至13日, 2017-09-30~10-02
_SIGN_TAIL = re.compile(
    r"(\d{4})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{1,2})\s*日?"
    + _AND
    + r"(?:(\d{1,2})\s*[-./月]\s*)?(\d{1,2})(?:\s*日)?(?![\d年]|[-./]\d)"
)
#: A blank between two digits of the same part of a date, where a cell is too narrow for the line.
_PARTED = re.compile(
    r"(?<=[./-]\d) (?=\d(?:[./-]|\s*(?:[年月日号至到~—,，、;；)）-]|$)))|(?<=\d) (?=\d\s*[年月日])|"
    r"(?<=(?<!\d)[12]\d{2}) (?=\d\s*[./-])|(?<=(?<!\d)[12]\d) (?=\d{2}\s*[./年-])"
)
_FOREVER = re.compile(r"长期|永久|无固定期限|不约定期限")


def _prepared(printed: Printed) -> str:
    text = narrow(printed.text.replace("\n", ""))
    if not printed.recognised:
        return text
    text = _SLIP.sub(lambda slip: slip.group().translate(_LOOKALIKES), re.sub(r"(?<=\d)\s*曰", "日", text))
    return _PARTED.sub("", text)


def date(printed: Printed) -> tuple[Reading, ...]:
    """Return the one date of the text as ISO, with the precision printed; less sure when there are several."""
    dates = [found.value for found in find_dates(_prepared(printed))]
    if not dates:
        return ()
    whole = 1.0 if dates[0].day else 0.8
    return (Reading(str(dates[0]), whole if len({str(one) for one in dates}) == 1 else 0.6),)


def span(printed: Printed) -> tuple[Reading, ...]:
    """Return the first and the last date of the text, in this order; both the same for a single day."""
    text = _prepared(printed)
    tail = _tail(text)
    if tail:
        return tail
    dates = [found.value for found in find_dates(text)]
    if not dates:
        return ()
    first, last = dates[0], dates[-1]
    sure = 1.0 if first.day and last.day and str(first) <= str(last) else 0.6
    return (Reading(str(first), sure), Reading(str(last), sure))


def _tail(text: str) -> tuple[Reading, ...]:
    found = _HAN_TAIL.search(text)
    if found:
        year, month, day, last_month, last_day = found.groups()
    else:
        found = _SIGN_TAIL.search(text)
        if not found:
            return ()
        year, _, month, day, last_month, last_day = found.groups()
    if re.search(r"\d{4}\s*[年./-]", text[found.end() :]):
        return ()
    try:
        first = PartialDate(int(year), int(month), int(day))
        last = PartialDate(int(year), int(last_month or month), int(last_day))
    except ValueError:
        return ()
    if str(last) < str(first):
        if not last_month or int(last_month) >= int(month):
            return ()
        last = PartialDate(int(year) + 1, int(last_month), int(last_day))
    return (Reading(str(first), 0.98), Reading(str(last), 0.98))


def last_day(printed: Printed) -> tuple[Reading, ...]:
    """Return the end of a validity: the last date of the text; ``long-term`` when it has no end."""
    if _FOREVER.search(printed.text):
        return (Reading("long-term"),)
    dates = span(printed)
    return dates[-1:]


def first_and_last(printed: Printed) -> tuple[Reading, ...]:
    """Return the validity stated: first and last date, only the last one when one date is printed."""
    text = _prepared(printed)
    starts = [str(found.value) for found in find_dates(text)]
    if _FOREVER.search(text):
        return (
            (Reading(starts[0], 1.0, "first"), Reading("long-term", 1.0, "last"))
            if starts
            else (Reading("long-term", 1.0, "last"),)
        )
    dates = span(printed)
    if len(starts) < 2:  # noqa: PLR2004  one date is the end unless the text says it is the beginning
        name = "first" if re.search(r"起$|自.*起", text.strip()) else "last"
        return tuple(Reading(one.value, one.sure * 0.95, name) for one in dates[:1])
    return (Reading(dates[0].value, dates[0].sure, "first"), Reading(dates[-1].value, dates[-1].sure, "last"))
