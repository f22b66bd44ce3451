from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from tests.reading.pdf.papers import SENTENCES, changed, paper, prose, read_pdf

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.pdf.damage import Harm, harmed_pages, table_is_sound
from anjuan.reading.pdf.opening import open_pdf
from anjuan.reading.pdf.repair import repaired, seems_cut


@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_pages_are_recovered_from_a_file_without_its_end(tmp_path: Path, packed: pikepdf.ObjectStreamMode) -> None:
    path = paper(tmp_path / "a.pdf", *[prose] * 4)
    changed(path, lambda _: None, object_stream_mode=packed, linearize=False)
    content = path.read_bytes()
    path.write_bytes(content[: content.rfind(b"endobj") + 6])
    assert SENTENCES[0] in read_pdf(path).text


def test_file_of_other_bytes_gives_no_candidate(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"no pdf at all")
    assert list(repaired(path, tmp_path)) == []


def test_only_the_beginning_of_a_header_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(paper(tmp_path / "b.pdf", prose).read_bytes()[:40])
    with pytest.raises(BrokenFileError):
        open_pdf(path, (), tmp_path)


def test_missing_end_mark_shows_a_cut_file(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", prose)
    assert not seems_cut(path)
    path.write_bytes(path.read_bytes()[:-20])
    assert seems_cut(path)


def test_table_of_objects_is_found_behind_bytes_before_the_header(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", prose)
    assert table_is_sound(path)
    path.write_bytes(b"x" * 333 + path.read_bytes())
    assert table_is_sound(path)


def test_shifted_table_of_objects_is_noticed(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", prose)
    content = path.read_bytes()
    path.write_bytes(content[:200] + b"%" + b"y" * 99 + b"\n" + content[200:])
    assert not table_is_sound(path)


def test_pages_with_nonsense_for_content_are_named(tmp_path: Path) -> None:
    def spoil(document: pikepdf.Pdf) -> None:
        document.pages[1].Contents = document.make_stream(b"BT /F1 12 Tf (text) Tjx 12 0 TdQ ET")

    assert harmed_pages(changed(paper(tmp_path / "a.pdf", prose, prose), spoil)) == {2: Harm.DAMAGED}


def test_undamaged_pages_are_not_named(tmp_path: Path) -> None:
    assert harmed_pages(paper(tmp_path / "a.pdf", prose, lambda _: None)) == {}
