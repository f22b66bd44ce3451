"""Addresses by part; ``web.urls`` joins them."""
