"""How the rooms are put together on one machine.

For: options as data, Django's settings, the table of addresses, which handler does which job.
Not here: any behaviour (that is a room's) and any default that a room needs to know (options
are passed in).
Owns: no table.
Uses: accounts, kit, web.
"""
