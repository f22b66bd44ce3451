"""Every benchmark has targets, a place on the page, and is judged as the targets say."""

from __future__ import annotations

import json
import re

import pytest
from benchmarks import run

NO_FLAGS: frozenset[str] = frozenset()


def target(**values: object) -> run.Target:
    return run.Target(name="a figure", **values)


def outcome(given: run.Target, printed: dict, flags: frozenset[str] = NO_FLAGS) -> str:
    return run.judged("a", given, printed, flags).outcome


def test_every_benchmark_is_run():
    scripts = {
        path.relative_to(run.FOLDER).as_posix()
        for room in ("quality", "speed")
        for path in (run.FOLDER / room).glob("*.py")
        if "__main__" in path.read_text(encoding="utf-8")  # what cannot be started scores for another one
    }
    assert scripts == {one.script for one in run.runs()}


def test_the_page_names_every_benchmark():
    text = (run.FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == {one.name for one in run.runs()}


@pytest.mark.parametrize("one", run.runs(), ids=lambda one: one.name)
def test_the_arguments_are_options_of_the_script(one):
    source = (run.FOLDER / one.script).read_text(encoding="utf-8")
    options = {argument for argument in (*one.arguments, *one.quick) if argument.startswith("--")}
    assert not {option for option in options if f'"{option}"' not in source}


@pytest.mark.parametrize(
    ("bound", "figure", "expected"),
    [
        ({"at_least": "2"}, 2, "holds"),
        ({"at_least": "2"}, 1.9, "missed"),
        ({"at_most": "2"}, 2, "holds"),
        ({"at_most": "2"}, 2.1, "missed"),
        ({"equals": "0"}, [], "holds"),
        ({"equals": "0"}, ["a fault"], "missed"),
        ({"at_least": "peer/x"}, 5, "holds"),
        ({"at_least": "peer/x"}, 3, "missed"),
        ({"at_least": "peer/none"}, 3, "not measured"),
    ],
)
def test_a_figure_is_judged_by_its_bound(bound, figure, expected):
    assert outcome(target(path="figure", **bound), {"figure": figure, "peer": {"x": 4}}) == expected


def test_a_star_asks_every_value():
    given = target(path="recall/*", at_least="1")
    assert (outcome(given, {"recall": {"1": 1, "2": 0.9}}), outcome(given, {"recall": {"1": 1, "2": 1.0}})) == (
        "missed",
        "holds",
    )


def test_a_target_for_another_processor_is_not_judged():
    given = target(path="ratio", at_least="6", cpu_flags=("amx_bf16",))
    assert outcome(given, {"ratio": 1}) == "not for this processor"
    assert outcome(given, {"ratio": 1}, frozenset({"amx_bf16"})) == "missed"


def test_results_are_appended_and_name_no_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    run.keep("a", {"figure": 1})
    run.keep("a", {"figure": 2})
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["figure"] for row in rows] == [1, 2]
    assert set(rows[0]) == {"at", "commit", "cpu", "cores", "figure"}


def test_absent_data_are_said(tmp_path, capsys):
    one = next(one for one in run.runs() if one.needs)
    verdicts = run.outcome_of(one, tmp_path, quick=True)
    assert verdicts[0].outcome == f"left out: no {one.needs}"
    assert one.needs in capsys.readouterr().err


def _script(folder, monkeypatch, text, **more):
    monkeypatch.setattr(run, "FOLDER", folder)
    monkeypatch.setattr(run, "RESULTS", folder / "results")
    (folder / "one.py").write_text(text, encoding="utf-8")
    given = target(path="figure", at_least="1")
    return run.Run(name="one", script="one.py", arguments=(), quick=(), targets=(given,), **more)


def test_a_benchmark_that_dies_has_failed(tmp_path, monkeypatch):
    one = _script(tmp_path, monkeypatch, "raise SystemExit('no')")
    assert [verdict.outcome for verdict in run.outcome_of(one, tmp_path, quick=False)] == ["failed"]


def test_a_benchmark_that_ends_badly_has_failed_whatever_it_printed(tmp_path, monkeypatch):
    one = _script(tmp_path, monkeypatch, "print('{\"figure\": 2}')\nraise SystemExit(3)")
    assert [verdict.outcome for verdict in run.outcome_of(one, tmp_path, quick=False)] == ["failed", "holds"]


def test_a_result_says_how_long_it_took_and_how_it_ended(tmp_path, monkeypatch):
    one = _script(tmp_path, monkeypatch, "print('{\"figure\": 2}')")
    run.outcome_of(one, tmp_path, quick=False)
    row = json.loads((tmp_path / "results" / "one.jsonl").read_text(encoding="utf-8"))
    assert (row["seconds_taken"] >= 0, row["exit_code"], row["quick"]) == (True, 0, False)


def test_only_runs_what_is_named(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(run, "outcome_of", lambda one, *_, **__: ran.append(one.name) or [])
    run.main(["--only", "damage", "--data", str(tmp_path)])
    assert ran == ["damage"]
