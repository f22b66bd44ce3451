"""What in a number does not agree with its certificate."""

from __future__ import annotations

import dataclasses

from anjuan.certificates.rules.numbers import NumberParts, NumberRule, number_made


@dataclasses.dataclass(frozen=True, slots=True)
class NumberFault:
    """A part of a number that does not agree with the certificate.

    Attributes:
        part: Which part; ``shape`` when the whole does not fit the pattern.
        printed: What stands there.
        expected: What should.

    """

    part: str
    printed: str
    expected: str


def number_faults(rule: NumberRule, number: str, parts: NumberParts) -> tuple[NumberFault, ...]:
    """Return every part of a number that does not agree with what the certificate says; the serial is not judged."""
    found = rule.pattern.fullmatch(number)
    if not found:
        return (NumberFault("shape", number, rule.scheme.template),)
    serial = int(found["serial"])
    wanted = rule.pattern.fullmatch(number_made(rule, dataclasses.replace(parts, serial=max(serial, 1))))
    if wanted is None:  # pragma: no cover  a number made by the rule fits the rule
        return ()
    faults = [
        NumberFault(name, found[name], wanted[name])
        for name in rule.scheme.parts
        if name != "serial" and found[name] != wanted[name]
    ]
    if not serial:
        faults.append(NumberFault("serial", found["serial"], "1"))
    return tuple(faults)
