"""A mail as people see it, whatever the format it came in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from anjuan.reading.blocks import Block, Flow, Paragraph
from anjuan.reading.pages import Opened

_LABELS = (
    ("subject", "主题"),
    ("sender", "发件人"),
    ("to", "收件人"),
    ("copies", "抄送"),
    ("blind_copies", "密送"),
    ("date", "日期"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """The head of a mail and its text.

    Attributes:
        subject: What it is about.
        sender: Who sent it.
        to: To whom.
        copies: Who received copies.
        blind_copies: Who received hidden copies.
        date: When it was sent, as the mail says it.
        body: Its text.

    """

    subject: str = ""
    sender: str = ""
    to: str = ""
    copies: str = ""
    blind_copies: str = ""
    date: str = ""
    body: tuple[Block, ...] = ()

    def opened(self, media_type: str, reader: str) -> Opened:
        """Return the first event of a mail."""
        said = {"title": self.subject, "author": self.sender, "made_on": self.date}
        return Opened(media_type, reader, None, {key: value for key, value in said.items() if value})

    def flow(self) -> Iterator[Flow]:
        """Yield its head, one field a line, and its text."""
        for field, label in _LABELS:
            value = getattr(self, field)
            if value:
                yield Paragraph(f"{label}：{value}")
        yield from self.body
