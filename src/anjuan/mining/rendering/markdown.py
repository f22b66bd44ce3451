"""A guide as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anjuan.compiling.works.codes import CODE_FIGURE
from anjuan.mining.rendering.view import GuideView, LineView, SectionView
from anjuan.mining.rendering.words import WORDS, percent

#: A section whose lines have more columns than this is told line by line, not as a table.
_WIDEST = 6
#: Support names so many codes of a field.
_MOST_CODES = 8


def guide_markdown(view: GuideView, language: str = "zh") -> str:
    """Return a guide as Markdown; citations are the numbers of facts, which name nobody."""
    return "\n".join(_blocks(view, language)).rstrip() + "\n"


def head_lines(view: GuideView, language: str) -> list[str]:
    """Return the sentences under the title: on what the guide stands."""
    words = WORDS[language]
    said = [words["base"].format(clients=view.clients, cases=view.cases, facts=view.facts)]
    code = view.code[0]
    if view.scope_code != code and view.form == "guide":
        said.append(words["coarser" if view.scope_code else "whole"].format(code=code, scope=view.scope_code))
    if view.state == "preview":
        said.append(words["preview"].format(waiting=view.waiting))
    elif view.published_at:
        day = view.published_at.date().isoformat()
        said.append(f"{words['edition'].format(number=view.edition)} · {words['published']} {day}")
    return said


def title_of(view: GuideView, language: str) -> str:
    """Return the title of a guide."""
    scope = " ".join(part for part in (*view.field, *view.code) if part)
    return f"{WORDS[language][view.form]} · {scope}"


def _blocks(view: GuideView, language: str) -> Iterator[str]:
    yield f"# {title_of(view, language)}\n"
    yield from (f"> {line}  " for line in head_lines(view, language))
    yield ""
    if not view.sections:
        yield WORDS[language]["no_lines"]
    for number, section in enumerate(view.sections, 1):
        yield f"## {number}. {section.title}\n"
        yield from _section(section, language)


def _section(section: SectionView, language: str) -> Iterator[str]:
    for group in section.groups:
        if group.heading:
            yield f"### {group.heading}\n"
            first = group.lines[0].figures
            if "of" in first:
                yield rate_said(first, language) + "\n"
        if len(section.columns) > _WIDEST or section.columns[0][0] == "text":
            yield from (f"- {_sentence(line, section, language)}" for line in group.lines)
        else:
            yield from _table(section, group.lines, language)
        yield ""


def _table(section: SectionView, lines: tuple[LineView, ...], language: str) -> Iterator[str]:
    words = WORDS[language]
    titles = [label for _, label in section.columns] + [words["column_support"], words["sources"]]
    yield "| " + " | ".join(titles) + " |"
    yield "|" + "---|" * len(titles)
    for line in lines:
        cells = [_cell(line.cells.get(name, "")) for name, _ in section.columns]
        if line.variants:
            told = [name for name, _ in section.columns].index(section.told_by)
            cells[told] += f"<br>{_cell(variants_said(line, language))}"
        yield "| " + " | ".join((*cells, support(line, language), sources(line))) + " |"


def _sentence(line: LineView, section: SectionView, language: str) -> str:
    labels = dict(section.columns)
    parts = [
        text if name == "text" else f"**{labels[name]}** {text}" for name, text in line.cells.items() if name in labels
    ]
    return f"{'；'.join(parts)} — {support(line, language)} {sources(line)}"


def rate_said(figures: Mapping[str, float], language: str) -> str:
    """Return how often a clause was not met, with the number it is counted from."""
    return WORDS[language]["rate"].format(
        count=int(figures["clause_cases"]),
        of=int(figures["of"]),
        low=percent(figures["low"]),
        high=percent(figures["high"]),
    )


def variants_said(line: LineView, language: str) -> str:
    """Return the other wordings of a line with their support; empty when there are none."""
    words = WORDS[language]
    others = "；".join(f"{text}（{words['support'].format(clients=clients)}）" for text, clients in line.variants)
    return f"{words['variants']}：{others}" if others else ""


def support(line: LineView, language: str) -> str:
    """Return how a line is supported, and what an editor did to it."""
    words = WORDS[language]
    marks = [words[mark] for mark in line.marks if mark in words]
    counted = [words["support"].format(clients=line.support)] if line.support else []
    return "，".join((*counted, *codes_said(line, language), *marks))


def codes_said(line: LineView, language: str) -> list[str]:
    """Return which codes support a line of a work instruction and with how many clients; nothing for guides."""
    words = WORDS[language]
    told = [
        words["code"].format(code=name.removeprefix(CODE_FIGURE), clients=int(clients))
        for name, clients in line.figures.items()
        if name.startswith(CODE_FIGURE)
    ]
    shown = told[:_MOST_CODES] + (["…"] if len(told) > _MOST_CODES else [])
    return [words["codes"].format(codes="、".join(shown))] if told else []


def sources(line: LineView, most: int = 5) -> str:
    """Return the numbers of the first facts that a line cites, and how many more there are."""
    shown = " ".join(f"[F{key}]" for key in line.citations[:most])
    more = len(line.citations) - most
    return f"{shown} +{more}" if more > 0 else shown


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
