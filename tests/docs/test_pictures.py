"""The pictures of the documentation are those that the test of pictures makes; its words are those of the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.e2e.shots import MOST_BYTES, SHOTS

from anjuan.web.catalogue import messages_used

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "docs" / "images"
MADE = {f"{shot.name}.webp" for shot in SHOTS}
GUIDES = sorted(path for part in ("tutorials", "how-to", "zh") for path in (REPOSITORY / "docs" / part).glob("*.md"))
PAGES = [*GUIDES, REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md"]


def pictures_of(path: Path) -> list[tuple[str, str]]:
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_picture_is_there_is_made_by_the_test_and_is_described(path):
    found = pictures_of(path)
    assert not [target for _, target in found if not (path.parent / target).is_file()]
    assert not [target for _, target in found if Path(target).name not in MADE]
    assert not [target for words, target in found if len(words) < 2]


def test_no_picture_lies_about_that_no_test_makes():
    assert {path.name for path in FOLDER.iterdir()} <= MADE


def test_no_picture_is_heavy():
    assert not [path.name for path in FOLDER.iterdir() if path.stat().st_size > MOST_BYTES]


def test_no_two_pictures_have_one_name():
    assert len(MADE) == len(SHOTS)


def messages() -> set[str]:
    return {text for text, _ in messages_used()}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_what_stands_in_bold_chinese_in_a_guide_stands_on_a_page(path):
    bold = re.findall(r"\*\*([\u4e00-\u9fff，、：]+)\*\*", path.read_text("utf-8"))
    assert not set(bold) - messages()
