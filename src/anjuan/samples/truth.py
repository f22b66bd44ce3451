"""The truth of a case as plain values: what a reader of its papers should find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anjuan.samples.blocks import Paper, lines_of
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted
from anjuan.samples.world import FIELDS

_VALUES = (
    "organisation",
    "credit_code",
    "registered_address",
    "operating_address",
    "legal_representative",
    "management_representative",
    "contact",
    "phone",
    "scope",
    "contract_no",
    "project_no",
    "certificate_no",
    "team_leader",
    "decision",
    "decision_maker",
)


def case_truth(name: str, facts: CaseFacts, faults: Sequence[Planted]) -> dict[str, Any]:
    """Return the facts of a case by the names the software gives them; dates are ISO, lists are lists."""
    plan, org, values, dates = facts.plan, facts.org, facts.values, facts.dates
    fields: dict[str, Any] = {key: values[key] for key in _VALUES}
    fields |= {
        "former_names": [org.former_name] if org.former_name else [],
        "headcount": plan.headcount,
        "effective_headcount": int(values["effective_headcount"]),
        "standards": [values["standards"]],
        "fields": [FIELDS[plan.field][1]],
        "professional_codes": [org.trade.code],
        "audit_type": plan.event,
        "audit_start": dates["audit_start"].isoformat(),
        "audit_end": dates["audit_end"].isoformat(),
        "audit_days": plan.person_days,
        "team": [person.name for person in plan.team],
        "sites": [place for _, place, _ in org.sites],
        "multi_site": bool(org.sites),
        "exclusions": [values["exclusions"]] if values["exclusions"] != "无" else [],
        "findings_major": int(values["findings_major"]),
        "findings_minor": int(values["findings_minor"]),
        "decision_date": dates["decision"].isoformat(),
        "issued_on": dates["issued"].isoformat(),
        "expires_on": dates["expires"].isoformat(),
    }
    return {
        "case": name,
        "seed": plan.seed,
        "body": plan.body.name,
        "approval": plan.body.approval,
        "style": plan.body.style,
        "organisation_index": plan.organisation_index,
        "field": plan.field,
        "event": plan.event,
        "cycle": plan.cycle,
        "trade": {"id": org.trade.id, "name": org.trade.name, "code": org.trade.code, "industry": org.trade.industry},
        "fields": fields,
        "dates": {key: day.isoformat() for key, day in sorted(dates.items())},
        "conditions": sorted(facts.conditions - {"always"}),
        "reviewer": values["reviewer"],
        "findings": [dict(item) for item in facts.lists["findings"]],
        "process_flow": [item["name"] for item in facts.lists["flow"]],
        "key_controls": [dict(item) for item in facts.lists["controls"]],
        "laws": [item["law"] for item in facts.lists["laws"]],
        "audit_points": [dict(item) for item in facts.lists["points"]],
        "faults": [fault.as_dict() for fault in faults],
    }


def paper_truth(paper: Paper, pages: Sequence[str]) -> dict[str, Any]:
    """Return what is known of one paper; pages are its texts as set."""
    return {
        "kind": paper.kind,
        "variant": paper.variant,
        "stage": paper.stage,
        "title": paper.title,
        "form_no": paper.form_no,
        "by": paper.by,
        "fields": dict(paper.fields),
        "labels": dict(paper.labels),
        "pages": len(pages),
        "text": list(pages),
    }


def mined(paper: Paper, pages: Sequence[str], file: str) -> list[dict[str, Any]]:
    """Return the facts of a paper with the file, page and sentence where they stand."""
    flat = ["".join(text.split()) for text in pages]
    found = []
    for fact in paper.facts:
        needle = "".join(fact.text.split())[:10]
        page = next((number for number, text in enumerate(flat, 1) if needle in text), 1)
        found.append(
            {
                "type": fact.type,
                "file": file,
                "kind": paper.kind,
                "page": page,
                "text": fact.text,
                "values": _plain(fact.values),
            }
        )
    return found


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if not key.startswith("_")}


def plain_text(paper: Paper) -> str:
    """Return a paper as one text."""
    return "\n".join(lines_of(paper))
