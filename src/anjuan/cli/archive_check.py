"""``anjuan archive check`` and ``judge``: what cases lack and contradict."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import MOST_ROWS, case_list
from anjuan.archive.selectors.findings import FindingRow, JudgementView, case_findings, case_key, hand_checks
from anjuan.archive.selectors.sight import case_named
from anjuan.archive.services.judging import case_judge, is_stale
from anjuan.archive.services.reading_notes import reading_note
from anjuan.archive.services.rounds import round_begin, round_open, stale_number
from anjuan.cli.archive_intake import crew
from anjuan.cli.output import print_json, print_table
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import AnjuanError, ExitCode, UsageError
from anjuan.preservation.rules.exhibit import Surroundings
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.exhibits import surroundings_look
from anjuan.preservation.selectors.property_tests import property_test_view
from anjuan.preservation.services.property_tests import properties_test

_TURN_SECONDS = 0.25


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


@click.command("check")
@click.argument("case", required=False)
@click.option("--all", "whole", is_flag=True, help="All cases.")
@click.option("--no-properties", is_flag=True, help="Leave out the four-property test, which reads every original.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(*, case: str | None, whole: bool, no_properties: bool, as_json: bool) -> int:
    """Say what a case lacks and what in it contradicts, with the four-property test.

    A check that crashes counts as failed: the exit code is not 0.

    Example: anjuan archive check AJ-2026-000001 --json
    """
    if bool(case) == whole:
        raise UsageError("Neither one case nor --all was named.", remedy="Name a case by its number, or --all.")
    viewer = system_viewer()
    code = ExitCode.OK
    results = []
    # The journal is read as a whole for it: once for all cases, not once for each.
    around = None if no_properties else surroundings_look(settings.ANJUAN_HOME, SystemClock().now())
    for number in _numbers(viewer) if whole else [case or ""]:
        try:
            results.append(_checked(viewer, number, around))
        except AnjuanError as fault:
            if not whole:
                raise
            results.append({"case": number, "error": fault.as_dict()})
            code = ExitCode.INCOMPLETE
        if not as_json:
            _print(results[-1])
    if as_json:
        print_json({"cases": results} if whole else results[0])
    return code


def _numbers(viewer: Viewer) -> Iterator[str]:
    offset = 0
    while rows := case_list(viewer, CaseFilter(), order="number", offset=offset, limit=MOST_ROWS).rows:
        yield from (row.number for row in rows)
        offset += len(rows)


def _checked(viewer: Viewer, name: str, around: Surroundings | None) -> dict[str, Any]:
    key = case_key(viewer, name)
    if is_stale(key) or not case_findings(viewer, name).judged_at:
        case_judge(deed=_deed(), case_id=key)
    view = case_findings(viewer, name)
    reading_note(deed=_deed(), viewer=viewer, case=view.case)
    properties = []
    if around is not None:
        case = case_named(viewer, view.case)
        test = properties_test(deed=_deed(), case=case, moment=Moment.SCHEDULE, surroundings=around)
        properties = list(property_test_view(test).items)
    return {**findings_json(view), "properties": properties}


def findings_json(view: JudgementView) -> dict[str, Any]:
    """Return the findings of a case in the shape of the command contract."""
    return {
        "case": view.case,
        "judged_at": view.judged_at,
        "editions": view.editions,
        "missing": [_missing(one) for one in view.of("miss")],
        "contradictions": [_contradiction(one) for one in view.of("contradiction")],
        "by_hand": [dataclasses.asdict(one) for one in hand_checks()],
    }


def _missing(one: FindingRow) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "rule": one.rule, "edition": one.edition, "what": one.what,
        "severity": one.severity, "why": one.why, "why_zh": one.why_zh, "stage": one.stage,
        "document": one.evidence[0].document_id if one.evidence else None, "verdict": one.verdict,
    }  # fmt: skip


def _contradiction(one: FindingRow) -> dict[str, Any]:
    return {
        "rule": one.rule, "name": one.code, "edition": one.edition, "severity": one.severity, "what": one.what,
        "what_zh": one.what_zh, "verdict": one.verdict,
        "evidence": [
            {"document": piece.document_id, "title": piece.document_title, "kind": piece.kind, "page": piece.page,
             "value": piece.value, "label": piece.label, "box": piece.box}
            for piece in one.evidence
        ],
    }  # fmt: skip


def _print(result: dict[str, Any]) -> None:
    click.secho(result["case"], bold=True)
    if "error" in result:
        click.secho(f"  {result['error']['what']}", fg="red")
        return
    print_table(
        ("severity", "rule", "what", "why"),
        [
            (one["severity"], one["rule"], f"{one['code']} {one['name']} {one['what']}", one["why"])
            for one in result["missing"]
        ]
        + [(one["severity"], one["rule"], one["what"], "") for one in result["contradictions"]],
    )  # fmt: skip
    for rule in result["by_hand"]:
        click.echo(f"  by hand: {rule['rule']} {rule['title_en']}")
    failed = [item for item in result["properties"] if item["result"] == "fail"]
    for item in failed:
        click.secho(f"  {item['group']} {item['item']}: {item['evidence']}", fg="red")


@click.command("judge")
@click.option("--all", "whole", is_flag=True, help="All cases, as after a change of rules.")
@click.option("--workers", type=click.IntRange(1, 256), help="Worker processes; otherwise one a core.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def judge_all(*, whole: bool, workers: int | None, as_json: bool) -> int:
    """Judge again the cases whose judgement is out of date; with --all, all cases.

    Safe to be stopped at any moment: run the same command again and it goes on with the cases that are left.

    Example: anjuan archive judge --all
    """
    began = time.monotonic()
    total = round_begin(deed=_deed(), whole=whole)
    with Display(quiet=as_json) as display, crew(workers) as fleet:
        while round_open():
            display.set("cases", max(total - stale_number(), 0), total)
            fleet.mend()
            time.sleep(_TURN_SECONDS)
    left = stale_number()
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        print_json({"cases": total, "left": left, "seconds": seconds})
    else:
        click.echo(_judged(total, left, seconds, whole=whole))
    return ExitCode.INCOMPLETE if left else ExitCode.OK


def _judged(total: int, left: int, seconds: float, *, whole: bool) -> str:
    if not total and not whole:
        return "Every judgement is up to date; --all judges all cases again."
    if left:
        return f"{total - left} of {total} cases in {seconds} s; {left} could not be judged, the log says why."
    return f"{total} cases in {seconds} s"
