"""A training set as a file: workbook, Word, JSON."""

from __future__ import annotations

import io
import json
import string
from collections.abc import Callable, Mapping

import docx
import openpyxl
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from openpyxl.styles import Alignment, Font

from anjuan.compiling.works.shapes import Question, TrainingSet
from anjuan.mining.rendering.storywords import WORDS
from anjuan.mining.selectors.trainings import Difficulty

_OPTIONS = 4
_FONT = "宋体"
_WIDTHS = (6, 24, 70, 24, 18, 18, 18, 18, 12, 16, 14)


def training_file(
    content: TrainingSet, suffix: str, *, known: Mapping[str, Difficulty] | None = None, language: str = "zh"
) -> bytes:
    """Return a training set as the bytes of a file.

    Args:
        content: The set as published.
        suffix: ``.xlsx``, ``.docx`` or ``.json``.
        known: How hard questions are, by their key.
        language: ``zh`` or ``en``.

    Raises:
        KeyError: There is no such form.

    """
    return _MAKERS[suffix](content, known or {}, language)


def _asked(one: Question, language: str) -> str:
    return WORDS[language][f"asks_{one.asks}"]


def _hard(one: Question, known: Mapping[str, Difficulty], language: str) -> str:
    found = known.get(one.key)
    words = WORDS[language]
    return words["difficulty"].format(wrong=found.wrong, of=found.of) if found else words["no_data"]


def _xlsx(content: TrainingSet, known: Mapping[str, Difficulty], language: str) -> bytes:
    words = WORDS[language]
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        sheet = book.create_sheet()
    sheet.title = words["training"]
    options = [words["column_option"].format(letter=letter) for letter in string.ascii_uppercase[:_OPTIONS]]
    sheet.append([
        words["column_number"], words["column_standard"], words["column_stem"], words["column_asks"], *options,
        words["answer"], words["column_difficulty"], words["column_page"],
    ])  # fmt: skip
    for number, one in enumerate(content.questions, 1):
        texts = [option.text for option in one.options]
        sheet.append([
            number, one.standard, one.stem.text, _asked(one, language), *texts, *[""] * (_OPTIONS - len(texts)),
            string.ascii_uppercase[one.answer], _hard(one, known, language),
            " ".join(evidence.key for evidence in one.proof.evidence),
        ])  # fmt: skip
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions[string.ascii_uppercase[place]].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(content: TrainingSet, known: Mapping[str, Difficulty], language: str) -> bytes:
    words = WORDS[language]
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(content.title, level=0)
    for number, one in enumerate(content.questions, 1):
        document.add_heading(words["question"].format(number=number), level=2)
        document.add_paragraph(f"{one.standard} {one.stem.text}".strip())
        document.add_paragraph(_asked(one, language))
        for place, option in enumerate(one.options):
            document.add_paragraph(f"{string.ascii_uppercase[place]}. {option.text}")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading(words["answer"], level=1)
    for number, one in enumerate(content.questions, 1):
        sources = " ".join(evidence.key for evidence in one.proof.evidence)
        letter = string.ascii_uppercase[one.answer]
        document.add_paragraph(f"{number}. {letter}（{one.proof.text}） {sources} {_hard(one, known, language)}")
    document.add_paragraph(words["training_note"])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def training_json(content: TrainingSet, known: Mapping[str, Difficulty]) -> dict[str, object]:
    """Return a training set as plain values; sources are numbers of facts, which name nobody."""
    return {
        "title": content.title, "standard": content.standard,
        "questions": [
            {
                "key": one.key, "asks": one.asks, "standard": one.standard, "stem": one.stem.text,
                "options": [{"text": option.text, "because": option.because} for option in one.options],
                "answer": one.answer, "sources": [evidence.key for evidence in one.proof.evidence],
                "difficulty": (
                    {"wrong": known[one.key].wrong, "of": known[one.key].of} if one.key in known else None
                ),
            }
            for one in content.questions
        ],
    }  # fmt: skip


def _json(content: TrainingSet, known: Mapping[str, Difficulty], language: str) -> bytes:
    del language
    return json.dumps(training_json(content, known), ensure_ascii=False, indent=2).encode()


_MAKERS: Mapping[str, Callable[[TrainingSet, Mapping[str, Difficulty], str], bytes]] = {
    ".xlsx": _xlsx, ".docx": _docx, ".json": _json,
}  # fmt: skip
TRAINING_FORMATS = tuple(_MAKERS)
