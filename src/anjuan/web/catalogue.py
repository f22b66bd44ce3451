"""The English words of the pages: compiled when stale, and checked for gaps.

The pages are written in Chinese; ``locale/en`` holds the English. The compiled form is not kept in
the repository: set-up, the tests and the start of the program call :func:`compile_catalogues`.
"""

from __future__ import annotations

import io
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.extract import extract
from django.utils.translation.template import templatize

log = logging.getLogger(__name__)
_ROOM = Path(__file__).parent
_LOCALE = _ROOM / "locale"
#: Functions whose first text is a message; the number is the place of the context, if any.
_KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def compile_catalogues(folder: Path = _LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; return what was written.

    A folder that cannot be written to is no reason not to start: the pages stay Chinese, and the log says so.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = pofile.read_po(stream, locale=source.parent.parent.name)
        buffer = io.BytesIO()
        mofile.write_mo(buffer, catalogue)
        try:
            fresh = target.with_name(f"{target.name}.{os.getpid()}")
            fresh.write_bytes(buffer.getvalue())
            fresh.replace(target)
        except OSError as error:
            log.warning("The words of %s cannot be compiled, so pages stay Chinese: %s", source, error)
            continue
        written.append(target)
    return written


def messages_used(room: Path = _ROOM) -> Iterator[tuple[str, str]]:
    """Yield every message of the pages with the file that uses it: modules first, then templates."""
    for path in sorted(room.rglob("*.py")):
        yield from _messages(path.read_text(encoding="utf-8"), path)
    for path in sorted(room.rglob("*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from _messages("\n".join(line.lstrip() for line in code.splitlines()), path)


def _messages(code: str, path: Path) -> Iterator[tuple[str, str]]:
    for _, message, _, _ in extract("python", io.BytesIO(code.encode()), keywords=_KEYWORDS):
        first = message if isinstance(message, str) else message[0]
        if first and _CHINESE.search(first):
            yield first, str(path)


def messages_without_english(folder: Path = _LOCALE) -> dict[str, str]:
    """Return the messages that have no English, each with a file that uses it. Empty when all have."""
    with (folder / "en" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        catalogue = pofile.read_po(stream, locale="en")
    known = {}
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        known[key] = all(strings) and not message.fuzzy
    return {text: path for text, path in messages_used() if not known.get(text)}
