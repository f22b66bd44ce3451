"""Archives of sample case files on disk, and samples as texts alone."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from anjuan.kit.progress import Progress, Silent, Step
from anjuan.samples import damage, fonts, to_docx, to_image, to_pdf, to_xlsx
from anjuan.samples.binding import Stack, encoded, picture_row
from anjuan.samples.blocks import Paper
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts, build
from anjuan.samples.faults import overlap, plant
from anjuan.samples.forms import forms
from anjuan.samples.layout import lay_out
from anjuan.samples.pages import Page
from anjuan.samples.planning import plan
from anjuan.samples.planting import Planted
from anjuan.samples.truth import case_truth, mined, paper_truth, plain_text
from anjuan.samples.world import CasePlan
from anjuan.samples.writing import write, write_last

__all__ = ["ArchiveOptions", "Manifest", "plan", "texts", "write_archive", "write_texts"]

ALL_FORMATS = frozenset({"docx", "xlsx", "pdf", "scan"})
_FLOWING = frozenset({"docx", "xlsx"})
_OVERLAP_SHARE = 0.08
_CHARS_OF_A_PAGE = 900
_SEPARATE_SHEET = {"A02", "A03"}


@dataclasses.dataclass(frozen=True)
class ArchiveOptions:
    """What an archive is made of.

    Attributes:
        faults_per_case: Planted faults in each case; 0 for clean cases.
        formats: The formats used; a paper whose format is not among them becomes a PDF.
        scans_beside: The share of papers that also get a damaged picture of their first page in ``scans/``.
        damages: The kinds of damage of those pictures.
        bound: How many cases come as one bound scan instead of single files.
        bound_dpi: Dots per inch of the bound scans.
        odd_pages: Whether bound scans hold blank pages, a doubled page and a page upside down.
        body: The short name of the one body whose archive it is; empty for several bodies and form styles.
        notice: Whether every page says that all of it is invented.
        dpi: Dots per inch of the other pictures.

    """

    faults_per_case: int = 0
    formats: frozenset[str] = ALL_FORMATS
    scans_beside: float = 0.0
    damages: tuple[str, ...] = tuple(damage.KINDS)
    bound: int = 0
    bound_dpi: int = 150
    odd_pages: bool = True
    body: str = ""
    notice: bool = True
    dpi: int = 150


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What was written: the folder, the cases' folders, numbers of files, pages and pictures, notices."""

    folder: Path
    cases: tuple[str, ...]
    files: int
    pages: int
    pictures: int
    notices: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _Set:
    """A paper with its pages."""

    paper: Paper
    pages: tuple[Page, ...]


def drawn_kinds(formats: frozenset[str]) -> frozenset[str]:
    """Return the kinds of paper that come as PDF files and scans in these formats, in all their variants."""
    flowing = {form.kind for form in forms() if form.format in formats & _FLOWING}
    return frozenset(form.kind for form in forms()) - flowing


def _facts(
    event: CasePlan, plans: Sequence[CasePlan], count: int, drawn: frozenset[str] = frozenset()
) -> tuple[CaseFacts, tuple[Planted, ...]]:
    dice = Dice(event.seed, "faults", event.index)
    planted: tuple[Planted, ...] = ()
    if count and dice.maybe(_OVERLAP_SHARE):
        found = overlap(event, plans)
        if found:
            event, fault = found
            planted = (fault,)
    facts, more = plant(dataclasses.replace(build(event), drawn=drawn), count - len(planted), dice)
    return facts, planted + more


def case_name(facts: CaseFacts) -> str:
    """Return the name of a case's folder."""
    return f"{facts.plan.index:04d}_{facts.org.name}_{facts.values['audit_type'].split('（')[0]}"


def write_archive(
    folder: Path, *, seed: int, cases: int, options: ArchiveOptions | None = None, progress: Progress | None = None
) -> Manifest:
    """Write an archive of sample case files with their truth and return what was written.

    Beside the case folders stand ``files.jsonl`` (one line a document), ``ocr.jsonl`` (one line a damaged
    picture), ``<case>.truth.json`` and ``manifest.json``.

    Args:
        folder: An empty or new folder.
        seed: The same seed, options and fonts give the same bytes.
        cases: How many case files.
        options: What the archive is made of.
        progress: Who is told.

    """
    chosen = options or ArchiveOptions()
    writer = _Writer(folder, chosen, progress or Silent())
    plans = plan(seed, cases, body=chosen.body)
    writer.progress.expect(cases=cases)
    for place, event in enumerate(plans):
        is_bound = place < chosen.bound
        drawn = drawn_kinds(frozenset() if is_bound else chosen.formats) if writer.can_draw else frozenset[str]()
        facts, planted = _facts(event, plans, chosen.faults_per_case, drawn)
        writer.case(facts, planted)
    return writer.finish()


class _Writer:
    """Writes case after case into one folder."""

    def __init__(self, folder: Path, options: ArchiveOptions, progress: Progress) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.options, self.progress = folder, options, progress
        self.cases: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self.pictures: list[dict[str, Any]] = []
        self.files = self.pages = 0
        self.can_draw = fonts.can_draw()

    def case(self, facts: CaseFacts, planted: tuple[Planted, ...]) -> None:
        name = case_name(facts)
        (self.folder / name).mkdir(exist_ok=True)
        sheets = self._set(facts)
        truth = case_truth(name, facts, planted)
        if self.can_draw and len(self.cases) < self.options.bound:
            truth["bound"], rows = self._bound(name, facts, sheets)
        else:
            truth["bound"] = None
            rows = [self._file(name, facts, sheet, place) for place, sheet in enumerate(sheets, 1)]
        truth["mining"] = [
            fact
            for sheet, row in zip(sheets, rows, strict=True)
            for fact in mined(sheet.paper, row["text"], row["file"])
        ]
        truth["documents"] = [row["file"] for row in rows]
        self.rows.extend(rows)
        self.pages += sum(len(sheet.pages) for sheet in sheets)
        self.cases.append(name)
        (self.folder / f"{name}.truth.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        self.progress.step(Step(name, "written", {"cases": 1, "files": len(rows)}))

    def _set(self, facts: CaseFacts) -> list[_Set]:
        papers = write(facts)
        sheets = [_Set(paper, lay_out(paper, facts.style, notice=self.options.notice)) for paper in papers]
        last = write_last(facts, papers, tuple(len(sheet.pages) for sheet in sheets))
        return sheets + [_Set(paper, lay_out(paper, facts.style, notice=self.options.notice)) for paper in last]

    def _file(self, name: str, facts: CaseFacts, sheet: _Set, place: int) -> dict[str, Any]:
        dice = Dice(facts.plan.seed, "file", facts.plan.index, place)
        ending, content, pages = self._render(sheet, facts, dice)
        safe = "".join(char for char in sheet.paper.title if char not in '/\\:*?"<>|')
        path = f"{name}/{place:02d}_{safe}.{ending}"
        (self.folder / path).write_bytes(content)
        self.files += 1
        row: dict[str, Any] = {"case": name, "file": path, "scan": "", "format": ending, "type": sheet.paper.kind}
        row |= paper_truth(sheet.paper, pages) | {"pages": len(sheet.pages), "first_page": 1}
        if self.can_draw and dice.maybe(self.options.scans_beside):
            row["scan"] = self._beside(facts, sheet, place, row, dice)
        return row

    def _render(self, sheet: _Set, facts: CaseFacts, dice: Dice) -> tuple[str, bytes, list[str]]:
        paper, notice = sheet.paper, self.options.notice
        wanted = paper.format if paper.format in self.options.formats else "pdf"
        if wanted == "docx":
            return "docx", to_docx.render(paper, facts.style, notice=notice), [plain_text(paper)]
        if wanted == "xlsx":
            return "xlsx", to_xlsx.render(paper, facts.style, notice=notice), [plain_text(paper)]
        texts_of_pages = [page.text for page in sheet.pages]
        if wanted == "scan" and self.can_draw:
            images = [damage.scanned(to_image.draw(page, self.options.dpi), dice).image for page in sheet.pages]
            if paper.kind in _SEPARATE_SHEET and len(images) == 1:
                return "jpg", encoded(images[0], 70), texts_of_pages
            return "pdf", to_pdf.bind(images, paper.title, dpi=self.options.dpi), texts_of_pages
        return "pdf", to_pdf.render(sheet.pages, paper.title), texts_of_pages

    def _beside(self, facts: CaseFacts, sheet: _Set, place: int, row: dict[str, Any], dice: Dice) -> str:
        kind = dice.one(self.options.damages)
        picture = damage.damage(to_image.draw(sheet.pages[0], self.options.dpi), kind, dice)
        path = f"scans/{facts.plan.index:04d}_{place:02d}_{kind}.{'png' if kind == 'fax' else 'jpg'}"
        (self.folder / "scans").mkdir(exist_ok=True)
        if kind == "fax":
            picture.image.convert("1").save(self.folder / path, "PNG")
        else:
            (self.folder / path).write_bytes(encoded(picture.image, 78))
        self.pictures.append(picture_row(path, kind, row, picture))
        return path

    def _bound(
        self, name: str, facts: CaseFacts, sheets: Sequence[_Set]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        path = f"{name}/案卷扫描件.pdf"
        dice = Dice(facts.plan.seed, "bound", facts.plan.index)
        stack = Stack(self.options.bound_dpi, dice, odd=self.options.odd_pages)
        rows = []
        for place, sheet in enumerate(sheets):
            first = stack.add(sheet.pages, halfway=place == len(sheets) // 2)
            row: dict[str, Any] = {
                "case": name,
                "file": path,
                "scan": "",
                "format": "bound",
                "type": sheet.paper.kind,
                "first_page": first,
            }
            rows.append(row | paper_truth(sheet.paper, [page.text for page in sheet.pages]))
        (self.folder / path).write_bytes(to_pdf.bind(stack.images, name, dpi=self.options.bound_dpi, quality=55))
        self.files += 1
        documents = [
            {
                "kind": row["kind"],
                "title": row["title"],
                "first_page": row["first_page"],
                "last_page": row["first_page"] + row["pages"] - 1,
            }
            for row in rows
        ]
        return {
            "file": path,
            "pages": len(stack.images),
            "documents": documents,
            "blank": stack.blank,
            "doubled": stack.doubled,
            "upside_down": stack.upside_down,
        }, rows

    def finish(self) -> Manifest:
        _lines(self.folder / "files.jsonl", self.rows)
        _lines(self.folder / "ocr.jsonl", self.pictures)
        notices = (
            ()
            if self.can_draw
            else ("没有找到中文字体，扫描件改为电子文件（No Chinese font: scans became PDF files).",)
        )
        manifest = Manifest(self.folder, tuple(self.cases), self.files, self.pages, len(self.pictures), notices)
        content = dataclasses.asdict(manifest) | {"folder": "", "cases": list(manifest.cases), "notices": list(notices)}
        (self.folder / "manifest.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        return manifest


def _lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def texts(*, seed: int, cases: int, faults_per_case: int = 0, body: str = "") -> Iterator[dict[str, Any]]:
    """Yield cases as texts without any rendering: the truth of the case, with ``documents`` as papers and their text.

    Args:
        seed: The same seed gives the same texts.
        cases: How many cases.
        faults_per_case: Planted faults in each.
        body: The short name of the one body; empty for all in turn.

    """
    plans = plan(seed, cases, body=body)
    for event in plans:
        facts, planted = _facts(event, plans, faults_per_case)
        papers = write(facts)
        pages = tuple(1 + len(plain_text(paper)) // _CHARS_OF_A_PAGE for paper in papers)
        papers += write_last(facts, papers, pages)
        documents = [paper_truth(paper, [plain_text(paper)]) | {"mining": mined(paper, (), "")} for paper in papers]
        yield case_truth(case_name(facts), facts, planted) | {"documents": documents}


def write_texts(stream: TextIO, *, seed: int, cases: int, faults_per_case: int = 0, body: str = "") -> int:
    """Write cases as lines of JSON, one a case, and return the number of documents."""
    count = 0
    for case in texts(seed=seed, cases=cases, faults_per_case=faults_per_case, body=body):
        stream.write(json.dumps(case, ensure_ascii=False) + "\n")
        count += len(case["documents"])
    return count
