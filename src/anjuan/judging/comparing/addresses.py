"""Addresses: regions that may be left out, units that are a matter of style, numbers that are not."""

from __future__ import annotations

import dataclasses
import functools
import re

from anjuan.judging.comparing.likeness import DIFFERENT, LEFT_OUT, SAME, STYLE, Comparison, Stated
from anjuan.judging.comparing.rulebook import ComparingTable, longest_first
from anjuan.judging.comparing.slips import slip
from anjuan.kit.text.folding import fold
from anjuan.kit.text.numerals import chinese_number

_NUMERAL = "零〇一二三四五六七八九十百"
#: Words behind a numeral that belong to a name: they stay, the numeral is written as digits.
_ROADS = "路|街|大道|大街|段|期|环|支路|巷|组|村|队|社|区"
_TAIL = re.compile(r"(?:\([^)]*\)|邮编:?\d{6}|邮政编码:?\d{6})$")
_NOISE = re.compile(r"[\s,.;:·'\"<>\[\]()]|中国(?=.{2,3}(?:省|市))")
_HEAD_LENGTH = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: the regions it names, without their last word, and the rest."""

    regions: tuple[str, ...]
    areas: tuple[str, ...]
    rest: str

    @property
    def heads(self) -> str:
        """All that stands before the street."""
        return "".join((*self.regions, *self.areas))


@functools.lru_cache(maxsize=4096)
def _digits(text: str, units: tuple[str, ...]) -> str:
    """Return the address with Chinese numerals before a unit written as digits and units made one."""
    words = "|".join(re.escape(unit) for unit in longest_first(units))

    def number(match: re.Match[str]) -> str:
        try:
            return str(chinese_number(match[1]))
        except ValueError:
            return match[1]

    text = re.sub(rf"([{_NUMERAL}]+)(?={words}|{_ROADS})", number, text)
    text = re.sub(rf"(?<=[0-9a-z])(?:{words})+", "|", text)
    return text.strip("|-#").replace("|-", "|").replace("-", "|").replace("#", "|")


def take_apart(text: str, table: ComparingTable) -> Address:
    """Return the regions, the smaller areas and the rest of an address, in comparable form."""
    return _taken(text, table.region_ends, table.area_ends, table.place_units, tuple(table.provinces.items()))


@functools.lru_cache(maxsize=4096)
def _taken(
    text: str,
    region_ends: tuple[str, ...],
    area_ends: tuple[str, ...],
    units: tuple[str, ...],
    provinces: tuple[tuple[str, str], ...],
) -> Address:
    rest = _NOISE.sub("", _TAIL.sub("", fold(text).strip()))
    regions: list[str] = []
    for long, short in provinces:
        name = next((name for name in (long, short) if rest.startswith(name)), "")
        if name:
            regions.append(short)
            after = rest[len(name) :]
            rest = after[1:] if name == short and after[:1] in ("省", "市") else after
            break
    found, rest = _heads(rest, region_ends)
    areas, rest = _heads(rest, area_ends)
    return Address((*regions, *found), areas, _digits(rest, units))


def _heads(text: str, ends: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the names at the head of a text that end in one of the words, and the rest."""
    names: list[str] = []
    words = "|".join(re.escape(word) for word in longest_first(ends))
    pattern = re.compile(rf"([^\d路街道巷号]{{1,{_HEAD_LENGTH}}}?)(?:{words})(?![路街道巷])")
    while match := pattern.match(text):
        names.append(match[1])
        text = text[match.end() :]
    return tuple(names), text


def compare_addresses(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two addresses stand to each other."""
    if one.text == other.text:
        return SAME
    left, right = take_apart(one.text, table), take_apart(other.text, table)
    whole = left.heads + left.rest, right.heads + right.rest
    if whole[0] == whole[1]:
        return STYLE
    if left.rest == right.rest and left.rest:
        if _leaves_out(left.heads, right.heads):
            return STYLE if left.areas == right.areas else LEFT_OUT
    elif _tail_left_out(whole):
        return LEFT_OUT
    return slip(*whole, table) if one.recognised or other.recognised else DIFFERENT


def _leaves_out(one: str, other: str) -> bool:
    """Say whether the signs of the shorter text stand in the longer one, in their order."""
    short, full = sorted((one, other), key=len)
    signs = iter(full)
    return all(sign in signs for sign in short)


def _tail_left_out(whole: tuple[str, str]) -> bool:
    """Say whether one address only leaves out what stands before a street and a number that both have."""
    short, full = sorted(whole, key=len)
    return len(short) >= 5 and any(sign.isdigit() for sign in short) and full.endswith(short)  # noqa: PLR2004
