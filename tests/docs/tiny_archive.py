"""Runs commands in a data home of their own, in one process, and prints what each printed: [[words, JSON], …]."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path


def papers(folder: Path) -> Path:
    """Write one case with a paper, its copy and an empty file."""
    case = folder / "shelf" / "甲公司"
    case.mkdir(parents=True)
    (case / "申请书.txt").write_text("认证申请书\n申请组织：宁波甲轴承有限公司\n首件检验", encoding="utf-8")
    (case / "副本.txt").write_bytes((case / "申请书.txt").read_bytes())
    (case / "空.pdf").write_bytes(b"")
    return folder / "shelf"


def main(folder: Path) -> None:
    shelf = papers(folder)
    os.environ["ANJUAN_HOME"] = str(folder / "home")
    from anjuan.cli import program  # the data home must be named first

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
    run("archive", "intakes")
    run("archive", "list")
    run("archive", "show", filed["case"])
    run("archive", "pages", str(filed["documents"][0]["id"]))
    run("archive", "verify", "--all")
    run("search", '"首件检验"')
    run("search", "status")
    run("reading", "read", str(shelf / "甲公司" / "申请书.txt"))
    run("reading", "engines")
    run("registry", "load")
    run("registry", "codes", "fields")
    run("journal", "verify")
    run("journal", "list", "--limit", "2")
    run("doctor")
    run("archive", "show", "AJ-1999-000001")
    json.dump(said, sys.stdout, ensure_ascii=False)


def _call(program, words: list[str]) -> None:
    from anjuan.cli.output import print_error
    from anjuan.kit.errors import AnjuanError

    try:
        program.program.main(words, standalone_mode=False)
    except AnjuanError as fault:
        with contextlib.redirect_stderr(io.StringIO()):
            print_error(fault)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
