"""Writing figures: snapshots, printed statistics, bulletins."""
