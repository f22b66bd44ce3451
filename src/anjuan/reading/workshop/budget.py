"""What may still come out of one file brought in, all depths together.

A bomb need not be large at any one depth: ten archives in ten archives in ten archives hold a
thousand files, and no single one of them more than ten. So the limits on members, bytes and depth
belong to the file as it was brought in, and travel inward:

* reading the file itself starts with ``Budget.of(limits)``;
* every member taken makes the budget smaller (:meth:`Budget.spend`; a reading does it by itself);
* a member is read with ``reading.budget.inside()``, and what its reading has left is handed on to
  its next sibling: ``budget = inner.budget.outside()``.

Whoever reads members in parallel keeps one running total for the file brought in and starts every
reading with ``Budget.of(limits).spend(members_so_far, bytes_so_far)`` at its depth.
"""

from __future__ import annotations

import dataclasses

from anjuan.reading.protocol import Limits

_NO_LIMIT = 1 << 62


@dataclasses.dataclass(frozen=True, slots=True)
class Budget:
    """What is left.

    Attributes:
        members: How many files may still come out.
        unpacked_bytes: How many bytes may still come out.
        depth: How many containers may still be opened in each other; 0 means that the file may be read,
            but nothing taken out of it.

    """

    members: int
    unpacked_bytes: int
    depth: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """Return the full budget of a file brought in."""
        return cls(
            *(value if value > 0 else _NO_LIMIT for value in (limits.members, limits.unpacked_bytes, limits.depth))
        )

    def spend(self, members: int, unpacked_bytes: int) -> Budget:
        """Return what is left when members of that many bytes have come out."""
        return dataclasses.replace(
            self, members=self.members - members, unpacked_bytes=self.unpacked_bytes - unpacked_bytes
        )

    def inside(self) -> Budget:
        """Return the budget for reading a member."""
        return dataclasses.replace(self, depth=self.depth - 1)

    def outside(self) -> Budget:
        """Return the budget that a member's reading hands back to the container it lies in."""
        return dataclasses.replace(self, depth=self.depth + 1)
