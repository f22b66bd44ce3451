"""Writing services of the certificates room."""
