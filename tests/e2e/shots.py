"""The pictures of the documentation: which pages, as whom, how wide, and how one is kept small."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

from PIL import Image

#: No picture of the documentation weighs more, in bytes.
MOST_BYTES = 120 * 1024
_COLOURS = (256, 128, 64)
_QUALITIES = (82, 74, 66, 58, 50, 40)


@dataclasses.dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        name: What the file is called.
        path: The address; names in braces are looked up in the archive by :data:`LOOKUPS`.
        role: Whose page it is.
        width: Of the window, in pixels.
        dark: Whether in dark colours.
        act: What is done on the page before: a name of ``test_shots.ACTS``.
        height: Of the window, in pixels.

    """

    name: str
    path: str
    role: str = "archivist"
    width: int = 1440
    dark: bool = False
    act: str = ""
    height: int = 900


_PHONE = {"width": 390, "height": 844}
SHOTS = (
    Shot("login", "/login/", role=""),
    Shot("home", "/"),
    Shot("home-dark", "/", dark=True),
    Shot("home-phone", "/", **_PHONE),
    Shot("home-auditor", "/", role="auditor"),
    Shot("tour", "/?tour=1", act="tour"),
    Shot("tour-phone", "/?tour=1", act="tour", dark=True, **_PHONE),
    Shot("keys", "{case}", act="keys"),
    Shot("intakes", "/intakes/"),
    Shot("intake", "{intake}"),
    Shot("failures", "/failures/"),
    Shot("doubts", "/doubts/"),
    Shot("matches", "/matches/"),
    Shot("cases", "/cases/"),
    Shot("cases-dark", "/cases/", dark=True),
    Shot("cases-phone", "/cases/", **_PHONE),
    Shot("cases-columns", "/cases/", act="columns"),
    Shot("cases-batch", "/cases/", act="batch"),
    Shot("case", "{case}"),
    Shot("case-dark", "{case}", dark=True),
    Shot("case-phone", "{case}", **_PHONE),
    Shot("case-scene", "{case}scene/"),
    Shot("case-fields", "{case}fields/", act="fact"),
    Shot("case-missing", "{gap}missing/"),
    Shot("case-clashes", "{case}contradictions/"),
    Shot("case-clash", "{clash}"),
    Shot("case-findings", "{case}findings/"),
    Shot("case-people", "{case}people/"),
    Shot("case-properties", "{case}properties/"),
    Shot("case-keeping", "{case}keeping/"),
    Shot("case-events", "{case}events/"),
    Shot("cutting", "{cutting}"),
    Shot("search-begin", "/search/"),
    Shot("search", "/search/?q=不符合"),
    Shot("search-dark", "/search/?q=不符合", dark=True),
    Shot("search-phone", "/search/?q=不符合", **_PHONE),
    Shot("batches", "/search/batches/"),
    Shot("batch", "{batch}"),
    Shot("organisations", "/organisations/"),
    Shot("organisation", "{organisation}"),
    Shot("pairs", "/organisations/pairs/"),
    Shot("bulks", "/deeds/"),
    Shot("loans", "/loans/", role="auditor"),
    Shot("appraisals", "/appraisals/"),
    Shot("security", "/me/security/"),
    Shot("tokens", "/me/tokens/"),
    Shot("people", "/people/", role="system_administrator"),
    Shot("roles", "/people/roles/", role="security_keeper"),
    Shot("tables", "/tables/", role="system_administrator"),
    Shot("codes", "/codes/", role="system_administrator"),
    Shot("watch", "/system/watch/", role="system_administrator"),
    Shot("health", "/system/", role="system_administrator"),
    Shot("jobs", "/system/jobs/", role="system_administrator"),
    Shot("backups", "/system/backups/", role="system_administrator"),
    Shot("options", "/system/options/", role="system_administrator"),
    Shot("journal", "/journal/", role="security_auditor"),
)
#: Addresses that differ from archive to archive: a page of the archivist, and which of its links is followed.
LOOKUPS = {
    "case": ("/cases/?problem=contradiction", "#aj-rows a[href^='/cases/']"),
    "gap": ("/cases/?problem=missing&order=number", "#aj-rows a[href^='/cases/']"),
    "batch": ("/search/batches/", "main a[href^='/search/batches/']"),
    "clash": ("{case}contradictions/", "main a[href*='/contradictions/']:not(.aj-tab)"),
    "cutting": ("{case}", "main a[href$='/cutting/']"),
    "intake": ("/intakes/", "main a[href^='/intakes/']"),
    "organisation": ("/organisations/", "#aj-rows a[href^='/organisations/']"),
}


def small(picture: bytes) -> bytes:
    """Return a picture of the screen as a WebP below :data:`MOST_BYTES`, with as much of its sharpness as fits."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    written = b""
    for colours in _COLOURS:
        few = image.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        written = _webp(few, lossless=True)
        if len(written) <= MOST_BYTES:
            return written
    for quality in _QUALITIES:
        written = _webp(image, quality=quality)
        if len(written) <= MOST_BYTES:
            break
    return written


def _webp(image: Image.Image, **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", method=4, **how)
    return buffer.getvalue()


def is_drawn(picture: bytes) -> bool:
    """Say whether there is anything on a picture of the screen."""
    counted = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 24) or []
    return len(counted) > 40


def keep(folder: Path, name: str, picture: bytes) -> Path:
    """Write a picture into a folder; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.webp"
    path.write_bytes(small(picture))
    return path
