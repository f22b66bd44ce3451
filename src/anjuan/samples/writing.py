"""Papers from facts: forms filled in, with the truth of what stands where."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from anjuan.samples.blocks import Block, Fact, Grid, Head, Kv, Paper, Para, Sign
from anjuan.samples.dice import Dice, spin
from anjuan.samples.facts import CaseFacts, Item, label_of
from anjuan.samples.forms import BlockForm, Form, GridForm, forms
from anjuan.samples.world import pools

FACT_TYPES = {
    "points": "audit_point",
    "sheet_points": "audit_point",
    "report_points": "audit_point",
    "controls": "key_control",
    "flow": "process_step",
    "key_steps": "process_step",
    "branches": "process_branch",
    "laws": "law",
    "findings": "finding",
    "sheet_findings": "finding",
    "practice": "good_practice",
    "aspects": "environmental_aspect",
    "hazards": "hazard",
    "observations": "observation",
    "equipment": "equipment",
    "measuring": "measuring_device",
    "outsourced": "outsourced_process",
}
#: What a value printed inside a sentence or a form tells, by the name of its place in the template.
LINE_TYPES = {
    "flow_line": "process_flow",
    "key_line": "key_process",
    "special_line": "special_process",
    "equipment_line": "equipment_line",
    "measuring_line": "measuring_line",
    "outsourced_line": "outsourced_line",
    "product": "product",
    "complaint": "complaint",
}
_SPLIT = {"team": "、", "standards": "；"}
#: Whose seal a form asks for in words; offices that issue licences and certificates stamp without being asked.
_FORM_SEALS = frozenset({"client", "body"})
FIELD_KEYS = frozenset(pools().labels) | {"former_name", "exclusions"}


class _Sheet:
    """Fills one form for one case."""

    def __init__(self, facts: CaseFacts, form: Form, item: Item, place: int) -> None:
        self.facts, self.form, self.place = facts, form, place
        style = facts.style
        kind = form.kind
        self.values: dict[str, str] = {**facts.values, **item, **facts.overrides.get(kind, {})}
        self.lists: Mapping[str, tuple[Item, ...]] = {**facts.lists, **facts.list_overrides.get(kind, {})}
        self.dice = Dice(facts.plan.seed, facts.plan.index, kind, form.variant, place)
        self.fields: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.found: list[Fact] = []
        self.checks = str.maketrans("☑☐", style.checks)
        self.bare = facts.bare.get(kind, "")

    def text(self, template: str, item: Item | None = None) -> str:
        values = {**self.values, **item} if item else self.values
        return spin(template, self.dice, {}).format_map(values).translate(self.checks)

    def rows(self, name: str) -> tuple[Item, ...]:
        return self.lists.get(f"{name}@{self.place}") or self.lists.get(name, ())

    def blocks(self) -> Iterator[Block]:
        for block in self.form.blocks:
            if block.h:
                yield Head(self.text(block.h))
            elif block.kv:
                yield Kv(tuple(tuple(self.pair(cell) for cell in row.split(" / ")) for row in block.kv))
            else:
                yield from self.wide(block)

    def wide(self, block: BlockForm) -> Iterator[Block]:
        if block.grid:
            yield self.grid(block.grid)
        elif block.list_:
            for item in self.rows(block.list_.of):
                text = self.text(block.list_.text, item)
                self.note(block.list_.of, text, item)
                yield Para(text)
        elif block.sign:
            for sign in block.sign:
                yield self.sign(sign)
        else:
            text = self.text(block.p)
            if block.fact and block.fact not in LINE_TYPES.values():
                self.found.append(Fact(block.fact, text, {}))
            self.note_lines(block.p, text)
            yield Para(text, block.align, bold=block.bold)

    def pair(self, cell: str) -> tuple[str, str]:
        label, bar, template = cell.partition("=")
        if bar:
            for key in FIELD_KEYS:
                if template == f"{{{key}}}":
                    self.fields.setdefault(key, self.values[key])
                    self.labels.setdefault(key, label)
            text = self.text(template)
            self.note_lines(template, text)
            return label, text
        key = cell.strip()
        wording = label_of(self.facts.style, key)
        self.fields[key] = self.values[key]
        self.labels[key] = wording
        return wording, self.values[key]

    def grid(self, form: GridForm) -> Grid:
        if not form.of:
            return Grid(form.head, tuple(tuple(self.text(cell) for cell in row) for row in form.rows), form.widths)
        rows = []
        for item in self.rows(form.of):
            cells = tuple(self.text(cell, item) for cell in form.cells)
            self.note(form.of, max(cells, key=len), item)
            rows.append(cells)
        return Grid(form.head, tuple(rows), form.widths)

    def note(self, name: str, text: str, item: Item) -> None:
        kind = FACT_TYPES.get(name)
        if kind:
            self.found.append(Fact(kind, text, {key: value for key, value in item.items() if key != "no"}))

    def note_lines(self, template: str, text: str) -> None:
        for place, kind in LINE_TYPES.items():
            if f"{{{place}}}" in template and self.values[place] != "无":
                self.found.append(Fact(kind, text, {"names": self.values[place]}))

    def sign(self, text: str) -> Sign:
        label, _, rest = text.partition("=")
        name_key, _, rest = rest.partition("@")
        date_key, _, seal = rest.partition("#")
        holder = {
            "client": self.values["organisation"],
            "body": self.values["body"],
            "registry": self.values["registry"],
            "authority": self.values.get("authority", ""),
        }.get(seal, "")
        return Sign(
            label=self.text(label),
            name="" if self.bare == "signature" or not name_key else self.values[name_key],
            date="" if self.bare == "date" else self.values[date_key],
            seal="" if self.bare == "seal" or not self.facts.style.seal else holder,
            asks_seal=self.facts.style.seal and seal in _FORM_SEALS and self.form.layout != "certificate",
        )


def _form_number(facts: CaseFacts, form: Form) -> str:
    if form.by != "body" or form.layout == "certificate":
        return ""
    serial = sum(ord(char) for char in form.kind + form.variant) % 89 + 1
    return facts.plan.body.form.format(kind=form.kind, serial=serial)


def _header(facts: CaseFacts, form: Form) -> str:
    return {"body": facts.plan.body.name, "client": facts.values["organisation"]}.get(form.by, "")


def _fill(facts: CaseFacts, form: Form, item: Item, place: int) -> Paper:
    sheet = _Sheet(facts, form, item, place)
    blocks = tuple(sheet.blocks())
    return Paper(
        kind=form.kind,
        variant=form.variant,
        stage=form.stage,
        title=sheet.text(form.titles[facts.style.labels]),
        form_no=_form_number(facts, form),
        by=form.by,
        format=form.format,
        layout=form.layout,
        header=_header(facts, form),
        blocks=blocks,
        fields=sheet.fields,
        labels=sheet.labels,
        facts=tuple(sheet.found),
    )


def wanted(facts: CaseFacts) -> Iterator[Form]:
    """Yield the forms the case must have, and those it happens to have, in binding order."""
    for form in forms():
        if form.when.on(facts.plan.event) in facts.conditions and form.kind not in facts.dropped:
            yield form


def write(facts: CaseFacts) -> tuple[Paper, ...]:
    """Return the papers of a case, all but those that list the others."""
    papers: list[Paper] = []
    for form in wanted(facts):
        if form.last:
            continue
        items = facts.lists[form.repeat] if form.repeat else ({},)
        papers.extend(_fill(facts, form, item, place) for place, item in enumerate(items))
    return tuple(papers)


def write_last(facts: CaseFacts, written: tuple[Paper, ...], pages: tuple[int, ...]) -> tuple[Paper, ...]:
    """Return the papers that list the others, with the page counts of those.

    Args:
        facts: The facts of the case.
        written: The papers already written.
        pages: The number of pages of each of them.

    """
    rows = tuple(
        {"no": str(place), "title": paper.title, "pages": str(count)}
        for place, (paper, count) in enumerate(zip(written, pages, strict=True), 1)
    )
    own = {**facts.lists, "contents": rows}
    values = {**facts.values, "contents_count": str(len(rows)), "contents_pages": str(sum(pages))}
    shifted = facts.overrides.get("X01", {}).get("contents_shift")
    if shifted:
        row = rows[int(shifted) % len(rows)]
        own["contents"] = tuple(
            {**item, "pages": str(int(item["pages"]) + 2)} if item is row else item for item in rows
        )
    full = dataclasses.replace(facts, lists=own, values=values)
    return tuple(_fill(full, form, {}, 0) for form in wanted(full) if form.last)
