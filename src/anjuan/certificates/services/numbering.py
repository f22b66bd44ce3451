"""Giving numbers: each once, without gaps, whoever asks at the same time."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pydantic

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.certificates.faults import NumberPatternError, NumberRuleError
from anjuan.certificates.models import BodyNumbering, NumberGrant, NumberSeries
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.numbers import (
    NumberPartError,
    NumberParts,
    NumberRule,
    NumberScheme,
    number_made,
    rule_for,
    series_of,
)
from anjuan.certificates.selectors.numbering import number_rule
from anjuan.registry.models import Certificate


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A number pattern of the body's own.

    Attributes:
        name: Its name.
        category: What the certification fields begin with for which it holds.
        template: The number with its parts in braces.
        body_digits: Digits of the approval number in it.
        serial_digits: Width of the serial.
        sub_suffix: What sub-certificates add.
        restart: ``year_system``, ``year_class``, ``year`` or ``never``.
        letters: System letters by field, such as ``A01=Q,A05=IS``; added to those of the national table.
        valid_from: The first day in force.

    """

    name: str
    category: str
    template: str
    valid_from: dt.date
    body_digits: int = 3
    serial_digits: int = 5
    sub_suffix: str = "-{n}"
    restart: str = "year_system"
    letters: str = ""


def number_give(*, deed: Deed, day: dt.date, parts: NumberParts) -> tuple[str, NumberRule]:
    """Give the next number; call it in the transaction that issues, so that a refusal leaves no gap.

    A number that the registry knows already, from papers of earlier days, is not given again.

    Raises:
        NumberRuleError: The rule gives no number for these parts.

    """
    rule = number_rule(day, parts.field)
    if rule is None:
        raise NumberRuleError(
            f"No number rule holds for the field {parts.field} on {day}.",
            why="A certificate needs a number that its rule explains.",
            remedy="Set the body's own pattern with `anjuan certificates numbering`.",
        )
    try:
        key = series_of(rule, parts)
        NumberSeries.objects.get_or_create(key=key)
        series = NumberSeries.objects.select_for_update().get(key=key)
        serial = series.last
        number = ""
        while not number or Certificate.objects.filter(number=number).exists():
            serial += 1
            number = number_made(rule, dataclasses.replace(parts, serial=serial))
    except NumberPartError as fault:
        raise NumberRuleError(
            f"The rule {rule.edition} gives no number: {fault}.",
            why="Each part of the number must be known.",
            remedy="Give what is missing, or set the body's own pattern with `anjuan certificates numbering`.",
        ) from fault
    NumberSeries.objects.filter(pk=series.pk).update(last=serial)
    NumberGrant.objects.create(number=number, series=series, serial=serial, edition=rule.edition, given_at=deed.now)
    return number, rule


@durable_transaction()
def numbering_set(*, deed: Deed, pattern: Pattern) -> BodyNumbering:
    """Set a pattern of the body's own, in force from a day.

    Raises:
        NumberPatternError: It cannot be meant, or one begins on that day already.

    """
    scheme = _scheme_of(pattern)
    letters = _letters_of(pattern.letters)
    if BodyNumbering.objects.filter(category=pattern.category, valid_from=pattern.valid_from).exists():
        raise NumberPatternError(
            f"A pattern for {pattern.category} begins on {pattern.valid_from} already.", remedy="Choose another day."
        )
    if BodyNumbering.objects.filter(name=pattern.name).exists():
        raise NumberPatternError(f"A pattern is called {pattern.name} already.", remedy="Choose another name.")
    row = BodyNumbering.objects.create(
        name=pattern.name, category=scheme.category, template=scheme.template, body_digits=scheme.body_digits,
        serial_digits=scheme.serial_digits, sub_suffix=scheme.sub_suffix, restart=scheme.restart,
        letters=",".join(f"{field}={letter}" for field, letter in letters.items()), valid_from=pattern.valid_from,
        made_at=deed.now, made_by=deed.actor,
    )  # fmt: skip
    journal_write(
        deed=deed, action="certificate.numbering", subject=f"certificates.numbering:{row.pk}", label=pattern.name,
        detail={"what": pattern.template, "valid_from": str(pattern.valid_from)},
    )  # fmt: skip
    return row


def _scheme_of(pattern: Pattern) -> NumberScheme:
    try:
        scheme = NumberScheme.model_validate(
            {
                "key": "ccc" if pattern.category.startswith("B01") else _series_key(pattern.category),
                **{
                    name: getattr(pattern, name)
                    for name in ("category", "template", "body_digits", "serial_digits", "sub_suffix", "restart")
                },
            }
        )
    except pydantic.ValidationError as fault:
        raise NumberPatternError(
            f"The pattern {pattern.template} cannot be used: {fault.errors()[0]['msg']}.",
            remedy="Write the parts in braces: {body}{year2}{system}{serial}R{renewals}{size}.",
        ) from fault
    return scheme


def _series_key(category: str) -> str:
    """Return the name of the national scheme that a category belongs to: a new pattern goes on with its series."""
    rule = rule_for(tables.numbers().latest, category)
    return rule.scheme.key if rule else category


def _letters_of(text: str) -> dict[str, str]:
    letters: dict[str, str] = {}
    for piece in filter(None, (part.strip() for part in text.split(","))):
        field, _, letter = (side.strip() for side in piece.partition("="))
        if not field or not (letter.isascii() and letter.isalpha() and letter.isupper()):
            raise NumberPatternError(
                f"The letter {piece} cannot be used.", remedy="Write field and letter like A01=Q, parted by commas."
            )
        letters[field] = letter
    return letters
