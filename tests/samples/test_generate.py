from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from PIL import Image
from tests.samples.conftest import read_lines

from anjuan.kit.progress import Tally
from anjuan.samples import fonts
from anjuan.samples.generate import ArchiveOptions, Manifest, texts, write_archive, write_texts
from anjuan.samples.pages import NOTICE

Row = dict[str, Any]


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def docx_text(path: Path) -> str:
    document = docx.Document(str(path))
    return flat("".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")))


def xlsx_text(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return flat("".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None))


def pdf_text(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    try:
        return flat("".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    options = ArchiveOptions(formats=frozenset({"docx", "xlsx", "pdf", "scan"}), scans_beside=0.05, dpi=50)
    for name in ("one", "two"):
        write_archive(tmp_path / name, seed=4, cases=1, options=options)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_another_seed_gives_another_archive() -> None:
    assert next(texts(seed=1, cases=1))["fields"] != next(texts(seed=2, cases=1))["fields"]


@pytest.mark.parametrize(("ending", "read"), [("docx", docx_text), ("xlsx", xlsx_text), ("pdf", pdf_text)])
def test_values_stand_in_the_files_themselves(manifest: Manifest, rows: list[Row], ending: str, read: Any) -> None:
    chosen = [row for row in rows if row["format"] == ending and row["kind"] not in {"C04", "D02", "D03", "A02", "A03"}]
    assert chosen
    for row in chosen[:25]:
        text = read(manifest.folder / row["file"])
        assert all(flat(value) in text for value in row["fields"].values()), row["file"]


def test_mined_sentences_stand_in_the_word_files(manifest: Manifest, truths: list[Row]) -> None:
    for truth in truths:
        for fact in truth["mining"]:
            if fact["file"].endswith(".docx") and fact["kind"] in {"D12", "D08", "C07"}:
                assert flat(fact["text"]) in docx_text(manifest.folder / fact["file"])


def test_every_file_named_is_there(manifest: Manifest, rows: list[Row]) -> None:
    assert all((manifest.folder / row["file"]).is_file() for row in rows)
    assert manifest.files == len({row["file"] for row in rows})


def test_the_archive_list_counts_the_pages_that_are(rows: list[Row], truths: list[Row]) -> None:
    case = next(item for item in truths if not any(fault["id"] == "page_count_wrong" for fault in item["faults"]))
    mine = [row for row in rows if row["case"] == case["case"]]
    listed = next(row for row in mine if row["kind"] == "X01")
    total = sum(row["pages"] for row in mine if row["kind"] not in {"X01", "X02"})
    assert f"{len(mine) - 2}件，{total}页" in "".join(listed["text"])


def test_a_bound_scan_has_no_text_and_knows_its_papers(manifest: Manifest, truths: list[Row]) -> None:
    bound = truths[0]["bound"]
    document = pdfium.PdfDocument(manifest.folder / bound["file"])
    assert len(document) == bound["pages"]
    assert not document[0].get_textpage().get_text_bounded().strip()
    document.close()
    accidents = len(bound["blank"]) + len(bound["doubled"])
    assert sum(item["last_page"] - item["first_page"] + 1 for item in bound["documents"]) + accidents == bound["pages"]


def test_pictures_have_their_size_and_lines_inside(manifest: Manifest) -> None:
    pictures = read_lines(manifest.folder / "ocr.jsonl")
    assert pictures
    for row in pictures:
        with Image.open(manifest.folder / row["image"]) as image:
            assert image.size == (row["width"], row["height"])
        points = [point for line in row["lines"] for point in line["polygon"]]
        assert all(-40 < x < row["width"] + 40 and -40 < y < row["height"] + 40 for x, y in points)


def test_every_page_says_that_it_is_invented(rows: list[Row], manifest: Manifest) -> None:
    row = next(row for row in rows if row["format"] == "pdf" and row["kind"] == "E03")
    assert flat(NOTICE) in pdf_text(manifest.folder / row["file"])


def test_the_notice_can_be_left_out(tmp_path: Path) -> None:
    options = ArchiveOptions(formats=frozenset({"docx", "xlsx", "pdf"}), notice=False)
    write_archive(tmp_path, seed=4, cases=1, options=options)
    assert not any(flat(NOTICE) in flat("".join(row["text"])) for row in read_lines(tmp_path / "files.jsonl"))


def test_without_fonts_scans_become_pdf_with_a_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "can_draw", lambda: False)
    made = write_archive(tmp_path, seed=4, cases=1, options=ArchiveOptions(bound=1, scans_beside=0.5))
    assert made.pictures == 0
    assert made.notices
    assert not [path for path in tmp_path.rglob("*") if path.suffix in {".jpg", ".png"}]


def test_progress_counts_the_cases(tmp_path: Path) -> None:
    tally = Tally()
    write_archive(tmp_path, seed=4, cases=1, options=ArchiveOptions(formats=frozenset({"docx"})), progress=tally)
    assert tally.done["cases"] == tally.expected["cases"] == 1


def test_texts_are_written_one_case_a_line() -> None:
    stream = io.StringIO()
    count = write_texts(stream, seed=4, cases=3)
    cases = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert sum(len(case["documents"]) for case in cases) == count
