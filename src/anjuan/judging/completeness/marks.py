"""Marks that a paper should carry and does not: signature, seal, date, and signs that it is only a copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anjuan.judging.casefile import Miss, PaperFacts, Severity
from anjuan.judging.completeness.requirements import PaperRule, RequirementTable
from anjuan.papers.facts import DOUBTFUL

#: Mark of the table, the word for it, the Chinese word, and the attribute of the paper's marks.
_MARKS = (
    ("S", "signature", "签字", "signed"),
    ("L", "seal", "盖章", "sealed"),
    ("D", "date", "日期", "dated"),
)
_COPY = ("复印件", "复印", "影印", "与原件一致", "传真件")


def missing_marks(
    row: PaperRule, papers: Sequence[PaperFacts], table: RequirementTable, *, column: str, firm: bool
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

    """
    demanded = row.marks.split()
    for letter, word, chinese, attribute in _MARKS:
        if letter in demanded:
            for paper in papers:
                if getattr(paper.marks, attribute) is False:
                    draft = row.code not in table.several and _elsewhere(paper, papers, attribute)
                    yield _miss(row, paper, table, (column, word, chinese), firm=firm and not draft, draft=draft)
    if "O" in demanded:
        for paper in papers:
            if any(sign in text for sign in _COPY for text in (paper.title, *paper.marks.seals)):
                yield _miss(row, paper, table, (column, "original", "原件"), firm=False, draft=False)


def _elsewhere(paper: PaperFacts, papers: Sequence[PaperFacts], attribute: str) -> bool:
    return any(
        other is not paper and other.stage == paper.stage and getattr(other.marks, attribute) is True
        for other in papers
    )


def _miss(
    row: PaperRule, paper: PaperFacts, table: RequirementTable, mark: tuple[str, str, str], *, firm: bool, draft: bool
) -> Miss:
    column, word, chinese = mark
    sure = firm and not row.weak and paper.confidence >= DOUBTFUL
    shows = "says that it is a copy" if word == "original" else f"shows an empty place for the {word}"
    why = (
        f"{row.code} {row.name} needs its {word} ({chinese}) by the table of required papers, edition {table.edition},"
        f" and the paper {paper.title or row.name} {shows}"
    )
    if draft:
        why += "; another paper of the same kind carries it, so this one may be a draft"
    return Miss(
        row.code,
        row.name,
        f"3.1/{row.code}/{column}/{word}",
        table.edition,
        word,
        Severity.BLOCK if sure else Severity.WARN,
        why + ".",
        paper.stage,
        paper.document,
    )
