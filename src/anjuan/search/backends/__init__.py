"""Places where pages are indexed; every one passes ``tests/contracts/search.py``."""
