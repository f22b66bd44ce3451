"""Progress is a thing that work receives; only doors draw it."""

from __future__ import annotations

import dataclasses
from typing import Protocol


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One finished unit of work.

    Attributes:
        item: What was finished, as a person would call it (a file name, a case).
        outcome: A short word for how it ended, such as ``filed`` or ``failed``.
        counts: Finished quantities by unit (``files``, ``pages``, ``ocr_pages``), to be added to the totals.
        note: Why, when the outcome needs a reason.

    """

    item: str = ""
    outcome: str = ""
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    note: str = ""


class Progress(Protocol):
    """Receives the progress of a piece of work. Implementations never raise."""

    def expect(self, **totals: int) -> None:
        """Raise the expected totals by these quantities (``files=12, pages=300``)."""
        ...

    def phase(self, name: str) -> None:
        """Say what is being done now, in words."""
        ...

    def step(self, step: Step) -> None:
        """Take note of one finished unit."""
        ...


class Silent:
    """Progress that nobody watches."""

    def expect(self, **totals: int) -> None:
        """Do nothing."""

    def phase(self, name: str) -> None:
        """Do nothing."""

    def step(self, step: Step) -> None:
        """Do nothing."""


class Tally:
    """Progress that only counts: for tests, for the end report, for rates."""

    def __init__(self) -> None:
        self.expected: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self.outcomes: dict[str, int] = {}
        self.phases: list[str] = []

    def expect(self, **totals: int) -> None:
        """Add to the expected totals."""
        for unit, number in totals.items():
            self.expected[unit] = self.expected.get(unit, 0) + number

    def phase(self, name: str) -> None:
        """Keep the names of the phases in order."""
        self.phases.append(name)

    def step(self, step: Step) -> None:
        """Add the step's counts and its outcome."""
        for unit, number in step.counts.items():
            self.done[unit] = self.done.get(unit, 0) + number
        if step.outcome:
            self.outcomes[step.outcome] = self.outcomes.get(step.outcome, 0) + 1
