"""What the preservation room reads."""
