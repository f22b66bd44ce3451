"""Rules of the mining room, computed without a database."""
