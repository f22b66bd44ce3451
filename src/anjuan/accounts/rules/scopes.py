"""What an access token opens: scopes narrow a person's capabilities, they never add one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from anjuan.kit.rulefiles import RuleFile, Strict


class Scope(Strict):
    """One scope: its key, what it means, and which of the person's capabilities it lets through."""

    key: str
    zh: str
    en: str
    capabilities: tuple[str, ...]


class ScopeExample(Strict):
    """A worked example: whether a token with these scopes lets a capability through."""

    scopes: tuple[str, ...]
    may: str
    expected: bool


class ScopeTable(RuleFile):
    """All scopes of one edition."""

    scopes: tuple[Scope, ...]
    examples: tuple[ScopeExample, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The scopes' keys, in the order of the table."""
        return tuple(scope.key for scope in self.scopes)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if (example.may in let_through(self, example.scopes)) is not example.expected:
                yield f"{', '.join(example.scopes)} and {example.may} should give {example.expected}"


def let_through(table: ScopeTable, scopes: Collection[str]) -> frozenset[str]:
    """Return the capabilities that scopes let through together. Unknown scopes let nothing through."""
    return frozenset(name for scope in table.scopes if scope.key in scopes for name in scope.capabilities)
