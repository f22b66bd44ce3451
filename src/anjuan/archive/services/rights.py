"""Who may correct what the archive says of cases."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import RefusedError

DESCRIBE = "case.describe"


class DescribeMayNotError(RefusedError):
    """A correction that none of the person's roles allows."""

    code = "ARCH-046"


def need_describer(deed: Deed, viewer: Viewer) -> None:
    """Do nothing when the person who acts may describe and correct cases.

    Raises:
        DescribeMayNotError: None of the person's roles allows it, or somebody else's rights are shown.

    """
    if viewer.name != deed.actor or not viewer.may(DESCRIBE):
        raise DescribeMayNotError(
            f"{deed.actor} may not correct cases: it needs {DESCRIBE}.",
            remedy="Ask the security keeper for a role that allows it.",
        )
