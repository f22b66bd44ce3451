from __future__ import annotations

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
import segno
from tests.papers.splitting.made import blank, form, line, page

from anjuan.papers.covers import printing
from anjuan.papers.covers.codes import CoverCode, written
from anjuan.papers.covers.errors import CoverError
from anjuan.papers.covers.printing import cover_sheets
from anjuan.papers.covers.seeing import cover_on, may_be_cover

CODE = CoverCode("HY2021-审字第7号", "D12")


def drawn(pdf, number=0, dpi=150):
    with pdfium.PdfDocument(pdf) as document:
        return document[number].render(scale=dpi / 72).to_numpy()[:, :, :3].copy()


@pytest.fixture(scope="module")
def sheet(chinese_font):
    return cover_sheets([CODE], ["管理体系审核报告"])


def turned(picture, degrees):
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 0.95)
    return cv2.warpAffine(picture, turn, (wide, high), borderValue=(255, 255, 255))


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_a_printed_sheet_is_read_back(sheet, dpi):
    assert cover_on(drawn(sheet, dpi=dpi)) == CODE


@pytest.mark.parametrize("degrees", [2, -6, 90, 180])
def test_a_sheet_that_lay_askew_is_read_back(sheet, degrees):
    assert cover_on(turned(drawn(sheet), degrees)) == CODE


def test_a_noisy_grey_sheet_is_read_back(sheet):
    grey = drawn(sheet)[:, :, 0].astype(float)
    noisy = grey + np.random.default_rng(1).normal(0, 50, grey.shape)
    assert cover_on(np.clip(noisy, 0, 255).astype(np.uint8)) == CODE


@pytest.mark.usefixtures("chinese_font")
def test_every_sheet_has_a_page_of_its_own():
    pdf = cover_sheets([CODE, CoverCode("Q2")])
    assert cover_on(drawn(pdf, 1)) == CoverCode("Q2")


def test_people_can_read_the_sheet(sheet):
    with pdfium.PdfDocument(sheet) as document:
        text = document[0].get_textpage().get_text_range()
    assert "HY2021-审字第7号" in text
    assert "管理体系审核报告" in text


@pytest.mark.usefixtures("chinese_font")
def test_a_case_number_with_signs_of_the_template_is_printed_as_it_is():
    pdf = cover_sheets([CoverCode('#pagebreak() "x" $y$')])
    assert cover_on(drawn(pdf)) == CoverCode('#pagebreak() "x" $y$')


@pytest.mark.parametrize("text", ["https://example.org/1", written(CODE).replace("D12", "D13")])
def test_another_code_on_a_page_is_no_cover(text):
    matrix = np.array([list(row) for row in segno.make(text).matrix], dtype=np.uint8)
    picture = np.pad((1 - np.kron(matrix, np.ones((8, 8), dtype=np.uint8))) * 255, 60, constant_values=255)
    assert cover_on(picture.astype(np.uint8)) is None


@pytest.mark.parametrize("shade", [0, 255])
def test_an_empty_picture_is_no_cover(shade):
    assert cover_on(np.full((800, 600), shade, dtype=np.uint8)) is None
    assert cover_on(np.zeros((0, 0), dtype=np.uint8)) is None


def test_nothing_to_print_is_refused():
    with pytest.raises(CoverError):
        cover_sheets([])


def test_a_machine_without_a_chinese_font_is_told(monkeypatch):
    monkeypatch.setattr(printing, "_chinese_families", lambda: ())
    with pytest.raises(CoverError, match="font"):
        cover_sheets([CODE])


def test_only_pages_with_little_text_are_worth_a_look():
    assert may_be_cover(page(1, line("案卷分隔页")))
    assert not may_be_cover(blank(1))
    assert not may_be_cover(form(1, "审核报告", of=2))
