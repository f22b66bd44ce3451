"""Foreign files are read in a process of their own, with limits on time, memory and members.

:class:`anjuan.reading.workshop.shop.Workshop` is what callers use;
:class:`anjuan.reading.workshop.workbench.Workbench` does the same inside the calling process, for tests.
Both give a :class:`anjuan.reading.workshop.reading.Reading`.
"""
