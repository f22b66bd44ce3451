"""Tables of the preservation room, by noun."""
