"""Cases, documents and pages, and everything that keeps them true.

For: intake of files, originals and their readings, cases, documents, pages, custody events, what
the archive offers to search.
Not here: how bytes are read (reading), how words are found (search), who may log in (accounts),
organisations and code lists (registry).
Owns: BodyTable, BulkDeed, BulkItem, Original, OriginalPage, OriginalNotice, PageRemark, Case, CaseAttribute, CaseField,
CaseJudgement, CaseReader, CaseTrace, Correction, Cycle, Document, DocumentDescription, Match, Page, Ruling, Intake,
IntakeItem, CustodyEvent, IndexOrder, IndexRefusal, IndexRemoval, OrganisationChange, OrganisationPair,
PageCare, PaperDeed.
Uses: accounts, jobs, judging, kit, papers, reading, registry, search.
"""
