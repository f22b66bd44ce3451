"""Numbers with a rule inside: credit codes, certificate numbers, licence numbers."""

from __future__ import annotations

from anjuan.samples.dice import Dice

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SMALL_STAFF = 50
_MIDDLE_STAFF = 1000


def organisation_check(body: str) -> str:
    """Return the check character of the eight characters of an organisation code.

    Source: GB 11714; weights 3 7 9 10 5 8 4 2, eleven minus the remainder, 10 = X, 11 = 0.
    """
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def credit_check(body: str) -> str:
    """Return the 18th character of a unified social credit code from its first seventeen.

    Source: GB 32100-2015; weights are the powers of three modulo 31.
    """
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def credit_code(region: str, dice: Dice) -> str:
    """Return a credit code of an enterprise registered in a six-digit region, both checks right."""
    body = "MA" + "".join(dice.one(ALPHABET) for _ in range(6))
    first = "91" + region + body + organisation_check(body)
    return first + credit_check(first)


def credit_code_holds(code: str) -> bool:
    """Return whether both check characters of a credit code are right."""
    if len(code) != 18 or any(char not in ALPHABET for char in code):  # noqa: PLR2004  GB 32100-2015
        return False
    return organisation_check(code[8:16]) == code[16] and credit_check(code[:17]) == code[17]


def broken_credit_code(code: str, dice: Dice) -> str:
    """Return the credit code with one digit changed so that its check character no longer fits."""
    place = dice.randint(10, 14)
    other = ALPHABET[(ALPHABET.index(code[place]) + dice.randint(1, 9)) % 10]
    changed = code[:place] + other + code[place + 1 :]
    return changed if not credit_code_holds(changed) else code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 1) % 31]


def size_letter(headcount: int) -> str:
    """Return S, M or L for the people in the system: up to 50, up to 1000, above."""
    if headcount <= _SMALL_STAFF:
        return "S"
    return "M" if headcount <= _MIDDLE_STAFF else "L"


def certificate_number(body: str, year: int, letter: str, serial: int, *, renewals: int, headcount: int) -> str:
    """Return a certificate number in the common convention.

    Args:
        body: The last three digits of the approval number.
        year: The year of issue.
        letter: The letter of the system: Q, E, S.
        serial: The running number of the year.
        renewals: How often the certificate was renewed; 0 in the first cycle.
        headcount: The people in the system.

    """
    return f"{body}{year % 100:02d}{letter}{serial:05d}R{renewals}{size_letter(headcount)}"


def patterned(pattern: str, dice: Dice) -> str:
    """Return the pattern with every ``#`` replaced by a digit."""
    return "".join(str(dice.randint(0, 9)) if char == "#" else char for char in pattern)
