"""Values of controls: nominal value, limits and unit, as far as the text says them."""

from __future__ import annotations

import dataclasses
import decimal
import functools
import re

from anjuan.extraction.passages import plain
from anjuan.extraction.rules.rows import UnitTable
from anjuan.extraction.rules.tables import fact_units

_NUMBER = r"[-+]?\d+(?:\.\d+)?"
#: Of what a share is: 不小于板厚20%.
_GAP = r"(?:[\u4e00-\u9fff]{1,4}(?=\d+(?:\.\d+)?\s*%))?"
_SIGN = r"(?:φ|Φ|ø|Ø|Ra|pH)?\s*"


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """A value with its limits; texts as printed, empty where nothing is said.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends, exclusive.
        nominal: The value aimed at.
        low: The lower limit.
        high: The upper limit.
        unit: The unit in its one form.
        form: ``tolerance``, ``range``, ``most``, ``least``, ``plusminus`` or ``single``.

    """

    start: int
    end: int
    nominal: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    form: str = "single"

    @property
    def limited(self) -> bool:
        """Whether it says more than one number."""
        return self.form != "single"


class Measures:
    """Finds measures in texts with one edition of the units."""

    def __init__(self, table: UnitTable) -> None:
        names = sorted(table.names, key=len, reverse=True)
        # A unit of letters ends where the word ends.
        unit = "|".join(re.escape(plain(name)) + ("(?![A-Za-z])" if name[-1].isascii() else "") for name in names)
        self._names = {plain(name): value for name, value in table.names.items()}
        self.counting = frozenset(table.counting)
        units = rf"(?:\s*(?:{unit}))?"
        first, last = rf"(?P<a>{_NUMBER})(?P<u>{units})", rf"(?P<b>\d+(?:\.\d+)?)(?P<v>{units})"
        signed = last.replace("(?P<b>", "(?P<b>-?")
        self._forms = (
            ("tolerance", re.compile(rf"{_SIGN}{first}\s*(?:±|\+/-|\+-)\s*{last}")),
            ("plusminus", re.compile(rf"(?:±|\+/-)\s*(?P<b>\d+(?:\.\d+)?)(?P<v>{units})")),
            ("range", re.compile(rf"{_SIGN}{first}\s*(?:~|至|到|-{{1,2}})\s*{signed}(?!\s*(?:[-.]\d|年|月))")),
            ("most", re.compile(rf"(?:{table.at_most})\s*{_GAP}{_SIGN}(?P<b>{_NUMBER})(?P<v>{units})")),
            ("least", re.compile(rf"(?:{table.at_least})\s*{_GAP}{_SIGN}(?P<a>{_NUMBER})(?P<v>{units})")),
            ("most", re.compile(rf"(?P<b>{_NUMBER})(?P<v>{units})\s*(?:{table.at_most_after})")),
            ("least", re.compile(rf"(?P<a>{_NUMBER})(?P<v>{units})\s*(?:{table.at_least_after})")),
            ("single", re.compile(rf"{_SIGN}(?P<a>{_NUMBER})(?P<v>{units})")),
        )  # fmt: skip

    def first(self, text: str, *, bare: bool = True) -> Measure | None:
        """Return the first measure of a plain text; without a unit only where ``bare`` allows it."""
        best: Measure | None = None
        for form, pattern in self._forms:
            if form == "single" and best is not None:
                break
            for match in pattern.finditer(text):
                measure = self._measure(form, match)
                if (bare or measure.unit) and not _inside_word(text, match.start()):
                    if best is None or measure.start < best.start:
                        best = measure
                    break
        return best

    def _measure(self, form: str, match: re.Match[str]) -> Measure:
        groups = match.groupdict(default="")
        unit = self._unit(groups.get("v", "")) or self._unit(groups.get("u", ""))
        low, high, nominal = "", "", ""
        a, b = groups.get("a", ""), groups.get("b", "")
        if form == "tolerance":
            nominal, low, high = a, _sum(a, f"-{b}"), _sum(a, b)
        elif form == "range":
            low, high = a, b
        elif form == "single":
            nominal = a
        else:
            low, high = (a, "") if form == "least" else ("", b if form == "most" else "")
        return Measure(match.start(), match.end(), nominal, low, high, unit, form)

    def _unit(self, printed: str) -> str:
        return self._names.get(printed.strip(), "")


def _inside_word(text: str, at: int) -> bool:
    """Say whether a number belongs to a code such as ``WI-03`` or to a date."""
    before = (
        text[:at].rstrip()[-1:]
        if text[at].isdigit() and text[max(at - 2, 0) : at].strip() in "年月"
        else text[max(at - 1, 0) : at]
    )
    return bool(before) and text[at].isdigit() and ((before.isascii() and before.isalnum()) or before in "-/._#月年")


def _sum(one: str, other: str) -> str:
    return format(decimal.Decimal(one) + decimal.Decimal(other), "f")


@functools.cache
def measures() -> Measures:
    """Return the finder with the latest units."""
    return Measures(fact_units().latest)


def measure(text: str) -> Measure | None:
    """Return the first measure of a text as printed; None when it holds no number."""
    return measures().first(plain(text))
