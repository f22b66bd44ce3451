"""Text as Chinese offices write it: folding for comparison, numerals, dates."""
