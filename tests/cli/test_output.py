from __future__ import annotations

import pytest
from rich.cells import cell_len

from anjuan.cli.output import print_table

HEADERS = ("case", "title", "class_code", "keep_until", "missing")
ROWS = [
    ("AJ-2026-000001", "宁波海棠精密模具有限公司质量管理体系监督审核", "D10", "2035-06-30", ("the end is not known",)),
    ("AJ-2026-000002", "甲公司", "D10", None, ()),
]  # fmt: skip


def printed(capsys, monkeypatch, width: int | None) -> list[str]:
    if width is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", str(width))
    print_table(HEADERS, ROWS)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(capsys, monkeypatch, width):
    assert max(cell_len(line.rstrip()) for line in printed(capsys, monkeypatch, width)) <= width


@pytest.mark.parametrize("width", [80, 140, None])
def test_a_number_and_a_day_are_never_broken(capsys, monkeypatch, width):
    told = "\n".join(printed(capsys, monkeypatch, width))
    assert "AJ-2026-000001" in told
    assert "2035-06-30" in told


def test_a_narrow_terminal_gets_paragraphs_with_every_value(capsys, monkeypatch):
    told = printed(capsys, monkeypatch, 40)
    assert told[0] == "AJ-2026-000001"
    assert "  class_code: D10" in [line.rstrip() for line in told]


def test_a_row_that_goes_to_a_file_is_one_line(capsys, monkeypatch):
    assert len(printed(capsys, monkeypatch, None)) == len(ROWS) + 1


def test_lists_are_words_and_none_is_nothing(capsys, monkeypatch):
    told = "\n".join(printed(capsys, monkeypatch, 140))
    assert "the end is not known" in told
    assert "None" not in told
    assert "(" not in told
