from __future__ import annotations

from pathlib import Path

import pytest

from anjuan.samples import fonts, to_pdf
from anjuan.samples.pages import Page, Run

PAGE = Page(runs=[Run(60, 100, 12, "song", "案卷示例", 48)])


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_files", dict)
    fonts.face.cache_clear()
    to_pdf._font.cache_clear()
    yield
    fonts.face.cache_clear()
    to_pdf._font.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_without_fonts_nothing_can_be_drawn() -> None:
    assert not fonts.can_draw()


@pytest.mark.usefixtures("no_fonts")
def test_without_fonts_a_pdf_still_has_its_text() -> None:
    content = to_pdf.render((PAGE,), "无字体")
    assert b"STSong-Light" in content


def test_a_stand_in_serves_a_role_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    only_hei = {"hei": fonts.Face(Path("hei.ttc"), 0, truetype=True)}
    monkeypatch.setattr(fonts, "_first", lambda role, **_: only_hei.get(role))
    fonts.face.cache_clear()
    found = fonts.face("song")
    fonts.face.cache_clear()
    assert found is not None


def test_pictures_with_a_text_layer_when_no_font_can_be_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    if not fonts.can_draw():
        pytest.skip("no Chinese font on this machine")
    real = fonts.face
    monkeypatch.setattr(fonts, "face", lambda role, truetype=False: None if truetype else real(role))
    content = to_pdf.render((PAGE,), "图像")
    assert b"/DCTDecode" in content
    assert b"STSong-Light" in content
