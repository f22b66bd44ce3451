"""Who else is part of it: outsourcing or supplier, branches, places for a time, what a certificate shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from anjuan.scope.rules.application import Application, Branch, Outsourced, TemporarySite
from anjuan.scope.rules.sentences import Finding, finding

_IDENTITY = {
    "organisation": "组织名称", "credit_code": "统一社会信用代码", "registered_address": "注册地址",
    "operating_address": "经营地址",
}  # fmt: skip


def outsourcing(one: Outsourced) -> str:
    """Return what something from others is: ``supplier``, ``minor``, ``in`` or ``uncontrolled``.

    A product bought as it is comes from a supplier. A process done by others stays in the system's responsibility as
    soon as it bears on conformity; its control must be shown. A product made to the client's own specification is a
    process done by others.
    """
    if one.is_product and not one.to_own_specification:
        return "supplier"
    if not one.affects_conformity:
        return "minor"
    return "in" if one.control_evidence.strip() else "uncontrolled"


def branch_kind(one: Branch) -> str:
    """Return what a branch is: ``own``, ``site``, ``contract`` (a tie must be shown) or ``uncontrolled``."""
    if one.own_legal_person and one.own_system:
        return "own"
    if not one.under_central_control:
        return "uncontrolled"
    return "contract" if one.own_legal_person else "site"


def party_findings(asked: Application, *, day: dt.date) -> Iterator[Finding]:
    """Yield what is to be said of outsourcing, branches, places for a time and identity."""
    yield from (finding(f"outsourced_{outsourcing(one)}", one.process) for one in asked.outsourced)
    yield from (finding(f"branch_{branch_kind(one)}", one.name) for one in asked.branches)
    running = [site for site in asked.temporary_sites if _is_running(site, day)]
    if running and not any(site.is_visited for site in running):
        yield finding("temporary_unsampled", "；".join(site.project for site in running), number=len(running))
    for site in asked.temporary_sites:
        lacks = [
            word
            for word, value in (("阶段", site.stage), ("开始日期", site.begins), ("地址", site.address))
            if not value
        ]
        if lacks:
            yield finding("temporary_incomplete", site.project, lacks="、".join(lacks))
        else:
            yield finding("temporary_listed", site.project)
    if any(getattr(asked, name) for name in _IDENTITY):
        yield from (finding("identity_lacks", word) for name, word in _IDENTITY.items() if not getattr(asked, name))


def _is_running(site: TemporarySite, day: dt.date) -> bool:
    return (site.begins is None or site.begins <= day) and (site.ends is None or day <= site.ends)
