from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.office.compound import compound_file
from anjuan.reading.office.slides.binary import PptReader
from anjuan.reading.office.slides.reader import PptxReader
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Source

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = (
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
INCH = 914_400


def shape(text: str, x: float, y: float, width: float = 3, height: float = 1) -> str:
    """Return a text shape; lengths in inches."""
    place = (
        f'<a:off x="{int(x * INCH)}" y="{int(y * INCH)}"/><a:ext cx="{int(width * INCH)}" cy="{int(height * INCH)}"/>'
    )
    body = f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>"
    return f"<p:sp><p:nvSpPr/><p:spPr><a:xfrm>{place}</a:xfrm></p:spPr>{body}</p:sp>"


def rels(*links: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in links)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def pptx(path: Path, *slides: str, notes: str = "") -> Path:
    order = list(range(len(slides), 0, -1))  # the file names run against the order of the show
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", rels(("m", "officeDocument", "ppt/presentation.xml")))
        listed = "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in order)
        size = f'<p:sldSz cx="{10 * INCH}" cy="{5 * INCH}"/>'
        archive.writestr(
            "ppt/presentation.xml", f"<p:presentation {NS}><p:sldIdLst>{listed}</p:sldIdLst>{size}</p:presentation>"
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels", rels(*[(f"r{n}", "slide", f"slides/s{n}.xml") for n in order])
        )
        archive.writestr("ppt/notes.xml", f"<p:notes {NS}>{shape(notes, 0, 0)}</p:notes>")
        for number, content in zip(order, slides, strict=True):
            tree = f"<p:sld {NS}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"
            archive.writestr(f"ppt/slides/s{number}.xml", tree)
            if notes:
                archive.writestr(f"ppt/slides/_rels/s{number}.xml.rels", rels(("n", "notesSlide", "../notes.xml")))
    return path


def told(folder: Path, *slides: str, notes: str = "") -> Told:
    return read(PptxReader(), pptx(folder / "a.pptx", *slides, notes=notes))


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> PptxReader:
        return PptxReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        cells = (
            "<a:tr><a:tc gridSpan='2'><a:txBody><a:p><a:r><a:t>合</a:t></a:r></a:p></a:txBody></a:tc>"
            "<a:tc hMerge='1'/></a:tr>"
        )
        table = f"<p:graphicFrame><a:graphic><a:tbl>{cells}</a:tbl></a:graphic></p:graphicFrame>"
        path = pptx(tmp_path / "in" / "a.pptx", shape("首次会议", 1, 1) + table, shape("末次会议", 1, 1), notes="讲稿")
        return Source(path, "a.pptx", min(PptxReader.media_types))

    @pytest.fixture
    def phrase(self) -> str:
        return "首次会议"


def test_slides_come_in_the_order_of_the_show(tmp_path: Path) -> None:
    assert [page.text for page in told(tmp_path, shape("一", 1, 1), shape("二", 1, 1)).pages] == ["一", "二"]


def test_words_stand_where_their_shape_stands(tmp_path: Path) -> None:
    line = told(tmp_path, shape("右下", 6, 4)).lines[0]
    assert line.box[0] == pytest.approx(0.61, abs=0.02)
    assert line.box[1] == pytest.approx(0.81, abs=0.02)


def test_shapes_are_read_from_the_top(tmp_path: Path) -> None:
    assert told(tmp_path, shape("下", 1, 4) + shape("右上", 6, 1) + shape("左上", 1, 1)).text == "左上\n右上\n下"


def test_group_moves_its_shapes(tmp_path: Path) -> None:
    inner = (
        '<a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/><a:chOff x="0" y="0"/><a:chExt cx="1828800" cy="1828800"/>'
    )
    group = f"<p:grpSp><p:grpSpPr><a:xfrm>{inner}</a:xfrm></p:grpSpPr>{shape('组内', 8, 2)}</p:grpSp>"
    assert told(tmp_path, group).lines[0].box[0] == pytest.approx(0.41, abs=0.02)


def test_notes_of_the_speaker_stand_below_the_slide(tmp_path: Path) -> None:
    found = told(tmp_path, shape("标题", 1, 1), notes="讲稿要点")
    assert found.in_role(Role.FOOTNOTE) == ["讲稿要点"]
    assert found.pages[0].height > 5 * 72


def record(kind: int, body: bytes, version: int = 0) -> bytes:
    return struct.pack("<HHI", version, kind, len(body)) + body


def test_binary_slides_are_read_from_their_records(tmp_path: Path) -> None:
    slides = [record(0x03EE, record(0x0FA0, text.encode("utf-16-le")), 0xF) for text in ("首次会议", "末次会议")]
    path = tmp_path / "a.ppt"
    path.write_bytes(compound_file({("PowerPoint Document",): record(0x03E8, b"".join(slides), 0xF)}) or b"")
    assert [page.text for page in read(PptReader(), path).pages] == ["首次会议", "末次会议"]
