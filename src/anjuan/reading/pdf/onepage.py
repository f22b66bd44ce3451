"""Reading one page of a PDF: layer, judgement, recognition, order, tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium

from anjuan.reading.errors import MissingPartError
from anjuan.reading.layout.order import in_reading_order
from anjuan.reading.layout.tables import cut_at_rules, ruled_tables, with_text
from anjuan.reading.pages import Box, Line, Notice, Page, Role, Seal, Table, TextSource
from anjuan.reading.pdf.drawing import Drawing, drawing_of
from anjuan.reading.pdf.extras import annotation_lines, stamp_boxes
from anjuan.reading.pdf.geometry import Sheet, area, covered, turned_box
from anjuan.reading.pdf.glyphs import Glyphs, glyphs_of, invisible_share, text_of_page
from anjuan.reading.pdf.lines import Laid, laid_out
from anjuan.reading.pdf.seeing import View, disagrees, ink, recognised_page, recognised_regions
from anjuan.reading.pdf.stamping import Stamped, letters_of, page_to_weigh, seals_on, shows_only, united, worth_a_look
from anjuan.reading.pdf.text_layer import (
    COVERS_PAGE,
    NO_INK,
    PICTURE_SHARE,
    Facts,
    Step,
    Verdict,
    counted,
    judge,
    sample_strip,
    wants_ink,
)
from anjuan.reading.protocol import Engine, ReadOptions, Recognised

_SAME_PLACE = 0.5
#: Share of a recognised line within a seal from which it is letters of the seal.
_INSIDE = 0.8
_NEEDS_ENGINE = (Step.RECOGNISE, Step.USE_WITH_PICTURES, Step.USE_AND_LOOK)
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclasses.dataclass(frozen=True, slots=True)
class _Sheet:
    """What the file says of one page."""

    number: int
    view: View
    laid: Laid
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    spoken: tuple[Line, ...]
    pictures: tuple[Box, ...]
    facts: Facts
    verdict: Verdict
    seals: tuple[Seal, ...]

    def page(self, **changes: Any) -> Page:  # noqa: ANN401  the fields of Page
        """Return the page with the text of its layer, but for the changes."""
        plain = Page(
            self.number,
            self.view.width,
            self.view.height,
            rotation=self.laid.turn,
            lines=self.lines,
            tables=self.tables,
            seals=self.seals,
            blank=self.verdict.step is Step.BLANK and not self.lines,
        )
        return dataclasses.replace(plain, **changes)


class PageReading:
    """Reads the pages of one file.

    Args:
        engine: Gives the engine; called once, when it is first needed.
        options: How the file is read.
        form: The form environment of the document, or None.

    """

    def __init__(self, engine: Callable[[], Engine], options: ReadOptions, form: Any) -> None:  # noqa: ANN401
        self._make_engine = engine
        self._options = options
        self._form = form
        self._engine: Engine | None = None
        self._missing = ""

    def read(self, page: pdfium.PdfPage, number: int) -> Iterator[Page | Notice]:
        """Yield the page, and before it a notice when it needs an engine that is not there."""
        sheet = self._looked_at(page, number)
        verdict = sheet.verdict
        if verdict.step in (Step.USE, Step.BLANK):
            yield sheet.page()
        elif not self._options.recognise:
            yield _without_engine(sheet)
        else:
            engine = self._ready_engine()
            if engine is None:
                yield Notice("page-not-recognised", f"Page {number} was not recognised. {self._missing}", number,
                             partial=verdict.step in _NEEDS_ENGINE)  # fmt: skip
                yield _without_engine(sheet)
            else:
                yield _with_engine(sheet, engine)

    def _ready_engine(self) -> Engine | None:
        if self._engine is None and not self._missing:
            try:
                self._engine = self._make_engine()
            except MissingPartError as error:
                self._missing = f"{error.what} {error.remedy}".strip()
        return self._engine

    def _looked_at(self, page: pdfium.PdfPage, number: int) -> _Sheet:
        left, bottom, right, top = page.get_bbox()
        sheet = Sheet(left, bottom, max(right, left + 1), max(top, bottom + 1), page.get_rotation() % 360)
        drawing = drawing_of(page)
        with text_of_page(page) as text:
            glyphs = glyphs_of(text)
            laid = laid_out(glyphs, sheet)
            width, height = sheet.size
            if laid.turn in (90, 270):
                width, height = height, width
            pictures = drawing.picture_boxes(sheet, laid.turn)
            covers = max(map(area, pictures), default=0.0)
            invisible = invisible_share(text, len(glyphs)) if covers >= COVERS_PAGE else 0.0
            view = View(page, laid.turn, width, height, self._options.limits.picture_pixels)
            drawn = (*drawing.red_boxes(sheet, laid.turn), *stamp_boxes(page, sheet, laid.turn))
            hints = worth_a_look(view, pictures, drawn) if laid.lines else []
            whole = page_to_weigh(view, hints)
            stamped = letters_of(text, glyphs, sheet, laid.turn, seals_on(view, hints, whole))
            laid = _without_letters(glyphs, stamped, sheet, laid)
        marked = [seal.box for seal in stamped.seals]
        large = tuple(box for box in pictures if area(box) >= PICTURE_SHARE and not shows_only(box, marked))
        facts = dataclasses.replace(
            counted(glyphs),
            objects=drawing.objects + page_marks(page),
            picture_cover=covers,
            pictures=len(large),
            invisible=invisible,
        )
        spoken = tuple(annotation_lines(page, self._form, sheet, laid.turn))
        if wants_ink(facts):
            known = (*(line.box for line in (*laid.lines, *spoken)), *drawing.rule_boxes(sheet, laid.turn), *marked)
            loose, inside = ink(view, known, pictures, whole)
            facts = dataclasses.replace(facts, loose_ink=loose, picture_ink=inside)
        lines, tables = _arranged((*laid.lines, *spoken), drawing, sheet, laid.turn, view.aspect)
        lines += _numbered(stamped.lines, lines)
        return _Sheet(number, view, laid, tables, lines, spoken, large, facts, judge(facts), stamped.seals)


def _numbered(letters: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the letters of seals as blocks of their own, after all others."""
    first = max((line.block for line in lines), default=0) + 1
    return tuple(dataclasses.replace(line, block=first + at) for at, line in enumerate(letters))


def _without_letters(glyphs: Glyphs, stamped: Stamped, sheet: Sheet, laid: Laid) -> Laid:
    """Return the lines without the letters of seals: they are no text of the page."""
    if not stamped.letters.any():
        return laid
    rest = laid_out(glyphs.without(stamped.letters), sheet)
    return rest if rest.turn == laid.turn else laid


def page_marks(page: pdfium.PdfPage) -> int:
    """Return how many annotations stand on a page: stamps and notes are seen though they are no page objects."""
    return max(0, int(pdfium.raw.FPDFPage_GetAnnotCount(page)))


def _arranged(
    lines: tuple[Line, ...], drawing: Drawing, sheet: Sheet, turn: int, aspect: float
) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Return the lines cut at rules and in reading order, and the ruled tables with their text."""
    horizontal, vertical = drawing.rules(sheet, turn)
    frames = ruled_tables(horizontal, vertical)
    if not frames:
        return in_reading_order(lines, aspect=aspect), ()
    cut = cut_at_rules(lines, frames)
    tables = with_text(frames, cut)
    return in_reading_order(cut, tables, aspect=aspect), tables


def _without_engine(sheet: _Sheet) -> Page:
    """Return what can be said of a page that would have to be recognised."""
    step = sheet.verdict.step
    if step is Step.RECOGNISE:
        scarce = sheet.verdict.reason == "too-little-text"
        kept = sheet.lines if scarce else in_reading_order(sheet.spoken, aspect=sheet.view.aspect)
        return sheet.page(source=TextSource.NONE, reason=sheet.verdict.reason, lines=kept, tables=())
    return sheet.page()


def _with_engine(sheet: _Sheet, engine: Engine) -> Page:
    verdict = sheet.verdict
    if verdict.step is Step.USE_WITH_PICTURES:
        return _mixed(sheet, engine, sheet.pictures)
    if verdict.step is Step.USE_AND_LOOK:
        return _mixed(sheet, engine, (_WHOLE,))
    if verdict.step is Step.COMPARE:
        strip = sample_strip(sheet.laid.lines)
        if strip and not disagrees(sheet.view, engine, strip):
            return sheet.page()
    return _recognised(sheet, engine)


def _mixed(sheet: _Sheet, engine: Engine, regions: Sequence[Box]) -> Page:
    found = recognised_regions(sheet.view, engine, regions, sheet.lines)
    seals = united(sheet.seals, found.seals)
    fresh = [line for line in found.lines if not any(covered(line.box, seal.box) > _INSIDE for seal in sheet.seals)]
    if not fresh:
        return sheet.page(seals=seals)
    tables = (*sheet.tables, *found.tables)
    lines = in_reading_order((*sheet.lines, *fresh), tables, aspect=sheet.view.aspect)
    return sheet.page(lines=lines, tables=tables, seals=seals, source=TextSource.MIXED, reason=sheet.verdict.reason)


def _recognised(sheet: _Sheet, engine: Engine) -> Page:
    found = recognised_page(sheet.view, engine)
    width, height = sheet.view.width, sheet.view.height
    if found.rotation in (90, 270):
        width, height = height, width
    if _says_less(found, sheet):
        return sheet.page(reason=sheet.verdict.reason)
    lines = _with_spoken(sheet.spoken, found, height / width)
    empty = not lines and not found.seals and not sheet.seals
    return sheet.page(
        width=width,
        height=height,
        rotation=(sheet.laid.turn + found.rotation) % 360,
        source=TextSource.OCR,
        reason=sheet.verdict.reason,
        lines=lines,
        tables=found.tables,
        seals=united(found.seals, [_turned(seal, found.rotation) for seal in sheet.seals]),
        skew=found.skew,
        blank=empty and sheet.facts.printed == 0 and _is_bare(sheet),
    )


def _turned(seal: Seal, degrees: int) -> Seal:
    return dataclasses.replace(seal, box=turned_box(seal.box, degrees))


def _says_less(found: Recognised, sheet: _Sheet) -> bool:
    """Say whether a layer with gaps still says more than was recognised, as with scripts the engine cannot read."""
    if sheet.verdict.reason != "unmapped-glyphs":
        return False
    seen = sum(len(line.text.replace(" ", "")) for line in found.lines)
    return seen * 2 < sheet.facts.printed - sheet.facts.bad


def _with_spoken(spoken: Sequence[Line], found: Recognised, aspect: float) -> tuple[Line, ...]:
    """Return what was recognised and what fields and notes say; what both say is taken from the latter."""
    if not spoken:
        return found.lines
    given = [dataclasses.replace(line, box=turned_box(line.box, found.rotation)) for line in spoken]
    said = [line.box for line in given if line.role in (Role.FORM_FIELD, Role.TEXT_BOX)]
    seen = [line for line in found.lines if not any(covered(line.box, box) > _SAME_PLACE for box in said)]
    return in_reading_order((*seen, *given), found.tables, aspect=aspect)


def _is_bare(sheet: _Sheet) -> bool:
    return sum(ink(sheet.view, (), sheet.pictures)) < 5 * NO_INK
