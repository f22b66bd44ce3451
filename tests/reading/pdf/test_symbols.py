from __future__ import annotations

import pytest

from anjuan.reading.pdf.symbols import sign_of


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("ABCDEF+Wingdings-Regular", 0xF0FE, "☑"),
        ("Wingdings", 0xFC, "✓"),
        ("Wingdings2", 0xF052, "☑"),
        ("Wingdings 2", 0xF0A3, "□"),
        ("SymbolMT", 0xF0B7, "•"),
        ("Wingdings3", 0xF0FE, ""),
        ("SimSun", 0xF0FE, ""),
    ],
)
def test_symbol_font_shows_the_sign_of_its_table(font: str, code: int, sign: str) -> None:
    assert sign_of(font, code) == sign
