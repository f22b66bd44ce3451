"""The readers against files that break importers, kept beside the checkout."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.markup.reader import HtmlReader
from anjuan.reading.ofd.reader import OfdReader
from anjuan.reading.office.docx.reader import DocxReader
from anjuan.reading.office.legacy.reader import LegacyWordReader
from anjuan.reading.office.opendocument.reader import OdfReader
from anjuan.reading.office.sheets.reader import SheetReader
from anjuan.reading.pages import Notice, Page
from anjuan.reading.plain.reader import CsvReader, PlainTextReader
from anjuan.reading.protocol import Engine, Reader, ReadOptions, Source

ROOT = Path(os.environ.get("ANJUAN_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data"))
FOLDER = ROOT / "ingest_hard_files"


def _no_engine() -> Engine:
    raise AssertionError("none of these files needs recognition")


READERS: dict[str, Reader] = {
    ".docx": DocxReader(),
    ".doc": LegacyWordReader(use_soffice=False),
    ".wps": LegacyWordReader(use_soffice=False),
    ".xls": SheetReader(),
    ".xlsx": SheetReader(),
    ".ofd": OfdReader(_no_engine),
    ".odt": OdfReader(),
    ".html": HtmlReader(),
    ".txt": PlainTextReader(),
    ".csv": CsvReader(),
}
REFUSALS = {"password": PasswordNeededError, "broken": BrokenFileError}


def _cases() -> list[dict[str, str]]:
    manifest = FOLDER / "manifest.jsonl"
    if not manifest.is_file():
        return []
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if Path(row["file"]).suffix in READERS and "a PDF" not in row["note"]]


CASES = _cases()
pytestmark = pytest.mark.skipif(not CASES, reason=f"{FOLDER} is not on this machine")


def _events(case: dict[str, str], folder: Path) -> list[object]:
    path = FOLDER / case["file"]
    source = Source(path, path.name, "application/octet-stream")
    return list(READERS[path.suffix].read(source, ReadOptions(folder)))


@pytest.mark.parametrize("case", [c for c in CASES if c["expect"] in REFUSALS], ids=lambda case: case["file"])
def test_what_cannot_be_read_is_refused_with_its_reason(case: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(REFUSALS[case["expect"]]):
        _events(case, tmp_path)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.slow if "24000" in case["file"] else (), id=case["file"])
        for case in CASES
        if case["expect"] not in REFUSALS
    ],
)
def test_what_can_be_read_is_read(case: dict[str, str], tmp_path: Path) -> None:
    events = _events(case, tmp_path)
    text = "".join(line.text for event in events if isinstance(event, Page) for line in event.lines)
    assert any(isinstance(event, Page) for event in events)
    assert case.get("contains", "") in text


@pytest.mark.parametrize("case", [c for c in CASES if c["expect"] == "partial"], ids=lambda case: case["file"])
def test_what_is_read_in_part_is_told(case: dict[str, str], tmp_path: Path) -> None:
    assert any(isinstance(event, Notice) and event.partial for event in _events(case, tmp_path))
