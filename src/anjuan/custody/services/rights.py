"""Who may do what in custody, and deeds that take two people."""

from __future__ import annotations

from collections.abc import Collection

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import RefusedError


class CustodyMayNotError(RefusedError):
    """A deed of custody that none of the person's roles allows."""

    code = "CUST-001"


class SamePersonError(RefusedError):
    """A deed that takes two people is done by one."""

    code = "CUST-002"


def need(deed: Deed, viewer: Viewer, capability: str) -> None:
    """Do nothing when the person who acts may do a thing.

    Raises:
        CustodyMayNotError: None of the person's roles allows it, or somebody else's rights are shown.

    """
    if viewer.name != deed.actor or not viewer.may(capability):
        raise CustodyMayNotError(
            f"{deed.actor} may not do this: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def need_person(deed: Deed, viewer: Viewer, capability: str) -> None:
    """Do nothing when a person with a log-in acts and may do a thing; the system itself may not.

    Raises:
        CustodyMayNotError: It is the system, or the person may not.

    """
    need(deed, viewer, capability)
    if viewer.user_id is None:
        raise CustodyMayNotError(
            f"{deed.actor} is no person, and this deed needs a person's name.",
            why="Two people answer for it.",
            remedy="Log in to the web interface.",
        )


def need_another(deed: Deed, former: Collection[str], what: str) -> None:
    """Do nothing when the one who acts is none of those who acted before.

    Raises:
        SamePersonError: It is one of them.

    """
    if deed.actor in former:
        raise SamePersonError(
            f"{deed.actor} cannot {what} too.",
            why="The deed takes different people, so that none can do it alone.",
            remedy="Ask somebody else who may.",
        )
