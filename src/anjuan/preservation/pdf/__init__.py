"""Writing PDF/A: fonts, text layers, sheets."""
