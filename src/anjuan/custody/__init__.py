"""How long a case is kept, by whom, and who may have it: sealing, retention, holds, lending, destruction.

For: reference codes, sealing a case and taking addenda, rounds of fixity, retention and legal holds, appraisal,
approval, destruction register, lending with approval, separation of the three officers; what leaves the archive:
share links, downloads and parcels, each marked with who has it.
Not here: intake and originals (archive), packages, backups and the four-property test (preservation).
Owns: CodeSeries, CodeGrant, Seal, Retention, Hold, AppraisalList, AppraisalItem, Opinion, Supervision,
DestructionRecord, Loan, Share, ShareOpening, Parcel, ParcelItem.
Uses: accounts, archive, jobs, judging, kit, preservation, reading, search.
"""
