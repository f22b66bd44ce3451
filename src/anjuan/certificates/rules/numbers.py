"""Numbers of certificates: made from their parts, taken apart, and checked part by part."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

#: What may stand between braces in a template, and the shape of each; widths are added where the scheme says so.
_SHAPES = {
    "year2": r"\d{2}", "year4": r"\d{4}", "system": r"[A-Z]{1,4}", "renewals": r"\d{1,2}", "size": r"[A-Z]",
    "class": r"\d{4}", "body": r"\d", "serial": r"\d",
}  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")
_LITERAL = re.compile(r"[A-Z0-9.-]*")
_CENTURY = 100


class SizeStep(Strict):
    """Up to how many persons in the system, inclusive, a size letter stands; None for more than all others."""

    letter: str = pydantic.Field(pattern="^[A-Z]$")
    at_most: int | None

    @pydantic.field_validator("at_most", mode="before")
    @classmethod
    def _open(cls, value: object) -> object:
        return None if value == "" else value


class NumberScheme(Strict):
    """How the numbers of one category are made.

    Attributes:
        key: Its name.
        category: What certification fields begin with for which it holds.
        template: The number with its parts in braces.
        body_digits: How many last digits of the approval number stand in it.
        serial_digits: Width of the serial.
        sub_suffix: What a sub-certificate adds to the number of its main one; empty when there is none.
        restart: What a series of serials belongs to: ``year_system``, ``year_class``, ``year`` or ``never``.

    """

    key: str
    category: str
    template: str
    body_digits: int = pydantic.Field(ge=1, le=6)
    serial_digits: int = pydantic.Field(ge=3, le=9)
    sub_suffix: str = ""
    restart: str = pydantic.Field(pattern="^(year_system|year_class|year|never)$")

    @pydantic.field_validator("template")
    @classmethod
    def _known_parts(cls, value: str) -> str:
        parts = _SLOT.findall(value)
        unknown = sorted(set(parts) - set(_SHAPES))
        if unknown:
            message = f"unknown parts {', '.join(unknown)}; known are {', '.join(sorted(_SHAPES))}"
            raise ValueError(message)
        if len(parts) != len(set(parts)) or "serial" not in parts:
            message = "every part stands once, and {serial} must be among them"
            raise ValueError(message)
        if not _LITERAL.fullmatch(_SLOT.sub("", value)):
            message = "between the parts stand only capitals, digits, '.' and '-'"
            raise ValueError(message)
        return value

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the number, in order."""
        return tuple(_SLOT.findall(self.template))

    @pydantic.model_validator(mode="after")
    def _unambiguous(self) -> NumberScheme:
        needed = {"never": set(), "year": {"year"}, "year_system": {"year", "system"}, "year_class": {"year", "class"}}
        told = {part.rstrip("24") for part in self.parts}
        if not needed[self.restart] <= told:
            message = f"serials that restart by {self.restart} would give one number twice: a part is missing"
            raise ValueError(message)
        return self


class NumberExample(Strict):
    """A worked example: parts, and the number they give."""

    scheme: str
    body: str
    year: int
    field: str
    serial: int
    renewals: int
    persons: int
    expected: str
    product_class: str = pydantic.Field("", alias="class")


class NumberTable(RuleFile):
    """The number rules of one edition."""

    schemes: tuple[NumberScheme, ...]
    letters: Mapping[str, str]
    sizes: tuple[SizeStep, ...]
    warning_zh: str = ""
    warning_en: str = ""
    examples: tuple[NumberExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            scheme = next(one for one in self.schemes if one.key == example.scheme)
            rule = NumberRule(scheme, dict(self.letters), self.sizes, self.edition)
            parts = NumberParts(
                example.body, example.year, example.field, example.serial, example.renewals, example.persons,
                example.product_class,
            )  # fmt: skip
            made = number_made(rule, parts)
            if made != example.expected:
                yield f"{example.expected} came out as {made}"


@dataclasses.dataclass(frozen=True)
class NumberRule:
    """The rule that holds for a certificate: scheme, letters, sizes, and which edition it is from.

    Attributes:
        scheme: The scheme.
        letters: System letters by certification field.
        sizes: Size letters.
        edition: The national edition, or ``body:`` and the name of the body's own pattern.
        warning_zh: What is uncertain about it; empty when nothing is.
        warning_en: The same in English.

    """

    scheme: NumberScheme
    letters: Mapping[str, str]
    sizes: tuple[SizeStep, ...]
    edition: str
    warning_zh: str = ""
    warning_en: str = ""

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The shape of a number, with a named group for each part and ``sub`` for a sub-certificate."""
        widths = {"body": self.scheme.body_digits, "serial": self.scheme.serial_digits}
        text, place = "", 0
        for found in _SLOT.finditer(self.scheme.template):
            name = found[1]
            width = f"{{{widths[name]}}}" if name in widths else ""
            text += re.escape(self.scheme.template[place : found.start()]) + f"(?P<{name}>{_SHAPES[name]}{width})"
            place = found.end()
        text += re.escape(self.scheme.template[place:])
        if self.scheme.sub_suffix:
            before, _, after = self.scheme.sub_suffix.partition("{n}")
            text += rf"(?:{re.escape(before)}(?P<sub>[1-9]\d{{0,3}}){re.escape(after)})?"
        return re.compile(text)


@dataclasses.dataclass(frozen=True, slots=True)
class NumberParts:
    """What a number is made of.

    Attributes:
        approval: The body's approval number, or its last digits.
        year: The year of issue.
        field: The certification field, such as ``A01``.
        serial: The serial, from 1.
        renewals: How many recertifications went before; 0 in the first cycle.
        persons: How many persons are in the system.
        product_class: Product class of CCC; empty elsewhere.

    """

    approval: str
    year: int
    field: str
    serial: int
    renewals: int = 0
    persons: int = 1
    product_class: str = ""


class NumberPartError(ValueError):
    """A part is missing or does not fit; ``part`` names it."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


def number_made(rule: NumberRule, parts: NumberParts) -> str:
    """Return the number that the parts give.

    Raises:
        NumberPartError: A part is missing or has no room.

    """
    scheme = rule.scheme
    values = {
        "body": body_digits(parts.approval, scheme.body_digits),
        "year2": f"{parts.year % _CENTURY:02d}",
        "year4": f"{parts.year:04d}",
        "serial": f"{parts.serial:0{scheme.serial_digits}d}",
        "renewals": str(parts.renewals),
        "class": parts.product_class,
    }
    if parts.serial < 1 or len(values["serial"]) > scheme.serial_digits:
        raise NumberPartError("serial", f"the serial {parts.serial} does not fit {scheme.serial_digits} digits")
    if "system" in scheme.parts:
        values["system"] = system_letter(rule, parts.field)
    if "size" in scheme.parts:
        values["size"] = size_letter(rule.sizes, parts.persons)
    if "class" in scheme.parts and not re.fullmatch(_SHAPES["class"], parts.product_class):
        raise NumberPartError("class", f"the product class {parts.product_class!r} is not four digits")
    return _SLOT.sub(lambda found: values[found[1]], scheme.template)


def body_digits(approval: str, count: int) -> str:
    """Return the last digits of an approval number.

    Raises:
        NumberPartError: It has fewer digits.

    """
    digits = "".join(re.findall(r"\d", approval))
    if len(digits) < count:
        raise NumberPartError("body", f"the approval number {approval!r} has not {count} digits")
    return digits[-count:]


def system_letter(rule: NumberRule, field: str) -> str:
    """Return the letter of a certification field: that of the longest code known which the field begins with.

    Raises:
        NumberPartError: No letter is known for it.

    """
    known = [code for code in rule.letters if field.startswith(code)]
    if not known:
        raise NumberPartError("system", f"no system letter is known for the field {field!r}")
    return rule.letters[max(known, key=len)]


def size_letter(sizes: Iterable[SizeStep], persons: int) -> str:
    """Return the size letter for a number of persons in the system; steps are inclusive."""
    if persons < 1:
        raise NumberPartError("size", f"{persons} persons cannot be in a system")
    for step in sizes:
        if step.at_most is None or persons <= step.at_most:
            return step.letter
    raise NumberPartError("size", f"no size letter is known for {persons} persons")


def sub_number(rule: NumberRule, main: str, place: int) -> str:
    """Return the number of the sub-certificate that stands at a place, from 1, under a main one."""
    if not rule.scheme.sub_suffix or place < 1:
        raise NumberPartError("sub", f"the scheme {rule.scheme.key} has no sub-certificates")
    return main + rule.scheme.sub_suffix.replace("{n}", str(place))


def series_of(rule: NumberRule, parts: NumberParts) -> str:
    """Return the name of the series that a serial is taken from.

    Editions of the rule do not begin new series, nor does a body's own pattern: else one serial would be given twice.
    """
    told = {
        "year_system": f"{parts.year}-{system_letter(rule, parts.field) if 'system' in rule.scheme.parts else ''}",
        "year_class": f"{parts.year}-{parts.product_class}",
        "year": str(parts.year),
        "never": "all",
    }
    return f"{rule.scheme.key}-{told[rule.scheme.restart]}"


def rule_for(table: NumberTable, field: str) -> NumberRule | None:
    """Return the rule of an edition for a certification field, or None when it has none."""
    fitting = [scheme for scheme in table.schemes if field.startswith(scheme.category)]
    if not fitting:
        return None
    scheme = max(fitting, key=lambda one: len(one.category))
    return NumberRule(scheme, dict(table.letters), table.sizes, table.edition, table.warning_zh, table.warning_en)
