"""Forms read as labels and values, and the marks of signature, seal and date."""
