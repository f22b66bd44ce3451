"""``anjuan evaluation``: score an assessment, templates, a body's own points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from anjuan.cli.output import print_json, print_table
from anjuan.evaluation.drawing import radar_svg
from anjuan.evaluation.report import ReportFacts, report_docx, report_pdf, report_values
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.assessors import agreement, merged
from anjuan.evaluation.rules.faults import PointsSheetError, ScoreFileError
from anjuan.evaluation.rules.points_sheet import points_read
from anjuan.evaluation.rules.points_sheet import template_rows as points_template
from anjuan.evaluation.rules.results import Score
from anjuan.evaluation.rules.schemes import Scheme
from anjuan.evaluation.rules.score_file import ScoreInput, content_of_cells, score_input
from anjuan.evaluation.rules.score_file import template_rows as marks_template
from anjuan.evaluation.rules.scoring import score
from anjuan.evaluation.told import agreement_dict, score_dict
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode, RuleFileError
from anjuan.kit.rulefiles import read_yaml
from anjuan.papers.workbooks import Sheet, sheets_of, written
from anjuan.preservation.printing import print_pdf

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SCHEME = click.option(
    "--scheme", "name", type=click.Choice(sorted(tables.SCHEMES)), default="gbt27922", show_default=True
)
_REPORTS = (".pdf", ".docx", ".svg", ".json")


@click.group("evaluation")
def command() -> None:
    """Scored schemes: scores, reports, points of the body."""


@command.command("schemes")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def schemes(*, as_json: bool) -> None:
    """List the built-in schemes with their levels and what is not certain.

    Example: anjuan evaluation schemes
    """
    rows = [
        {
            "scheme": one.id, "edition": one.edition, "title": one.title, "total": f"{one.total:f}",
            "levels": [f"{level.name} ≥ {level.at:f}" for level in one.levels],
            "weak": [choice.note for choice in one.choices if choice.certainty == "weak"],
        }
        for load in tables.SCHEMES.values() for one in load().all
    ]  # fmt: skip
    if as_json:
        print_json({"schemes": rows})
        return
    columns = ("scheme", "edition", "title", "total", "levels")
    print_table(columns, [[row[column] for column in columns] for row in rows])


@command.command("score")
@click.argument("file", type=_FILE)
@_SCHEME
@click.option("--points", type=_FILE, help="The body's own points, a workbook made from `evaluation template`.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Also write a .pdf, .docx, .svg or .json.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the report.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def score_one(*, file: Path, name: str, points: Path | None, to: Path | None, language: str, as_json: bool) -> None:
    """Score an assessment from a file of marks (.yaml, .json or .xlsx), item by item, exactly.

    Ends with 0 when the score is complete, passed or not, and with 5 while items are open.

    Example: anjuan evaluation score marks.yaml --to report.pdf
    """
    asked = _asked(file, name, points)
    marks, unsettled = merged(asked.scheme, asked.sheets, settled=asked.settled)
    found = score(asked.scheme, marks, deductions=asked.deductions, bonuses=asked.bonuses)
    values: dict[str, Any] = score_dict(asked.scheme, found) | {"organisation": asked.organisation}
    if len(asked.sheets) > 1:
        values["assessors"] = agreement_dict(agreement(asked.scheme, asked.sheets)) | {"unsettled": list(unsettled)}
    if to:
        _write(to, asked, found, language, values)
    print_json(values) if as_json else _print(values)
    if not found.is_complete:
        click.get_current_context().exit(ExitCode.INCOMPLETE)


def _asked(file: Path, name: str, points: Path | None) -> ScoreInput:
    today = today_in_china(SystemClock())
    own = _own_scheme(name, points) if points else None
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        sheet = sheets_of(file.read_bytes())[0]
        content: Any = {"scheme": name, "marks": content_of_cells(sheet.cells)}
    else:
        content = content_of(file)
    return score_input(content, today=today, scheme=own)


def content_of(file: Path) -> Any:  # noqa: ANN401  the reader of the values checks them
    """Return the values of a YAML or JSON file, every scalar of YAML as a text.

    Raises:
        ScoreFileError: It is neither.

    """
    try:
        if file.suffix.lower() == ".json":
            return _texts(json.loads(file.read_text(encoding="utf-8-sig"), parse_float=str))
        return read_yaml(file)
    except (ValueError, RuleFileError) as fault:
        raise ScoreFileError(
            f"{file.name} is neither YAML nor JSON: {fault}", remedy="Begin with `anjuan evaluation template`."
        ) from fault


def _texts(value: Any) -> Any:  # noqa: ANN401  as it was read
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _own_scheme(name: str, points: Path) -> Scheme:
    scheme = tables.scheme_on(name, today_in_china(SystemClock()))
    read = points_read(scheme, sheets_of(points.read_bytes())[0].cells, edition=f"{scheme.edition} {points.stem}")
    if read.scheme is None:
        first = read.faults[0]
        raise PointsSheetError(
            f"{len(read.faults)} cells of {points.name} are wrong, the first is {first.cell}: {first.what}",
            why="Nothing was taken: a table of points with a wrong cell scores wrongly.",
            remedy="Look at all of them with `anjuan evaluation points`.",
        )
    return read.scheme


def _write(to: Path, asked: ScoreInput, found: Score, language: str, values: dict[str, Any]) -> None:
    suffix = to.suffix.lower()
    if suffix not in _REPORTS:
        raise click.UsageError(f"A report is one of {', '.join(_REPORTS)}, not {suffix or 'a file without a suffix'}.")
    report = report_values(asked.scheme, found, ReportFacts(asked.organisation), language=language)
    makers = {
        ".pdf": lambda: report_pdf(report, print_pdf, SystemClock().now()),
        ".docx": lambda: report_docx(report),
        ".svg": lambda: radar_svg(found, language=language).encode(),
        ".json": lambda: json.dumps(values, ensure_ascii=False, indent=2).encode(),
    }
    to.write_bytes(makers[suffix]())
    click.echo(f"Written: {to}", err=True)


def _print(values: dict[str, Any]) -> None:
    rows = [
        [item["code"], item["name"], item["points"] or "", item["obtained"], item["lost"], item["why"]["zh"]]
        for item in values["items"]
    ]
    print_table(("item", "name", "points", "obtained", "lost", "why"), rows)
    score_said = values["score"] or f"{values['least']} – {values['most']} (open)"
    click.echo(f"{values['standard']}: {score_said} / {values['total']}  {values['level_name'] or ''}".rstrip())
    for part in ("explanation", "failed", "warnings"):
        for one in values[part]:
            click.echo(f"  {one['zh']}", err=part == "warnings")


@command.command("points")
@click.argument("file", type=_FILE)
@_SCHEME
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def points_check(*, file: Path, name: str, as_json: bool) -> None:
    """Look at a workbook of the body's own points and name every wrong cell; nothing is kept.

    Example: anjuan evaluation points points.xlsx --scheme gbt27922
    """
    scheme = tables.scheme_on(name, today_in_china(SystemClock()))
    read = points_read(scheme, sheets_of(file.read_bytes())[0].cells, edition=f"{scheme.edition} {file.stem}")
    if as_json:
        faults = [
            {"cell": one.cell, "value": one.value, "what": one.what, "what_zh": one.what_zh} for one in read.faults
        ]
        print_json({"rows": read.rows, "ok": read.scheme is not None, "faults": faults})
    elif read.faults:
        print_table(("cell", "value", "what"), [[one.cell, one.value, one.what] for one in read.faults])
    else:
        click.echo(f"All {read.rows} rows are right; the points add up to {scheme.total:f}.")
    if read.faults:
        click.get_current_context().exit(ExitCode.REFUSED)


@command.command("template")
@_SCHEME
@click.option("--of", "what", type=click.Choice(["marks", "points", "file"]), default="marks", show_default=True,
              help="A sheet of marks, a sheet of the body's points, or a YAML file of marks.")  # fmt: skip
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file; YAML otherwise goes to stdout.")
def template(*, name: str, what: str, to: Path | None) -> None:
    """Write a template to fill in: a sheet of marks, of points, or a YAML file.

    Example: anjuan evaluation template --of points --to points.xlsx
    """
    scheme = tables.scheme_on(name, today_in_china(SystemClock()))
    if what == "file":
        text = _yaml_of(scheme)
        to.write_text(text, encoding="utf-8") if to else click.echo(text)
        return
    if to is None:
        raise click.UsageError("A workbook needs a file: --to FILE.xlsx.")
    rows = marks_template(scheme) if what == "marks" else points_template(scheme)
    to.write_bytes(written([Sheet("评分表" if what == "marks" else "分值表", rows)]))
    click.echo(f"Written: {to}", err=True)


def _yaml_of(scheme: Scheme) -> str:
    marks = "\n".join(
        f'  - {{item: "{item.code}", state: met}}  # {item.name}' for item in scheme.items
    )  # fmt: skip
    return (
        f"# A mark says met, failed, na (with a reason), samples and bad, deduction or obtained.\n"
        f'scheme: {scheme.id}\nassessed_on: 2026-03-02\norganisation: ""\npoints: {{}}\nmarks:\n{marks}\n'
        "special_deductions: []\nbonuses: []\n"
    )
