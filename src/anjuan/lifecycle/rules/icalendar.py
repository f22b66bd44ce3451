"""Due things as an iCalendar text (RFC 5545), for calendars that subscribe or import."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from anjuan.lifecycle.rules.due import KINDS, DueThing

#: RFC 5545 3.1: a line is at most so many octets, its end left out.
_OCTETS = 75
_PRODUCT = "-//Anjuan//Due list//ZH"


def calendar_text(things: Iterable[DueThing], made_at: dt.datetime, language: str = "zh", name: str = "") -> str:
    """Return an iCalendar object with a whole-day event for each thing; lines end with CRLF as the format wants.

    Args:
        things: What is due.
        made_at: The moment of writing, aware.
        language: ``zh`` or ``en``.
        name: What a calendar program calls it.

    Raises:
        ValueError: The moment has no zone.

    """
    if made_at.tzinfo is None:
        msg = f"The moment {made_at!r} has no zone."
        raise ValueError(msg)
    title = name or ("认证到期事项" if language != "en" else "Due in certification")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escaped(title)}")
    stamp = made_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    for thing in things:
        lines += _event(thing, stamp, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(thing: DueThing, stamp: str, language: str) -> list[str]:
    kind = KINDS[thing.kind].told(language)
    holder = thing.organisation or thing.certificate
    summary = f"{kind} · {holder}" + (f" · {thing.what}" if thing.what else "")
    after = thing.due + dt.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{event_key(thing)}@anjuan",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{thing.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(thing.verdict.sentence.told(language))}",
        f"CATEGORIES:{_escaped(kind)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def event_key(thing: DueThing) -> str:
    """Return a key that stays the same as long as the matter does, so that a calendar updates instead of doubling."""
    matter = "\n".join((thing.kind, thing.certificate, thing.what, thing.verdict.rule, str(thing.verdict.start)))
    return hashlib.sha256(matter.encode()).hexdigest()[:32]


def _escaped(text: str) -> str:
    """Return a text value: backslash, comma, semicolon and line ends are escaped (RFC 5545 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 octets, never inside a character; each next begins with a space."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])
