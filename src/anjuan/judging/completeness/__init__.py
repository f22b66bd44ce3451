"""Completeness 齐全性: what a case, and a certification cycle, should hold and does not."""
