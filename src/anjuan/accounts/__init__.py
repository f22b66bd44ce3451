"""People who log in, what they may do, and the journal of what they did.

For: users, roles with three-officer separation, capabilities, second factors, log-ins and their
devices, identities at an outer provider, who may see which case, the hash-chained append-only
journal, tokens with which programs act as a person, what persons chose for their pages, what they
searched for and want to be told of.
Not here: auditors as persons of the field with their competences (registry), custody events of a
document (archive).
Owns: User, RoleGrant, SecondFactor, RecoveryCode, LogIn, OuterIdentity, JournalEntry, AccessToken,
KeptAnswer, Preference, SavedView, SavedSearch, AskedSearch, BatchSearch, BatchSearchRow.
Uses: kit.
"""
