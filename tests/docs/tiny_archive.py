"""Runs commands in a data home of their own, in one process, and prints what each printed: [[words, JSON], …]."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

OTHERS = (
    ("archive", "intakes"),
    ("archive", "list"),
    ("archive", "verify", "--all"),
    ("archive", "judge", "--workers", "1"),
    ("archive", "show", "AJ-1999-000001"),
    ("search", '"首件检验"'),
    ("search", "status"),
    ("reading", "engines"),
    ("registry", "load"),
    ("registry", "codes", "fields"),
    ("custody", "holds"),
    ("custody", "due"),
    ("custody", "loans"),
    ("custody", "destruction"),
    ("custody", "gaps"),
    ("custody", "round", "--dry-run"),
    ("journal", "verify"),
    ("journal", "list", "--limit", "2"),
    ("doctor",),
)


def papers(folder: Path) -> Path:
    """Write one case with a paper whose credit code is wrong, its copy, a nonconformity and an empty file."""
    case = folder / "shelf" / "甲公司"
    case.mkdir(parents=True)
    said = "认证申请书\n申请组织：宁波甲轴承有限公司\n统一社会信用代码：91330200MA2A00000X\n首件检验\n"
    said += "审核类型：初次认证\n认证领域：QMS\n审核日期：2024年5月6日至2024年5月8日"
    (case / "申请书.txt").write_text(said, encoding="utf-8")
    report = "不符合项报告\n受审核方：宁波甲轴承有限公司\n不符合项编号：01\n"
    report += "不符合事实描述：检验记录缺失\n不符合条款：8.5.1\n不符合性质：一般"
    (case / "不符合.txt").write_text(report, encoding="utf-8")
    (case / "副本.txt").write_bytes((case / "申请书.txt").read_bytes())
    (case / "空.pdf").write_bytes(b"")
    return folder / "shelf"


def main(folder: Path) -> None:
    shelf = papers(folder)
    os.environ["ANJUAN_HOME"] = str(folder / "home")
    os.environ["ANJUAN_BODY_FONDS_NUMBER"] = "Q001"
    from anjuan.cli import program  # noqa: PLC0415  the data home must be named first

    def run(*words: str) -> dict:
        sys.argv = ["anjuan", *words]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            sys.argv.append("--json")
            _call(program, [*words, "--json"])
        result = json.loads(printed.getvalue())
        said.append([" ".join(words).replace(str(folder), ""), result])
        return result

    said: list = []
    taken = run("archive", "intake", str(shelf), "--workers", "1")
    filed = next(file for file in taken["files"] if file["status"] == "filed")
    run("archive", "show", filed["case"])
    run("archive", "pages", str(filed["documents"][0]["id"]))
    run("reading", "read", str(shelf / "甲公司" / "申请书.txt"))
    for words in _on_case(filed["case"], str(filed["documents"][0]["id"]), folder):
        run(*words)
    _without_starting_engines()
    for words in OTHERS:
        run(*words)
    json.dump(said, sys.stdout, ensure_ascii=False)


def _on_case(case: str, document: str, folder: Path) -> list[tuple[str, ...]]:
    return [
        ("archive", "check", case),
        ("archive", "tables", "template", "checklist", str(folder / "own.xlsx")),
        ("archive", "tables", "load", "checklist", str(folder / "own.xlsx"), "--from", "2026-01-01"),
        ("archive", "tables", "list"),
        ("archive", "properties", case),
        ("archive", "export", case, "--to", str(folder / "packages")),
        ("archive", "import-package", str(folder / "packages" / case)),
        ("archive", "covers", case, "--kind", "A01", "--to", str(folder / "covers.pdf")),
        ("archive", "copy", document, "--to", str(folder / "copy.pdf")),
        ("archive", "seal", case, "--override", "a test"),
        ("custody", "hold", case, "--place", "complaint", "--reason", "a complaint"),
        ("backup", str(folder / "safe")),
        ("restore", str(folder / "safe"), "--home", str(folder / "restored")),
    ]


def _without_starting_engines() -> None:
    """Have the commands told of one engine at once: starting all of them takes longer than all the rest."""
    from anjuan.cli import doctor, reading  # noqa: PLC0415  as above
    from anjuan.reading.recognition.engine import EngineState  # noqa: PLC0415

    doctor.available_engines = reading.available_engines = lambda: [EngineState("any", available=True, precision="f32")]


def _call(program, words: list[str]) -> None:
    from anjuan.cli.output import print_error  # noqa: PLC0415  as above
    from anjuan.kit.errors import AnjuanError  # noqa: PLC0415

    try:
        program.program.main(words, standalone_mode=False)
    except AnjuanError as fault:
        with contextlib.redirect_stderr(io.StringIO()):
            print_error(fault)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
