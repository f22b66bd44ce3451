"""Signs of symbol fonts, and tick boxes, as characters that can be searched."""

from __future__ import annotations

CHECKED = "☑"
UNCHECKED = "☐"

#: Private-use or ASCII codes of symbol fonts, by font, as Unicode characters. Source: the fonts' own charts.
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0x77: "◆",
    0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
    0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA3: "○", 0xA4: "◉", 0xA6: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xB6: "☆",
    0xD8: "➢", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xDF: "←", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x99: "○", 0xA2: "■", 0xA3: "☐",
    0xA4: "☐", 0xAA: "◆",
}  # fmt: skip
_SYMBOL = {
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x65: "ε", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x72: "ρ", 0x73: "σ",
    0x77: "ω",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x66: "φ", 0x71: "θ", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±",
    0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def is_symbol_font(font: str) -> bool:
    """Say whether the letters of a font stand for signs."""
    return font.casefold() in _FONTS


def symbol(code: int, font: str) -> str:
    """Return the character that a code of a symbol font shows.

    A code that is not known comes back as it is, or as a square when it is a private one: something stood there.
    """
    signs = _FONTS.get(font.casefold(), {})
    plain = code & 0xFF if code in _PRIVATE else code
    known = signs.get(plain)
    if known is None and code in _PRIVATE and not signs:
        known = _WINGDINGS.get(plain)
    if known is not None:
        return known
    return "□" if code in _PRIVATE else chr(code)


def symbols(text: str, font: str) -> str:
    """Return a text set in a symbol font as the signs it shows."""
    return "".join(sign if sign.isspace() else symbol(ord(sign), font) for sign in text)
