"""The progress display: on stderr, only on a terminal, with rate and remaining time."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from anjuan.kit.progress import Step


class Display:
    """Draws one bar per unit of work; says nothing at all when stderr is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            console=console,
            disable=quiet or not sys.stderr.isatty(),
            transient=False,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def _task(self, unit: str) -> TaskID:
        if unit not in self._tasks:
            self._tasks[unit] = self._bars.add_task(unit, total=None, note="")
        return self._tasks[unit]

    def expect(self, **totals: int) -> None:
        """Raise the expected totals."""
        for unit, number in totals.items():
            task = self._task(unit)
            self._bars.update(task, total=(self._bars.tasks[task].total or 0) + number)

    def phase(self, name: str) -> None:
        """Say what is being done."""
        for task in self._tasks.values():
            self._bars.update(task, note=name)

    def step(self, step: Step) -> None:
        """Advance the bars of a step's counts."""
        for unit, number in step.counts.items():
            self._bars.update(self._task(unit), advance=number, note=step.item[-40:])

    def set(self, unit: str, done: int, total: int | None, note: str = "") -> None:
        """Put one bar to where the work is."""
        self._bars.update(self._task(unit), completed=done, total=total, note=note)
