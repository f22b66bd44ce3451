"""What the preservation room writes."""
