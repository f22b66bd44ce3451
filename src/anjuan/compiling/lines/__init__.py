"""Lines of guides out of facts: what says the same is one line, with its support."""
