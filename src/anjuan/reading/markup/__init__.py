"""Web pages and web archives, read without a browser and without the web."""
