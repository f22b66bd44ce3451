"""Tables of the compiling room."""
