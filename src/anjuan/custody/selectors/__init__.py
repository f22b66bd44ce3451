"""What the custody room reads."""
