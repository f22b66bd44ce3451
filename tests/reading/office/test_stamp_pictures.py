"""Pictures of seals inside Word documents."""

from __future__ import annotations

import io

import docx
import pytest
from docx.shared import Mm
from PIL import Image, ImageDraw

from anjuan.reading.office.docx.reader import DocxReader
from anjuan.reading.office.stamp_pictures import seal_shape
from anjuan.reading.pages import Page
from anjuan.reading.protocol import ReadOptions, Source

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHOWN = 113.0


def picture(colour=(215, 20, 30), shape="ellipse", size=300) -> bytes:
    """Return a ring or frame with a bar on it, on a clear ground."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    getattr(pen, shape)((4, 4, size - 5, size - 5), outline=(*colour, 230), width=12)
    pen.line((size * 0.3, size / 2, size * 0.7, size / 2), fill=(*colour, 230), width=24)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def pages(tmp_path, write) -> list[Page]:
    """Return the pages of a Word document that a function writes."""
    document = docx.Document()
    write(document)
    path = tmp_path / "a.docx"
    document.save(path)
    events = DocxReader().read(Source(path, path.name, _TYPE), ReadOptions(work_folder=tmp_path))
    return [event for event in events if isinstance(event, Page)]


def stamped(paragraph, data: bytes, width: float = 40) -> None:
    """Put a picture into a paragraph, shown so many millimetres wide."""
    paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width))


def in_text(document, data: bytes = b"", width: float = 40) -> None:
    """Write a page break and a paragraph with a picture on it."""
    document.add_paragraph("第一页")
    document.add_page_break()
    stamped(document.add_paragraph("甲方（盖章）："), data or picture(), width)


def in_cell(document) -> None:
    """Write a table with a picture in its last cell."""
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "甲方（盖章）"
    stamped(table.cell(0, 1).paragraphs[0], picture())


@pytest.mark.parametrize(("shape", "said"), [("ellipse", "round"), ("rectangle", "square")])
def test_a_red_ring_or_frame_is_a_seal(shape, said):
    assert seal_shape(picture(shape=shape), _SHOWN, _SHOWN) == said


@pytest.mark.parametrize(
    ("data", "shown"),
    [(picture((20, 40, 200)), _SHOWN), (picture(), 20.0), (picture(), 400.0), (b"no picture", _SHOWN)],
)
def test_other_pictures_are_no_seals(data, shown):
    assert seal_shape(data, shown, shown) == ""


def test_a_seal_stands_on_the_page_of_its_paragraph(tmp_path):
    first, second = pages(tmp_path, in_text)
    assert ([seal.shape for seal in first.seals], [seal.shape for seal in second.seals]) == ([], ["round"])


def test_a_seal_stands_by_the_words_of_its_paragraph(tmp_path):
    page = pages(tmp_path, in_text)[1]
    (seal,), (line,) = page.seals, page.lines
    assert seal.box[1] <= line.box[1] < seal.box[3]


def test_a_seal_in_a_cell_is_found(tmp_path):
    (page,) = pages(tmp_path, in_cell)
    assert [seal.shape for seal in page.seals] == ["round"]
    assert page.seals[0].box[0] > page.tables[0].cells[0].box[0]


def test_a_seal_alone_makes_a_page_that_is_not_blank(tmp_path):
    (page,) = pages(tmp_path, lambda document: stamped(document.add_paragraph(), picture()))
    assert (len(page.seals), page.blank) == (1, False)


def test_a_logo_in_the_head_of_the_pages_is_no_seal(tmp_path):
    def headed(document) -> None:
        stamped(document.sections[0].header.paragraphs[0], picture())
        document.sections[0].header.paragraphs[0].add_run("认证有限公司")
        document.add_paragraph("正文")

    assert [page.seals for page in pages(tmp_path, headed)] == [()]
