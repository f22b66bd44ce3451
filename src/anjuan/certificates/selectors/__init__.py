"""Reading selectors of the certificates room."""
