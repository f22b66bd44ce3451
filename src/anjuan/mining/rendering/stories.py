"""A story as a file: PDF, Word, Markdown, JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from anjuan.mining.rendering.story_view import SentenceView, StoryView, head_of
from anjuan.mining.rendering.storywords import WORDS
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("story.typ")
_FONT = "宋体"
_QUIET = RGBColor(0x66, 0x72, 0x7F)


def story_file(view: StoryView, suffix: str, *, now: dt.datetime, language: str = "zh") -> bytes:
    """Return a story as the bytes of a file.

    Args:
        view: The story as shown.
        suffix: ``.pdf``, ``.docx``, ``.md`` or ``.json``.
        now: The moment that stands in the file as its making.
        language: ``zh`` or ``en``.

    Raises:
        NoFontError: A PDF was wanted and no font with Chinese characters is on this machine.
        KeyError: There is no such form.

    """
    if suffix == ".pdf":
        return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), _printed(view, language), now)
    return _MAKERS[suffix](view, language)


def _said(one: SentenceView, language: str) -> str:
    words = WORDS[language]
    return f"{one.label}{words['colon']}{one.text}" if one.label else one.text


def _note(one: SentenceView, language: str) -> str:
    words = WORDS[language]
    told = [words["source"].format(number=one.number)] if one.number else []
    return "，".join((*told, words[one.mark])) if one.mark else "".join(told)


def _printed(view: StoryView, language: str) -> dict[str, object]:
    words = WORDS[language]
    return {
        "title": view.title, "kicker": words["kicker"], "head": head_of(view, language), "language": language,
        "note": words["note"],
        "parts": [
            {
                "title": part.title, "missing": part.missing,
                "sentences": [
                    {"label": one.label, "text": one.text, "note": _note(one, language), "own": bool(one.mark)}
                    for one in part.sentences
                ],
            }
            for part in view.parts
        ],
    }  # fmt: skip


def story_markdown(view: StoryView, language: str = "zh") -> str:
    """Return a story as Markdown."""
    return "\n".join(_blocks(view, language)).rstrip() + "\n"


def _blocks(view: StoryView, language: str) -> Iterator[str]:
    yield f"# {view.title}\n"
    yield from (f"> {line}  " for line in head_of(view, language))
    for part in view.parts:
        yield f"\n## {part.title}\n"
        if not part.sentences:
            yield f"*{part.missing}*"
        yield from (f"- {_said(one, language)}（{_note(one, language)}）" for one in part.sentences)
    yield f"\n---\n{WORDS[language]['note']}"


def story_json(view: StoryView) -> dict[str, object]:
    """Return a story as plain values; a source is the number of a fact or value, which names nobody."""
    return {
        "title": view.title, "field": {"code": view.field[0], "name": view.field[1]}, "code": view.code,
        "clause": view.clause, "edition": view.edition, "state": view.state,
        "published_at": view.published_at.isoformat() if view.published_at else None,
        "parts": [
            {
                "id": part.id, "title": part.title, "missing": "" if part.sentences else part.missing,
                "sentences": [
                    {
                        "label": one.label, "text": one.text, "mark": one.mark,
                        "sources": [evidence.key for evidence in one.evidence],
                    }
                    for one in part.sentences
                ],
            }
            for part in view.parts
        ],
    }  # fmt: skip


def _docx(view: StoryView, language: str) -> bytes:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(view.title, level=0)
    for line in head_of(view, language):
        document.add_paragraph(line)
    for part in view.parts:
        document.add_heading(part.title, level=1)
        if not part.sentences:
            document.add_paragraph().add_run(part.missing).italic = True
        for one in part.sentences:
            paragraph = document.add_paragraph(_said(one, language), style="List Bullet")
            note = paragraph.add_run(f" {_note(one, language)}")
            note.font.size = Pt(8.5)
            note.font.color.rgb = _QUIET
    document.add_paragraph(WORDS[language]["note"])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _markdown(view: StoryView, language: str) -> bytes:
    return story_markdown(view, language).encode()


def _json(view: StoryView, language: str) -> bytes:
    del language
    return json.dumps(story_json(view), ensure_ascii=False, indent=2).encode()


_MAKERS: Mapping[str, Callable[[StoryView, str], bytes]] = {".docx": _docx, ".md": _markdown, ".json": _json}
STORY_FORMATS = (".pdf", *_MAKERS)
