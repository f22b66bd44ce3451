"""Archives become members: files on their own, with clean names, within limits.

Every reader here writes the bytes of an entry to a file named by a number in the work folder. The
entry's own path is never used on the disk; it is only shown, after :mod:`.names` has cleaned it.
"""
