"""Papers that the process produces: set from recorded facts alone, and filed into the case with their kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, IntakeItem
from anjuan.archive.places import places
from anjuan.archive.services.receiving import Arriving, bytes_receive, intake_all_received, intake_begin
from anjuan.kit.clock import CHINA
from anjuan.lifecycle.models import FiledPaper
from anjuan.lifecycle.selectors.paper_contents import Content, content_of
from anjuan.lifecycle.selectors.subjects import Subject
from anjuan.preservation.printing import chinese_families, print_pdf

_TEMPLATE = Path(__file__).with_name("paper.typ")


def papers_file(*, deed: Deed, subject: Subject, kinds: Sequence[str]) -> list[FiledPaper]:
    """Set the papers of a step and file them into the case; those of a thing without a case are not made.

    Where the machine has no Chinese font nothing is set: a step must not fail for want of a font, and the case
    says what it lacks.
    """
    case = case_of(subject)
    if case is None or not kinds or not chinese_families():
        return []
    made = [content_of(kind, subject) for kind in kinds]
    return [paper_file(deed=deed, subject=subject, case=case, content=one) for one in made if one is not None]


def case_of(subject: Subject) -> Case | None:
    """Return the case that takes the papers of a thing: that of its audit, else the first one of its project."""
    if subject.audit is not None and subject.audit.case is not None:
        return subject.audit.case
    project = subject.project
    if project is None and subject.application is not None:
        project = getattr(subject.application, "project", None)
    return project.case if project is not None else None


def paper_file(*, deed: Deed, subject: Subject, case: Case, content: Content) -> FiledPaper:
    """Set one paper and file it."""
    pdf = paper_pdf(content, deed.now)
    count = FiledPaper.objects.filter(item__case=case, kind=content.kind).count()
    name = f"{content.kind}-{content.title}{f'-{count + 1}' if count else ''}.pdf"
    item = bytes_file(deed=deed, case=case, name=name, pieces=[pdf], said=(content.kind, content.title))
    return FiledPaper.objects.create(
        project=subject.project or getattr(subject.application, "project", None), application=subject.application,
        audit=subject.audit, kind=content.kind, title=content.title, item=item, made_by=deed.actor, made_at=deed.now,
    )  # fmt: skip


def bytes_file(*, deed: Deed, case: Case, name: str, pieces: Iterable[bytes], said: tuple[str, str]) -> IntakeItem:
    """Take bytes into a case as a paper; return what of the intake it is.

    Args:
        deed: Who and when.
        case: The case.
        name: Name of the file.
        pieces: The bytes.
        said: Kind and title of the paper; empty kind where it is for reading to find out.

    """
    intake = intake_begin(deed=deed, way="process", mode="into_case")
    file = Arriving(name, kind=said[0], title=said[1])
    item = bytes_receive(deed=deed, intake=intake, case=case, file=file, pieces=pieces, blobs=places().blobs)
    intake_all_received(deed=deed, intake=intake)
    return item


def paper_pdf(content: Content, now: dt.datetime) -> bytes:
    """Return a paper as a PDF/A file.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    values = {
        "kind": content.kind, "title": content.title, "number": content.number,
        "pairs": [[label, text or "/"] for label, text in content.pairs],
        "tables": [{"title": one.title, "head": list(one.head), "rows": [list(row) for row in one.rows]}
                   for one in content.tables],
        "texts": [{"title": title, "text": text or "/"} for title, text in content.texts],
        "signs": list(content.signs), "dated": f"日期 {now.astimezone(CHINA).date()}",
    }  # fmt: skip
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), values, now)
