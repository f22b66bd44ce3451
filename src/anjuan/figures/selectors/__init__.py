"""Reading figures: counting rows, snapshots, what lies behind a number."""
