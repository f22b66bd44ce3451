"""A file's pages studied from beginning to end: cut into papers, each with its kind and what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol

from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.facts import Cut, Description, Paper, Remark, Verdict
from anjuan.reading.pages import Page


@dataclasses.dataclass(frozen=True, slots=True)
class StudiedPaper:
    """One paper of a file: where it stands in the file, its kind, what it says."""

    cut: Cut
    verdict: Verdict
    description: Description


@dataclasses.dataclass(frozen=True, slots=True)
class Studied:
    """A file as studied.

    Attributes:
        papers: In the order of the file; never empty for a file with pages.
        remarks: What a person should know of its pages.
        made_with: Version of the rules and of the model.

    """

    papers: tuple[StudiedPaper, ...]
    remarks: tuple[Remark, ...]
    made_with: str


class Scholar(Protocol):
    """Who studies files: the archive knows this protocol only."""

    @property
    def made_with(self) -> str:
        """Version of the rules and of the model."""

    def study(
        self,
        pages: Sequence[Page],
        *,
        filename: str = "",
        folder: str = "",
        covers: Mapping[int, CoverCode] | None = None,
    ) -> Studied:
        """Return a file's papers; ``covers`` are cover sheets by their page."""

    def look(self, paper: Paper, *, kind: str = "") -> tuple[Verdict, Description]:
        """Return what one paper is and says; a kind given by a person is not judged again."""

    def kind_names(self) -> Mapping[str, str]:
        """Return the Chinese names of all kinds by code."""
