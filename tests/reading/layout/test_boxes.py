from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.layout.boxes import holders_of
from anjuan.reading.pages import Line

SHARES = st.floats(0, 1)
BOXES = st.tuples(SHARES, SHARES, SHARES, SHARES)


@given(st.lists(BOXES, max_size=6), st.lists(BOXES, max_size=6))
def test_first_box_around_the_middle_holds_the_line(
    places: list[tuple[float, ...]], boxes: list[tuple[float, ...]]
) -> None:
    lines = [Line("字", place) for place in places]  # type: ignore[arg-type]
    for line, holder in zip(lines, holders_of(lines, boxes), strict=True):  # type: ignore[arg-type]
        x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
        around = [at for at, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        assert holder == (around[0] if around else -1)
