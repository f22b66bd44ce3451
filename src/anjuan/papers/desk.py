"""The desk at which files are studied: tables and model, loaded once, and the order of the work."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping, Sequence

from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.facts import Cut, Description, Paper, Reason, Verdict
from anjuan.papers.fields.describe import describe
from anjuan.papers.fields.tables import LabelRow
from anjuan.papers.forms.entries import entries, vocabulary_with
from anjuan.papers.forms.marks import marks
from anjuan.papers.kinds import catalogue as kinds
from anjuan.papers.kinds.classify import classify
from anjuan.papers.kinds.model import Model, shipped
from anjuan.papers.own.forms import OwnForms, catalogue_with, label_rows
from anjuan.papers.rules.tables import RULE_SETS, paper_fields
from anjuan.papers.splitting.split import split
from anjuan.papers.study import Studied, StudiedPaper
from anjuan.reading.pages import Page


@dataclasses.dataclass(frozen=True)
class Desk:
    """Studies files with one edition of the tables and one model.

    Attributes:
        catalogue: The kinds of papers and their titles, with what a body added.
        model: What words say of kinds, with what persons corrected.
        labels: Labels of a body's own, which go before those of the table.
        edition: The editions of the body's own tables; empty when it has none.

    """

    catalogue: kinds.Catalogue
    model: Model
    labels: tuple[LabelRow, ...] = ()
    edition: str = ""

    @classmethod
    def of_today(cls) -> Desk:
        """Return a desk with the latest tables and the model that is shipped."""
        return cls(kinds.catalogue(), shipped())

    @classmethod
    def of_body(cls, forms: OwnForms, edition: str) -> Desk:
        """Return a desk of today with a body's own forms, named by their edition.

        Raises:
            MappingError: The forms name a new kind without a name.

        """
        return cls(catalogue_with(kinds.catalogue(), forms.rows), shipped(), label_rows(forms.labels), edition)

    @property
    def made_with(self) -> str:
        """Version of the rules and of the model, and the editions of the body's own tables."""
        return f"papers/{_tables_digest()} {self.model.name} {self.edition}".strip()[:80]

    def study(
        self,
        pages: Sequence[Page],
        *,
        filename: str = "",
        folder: str = "",
        covers: Mapping[int, CoverCode] | None = None,
    ) -> Studied:
        """Return a file's papers, each with its kind and what it says."""
        found = split(pages, covers=covers)
        is_whole = len(found.cuts) == 1
        papers = []
        for cut in found.cuts:
            mine = tuple(pages[cut.first_page - 1 : cut.last_page])
            paper = Paper(mine, filename if is_whole else "", folder if is_whole else "")
            verdict, description = self.look(paper, kind=_told(cut))
            papers.append(StudiedPaper(cut, verdict, description))
        return Studied(tuple(papers), found.remarks, self.made_with)

    def look(self, paper: Paper, *, kind: str = "") -> tuple[Verdict, Description]:
        """Return what one paper is and says; a kind that is given is not judged again."""
        verdict = classify(paper, catalogue=self.catalogue, model=self.model)
        if kind and kind != verdict.kind:
            reason = Reason("given", f"The kind {kind} was given.")
            verdict = dataclasses.replace(verdict, kind=kind, confidence=1.0, reasons=(reason, *verdict.reasons))
        words = vocabulary_with(tuple(label for row in self.labels for label in row.labels))
        form = entries(paper.pages, words)
        seen = marks(paper.pages, form)
        return verdict, describe(paper, verdict.kind, entries=form, marks=seen, own=self.labels)

    def kind_names(self) -> Mapping[str, str]:
        """Return the Chinese names of all kinds by code."""
        return {code: kind.zh for code, kind in self.catalogue.kinds.items()}

    def field_names(self) -> frozenset[str]:
        """Return the names of all fields that papers may state."""
        return frozenset(row.name for row in paper_fields().latest.fields)


@functools.cache
def _tables_digest() -> str:
    """Return what tells one state of this room's rule files from another."""
    digest = hashlib.sha256()
    for rules in RULE_SETS:
        for path in sorted(rules.folder.glob(rules.pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _told(cut: Cut) -> str:
    """Return the kind that a cover sheet named."""
    return next((reason.text for reason in cut.reasons if reason.code == "cover-kind"), "")
