from __future__ import annotations

from anjuan.archive.selectors.thumbnails import Thumbnails
from anjuan.reading.pictures import DrawnPage


def picture(size: int) -> DrawnPage:
    return DrawnPage(b"x" * size, "image/webp", 240, 340)


def test_a_thumbnail_is_drawn_once():
    kept, drawn = Thumbnails(), []
    for _ in range(3):
        kept.get(("a", 1, 0), lambda: drawn.append(1) or picture(10))
    assert drawn == [1]


def test_no_more_is_kept_than_allowed_and_the_oldest_goes():
    kept = Thumbnails(most_bytes=25)
    for number in (1, 2, 3):
        kept.get(("a", number, 0), lambda: picture(10))
    assert kept.size_bytes == 20
    drawn = []
    kept.get(("a", 3, 0), lambda: drawn.append(3) or picture(10))
    kept.get(("a", 1, 0), lambda: drawn.append(1) or picture(10))
    assert drawn == [1]
