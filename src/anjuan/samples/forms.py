"""The forms of all kinds of papers, read from ``papers/*.yaml``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pydantic

from anjuan.kit.rulefiles import Strict
from anjuan.samples.trades import load_table


class GridForm(Strict):
    """A table of a form: rows of a list (``of`` with ``cells``) or rows that stand in the form."""

    head: tuple[str, ...]
    widths: tuple[float, ...]
    of: str = ""
    cells: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class ListForm(Strict):
    """One paragraph for each row of a list."""

    of: str
    text: str


class BlockForm(Strict):
    """One block of a form; exactly one of its kinds is given."""

    h: str = ""
    p: str = ""
    kv: tuple[str, ...] = ()
    grid: GridForm | None = None
    list_: ListForm | None = pydantic.Field(default=None, alias="list")
    sign: tuple[str, ...] = ()
    align: str = "left"
    bold: bool = False
    fact: str = ""


class When(Strict):
    """The condition under which a case has the paper, by audit type."""

    I: str  # noqa: E741  the letter of the audit type
    S: str
    R: str

    def on(self, event: str) -> str:
        """Return the condition for an event."""
        return {"initial": self.I, "recertification": self.R}.get(event, self.S)


class Form(Strict):
    """The form of one kind of paper."""

    kind: str = pydantic.Field(pattern="^[A-GX][0-9]{2}$")
    variant: str = ""
    titles: tuple[str, str, str, str]
    when: When
    repeat: str = ""
    stage: str = ""
    last: bool = False
    by: str
    format: str
    layout: str = "form"
    blocks: tuple[BlockForm, ...]


class FormFile(Strict):
    """One file of forms."""

    papers: tuple[Form, ...]


@functools.lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """Return all forms in the order in which a case file is bound."""
    found: list[Any] = []
    for path in sorted((Path(__file__).parent / "papers").glob("*.yaml")):
        found.extend(load_table(path, FormFile).papers)
    return tuple(found)


def kinds() -> tuple[str, ...]:
    """Return every kind of document the samples can hold, without repeats."""
    return tuple(dict.fromkeys(form.kind for form in forms()))
