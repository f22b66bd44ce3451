"""How the name of a holder is compared when it is the second thing that one must know."""

from __future__ import annotations

import hashlib

from anjuan.kit.text.folding import squeeze


def holder_mark(name: str) -> str:
    """Return the hash of a name as it is compared: without punctuation, width, case; empty for no name."""
    squeezed = squeeze(name)
    return hashlib.sha256(f"holder\n{squeezed}".encode()).hexdigest() if squeezed else ""
