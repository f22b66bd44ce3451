"""What a case lacks and what in it contradicts, and which records mean the same organisation.

For: completeness against the rule tables, contradictions between papers, comparing names, addresses and
scopes, matching organisations and cases into cycles. Pure computation over plain values.
Not here: reading fields from pages (papers), keeping judgements and asking persons (archive).
Owns: no table in the database; the rule files on filing requirements, conditions and contradictions, and on
names of organisations.
Uses: kit, papers, reading, registry.
"""
