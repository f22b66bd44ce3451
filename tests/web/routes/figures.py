"""The routes of figures, tables, dashboards and their exports, for the tests of who may open them."""

from __future__ import annotations

from tests.web.made import DEED, Shelf

from anjuan.figures.models import BulletinPiece
from anjuan.figures.services.bulletins import bulletin_write
from anjuan.figures.services.printed import Sent, printed_take_in
from anjuan.figures.services.snapshots import snapshot_take

_TABLE = "group,item,certificates,organisations\n全部,合计,3,2\n产品认证,合计,3,2\n产品认证,食品农产品,3,2\n"
_READ = (
    "figures", "figures_fields", "figures_regions", "figures_cases", "figures_trends", "figures_definitions",
    "figures_rows", "figures_file", "figures_printed", "figures_printed_one", "figures_bulletins", "figures_bulletin",
    "figures_bulletin_file", "figures_query",
)  # fmt: skip
_KEPT = ("figures_count", "figures_printed_take", "figures_bulletin_write")
#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = dict.fromkeys(_READ, "reads figures") | dict.fromkeys(_KEPT, "keeps figures")
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "reads figures": {"figures.read", "figures.manage"},
    "keeps figures": {"figures.manage"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = set(_KEPT)
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = {"figures_rows", "figures_bulletin_write"}
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"figures_file", "figures_bulletin_file", "figures_rows"}


def _counted() -> None:
    snapshot_take(deed=DEED)


def _printed() -> int:
    return printed_take_in(deed=DEED, sent=Sent("fields.csv", _TABLE.encode())).pk


def _bulletin() -> str:
    _counted()
    return bulletin_write(deed=DEED).month


def _query() -> int:
    _bulletin()
    key = BulletinPiece.objects.exclude(query=None).order_by("pk").values_list("query", flat=True).first()
    return key or 1


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    if name == "figures_file":
        _counted()
        return ["certificates-by-field", "csv"]
    if name == "figures_printed_one":
        return [_printed()]
    if name == "figures_bulletin":
        return [_bulletin()]
    if name == "figures_bulletin_file":
        return [_bulletin(), "docx"]
    return [_query()] if name == "figures_query" else []


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {}


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    return {
        "figures_printed_one": {"key": _printed()},
        "figures_bulletin": {"month": _bulletin()},
        "figures_query": {"key": _query()},
    }
