"""Rules of the certificates room, pure."""
