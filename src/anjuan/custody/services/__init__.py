"""What the custody room writes."""
