"""Tables of the custody room, by noun."""
