"""Run the benchmarks, keep what they print, and show it beside the targets.

    python benchmarks/run.py [NAME …] [--only NAME] [--data DIR] [--quick] [--list]

Each benchmark of ``benchmarks/targets.yaml`` runs as a process of its own. The JSON line it prints is appended to
``benchmarks/results/NAME.jsonl`` with date, commit, processor, number of cores and how long it took. One that fails
is reported as failed and does not keep the others from running. The data folder is --data,
else $ANJUAN_SHARED_DATA, else ``../shared/data`` beside the repository; a benchmark whose data are not there is
left out, and it is said so. Exit code 1 if a benchmark failed or did not print the figure of a target, or if,
without --quick, a target was missed.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import operator
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pydantic

FOLDER = Path(__file__).resolve().parent
REPOSITORY = FOLDER.parent
sys.path.insert(0, str(REPOSITORY / "src"))

from anjuan.kit.rulefiles import Strict, read_yaml  # noqa: E402  the folder above must be importable first

RESULTS = FOLDER / "results"
_COMPARED = {"at_least": operator.ge, "at_most": operator.le, "equals": operator.eq}
_SIGNS = {"at_least": ">=", "at_most": "<=", "equals": "="}


class Target(Strict):
    """What one figure is measured against; see the head of targets.yaml."""

    name: str
    path: str
    at_least: float | str | None = None
    at_most: float | str | None = None
    equals: float | str | None = None
    cpu_flags: tuple[str, ...] = ()

    @pydantic.field_validator(*_COMPARED, mode="before")
    @classmethod
    def _number_or_path(cls, value: object) -> object:
        try:
            return float(str(value))
        except ValueError:
            return value

    @pydantic.model_validator(mode="after")
    def _one_bound(self) -> Target:
        if len(self.bounds) != 1:
            message = "a target has exactly one of at_least, at_most and equals"
            raise ValueError(message)
        return self

    @property
    def bounds(self) -> dict[str, float | str]:
        """The bound that is given, by its name."""
        return {name: value for name in _COMPARED if (value := getattr(self, name)) is not None}


class Run(Strict):
    """One benchmark with its arguments."""

    name: str
    script: str
    needs: str = ""
    arguments: tuple[str, ...]
    quick: tuple[str, ...]
    targets: tuple[Target, ...]


class _Runs(Strict):
    runs: tuple[Run, ...]


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One line of the table."""

    run: str
    target: str
    figure: str
    bound: str
    outcome: str


def runs() -> tuple[Run, ...]:
    """Return every benchmark with its targets."""
    return _Runs.model_validate(read_yaml(FOLDER / "targets.yaml")).runs


def main(arguments: list[str]) -> int:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; all when none is named")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="the same; repeatable")
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that all runs, judges nothing")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and end")
    given = parser.parse_args(arguments)
    every = {run.name: run for run in runs()}
    asked = [*given.names, *given.only]
    unknown = set(asked) - set(every)
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(every)}")
    chosen = [every[name] for name in asked or every]
    if given.list:
        print("\n".join(every))
        return 0
    data = given.data or Path(os.environ.get("ANJUAN_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    verdicts = [verdict for run in chosen for verdict in outcome_of(run, data.resolve(), quick=given.quick)]
    _print_table(verdicts)
    bad = {"failed", "not measured"} if given.quick else {"failed", "not measured", "missed"}
    return 1 if any(verdict.outcome in bad for verdict in verdicts) else 0


def outcome_of(run: Run, data: Path, *, quick: bool) -> list[Verdict]:
    """Run one benchmark, keep what it printed, and return its lines of the table."""
    if run.needs and not (data / run.needs).exists():
        print(f"{run.name}: left out, {data} does not hold {run.needs}", file=sys.stderr)
        return [Verdict(run.name, "", "", "", f"left out: no {run.needs}")]
    arguments = run.quick if quick else run.arguments
    print(f"{run.name}: {run.script} {' '.join(arguments)}", file=sys.stderr)
    since = time.monotonic()
    code, printed = _printed(run, [argument.replace("{data}", str(data)) for argument in arguments])
    seconds = round(time.monotonic() - since, 1)
    print(f"{run.name}: {seconds} s", file=sys.stderr)
    failed = [Verdict(run.name, "", "", "", "failed")] if code or printed is None else []
    if printed is None:
        return failed
    keep(
        run.name, {"quick": quick, "arguments": list(arguments), "seconds_taken": seconds, "exit_code": code, **printed}
    )
    flags = cpu()[1]
    return [*failed, *(judged(run.name, target, printed, flags) for target in run.targets)]


def _printed(run: Run, arguments: list[str]) -> tuple[int, dict[str, object] | None]:
    """Return the exit code of a benchmark and its JSON line, None when it printed none."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY)))}
    done = subprocess.run(
        [sys.executable, str(FOLDER / run.script), *arguments],
        env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    try:
        printed: dict[str, object] = json.loads(lines[-1])
    except (IndexError, ValueError):
        print(f"{run.name}: printed no JSON line (exit code {done.returncode})", file=sys.stderr)
        return done.returncode, None
    return done.returncode, printed


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Append one result to the benchmark's file, with when, what and where; nothing else names the machine."""
    RESULTS.mkdir(exist_ok=True)
    row = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "cpu": cpu()[0],
        "cores": os.cpu_count(),
        **figures,
    }
    with (RESULTS / f"{name}.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "benchmarks")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+changes" if changed else "")


def cpu() -> tuple[str, frozenset[str]]:
    """Return the model of the processor and its flags; empty where the system does not say."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "", frozenset()
    values = dict(part for line in text.splitlines() if len(part := [p.strip() for p in line.split(":", 1)]) == 2)
    return values.get("model name", ""), frozenset(values.get("flags", "").split())


def judged(run: str, target: Target, printed: Mapping[str, object], flags: frozenset[str]) -> Verdict:
    """Return one line of the table: the worst figure on the path, the bound, and whether it holds."""
    ((name, given),) = target.bounds.items()
    bound = given if isinstance(given, float) else next(iter(figures_at(printed, given)), None)
    shown = f"{_SIGNS[name]} {'nothing' if bound is None else format(bound, 'g')}"
    if target.cpu_flags and not flags.intersection(target.cpu_flags):
        return Verdict(run, target.name, "", shown, "not for this processor")
    found = list(figures_at(printed, target.path))
    if not found or bound is None:
        return Verdict(run, target.name, "", shown, "not measured")
    worst = max(found) if name == "at_most" else min(found)
    holds = all(_COMPARED[name](figure, bound) for figure in found)
    return Verdict(run, target.name, format(worst, "g"), shown, "holds" if holds else "missed")


def figures_at(value: object, path: str) -> Iterator[float]:
    """Yield the numbers that a path leads to; a list counts as its length."""
    key, _, rest = path.partition("/")
    if not path:
        if isinstance(value, list):
            yield float(len(value))
        elif isinstance(value, int | float):
            yield float(value)
    elif isinstance(value, Mapping):
        for below in value.values() if key == "*" else [value.get(key)]:
            yield from figures_at(below, rest)


def _print_table(verdicts: list[Verdict]) -> None:
    rows = [("benchmark", "figure", "measured", "target", "outcome"), *map(dataclasses.astuple, verdicts)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
