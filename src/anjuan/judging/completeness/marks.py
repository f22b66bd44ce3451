"""Marks that a paper should carry and does not: signature, seal, date, and signs that it is only a copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from anjuan.judging.casefile import Miss, PaperFacts, Severity
from anjuan.judging.completeness.requirements import PaperRule, RequirementTable
from anjuan.judging.rules.sayings import Words, joined, say, sentence
from anjuan.papers.facts import DOUBTFUL

#: Mark of the table, the word for it, and the attribute of the paper's marks.
_MARKS = (("S", "signature", "signed"), ("L", "seal", "sealed"), ("D", "date", "dated"))
#: So many other electronic papers of the case must show the seal that the table demands of them.
_NOTHING = Words("", "")
_ENOUGH_SEALED = 2
_COPY = ("复印件", "复印", "影印", "与原件一致", "传真件")


def missing_marks(
    row: PaperRule, papers: Sequence[PaperFacts], table: RequirementTable, *, column: str, firm: bool, sealed: int = 0
) -> Iterator[Miss]:
    """Yield the marks that the table demands and the pages show to be missing.

    A mark that cannot be told from the pages is never a miss. Where another paper of the same kind and stage
    carries the mark, the bare one may be a draft, and is only a warning. Whether a paper is an original is told
    only where the paper itself says that it is a copy.

    Args:
        row: The row of the table.
        papers: All papers of its kind.
        table: The edition that is applied.
        column: The column that asks for the paper, for the rule's id.
        firm: Whether a missing mark may block.
        sealed: How many electronic papers of the case show their seal; see :func:`seals_shown`.

    """
    demanded = row.marks.split()
    for letter, word, attribute in _MARKS:
        empty = [paper for paper in papers if letter in demanded and getattr(paper.marks, attribute) is False]
        for paper in empty:
            draft = row.code not in table.several and _elsewhere(paper, papers, attribute)
            more = say("draft") if draft else _NOTHING
            yield _miss(row, paper, table, (column, word), firm=firm and not draft, more=more)
    if "L" in demanded and sealed >= _ENOUGH_SEALED:
        for paper in filter(_is_bare, papers):
            others = say("others_sealed", number=sealed)
            yield _miss(row, paper, table, (column, "seal"), firm=False, more=others)
    if "O" in demanded:
        for paper in filter(_is_copy, papers):
            yield _miss(row, paper, table, (column, "original"), firm=False)


def seals_shown(table: RequirementTable, papers: Iterable[PaperFacts]) -> int:
    """Return how many electronic papers that the table wants sealed show a seal.

    A PDF with text may be the draft of a paper that was stamped by hand later, so a bare one tells nothing. Where
    the case keeps its sealed papers in this form with the seals on them, a bare one is worth a question.
    """
    demanded = {row.code for row in table.rows if "L" in row.marks.split()}
    return sum(paper.kind in demanded and paper.marks.sealed is True and _is_electronic(paper) for paper in papers)


def _is_copy(paper: PaperFacts) -> bool:
    return any(sign in text for sign in _COPY for text in (paper.title, *paper.marks.seals))


def _is_bare(paper: PaperFacts) -> bool:
    return paper.marks.sealed is None and paper.marks.asks_seal and _is_electronic(paper)


def _is_electronic(paper: PaperFacts) -> bool:
    """Say whether a paper keeps both its text and its look, as a PDF does and a Word file does not."""
    return paper.digital and paper.paged


def _elsewhere(paper: PaperFacts, papers: Sequence[PaperFacts], attribute: str) -> bool:
    return any(
        other is not paper and other.stage == paper.stage and getattr(other.marks, attribute) is True
        for other in papers
    )


def _miss(
    row: PaperRule, paper: PaperFacts, table: RequirementTable, mark: tuple[str, str], *, firm: bool,
    more: Words = _NOTHING,
) -> Miss:  # fmt: skip
    column, word = mark
    sure = firm and not row.weak and paper.confidence >= DOUBTFUL
    told = say(
        "mark", code=row.code, name=row.name, mark=say(word), table=table.told(row.code), paper=paper.title or row.name,
        shows=say(f"shows_{word}"),
    )  # fmt: skip
    why = sentence(joined(told, more))
    return Miss(
        row.code,
        row.name,
        f"3.1/{row.code}/{column}/{word}",
        table.edition,
        word,
        Severity.BLOCK if sure else Severity.WARN,
        why.en,
        paper.stage,
        paper.document,
        why.zh,
    )
