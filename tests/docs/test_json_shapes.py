"""What the commands print has the shapes that the page shows: no name more, no name less."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "reference" / "json-shapes.md"
#: Objects whose names are data, not part of the contract.
MAPS = {"counts", "totals", "facets", "fields", "properties"}
#: Section of the page by how the command begins that was run for it.
COMMANDS = {
    "archive intake PATH": "archive intake /",
    "archive intakes": "archive intakes",
    "archive list": "archive list",
    "archive show CASE": "archive show AJ-2",
    "archive pages DOCUMENT": "archive pages",
    "archive verify --all": "archive verify",
    "archive check CASE": "archive check",
    "archive judge": "archive judge",
    "archive properties CASE": "archive properties",
    "archive export CASE": "archive export",
    "archive import-package PATH": "archive import-package",
    "archive copy DOCUMENT": "archive copy",
    "archive covers CASE": "archive covers",
    "archive tables template SORT FILE": "archive tables template",
    "archive tables load SORT FILE": "archive tables load",
    "archive tables list": "archive tables list",
    "archive seal CASE": "archive seal",
    "custody due": "custody due",
    "custody holds": "custody holds",
    "custody hold CASE": "custody hold AJ",
    "custody loans": "custody loans",
    "custody destruction": "custody destruction",
    "custody gaps": "custody gaps",
    "custody round": "custody round",
    "backup FOLDER": "backup",
    "restore FOLDER": "restore",
    "search QUERY": 'search "',
    "search status": "search status",
    "reading read FILE": "reading read",
    "reading engines": "reading engines",
    "registry load": "registry load",
    "registry codes LIST": "registry codes",
    "journal verify": "journal verify",
    "journal list": "journal list",
    "doctor": "doctor",
    "Failure": "archive show AJ-1",
}


def shown() -> dict[str, object]:
    sections = re.findall(
        r"^## ([^\n]+)\n\n```json\n(.*?)\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return {heading.strip("`").removeprefix("anjuan "): json.loads(block) for heading, block in sections}


SHOWN = shown()


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("tiny")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANJUAN_", "DJANGO_"))}
    environment["PYTHONPATH"] = str(REPOSITORY / "src")
    script = Path(__file__).with_name("tiny_archive.py")
    done = subprocess.run([sys.executable, str(script), str(folder)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def names_in(value: object, at: str = "") -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in names_in(item, f"{at}[]")}
    if not isinstance(value, dict):
        return set()
    found = set()
    for name, below in value.items():
        found.add(f"{at}.{name}")
        if name not in MAPS:
            found |= names_in(below, f"{at}.{name}")
    return found


def test_every_section_of_the_page_is_checked():
    assert len(COMMANDS) == len(SHOWN)
    assert not [heading for heading in SHOWN if not any(heading.startswith(start) for start in COMMANDS)]


@pytest.mark.slow
@pytest.mark.parametrize("start", COMMANDS)
def test_a_command_prints_the_shape_that_is_shown(printed, start):
    real = next(result for words, result in printed.items() if words.startswith(COMMANDS[start]))
    described = next(block for heading, block in SHOWN.items() if heading.startswith(start) and _whole(heading, start))
    assert names_in(real) == names_in(described)


def _whole(heading: str, start: str) -> bool:
    return not heading[len(start) :][:1].isalpha()


@pytest.mark.slow
def test_dates_carry_their_zone(printed):
    shelf = next(result for words, result in printed.items() if words.startswith("archive list"))
    assert shelf["cases"][0]["created_at"].endswith("+00:00")
