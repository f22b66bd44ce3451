"""What lists tell of a case at a glance: its dates, its leader, its province, how far its papers reach."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from anjuan.registry.rules.codelists import CodeTable

#: Families of papers on the way of an audit, in order: what the last of them is tells how far the case is.
FAMILIES = "ABCDEFG"
_DATES = {"audited_on": ("audit_end", "audit_start"), "decided_on": ("decision_date",), "expires_on": ("expires_on",)}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ADDRESSES = ("registered_address", "operating_address")
_ENDING = re.compile(r"(特别行政区|(壮族|回族|维吾尔)?自治区|省|市)$")


def overview_of(values: Mapping[str, object], kinds: Iterable[str], regions: CodeTable) -> dict[str, str]:
    """Return the columns that a case's fields and kinds of papers settle; what is not known is empty.

    Args:
        values: The case's fields by name.
        kinds: The kinds of its papers, such as ``D12``.
        regions: The administrative divisions, to find the province of an address.

    """
    columns = {name: _first_date(values, sources) for name, sources in _DATES.items()}
    columns["team_leader"] = str(values.get("team_leader") or "")[:80]
    columns["province"] = next(
        (found for name in _ADDRESSES if (found := province_of(str(values.get(name) or ""), regions))), ""
    )
    columns["reached"] = max((kind[0] for kind in kinds if kind and kind[0] in FAMILIES), default="")
    return columns


def _first_date(values: Mapping[str, object], sources: Iterable[str]) -> str:
    texts = (str(values.get(name) or "") for name in sources)
    return next((text for text in texts if _ISO.fullmatch(text)), "")


def province_of(address: str, regions: CodeTable) -> str:
    """Return the code of the province an address begins with, by its own name or that of a city in it; else nothing."""
    text = re.sub(r"^[\s:：]*(中华人民共和国|中国)?[(（]?", "", address)
    return next((code for name, code in _beginnings(regions) if text.startswith(name)), "")


@functools.lru_cache(maxsize=4)
def _beginnings(regions: CodeTable) -> tuple[tuple[str, str], ...]:
    """Return how addresses may begin, the longest first, each with the province it means."""
    provinces = {row.code for row in regions.rows if row.level == "省级"}
    names: dict[str, str] = {}
    for row in regions.rows:
        if row.code in provinces:
            names |= {row.name: row.code, _ENDING.sub("", row.name): row.code}
        elif row.level == "地级" and row.parent in provinces and row.name.endswith(("市", "州", "盟", "地区")):
            names.setdefault(row.name, row.parent)
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))
