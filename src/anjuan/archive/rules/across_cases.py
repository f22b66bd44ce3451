"""What the cases of one organisation say of the same thing: values over time, and those that must not differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from anjuan.kit.text.folding import squeeze

#: What may change from audit to audit, in the order in which it is shown.
CHANGING = (
    "organisation", "headcount", "effective_headcount", "scope", "registered_address", "operating_address", "sites",
    "legal_representative", "management_representative", "contact", "phone", "email", "standards",
    "professional_codes", "audit_days",
)  # fmt: skip
#: What belongs to an organisation for good: two values of it cannot both be right.
STEADY = ("credit_code", "founded_on")
#: What belongs to one certificate for good, wherever its number is stated.
OF_CERTIFICATE = ("issued_on",)


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A value that a case states, with the page it stands on.

    Attributes:
        case: Number of the case.
        name: The field.
        text: The value as one text.
        document_id: The paper it is taken from; None when a person or a manifest stated it.
        document_title: Its title.
        page: Of the paper, from 1.
        box: On the page, as fractions.
        confidence: How sure it is, 0 to 1.
        is_changed: Whether the case before it says something else.

    """

    case: str
    name: str
    text: str
    document_id: int | None = None
    document_title: str = ""
    page: int | None = None
    box: tuple[float, ...] | None = None
    confidence: float = 1.0
    is_changed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """Values that cannot all be right.

    Attributes:
        name: The field.
        about: What it is said of: the number of a certificate, or empty for the organisation itself.
        said: The values, each with the first case that states it.

    """

    name: str
    about: str
    said: tuple[Said, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """A field over time: one value for each case, None where a case does not state it."""

    name: str
    said: tuple[Said | None, ...]

    @property
    def changes(self) -> int:
        """How many times it changed."""
        return sum(one.is_changed for one in self.said if one)


def courses(cases: Sequence[str], stated: Mapping[tuple[str, str], Said]) -> tuple[Course, ...]:
    """Return what changed from case to case.

    Args:
        cases: Numbers of the cases, the oldest first.
        stated: What cases state, by case and field.

    """
    found = []
    for name in CHANGING:
        row: list[Said | None] = []
        last = ""
        for case in cases:
            one = stated.get((case, name))
            if one:
                is_changed = bool(last) and squeeze(one.text) != last
                row.append(dataclasses.replace(one, is_changed=is_changed))
                last = squeeze(one.text)
            else:
                row.append(None)
        if any(row):
            found.append(Course(name, tuple(row)))
    return tuple(found)


def clashes(cases: Sequence[str], stated: Mapping[tuple[str, str], Said]) -> tuple[Clash, ...]:
    """Return values of different cases that cannot all be right, the arguments being those of :func:`courses`."""
    found = [Clash(name, "", _different(stated.get((case, name)) for case in cases)) for name in STEADY]
    numbers: dict[str, list[str]] = {}
    for case in cases:
        number = stated.get((case, "certificate_no"))
        if number:
            numbers.setdefault(squeeze(number.text), []).append(case)
    for mine in numbers.values():
        about = stated[mine[0], "certificate_no"].text
        found += [Clash(name, about, _different(stated.get((case, name)) for case in mine)) for name in OF_CERTIFICATE]
    return tuple(one for one in found if len(one.said) > 1)


def _different(said: Iterable[Said | None]) -> tuple[Said, ...]:
    kept: dict[str, Said] = {}
    for one in said:
        if one and not any(_may_be_same(squeeze(one.text), known) for known in kept):
            kept[squeeze(one.text)] = one
    return tuple(kept.values())


def _may_be_same(one: str, other: str) -> bool:
    """Whether two values agree as far as both go: a month and a day of it do."""
    return one.startswith(other) or other.startswith(one)
