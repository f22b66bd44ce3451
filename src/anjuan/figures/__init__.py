"""Every published figure: defined once, computed from rows that can be opened, exported with its labels.

For: whoever reads, publishes or reports statistics of certificates, organisations and audits.
Not here: the rows themselves, which belong to the rooms below.
Owns: definitions of figures with unit, base and additivity; snapshots; tables and their exports; bulletins.
Uses: accounts, archive, jobs, kit, mining, preservation, registry.
"""
