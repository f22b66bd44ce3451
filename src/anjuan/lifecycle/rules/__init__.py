"""Rules of the certification life cycle: pure functions over tables, every answer with its reason."""
