"""What pages and commands read of facts and guides."""
