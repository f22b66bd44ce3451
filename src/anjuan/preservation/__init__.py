"""What keeps a case readable and restorable: four-property test, packages, PDF/A copies, backup and restore.

For: the four-property test and its report, BagIt packages out and in, long-term copies, backups.
Not here: the blob store and single checks of originals (archive), sealing and retention (custody).
Owns: PropertyTest, PropertyTestOrder, Receipt.
Uses: accounts, archive, jobs, kit, reading, registry, search.
"""
