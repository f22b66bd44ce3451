"""The words that names of organisations are made of, as data, and the places of the country."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import squeeze

_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|新区|地区|省|市|州|县|区|盟|旗)$")
_PEOPLES = re.compile(
    r"(壮族|回族|维吾尔|蒙古族?|藏族|羌族|彝族|苗族|土家族|侗族|布依族|朝鲜族|哈尼族|傣族|白族|景颇族|傈僳族|瑶族|畲族|满族"
    r"|黎族|水族|仡佬族|各族|哈萨克|柯尔克孜|独龙族|怒族|佤族|拉祜族|纳西族|普米族|毛南族|仫佬族|裕固族|撒拉族|土族|东乡族"
    r"|保安族|达斡尔族|鄂伦春|鄂温克族?|锡伯|塔吉克)+$"
)
_LONGEST = 12


class FormRow(Strict):
    """Words for one class of legal form."""

    words: tuple[str, ...]
    kind: str = pydantic.Field(alias="class")


class NameExample(Strict):
    """A worked example: a name and its parts."""

    name: str
    core: str
    brand: str
    form: str
    branch: str


class NameTable(RuleFile):
    """One edition of the words of names."""

    forms: tuple[FormRow, ...]
    group_words: tuple[str, ...]
    branch_words: tuple[str, ...]
    head_ends: tuple[str, ...]
    remarks: tuple[str, ...]
    former_words: tuple[str, ...]
    short_words: tuple[str, ...]
    everywhere: tuple[str, ...]
    trades: tuple[str, ...]
    examples: tuple[NameExample, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """The places of the country by the names they may have in a company's name.

    Attributes:
        codes: Codes of GB/T 2260 (trailing zeros cut in pairs) by full name and by short name.

    """

    codes: Mapping[str, tuple[str, ...]]

    def leading(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Return the longest place that a squeezed text begins with and its codes; an empty word when none."""
        for length in range(min(_LONGEST, len(text)), 1, -1):
            codes = self.codes.get(text[:length])
            if codes:
                return text[:length], codes
        return "", ()


def places_of(regions: Iterable[tuple[str, str, str]]) -> Places:
    """Return the places of a list of regions.

    Districts count by their full name only, because their short names are brands as well (和平, 长安, 新华).

    Args:
        regions: Code of six digits, Chinese name and level of each region; what is no region is left out.

    """
    found: dict[str, list[str]] = {}
    for code, name, _ in regions:
        if not (code.isdigit() and len(code) == 6) or name in ("市辖区", "县", "自治区直辖县级行政区划"):  # noqa: PLR2004
            continue
        cut = re.sub(r"(00)+$", "", code)
        plain = squeeze(name)
        names = {plain}
        bare = _SUFFIX.sub("", plain)
        short = _PEOPLES.sub("", bare)
        short = short if len(short) > 1 else bare
        if len(short) > 1 and (not plain.endswith("区") or len(cut) == 2):  # noqa: PLR2004  a province's code
            names.add(short)
        for each in names:
            found.setdefault(each, []).append(cut)
    return Places({name: tuple(codes) for name, codes in found.items()})


@dataclasses.dataclass(frozen=True, slots=True)
class NameWords:
    """What is needed to take names apart: the table and the places, with what is computed from them once."""

    table: NameTable
    places: Places
    forms: tuple[tuple[str, str], ...]
    branch: re.Pattern[str]
    trades: re.Pattern[str]
    everywhere: tuple[str, ...]
    groups: tuple[str, ...]


def name_words(table: NameTable, places: Places) -> NameWords:
    """Return the words of names, prepared."""
    forms = sorted(
        ((squeeze(word), row.kind) for row in table.forms for word in row.words), key=lambda form: -len(form[0])
    )
    ends, branches = _any(table.head_ends), _any(table.branch_words)
    return NameWords(
        table,
        places,
        tuple(forms),
        re.compile(rf"^(?P<head>.+?(?:{ends}))(?P<branch>.{{0,16}}(?:{branches}))$"),
        re.compile(_any(table.trades)),
        tuple(squeeze(word) for word in table.everywhere),
        tuple(squeeze(word) for word in table.group_words),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(squeeze(word)) for word in sorted(words, key=len, reverse=True))
