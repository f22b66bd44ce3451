"""What changes facts and guides."""
