"""What the commands of the life cycle share: options, reading, printing steps and verdicts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from anjuan.cli.output import print_table
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.rules.asked_time import KINDS
from anjuan.lifecycle.rules.verdicts import Step, Verdict

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Compute as on this day; today when not given.")
KIND = click.option("--kind", type=click.Choice(KINDS), default="initial", show_default=True, help="Kind of audit.")
LANGUAGE = click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the sentences."
)


def on_day(given: dt.datetime | None) -> dt.date:
    """Return the day that was given, else today in China."""
    return given.date() if given else today_in_china(SystemClock())


def read_json(path: Path) -> Any:  # noqa: ANN401  JSON is what it is
    """Return what a JSON file holds.

    Raises:
        UsageError: It cannot be read, or is no JSON.

    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"{path.name} is no JSON file: {error}.", remedy="Give a JSON file in UTF-8.") from error


def print_steps(steps: Sequence[Step], language: str) -> None:
    """Print the steps of a computation as a table."""
    rows = [
        (step.basis.rule, step.basis.edition, step.shown, step.unit, step.why.told(language)) for step in steps
    ]  # fmt: skip
    print_table(("rule", "edition", "result", "unit", "why"), rows)


def print_verdicts(verdicts: Sequence[Verdict], language: str) -> None:
    """Print verdicts, one a line."""
    for verdict in verdicts:
        click.echo(f"{verdict.outcome.value}: {verdict.sentence.told(language)}")
