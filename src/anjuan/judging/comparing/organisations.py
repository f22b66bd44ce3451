"""Names of organisations, of people, and identifiers."""

from __future__ import annotations

import functools
import re

from anjuan.judging.comparing.likeness import DIFFERENT, LEFT_OUT, SAME, STYLE, Comparison, Stated
from anjuan.judging.comparing.rulebook import ComparingTable, longest_first
from anjuan.judging.comparing.slips import slip
from anjuan.kit.text.folding import fold, squeeze

_SEALED = re.compile(r"\((?:公章|盖章|签章|签字|印章|章|以下简称.*|简称.*|甲方|乙方|受审核方|委托方)\)")
_LEGAL_NAME = re.compile(r"(.{2,}?(?:有限责任公司|有限公司))([^()（）].*)", re.DOTALL)
_REGION_SIGNS = "省市县区"
_NAMES_KEPT = 4096


@functools.lru_cache(maxsize=_NAMES_KEPT)
def _name(text: str, forms: tuple[tuple[str, str], ...]) -> str:
    name = squeeze(_SEALED.sub("", fold(text)))
    for long, short in forms:
        name = name.replace(long, short)
    return name


def name_key(text: str, table: ComparingTable) -> str:
    """Return the comparable form of a name: width, blanks, brackets and long legal forms are seen through."""
    return _name(text, tuple(table.legal_forms.items()))


def compare_organisations(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two names of organisations stand to each other."""
    left, right = name_key(_head(one.text, table), table), name_key(_head(other.text, table), table)
    if left == right:
        return SAME if one.text == other.text else STYLE
    if _without_regions(left, table) == _without_regions(right, table):
        return STYLE
    if is_short_form(left, right, table) or is_short_form(right, left, table):
        return LEFT_OUT
    if _place_left_out(left, right, table) or _place_left_out(right, left, table):
        return LEFT_OUT
    return slip(left, right, table) if one.recognised or other.recognised else DIFFERENT


def _head(text: str, table: ComparingTable) -> str:
    """Return a name without what a form prints behind it, such as the label and value of the next field."""
    match = _LEGAL_NAME.match(text.strip())
    if match is None or squeeze(match[2]).endswith(table.short_of_name):
        return text
    return match[1]


def _without_regions(name: str, table: ComparingTable) -> str:
    """Return the name with the words for province, city and county left out of its head."""
    for long, short in table.provinces.items():
        if name.startswith(long):
            name = short + name[len(long) :]
            break
    head, rest = name[:8], name[8:]
    return "".join(sign for sign in head if sign not in _REGION_SIGNS) + rest


def _place_left_out(short: str, full: str, table: ComparingTable) -> bool:
    if not full.endswith(short) or len(short) < 6:  # noqa: PLR2004  a shorter rest would be no name of its own
        return False
    head = full[: -len(short)]
    return any(head.startswith(name) for name in (*table.provinces.values(), *table.provinces)) or head.endswith("市")


def is_short_form(short: str, full: str, table: ComparingTable) -> bool:
    """Say whether a name without legal form is made of signs of the full name, in their order."""
    if len(short) < 2 or len(short) >= len(full) or short.endswith(table.short_of_name):  # noqa: PLR2004
        return False
    signs = iter(full)
    return full.endswith(table.short_of_name) and all(sign in signs for sign in short)


def is_part_of(one: str, other: str, table: ComparingTable) -> bool:
    """Say whether one name is that of a branch or a plant of the other."""
    part, whole = sorted((name_key(one, table), name_key(other, table)), key=len, reverse=True)
    return bool(whole) and part.startswith(whole) and part.endswith(longest_first(table.branch_words))


def compare_people(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two names of people stand to each other."""
    left, right = person_key(one.text, table), person_key(other.text, table)
    if left == right:
        return SAME if one.text == other.text else STYLE
    if (one.recognised or other.recognised) and len(left) == len(right):
        return slip(left, right, table)
    return DIFFERENT


_BRACKETED = re.compile(r"\([^)]*\)")


@functools.lru_cache(maxsize=_NAMES_KEPT)
def _person(text: str, titles: tuple[str, ...]) -> str:
    name = squeeze(_BRACKETED.sub("", fold(text)))
    for title in titles:
        if name.endswith(title) and len(name) - len(title) >= 2:  # noqa: PLR2004  a name has two signs
            return name[: -len(title)]
    return name


def person_key(text: str, table: ComparingTable) -> str:
    """Return the comparable form of the name of a person: no blanks, no title, no words in brackets."""
    return _person(text, longest_first(table.person_titles))


def identifier_key(text: str) -> str:
    """Return the comparable form of a number such as that of a contract: its letters, digits and ideographs."""
    return squeeze(text).upper().replace("第", "").replace("号", "")


def compare_identifiers(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two numbers of certificates, contracts or projects stand to each other."""
    left, right = identifier_key(one.text), identifier_key(other.text)
    if left == right:
        return SAME if one.text == other.text else STYLE
    return slip(left, right, table) if one.recognised or other.recognised else DIFFERENT
