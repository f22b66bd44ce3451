"""The invented world: bodies, organisations, people, cycles of audits with consistent dates."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import math
import re
from pathlib import Path

from anjuan.kit.rulefiles import Strict
from anjuan.samples import numbers
from anjuan.samples.dice import Dice
from anjuan.samples.trades import Row, Trade, load_table, trades

FIELDS = {"QMS": ("Q", "A01"), "EMS": ("E", "A02"), "OHSMS": ("S", "A03")}
STANDARDS = {
    "QMS": "GB/T 19001-2016/ISO 9001:2015",
    "EMS": "GB/T 24001-2016/ISO 14001:2015",
    "OHSMS": "GB/T 45001-2020/ISO 45001:2018",
}
FIELD_NAMES = {"QMS": "质量管理体系", "EMS": "环境管理体系", "OHSMS": "职业健康安全管理体系"}
EVENTS = ("initial", "surveillance1", "surveillance2", "recertification")
EVENT_NAMES = {
    "initial": "初次认证",
    "surveillance1": "监督审核（第一次）",
    "surveillance2": "监督审核（第二次）",
    "recertification": "再认证",
}

# Provinces by the first two digits of GB/T 2260, as licence numbers call them.
_SHORT_NAMES = dict(
    zip(
        [
            "11",
            "12",
            "13",
            "21",
            "22",
            "23",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "41",
            "42",
            "43",
            "44",
            "45",
            "50",
            "51",
            "53",
            "61",
            "62",
            "65",
        ],
        "京津冀辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂渝川云陕甘新",
        strict=True,
    )
)
_PROVINCE = re.compile(r".+?(?:省|自治区|市)")

# IAF MD 5:2019: days of an initial audit by upper limit of personnel, for QMS and for EMS/OHSMS by risk.
_BANDS = (5, 10, 15, 25, 45, 65, 85, 125, 175, 275, 425)
_DAYS = {
    "Q": (1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10),
    "high": (3, 3.5, 4.5, 5.5, 7, 8, 9, 11, 12, 13, 15),
    "medium": (2.5, 3, 3.5, 4.5, 5.5, 6, 7, 8, 9, 10, 11),
    "low": (2.5, 3, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8),
    "limited": (2.5, 3, 3, 3, 3, 3.5, 3.5, 4, 4.5, 5, 5.5),
}


class Town(Row):
    """A place an organisation may be registered in."""

    region: str
    name: str
    address: str


class Body(Strict):
    """An invented certification body with its numbering and the style of its forms."""

    name: str
    name_en: str
    short: str
    approval: str
    style: str
    form: str
    project: str
    contract: str


class Style(Strict):
    """How a body's forms look."""

    labels: int
    dates: str
    checks: str
    body_font: str
    size: float
    shade: bool
    header: str
    seal: bool


class Pools(Strict):
    """Names, places, bodies, form styles and label wordings."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    brands: tuple[str, ...]
    towns: tuple[Town, ...]
    roads: tuple[str, ...]
    languages: tuple[str, ...]
    bodies: tuple[Body, ...]
    styles: dict[str, Style]
    labels: dict[str, tuple[str, ...]]


@functools.lru_cache(maxsize=1)
def pools() -> Pools:
    """Return the pools of names, places, bodies and wordings."""
    table: Pools = load_table(Path(__file__).parent / "pools" / "pools.yaml", Pools)
    return table


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the certification body; role is what the person does in the case."""

    name: str
    number: str
    grade: str = "审核员"


@dataclasses.dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence an organisation holds, with the days of its validity."""

    name: str
    number: str
    content: str
    authority: str
    issued: dt.date
    expires: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation; what it is does not change over its cycle, save the headcount."""

    name: str
    former_name: str
    name_en: str
    credit_code: str
    registered_address: str
    operating_address: str
    town: Town
    trade: Trade
    product: str
    scope: str
    scope_en: str
    legal_representative: str
    management_representative: str
    contact: str
    phone: str
    capital: str
    founded: dt.date
    headcount: int
    sites: tuple[tuple[str, str, int], ...]
    heads: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CasePlan:
    """One audit event that a case file will be written about.

    Attributes:
        seed: The seed of the archive.
        index: The running number of the case in the archive, from 1.
        organisation_index: Which organisation, from 0.
        field: QMS, EMS or OHSMS.
        event: One of ``EVENTS``.
        cycle: How often the certificate was renewed before this cycle.
        start: The first day of the (stage 2) audit on site.
        calendar_days: Days on site of each auditor.
        person_days: Audit time in person-days, both stages together.
        stage1_days: The part of it spent on stage 1; 0 where there is none.
        team: The auditors, the leader first.
        reviewer: Who reviews the file.
        decision_maker: Who decides.
        body: The certification body.
        serial: The running number of the certificate's first issue.
        initial_start: When the audit of the first event of the cycle began.
        first_start: When the very first audit of the organisation began.
        previous_start: When the audit before this one began.

    """

    seed: int
    index: int
    organisation_index: int
    field: str
    event: str
    cycle: int
    start: dt.date
    calendar_days: int
    person_days: float
    stage1_days: float
    headcount: int
    team: tuple[Person, ...]
    reviewer: Person
    decision_maker: Person
    technical_expert: Person | None
    body: Body
    serial: int
    initial_start: dt.date
    first_start: dt.date
    previous_start: dt.date | None

    @property
    def letter(self) -> str:
        """The letter of the field in numbers."""
        return FIELDS[self.field][0]


def person_name(dice: Dice) -> str:
    """Return an invented name of two or three characters."""
    pool = pools()
    return dice.one(pool.surnames) + dice.one(pool.given)


def workday(day: dt.date) -> dt.date:
    """Return the day itself or the next Monday when it is a weekend."""
    return day + dt.timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004  Saturday on


def base_days(field: str, headcount: int, risk: str) -> float:
    """Return the days of an initial audit in the table, before factors.

    Source: IAF MD 5:2019, tables QMS 1, EMS 1 and OH&SMS 1.
    """
    row = _DAYS["Q"] if field == "QMS" else _DAYS[risk if field == "EMS" or risk != "limited" else "low"]
    for limit, days in zip(_BANDS, row, strict=True):
        if headcount <= limit:
            return float(days)
    return float(row[-1])


def half(days: float) -> float:
    """Return days rounded to the nearest half day, never below one."""
    return max(1.0, math.floor(days * 2 + 0.5) / 2)


@functools.lru_cache(maxsize=256)
def organisation(seed: int, index: int) -> Organisation:
    """Return the organisation of this number in the world of this seed."""
    dice = Dice(seed, "organisation", index)
    pool = pools()
    industries = trades()
    trade = industries[(index + seed) % len(industries)]
    town = dice.one(pool.towns)
    brand = pool.brands[(index * 7 + seed) % len(pool.brands)]
    if index >= len(pool.brands):
        brand = brand[0] + dice.one(pool.brands)[-1] + dice.one(("", "", "远", "成", "和"))
    word = dice.one(trade.words)
    place = dice.randint(0, len(trade.scopes) - 1)
    low, high = trade.headcount
    address = f"{town.address}{dice.one(pool.roads)}{dice.randint(8, 999)}号"
    operating = address if dice.maybe(0.7) else f"{town.address}{dice.one(pool.roads)}{dice.randint(8, 999)}号"
    founded = dt.date(dice.randint(2003, 2016), dice.randint(1, 12), dice.randint(1, 28))
    sites = (
        (
            f"{brand}第二生产基地" if trade.code[:2] < "28" else f"{brand}第二服务点",
            f"{town.address}{dice.one(pool.roads)}{dice.randint(8, 399)}号",
            dice.randint(8, 30),
        ),
    )
    return Organisation(
        name=f"{town.name}{brand}{word}有限公司",
        former_name=f"{town.name}{brand}{trade.words[0]}厂" if dice.maybe(0.2) else "",
        name_en=f"{latin(town.name)} {latin(brand)} Co., Ltd.",
        credit_code=numbers.credit_code(town.region, dice),
        registered_address=address,
        operating_address=operating,
        town=town,
        trade=trade,
        product=trade.products[place % len(trade.products)],
        scope=trade.scopes[place],
        scope_en=trade.scopes_en[place % len(trade.scopes_en)],
        legal_representative=person_name(dice),
        management_representative=person_name(dice),
        contact=person_name(dice),
        phone=numbers.patterned("1" + dice.one("3578") + "#-0000-####", dice).replace("-", ""),
        capital=f"人民币{dice.one((200, 500, 800, 1000, 2000, 5000))}万元",
        founded=founded,
        headcount=dice.randint(low, high),
        sites=sites if dice.maybe(0.25) else (),
        heads=tuple((dept, person_name(dice)) for dept in ("管理层", "行政部", *trade.departments)),
    )


def latin(chinese: str) -> str:
    """Return a made-up Latin spelling for a Chinese name, the same for the same characters."""
    vowels = ("an", "ei", "ong", "u", "iang", "ao", "en", "ing")
    starts = ("L", "H", "Zh", "R", "T", "K", "M", "Sh", "F", "J")
    return "".join(
        (starts[ord(char) % 10] if not place else starts[ord(char) % 10].lower()) + vowels[ord(char) // 10 % 8]
        for place, char in enumerate(chinese)
    )


def licences(org: Organisation, seed: int, index: int, first: dt.date) -> tuple[HeldLicence, ...]:
    """Return the licences an organisation holds, valid from a year before its first audit and renewed since."""
    dice = Dice(seed, "licences", index)
    held = []
    for row in org.trade.licences:
        issued = first - dt.timedelta(days=dice.randint(40, 300))
        number = numbers.patterned(row.pattern.replace("91##############", org.credit_code[:16]), dice)
        expires = add_years(issued, row.years) - dt.timedelta(days=1)
        number = number.replace("苏", _SHORT_NAMES[org.town.region[:2]])
        authority = f"{_PROVINCE.findall(org.town.address)[0]}{row.authority}"
        held.append(HeldLicence(row.name, number, row.content, authority, issued, expires))
    return tuple(held)


def add_years(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
