"""Cover sheets: a page with a QR code, printed and laid before a paper that is to be scanned, and read back."""
