"""QR codes as SVG."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """Return a QR code as SVG; the error correction that may be had without a larger picture."""
    buffer = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=True).save(
        buffer,
        kind="svg",
        border=2,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        dark="#1b2430",
        light="#ffffff",
    )
    return buffer.getvalue().decode("utf-8")
